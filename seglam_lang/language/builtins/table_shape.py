"""Table: joins, pivots, appending and removing rows.

A blank key matches nothing. Joined tables may share no header but that of the key, because a column is found by its
header. A builtin that can enlarge a table (a join, a pivot) counts the rows and columns of its result before it makes
them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from seglam_lang.language import jsonvalue
from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.builtins.table import cell_text, column_cells, columns_at, distinct_headers
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import COMPARED_PER_UNIT, MAX_LIST, cells, too_large
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER, TEXT, Con
from seglam_lang.language.values import Column, Table


def most_joined(table: Table, other: Table) -> int:
    """Return how many rows a join of two tables may have: what is as long as one of them is not too large."""
    return max(MAX_LIST, table.length, other.length)


def _numbers_of_matches(table: Table, key: Column, other: Table, other_key: Column) -> list[int]:
    """Return, for each row of `table`, the number of rows of `other` with the same key."""
    keys = column_cells(other, other_key)
    check_keys(keys)
    counts = Counter(keys)
    counts[None] = 0
    return [counts[value] for value in column_cells(table, key)]


def _joining(table: Table, key: Column, other: Table, other_key: Column) -> int:
    made = sum(_numbers_of_matches(table, key, other, other_key))
    return table.length + other.length + made * (len(table.headers) + len(other.headers))


def _joining_all(table: Table, key: Column, other: Table, other_key: Column) -> int:
    return _joining(table, key, other, other_key) + cells(table)


def _joined(table: Table, key: Column, other: Table, other_key: Column, keep_all: bool) -> Table:
    """Return the rows of both tables with the same key, side by side. If `keep_all`, keep a row without a match, beside
    blanks."""
    added = columns_beside(table, key, other, other_key)
    matches = _numbers_of_matches(table, key, other, other_key)
    if sum(matches) + (matches.count(0) if keep_all else 0) > most_joined(table, other):
        raise too_large("the joined table")
    partners: defaultdict[Any, list[int | None]] = defaultdict(list)
    for position, value in enumerate(column_cells(other, other_key)):
        partners[value].append(position)
    partners[None] = []
    left: list[int] = []
    right: list[int | None] = []
    nobody: list[int | None] = [None] if keep_all else []
    for position, value in enumerate(column_cells(table, key)):
        found = partners.get(value) or nobody
        left.extend([position] * len(found))
        right.extend(found)
    mine, theirs = table.take(left), columns_at(other, added)
    cells = (*mine.cells, *[_picked(column, right) for column in theirs.cells])
    made = names_beside(mine, theirs)
    return Table(mine.headers + theirs.headers, mine.types + theirs.types, cells, len(left), made=made)


def names_beside(table: Table, other: Table) -> tuple[tuple[str, str], ...]:
    """Return the names of made columns that a join keeps: those that mean one column."""
    twice = dict(table.made).keys() & dict(other.made)
    return tuple(each for each in (*table.made, *other.made) if each[0] not in twice)


def columns_beside(table: Table, key: Column, other: Table, other_key: Column) -> list[int]:
    """Return the places of the columns of `other` that a join adds: all but the key, if both tables give it the same
    header."""
    is_shared = key.header == other_key.header and key.cells is None and other_key.cells is None
    shared = key.header if is_shared else None
    added = [place for place, header in enumerate(other.headers) if header != shared]
    taken = set(table.headers)
    for place in added:
        if other.headers[place] in taken:
            header = jsonvalue.text(other.headers[place])
            message = f"both tables have a column {header}: leave it out of one with `without` or `select` before"
            raise Failure("same-header", message)
    return added


def _picked(cells: Sequence[Any], positions: Sequence[int | None]) -> tuple[Any, ...]:
    return tuple([None if position is None else cells[position] for position in positions])


@builtin(
    "Table.join_on(key: Column<K>, other: Table, other_key: Column<K>) -> Table",
    cost=_joining,
    phrase="the rows of {self} joined with {other} where {key} is {other_key}; "
    ", joined with {other} where {key} is {other_key}",
    examples=['rows.select(name).join_on(name, rows.take(2), name).to_csv() == "name,age\\nAnn,30\\nBob,20\\n"'],
    columns="joined",
    keys="key other_key",
)
def join_on(table: Table, key: Column, other: Table, other_key: Column) -> Table:
    """Return the inner join of two tables: each row beside each row of the other table with an equal key. Rows without
    a match are left out. The key column appears once if both tables give it the same header. Fail if the tables share
    another header."""
    return _joined(table, key, other, other_key, keep_all=False)


@builtin(
    "Table.left_join_on(key: Column<K>, other: Table, other_key: Column<K>) -> Table",
    cost=_joining_all,
    phrase="the rows of {self} joined, as far as there are any, with {other} where {key} is {other_key}",
    examples=[
        'rows.select(name).left_join_on(name, rows.take(1), name).to_csv() == "name,age\\nAnn,30\\nBob,\\nCy,\\n"',
    ],
    columns="joined",
)
def left_join_on(table: Table, key: Column, other: Table, other_key: Column) -> Table:
    """Return the left join of two tables: like `join_on`, but a row without a match is kept, with blanks in the columns
    of the other table. Fail if the tables share a header other than that of the key."""
    return _joined(table, key, other, other_key, keep_all=True)


def _appending(table: Table, other: Table) -> int:
    return cells(table) + cells(other)


@builtin(
    "Table.append_rows(other: Table) -> Table",
    cost=_appending,
    phrase="the rows of {self} followed by those of {other}",
    examples=[
        "rows.take(1).append_rows(rows.drop(1)) == rows",
        'rows.take(1).append_rows(rows.take(1)).to_csv() == "name,age\\nAnn,30\\nAnn,30\\n"',
    ],
)
def append_rows(table: Table, other: Table) -> Table:
    """Return the rows of this table followed by those of the other. Fail if the tables do not have the same headers, in
    any order, with the same types."""
    return one_below_the_other([table, other])


Part = tuple[Con, tuple[Any, ...]]


def one_below_the_other(tables: Sequence[Table]) -> Table:
    """Return the rows of all tables, with the headers of the first. Raise Failure if they do not have the same headers,
    in any order, with the same types, or if there are too many rows."""
    first, *others = tables
    for other in others:
        if set(first.headers) != set(other.headers):
            apart = min(set(first.headers) ^ set(other.headers))
            raise Failure("other-columns", f"only one of the tables has a column {jsonvalue.text(apart)}")
    length = sum(each.length for each in tables)
    if length > MAX_LIST:
        raise too_large("the table")
    types, cells = [], []
    for header in first.headers:
        parts = [(each.types[place], each.cells[place]) for each in tables for place in [each.headers.index(header)]]
        types.append(_common_type(header, parts))
        cells.append(tuple(chain.from_iterable(values for _, values in parts)))
    return Table(first.headers, tuple(types), tuple(cells), length, made=first.made)


def _common_type(header: str, parts: Sequence[Part]) -> Con:
    """Return the type of columns that are put together; a column of blanks may have any type."""
    kinds = dict.fromkeys(kind for kind, values in parts if any(value is not None for value in values))
    if len(kinds) > 1:
        one, other, *_ = kinds
        message = f"the column {jsonvalue.text(header)} is {one.name} in one table and {other.name} in the other"
        raise Failure("other-columns", message)
    return next(iter(kinds), parts[0][0])


def _comparing_rows(table: Table) -> int:
    texts = (column for column, kind in zip(table.cells, table.types, strict=True) if kind == TEXT)
    characters = sum(len(cell) for column in texts for cell in column if cell is not None)
    return cells(table) + characters // COMPARED_PER_UNIT


@builtin(
    "Table.distinct_rows() -> Table",
    cost=_comparing_rows,
    phrase="the distinct rows[ of {self}]; , without duplicate rows",
    examples=["rows.append_rows(rows).distinct_rows() == rows"],
    laws=[Law.IDEMPOTENT],
)
def distinct_rows(table: Table) -> Table:
    """Return the table without duplicate rows, keeping the first of each. Two blanks are equal."""
    rows = list(table.rows())
    check_keys(rows)
    first: dict[tuple[Any, ...], int] = {}
    for position, row in enumerate(rows):
        first.setdefault(row, position)
    return table.take(list(first.values()))


@builtin(
    "Table.drop_blanks(column: Column<T>) -> Table",
    cost=cells,
    phrase="the rows[ of {self}] with a value in {column}; , those with a value in {column}",
    examples=["rows.select(name).left_join_on(name, rows.take(1), name).drop_blanks(age) == rows.take(1)"],
    laws=[Law.IDEMPOTENT],
    keys="column",
)
def drop_blanks(table: Table, column: Column) -> Table:
    """Return the rows without those that are blank in a column."""
    return table.take([place for place, cell in enumerate(column_cells(table, column)) if cell is not None])


def _numbered(cells: tuple[Any, ...]) -> dict[Any, int]:
    """Return the distinct values in order of first appearance, each with its number from 0."""
    check_keys(cells)
    return {value: number for number, value in enumerate(dict.fromkeys(cells))}


def pivoting(table: Table, row: Column, column: Column, value: Any = None) -> int:
    """Return the cost of a pivot table: for each row, and for each cell of the result."""
    return 4 * table.length + len(_numbered(column_cells(table, row))) * len(_numbered(column_cells(table, column)))


@builtin(
    "Table.pivot(row: Column<R>, column: Column<C>, value?: Column<Number>) -> Table",
    cost=pivoting,
    phrase="the pivot table by {row} and {column}[ with the total {value}][ of {self}]",
    examples=[
        'rows.pivot(name, age, age).columns() == ["name", "30", "20"]',
        'rows.pivot(age, name).to_csv().lines().at(3) == "20,,1,1"',
        'rows.pivot(age, name).to_csv() == "age,Ann,Bob,Cy\\n30,1,,\\n20,,1,1\\n"',
    ],
    columns="none",
    keys="row column",
)
def pivot(table: Table, row: Column, column: Column, value: Column | None = None) -> Table:
    """Return a pivot table: a row for each value of `row`, a column for each value of `column`, both in order of first
    appearance. Each cell holds the sum of `value`, or the number of rows if `value` is left out; it is blank if there
    are no rows. Rows with a blank in `row` or `column` are left out. Later steps cannot name the columns, because they
    come from the data."""
    values: Sequence[Any] = (1,) * table.length if value is None else column_cells(table, value)

    def total(positions: list[int]) -> Any:
        return numbers.total([values[place] for place in positions if values[place] is not None])

    return spread(table, row, column, total, lambda cells: NUMBER)


def spread(
    table: Table,
    row: Column,
    column: Column,
    result: Callable[[list[int]], Any],
    type_of: Callable[[Sequence[Any]], Con],
) -> Table:
    """Return the table with a row for each value of `row` and a column for each value of `column`, whose cells hold
    `result` of the positions of the rows with both; their type is `type_of` all of these."""
    down, across = column_cells(table, row), column_cells(table, column)
    counted = [place for place in range(table.length) if down[place] is not None and across[place] is not None]
    rows, columns = (_numbered(tuple([part[place] for place in counted])) for part in (down, across))
    if len(rows) * (len(columns) + 1) > MAX_LIST:
        raise too_large("the table")
    found: dict[tuple[int, int], list[int]] = {}
    for place in counted:
        found.setdefault((columns[across[place]], rows[down[place]]), []).append(place)
    cells: list[list[Any]] = [[None] * len(rows) for _ in columns]
    for (beside, below), positions in found.items():
        cells[beside][below] = result(positions)
    kind = type_of([cell for each in cells for cell in each])
    headers = distinct_headers([row.header, *map(cell_text, columns)])
    types = (row.type, *[kind] * len(columns))
    return Table(headers, types, (tuple(rows), *map(tuple, cells)), len(rows))
