"""Table and Row: cells, rows that are kept, aggregates, order.

Blank cells: reading one with `row[column]` is a Failure "blank-cell"; a row whose predicate in `where` reads a blank
is not kept (as in SQL, where unknown is not true), nor is what `map` computes from one, and `with_column` gives that
row a blank; aggregates and `values` skip blanks; sorting puts them last, in both directions; `top`, `bottom`,
`distinct`, `group_by`, `pivot` and joins leave rows out whose cell is blank (a blank is no value to rank, group or
look up by).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import cells, comparing, rows, sorting_rows, too_large
from seglam_lang.language.computing.numbers import Number, natural
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Con
from seglam_lang.language.values import Column, Row, Table

BLANK_CELL = "blank-cell"
SAME_IN_ANY_ORDER = ["permutation-invariant"]
MAX_CELL = 32_767  # characters of a text that a procedure puts into a cell, as in spreadsheets: a cell costs 1 to read
CELL_TYPES: dict[type, Con] = {int: NUMBER, Decimal: NUMBER, str: TEXT, bool: BOOL, date: DATE}
# The examples' table, as they see it; `name` and `age` are columns.
PEOPLE = '[{name: "Ann", age: 30}, {name: "Bob", age: 20}, {name: "Cy", age: 20}]'


def column_cells(table: Table, column: Column) -> tuple[Any, ...]:
    """The cells of a column, blanks included; Failure if the table has no such column."""
    return table.cells[column_index(table, column)]


def column_index(table: Table, column: Column) -> int:
    """Where the table has a column with this header and of this type; Failure if it has none.

    The type is looked at because a table can come to stand where the checker saw another (as items of one list): a
    column of the other table may have the same header here and hold something else.
    """
    try:
        index = table.headers.index(column.header)
    except ValueError:
        raise Failure("no-column", f"the table has no column {column.header!r}") from None
    kind = table.types[index]
    if kind is not column.type and kind != column.type:
        raise Failure("no-column", f"the column {column.header!r} is of type {kind.name}, not {column.type.name}")
    return index


def column_values(table: Table, column: Column) -> list[Any]:
    """The cells of a column that are not blank."""
    return [cell for cell in column_cells(table, column) if cell is not None]


def columns_at(table: Table, places: Sequence[int]) -> Table:
    """The table of only the columns at these places, counted from 0."""
    headers = tuple([table.headers[place] for place in places])
    types = tuple([table.types[place] for place in places])
    return Table(headers, types, tuple([table.cells[place] for place in places]), table.length)


def distinct_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers, a repeated one followed by a number: "x", "x 2"."""
    result: list[str] = []
    taken: set[str] = set()
    for header in headers:
        result.append(new_header(header, taken))
        taken.add(result[-1])
    return tuple(result)


def new_header(wanted: str, taken: set[str]) -> str:
    """`wanted`, followed by a number if it is among the headers that are `taken`."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted} {number}"
    return candidate


def cells_type(cells: Iterable[Any]) -> Con:
    """The type of a column that a procedure made: that of its cells, Text if all are blank.

    A Failure if a cell is no value that a cell can hold, or a text too long for one; the checker has seen to it that
    all are of one type.
    """
    found = TEXT
    for cell in cells:
        if cell is not None:
            kind = CELL_TYPES.get(type(cell))
            if kind is None:
                raise Failure("not-a-cell", "a cell holds a Number, a Text, a Bool or a Date, nothing made of parts")
            if kind is TEXT and len(cell) > MAX_CELL:
                raise too_large("the text of a cell")
            found = kind
    return found


def cell_text(cell: Any) -> str:
    """A value of a cell as people write it: numbers with all digits, dates as year-month-day, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else numbers.show_number(cell)


def _some(values: list[Any], what: str) -> list[Any]:
    if not values:
        raise Failure("empty", f"{what} of no values")
    return values


def _headers(table: Table) -> int:
    return len(table.headers)


@builtin("Row.[](column: Column<T>) -> T", id="row.cell", examples=["rows.where(row => row[age] == 20).count() == 2"])
def cell(row: Row, column: Column) -> Any:
    """The row's cell in a column; Failure if it is blank."""
    table = row.table
    value = table.cells[column_index(table, column)][row.position]
    if value is None:
        raise Failure(BLANK_CELL, f"the cell of {column.header!r} in row {row.position + 1} is blank")
    return value


