"""Which of several drafts to believe: those that compute the same thing, if they are enough.

Drafts are compared by what they do, not by how they are written: on generated inputs of the request's signature, on
inputs like the request's own, and on the request itself. The user's examples, which a draft must satisfy to come here
at all, decide where there are any; else the
largest group must be large enough and far enough ahead, or the request is refused. Refusing is better than being wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import exp
from typing import TYPE_CHECKING

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.values import Table, Value
from seglam_lang.verifier.analysis import hints_of
from seglam_lang.verifier.generate import Input, inputs, restricted
from seglam_lang.verifier.mutations import mutations
from seglam_lang.verifier.outcome import Outcome, Runnable, run
from seglam_lang.verifier.properties import broken_ensure, matters, size

if TYPE_CHECKING:
    from seglam_lang.language import Checked

Required = Sequence[str | Collection[str]]


@dataclass(frozen=True, slots=True)
class Policy:
    """How much evidence is enough.

    `min_share` is of the drafts that were not rejected, `min_eligible` the share of all drafts that must not have been.
    `count_weight` is how much of a group's share comes from counting its drafts, the rest from the probability that the
    model gives to its distinct texts. The defaults were chosen for the model that ships, on a sample of wikisql.dev: at
    0.85, 95 % of what was answered was right; half of what a lower bound adds is wrong.
    """

    min_share: float = 0.85
    min_eligible: float = 0.4
    inputs: int = 64
    own_inputs: int = 32
    count_weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A draft that type-checks: its procedure, what the model thought of it, and its text."""

    checked: Checked
    log_probability: float
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates that compute the same, most probable first; `share` is of all that were not rejected."""

    candidates: tuple[Candidate, ...]
    share: float
    answer: Outcome  # on the request itself


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that lost its vote, and why."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An input on which the two largest groups differ; `own` if it is the request itself."""

    arguments: Mapping[str, Value]
    first: Outcome
    second: Outcome
    own: bool


@dataclass(frozen=True, slots=True)
class Election:
    """How the drafts voted."""

    groups: tuple[Group, ...]
    rejected: tuple[Rejected, ...]
    difference: Difference | None
    reason: str  # why no group is believed; "" if the first is
    margin: float
    own_inputs: int


@dataclass(slots=True)
class _Program:
    """One distinct procedure and all drafts of it."""

    drafts: list[Candidate]
    weight: float
    compiled: Runnable
    outcomes: list[Outcome]
    answer: Outcome

    @property
    def params(self) -> tuple[str, ...]:
        return self.drafts[0].checked.params

    def arguments(self, values: Mapping[str, Value]) -> list[Value]:
        return [values[name] for name in self.params]


def weights(candidates: Sequence[Candidate], count_weight: float) -> list[float]:
    """Each candidate's weight; together 1. A text drawn twice is counted twice but is not twice as probable."""
    if not candidates:
        return []
    best = max(candidate.log_probability for candidate in candidates)
    repeats: dict[str, int] = {}
    for candidate in candidates:
        repeats[candidate.text] = repeats.get(candidate.text, 0) + 1
    chances = [exp(each.log_probability - best) / repeats[each.text] for each in candidates]
    total = sum(chances)
    return [count_weight / len(chances) + (1 - count_weight) * chance / total for chance in chances]


def elect(
    candidates: Sequence[Candidate],
    signature: Signature,
    arguments: Mapping[str, Value],
    seed: int,
    required: Required,
    policy: Policy,
    examples: int,
) -> Election:
    """Let the candidates vote."""
    programs = _programs(candidates, weights(candidates, policy.count_weight))
    used = restricted(signature, {name for program in programs for name in program.params})
    generated = inputs(used, seed, policy.inputs, hints_of([each.drafts[0].checked.core for each in programs]))
    own = mutations(used, arguments, seed, policy.own_inputs)
    eligible, rejected = [], []
    for program in programs:
        reason = _objection(program, arguments, required, generated, own, bool(examples))
        if reason:
            rejected += [Rejected(draft, reason) for draft in program.drafts]
        else:
            eligible.append(program)
    groups, programs_of = _groups(eligible)
    margin = groups[0].share - (groups[1].share if len(groups) > 1 else 0.0) if groups else 0.0
    reason = _doubt(groups, rejected, sum(program.weight for program in eligible), bool(examples), policy)
    difference = _difference(programs_of, generated + own, arguments) if len(groups) > 1 else None
    return Election(groups, tuple(rejected), difference, reason, margin, len(own))


