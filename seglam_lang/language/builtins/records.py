"""Tables as lists of records, and lists of records as tables.

A record that is a row has a field for each column, named by its header. A field holds a scalar (a
Number, a Text, a Date, ...); a field of an optional type (`T?`) may also be blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from seglam_lang.language import jsonvalue
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.table import A_CELL_HOLDS, cells_type
from seglam_lang.language.computing.fuel import MAX_LIST, too_large
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import SCALARS, Con, Constructor, Type, is_a, show
from seglam_lang.language.values import Record, Table


class RowField(NamedTuple):
    """A field of a record that is a row: its name, the type of its values, and whether it may be blank."""

    name: str
    type: Con
    may_be_blank: bool


def row_fields(kind: Type) -> tuple[RowField, ...]:
    """Return the fields of a record type. Raise Failure if it is not a record type, or if a cell cannot hold one of its
    fields."""
    if not is_a(kind, Constructor.RECORD):
        raise Failure("bad-type", f"a row must be a record such as {{name: Text, age: Number}}, not {show(kind)}")
    return tuple(_row_field(name, part) for name, part in zip(kind.labels, kind.args, strict=True))


def _row_field(name: str, kind: Type) -> RowField:
    may_be_blank = is_a(kind, Constructor.OPTIONAL)
    value = kind.args[0] if isinstance(kind, Con) and may_be_blank else kind
    if not isinstance(value, Con) or value not in SCALARS:
        raise Failure("bad-type", f"{A_CELL_HOLDS}; `{name}` is {show(kind)}")
    return RowField(name, value, may_be_blank)


def _reading(table: Table, kind: Con) -> int:
    return (table.length + 1) * (1 + len(kind.labels)) + len(table.headers)


@builtin(
    "Table.records(type: Type<T>) -> List<T>",
    cost=_reading,
    phrase="the records of {type}[ from {self}];",
    examples=["rows.records(Person).map(each => each.age) == [30, 20, 20]"],
)
def records(table: Table, kind: Con) -> tuple[Record, ...]:
    """Return the rows as records of a type. Each field holds the cell of the column with the same name; other columns
    are ignored. Fail if a column is missing or has another type, or if a cell is blank and its field is not optional
    (`T?`)."""
    fields = row_fields(kind)
    if not table.headers:
        return ()
    columns = [_field_cells(table, field) for field in fields]
    return tuple([Record(kind.labels, row) for row in zip(*columns, strict=True)])


def _field_cells(table: Table, field: RowField) -> tuple[Any, ...]:
    name = jsonvalue.text(field.name)
    if field.name not in table.headers:
        raise Failure("no-column", f"the table has no column {name}")
    place = table.headers.index(field.name)
    cells = table.cells[place]
    blanks = [row for row, cell in enumerate(cells, 1) if cell is None]
    if table.types[place] != field.type and len(blanks) < len(cells):
        raise Failure("no-column", f"the column {name} is of type {table.types[place].name}, not {field.type.name}")
    if blanks and not field.may_be_blank:
        raise Failure(
            "blank-field", f"the cell of {name} in row {blanks[0]} is blank; {field.type.name}? allows blanks"
        )
    return cells


def _making(items: Sequence[Any]) -> int:
    return len(items) * (1 + len(items[0].values)) if items and isinstance(items[0], Record) else 0


@builtin(
    "List<T>.to_table() -> Table",
    cost=_making,
    phrase=", as a table",
    examples=[
        '[{city: "Ulm", sales: 5}, {city: "Bonn", sales: 7}].to_table().columns() == ["city", "sales"]',
        '[{city: "Ulm", sales: 5}, {city: "Bonn", sales: 7}].to_table().to_csv() == "city,sales\\nUlm,5\\nBonn,7\\n"',
    ],
    columns="none",
)
def to_table(items: Sequence[Any]) -> Table:
    """Return a table with a row for each record and a column for each field. An empty list becomes a table without
    columns. Later steps cannot name the columns. Fail if the items are not records, or if a field is not a value that a
    cell can hold."""
    if not items:
        return Table((), (), (), 0)
    first = items[0]
    if not isinstance(first, Record) or not first.names:
        raise Failure("not-a-row", 'the rows of a table must be records such as {name: "Ann", age: 30}')
    if len(items) * len(first.names) > MAX_LIST:
        raise too_large("the table")
    columns = tuple(zip(*(item.values for item in items), strict=True))
    return Table(first.names, tuple(map(cells_type, columns)), columns, len(items))
