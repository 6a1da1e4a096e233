"""Stored procedures that may be meant by other words: those that have answered about a table with these headers.

    asked before   total fees by vet             rows.group_by(Vet).total(Fee)
    asked now      what did each vet bring in?   the same, or none that is known?

The columns are those that it took then. What the words state (numbers, dates, cells) it may take of what this request
states. Which of these it is, if it is one, is for the model to say, and for the verifier to believe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

from seglam_lang.compilation import Compilation, Drafted, Effort, Said, compile_request
from seglam_lang.drafts import Draft, Model
from seglam_lang.language.types import Con, Constructor, Mismatch, Type, is_a, show, unify
from seglam_lang.matching import Tier
from seglam_lang.matching.near import why_another
from seglam_lang.matching.uses import uses_like
from seglam_lang.requests.described import described
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.model import ArgumentSource, ColumnRef, FromHeader, FromTable, FromValue, Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, Origin, Scope, ValueOrigin, scope_of
from seglam_lang.store import Store, StoreError
from seglam_lang.store.program import Programs
from seglam_lang.store.records import Use
from seglam_lang.translator.bodies import Known, known_body
from seglam_lang.translator.failures import ModelUnusable
from seglam_lang.translator.messages import Candidate, Task
from seglam_lang.verifier import CalibrationError, EvidencePolicy, Nearness, Question, Winner, judge

AUDITED_ONE_OF = 50  # answers: 2 %
CHOSEN_ERRORS = 0.05  # of what the model chooses and is no hit: it would write the rest less surely


def is_audited(reading: Reading) -> bool:
    """Return whether an answer to a request is to be audited: always those of the same requests are."""
    return int(sha256(reading.template.key.encode()).hexdigest(), 16) % AUDITED_ONE_OF == 0


def audit(near: Compilation, written: Compilation, question: Question) -> bool | None:
    """Return whether what was recognised computes what a model writes for the request, on the inputs of the verifier.

    Return None where what it writes is less likely to be right, so that it says nothing about the other.
    """
    if written.verdict.winner is None or (written.verdict.confidence or 0.0) < (near.verdict.confidence or 0.0):
        return None
    chosen = [next(each for each in one.verdict.drafts if not each.why) for one in (near, written)]
    election = judge(chosen, question).election
    return election is not None and any(len(group.drafts) == len(chosen) for group in election.groups)


@runtime_checkable
class Chooser(Protocol):
    """A translator that can choose among procedures without writing any."""

    model: Path

    def choose(self, task: Task, candidates: Sequence[Candidate]) -> list[Draft]:
        """Return what it would write of the candidates, the most probable first. Raise ModelError."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What is needed to recognise procedures: those that are stored, a model, and what its choices are worth."""

    store: Store
    programs: Programs
    translator: Chooser
    model: Model
    nearness: Nearness

    @classmethod
    def by(cls, translator: object, model: Model, store: Store, programs: Programs) -> Recognition | None:
        """Return recognition by a translator; None where it cannot choose, or nobody has measured how well it does.

        Raise ModelUnusable where what was measured cannot be read.
        """
        if not isinstance(translator, Chooser):
            return None
        try:
            nearness = Nearness.beside(translator.model, model.hash)
        except CalibrationError as error:
            raise ModelUnusable(str(error)) from error
        return None if nearness is None else cls(store, programs, translator, model, nearness)

    def recognise(
        self, reading: Reading, said: Said, effort: Effort, most_errors: float
    ) -> tuple[Compilation, Tier] | None:
        """Return the stored procedure that a request is believed to ask for, with its new wording; None where none is.

        It is a hit where it is as likely as so few errors ask for as `most_errors` says, by what was measured and what
        has been found since, and else an answer of the model. Raise ModelError where the model cannot be asked.
        """
        scope, wrong = scope_of(reading), self.store.near_errors()
        least = self.nearness.least_chance(max(most_errors, CHOSEN_ERRORS), wrong)
        offered = candidates(reading, scope, self.store, self.programs) if least is not None else []
        if least is None or not offered:
            return None
        drafts = self.translator.choose(Task(reading, scope, limit_s=effort.limit_s), offered)
        policy = EvidencePolicy(calibration=self.nearness.calibration, accept=max(least, effort.accept or 0.0))
        compilation = compile_request(reading, said, Drafted(tuple(drafts), scope), self.model, effort, policy)
        winner = compilation.verdict.winner
        if compilation.entry is None or winner is None:
            return None
        if asks_for_another(reading, winner, [each.wording for each in self.store.wordings(winner.program.hash)]):
            return None
        of_a_hit = self.nearness.least_chance(most_errors, wrong)
        is_hit = of_a_hit is not None and (compilation.verdict.confidence or 0.0) >= of_a_hit
        return compilation, Tier.NEAR if is_hit else Tier.MODEL


