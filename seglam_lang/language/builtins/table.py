"""Table and Row: cells, filtering, aggregates and sorting.

Blank cells: to read one with `row[column]` is a Failure "blank-cell". `where` and `map` leave out a row if their
function reads a blank cell of it (as in SQL, where unknown is not true); `with_column` gives it a blank. Aggregates and
`values` skip blanks. Sorting puts them last, in both directions. `top`, `bottom`, `distinct`, `group_by`, `pivot` and
joins leave out rows with a blank key, because a blank is not a value to rank, group or join by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import cells, comparing, rows, sorting_rows, too_large
from seglam_lang.language.computing.numbers import Number, natural
from seglam_lang.language.computing.times import iso_text
from seglam_lang.language.failures import BLANK_CELL, Failure
from seglam_lang.language.types import SCALARS_IN_WORDS, TEXT, Con
from seglam_lang.language.values import SCALAR_TYPES, Column, Row, Table

MAX_CELL = 32_767  # characters of a text that a procedure puts into a cell, as in spreadsheets: a cell costs 1 to read
A_CELL_HOLDS = f"a cell holds a {SCALARS_IN_WORDS}"


def column_cells(table: Table, column: Column) -> tuple[Any, ...]:
    """Return the cells of a column, blanks included. Raise Failure if the table has no such column."""
    if column.cells is not None:
        return column.cells
    return table.cells[column_index(table, column)]


def column_index(table: Table, column: Column) -> int:
    """Return the place of the column with this header and type. Raise Failure if there is none.

    The type is checked because a run can meet another table than the checker saw (as items of one list): that table may
    have the same header with another type.
    """
    try:
        index = table.headers.index(column.header)
    except ValueError:
        raise Failure("no-column", f"the table has no column {column.header!r}") from None
    kind = table.types[index]
    if kind is not column.type and kind != column.type:
        raise Failure("no-column", f"the column {column.header!r} is of type {kind.name}, not {column.type.name}")
    return index


def made_column(table: Table, name: str) -> Column:
    """Return the column that the procedure made and called `name`, the last of several. Raise Failure if the table has
    none."""
    for made, header in reversed(table.made):
        if made == name and header in table.headers:
            return Column(header, table.types[table.headers.index(header)], name)
    raise Failure("no-column", f"the table has no column {name!r} that the procedure made")


def computed_column(table: Table, header: str, value: Callable[[Row], Any]) -> Column:
    """Return a column with the result of `value` for each row of the table. Raise Failure as `row_results` does, or if
    a result is not a value that a cell can hold."""
    cells = row_results(table, value)
    return Column(header, cells_type(cells), header, cells)


def row_results(table: Table, value: Callable[[Row], Any]) -> tuple[Any, ...]:
    """Return the result of `value` for each row, None where it reads a blank cell."""
    results = []
    for position in range(table.length):
        try:
            results.append(value(Row(table, position)))
        except Failure as failure:
            if failure.code != BLANK_CELL:
                raise
            results.append(None)
    return tuple(results)


def column_values(table: Table, column: Column) -> list[Any]:
    """Return the cells of a column that are not blank."""
    return [cell for cell in column_cells(table, column) if cell is not None]


def columns_at(table: Table, places: Sequence[int]) -> Table:
    """Return the table with only the columns at these places, counted from 0."""
    headers = tuple([table.headers[place] for place in places])
    types = tuple([table.types[place] for place in places])
    return Table(headers, types, tuple([table.cells[place] for place in places]), table.length, made=table.made)


def distinct_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers with a number added to each repeated one: "x", "x 2"."""
    result: list[str] = []
    taken: set[str] = set()
    for header in headers:
        result.append(new_header(header, taken))
        taken.add(result[-1])
    return tuple(result)


