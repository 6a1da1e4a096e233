"""Table: new columns that look at other rows: the row before, the total, the rank.

Within groups they are made by `groups.each(g => g.with_rank("rank", sales))`. Shares and changes are fractions: 0.25 is
25%.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.table import column_cells, column_values
from seglam_lang.language.builtins.table_columns import adding, with_cells
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.numbers import Number
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Table


def _two_passes(table: Table, name: str, column: Column) -> int:
    return adding(table, name) + 4 * table.length


def _from_before(cells: tuple[Any, ...], change: Callable[[Number, Number], Number | None]) -> list[Number | None]:
    """Return `change` of each value and the one in the row before; blank for the first row and beside blanks."""
    changes = [None if one is None or other is None else change(one, other) for one, other in pairwise(cells)]
    return [None, *changes][: len(cells)]


@builtin(
    "Table.with_difference(name: Text, column: Column<Number>) -> Table",
    cost=_two_passes,
    phrase="the table[ of {self}] with the difference of {column} from the row before as {name}; "
    ", with the difference of {column} from the row before as {name}",
    examples=['rows.with_difference("change", age).values("change") == [-10, 0]'],
    columns="added",
    makes="name: Number",
)
def with_difference(table: Table, name: str, column: Column) -> Table:
    """Return the table with a new column that holds the difference of a column from the row before: blank in the first
    row, and where one of the two is blank."""
    cells = _from_before(column_cells(table, column), lambda before, now: numbers.subtract(now, before))
    return with_cells(table, name, NUMBER, cells)


@builtin(
    "Table.with_percent_change(name: Text, column: Column<Number>) -> Table",
    cost=_two_passes,
    phrase="the table[ of {self}] with the percent change of {column} from the row before as {name}; "
    ", with the percent change of {column} from the row before as {name}",
    examples=['rows.with_percent_change("change", age).values("change").map(x => x.round(2)) == [-0.33, 0]'],
    columns="added",
    makes="name: Number",
)
def with_percent_change(table: Table, name: str, column: Column) -> Table:
    """Return the table with a new column that holds the change of a column from the row before as a share of the value
    there (0.25 is 25%): blank in the first row, behind a zero, and where one of the two is blank."""

    def change(before: Number, now: Number) -> Number | None:
        return numbers.divide(numbers.subtract(now, before), before) if before else None

    return with_cells(table, name, NUMBER, _from_before(column_cells(table, column), change))


@builtin(
    "Table.with_share(name: Text, column: Column<Number>) -> Table",
    cost=_two_passes,
    phrase="the table[ of {self}] with the share of {column} in its total as {name}; "
    ", with the share of {column} in its total as {name}",
    examples=['rows.take(2).with_share("share", age).values("share") == [0.6, 0.4]'],
    columns="added",
    makes="name: Number",
)
def with_share(table: Table, name: str, column: Column) -> Table:
    """Return the table with a new column that holds the share of each row in the total of a column (0.25 is 25%);
    blanks have none. Fail if the total is zero and there are values."""
    total = numbers.total(column_values(table, column))
    cells = [None if cell is None else numbers.divide(cell, total) for cell in column_cells(table, column)]
    return with_cells(table, name, NUMBER, cells)
