"""What the sampler makes: a request, its inputs, and the program that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A sampled request. `program` is in the notation of `headed`, None where the right behaviour is to refuse."""

    request: str
    inputs: dict[str, Any]
    program: str | None
    source: str


def absent(example: TrainingExample, value: str) -> TrainingExample | None:
    """Return the example over a table in which `value`, which its words name, occurs nowhere: it must be refused.

    Return None where no row would be left. This is how a model learns not to overlook what it cannot find.
    """
    table = example.inputs["table"]
    folded = value.casefold()
    kept = [row for row in table["rows"] if all(str(cell).casefold() != folded for cell in row)]
    if not kept or len(kept) == len(table["rows"]):
        return None
    return TrainingExample(example.request, {"table": {**table, "rows": kept}}, None, "absent")
