"""A miss: the model drafts, the verifier judges, and what is believed becomes an entry of the store.

What was drafted and not believed is remembered, and can be judged again without the model: by another bound, or as a
person picks one of the readings.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from seglam_lang.answer import Choice
from seglam_lang.drafts import Draft, Model, together
from seglam_lang.language.types import show
from seglam_lang.matching import find_arguments
from seglam_lang.requests.described import described
from seglam_lang.requests.naming import procedure_name, readable_names
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import (
    ColumnOrigin,
    InputOrigin,
    PartOrigin,
    Scope,
    ValueOrigin,
    columns_of,
    mention_in,
    scope_of,
)
from seglam_lang.store import Entry, Provenance, Refusal
from seglam_lang.store.program import Programs
from seglam_lang.translator.failures import ModelUnusable
from seglam_lang.translator.gguf_header import read_header
from seglam_lang.translator.messages import Shot, Task
from seglam_lang.translator.model_files import is_foreign
from seglam_lang.verifier import (
    Calibration,
    CalibrationError,
    Case,
    EvidencePolicy,
    Opinion,
    Question,
    Verdict,
    Winner,
    Withdrawn,
    any_fits,
    judge,
    pick,
)
from seglam_lang.verifier.confidence import UNCALIBRATED, by_size

MOST_ROUNDS = 16  # of drafts for one request with examples, or with an answer that was called wrong


class Drafter(Protocol):
    """What the engine needs of a translator."""

    model: Path

    @property
    def model_hash(self) -> str:
        """Return a hash that distinguishes this model from others."""

    def draft(self, task: Task) -> list[Draft]:
        """Return drafts for a task. Raise ModelError where there are none."""

    def close(self) -> None:
        """Let go of the model."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a model may do for one request: how many drafts, from which seed, in how many seconds.

    `accept` is the least confidence that is answered with, None for what the model was calibrated to.
    """

    drafts: int = 8
    seed: int = 0
    limit_s: float = 10.0
    accept: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person has said of a request beside its words: examples, and answers that are wrong."""

    cases: tuple[Case, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a model wrote for a request, over the names of its scope."""

    drafts: tuple[Draft, ...]
    scope: Scope

    def refusal(self, verdict: Verdict) -> Refusal:
        """Return what is remembered where none of it is believed."""
        return Refusal(verdict.reason, verdict.drafts, verdict.transient, _digest(self.scope))


@dataclass(frozen=True, slots=True)
class Compilation:
    """What came of a miss: the verdict on the drafts, and, where one is believed or picked, the entry to store.

    `choices` are what a person may pick from where none is believed.
    """

    verdict: Verdict
    entry: Entry | None = None
    choices: tuple[Choice, ...] = ()


def draft(
    reading: Reading,
    said: Said,
    translator: Drafter,
    effort: Effort,
    shots: Callable[[], tuple[Shot, ...]] = tuple,
    before: Drafted | None = None,
    heard: tuple[str, ...] = (),
) -> Drafted:
    """Have the model write the likeliest drafts for a request, with the `shots` that are like it and what it has
    `heard` of another one. Raise ModelError where it cannot be asked.

    Where a person has given examples, or called an answer wrong, it goes on, each round with drafts that are drawn by
    chance from another seed, until one is right for all of them and not what was called wrong. It ends too where the
    next round might not be over in time. What it wrote `before` is kept, and it goes on from there.
    """
    scope = scope_of(reading)
    question = Question(reading, scope, said.cases, withdrawn=said.withdrawn)
    ends = time.monotonic() + effort.limit_s
    drafts: tuple[Draft, ...] = before.drafts if before else ()
    first = -(-sum(draft.count for draft in drafts) // effort.drafts)
    longest = 0.0
    for number in range(first, first + (MOST_ROUNDS if question.has_more_to_go_by else 1)):
        left = ends - (started := time.monotonic())
        if number > first and left < longest:
            break
        seed = effort.seed + number if number else None
        written = translator.draft(Task(reading, scope, effort.drafts, seed, left, shots, heard))
        drafts = together((*drafts, *written)) if drafts else tuple(written)
        if not question.has_more_to_go_by or any_fits(drafts, question):
            break
        longest = max(longest, time.monotonic() - started)
    return Drafted(drafts, scope)


def withdrawn(reading: Reading, programs: Programs) -> tuple[Withdrawn, ...]:
    """Return what a person has called wrong for such a request, with its arguments in this one."""
    found: list[Withdrawn] = []
    for rejection in programs.rejections():
        if not reading.matches_of(rejection.wording.template):
            continue
        program = programs.rejected(rejection)
        bound = find_arguments(rejection.wording, reading, program.params) if program is not None else None
        if program is not None and bound is not None:
            found.append(Withdrawn(program.compiled, bound.arguments))
    return tuple(found)


def remembered(refusal: Refusal, reading: Reading) -> Drafted | None:
    """Return the drafts of a refusal as those of this request; None where their names do not stand for the same here.

    They are remembered by the request's template, and the values of a column that are offered as names, say, are not
    part of that.
    """
    scope = scope_of(reading)
    return Drafted(refusal.drafts, scope) if refusal.scope == _digest(scope) else None


def unjudged(refusal: Refusal) -> Compilation:
    """Return a refusal whose drafts cannot be judged again."""
    return Compilation(Verdict(refusal.drafts, reason=refusal.why))


def policy_of(translator: Drafter, model: Model, effort: Effort, is_second: bool = False) -> EvidencePolicy:
    """Return how sure one must be of what a model writes, alone or behind another one. Raise ModelError where its
    calibration cannot be read.
    """
    calibration = _calibration(translator.model, model.hash, is_second)
    return EvidencePolicy(calibration=calibration, accept=effort.accept)


def compile_request(
    reading: Reading,
    said: Said,
    drafted: Drafted,
    model: Model,
    effort: Effort,
    policy: EvidencePolicy,
    picked: int | None = None,
    before: tuple[Opinion, ...] | None = None,
) -> Compilation:
    """Judge what was drafted for a request, or take the reading that a person has picked. `before` is what the models
    came to that were asked before, None where that is nothing.

    Raise InputError where there is no such reading.
    """
    question = Question(reading, drafted.scope, said.cases, effort.seed, model.hash, said.withdrawn, before)
    verdict = judge(drafted.drafts, question, policy)
    if picked is not None:
        verdict = pick(verdict, question, picked, policy)
    if verdict.winner is None:
        return Compilation(verdict, choices=tuple(_choices(verdict, drafted.scope)))
    provenance = Provenance(
        request=reading.request,
        model=model.name,
        model_hash=model.hash,
        prompt=_describe(reading, drafted.scope),
        seed=effort.seed,
        drafts=verdict.drafts,
        picked=picked or 0,
    )
    return Compilation(verdict, _entry(verdict.winner, drafted.scope, provenance))


@lru_cache(maxsize=8)
def _calibration(file: Path, hash: str, is_second: bool) -> Calibration:
    """Return what stands beside a model; where nothing does, that of others of its size if it is not of ours.

    Raise ModelError where it cannot be read.
    """
    try:
        found = Calibration.beside(file, hash)
    except CalibrationError as error:
        raise ModelUnusable(str(error)) from error
    if found is UNCALIBRATED and is_foreign(file):
        return by_size(read_header(file).parameters, is_second)
    return found


def _choices(verdict: Verdict, scope: Scope) -> Iterator[Choice]:
    """Yield the readings that a person may pick, in plain words."""
    for candidate in verdict.candidates:
        yield Choice(candidate.number, described(candidate.program.checked, scope), candidate.group.share)


def _digest(scope: Scope) -> str:
    """Return what tells scopes apart in which a name stands for something else; the values in the words may differ."""
    lines = []
    for param in scope.signature.params:
        origin = scope.origins[param.name]
        mention = mention_in(origin)
        meant = origin if mention is None else (columns_of(mention), getattr(origin, "part", ""))
        lines.append(f"{param.name} {show(param.type)} {meant!r}")
    return sha256("\n".join(lines).encode()).hexdigest()


def _entry(winner: Winner, scope: Scope, provenance: Provenance) -> Entry:
    """Return what is stored of a winner, under names that people can read."""
    program = winner.program
    checked = program.checked.named(procedure_name(winner.wording), readable_names(program.params, scope))
    return Entry(
        checked.core,
        checked.name,
        checked.source,
        checked.params,
        checked.spans,
        (winner.wording,),
        winner.certificate,
        provenance,
        hash=program.hash,
        encoded=program.encoded,
    )


def _describe(reading: Reading, scope: Scope) -> str:
    """Describe what the model was asked: the request, and what the names in its drafts stand for."""
    lines = [reading.request]
    for param in scope.signature.params:
        origin = scope.origins[param.name]
        match origin:
            case ColumnOrigin(header=header):
                meant = header
            case ValueOrigin(column=column, value=value):
                meant = f"{value} in {column.header}"
            case InputOrigin(name=name):
                meant = name
            case PartOrigin(mention=mention, part=part):
                meant = f"{part} of {reading.written(mention)}" if part else reading.written(mention)
            case mention:
                meant = reading.written(mention)
        lines.append(f"{param.name} = {meant}: {show(param.type)}")
    return "\n".join(lines)
