"""Groups: the rows of a table grouped by the values of columns.

Grouping by several columns is grouping by the record of them: `Groups.by` is then a column of records, whose type has
the headers as its labels, and the keys are those records. The table that an aggregate makes has a column for each.

Blanks are not counted. In a group without values the total is 0 and every other aggregate is blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import builtin, listed
from seglam_lang.language.builtins.table import column_cells, distinct_headers
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import grouped, rows
from seglam_lang.language.computing.numbers import Number, natural
from seglam_lang.language.types import NUMBER, Con, Constructor
from seglam_lang.language.values import Column, Groups, Record, Table

_COUNT = Column("count", NUMBER, "count")


@builtin(
    "Table.group_by(column: Column<T>, second?: Column<U>, third?: Column<V>, fourth?: Column<W>) -> Groups",
    cost=rows,
    phrase=f"the rows by {listed(('column', 'second', 'third', 'fourth'))}[ of {{self}}]",
    examples=[
        'rows.group_by(age).count().to_csv() == "age,count\\n30,1\\n20,2\\n"',
        'rows.group_by(age, name).count().to_csv() == "age,name,count\\n30,Ann,1\\n20,Bob,1\\n20,Cy,1\\n"',
        'rows.group_by(row => row[age] > 20).count().values("count") == [1, 2]',
    ],
    keys="column second third fourth",
)
def group_by(table: Table, column: Column, *others: Column | None) -> Groups:
    """Return the rows grouped by the values of up to four columns, in order of first appearance. Rows with a blank
    there are left out."""
    by = [column, *(other for other in others if other is not None)]
    keys: Sequence[Any] = column_cells(table, column)
    if len(by) > 1:
        rows = zip(*(column_cells(table, each) for each in by), strict=True)
        keys = [None if None in row else row for row in rows]
    check_keys(keys)
    positions: defaultdict[Any, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        positions[key].append(position)
    positions.pop(None, None)
    places, names = tuple(map(tuple, positions.values())), tuple(each.name for each in by)
    if len(by) == 1:
        return Groups(table, Column(column.header, column.type), names, tuple(positions), places)
    headers = tuple(each.header for each in by)
    all_keys = Column("", Con(Constructor.RECORD, tuple(each.type for each in by), headers))
    return Groups(table, all_keys, names, tuple([Record(headers, row) for row in positions]), places)


def _key_columns(groups: Groups) -> tuple[Table, ...]:
    """Return the keys as tables of one column each, for the columns that are grouped by."""
    by, number = groups.by, len(groups.keys)
    if by.type.constructor is not Constructor.RECORD:
        return (Table((by.header,), (by.type,), (groups.keys,), number),)
    kinds = zip(by.type.labels, by.type.args, strict=True)
    return tuple(
        Table((header,), (kind,), (tuple(key.values[place] for key in groups.keys),), number)
        for place, (header, kind) in enumerate(kinds)
        if isinstance(kind, Con)
    )


def aggregated(groups: Groups, column: Column, results: Sequence[Any]) -> Table:
    """Return the table of the groups' keys with one result for each, in a column with the header, the type and the name
    of `column`."""
    return with_results(groups, [replace(column, cells=tuple(results))])


def with_results(groups: Groups, columns: Sequence[Column]) -> Table:
    """Return the table of the groups' keys with more columns, whose cells are with them."""
    keys = _key_columns(groups)
    headers = distinct_headers([*(each.headers[0] for each in keys), *(each.header for each in columns)])
    types = (*(each.types[0] for each in keys), *(each.type for each in columns))
    cells = (*(each.cells[0] for each in keys), *(each.cells or () for each in columns))
    names = (*groups.names, *(each.name for each in columns))
    made = tuple((name, header) for name, header in zip(names, headers, strict=True) if name is not None)
    return Table(headers, types, cells, len(groups.keys), made=made)


def by_group(groups: Groups, column: Column, aggregate: Callable[[list[Any]], Any]) -> list[Any]:
    """Return `aggregate` of the values of a column in each group."""
    cell = column_cells(groups.table, column).__getitem__
    return [aggregate([value for value in map(cell, positions) if value is not None]) for positions in groups.positions]


