"""Tables as Python programs have them, made into tables of the language.

    [{"region": "North", "sales": 3}, ...]               a dict for each row; a key that a row lacks is a blank cell
    {"columns": ["region", "sales"], "rows": [["North", 3], ...]}
    {"region": ["North", ...], "sales": [3, ...]}        a list for each column
    a DataFrame of pandas, where NaN, NaT and NA are blank cells

A blank cell is None. A column is of the type of its cells: all Numbers, Texts, Bools or Dates. Nothing is guessed: the
text "3" is a Text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

from seglam_lang.language.python.pythonic import Unfit, as_items, convert_all, shown, unfit
from seglam_lang.language.python.pythonic_types import type_of
from seglam_lang.language.types import SCALARS, TABLE, TEXT, Con, optional, show
from seglam_lang.language.values import Table, Value

FORMS = 'a table is a list of dicts, {"columns": [...], "rows": [[...], ...]} or a dict of lists, one for each column'


@dataclass(slots=True)
class Columns:
    """A table that is being read; `types[i]` is None while all cells of column i are blank.

    `any_header` is true of a list without rows, which does not say what columns there are.
    """

    headers: list[str]
    types: list[Con | None]
    cells: list[tuple[Value, ...]]
    length: int
    any_header: bool = False

    def add(self, header: str) -> None:
        """A column for a list without rows."""
        self.headers.append(header)
        self.types.append(None)
        self.cells.append(())

    def table(self) -> Table:
        """The table; a column of blanks alone, whose type nothing says, is one of texts."""
        types = tuple(kind or TEXT for kind in self.types)
        return Table(tuple(self.headers), types, tuple(self.cells), self.length)


def read_table(value: Any) -> Columns:
    """The columns of a Python table; `Unfit` says which row of which column does not fit."""
    if isinstance(value, Table):
        return Columns(list(value.headers), list(value.types), list(value.cells), value.length)
    if isinstance(value, Mapping):
        return _of_mapping(value)
    if type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "columns"):
        return _of_frame(value)
    rows = as_items(value, TABLE) if isinstance(value, Sequence) else _refuse(value)
    if not rows:
        return Columns([], [], [], 0, any_header=True)
    return _of_records(rows)


def _refuse(value: object) -> tuple[Any, ...]:
    raise unfit(TABLE, value, FORMS)


def _of_records(rows: tuple[Any, ...]) -> Columns:
    if set(map(type, rows)) != {dict}:
        for number, row in enumerate(rows, 1):
            if not isinstance(row, Mapping):
                raise Unfit(f"row {number} is {shown(row)}, not a dict", FORMS)
    headers = list(rows[0])
    width = len(headers)
    try:
        columns = [tuple([row[header] for row in rows]) for header in headers]
    except KeyError:
        columns = []
    if not columns or set(map(len, rows)) != {width}:  # not all rows have the keys of the first
        headers = list(dict.fromkeys(header for row in rows for header in row))
        columns = [tuple([row.get(header) for row in rows]) for header in headers]
    return _typed(headers, columns, len(rows))


def _of_mapping(value: Mapping[Any, Any]) -> Columns:
    if value.keys() == {"columns", "rows"}:
        return _of_rows(value["columns"], value["rows"])
    if not value or not all(isinstance(cells, list | tuple) for cells in value.values()):
        raise unfit(TABLE, value, FORMS)
    columns = [tuple(cells) for cells in value.values()]
    lengths = {shown(header): len(cells) for header, cells in zip(value, columns, strict=True)}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{header} has {length}" for header, length in lengths.items())
        raise Unfit(f"the columns are not equally long: {told}")
    return _typed(list(value), columns, len(columns[0]))


def _of_rows(headers: Any, rows: Any) -> Columns:
    headers = list(as_items(headers, "a list of headers"))
    rows = as_items(rows, "a list of rows")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list | tuple):
            raise Unfit(f"row {number} is {shown(row)}, not a list of cells", FORMS)
        if len(row) != len(headers):
            raise Unfit(f"row {number} has {len(row)} cells, there are {len(headers)} columns")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headers)
    return _typed(headers, columns, len(rows))


def _of_frame(frame: Any) -> Columns:
    """A DataFrame of pandas, which itself is not imported."""
    split = frame.to_dict("split")
    rows = [[None if _is_missing(cell) else cell for cell in row] for row in split["data"]]
    return _of_rows(split["columns"], rows)


def _is_missing(cell: Any) -> bool:
    if type(cell).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(cell, float) and cell != cell


def _typed(headers: Sequence[Any], columns: Sequence[tuple[Any, ...]], length: int) -> Columns:
    if not headers:
        raise Unfit("the table has no columns", FORMS)
    names: list[str] = []
    for header in headers:
        if not isinstance(header, str):
            raise Unfit(f"the header {shown(header)} is no text")
        if header in names:
            raise Unfit(f"two columns are named {shown(header)}", "rename one")
        names.append(str.__str__(header))
    typed = [_typed_cells(header, cells) for header, cells in zip(names, columns, strict=True)]
    return Columns(names, [kind for kind, _ in typed], [cells for _, cells in typed], length)


def _typed_cells(header: str, cells: tuple[Any, ...]) -> tuple[Con | None, tuple[Value, ...]]:
    """A column's type, which is that of its first cell that is not blank, and its cells."""
    first = next((row for row, cell in enumerate(cells) if cell is not None), -1)
    if first < 0:
        return None, cells
    kind = type_of(cells[first])
    if not isinstance(kind, Con) or kind not in SCALARS:
        hint = "a cell is a Number, a Text, a Bool, a Date, or None where it is blank"
        raise Unfit(f"column {shown(header)}, row {first + 1}: {shown(cells[first])} is no cell", hint)
    try:
        return kind, convert_all(cells, optional(kind) if NoneType in map(type, cells) else kind)
    except Unfit as misfit:
        row = misfit.path[0]
        assert isinstance(row, int)
        above = f" as in row {first + 1}" if row != first else ""
        message = f"column {shown(header)}, row {row + 1}: expected {show(kind)}{above}, got {shown(cells[row])}"
        raise Unfit(message, misfit.hint) from None