@builtin("Row.get(column: Column<T>) -> T?", examples=["rows.where(row => row.get(age).has_value()).count() == 3"])
def get(row: Row, column: Column) -> Any:
    """The row's cell in a column, absent if it is blank."""
    return column_cells(row.table, column)[row.position]


@builtin(
    "Table.where(keep: (Row) -> Bool) -> Table", cost=cells, examples=["rows.where(row => row[age] > 20).count() == 1"]
)
def where(table: Table, keep: Callable[[Row], bool]) -> Table:
    """The rows for which `keep` is true; a row whose `keep` reads a blank cell is left out."""
    positions = []
    for position in range(table.length):
        try:
            if keep(Row(table, position)):
                positions.append(position)
        except Failure as failure:
            if failure.code != BLANK_CELL:
                raise
    return table.take(positions)


@builtin(
    "Table.map(item: (Row) -> T) -> List<T>",
    cost=rows,
    examples=["rows.map(row => row[age] * 2) == [60, 40, 40]", "rows.map(row => row[age] / 10).sum() == 7"],
)
def map_rows(table: Table, item: Callable[[Row], Any]) -> tuple[Any, ...]:
    """What `item` gives for each row, in order; a row whose `item` reads a blank cell is left out."""
    made = []
    for position in range(table.length):
        try:
            made.append(item(Row(table, position)))
        except Failure as failure:
            if failure.code != BLANK_CELL:
                raise
    return tuple(made)


def _looking_up(table: Table, column: Column, key: Any, result: Column) -> int:
    return table.length * (1 + comparing(key, None))


@builtin(
    "Table.lookup(column: Column<K>, key: K, result: Column<T>) -> T?",
    cost=_looking_up,
    examples=['rows.lookup(name, "Bob", age) ?? 0 == 20', 'not rows.lookup(name, "Di", age).has_value()'],
)
def lookup(table: Table, column: Column, key: Any, result: Column) -> Any:
    """The cell of `result` in the first row whose `column` is `key`; absent if there is no such row or it is blank."""
    found, results = column_cells(table, column), column_cells(table, result)
    return results[found.index(key)] if key in found else None


@builtin("Table.columns() -> List<Text>", cost=_headers, examples=['rows.columns() == ["name", "age"]'])
def columns(table: Table) -> tuple[str, ...]:
    """The headers of all columns, from left to right."""
    return table.headers


@builtin("Table.count() -> Number", examples=["rows.count() == 3"], laws=SAME_IN_ANY_ORDER)
def count(table: Table) -> int:
    """How many rows there are."""
    return table.length


@builtin(
    "Table.count_blanks(column: Column<T>) -> Number",
    cost=rows,
    examples=["rows.count_blanks(age) == 0"],
    laws=SAME_IN_ANY_ORDER,
)
def count_blanks(table: Table, column: Column) -> int:
    """How many cells of a column are blank."""
    return sum(1 for cell in column_cells(table, column) if cell is None)


@builtin(
    "Table.total(column: Column<Number>) -> Number",
    cost=rows,
    examples=["rows.total(age) == 70"],
    laws=SAME_IN_ANY_ORDER,
)
def total(table: Table, column: Column) -> Number:
    """The exact sum of a column, rounded once; 0 if it has no values."""
    return numbers.total(column_values(table, column))


@builtin(
    "Table.average(column: Column<Number>) -> Number",
    cost=rows,
    examples=["rows.take(2).average(age) == 25"],
    laws=SAME_IN_ANY_ORDER,
)
def average(table: Table, column: Column) -> Number:
    """The exact mean of a column's values; Failure if it has none."""
    return numbers.average(_some(column_values(table, column), "the average"))


@builtin(
    "<T: ordered>Table.minimum(column: Column<T>) -> T",
    cost=rows,
    examples=["rows.minimum(age) == 20"],
    laws=SAME_IN_ANY_ORDER,
)
def minimum(table: Table, column: Column) -> Any:
    """The smallest value of a column; Failure if it has none."""
    return min(_some(column_values(table, column), "the minimum"))