@builtin(
    "Groups.total(column: Column<Number>) -> Table",
    cost=grouped,
    phrase="the total {column} {self:by}",
    examples=['rows.group_by(age).total(age).to_csv() == "age,age 2\\n30,30\\n20,40\\n"'],
    columns="group",
)
def group_total(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the sum of a column in each."""
    return aggregated(groups, _of_numbers(column), by_group(groups, column, numbers.total))


@builtin(
    "Groups.average(column: Column<Number>) -> Table",
    cost=grouped,
    phrase="the average {column} {self:by}",
    examples=['rows.group_by(name).average(age).to_csv() == "name,age\\nAnn,30\\nBob,20\\nCy,20\\n"'],
    columns="group",
)
def group_average(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the mean of a column in each, blank if a group has no values."""
    results = by_group(groups, column, lambda group: numbers.average(group) if group else None)
    return aggregated(groups, _of_numbers(column), results)


@builtin(
    "<T: ordered>Groups.minimum(column: Column<T>) -> Table",
    cost=grouped,
    phrase="the smallest {column} {self:by}",
    examples=['rows.group_by(age).minimum(name).to_csv() == "age,name\\n30,Ann\\n20,Bob\\n"'],
    columns="group",
)
def group_minimum(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the smallest value of a column in each, blank if a group has no values."""
    results = by_group(groups, column, lambda group: min(group, default=None))
    return aggregated(groups, column, results)


@builtin(
    "<T: ordered>Groups.maximum(column: Column<T>) -> Table",
    cost=grouped,
    phrase="the largest {column} {self:by}",
    examples=['rows.group_by(age).maximum(name).to_csv() == "age,name\\n30,Ann\\n20,Cy\\n"'],
    columns="group",
)
def group_maximum(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the largest value of a column in each, blank if a group has no values."""
    results = by_group(groups, column, lambda group: max(group, default=None))
    return aggregated(groups, column, results)


@builtin(
    "Groups.count() -> Table",
    cost=grouped,
    phrase="the number of rows {self:by}",
    examples=["rows.group_by(age).count() == [{age: 30, count: 1}, {age: 20, count: 2}].to_table()"],
    makes='"count": Number',
    columns="group",
)
def group_count(groups: Groups) -> Table:
    """Return a table of the groups with the number of rows in each, in a column "count"."""
    return aggregated(groups, _COUNT, [len(positions) for positions in groups.positions])


def _of_numbers(column: Column) -> Column:
    return replace(column, type=NUMBER)


def _ranking(groups: Groups, number: Number) -> int:
    return grouped(groups) + len(groups.keys) * len(groups.keys).bit_length()


@builtin(
    "Groups.most_frequent(number: Number) -> Table",
    cost=_ranking,
    phrase="the {number:group} with the most rows {self:by}",
    examples=["rows.group_by(age).most_frequent(1) == [{age: 20, count: 2}].to_table()"],
    makes='"count": Number',
    columns="group",
)
def most_frequent(groups: Groups, number: Number) -> Table:
    """Return the table that `count` returns for the `number` groups with the most rows, largest first. Of groups of
    equal size the earlier ones come first. Fail if `number` is negative or not whole."""
    ranked = sorted(range(len(groups.keys)), key=lambda place: len(groups.positions[place]), reverse=True)
    return group_count(groups).take(ranked[: natural(number, "a number of groups")])


@builtin(
    "Groups.count_distinct(column: Column<T>) -> Table",
    cost=grouped,
    phrase="the number of distinct {column} values {self:by}",
    examples=["rows.group_by(age).count_distinct(name) == [{age: 30, count: 1}, {age: 20, count: 2}].to_table()"],
    makes='"count": Number',
    columns="keys",
)
def group_count_distinct(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the number of distinct values of a column in each, in a column "count"."""
    return aggregated(groups, _COUNT, by_group(groups, column, _number_of_different))


def _number_of_different(values: list[Any]) -> int:
    check_keys(values)
    return len(set(values))


def sorting_groups(groups: Groups, column: Column) -> int:
    """Return the fuel of sorting the values of a column in each group."""
    longest = max(map(len, groups.positions), default=0)
    return grouped(groups) + groups.table.length * longest.bit_length()


@builtin(
    "Groups.median(column: Column<Number>) -> Table",
    cost=sorting_groups,
    phrase="the median {column} {self:by}",
    examples=['rows.group_by(name).median(age).to_csv() == "name,age\\nAnn,30\\nBob,20\\nCy,20\\n"'],
    columns="group",
)
def group_median(groups: Groups, column: Column) -> Table:
    """Return a table of the groups with the median of a column in each, blank if a group has no values."""
    results = by_group(groups, column, lambda group: numbers.median(group) if group else None)
    return aggregated(groups, _of_numbers(column), results)