def _programs(candidates: Sequence[Candidate], weighed: Sequence[float]) -> list[_Program]:
    """The distinct procedures: the same core of the same parameters is run once."""
    distinct: dict[tuple[str, tuple[str, ...]], _Program] = {}
    for candidate, weight in sorted(zip(candidates, weighed, strict=True), key=lambda pair: -pair[0].log_probability):
        checked = candidate.checked
        key = content_hash(checked.core), checked.params
        if key in distinct:
            distinct[key].drafts.append(candidate)
            distinct[key].weight += weight
        else:
            distinct[key] = _Program([candidate], weight, compile_procedure(checked.core), [], Outcome(None))
    return list(distinct.values())


def _objection(
    program: _Program,
    arguments: Mapping[str, Value],
    required: Required,
    generated: Sequence[Input],
    own: Sequence[Input],
    decided_by_examples: bool,
) -> str:
    """Why a program may not vote, as a sentence, or ""; runs it on all inputs."""
    params = program.params
    for names in required:
        alternatives = (names,) if isinstance(names, str) else tuple(names)
        if not set(alternatives) & set(params):
            return f"it does not use {' or '.join(sorted(alternatives))}, which the request mentions"
    program.answer = run(program.compiled, program.arguments(arguments), None)
    if program.answer.failure:
        return f"it fails on the request itself: {program.answer.message}"
    if not decided_by_examples and _is_nothing(program.answer.value):
        return "it finds nothing in the request's own data, so nothing shows that it is right"
    tried = [*generated, *own]
    program.outcomes = [run(program.compiled, given.arguments(params)) for given in tried]
    if broken := broken_ensure(program.outcomes):
        return broken
    if all(outcome.failure for outcome in program.outcomes):
        return f"it fails on every other input: {program.outcomes[-1].message}"
    mattering = matters(program.compiled, params, tried, program.outcomes)
    if idle := [name for name in params if name not in mattering]:
        return f"{' and '.join(idle)} never {'changes' if len(idle) == 1 else 'change'} its result"
    return ""


def _is_nothing(answer: Value) -> bool:
    """An empty list, text or table, or no value: what a condition on the wrong column comes to."""
    return answer is None or answer in ((), "") or (isinstance(answer, Table) and not answer.length)


def _groups(programs: Sequence[_Program]) -> tuple[tuple[Group, ...], list[_Program]]:
    """Programs with equal outcomes together, heaviest group first; with one program of each group."""
    by_outcomes: dict[bytes, list[_Program]] = {}
    for program in programs:
        hashed = sha256()
        for outcome in (program.answer, *program.outcomes):
            key = outcome.key
            hashed.update(len(key).to_bytes(8, "big") + key)
        by_outcomes.setdefault(hashed.digest(), []).append(program)
    total = sum(program.weight for program in programs)
    pairs = []
    for members in by_outcomes.values():
        members.sort(key=lambda program: -program.weight)
        drafts = tuple(draft for program in members for draft in program.drafts)
        share = sum(program.weight for program in members) / total
        pairs.append((Group(drafts, share, members[0].answer), members[0]))
    pairs.sort(key=lambda pair: -pair[0].share)
    return tuple(group for group, _ in pairs), [program for _, program in pairs]


def _doubt(
    groups: Sequence[Group],
    rejected: Sequence[Rejected],
    eligible: float,
    decided_by_examples: bool,
    policy: Policy,
) -> str:
    """Why the first group is not to be believed, as a sentence, or ""."""
    if not groups:
        if not rejected:
            return "the model wrote no procedure for this request"
        return f"no draft stands: {rejected[0].reason}"
    if decided_by_examples:
        return ""
    if eligible < policy.min_eligible:
        return f"too many drafts were rejected: {rejected[0].reason}"
    first = groups[0]
    if first.share < policy.min_share:
        return (
            f"the drafts do not agree: {len(groups)} different procedures, "
            f"the likeliest with {first.share:.0%} of the weight"
        )
    return ""


def _difference(
    programs: Sequence[_Program], tried: Sequence[Input], arguments: Mapping[str, Value]
) -> Difference | None:
    """The smallest input, or the request itself, on which the two largest groups differ."""
    first, second = programs[:2]
    if first.answer.key != second.answer.key:
        return Difference(arguments, first.answer, second.answer, True)
    apart = [
        Difference(given.values, one, other, False)
        for given, one, other in zip(tried, first.outcomes, second.outcomes, strict=True)
        if one.key != other.key
    ]
    return min(apart, key=lambda each: size(tuple(each.arguments.values())), default=None)
