"""What is done where a Python value does not say exactly what it holds: the difference between the doors for values.

One walk reads Python values (`untyped`, `tables`, `frames`, `scalars`); where there is a choice it asks its policy.
`STRICT` is the library's: nothing is guessed, what is doubtful is refused. Files and requests have a guessing one
(`seglam_lang.inputs.guessing`), whose docstring has a table of the differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import NoneType
from typing import Any, NamedTuple, Protocol

from seglam_lang.language.computing.numbers import LIMIT
from seglam_lang.language.python.converters import convert_all
from seglam_lang.language.python.misfits import Unfit, short_repr
from seglam_lang.language.python.scalars import SCALAR_CONVERTERS, scalar_type, to_numbers, to_text
from seglam_lang.language.types import SCALARS, SCALARS_IN_WORDS, TEXT, Con, optional, show
from seglam_lang.language.values import Notation, Value

COLUMN_TYPES = {kind.name.lower(): kind for kind in SCALARS}  # as {"types": [...]} names them


class TypedColumn(NamedTuple):
    """A column of a table that has been read. `type` is None while all cells are blank and nothing states it.

    `note` is a sentence for people about how it was read, or "". `in_percent` says that its cells were written so,
    `notation` in which of two notations they were read, where it matters. A column that `is_left_out` holds nothing
    that could stand in a table, and has a note alone.
    """

    header: str
    type: Con | None
    cells: tuple[Value, ...]
    note: str = ""
    in_percent: bool = False
    notation: Notation | None = None
    is_left_out: bool = False


class Policy(Protocol):
    """Decides what a Python value means where it does not say so itself; raises `Unfit` where it means nothing."""

    def columns(
        self, headers: Sequence[Any], columns: Sequence[tuple[Any, ...]], types: Sequence[str]
    ) -> list[TypedColumn]:
        """Return the columns of a table with distinct headers and typed cells; `types` are stated, or empty."""

    def field_name(self, key: Any) -> str:
        """Return the name of a record's field for the key of a dict."""

    def one_type(self, items: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return the items of a list whose scalars are of several types as scalars of one."""


class Strict:
    """Takes a value for what it is and refuses what is doubtful."""

    def columns(
        self, headers: Sequence[Any], columns: Sequence[tuple[Any, ...]], types: Sequence[str]
    ) -> list[TypedColumn]:
        """Return the columns; each is of the type that is stated, else of that of its first cell that is not blank."""
        names: list[str] = []
        for header in headers:
            if not isinstance(header, str):
                raise Unfit(f"the header {short_repr(header)} is no text")
            if header in names:
                raise Unfit(f"two columns are named {short_repr(header)}", "rename one")
            names.append(to_text(header))
        stated = types or [""] * len(names)
        return [_typed(*each) for each in zip(names, columns, stated, strict=True)]

    def field_name(self, key: Any) -> str:
        """Return a key that is a text."""
        if not isinstance(key, str):
            raise Unfit(f"the name {short_repr(key)} of a field is no text")
        return to_text(key)

    def one_type(self, items: tuple[Value, ...]) -> tuple[Value, ...]:
        """Refuse: items of several types are no list."""
        first = next(item for item in items if item is not None)
        return convert_all(items, optional(scalar_type(first) or TEXT))


STRICT = Strict()


def _typed(header: str, cells: tuple[Any, ...], stated: str) -> TypedColumn:
    first = next((row for row, cell in enumerate(cells) if cell is not None), -1)
    if stated:
        kind = COLUMN_TYPES[stated]
    elif first < 0:
        return TypedColumn(header, None, cells)
    else:
        found = scalar_type(cells[first])
        if found is None:
            raise no_cell(header, first, cells[first])
        kind = found
    try:
        wanted = optional(kind) if NoneType in map(type, cells) else kind
        return TypedColumn(header, kind, convert_all(cells, wanted))
    except Unfit as misfit:
        row = misfit.path[0]
        assert isinstance(row, int)
        above = "" if stated or row == first else f" as in row {first + 1}"
        message = f"expected {show(kind)}{above}, got {short_repr(cells[row])}"
        raise Unfit(f"{cell_place(header, row)}: {message}", misfit.hint, misfit.code) from None


def cell_place(header: str, row: int) -> str:
    """Return the place of a cell as messages name it: "column 'a', row 3"; `row` counts from 0."""
    return f"column {short_repr(header)}, row {row + 1}"


def no_cell(header: str, row: int, cell: Any) -> Unfit:
    """Return the misfit of a value that cannot stand in a cell."""
    hint = f"a cell is a {SCALARS_IN_WORDS}, or None where it is blank"
    return Unfit(f"{cell_place(header, row)}: {short_repr(cell)} is no cell", hint)


def to_cells(header: str, cells: tuple[Any, ...]) -> tuple[Value, ...]:
    """Return the cells of a column, each as a scalar of whatever type it has; None where it is blank."""
    found = _all_texts_or_numbers(cells)
    if found is not None:
        return found
    scalars: list[Value] = []
    for row, cell in enumerate(cells):
        kind = scalar_type(cell)
        if kind is None and cell is not None:
            raise no_cell(header, row, cell)
        try:
            scalars.append(None if kind is None else SCALAR_CONVERTERS[kind](cell))
        except Unfit as misfit:
            raise Unfit(f"{cell_place(header, row)}: {misfit.message}", misfit.hint, misfit.code) from None
    return tuple(scalars)


_TEXTS = frozenset({str, NoneType})
_NUMBERS = frozenset({int, float, Decimal, NoneType})


def _all_texts_or_numbers(cells: tuple[Any, ...]) -> tuple[Value, ...] | None:
    """Return the cells of a column that holds one or the other, which most do; None of any other, to be looked at."""
    classes = set(map(type, cells))
    if classes <= _TEXTS:
        return cells if "".join(filter(None, cells)).isascii() else None
    if not classes <= _NUMBERS:
        return None
    if classes == {int} and min(cells) > -LIMIT and max(cells) < LIMIT:
        return cells
    numbers = to_numbers([cell for cell in cells if cell is not None])
    if numbers is None or NoneType not in classes:
        return None if numbers is None else tuple(numbers)
    remaining = iter(numbers)
    return tuple([None if cell is None else next(remaining) for cell in cells])