def new_header(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, with a number added if it is among the headers that are `taken`."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted} {number}"
    return candidate


def cells_type(cells: Iterable[Any]) -> Con:
    """Return the type of a column that a procedure made, which is that of its cells, or Text if all are blank.

    Raise Failure if a value cannot be a cell or a text is too long for one. The checker has made sure that all cells
    are of one type.
    """
    found = TEXT
    for cell in cells:
        if cell is not None:
            kind = SCALAR_TYPES.get(type(cell))
            if kind is None:
                raise Failure("not-a-cell", A_CELL_HOLDS)
            if kind is TEXT and len(cell) > MAX_CELL:
                raise too_large("the text of a cell")
            found = kind
    return found


def cell_text(cell: Any) -> str:
    """Return a cell as text: numbers with all their digits, dates and times in ISO 8601 form, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return numbers.show_number(cell) if isinstance(cell, (int, Decimal)) else iso_text(cell)


def _some(values: list[Any], what: str) -> list[Any]:
    if not values:
        raise Failure("empty", f"{what} of no values")
    return values


def _headers(table: Table) -> int:
    return len(table.headers)


@builtin(
    "Row.[](column: Column<T>) -> T",
    id="row.cell",
    phrase="{column}[ of {self}]",
    examples=["rows.map(row => row[age]) == [30, 20, 20]"],
)
def cell(row: Row, column: Column) -> Any:
    """Return the row's cell in a column. Fail if the cell is blank."""
    table = row.table
    value = table.cells[column_index(table, column)][row.position]
    if value is None:
        raise Failure("blank-cell", f"the cell of {column.header!r} in row {row.position + 1} is blank")
    return value


@builtin(
    "Row.get(column: Column<T>) -> T?",
    phrase="{column} if any[ of {self}]",
    examples=["rows.map(row => row.get(age) ?? 0) == [30, 20, 20]"],
)
def get(row: Row, column: Column) -> Any:
    """Return the row's cell in a column, or `none` if the cell is blank."""
    return column_cells(row.table, column)[row.position]


@builtin(
    "Table.where(keep: (Row) -> Bool) -> Table",
    cost=cells,
    phrase="the rows[ of {self}] where {keep}; , those where {keep}",
    examples=['rows.where(row => row[age] > 20).to_csv() == "name,age\\nAnn,30\\n"'],
)
def where(table: Table, keep: Callable[[Row], bool]) -> Table:
    """Return the rows for which `keep` is true. A row is left out if `keep` reads a blank cell of it."""
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
    phrase="{item} for {self:each row}",
    examples=["rows.map(row => row[age] * 2) == [60, 40, 40]", "rows.map(row => row[age] / 10).sum() == 7"],
)
def map_rows(table: Table, item: Callable[[Row], Any]) -> tuple[Any, ...]:
    """Return the result of `item` for each row, in order. A row is left out if `item` reads a blank cell of it."""
    made = []
    for position in range(table.length):
        try:
            made.append(item(Row(table, position)))
        except Failure as failure:
            if failure.code != BLANK_CELL:
                raise
    return tuple(made)


def looking_up(table: Table, column: Column, key: Any, result: Column) -> int:
    """Return the cost of comparing each cell of a column with a key."""
    return table.length * (1 + comparing(key, None))


@builtin(
    "Table.lookup(column: Column<K>, key: K, result: Column<T>) -> T?",
    cost=looking_up,
    phrase="the {result} where {column} is {key}[ in {self}]",
    examples=['rows.lookup(name, "Bob", age) == 20', 'rows.lookup(name, "Di", age) == none'],
)
def lookup(table: Table, column: Column, key: Any, result: Column) -> Any:
    """Return the cell of the `result` column in the first row whose `column` equals `key`, or `none` if there is no
    such row or the cell is blank."""
    found, results = column_cells(table, column), column_cells(table, result)
    return results[found.index(key)] if key in found else None


@builtin(
    "Table.columns() -> List<Text>",
    cost=_headers,
    phrase="the headers[ of {self}];",
    examples=['rows.columns() == ["name", "age"]'],
)
def columns(table: Table) -> tuple[str, ...]:
    """Return the headers of all columns, from left to right."""
    return table.headers


