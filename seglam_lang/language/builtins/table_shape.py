"""Table: rows of several tables put together, rows left out, and rows spread over columns.

A key that is blank joins nothing. Tables that are joined may not have a header in common but that of the key: a column
is found by its header, so that two of one header could not be told apart. What can enlarge a table (a join, a pivot)
counts the rows and columns of its result before it makes them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from seglam_lang.language import jsonvalue
from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.table import cell_text, column_cells, columns_at, distinct_headers
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import COMPARED_PER_UNIT, MAX_LIST, cells, too_large
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER, TEXT, Con
from seglam_lang.language.values import Column, Table


def _numbers_of_matches(table: Table, key: Column, other: Table, other_key: Column) -> list[int]:
    """For each row of `table`, how many rows of `other` have its key."""
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
    """The rows of both tables with the same key, side by side; a row without a partner beside blanks, or left out."""
    added = _columns_beside(table, key, other, other_key)
    made = sum(_numbers_of_matches(table, key, other, other_key)) + (table.length if keep_all else 0)
    if made > MAX_LIST:
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
    return Table(mine.headers + theirs.headers, mine.types + theirs.types, cells, len(left))


def _columns_beside(table: Table, key: Column, other: Table, other_key: Column) -> list[int]:
    """The places of the columns of `other` that a join adds: all but the key, where both tables head it alike."""
    shared = key.header if key.header == other_key.header else None
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
    examples=["rows.select(name).join_on(name, rows, name).total(age) == 70"],
    columns="joined",
)
def join_on(table: Table, key: Column, other: Table, other_key: Column) -> Table:
    """Each row beside each row of the other table that has the same key; rows without a partner are left out. The
    columns are those of both tables (the key once, if both head it alike); other headers in common are a Failure."""
    return _joined(table, key, other, other_key, keep_all=False)


@builtin(
    "Table.left_join_on(key: Column<K>, other: Table, other_key: Column<K>) -> Table",
    cost=_joining_all,
    examples=[
        "rows.select(name).left_join_on(name, rows.take(1), name).count() == 3",
        "rows.select(name).left_join_on(name, rows.take(1), name).count_blanks(age) == 2",
    ],
    columns="joined",
)
def left_join_on(table: Table, key: Column, other: Table, other_key: Column) -> Table:
    """As `join_on`, but a row without a partner is kept, with blanks in the columns of the other table."""
    return _joined(table, key, other, other_key, keep_all=True)


def _appending(table: Table, other: Table) -> int:
    return cells(table) + cells(other)


@builtin(
    "Table.append_rows(other: Table) -> Table",
    cost=_appending,
    examples=["rows.take(1).append_rows(rows.drop(1)) == rows", "rows.append_rows(rows).total(age) == 140"],
)
def append_rows(table: Table, other: Table) -> Table:
    """The rows of this table, then those of the other; Failure unless both have the same headers (in any order) over
    columns of the same type."""
    if set(table.headers) != set(other.headers):
        apart = min(set(table.headers) ^ set(other.headers))
        raise Failure("other-columns", f"only one of the tables has a column {jsonvalue.text(apart)}")
    if table.length + other.length > MAX_LIST:
        raise too_large("the table")
    places = [other.headers.index(header) for header in table.headers]
    types = tuple(
        _common_type(header, (table.types[own], table.cells[own]), (other.types[place], other.cells[place]))
        for own, (header, place) in enumerate(zip(table.headers, places, strict=True))
    )
    both = tuple(own + other.cells[place] for own, place in zip(table.cells, places, strict=True))
    return Table(table.headers, types, both, table.length + other.length)


Part = tuple[Con, tuple[Any, ...]]


def _common_type(header: str, one: Part, other: Part) -> Con:
    """The type of two columns, one below the other; one that is all blank may be of any type."""
    (kind, values), (other_kind, other_values) = one, other
    if kind == other_kind or all(value is None for value in other_values):
        return kind
    if all(value is None for value in values):
        return other_kind
    message = f"the column {jsonvalue.text(header)} is {kind.name} in one table and {other_kind.name} in the other"
    raise Failure("other-columns", message)


def _comparing_rows(table: Table) -> int:
    texts = (column for column, kind in zip(table.cells, table.types, strict=True) if kind == TEXT)
    characters = sum(len(cell) for column in texts for cell in column if cell is not None)
    return cells(table) + characters // COMPARED_PER_UNIT


@builtin(
    "Table.distinct_rows() -> Table",
    cost=_comparing_rows,
    examples=["rows.append_rows(rows).distinct_rows() == rows"],
    laws=["idempotent"],
)
def distinct_rows(table: Table) -> Table:
    """The table without repeated rows: of rows that are equal in every cell, the first. A blank equals a blank."""
    rows = list(table.rows())
    check_keys(rows)
    first: dict[tuple[Any, ...], int] = {}
    for position, row in enumerate(rows):
        first.setdefault(row, position)
    return table.take(list(first.values()))


@builtin(
    "Table.drop_blanks(column: Column<T>) -> Table",
    cost=cells,
    examples=["rows.drop_blanks(age).count() == 3"],
    laws=["idempotent"],
)
def drop_blanks(table: Table, column: Column) -> Table:
    """The rows whose cell in a column is not blank."""
    return table.take([place for place, cell in enumerate(column_cells(table, column)) if cell is not None])


def _numbered(cells: tuple[Any, ...]) -> dict[Any, int]:
    """The distinct values in order of first appearance, each with its number from 0."""
    check_keys(cells)
    return {value: number for number, value in enumerate(dict.fromkeys(cells))}


def _pivoting(table: Table, row: Column, column: Column, value: Column | None) -> int:
    return 4 * table.length + len(_numbered(column_cells(table, row))) * len(_numbered(column_cells(table, column)))


@builtin(
    "Table.pivot(row: Column<R>, column: Column<C>, value?: Column<Number>) -> Table",
    cost=_pivoting,
    examples=[
        'rows.pivot(name, age, age).columns() == ["name", "30", "20"]',
        'rows.pivot(age, name).to_csv().lines().at(3) == "20,,1,1"',
    ],
    columns="none",
)
def pivot(table: Table, row: Column, column: Column, value: Column | None = None) -> Table:
    """A row for each value of `row`, a column for each value of `column`, both in order of first appearance; in the
    cells the exact totals of `value`, or the numbers of rows if it is left out. A cell is blank where there are no
    rows; rows with a blank in `row` or `column` count nowhere. The columns of the result are data: no later step can
    name them."""
    down, across = column_cells(table, row), column_cells(table, column)
    counted = [place for place in range(table.length) if down[place] is not None and across[place] is not None]
    rows, columns = (_numbered(tuple([part[place] for place in counted])) for part in (down, across))
    if len(rows) * (len(columns) + 1) > MAX_LIST:
        raise too_large("the table")
    values: Sequence[Any] = (1,) * table.length if value is None else column_cells(table, value)
    found: dict[tuple[int, int], list[Any]] = {}
    for place in counted:
        present = found.setdefault((columns[across[place]], rows[down[place]]), [])
        if values[place] is not None:
            present.append(values[place])
    spread: list[list[Any]] = [[None] * len(rows) for _ in columns]
    for (beside, below), present in found.items():
        spread[beside][below] = numbers.total(present)
    headers = distinct_headers([row.header, *map(cell_text, columns)])
    types = (row.type, *[NUMBER] * len(columns))
    return Table(headers, types, (tuple(rows), *map(tuple, spread)), len(rows))