@builtin(
    "<T: ordered>Table.maximum(column: Column<T>) -> T",
    cost=rows,
    examples=['rows.maximum(name) == "Cy"'],
    laws=SAME_IN_ANY_ORDER,
)
def maximum(table: Table, column: Column) -> Any:
    """The largest value of a column; Failure if it has none."""
    return max(_some(column_values(table, column), "the maximum"))


@builtin(
    "Table.values(column: Column<T>) -> List<T>", cost=rows, examples=['rows.values(name) == ["Ann", "Bob", "Cy"]']
)
def values(table: Table, column: Column) -> tuple[Any, ...]:
    """The values of a column, in the order of the rows, without blanks."""
    return tuple(column_values(table, column))


def ranked(table: Table, column: Column, descending: bool) -> list[int]:
    """The positions of the rows with a value, in the order of their values; rows with equal values keep their order."""
    values = column_cells(table, column)
    present = [position for position, value in enumerate(values) if value is not None]
    return sorted(present, key=values.__getitem__, reverse=descending)


def _sorted(table: Table, column: Column, descending: bool) -> Table:
    blanks = [position for position, value in enumerate(column_cells(table, column)) if value is None]
    return table.take(ranked(table, column, descending) + blanks)


@builtin(
    "<T: ordered>Table.sort_by(column: Column<T>) -> Table",
    cost=sorting_rows,
    examples=['rows.sort_by(age).values(name) == ["Bob", "Cy", "Ann"]'],
    laws=["idempotent"],
)
def sort_by(table: Table, column: Column) -> Table:
    """The rows from the smallest value of a column to the largest, blanks last; equal ones keep their order."""
    return _sorted(table, column, descending=False)


@builtin(
    "<T: ordered>Table.sort_by_descending(column: Column<T>) -> Table",
    cost=sorting_rows,
    examples=['rows.sort_by_descending(age).values(name) == ["Ann", "Bob", "Cy"]'],
    laws=["idempotent"],
)
def sort_by_descending(table: Table, column: Column) -> Table:
    """The rows from the largest value of a column to the smallest, blanks last; equal ones keep their order."""
    return _sorted(table, column, descending=True)


@builtin(
    "<T: ordered>Table.top(number: Number, column: Column<T>) -> Table",
    cost=sorting_rows,
    examples=['rows.top(1, age).values(name) == ["Ann"]'],
)
def top(table: Table, number: Number, column: Column) -> Table:
    """The so many rows with the largest values of a column, largest first; of equal ones the first."""
    return table.take(ranked(table, column, descending=True)[: natural(number, "a number of rows")])


@builtin(
    "<T: ordered>Table.bottom(number: Number, column: Column<T>) -> Table",
    cost=sorting_rows,
    examples=['rows.bottom(1, age).values(name) == ["Bob"]'],
)
def bottom(table: Table, number: Number, column: Column) -> Table:
    """The so many rows with the smallest values of a column, smallest first; of equal ones the first."""
    return table.take(ranked(table, column, descending=False)[: natural(number, "a number of rows")])


@builtin("Table.take(number: Number) -> Table", cost=cells, examples=["rows.take(2).count() == 2"])
def take(table: Table, number: Number) -> Table:
    """The first so many rows, or all if there are fewer."""
    return table.take(list(range(min(table.length, natural(number, "a number of rows")))))


@builtin("Table.drop(number: Number) -> Table", cost=cells, examples=['rows.drop(2).values(name) == ["Cy"]'])
def drop(table: Table, number: Number) -> Table:
    """The rows after the first so many."""
    return table.take(list(range(min(table.length, natural(number, "a number of rows")), table.length)))


@builtin(
    "Table.distinct(column: Column<T>) -> Table",
    cost=cells,
    examples=["rows.distinct(age).count() == 2"],
    laws=["idempotent"],
)
def distinct(table: Table, column: Column) -> Table:
    """The first row for each value of a column; rows with a blank are left out."""
    cells = column_cells(table, column)
    check_keys(cells)
    first: dict[Any, int] = {}
    for position, value in enumerate(cells):
        if value is not None:
            first.setdefault(value, position)
    return table.take(list(first.values()))
