"""Drafts to a verdict: which of them, if any, is believed, and why each other lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import islice

from seglam_lang.drafts import Draft, Fate, probability_of
from seglam_lang.inputs import InputError
from seglam_lang.language.values import Value
from seglam_lang.matching import Bound, find_arguments
from seglam_lang.requests.alike import asks_how_much
from seglam_lang.requests.described import described
from seglam_lang.requests.model import Wording
from seglam_lang.requests.narrowing import of_its_table
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.required import required
from seglam_lang.requests.scope import Scope
from seglam_lang.requests.wholes import in_wholes
from seglam_lang.requests.wordings import wording_of
from seglam_lang.store.evidence import Agreement, Certificate
from seglam_lang.verifier.agreement import Asked, Difference, Election, Group, elect, in_order
from seglam_lang.verifier.certificate import certify
from seglam_lang.verifier.doubts import all_rejected, doubt, mostly_refused
from seglam_lang.verifier.examples import Case, objection
from seglam_lang.verifier.figures import chosen_none_of
from seglam_lang.verifier.guards import dropped_by, in_words, left_in_words
from seglam_lang.verifier.how_many import why_no_number
from seglam_lang.verifier.opinions import Opinion, Opinions
from seglam_lang.verifier.other_units import why_other_unit
from seglam_lang.verifier.policy import EvidencePolicy
from seglam_lang.verifier.programs import Ballot, Program, explained, programs_of
from seglam_lang.verifier.properties import examination_of
from seglam_lang.verifier.trials import own_trials
from seglam_lang.verifier.unlikely import why_unlikely
from seglam_lang.verifier.weighing import Weighed, weigh
from seglam_lang.verifier.withdrawn import Withdrawn, repeats

DEFAULT = EvidencePolicy()
MOSTLY = 0.5  # of the probability of the drafts
MOST_CANDIDATES = 4  # that a person is offered: who reads more of them does not choose


@dataclass(frozen=True, slots=True)
class Question:
    """What drafts are judged by: the request, the names that they could use, the user's examples, what a person has
    called wrong, and what other models have come to.
    """

    reading: Reading
    scope: Scope
    cases: tuple[Case, ...] = ()
    seed: int = 0
    model: str = ""  # hash of the one that wrote the drafts
    withdrawn: tuple[Withdrawn, ...] = ()
    before: tuple[Opinion, ...] | None = None  # what the models before it came to, None where there was none

    @property
    def has_more_to_go_by(self) -> bool:
        """Return whether a person has said more than the words of the request."""
        return bool(self.cases or self.withdrawn)

    @property
    def asked(self) -> Asked:
        """Return the request as programs see it."""
        reading, scope = self.reading, self.scope
        needed = required(reading, scope)
        of_amount = not reading.inputs.tables and asks_how_much([token.norm for token in reading.tokens])
        return Asked(scope.signature, scope.arguments, needed, len(self.cases), self.seed, of_amount)

    def ballot(self, drafts: Sequence[Draft]) -> Ballot:
        """Return the programs that drafts stand for, as the words of the request have their arguments."""
        return programs_of(drafts, self.scope.signature, partial(in_wholes, scope=self.scope))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group of programs that may answer: the likeliest of them, and the wording that would ask for it.

    It keeps its `number` where a person has called others wrong: it is that by which people pick it.
    """

    weighed: Weighed
    bound: Bound  # to the request
    wording: Wording
    number: int = 0

    @property
    def group(self) -> Group:
        """Return the programs that compute the same."""
        return self.weighed.group

    @property
    def program(self) -> Program:
        """Return the likeliest program."""
        return self.group.members[0].program

    @property
    def answer(self) -> Value:
        """Return its value for the request."""
        return self.group.members[0].answer.value


