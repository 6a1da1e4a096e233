"""Which of several programs to believe: those that compute the same, where they are enough.

Programs are compared by what they do, not by how they are written: on generated samples of the request's signature, on
samples like the request's own, and on the request itself. The user's examples, which a program must satisfy to come
here at all, decide where there are any; else it is the likeliest group that may be believed, if enough speaks for it
(see `confidence`). Refusing is better than being wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.outcome import Outcome
from seglam_lang.language.values import Column, Map, Table, Value
from seglam_lang.requests.required import Required
from seglam_lang.verifier.analysis import hints_of
from seglam_lang.verifier.generate import restricted, samples
from seglam_lang.verifier.mutations import mutations
from seglam_lang.verifier.policy import EvidencePolicy
from seglam_lang.verifier.programs import Ballot, Program, weights
from seglam_lang.verifier.properties import broken_ensure, size
from seglam_lang.verifier.trials import Trials, outcome_on, own_trials


@dataclass(frozen=True, slots=True)
class Asked:
    """The request as programs see it.

    `arguments` are its own values by the signature's names. What is `required` a program must use: what the request
    mentions is not to be ignored. `of_amount`: what is asked for is how many or how much there is of something, which
    is not below zero. `examples` is how many of the user's examples all programs satisfy: they decide, and the drafts
    need not agree.
    """

    signature: Signature
    arguments: Mapping[str, Value]
    required: Sequence[Required] = ()
    examples: int = 0
    seed: int = 0
    of_amount: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A program and what it did: on the request itself, on generated samples, and on samples like the request's own."""

    program: Program
    answer: Outcome
    generated: Trials
    own: Trials
    alone: bool  # no other program was run: `generated` has the samples of its own signature

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return all its outcomes but that on the request."""
        return self.generated.outcomes + self.own.outcomes


@dataclass(frozen=True, slots=True)
class Group:
    """Programs that compute the same, the heaviest first; `share` is of the weight of all that were not rejected."""

    members: tuple[Tried, ...]
    share: float

    @property
    def drafts(self) -> tuple[int, ...]:
        """Return the places of their drafts."""
        return tuple(place for each in self.members for place in each.program.drafts)


@dataclass(frozen=True, slots=True)
class Difference:
    """A sample on which the two likeliest groups differ; `own` if it is the request itself."""

    arguments: Mapping[str, Value]
    first: Outcome
    second: Outcome
    own: bool


@dataclass(frozen=True, slots=True)
class Election:
    """How the programs of a ballot voted. `ballot` holds those that were not rejected; its drafts have the reasons."""

    ballot: Ballot
    groups: tuple[Group, ...]
    difference: Difference | None
    reason: str  # why there is no group; "" where there is one
    votes: int  # drafts that came to the vote, repeats counted

    def lead_of(self, group: Group) -> float:
        """Return the share of a group over that of the largest other one."""
        return group.share - max((other.share for other in self.groups if other is not group), default=0.0)


def elect(ballot: Ballot, asked: Asked, policy: EvidencePolicy) -> Election:
    """Let the programs of a ballot vote: run each, reject those that may not vote, and group the others."""
    weighed = weights(ballot)
    joint = restricted(asked.signature, {name for each in ballot.programs for name in each.params})
    own = mutations(joint, asked.arguments, asked.seed, policy.own_inputs)
    generated = None
    if len(ballot.programs) > 1:
        hints = hints_of([each.checked.core for each in ballot.programs])
        generated = samples(joint, asked.seed, policy.inputs, hints)
    eligible: list[Tried] = []
    rejected: dict[Program, str] = {}
    for program in ballot.programs:
        reason = _ignores(program, asked.required)
        if not reason:
            answer = outcome_on(program.compiled, program.params, asked.arguments)
            reason = _fails_or_finds_nothing(answer, bool(asked.examples)) or _is_below_nothing(answer, asked)
        if not reason:
            if generated is None:  # the only one is run on the samples of its certificate, so that it runs once
                trials = own_trials(program.checked.core, program.compiled, asked.seed, policy.inputs)
            else:
                trials = Trials.of(program.compiled, program.params, generated)
            tried = Tried(program, answer, trials, Trials.of(program.compiled, program.params, own), generated is None)
            reason = _objection(tried, asked.arguments)
        if reason:
            rejected[program] = reason
        else:
            eligible.append(tried)
    groups = _groups(eligible, weighed)
    left = ballot.without(rejected)
    difference = _difference(groups, asked.arguments)
    return Election(left, groups, difference, "" if groups else _none_stands(list(rejected.values())), ballot.standing)


def in_order(election: Election, groups: Sequence[Group], arguments: Mapping[str, Value]) -> Election:
    """Return an election with its groups in order, the likeliest first, and a sample on which the first two differ."""
    same = tuple(groups) == election.groups
    return election if same else replace(election, groups=tuple(groups), difference=_difference(groups, arguments))


def _ignores(program: Program, required: Sequence[Required]) -> str:
    """Return, as a sentence, what the request mentions and a program does not use; "" where it uses all."""
    if not program.params:
        return "it uses nothing of the request"
    ignored = next((each for each in required if each.names.isdisjoint(program.params)), None)
    return f'it does not use "{ignored.words}", which the request mentions' if ignored else ""


def _fails_or_finds_nothing(answer: Outcome, decided_by_examples: bool) -> str:
    if answer.failure:
        return f"it fails on the request itself: {answer.message}"
    if not decided_by_examples and _is_nothing(answer.value):
        return "it finds nothing in the request's own data, so nothing shows that it is right"
    return ""


def _is_below_nothing(answer: Outcome, asked: Asked) -> str:
    """Return, as a sentence, that an amount is below zero though nothing that the request states is; "" where not."""
    if not asked.of_amount or asked.examples or not _is_negative(answer.value):
        return ""
    return "" if any(map(_is_negative, asked.arguments.values())) else "it gives less than nothing of what is asked for"


def _is_negative(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and value < 0


def _is_nothing(answer: Value) -> bool:
    """Return whether an answer is none, or an empty list, text, table or map: what a condition on the wrong column
    gives.
    """
    is_empty = (isinstance(answer, Table) and not answer.length) or (isinstance(answer, Map) and not answer.items)
    return answer is None or answer in ((), "") or is_empty


def _objection(tried: Tried, arguments: Mapping[str, Value]) -> str:
    """Return, as a sentence, why a program that was run may not vote; "" where it may. The `arguments` are those of the
    request.
    """
    if broken := broken_ensure(tried.outcomes):
        return broken
    if all(outcome.failure for outcome in tried.outcomes):
        return f"it fails on every other input: {tried.outcomes[-1].message}"
    params = tried.program.params
    mattering = tried.generated.mattering
    idle = [name for at, name in enumerate(params) if at not in mattering and not tried.own.matters(at)]
    given = " and ".join(_in_words(arguments[name]) for name in idle)
    return f"{given} {'makes' if len(idle) == 1 else 'make'} no difference to its result" if idle else ""


def _in_words(argument: Value) -> str:
    """Return an argument as a person knows it."""
    if isinstance(argument, Table):
        return "the table"
    return repr(argument.header) if isinstance(argument, Column) else dumps(argument)


def _groups(eligible: Sequence[Tried], weighed: Mapping[Program, float]) -> tuple[Group, ...]:
    """Return the groups of programs with equal outcomes, the heaviest group first."""
    by_outcomes: dict[bytes, list[Tried]] = {}
    for tried in eligible:
        hashed = sha256()
        for outcome in (tried.answer, *tried.outcomes):
            key = outcome.key
            hashed.update(len(key).to_bytes(8, "big") + key)
        by_outcomes.setdefault(hashed.digest(), []).append(tried)
    total = sum(weighed[tried.program] for tried in eligible)
    groups = []
    for members in by_outcomes.values():
        members.sort(key=lambda tried: -weighed[tried.program])
        groups.append(Group(tuple(members), sum(weighed[tried.program] for tried in members) / total))
    return tuple(sorted(groups, key=lambda group: -group.share))


def _none_stands(rejected: Sequence[str]) -> str:
    """Return, as a sentence, why there is no group."""
    nothing = "the model wrote no procedure for this request"
    return f"all drafts were rejected: {rejected[0]}" if rejected else nothing


def _difference(groups: Sequence[Group], arguments: Mapping[str, Value]) -> Difference | None:
    """Return the smallest sample, or the request itself, on which the first two groups differ, if there are two."""
    if len(groups) < 2:
        return None
    first, second = groups[0].members[0], groups[1].members[0]
    if first.answer.key != second.answer.key:
        return Difference(arguments, first.answer, second.answer, True)
    apart = [
        Difference(sample.values, one, other, False)
        for sample, one, other in zip(
            first.generated.samples + first.own.samples, first.outcomes, second.outcomes, strict=True
        )
        if one.key != other.key
    ]
    return min(apart, key=lambda each: size(tuple(each.arguments.values())), default=None)
