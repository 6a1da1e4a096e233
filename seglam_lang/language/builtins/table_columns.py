"""Table: selecting, adding, changing and removing columns.

A column is found by its header when a procedure runs. So a new column never takes an existing header (a number is
added), and a column that is renamed or removed can no longer be named by its parameter. A new column is named by its
text: `rows.with_column("profit", row => row[price] - row[cost]).sort_by("profit")`. That name means the column that the
procedure made, and never one of the input that has the same header; of two with one name it means the last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from seglam_lang.language.builtins.registry import Law, builtin, listed
from seglam_lang.language.builtins.table import (
    cells_type,
    column_cells,
    column_index,
    columns_at,
    distinct_headers,
    new_header,
    ranked,
    row_results,
)
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, rows, sorting_rows
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER, Con
from seglam_lang.language.values import Column, Row, Table

_EIGHT = ("column", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@builtin(
    "Table.select(column: Column<A>, second?: Column<B>, third?: Column<C>, fourth?: Column<D>, fifth?: Column<E>, "
    "sixth?: Column<F>, seventh?: Column<G>, eighth?: Column<H>) -> Table",
    cost=rows,
    phrase=f"the column{listed(_EIGHT, one=' ', several='s ')}[ of {{self}}]",
    named=True,
    examples=["rows.select(age) == [{age: 30}, {age: 20}, {age: 20}].to_table()"],
    columns="arguments",
)
def select(table: Table, *columns: Column | None) -> Table:
    """Return the table with only these columns, in this order."""
    chosen = [column for column in columns if column is not None]
    picked = tuple(column_cells(table, column) for column in chosen)
    types = tuple(column.type for column in chosen)
    headers = distinct_headers([column.header for column in chosen])
    return Table(headers, types, picked, table.length, made=table.made)


@builtin(
    "Table.without(column: Column<A>, second?: Column<B>, third?: Column<C>, fourth?: Column<D>) -> Table",
    cost=rows,
    phrase=f"all columns except {listed(_EIGHT[:4])}[ of {{self}}]",
    named=True,
    examples=['rows.without(age).columns() == ["name"]'],
    columns="removed",
)
def without(table: Table, *columns: Column | None) -> Table:
    """Return the table without these columns. Fail if no column would be left."""
    gone = {column_index(table, column) for column in columns if column is not None}
    kept = [place for place in range(len(table.headers)) if place not in gone]
    if not kept:
        raise Failure("no-columns", "the table would have no columns left")
    return columns_at(table, kept)


def _naming(table: Table, column: Column, to: str) -> int:
    return len(table.headers) + len(to) // CHARACTERS_PER_UNIT


@builtin(
    "Table.rename(column: Column<T>, to: Text) -> Table",
    cost=_naming,
    phrase="the table[ of {self}] with {column} renamed to {to}; , with {column} renamed to {to}",
    examples=[
        'rows.rename(age, "years").columns() == ["name", "years"]',
        'rows.rename(age, "years").total("years") == 70',
    ],
    columns="removed",
    makes="to: T",
    named=True,
)
def rename(table: Table, column: Column, to: str) -> Table:
    """Return the table with another header for a column. If another column has that header, a number is added. Later
    steps name the column by that text, and not by its parameter."""
    place = column_index(table, column)
    others = table.headers[:place] + table.headers[place + 1 :]
    header = new_header(to, set(others))
    made = _with_name(table, others, to, header)
    headers = (*others[:place], header, *others[place:])
    return Table(headers, table.types, table.cells, table.length, made=made)


def adding(table: Table, name: str, *_arguments: Any) -> int:
    """Return the cost of a new column: 1 for each row and each column, and for the name."""
    return table.length + len(table.headers) + len(name) // CHARACTERS_PER_UNIT


def with_cells(table: Table, name: str, kind: Con, cells: Sequence[Any]) -> Table:
    """Return the table with one more column, on the right."""
    header = new_header(name, set(table.headers))
    made = _with_name(table, table.headers, name, header)
    columns = (*table.cells, tuple(cells))
    return Table((*table.headers, header), (*table.types, kind), columns, table.length, made=made)


def _with_name(table: Table, headers: Sequence[str], name: str, header: str) -> tuple[tuple[str, str], ...]:
    """Return the names of made columns under `headers`, those of a table, and that of one more column."""
    return (*(each for each in table.made if each[1] in headers), (name, header))


@builtin(
    "Table.with_column(name: Text, value: (Row) -> T) -> Table",
    cost=adding,
    phrase="the table[ of {self}] with the new column {name} holding {value}; "
    ", with the new column {name} holding {value}",
    examples=[
        'rows.with_column("months", row => row[age] * 12).columns() == ["name", "age", "months"]',
        'rows.with_column("months", row => row[age] * 12).to_csv().lines().at(2) == "Ann,30,360"',
        'rows.with_column("months", row => row[age] * 12).where(row => row["months"] > 300).values(name) == ["Ann"]',
    ],
    columns="added",
    makes="name: T",
)
def with_column(table: Table, name: str, value: Callable[[Row], Any]) -> Table:
    """Return the table with a new column that holds the result of `value` for each row. The cell is blank if `value`
    reads a blank cell or returns `none`. Fail if the result is not a value that a cell can hold."""
    cells = row_results(table, value)
    return with_cells(table, name, cells_type(cells), cells)


def _summing(table: Table, name: str, column: Column) -> int:
    return adding(table, name) + 4 * table.length


@builtin(
    "Table.with_running_total(name: Text, column: Column<Number>) -> Table",
    cost=_summing,
    phrase="the table[ of {self}] with the running total of {column} as {name}; "
    ", with the running total of {column} as {name}",
    examples=['rows.with_running_total("so far", age).to_csv().lines().at(3) == "Bob,20,50"'],
    columns="added",
    makes="name: Number",
)
def with_running_total(table: Table, name: str, column: Column) -> Table:
    """Return the table with a new column that holds the running total of a column: the sum up to and including each
    row, exact and rounded once. Blanks add nothing."""
    values = (0 if cell is None else cell for cell in column_cells(table, column))
    sums = accumulate(values, lambda total, value: numbers.exact_sum((total, value)))
    return with_cells(table, name, NUMBER, [numbers.total((each,)) for each in sums])


def _ranking(table: Table, name: str, column: Column) -> int:
    return sorting_rows(table) + adding(table, name)


def _with_rank(table: Table, name: str, column: Column, descending: bool) -> Table:
    values = column_cells(table, column)
    ranks: list[int | None] = [None] * table.length
    before = None
    for place, position in enumerate(ranked(table, column, descending), 1):
        same = before is not None and values[position] == values[before]
        ranks[position] = ranks[before] if same and before is not None else place
        before = position
    return with_cells(table, name, NUMBER, ranks)


@builtin(
    "<T: ordered>Table.with_rank(name: Text, column: Column<T>) -> Table",
    cost=_ranking,
    phrase="the table[ of {self}] with the rank by {column} from the smallest as {name}; "
    ", with the rank by {column} from the smallest as {name}",
    examples=['rows.with_rank("rank", age).to_csv().lines() == ["name,age,rank", "Ann,30,3", "Bob,20,1", "Cy,20,1"]'],
    columns="added",
    makes="name: Number",
)
def with_rank(table: Table, name: str, column: Column) -> Table:
    """Return the table with a new column that holds the rank of each row by a column: 1 for the smallest value. Equal
    values share a rank, and the ranks after it are skipped (1, 1, 3). Blanks have no rank."""
    return _with_rank(table, name, column, descending=False)


@builtin(
    "<T: ordered>Table.with_rank_descending(name: Text, column: Column<T>) -> Table",
    cost=_ranking,
    phrase="the table[ of {self}] with the rank by {column} from the largest as {name}; "
    ", with the rank by {column} from the largest as {name}",
    examples=['rows.with_rank_descending("rank", age).to_csv().lines().at(2) == "Ann,30,1"'],
    columns="added",
    makes="name: Number",
)
def with_rank_descending(table: Table, name: str, column: Column) -> Table:
    """Return the table with a new column that holds the rank of each row by a column: 1 for the largest value. Equal
    values share a rank, and the ranks after it are skipped (1, 1, 3). Blanks have no rank."""
    return _with_rank(table, name, column, descending=True)


def _changed(table: Table, column: Column, cells: Sequence[Any]) -> Table:
    """Return the table with other cells of the same type in a column."""
    place = column_index(table, column)
    changed = (*table.cells[:place], tuple(cells), *table.cells[place + 1 :])
    return Table(table.headers, table.types, changed, table.length, made=table.made)


@builtin(
    "Table.fill_blanks(column: Column<T>, value: T) -> Table",
    cost=rows,
    phrase="the table[ of {self}] with {value} for blanks in {column}; , with {value} for blanks in {column}",
    examples=[
        "rows.select(name).left_join_on(name, rows.take(1), name).fill_blanks(age, 0).values(age) == [30, 0, 0]",
    ],
    named=True,
    laws=[Law.IDEMPOTENT],
)
def fill_blanks(table: Table, column: Column, value: Any) -> Table:
    """Return the table with `value` in the blank cells of a column."""
    cells_type([value])
    return _changed(table, column, [value if cell is None else cell for cell in column_cells(table, column)])


@builtin(
    "Table.fill_down(column: Column<T>) -> Table",
    cost=rows,
    phrase="the table[ of {self}] with blanks in {column} filled from above; "
    ", with blanks in {column} filled from above",
    examples=[
        "rows.select(name).left_join_on(name, rows.take(1), name).fill_down(age).values(age) == [30, 30, 30]",
    ],
    named=True,
    laws=[Law.IDEMPOTENT],
)
def fill_down(table: Table, column: Column) -> Table:
    """Return the table with each blank cell of a column filled with the value above it. Blanks at the top stay."""
    cells = column_cells(table, column)
    return _changed(table, column, list(accumulate(cells, lambda above, cell: above if cell is None else cell)))
