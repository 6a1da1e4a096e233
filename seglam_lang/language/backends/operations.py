"""Builtins of tables on relations: each gets the table and its arguments, and gives what the builtin gives.

An argument is a value, or a `Computed` for a function of the rows. `NotPushed` leaves a call to the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from seglam_lang.language.backends import aggregates
from seglam_lang.language.backends.columns import SqlColumn, alike, literal, with_sql
from seglam_lang.language.backends.dialects import Dialect, NotPushed
from seglam_lang.language.backends.expressions import place_of, sql_column
from seglam_lang.language.backends.relation import Relation, StoredTable, decoded, different, numbered
from seglam_lang.language.builtins import list_statistics as statistics
from seglam_lang.language.builtins.table import MAX_CELL, distinct_headers, new_header
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Column, Record, Value


@dataclass(frozen=True, slots=True)
class Computed:
    """A function of the rows, as a column of a table; a column that it makes has the `header`.

    `labels` are the names of the fields where it gives a record; `fields` are its fields then, each with whether it may
    be blank.
    """

    header: str
    column: Callable[[StoredTable], SqlColumn]
    labels: tuple[str, ...] = ()
    fields: Callable[[StoredTable], list[tuple[SqlColumn, bool]]] | None = None


Operation = Callable[..., Any]


def sql_of(table: StoredTable, given: Any) -> SqlColumn:
    """Return the column that an argument means."""
    return given.column(table) if isinstance(given, Computed) else sql_column(table, given)


def _dialect(table: StoredTable) -> Dialect:
    return table.relation.database.dialect


def whole(number: Value) -> int:
    """Return a number of rows. Raise NotPushed where it is none."""
    if type(number) is not int or number < 0:
        raise NotPushed("it is no number of rows")
    return number


# --- tables of tables


def where(table: StoredTable, keep: Computed) -> StoredTable:
    return table.with_relation(table.relation.filtered(keep.column(table).sql))


def with_column(table: StoredTable, name: str, value: Computed) -> StoredTable:
    found = value.column(table)
    _expect_values(table, found)
    return with_new_column(table, name, found)


def with_new_column(table: StoredTable, name: str, value: SqlColumn) -> StoredTable:
    """Return a table with one column more, on the right, that the procedure calls `name`."""
    relation, column = table.relation.with_column(value)
    header = new_header(name, set(table.headers))
    made = (*(each for each in table.made if each[1] in table.headers), (name, header))
    return StoredTable(relation, (*table.headers, header), (*table.columns, column), table.planner, made=made)


def _expect_values(table: StoredTable, column: SqlColumn) -> None:
    """Raise NotPushed where a column that is made has no values: it is then one of texts."""
    if not table.relation.database.rows(table.relation.select("1", f"WHERE {column.sql} IS NOT NULL LIMIT 1")):
        raise NotPushed("a column of blanks alone")


def select(table: StoredTable, *columns: Column | None) -> StoredTable:
    chosen = [column for column in columns if column is not None]
    found = tuple([sql_column(table, column) for column in chosen])
    headers = distinct_headers([column.header for column in chosen])
    return StoredTable(table.relation, headers, found, table.planner, made=table.made)


def sort_by(table: StoredTable, column: Any, *, descending: bool) -> StoredTable:
    relation, found = named(table, column)
    term = f"{found.sql} {'DESC' if descending else 'ASC'} NULLS LAST"
    return table.with_relation(replace(relation, order=(term, *relation.order), is_ordered=False))


def named(table: StoredTable, given: Any) -> tuple[Relation, SqlColumn]:
    """Return a relation of the same rows in which a column has a name."""
    found = sql_of(table, given)
    return table.relation.with_column(found) if isinstance(given, Computed) else (table.relation, found)


def top(table: StoredTable, number: Value, column: Any, *, descending: bool) -> StoredTable:
    most = whole(number)
    relation, found = named(table, column)
    term = f"{found.sql} {'DESC' if descending else 'ASC'}"
    kept = relation.select("*", f"WHERE {found.sql} IS NOT NULL ORDER BY {term}, {relation.by_order} LIMIT {most}")
    rows = relation.derived(kept, order=(term, *relation.order), is_ordered=False, most=min(most, relation.most))
    return table.with_relation(numbered(rows))


def take(table: StoredTable, number: Value) -> StoredTable:
    most, relation = whole(number), table.relation
    kept = relation.select("*", f"ORDER BY {relation.by_order} LIMIT {most}")
    return table.with_relation(relation.derived(kept, is_ordered=False, most=min(most, relation.most)))


def drop(table: StoredTable, number: Value) -> StoredTable:
    relation = table.relation
    kept = relation.select("*", f"ORDER BY {relation.by_order} OFFSET {whole(number)}")
    return table.with_relation(relation.derived(kept, is_ordered=False))


def take_last(table: StoredTable, number: Value) -> StoredTable:
    most, relation = whole(number), numbered(table.relation)
    kept = relation.select("*", f"ORDER BY p DESC LIMIT {most}")
    return table.with_relation(relation.derived(kept, is_ordered=False, most=min(most, relation.most)))


def without(table: StoredTable, *columns: Column | None) -> StoredTable:
    gone = {place_of(table, column) for column in columns if column is not None}
    kept = [place for place in range(len(table.headers)) if place not in gone]
    if not kept:
        raise NotPushed("no column would be left")
    headers, found = tuple([table.headers[at] for at in kept]), tuple([table.columns[at] for at in kept])
    return StoredTable(table.relation, headers, found, table.planner, made=table.made)


def rename(table: StoredTable, column: Any, to: str) -> StoredTable:
    place = place_of(table, column)
    others = table.headers[:place] + table.headers[place + 1 :]
    header = new_header(to, set(others))
    made = (*(each for each in table.made if each[1] in others), (to, header))
    headers = (*others[:place], header, *others[place:])
    return StoredTable(table.relation, headers, table.columns, table.planner, made=made)


def fill_blanks(table: StoredTable, column: Any, value: Value) -> StoredTable:
    if isinstance(value, str) and len(value) > MAX_CELL:
        raise NotPushed("the text of a cell would be too large")
    place = place_of(table, column)
    found, given = alike(table.columns[place], literal(value, _dialect(table)))
    relation, filled = table.relation.with_column(with_sql(found, f"coalesce({found.sql}, {given.sql})"))
    columns = (*table.columns[:place], filled, *table.columns[place + 1 :])
    return StoredTable(relation, table.headers, columns, table.planner, made=table.made)


def distinct(table: StoredTable, column: Any) -> StoredTable:
    relation, found = named(table, column)
    aggregates.expect_keys(found)
    relation = numbered(relation)
    first = relation.select("min(p)", f"WHERE {found.sql} IS NOT NULL GROUP BY {found.sql}")
    kept = relation.filtered(f"p IN ({first})")
    return table.with_relation(replace(kept, is_ordered=False))  # a join gives rows in whatever order


def distinct_rows(table: StoredTable) -> StoredTable:
    for column in table.columns:
        aggregates.expect_keys(column)
    relation = numbered(table.relation)
    cells = ", ".join(column.sql for column in table.columns)
    kept = relation.filtered(f"p IN ({relation.select('min(p)', f'GROUP BY {cells}')})")  # two blanks are one group
    return table.with_relation(replace(kept, is_ordered=False))


def duplicates(table: StoredTable, *columns: Any) -> StoredTable:
    keys = [sql_of(table, column) for column in columns if column is not None]
    for key in keys:
        aggregates.expect_keys(key)
    present = " AND ".join(f"{key.sql} IS NOT NULL" for key in keys)
    often, relation = table.relation.database.new_name(), table.relation
    number = f"count(*) OVER (PARTITION BY {', '.join(key.sql for key in keys)})"
    counted = relation.select(f"*, {number} AS {often}", f"WHERE {present}")
    return table.with_relation(relation.derived(f"SELECT * FROM ({counted}) WHERE {often} > 1", is_ordered=False))


def drop_blanks(table: StoredTable, column: Any) -> StoredTable:
    return table.with_relation(table.relation.filtered(f"{sql_of(table, column).sql} IS NOT NULL"))


# --- values of tables


def count(table: StoredTable) -> int:
    return table.length


def count_blanks(table: StoredTable, column: Any) -> int:
    found = sql_of(table, column)
    return int(table.relation.only(f"count(*) - count({found.sql})")[0])


def of_column(name: str, table: StoredTable, column: Any) -> Value:
    found = aggregates.OF_A_COLUMN[name](sql_of(table, column), _dialect(table))
    value = found.value(*table.relation.only(", ".join(found.asked)))
    if value is None:
        raise NotPushed("there are no values")
    return value


def mode(table: StoredTable, column: Any) -> Value:
    relation, found = named(table, column)
    aggregates.expect_keys(found)
    counted = numbered(relation).select(
        found.sql, f"WHERE {found.sql} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, min(p) LIMIT 1"
    )
    rows = relation.database.rows(counted)
    if not rows:
        raise NotPushed("there are no values")
    return decoded(rows[0][0])


def percentile(table: StoredTable, share: Value, column: Any) -> Value:
    relation, found = named(table, column)
    count, _ = relation.only(", ".join([f"count({found.sql})", *aggregates.total(found, _dialect(table)).asked]))
    if not count or not 0 <= share <= 1:
        raise NotPushed("there are no values, or no such share")
    first = statistics.percentile_index(share, count)
    ordered = f"WHERE {found.sql} IS NOT NULL ORDER BY {found.sql} LIMIT 2 OFFSET {first}"
    beside = [decoded(cell) for (cell,) in relation.database.rows(relation.select(found.sql, ordered))]
    return statistics.interpolated(share, count, beside)


def weighted_average(table: StoredTable, column: Any, weights: Any) -> Value:
    sums = _sums(table, sql_of(table, column), sql_of(table, weights))
    return _of_some(lambda: statistics.weighted(sums.products, sums.other))


def correlation(table: StoredTable, column: Any, other: Any) -> Value:
    one, two = sql_of(table, column), sql_of(table, other)
    both = table.with_relation(table.relation.filtered(f"{one.sql} IS NOT NULL AND {two.sql} IS NOT NULL"))
    pairs = [_sums(both, *pair) for pair in ((one, two), (one, one), (two, two))]
    return _of_some(lambda: statistics.correlated(*pairs))


def _sums(table: StoredTable, one: SqlColumn, other: SqlColumn) -> statistics.Sums:
    """Return the sums of two columns over the rows that have a value in both."""
    both = f"WHERE {one.sql} IS NOT NULL AND {other.sql} IS NOT NULL"
    count, *found = table.relation.only(", ".join(aggregates.sums_of(one, other, _dialect(table))), both)
    return statistics.Sums(count, *(each or 0 for each in found))


def _of_some(value: Callable[[], Value]) -> Value:
    """Return a statistic. Raise NotPushed where it fails: the interpreter says of what."""
    try:
        return value()
    except Failure as failure:
        raise NotPushed(failure.message) from None


def values(table: StoredTable, column: Any) -> tuple[Value, ...]:
    relation, found = named(table, column)
    return relation.values(found, f"WHERE {found.sql} IS NOT NULL")


def count_values(table: StoredTable, columns: Sequence[Any]) -> int:
    return int(table.relation.only(f"count({sql_of(table, _listed(columns)).sql})")[0])


def distinct_values(table: StoredTable, columns: Sequence[Any]) -> tuple[Value, ...]:
    relation, found = named(table, _listed(columns))
    aggregates.expect_keys(found)
    return different(relation, found)


def map_rows(table: StoredTable, item: Computed) -> tuple[Value, ...]:
    if item.fields is None:
        return values(table, item)
    found = item.fields(table)
    present = " AND ".join(f"{column.sql} IS NOT NULL" for column, may_be_blank in found if not may_be_blank)
    asked = ", ".join(column.sql for column, _ in found)
    rows = table.relation.query(asked, f"WHERE {present}" if present else "")
    return tuple([Record(item.labels, tuple(map(decoded, row))) for row in rows])


def lookup(table: StoredTable, column: Any, key: Value, result: Any) -> Value:
    relation, (found, wanted) = table.relation, alike(sql_of(table, column), literal(key, _dialect(table)))
    given = sql_of(table, result)
    rows = relation.database.rows(
        relation.select(given.sql, f"WHERE {found.sql} = {wanted.sql} ORDER BY {relation.by_order} LIMIT 1")
    )
    return decoded(rows[0][0]) if rows else None


def only_value(table: StoredTable, column: Any, key: Value, result: Any) -> Value:
    found, wanted = alike(sql_of(table, column), literal(key, _dialect(table)))
    given = sql_of(table, result)
    rows = table.relation.database.rows(table.relation.select(given.sql, f"WHERE {found.sql} = {wanted.sql} LIMIT 2"))
    if len(rows) != 1 or rows[0][0] is None:
        raise NotPushed("there is not one row with a value")
    return decoded(rows[0][0])


OF_TABLES: dict[str, Operation] = {
    "table.where@1": where,
    "table.with_column@1": with_column,
    "table.select@1": select,
    "table.sort_by@1": partial(sort_by, descending=False),
    "table.sort_by_descending@1": partial(sort_by, descending=True),
    "table.top@1": partial(top, descending=True),
    "table.bottom@1": partial(top, descending=False),
    "table.take@1": take,
    "table.drop@1": drop,
    "table.distinct@1": distinct,
    "table.drop_blanks@1": drop_blanks,
    "table.take_last@1": take_last,
    "table.without@1": without,
    "table.fill_blanks@1": fill_blanks,
    "table.rename@1": rename,
    "table.distinct_rows@1": distinct_rows,
    "table.duplicates@1": duplicates,
    "table.value@1": only_value,
    "table.mode@1": mode,
    "table.percentile@1": percentile,
    "table.weighted_average@1": weighted_average,
    "table.correlation@1": correlation,
    "table.count@1": count,
    "table.count_blanks@1": count_blanks,
    "table.values@1": values,
    "table.map@1": map_rows,
    "table.lookup@1": lookup,
}
OF_TABLES |= {f"table.{name}@1": partial(of_column, name) for name in aggregates.OF_A_COLUMN}


def _listed(columns: Sequence[Any]) -> Any:
    """Return the column whose values are the items of a list."""
    (column,) = columns
    if isinstance(column, Computed) and column.fields is not None:
        raise NotPushed("a list of records")
    return column


def _of_list(name: str, table: StoredTable, columns: Sequence[Any]) -> Value:
    return of_column(name, table, _listed(columns))


# Builtins of a list of a column's values, which is then never made.
OF_LISTS: dict[str, Operation] = {
    "list.sum@1": partial(_of_list, "total"),
    **{f"list.{name}@1": partial(_of_list, name) for name in aggregates.OF_A_COLUMN if name != "total"},
    "list.mode@1": lambda table, columns: mode(table, _listed(columns)),
    "list.percentile@1": lambda table, columns, share: percentile(table, share, _listed(columns)),
    "list.count@1": count_values,
    "list.distinct@1": distinct_values,
}