def asks_for_another(reading: Reading, recognised: Winner, known: Iterable[Wording]) -> bool:
    """Return whether the words of a request speak against what was recognised, of which the wordings `known` have asked
    for the same procedure (see `matching.near`).
    """
    computed = described(recognised.program.checked, scope_of(reading))
    return bool(why_another(reading, recognised.wording, recognised.bound, known, computed))


def candidates(reading: Reading, scope: Scope, store: Store, programs: Programs) -> list[Candidate]:
    """Return the procedures that have answered about a table like that of a request, with what they may take of it."""
    found = [_stored(use, scope, store, programs) for use in uses_like(reading, store)]
    return list(dict.fromkeys(each for each in found if each is not None))


def _stored(use: Use, scope: Scope, store: Store, programs: Programs) -> Candidate | None:
    """Return the procedure of a use with what it may take of a request; None where it is gone, or none that can be."""
    try:
        store.procedure(use.procedure)  # a program may be at hand that is not served any more
        program = programs.get(use.procedure)
    except StoreError:
        return None
    body = _known_body(program.stored.source, program.stored.params, program.params)
    wording = store.latest_wording(use.procedure)
    if body is None or body.hash != use.procedure or len(use.sources) != len(program.params) or wording is None:
        return None
    return candidate(body, program.params, use.sources, scope, wording)


def candidate(
    body: Known, types: Sequence[Type], sources: Sequence[ArgumentSource], scope: Scope, wording: Wording
) -> Candidate | None:
    """Return a body, whose parameters have these types and come from the `sources` of a use, with the names of a scope
    that they may be, and with a wording that asks for it; None where a parameter may be none.
    """
    names = [tuple(_names(source, kind, scope)) for source, kind in zip(sources, types, strict=True)]
    return Candidate(body, tuple(names), wording) if all(names) else None


def _names(source: ArgumentSource, kind: Type, scope: Scope) -> Iterator[str]:
    """Yield the names of a scope that a parameter may be."""
    for param in scope.signature.params:
        if _may_be(source, scope.origins[param.name], param.type) and _is_of(kind, param.type):
            yield param.name


def _may_be(source: ArgumentSource, origin: Origin, given: Type) -> bool:
    match source:
        case FromTable():
            return isinstance(origin, InputOrigin)
        case FromHeader(header=header, type=cells):
            is_it = isinstance(origin, ColumnOrigin) and normal_header(origin.header) == header
            return is_it and isinstance(given, Con) and show(given.args[0]) == cells
        case FromValue(value=value):
            return isinstance(origin, ValueOrigin) and origin.value == value
    return not isinstance(origin, InputOrigin | ColumnOrigin | ValueOrigin | ColumnRef)  # what the words state


def _is_of(kind: Type, given: Type) -> bool:
    if is_a(kind, Constructor.TABLE):  # its columns are those that the procedure takes
        return is_a(given, Constructor.TABLE)
    assert isinstance(given, Con), "what a request offers has a type of its own"
    try:
        unify(kind, given, {})
    except Mismatch:
        return False
    return True


@lru_cache(maxsize=1024)  # as many as `Programs` keeps
def _known_body(source: str, params: tuple[str, ...], types: tuple[Type, ...]) -> Known | None:
    return known_body(source, params, types)
