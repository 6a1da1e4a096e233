"""A miss: the model drafts, the verifier judges, and what is believed becomes an entry of the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from seglam_lang.drafts import Draft, Model
from seglam_lang.language.types import show
from seglam_lang.requests.naming import procedure_name, readable_names
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, PartOrigin, Scope, ValueOrigin, scope_of
from seglam_lang.store import Entry, Provenance
from seglam_lang.translator.messages import Task
from seglam_lang.verifier import Case, Question, Verdict, Winner, judge


class Drafter(Protocol):
    """What the engine needs of a translator."""

    model: Path

    @property
    def model_hash(self) -> str:
        """Return a hash that distinguishes this model from others."""

    @property
    def implicit(self) -> bool:
        """Return whether the model has learned to take columns and values that the words do not mention.

        One that has not only guesses at them. Raise ModelError where it cannot be loaded.
        """

    def draft(self, task: Task) -> list[Draft]:
        """Return drafts for a task. Raise ModelError where there are none."""

    def close(self) -> None:
        """Let go of the model."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a model may do for one request: how many drafts, from which seed, in how many seconds."""

    drafts: int = 8
    seed: int = 0
    limit_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Compilation:
    """What came of a miss: the verdict on the drafts, and, where one is believed, the entry to store."""

    verdict: Verdict
    entry: Entry | None = None


def compile_request(
    reading: Reading, cases: tuple[Case, ...], translator: Drafter, model: Model, effort: Effort
) -> Compilation:
    """Have the model write drafts for a request, and judge them. Raise ModelError where it cannot be asked."""
    implicit = translator.implicit
    scope = scope_of(reading) if implicit else scope_of(reading).for_first_models()
    drafts = translator.draft(Task(reading, scope, effort.drafts, effort.seed, effort.limit_s))
    verdict = judge(drafts, Question(reading, scope, cases, effort.seed, model.hash, implicit))
    if verdict.winner is None:
        return Compilation(verdict)
    provenance = Provenance(
        request=reading.request,
        model=model.name,
        model_hash=model.hash,
        prompt=_describe(reading, scope),
        seed=effort.seed,
        drafts=verdict.drafts,
    )
    return Compilation(verdict, _entry(verdict.winner, scope, provenance))


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