@dataclass(frozen=True, slots=True)
class Winner:
    """The program that is believed, the wording that will ask for it from now on, and what speaks for it. `left` says
    which words it has nothing to do with, "" where it accounts for all.
    """

    program: Program
    bound: Bound  # to the request
    answer: Value  # for the request
    wording: Wording
    certificate: Certificate
    left: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The winner, or `reason`, why there is none; `drafts` are all drafts, each with why it lost ("" for the winner's).

    `transient`: another time there might be a winner, as some drafts ran out of time. `confidence` is the chance that
    the likeliest program is right, None where there is no program. `candidates` are what the `election` leaves to pick
    from, the likeliest first.
    """

    drafts: tuple[Draft, ...]
    winner: Winner | None = None
    reason: str = ""
    difference: Difference | None = None
    transient: bool = False
    confidence: float | None = None
    candidates: tuple[Candidate, ...] = ()
    election: Election | None = None

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        """Return the candidates as what another model is asked about, and judged by."""
        bodies = [self.drafts[each.program.drafts[0]].text for each in self.candidates]
        return tuple(
            Opinion(each.program, body, each.weighed.confidence)
            for each, body in zip(self.candidates, bodies, strict=True)
        )


def judge(drafts: Sequence[Draft], question: Question, policy: EvidencePolicy = DEFAULT) -> Verdict:
    """Choose among the drafts of one request, and return the verdict."""
    ballot = question.ballot(drafts)
    verdict = _chosen(ballot, question, policy)
    refusals = [draft for draft in drafts if draft.fate is Fate.REFUSED]
    unwilling = probability_of(drafts, lambda draft: draft.fate is Fate.REFUSED)
    if verdict.winner is None and unwilling > MOSTLY and not (question.cases and ballot.programs):
        is_offered = bool(verdict.candidates) and verdict.confidence is not None
        why = mostly_refused(unwilling, verdict.confidence or 0.0) if is_offered else refusals[0].why
        return replace(verdict, reason=why)  # says more than what is wrong with the few others, or is late
    return replace(verdict, transient=any(draft.fate is Fate.OUT_OF_TIME for draft in drafts))


def _chosen(ballot: Ballot, question: Question, policy: EvidencePolicy) -> Verdict:
    against = _wrong_by_example(ballot, question) if question.cases else _unlikely(ballot, question)
    again = repeats(ballot, question.withdrawn, question.scope, question.seed)
    numbers = _numbers(ballot.without(against), question, policy) if again else {}
    ballot = ballot.without({**against, **again})
    if not ballot.programs:
        return Verdict(ballot.drafts, reason=all_rejected(ballot.drafts))
    election = elect(ballot, question.asked, policy)
    if election.reason:
        return Verdict(election.ballot.drafts, reason=election.reason)
    weighed = _weighed(election, question, policy)
    best = weighed[0]
    candidates = _numbered(islice(_candidates(weighed, question), MOST_CANDIDATES), numbers)
    offered_first = dict.fromkeys([best.group, *(each.group for each in candidates), *(each.group for each in weighed)])
    election = in_order(election, list(offered_first), question.scope.arguments)
    found: Winner | str
    if doubtful := _doubt(best, election, question, policy, candidates):
        found = doubtful
    elif not candidates or candidates[0].weighed is not best:
        found = "what the procedure takes from this request cannot be found again in a request of its type"
    else:
        found = _certified(candidates[0], election, question, policy, best.confidence)
    refused = found if isinstance(found, str) else ""
    return Verdict(
        _with_losses(election, best.group, refused),
        None if isinstance(found, str) else found,
        refused,
        election.difference,
        confidence=best.confidence,
        candidates=candidates,
        election=election,
    )


def _weighed(election: Election, question: Question, policy: EvidencePolicy) -> tuple[Weighed, ...]:
    opinions = Opinions(question.before, question.asked, policy.own_inputs)
    return weigh(election, question.reading, question.scope, opinions, policy.calibration)


def _numbers(ballot: Ballot, question: Question, policy: EvidencePolicy) -> dict[str, int]:
    """Return the numbers by which readings are picked, by the hashes of the programs that compute each."""
    election = elect(ballot, question.asked, policy) if ballot.programs else None
    if election is None or election.reason:
        return {}
    weighed = _weighed(election, question, policy)
    candidates = islice(_candidates(weighed, question), MOST_CANDIDATES)
    return {
        member.program.hash: number
        for number, candidate in enumerate(candidates, 1)
        for member in candidate.group.members
    }


def _numbered(candidates: Iterable[Candidate], numbers: Mapping[str, int]) -> tuple[Candidate, ...]:
    """Return candidates with the `numbers` that they had, and the next ones where they had none."""
    last = max(numbers.values(), default=0)
    found = []
    for each in candidates:
        number = next(
            (numbers[member.program.hash] for member in each.group.members if member.program.hash in numbers), 0
        )
        last += not number
        found.append(replace(each, number=number or last))
    return tuple(found)


def _unlikely(ballot: Ballot, question: Question) -> dict[Program, str]:
    """Return, for each program that does what is hardly ever meant, what that is."""
    reasons: dict[Program, str] = {}
    for program in ballot.programs:
        core = program.checked.core
        given = [question.scope.arguments[name] for name in program.params]
        origins = [question.scope.origins[name] for name in program.params]
        if why := why_unlikely(core, given, origins, question.reading):
            reasons[program] = why
    return reasons


def any_fits(drafts: Sequence[Draft], question: Question) -> bool:
    """Return whether one of the drafts is right for all of the user's examples, and not what was called wrong."""
    ballot = question.ballot(drafts)
    return len(_wrong_by_a_person(ballot, question)) < len(ballot.programs)


def pick(verdict: Verdict, question: Question, number: int, policy: EvidencePolicy = DEFAULT) -> Verdict:
    """Return the verdict where a person has picked a candidate by its number. Raise InputError where there is none.

    What is picked need not be likely, but it may break no more than what is chosen.
    """
    if verdict.election is None or not verdict.candidates:
        raise InputError("bad-pick", f"there is no reading to pick: {verdict.reason}")
    numbers = [candidate.number for candidate in verdict.candidates]
    if number not in numbers:
        raise InputError("bad-pick", f"there is no reading {number} to pick: {_how_numbered(numbers)}")
    picked = verdict.candidates[numbers.index(number)]
    found = _certified(picked, verdict.election, question, policy, None, picked_from=len(numbers))
    refused = found if isinstance(found, str) else ""
    return replace(
        verdict,
        drafts=_with_losses(verdict.election, picked.group, refused),
        winner=None if isinstance(found, str) else found,
        reason=refused,
    )


def _how_numbered(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"the only reading is number {numbers[0]}"
    if sorted(numbers) == list(range(1, len(numbers) + 1)):
        return f"the readings are numbered from 1 to {len(numbers)}"
    return f"the readings that are left are numbers {', '.join(map(str, sorted(numbers)))}"


def _wrong_by_a_person(ballot: Ballot, question: Question) -> dict[Program, str]:
    """Return, for each program that a person's examples or judgements speak against, why."""
    again = repeats(ballot, question.withdrawn, question.scope, question.seed)
    return {**_wrong_by_example(ballot, question), **again}


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


def _doubt(
    best: Weighed, election: Election, question: Question, policy: EvidencePolicy, candidates: Sequence[Candidate]
) -> str:
    """Return, as a sentence, why the likeliest program is not believed; "" where it is, or examples decide."""
    if question.cases:
        return ""
    if best.confidence < policy.bound:
        offered = [(each.number, each.weighed) for each in candidates]
        return doubt(best, election, offered, question.reading, question.scope)
    return refused_anyway(best, question)


def refused_anyway(best: Weighed, question: Question) -> str:
    """Return, as a sentence, why a program is not believed however sure it is; "" where nothing is against it."""
    # What is recognised, and what a model without a critic writes, has to account for all words.
    is_measured = best.evidence.alike is None and best.evidence.critic is not None
    if dropped := dropped_by(best.left, best.confidence, is_measured):
        return in_words(dropped, question.reading)
    program = best.group.members[0].program
    arguments = [question.scope.arguments[name] for name in program.params]
    is_nothing = best.group.members[0].answer.value in (0, timedelta())
    none_of = chosen_none_of(program.checked.core, arguments) if is_nothing else ""
    if none_of:
        return f"no {none_of} meets the conditions, so nothing shows that they are the right ones"
    if no_number := why_no_number(best.group.members[0].answer.value, question.reading):
        return no_number
    origins = [question.scope.origins[name] for name in program.params]
    return why_other_unit(program.checked.core, arguments, origins, question.reading)


def _candidates(weighed: Sequence[Weighed], question: Question) -> Iterator[Candidate]:
    """Yield the groups whose likeliest program finds its arguments again in a request of this type. Of those that read
    the same only the first is: they take values that are one in this request, and nobody could choose between them.
    """
    reading, scope = question.reading, question.scope
    read: set[str] = set()
    for each in weighed:
        program = each.group.members[0].program
        wording = wording_of(reading, scope, program.params, program.hash)
        bound = None if wording is None else find_arguments(wording, reading, program.checked.core.params)
        arguments = tuple(scope.arguments[name] for name in program.params)
        if wording is None or bound is None or bound.arguments != arguments:
            continue
        if (words := described(program.checked, scope)) not in read:
            read.add(words)
            yield Candidate(each, bound, wording)


def _certified(
    candidate: Candidate,
    election: Election,
    question: Question,
    policy: EvidencePolicy,
    confidence: float | None,
    picked_from: int = 0,
) -> Winner | str:
    """Return a candidate with its evidence, or why it cannot be served after all."""
    certificate = certificate_of(
        election, candidate.group, question.asked, question.model, policy, confidence, picked_from
    )
    if isinstance(certificate, str):
        return certificate
    left = left_in_words(candidate.weighed.left, question.reading)
    wording = of_its_table(candidate.wording, question.reading.inputs) if left else candidate.wording
    return Winner(candidate.program, candidate.bound, candidate.answer, wording, certificate, left)


def certificate_of(
    election: Election,
    group: Group,
    asked: Asked,
    model: str,
    policy: EvidencePolicy,
    confidence: float | None = None,
    picked_from: int = 0,
) -> Certificate | str:
    """Return the evidence for the likeliest program of a group, or, as a sentence, what it breaks."""
    best, drafts = group.members[0], election.ballot.drafts
    core = best.program.checked.core
    trials = best.generated if best.alone else own_trials(core, best.program.compiled, asked.seed, policy.inputs)
    examination = examination_of(core, trials)
    if examination.broken:
        return f"the likeliest procedure was rejected: {examination.broken}"
    agreeing = sum(drafts[place].count for place in group.drafts)
    margin = election.lead_of(group)
    return certify(
        best.program.hash,
        examination,
        asked.seed,
        policy.inputs,
        own_inputs=len(best.own.samples),
        examples=asked.examples,
        agreement=Agreement(agreeing, election.votes, group.share, margin, model, confidence),
        picked_from=picked_from,
    )


def _with_losses(election: Election, chosen: Group, refused: str) -> tuple[Draft, ...]:
    """Return the drafts with why each lost: those of the chosen group too where that is `refused`."""
    reasons = {
        place: f"it computes something else, with {group.share:.0%} of the weight"
        for group in election.groups
        if group is not chosen
        for place in group.drafts
    }
    first, *others = chosen.drafts
    reasons.update(dict.fromkeys(others, refused or "it computes the same as the chosen one"))
    return explained(election.ballot.drafts, {**reasons, first: refused})