@builtin(
    "Table.count() -> Number",
    phrase="the number of {self:rows}",
    examples=["rows.count() == 3"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def count(table: Table) -> int:
    """Return the number of rows."""
    return table.length


@builtin(
    "Table.count_blanks(column: Column<T>) -> Number",
    cost=rows,
    phrase="the number of blanks in {column}[ of {self}]",
    examples=["rows.select(name).left_join_on(name, rows.take(1), name).count_blanks(age) == 2"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def count_blanks(table: Table, column: Column) -> int:
    """Return the number of blank cells in a column."""
    return sum(1 for cell in column_cells(table, column) if cell is None)


@builtin(
    "Table.total(column: Column<Number>) -> Number",
    cost=rows,
    phrase="the total {column}[ of {self}]",
    examples=["rows.total(age) == 70"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def total(table: Table, column: Column) -> Number:
    """Return the sum of a column, exact and rounded once; 0 if the column has no values."""
    return numbers.total(column_values(table, column))


@builtin(
    "Table.average(column: Column<Number>) -> Number",
    cost=rows,
    phrase="the average {column}[ of {self}]",
    examples=["rows.take(2).average(age) == 25"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def average(table: Table, column: Column) -> Number:
    """Return the mean of a column's values, exact and rounded once. Fail if the column has no values."""
    return numbers.average(_some(column_values(table, column), "the average"))


@builtin(
    "<T: ordered>Table.minimum(column: Column<T>) -> T",
    cost=rows,
    phrase="the smallest {column}[ of {self}]",
    examples=["rows.minimum(age) == 20"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def minimum(table: Table, column: Column) -> Any:
    """Return the smallest value of a column. Fail if the column has no values."""
    return min(_some(column_values(table, column), "the minimum"))


@builtin(
    "<T: ordered>Table.maximum(column: Column<T>) -> T",
    cost=rows,
    phrase="the largest {column}[ of {self}]",
    examples=['rows.maximum(name) == "Cy"'],
    laws=[Law.PERMUTATION_INVARIANT],
)
def maximum(table: Table, column: Column) -> Any:
    """Return the largest value of a column. Fail if the column has no values."""
    return max(_some(column_values(table, column), "the maximum"))


@builtin(
    "Table.values(column: Column<T>) -> List<T>",
    cost=rows,
    phrase="the {column} of {self:each row}; {column} values[ of {self}]",
    examples=['rows.values(name) == ["Ann", "Bob", "Cy"]'],
)
def values(table: Table, column: Column) -> tuple[Any, ...]:
    """Return the values of a column in the order of the rows, without blanks."""
    return tuple(column_values(table, column))


def ranked(table: Table, column: Column, descending: bool) -> list[int]:
    """Return the positions of the rows with a value, sorted by their values. Rows with equal values keep their
    order."""
    return ranked_among(range(table.length), column_cells(table, column), descending)


def ranked_among(positions: Iterable[int], cells: Sequence[Any], descending: bool) -> list[int]:
    """Return those of some positions at which there is a value, sorted by the values; of equal ones the first first."""
    present = [position for position in positions if cells[position] is not None]
    return sorted(present, key=cells.__getitem__, reverse=descending)


def _sorted(table: Table, column: Column, descending: bool) -> Table:
    blanks = [position for position, value in enumerate(column_cells(table, column)) if value is None]
    return table.take(ranked(table, column, descending) + blanks)


@builtin(
    "<T: ordered>Table.sort_by(column: Column<T>) -> Table",
    cost=sorting_rows,
    phrase=", sorted by {column}",
    examples=['rows.sort_by(age).values(name) == ["Bob", "Cy", "Ann"]'],
    laws=[Law.IDEMPOTENT],
)
def sort_by(table: Table, column: Column) -> Table:
    """Return the rows sorted by a column, smallest value first and blanks last. Rows with equal values keep their
    order."""
    return _sorted(table, column, descending=False)


@builtin(
    "<T: ordered>Table.sort_by_descending(column: Column<T>) -> Table",
    cost=sorting_rows,
    phrase=", sorted by {column}, largest first",
    examples=['rows.sort_by_descending(age).values(name) == ["Ann", "Bob", "Cy"]'],
    laws=[Law.IDEMPOTENT],
)
def sort_by_descending(table: Table, column: Column) -> Table:
    """Return the rows sorted by a column, largest value first and blanks last. Rows with equal values keep their
    order."""
    return _sorted(table, column, descending=True)


@builtin(
    "<T: ordered>Table.top(number: Number, column: Column<T>) -> Table",
    cost=sorting_rows,
    phrase="the {number:row} with the largest {column}[ among {self}]; "
    ", only the {number:row} with the largest {column}",
    examples=['rows.top(1, age).values(name) == ["Ann"]'],
    keys="column",
)
def top(table: Table, number: Number, column: Column) -> Table:
    """Return the `number` rows with the largest values of a column, largest first. Of rows with equal values the
    earlier ones come first. Fail if `number` is negative or not whole."""
    return table.take(ranked(table, column, descending=True)[: natural(number, "a number of rows")])


@builtin(
    "<T: ordered>Table.bottom(number: Number, column: Column<T>) -> Table",
    cost=sorting_rows,
    phrase="the {number:row} with the smallest {column}[ among {self}]; "
    ", only the {number:row} with the smallest {column}",
    examples=['rows.bottom(1, age).values(name) == ["Bob"]'],
    keys="column",
)
def bottom(table: Table, number: Number, column: Column) -> Table:
    """Return the `number` rows with the smallest values of a column, smallest first. Of rows with equal values the
    earlier ones come first. Fail if `number` is negative or not whole."""
    return table.take(ranked(table, column, descending=False)[: natural(number, "a number of rows")])


@builtin(
    "Table.take(number: Number) -> Table",
    cost=cells,
    phrase="the first {number:row}[ of {self}]; , only the first {number:row}",
    examples=['rows.take(2).to_csv() == "name,age\\nAnn,30\\nBob,20\\n"'],
)
def take(table: Table, number: Number) -> Table:
    """Return the first `number` rows, or all rows if there are fewer. Fail if `number` is negative or not whole."""
    return table.take(list(range(min(table.length, natural(number, "a number of rows")))))


@builtin(
    "Table.drop(number: Number) -> Table",
    cost=cells,
    phrase="the rows[ of {self}] after the first {number:row}; , only those after the first {number:row}",
    examples=['rows.drop(2).values(name) == ["Cy"]'],
)
def drop(table: Table, number: Number) -> Table:
    """Return the rows without the first `number` rows. Fail if `number` is negative or not whole."""
    return table.take(list(range(min(table.length, natural(number, "a number of rows")), table.length)))


@builtin(
    "Table.distinct(column: Column<T>) -> Table",
    cost=cells,
    phrase="the first row for each {column}[ of {self}]; , only the first row for each {column}",
    examples=['rows.distinct(age).to_csv() == "name,age\\nAnn,30\\nBob,20\\n"'],
    laws=[Law.IDEMPOTENT],
    keys="column",
)
def distinct(table: Table, column: Column) -> Table:
    """Return the first row for each distinct value of a column. Rows with a blank there are left out."""
    cells = column_cells(table, column)
    check_keys(cells)
    first: dict[Any, int] = {}
    for position, value in enumerate(cells):
        if value is not None:
            first.setdefault(value, position)
    return table.take(list(first.values()))
