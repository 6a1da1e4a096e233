"""Groups as tables: conditions on groups, several results for each, the first rows of each, windows within each.

A function gets the rows of a group as a Table of the same columns, with all the methods that a Table has:
`groups.where(g => g.count() > 1)`, `groups.each(g => g.with_rank("rank", sales))`. What a group has no values for is
blank in a `summary`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from seglam_lang.language.builtins.groups import with_results
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.table import cells_type, column_cells, ranked_among
from seglam_lang.language.builtins.table_shape import one_below_the_other, pivoting, spread
from seglam_lang.language.computing.fuel import cells, grouped
from seglam_lang.language.computing.numbers import Number, natural
from seglam_lang.language.failures import BLANK_CELL, EMPTY, Failure
from seglam_lang.language.values import Column, Groups, Table


def _splitting(groups: Groups, *_arguments: Any) -> int:
    return grouped(groups) + groups.table.length * len(groups.table.headers)


@builtin(
    "Groups.summary(values: (Table) -> T) -> Table",
    cost=_splitting,
    phrase="{values:the group} {self:by}",
    examples=[
        'rows.group_by(age).summary(g => {people: g.count()}).to_csv() == "age,people\\n30,1\\n20,2\\n"',
        'rows.group_by(age).summary(g => {first: g.minimum(name), people: g.count()}).where(row => row["people"] > 1)'
        '.values("first") == ["Bob"]',
    ],
    columns="fields",
    makes="values: T",
)
def summary(groups: Groups, values: Mapping[str, Callable[[Table], Any]]) -> Table:
    """Return a table of the groups with a column for each field of the record that the function gives for the rows of a
    group. A cell is blank if its field is `none`, reads a blank cell or is a statistic of no values. Fail if a field is
    not a value that a cell can hold."""
    tables = groups.tables()
    columns = []
    for name, value in values.items():
        made = tuple([_of_some(value, table) for table in tables])
        columns.append(Column(name, cells_type(made), name, made))
    return with_results(groups, columns)


def _of_some(value: Callable[[Table], Any], table: Table) -> Any:
    """Return what a function gives for a table, None if there are no values for it."""
    try:
        return value(table)
    except Failure as failure:
        if failure.code not in (BLANK_CELL, EMPTY):
            raise
        return None


@builtin(
    "Groups.where(keep: (Table) -> Bool) -> Groups",
    cost=_splitting,
    phrase="the rows {self:by}, only of groups where {keep:the group}",
    examples=['rows.group_by(age).where(g => g.count() > 1).count().to_csv() == "age,count\\n20,2\\n"'],
)
def where(groups: Groups, keep: Callable[[Table], bool]) -> Groups:
    """Return the groups for whose rows `keep` is true. A group is left out if `keep` reads a blank cell, or asks for a
    statistic of no values."""
    kept = [place for place, table in enumerate(groups.tables()) if _of_some(keep, table)]
    keys, positions = (tuple([part[place] for place in kept]) for part in (groups.keys, groups.positions))
    return Groups(groups.table, groups.by, groups.names, keys, positions)


def _appending(groups: Groups, tables: Sequence[Table]) -> int:
    return _splitting(groups) + sum(map(cells, tables))


@builtin(
    "Groups.each(rows: (Table) -> Table) -> Table",
    cost=_appending,
    phrase="for each group {self:by}, {rows:the group}, one below the other",
    examples=[
        'rows.group_by(age).each(g => g.take(1)).values(name) == ["Ann", "Bob"]',
        'rows.group_by(age).each(g => g.with_rank("rank", name)).values("rank") == [1, 1, 2]',
    ],
    columns="function",
    applied=True,
)
def each(groups: Groups, tables: Sequence[Table]) -> Table:
    """Return the tables that the function gives for the rows of each group, one below the other. Fail if they do not
    have the same headers with the same types."""
    return one_below_the_other(tables)


def _ranking(groups: Groups, number: Number, column: Column) -> int:
    longest = max(map(len, groups.positions), default=0)
    return _splitting(groups) + groups.table.length * longest.bit_length()


def _first_of_each(groups: Groups, number: Number, column: Column, descending: bool) -> Table:
    limit = natural(number, "a number of rows")
    values = column_cells(groups.table, column)
    found = [ranked_among(positions, values, descending)[:limit] for positions in groups.positions]
    return groups.table.take([position for positions in found for position in positions])


@builtin(
    "<T: ordered>Groups.top(number: Number, column: Column<T>) -> Table",
    cost=_ranking,
    phrase="in each group {self:by}, the {number:row} with the largest {column}",
    examples=['rows.group_by(age).top(1, name).values(name) == ["Ann", "Cy"]'],
    keys="column",
)
def top(groups: Groups, number: Number, column: Column) -> Table:
    """Return the `number` rows of each group with the largest values of a column, largest first, group after group. Of
    rows with equal values the earlier ones come first. Fail if `number` is negative or not whole."""
    return _first_of_each(groups, number, column, descending=True)


@builtin(
    "<T: ordered>Groups.bottom(number: Number, column: Column<T>) -> Table",
    cost=_ranking,
    phrase="in each group {self:by}, the {number:row} with the smallest {column}",
    examples=['rows.group_by(age).bottom(1, name).values(name) == ["Ann", "Bob"]'],
    keys="column",
)
def bottom(groups: Groups, number: Number, column: Column) -> Table:
    """Return the `number` rows of each group with the smallest values of a column, smallest first, group after group.
    Of rows with equal values the earlier ones come first. Fail if `number` is negative or not whole."""
    return _first_of_each(groups, number, column, descending=False)


def _pivoting(table: Table, row: Column, column: Column, value: Any) -> int:
    return pivoting(table, row, column) + cells(table)


@builtin(
    "Table.pivot_summary(row: Column<R>, column: Column<C>, value: (Table) -> T) -> Table",
    cost=_pivoting,
    phrase="the pivot table by {row} and {column}[ of {self}] that holds {value:the group}",
    examples=[
        'rows.pivot_summary(name, age, g => g.average(age)).to_csv().lines().take(2) == ["name,30,20", "Ann,30,"]',
    ],
    columns="none",
    keys="row column",
)
def pivot_summary(table: Table, row: Column, column: Column, value: Callable[[Table], Any]) -> Table:
    """Return a pivot table: a row for each value of `row`, a column for each value of `column`, both in order of first
    appearance. Each cell holds what the function gives for the rows with both; it is blank if there are no such rows,
    or if the function reads a blank cell or asks for a statistic of no values. Later steps cannot name the columns,
    because they come from the data. Fail if a result is not a value that a cell can hold."""
    return spread(table, row, column, lambda positions: _of_some(value, table.take(positions)), cells_type)
