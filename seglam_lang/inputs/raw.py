"""A table as its file has it, before anything is inferred: what every format gives, and the way from it to a Table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seglam_lang.inputs.guessing import GUESSING, GUESSING_JSON, written_columns
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.python_values import explained
from seglam_lang.language.python.tables import Columns
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import TABLE


def _row(position: int) -> str:
    return f"row {position + 1}"


@dataclass(frozen=True, slots=True)
class RawTable:
    """Named columns of cells, with notes on how they were found.

    What people type (`is_written`: CSV files, sheets) has texts that may be numbers or dates, column by column; `place`
    names the place of a row. Elsewhere the cells are values whose types the format states; `types` may name them too.
    A file that `has_semicolons` separates its cells so. One of JSON (`is_json`) has no types for days and amounts.
    """

    headers: Sequence[Any]
    columns: Sequence[Sequence[Any]]
    notes: tuple[str, ...] = ()
    is_written: bool = False
    place: Callable[[int], str] = _row
    types: Sequence[str] = ()
    has_semicolons: bool = False
    is_json: bool = False

    @property
    def length(self) -> int:
        """The number of rows."""
        return len(self.columns[0]) if self.columns else 0

    def noted(self, note: str) -> RawTable:
        """Return the table with a note more, which comes first."""
        return replace(self, notes=(note, *self.notes))

    def expect_rows(self, name: str) -> RawTable:
        """Return the table. Raise InputError where it has no rows, or no columns."""
        if not self.columns:
            raise InputError("empty-table", f"{name} has no columns")
        if not self.length:
            raise InputError("empty-table", f"{name} has a header but no rows")
        return self


def typed(raw: RawTable, name: str) -> TypedValue:
    """Return the table with the types that its columns have."""
    if raw.is_written:
        columns = explained(name, lambda: written_columns(raw.headers, raw.columns, raw.place, raw.has_semicolons))
    else:
        cells = [tuple(column) for column in raw.columns]
        policy = GUESSING_JSON if raw.is_json else GUESSING
        columns = explained(name, lambda: policy.columns(raw.headers, cells, raw.types, raw.place))
    read = Columns.of(columns, raw.length)
    return TypedValue(read.table(), TABLE, (*raw.notes, *read.notes))


def finished(read: RawTable | TypedValue, name: str, blank: Sequence[str] = ()) -> TypedValue:
    """Return what was read as a value: a table with the types of its columns, anything else as it is. Cells with a text
    of `blank` have none.
    """
    if not isinstance(read, RawTable):
        return read
    if blank:
        from seglam_lang.inputs.blanks import without_marks  # it is said of few files

        read = replace(read, columns=without_marks(read.columns, blank))
    return typed(read, name)
