"""Tables as Python programs have them, made into tables of the language.

    [{"region": "North", "sales": 3}, ...]               a dict for each row; a key that a row lacks is a blank cell
    {"columns": ["region", "sales"], "rows": [["North", 3], ...]}    "types" may state the columns' types
    {"region": ["North", ...], "sales": [3, ...]}        a sequence for each column
    a `ResultTable`: what a procedure gave
    a data frame (see `frames`), where what is missing is a blank cell

A blank cell is None. All doors take the same forms; what the cells mean, their policy decides (see `policy`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.language.python.converters import NOT_ITEMS, as_items
from seglam_lang.language.python.frames import is_frame, read_frame
from seglam_lang.language.python.misfits import Unfit, short_repr, unfit
from seglam_lang.language.python.policy import COLUMN_TYPES, STRICT, Policy, TypedColumn
from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.types import TABLE, TEXT, Con
from seglam_lang.language.values import Notation, Table, Value

FORMS = (
    'a table is a list of dicts, {"columns": [...], "rows": [[...], ...]}, a dict of lists, one for each column, '
    "or a data frame"
)
_STATED = {"columns", "rows", "types"}


@dataclass(slots=True)
class Columns:
    """A table that is being read; `types[i]` is None while all cells of column i are blank.

    `any_header` is true of a list without rows, which does not say what columns there are. `notes` are sentences for
    people about how the table was read. One that is `stored` in a database is given as it is, without its cells.
    """

    headers: list[str]
    types: list[Con | None]
    cells: list[tuple[Value, ...]]
    length: int
    any_header: bool = False
    notes: tuple[str, ...] = ()
    percentages: tuple[str, ...] = ()
    notations: frozenset[Notation] = frozenset()
    stored: Table | None = None

    @classmethod
    def of(cls, typed: Sequence[TypedColumn], length: int) -> Columns:
        """Return the table of columns that have been read."""
        kept = [each for each in typed if not each.is_left_out]
        return cls(
            [each.header for each in kept],
            [each.type for each in kept],
            [each.cells for each in kept],
            length,
            notes=tuple(each.note for each in typed if each.note),
            percentages=tuple(each.header for each in kept if each.in_percent),
            notations=frozenset(each.notation for each in kept if each.notation),
        )

    def add(self, header: str) -> None:
        """Add a column to a list without rows."""
        self.headers.append(header)
        self.types.append(None)
        self.cells.append(())

    def table(self) -> Table:
        """Return the table; a column of blanks alone, whose type nothing states, is one of texts."""
        if self.stored is not None:
            return self.stored
        types = tuple(kind or TEXT for kind in self.types)
        cells, notations = tuple(self.cells), self.notations
        return Table(tuple(self.headers), types, cells, self.length, self.percentages, notations=notations)


def is_table(value: Any) -> bool:
    """Return whether a value is a table wherever it stands, and no list or record."""
    if isinstance(value, Table | ResultTable):
        return True
    if isinstance(value, Mapping):
        return all(isinstance(value.get(key), list | tuple) for key in ("columns", "rows"))
    if isinstance(value, Sequence):
        if not value or isinstance(value, NOT_ITEMS):
            return False
        return set(map(type, value)) == {dict} or all(isinstance(row, Mapping) for row in value)
    return is_frame(value)


def read_table(value: Any, policy: Policy = STRICT) -> Columns:
    """Return the columns of a Python table; `Unfit` says which row of which column does not fit."""
    if isinstance(value, ResultTable):
        value = value.table
    if isinstance(value, Table) and value.is_stored:
        return Columns(list(value.headers), list(value.types), [], value.length, stored=value)
    if isinstance(value, Table):
        read = Columns(list(value.headers), list(value.types), list(value.cells), value.length)
        read.percentages, read.notations = value.percentages, value.notations
        return read
    headers, columns, length, types = table_parts(value)
    if headers is None:
        return Columns([], [], [], 0, any_header=True)
    if not headers:
        raise Unfit("the table has no columns", FORMS, "empty-table")
    return Columns.of(policy.columns(headers, columns, types), length)


# Headers, columns of cells, number of rows, stated types. The headers are None of a list without rows.
_Parts = tuple[Sequence[Any] | None, Sequence[tuple[Any, ...]], int, Sequence[str]]


def table_parts(value: Any) -> _Parts:
    """Return what any form of a table but a Table itself is made of, before its cells are looked at."""
    if isinstance(value, Mapping):
        return _parts_of_rows(value) if _states_rows(value) else _parts_of_columns(value)
    if is_frame(value):
        headers, columns = read_frame(value)
        return headers, columns, len(columns[0]) if columns else 0, ()
    if not isinstance(value, Sequence):
        raise unfit(TABLE, value, FORMS, "no-table")
    rows = as_items(value, TABLE)
    return _parts_of_records(rows) if rows else (None, (), 0, ())


def _parts_of_records(rows: tuple[Any, ...]) -> _Parts:
    if set(map(type, rows)) != {dict}:
        for number, row in enumerate(rows, 1):
            if not isinstance(row, Mapping):
                raise Unfit(f"row {number} is {short_repr(row)}, not a dict", FORMS, "no-table")
    headers = list(rows[0])
    width = len(headers)
    try:
        columns = [tuple([row[header] for row in rows]) for header in headers]
    except KeyError:
        columns = []
    if not columns or set(map(len, rows)) != {width}:  # not all rows have the keys of the first
        headers = list(dict.fromkeys(header for row in rows for header in row))
        columns = [tuple([row.get(header) for row in rows]) for header in headers]
    return headers, columns, len(rows), ()


def _states_rows(value: Mapping[Any, Any]) -> bool:
    """Return whether a dict is {"columns", "rows"}, and not a dict of columns of which two are named so."""
    if not value.keys() >= {"columns", "rows"}:
        return False
    rows = value["rows"]
    return value.keys() <= _STATED or (
        isinstance(rows, list | tuple) and all(isinstance(row, list | tuple) for row in rows)
    )


def _parts_of_columns(value: Mapping[Any, Any]) -> _Parts:
    if not value or not all(map(_is_column, value.values())):
        raise unfit(TABLE, value, FORMS, "no-table")
    columns = [tuple(cells) for cells in value.values()]
    if len(set(map(len, columns))) > 1:
        pairs = zip(value, columns, strict=True)
        listed = ", ".join(f"{short_repr(header)} has {len(cells)}" for header, cells in pairs)
        raise Unfit(f"the columns are not equally long: {listed}", "", "ragged-row")
    return list(value), columns, len(columns[0]), ()


def _is_column(cells: Any) -> bool:
    return isinstance(cells, Sequence) and not isinstance(cells, NOT_ITEMS)


def _parts_of_rows(value: Mapping[Any, Any]) -> _Parts:
    headers = as_items(value["columns"], "a list of headers")
    rows = as_items(value["rows"], "a list of rows")
    width = len(headers)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list | tuple):
            raise Unfit(f"row {number} is {short_repr(row)}, not a list of cells", FORMS, "ragged-row")
        if len(row) != width:
            cells, columns = _counted(len(row), "cell"), _counted(width, "column")
            raise Unfit(f"row {number} has {cells}, the table has {columns}", "", "ragged-row")
    cells_of = list(zip(*rows, strict=True)) if rows else [()] * width
    return headers, cells_of, len(rows), _stated_types(value.get("types"), width)


def _stated_types(given: Any, width: int) -> Sequence[str]:
    types = as_items(given or (), "a list of column types")
    for each in types:
        if not isinstance(each, str) or each not in COLUMN_TYPES:
            raise Unfit(f"unknown column type {short_repr(each)}", "text, number, date or bool", "bad-table")
    if types and len(types) != width:
        raise Unfit(f"the table has {_counted(width, 'column')}, but {len(types)} types", "", "bad-table")
    return types


def _counted(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
