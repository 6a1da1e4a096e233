"""The one form of all that a model learns from: a request with its inputs, and the program that is right for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.language import Failure, LanguageError
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.values import Value
from seglam_lang.translator.nano import splits
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.sources.answers import agrees

DATABASE = "db:"  # before the group of a request whose set has no development file: those are split by database
DEVELOPMENT = "dev:"  # before the group of a request of a development file


class LeftOut(Exception):
    """A row of the data that no one should learn from; the message says why, for the table of counts."""


@dataclass(frozen=True)
class Asked:
    """A request and what is right for it.

    `group` tells tables or databases apart: what is split is split by it. `block` is equal for wordings of one thing.
    `inputs` are as in the data files, for `read_inputs(values=inputs)`. `program` is in the notation of `nano.headed`,
    None where the request must be refused; `answer` is None where the data do not state it.
    """

    source: str
    group: str
    request: str
    inputs: dict[str, Any] = field(repr=False)
    program: str | None
    answer: Any = None
    block: str = ""

    def read(self) -> Inputs:
        """Return the inputs as values of the language."""
        return read_inputs(values=self.inputs)


def is_dev(group: str) -> bool:
    """Return whether what is asked of a group of tables is held back for development. It never changes."""
    if group.startswith(DATABASE):
        return splits.is_dev(group.removeprefix(DATABASE))
    return group.startswith(DEVELOPMENT)


def checked(asked: Asked, tolerance: float = 0) -> Asked:
    """Return what is asked. Raise LeftOut unless its program type-checks and gives the answer that the data state.

    A number may differ by the share `tolerance`, where the data round.
    """
    if asked.program is None:
        return asked
    try:
        value = Headed.of(asked.program).run(asked.read())
    except LanguageError as error:
        raise LeftOut(f"does not check: {error.diagnostics[0].code}") from None
    except UnknownColumn:
        raise LeftOut("does not check: unknown column") from None
    except InputError as error:
        raise LeftOut(f"inputs cannot be read: {error.code}") from None
    except Failure as failure:
        raise LeftOut(f"fails: {failure.code}") from None
    if asked.answer is not None and not agrees(as_json(value), asked.answer, tolerance):
        raise LeftOut("another answer")
    return asked


def as_json(value: Value) -> Any:
    """Return what a program gives, as the data write answers."""
    return json.loads(dumps(value))


def to_line(found: list[Asked]) -> str:
    """Return as a line of JSON what is asked of the same inputs."""
    rows = [[each.source, each.group, each.request, each.program, each.answer, each.block] for each in found]
    return json.dumps({"inputs": found[0].inputs, "asked": rows}, separators=(",", ":"))


def from_line(line: str) -> Iterator[Asked]:
    """Yield what a line of JSON holds: nothing where it says why a row was left out."""
    kept = json.loads(line)
    for source, group, request, program, answer, block in kept.get("asked", ()):
        yield Asked(source, group, request, kept["inputs"], program, answer, block)
