"""Groups on relations: an aggregate of each group, the first rows of each, pivots.

The groups themselves are never made: only their keys come back, in order of first appearance. What a function does
with the rows of each is in `summaries`. `each` and `pivot_summary` are left to the interpreter: those of `each` make
tables, which may have other headers or types from group to group, and then fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from seglam_lang.language.backends import aggregates
from seglam_lang.language.backends.aggregates import Aggregate
from seglam_lang.language.backends.columns import SqlColumn
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.expressions import column_of
from seglam_lang.language.backends.operations import Computed, Operation, sql_of, whole
from seglam_lang.language.backends.relation import Relation, StoredTable, decoded, numbered
from seglam_lang.language.builtins.groups import aggregated
from seglam_lang.language.builtins.table import cell_text, distinct_headers
from seglam_lang.language.computing.fuel import MAX_LIST
from seglam_lang.language.types import NUMBER, Con, Constructor
from seglam_lang.language.values import Column, Groups, Record, Table, Value

_COUNT = Column("count", NUMBER, "count")


def grouped(name: str, table: StoredTable, by: Sequence[Any], *given: Any) -> Table:
    """Return the table that an aggregate of groups gives. `by` are the columns that are grouped by."""
    by = [each for each in by if each is not None]
    keys = key_columns(table, by)
    found, column = _aggregate(name, table, given)
    known = table.known_values(keys[0]) if len(keys) == 1 else None
    rows = rows_by_group(numbered(table.relation), keys, found.asked, known)
    if not rows and any(isinstance(each, Computed) for each in by):
        raise NotPushed("there are no groups, so that the type of their keys is not known")
    groups = groups_of_keys(table, by, keys, rows)
    results = [found.value(*row[len(keys) :]) for row in rows]
    if name == "most_frequent":
        ranked = sorted(range(len(results)), key=results.__getitem__, reverse=True)
        return aggregated(groups, column, results).take(ranked[: whole(given[0])])
    if name in ("minimum", "maximum") and isinstance(given[0], Computed) and set(results) <= {None}:
        raise NotPushed("a column of blanks alone, of which the type is not known")
    return aggregated(groups, column, results)


def _aggregate(name: str, table: StoredTable, given: tuple[Any, ...]) -> tuple[Aggregate, Column]:
    dialect = table.relation.database.dialect
    if name in ("count", "most_frequent"):
        return aggregates.count_rows(dialect), _COUNT
    found = sql_of(table, given[0])
    if name == "count_distinct":
        return aggregates.count_distinct(found, dialect), _COUNT
    header, made = _header(table, given[0])
    return aggregates.OF_A_COLUMN[name](found, dialect), Column(header, aggregates.result_of(name, found), made)


def _header(table: StoredTable, given: Any) -> tuple[str, str | None]:
    """Return the header of a column, and the name that the procedure gave it."""
    if isinstance(given, Computed):
        return given.header, given.header
    column = column_of(table, given)
    return column.header, column.name


def rows_by_group(
    relation: Relation, keys: Sequence[SqlColumn], asked: Sequence[str], known: Sequence[Value] | None = None
) -> list[tuple[Any, ...]]:
    """Return for each group its keys and what is asked of it, in order of first appearance. Where the values of the
    only key are `known` in that order, the first row of each group need not be found, which takes a fifth of the
    time."""
    named = ", ".join([*(f"{key.sql} AS k{place}" for place, key in enumerate(keys)), *asked])
    present = " AND ".join(f"{key.sql} IS NOT NULL" for key in keys)
    numbers = ", ".join(str(place + 1) for place in range(len(keys)))
    groups = relation.select(named, f"WHERE {present} GROUP BY {numbers}")
    if known is not None:
        found = {decoded(row[0]): row for row in relation.database.rows(groups)}
        rows = [found[value] for value in known if value in found]
        if len(rows) == len(found):
            return rows
    return relation.database.rows(f"{groups} ORDER BY min(p)")


def groups_of_keys(
    table: StoredTable, by: Sequence[Any], keys: Sequence[SqlColumn], rows: Sequence[tuple[Any, ...]]
) -> Groups:
    """Return groups of which only the keys are known."""
    headed = [_header(table, each) for each in by]
    headers, names = tuple([header for header, _ in headed]), tuple([name for _, name in headed])
    if len(keys) == 1:
        column = Column(headers[0], keys[0].type)
        return Groups(table, column, names, tuple([decoded(row[0]) for row in rows]), ())
    column = Column("", Con(Constructor.RECORD, tuple([key.type for key in keys]), headers))
    records = [Record(headers, tuple(map(decoded, row[: len(keys)]))) for row in rows]
    return Groups(table, column, names, tuple(records), ())


def key_columns(table: StoredTable, by: Sequence[Any]) -> list[SqlColumn]:
    """Return the columns that are grouped by. Raise NotPushed where they may be no keys."""
    keys = [sql_of(table, each) for each in by]
    for key in keys:
        aggregates.expect_keys(key)
    return keys


def first_of_each(table: StoredTable, by: Sequence[Any], number: Any, column: Any, *, descending: bool) -> StoredTable:
    """Return the first rows of each group by a column, group after group."""
    keys, found = key_columns(table, [each for each in by if each is not None]), sql_of(table, column)
    relation = numbered(table.relation)
    group = ", ".join(key.sql for key in keys)
    rank = f"row_number() OVER (PARTITION BY {group} ORDER BY {found.sql} {'DESC' if descending else 'ASC'}, p)"
    first = f"min(p) OVER (PARTITION BY {group})"
    present = " AND ".join(f"{key.sql} IS NOT NULL" for key in keys)
    at, among = relation.database.new_name(), relation.database.new_name()
    with_first = relation.select(f"*, {first} AS {at}", f"WHERE {present}")  # whether it has a value or not
    ranked = f"SELECT *, {rank} AS {among} FROM ({with_first}) WHERE {found.sql} IS NOT NULL"
    kept = f"SELECT * FROM ({ranked}) WHERE {among} <= {whole(number)}"
    return table.with_relation(relation.derived(kept, order=(at, among, "p"), is_ordered=False))


def pivot(table: StoredTable, row: Any, column: Any, value: Any = None) -> Table:
    """Return the pivot table of totals, or of the numbers of rows."""
    keys = key_columns(table, [row, column])
    dialect = table.relation.database.dialect
    found = aggregates.count_rows(dialect) if value is None else aggregates.total(sql_of(table, value), dialect)
    relation = numbered(table.relation)
    asked = [*(f"{key.sql} AS k{place}" for place, key in enumerate(keys)), *found.asked, "min(p) AS p"]
    present = " AND ".join(f"{key.sql} IS NOT NULL" for key in keys)
    grouped = relation.select(", ".join(asked), f"WHERE {present} GROUP BY 1, 2")
    cells = relation.database.rows(f"{grouped} ORDER BY p LIMIT {MAX_LIST}")
    down, across = ({cell[at]: None for cell in cells} for at in (0, 1))
    if len(cells) == MAX_LIST or len(down) * (len(across) + 1) > MAX_LIST:
        raise NotPushed("the table may be too large")
    if not cells and any(isinstance(each, Computed) for each in (row, column)):
        raise NotPushed("there are no rows, so that the type of their keys is not known")
    held = {(cell[1], cell[0]): found.value(*cell[2:-1]) for cell in cells}
    columns = [tuple([held.get((each, key)) for key in down]) for each in across]
    header = _header(table, row)[0]
    headers = distinct_headers([header, *(cell_text(decoded(each)) for each in across)])
    types = (keys[0].type, *[NUMBER] * len(columns))
    return Table(headers, types, (tuple(map(decoded, down)), *columns), len(down))


OF_GROUPS: dict[str, Operation] = {
    f"groups.{name}@1": partial(grouped, name)
    for name in ("total", "average", "minimum", "maximum", "median", "count", "count_distinct", "most_frequent")
}
OF_GROUPS |= {
    "groups.top@1": partial(first_of_each, descending=True),
    "groups.bottom@1": partial(first_of_each, descending=False),
}
OF_PIVOTS: dict[str, Operation] = {"table.pivot@1": pivot}
