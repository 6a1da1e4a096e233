"""Drafts to a verdict: which of them, if any, is believed, and why each other lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.values import Value
from seglam_lang.matching import Bound, find_arguments
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope
from seglam_lang.requests.wordings import required_names, wording_of
from seglam_lang.store.evidence import Agreement, Certificate
from seglam_lang.verifier.agreement import Asked, Difference, Election, EvidencePolicy, elect
from seglam_lang.verifier.certificate import certify
from seglam_lang.verifier.examples import Case, objection
from seglam_lang.verifier.guards import unmentioned, unread
from seglam_lang.verifier.programs import Ballot, Program, explained, programs_of
from seglam_lang.verifier.properties import examination_of
from seglam_lang.verifier.trials import own_trials

DEFAULT = EvidencePolicy()


@dataclass(frozen=True, slots=True)
class Question:
    """What drafts are judged by: the request, the names that they could use, and the user's examples."""

    reading: Reading
    scope: Scope
    cases: tuple[Case, ...] = ()
    seed: int = 0
    model: str = ""  # hash of the one that wrote the drafts
    implicit: bool = False  # whether that model has learned to take what the words do not mention


@dataclass(frozen=True, slots=True)
class Winner:
    """The program that is believed, the wording that will ask for it from now on, and what speaks for it."""

    program: Program
    bound: Bound  # to the request
    answer: Value  # for the request
    wording: Wording
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Verdict:
    """The winner, or `reason`, why there is none; `drafts` are all drafts, each with why it lost ("" for the winner's).

    `transient`: another time there might be a winner, as some drafts ran out of time.
    """

    drafts: tuple[Draft, ...]
    winner: Winner | None = None
    reason: str = ""
    difference: Difference | None = None
    transient: bool = False


def judge(drafts: Sequence[Draft], question: Question, policy: EvidencePolicy = DEFAULT) -> Verdict:
    """Choose among the drafts of one request, and return the verdict."""
    refusals = [draft for draft in drafts if draft.fate is Fate.REFUSED]
    if 2 * sum(draft.count for draft in refusals) > sum(draft.count for draft in drafts):
        return Verdict(tuple(drafts), reason=refusals[0].why)
    verdict = _chosen(programs_of(drafts, question.scope.signature), question, policy)
    return replace(verdict, transient=any(draft.fate is Fate.OUT_OF_TIME for draft in drafts))


def _chosen(ballot: Ballot, question: Question, policy: EvidencePolicy) -> Verdict:
    ballot = ballot.without(_wrong_by_example(ballot, question))
    if not ballot.programs:
        return Verdict(ballot.drafts, reason=_all_rejected(ballot.drafts))
    scope = question.scope
    required = required_names(question.reading, scope)
    asked = Asked(scope.signature, scope.arguments, required, len(question.cases), question.seed)
    election = elect(ballot, asked, policy)
    if election.reason:
        return Verdict(_undecided(election), None, _with_difference(election), election.difference)
    found = _winner(election, asked, question, policy)
    if isinstance(found, str):
        return Verdict(_decided(election, found), None, found, election.difference)
    return Verdict(_decided(election), found)


def _wrong_by_example(ballot: Ballot, question: Question) -> dict[Program, str]:
    """Return, for each program that is not right for all of the user's examples, why."""
    reasons: dict[Program, str] = {}
    for program in ballot.programs if question.cases else ():
        wording = wording_of(question.reading, question.scope, program.params, program.hash)
        if wording is None:
            reasons[program] = "it reads the same words of the request in two ways"
        elif wrong := objection(program.compiled, program.compiled.procedure.params, wording, question.cases):
            reasons[program] = wrong
    return reasons


def _winner(election: Election, asked: Asked, question: Question, policy: EvidencePolicy) -> Winner | str:
    """Return the likeliest program with its evidence, or why it cannot be served after all."""
    tried = election.groups[0].members[0]
    program = tried.program
    reading, scope = question.reading, question.scope
    if not question.cases and not question.implicit and (guess := unmentioned(reading, scope, program.params)):
        return guess
    if not question.cases and (words := unread(reading, scope, program, _probability(election))):
        return words
    wording = wording_of(reading, scope, program.params, program.hash)
    bound = None if wording is None else find_arguments(wording, reading, program.checked.core.params)
    if wording is None or bound is None or bound.arguments != tuple(scope.arguments[name] for name in program.params):
        return "what the procedure takes from this request cannot be found again in a request of its type"
    certificate = certificate_of(election, asked, question.model, policy)
    if isinstance(certificate, str):
        return certificate
    return Winner(program, bound, tried.answer.value, wording, certificate)


def _probability(election: Election) -> float:
    """Return the probability that the model gave the likeliest draft of the first group."""
    drafts = election.ballot.drafts
    return exp(max(drafts[place].log_probability for place in election.groups[0].drafts))


def certificate_of(election: Election, asked: Asked, model: str, policy: EvidencePolicy) -> Certificate | str:
    """Return the evidence for the likeliest program, or, as a sentence, what it breaks."""
    first = election.groups[0]
    best, drafts = first.members[0], election.ballot.drafts
    core = best.program.checked.core
    trials = best.generated if best.alone else own_trials(core, best.program.compiled, asked.seed, policy.inputs)
    examination = examination_of(core, trials)
    if examination.broken:
        return f"the likeliest procedure was rejected: {examination.broken}"
    agreeing = sum(drafts[place].count for place in first.drafts)
    return certify(
        best.program.hash,
        examination,
        asked.seed,
        policy.inputs,
        own_inputs=len(best.own.samples),
        examples=asked.examples,
        agreement=Agreement(agreeing, election.votes, first.share, election.margin, model),
    )


def _undecided(election: Election) -> tuple[Draft, ...]:
    """Return the drafts of an election that no group has won, with why each lost."""
    return _with_losses(election, dict.fromkeys(election.first_drafts, "the likeliest, but not likely enough"))


def _decided(election: Election, refused: str = "") -> tuple[Draft, ...]:
    """Return the drafts of an election with why each lost: those of the first group too where it is `refused`."""
    chosen, *others = election.first_drafts
    alike = dict.fromkeys(others, refused or "it computes the same as the chosen one")
    return _with_losses(election, {chosen: refused, **alike})


def _with_losses(election: Election, first: dict[int, str]) -> tuple[Draft, ...]:
    reasons = {
        place: f"it computes something else, with {group.share:.0%} of the weight"
        for group in election.groups[1:]
        for place in group.drafts
    }
    return explained(election.ballot.drafts, {**reasons, **first})


def _with_difference(election: Election) -> str:
    """Return why a request is refused, with a sample on which the programs differ."""
    difference = election.difference
    if difference is None:
        return election.reason
    first, second = (
        f"fails ({outcome.failure})" if outcome.failure else f"gives {dumps(outcome.value)[:80]}"
        for outcome in (difference.first, difference.second)
    )
    where = "on this very request" if difference.own else "on other inputs"
    return f"{election.reason}; {where} one {first}, another {second}"


def _all_rejected(drafts: Sequence[Draft]) -> str:
    if not drafts:
        return "the model wrote no procedure for this request"
    which = "the model's draft was rejected" if len(drafts) == 1 else f"all {len(drafts)} drafts were rejected"
    return f"{which}: {drafts[0].why}"
