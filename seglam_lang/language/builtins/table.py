"""Table, Row and Groups.

Blank cells: reading one with `row[column]` is a Failure "blank-cell"; a row whose predicate in `where` reads a blank
is not kept (as in SQL, where unknown is not true); aggregates and `values` skip blanks; sorting puts them last, in
both directions; `top`, `bottom`, `distinct` and `group_by` leave rows out whose cell is blank (a blank is no value to
rank or group by). In a group without values the total is 0 and the other aggregates are blank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seglam_lang.language import numbers
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.failures import Failure
from seglam_lang.language.fuel import cells, grouped, rows, sorting_rows
from seglam_lang.language.numbers import Number, natural
from seglam_lang.language.types import NUMBER, Con
from seglam_lang.language.values import Column, Groups, Row, Table

BLANK_CELL = "blank-cell"
SAME_IN_ANY_ORDER = ["permutation-invariant"]
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


def distinct_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers, a repeated one followed by a number: "x", "x 2"."""
    result: list[str] = []
    for header in headers:
        candidate, number = header, 1
        while candidate in result:
            number += 1
            candidate = f"{header} {number}"
        result.append(candidate)
    return tuple(result)


def _some(values: list[Any], what: str) -> list[Any]:
    if not values:
        raise Failure("empty", f"{what} of no values")
    return values


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


@builtin("Table.count() -> Number", examples=["rows.count() == 3"], laws=SAME_IN_ANY_ORDER)
def count(table: Table) -> int:
    """How many rows there are."""
    return table.length


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


@builtin(
    "Table.select(column: Column<A>, second?: Column<B>, third?: Column<C>, fourth?: Column<D>) -> Table",
    cost=rows,
    examples=["rows.select(name).count() == 3"],
    columns="arguments",
)
def select(table: Table, *columns: Column | None) -> Table:
    """The table of only these columns, in this order."""
    chosen = [column for column in columns if column is not None]
    picked = tuple(column_cells(table, column) for column in chosen)
    types = tuple(column.type for column in chosen)
    return Table(distinct_headers([column.header for column in chosen]), types, picked, table.length)


def _ranked(table: Table, column: Column, descending: bool) -> list[int]:
    """The positions of the rows with a value, in the order of their values; rows with equal values keep their order."""
    values = column_cells(table, column)
    present = [position for position, value in enumerate(values) if value is not None]
    return sorted(present, key=values.__getitem__, reverse=descending)


def _sorted(table: Table, column: Column, descending: bool) -> Table:
    blanks = [position for position, value in enumerate(column_cells(table, column)) if value is None]
    return table.take(_ranked(table, column, descending) + blanks)


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
    return table.take(_ranked(table, column, descending=True)[: natural(number, "a number of rows")])


@builtin(
    "<T: ordered>Table.bottom(number: Number, column: Column<T>) -> Table",
    cost=sorting_rows,
    examples=['rows.bottom(1, age).values(name) == ["Bob"]'],
)
def bottom(table: Table, number: Number, column: Column) -> Table:
    """The so many rows with the smallest values of a column, smallest first; of equal ones the first."""
    return table.take(_ranked(table, column, descending=False)[: natural(number, "a number of rows")])


@builtin("Table.take(number: Number) -> Table", cost=cells, examples=["rows.take(2).count() == 2"])
def take(table: Table, number: Number) -> Table:
    """The first so many rows, or all if there are fewer."""
    return table.take(list(range(min(table.length, natural(number, "a number of rows")))))


@builtin("Table.group_by(column: Column<T>) -> Groups", cost=rows, examples=["rows.group_by(age).count().count() == 2"])
def group_by(table: Table, column: Column) -> Groups:
    """The rows in groups of equal values of a column, in order of first appearance; rows with a blank are left out."""
    groups: dict[Any, list[int]] = {}
    for position, value in enumerate(column_cells(table, column)):
        if value is not None:
            groups.setdefault(value, []).append(position)
    return Groups(table, column, tuple(groups), tuple(map(tuple, groups.values())))


@builtin(
    "Table.distinct(column: Column<T>) -> Table",
    cost=cells,
    examples=["rows.distinct(age).count() == 2"],
    laws=["idempotent"],
)
def distinct(table: Table, column: Column) -> Table:
    """The first row for each value of a column; rows with a blank are left out."""
    first: dict[Any, int] = {}
    for position, value in enumerate(column_cells(table, column)):
        if value is not None:
            first.setdefault(value, position)
    return table.take(list(first.values()))


def _aggregated(groups: Groups, header: str, kind: Con, results: list[Any]) -> Table:
    """The table of the groups' keys and one result for each."""
    by = groups.by.header
    cells = (groups.keys, tuple(results))
    return Table(distinct_headers([by, header]), (groups.by.type, kind), cells, len(groups.keys))


def _by_group(groups: Groups, column: Column, aggregate: Callable[[list[Any]], Any]) -> list[Any]:
    """`aggregate` of the values of a column in each group."""
    values = column_cells(groups.table, column)
    found = [[values[position] for position in positions] for positions in groups.positions]
    return [aggregate([value for value in group if value is not None]) for group in found]


@builtin(
    "Groups.total(column: Column<Number>) -> Table",
    cost=grouped,
    examples=["rows.group_by(age).total(age).count() == 2"],
    columns="group",
)
def group_total(groups: Groups, column: Column) -> Table:
    """For each group its value and the sum of a column."""
    return _aggregated(groups, column.header, NUMBER, _by_group(groups, column, numbers.total))


@builtin(
    "Groups.average(column: Column<Number>) -> Table",
    cost=grouped,
    examples=["rows.group_by(age).average(age).count() == 2"],
    columns="group",
)
def group_average(groups: Groups, column: Column) -> Table:
    """For each group its value and the mean of a column (blank if the group has no values)."""
    results = _by_group(groups, column, lambda group: numbers.average(group) if group else None)
    return _aggregated(groups, column.header, NUMBER, results)


@builtin(
    "<T: ordered>Groups.minimum(column: Column<T>) -> Table",
    cost=grouped,
    examples=["rows.group_by(age).minimum(name).count() == 2"],
    columns="group",
)
def group_minimum(groups: Groups, column: Column) -> Table:
    """For each group its value and the smallest value of a column (blank if the group has none)."""
    results = _by_group(groups, column, lambda group: min(group, default=None))
    return _aggregated(groups, column.header, column.type, results)


@builtin(
    "<T: ordered>Groups.maximum(column: Column<T>) -> Table",
    cost=grouped,
    examples=["rows.group_by(age).maximum(name).count() == 2"],
    columns="group",
)
def group_maximum(groups: Groups, column: Column) -> Table:
    """For each group its value and the largest value of a column (blank if the group has none)."""
    results = _by_group(groups, column, lambda group: max(group, default=None))
    return _aggregated(groups, column.header, column.type, results)


@builtin("Groups.count() -> Table", cost=grouped, examples=["rows.group_by(age).count().count() == 2"], columns="group")
def group_count(groups: Groups) -> Table:
    """For each group its value and the number of its rows, in a column "count"."""
    return _aggregated(groups, "count", NUMBER, [len(positions) for positions in groups.positions])
