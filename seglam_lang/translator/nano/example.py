"""A training example: a request, its inputs, and the program that answers it, still without names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.language import Failure, LanguageError, check_draft, compile_procedure
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.requests import read
from seglam_lang.requests.model import Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, InputOrigin, Scope, scope_of
from seglam_lang.translator.nano.scoring import same
from seglam_lang.translator.vocabulary import END, REFUSE


@dataclass(frozen=True, slots=True)
class ColumnPiece:
    """The column headed `header`, wherever the reading put it."""

    header: str


@dataclass(frozen=True, slots=True)
class ValuePiece:
    """The value that the request mentions: equal to `value` (but for the case of texts), of one of `types`."""

    value: Any
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputPiece:
    """The input called `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of several ways to write a value for which the request has the values (0.18, or 18 / 100)."""

    ways: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions joined by `and`, in the order of their values in the request: so there is one right order."""

    parts: tuple[tuple[Piece, ...], ...]


Piece = str | ColumnPiece | ValuePiece | InputPiece | FirstOf | Conditions


class Unreadable(Exception):
    """The program needs something that the request reader did not find."""


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A row of the corpus. `program` is None where the right behaviour is to refuse."""

    request: str
    inputs: dict[str, Any]
    program: tuple[Piece, ...] | None
    source: str
    answer: Any = None  # what the program must come to, where the data says so


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


def tokens_of(example: TrainingExample) -> tuple[Scope, list[str], Reading]:
    """Return the scope, the program's tokens over the scope's names, and the reading. Raise Unreadable."""
    reading = read(example.request, read_inputs(values=example.inputs))
    scope = scope_of(reading).for_first_models()
    if example.program is None:
        return scope, [REFUSE], reading
    taken: set[str] = set()
    return scope, [*_names(example.program, scope, taken), END], reading


def flaw(example: TrainingExample) -> str:
    """Return why an example is not taken, "" where it is: it must type-check and give the answer in the data."""
    try:
        scope, tokens, _ = tokens_of(example)
        if tokens == [REFUSE]:
            return ""
        checked = check_draft(" ".join(tokens[:-1]), scope.signature)
        if example.answer is not None:
            value = compile_procedure(checked.core).run([scope.arguments[name] for name in checked.params])
            return "" if same(json.loads(dumps(value)), example.answer) else "wrong"
    except Unreadable:
        return "unreadable"
    except LanguageError:
        return "ill-typed"
    except Failure:
        return "failing"
    return ""


def _names(pieces: tuple[Piece, ...], scope: Scope, taken: set[str]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Conditions):
            parts = [list(_names(part, scope, taken)) for part in piece.parts]
            parts.sort(key=_slot_order)
            for i, part in enumerate(parts):
                yield from (["and"] if i else []) + part
        elif isinstance(piece, FirstOf):
            yield from _first_of(piece, scope, taken)
        elif isinstance(piece, str):
            yield piece
        else:
            yield _name(piece, scope, taken)


def _first_of(piece: FirstOf, scope: Scope, taken: set[str]) -> list[str]:
    for way in piece.ways:
        try:
            return list(_names(way, scope, taken))
        except Unreadable:
            continue
    raise Unreadable(f"no way to write {piece.ways[0]}")


def _slot_order(tokens: list[str]) -> int:
    return min((int(t[1:]) for t in tokens if t[0] == "s" and t[1:].isdigit()), default=99)


def _name(piece: ColumnPiece | ValuePiece | InputPiece, scope: Scope, taken: set[str]) -> str:
    if isinstance(piece, ValuePiece):
        return _slot(piece, scope, taken)
    for name, origin in scope.origins.items():
        if isinstance(piece, ColumnPiece) and isinstance(origin, ColumnOrigin) and origin.header == piece.header:
            return name
        if isinstance(piece, InputPiece) and isinstance(origin, InputOrigin) and origin.name == piece.name:
            return name
    raise Unreadable(f"no {piece}")


def _slot(piece: ValuePiece, scope: Scope, taken: set[str]) -> str:
    """Return the first slot not used yet that holds the value, else the first that holds it."""
    found = [
        name
        for name, origin in scope.origins.items()
        if isinstance(origin, Mention) and origin.type.name in piece.types and _same(origin.value, piece.value)
    ]
    if not found:
        raise Unreadable(f"no slot for {piece.value!r}")
    name = next((name for name in found if name not in taken), found[0])
    taken.add(name)
    return name


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return bool(one == other)
