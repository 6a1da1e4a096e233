"""Builtins of tables on relations: each gets the table and its arguments, and gives what the builtin gives.

An argument is a value, or a `Computed` for a function of the rows. `NotPushed` leaves a call to the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from seglam_lang.language.backends import aggregates
from seglam_lang.language.backends.aggregates import Aggregate
from seglam_lang.language.backends.columns import NotPushed, SqlColumn, alike, literal
from seglam_lang.language.backends.expressions import sql_column
from seglam_lang.language.backends.relation import Relation, StoredTable, decoded, different, numbered
from seglam_lang.language.builtins.groups import aggregated
from seglam_lang.language.builtins.table import distinct_headers, new_header
from seglam_lang.language.types import NUMBER, Con, Constructor
from seglam_lang.language.values import Column, Groups, Record, Table, Value


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
_COUNT = Column("count", NUMBER, "count")


def sql_of(table: StoredTable, given: Any) -> SqlColumn:
    """Return the column that an argument means."""
    return given.column(table) if isinstance(given, Computed) else sql_column(table, given)


def _whole(number: Value) -> int:
    if type(number) is not int or number < 0:
        raise NotPushed("it is no number of rows")
    return number


# --- tables of tables


def where(table: StoredTable, keep: Computed) -> StoredTable:
    return table.with_relation(table.relation.filtered(keep.column(table).sql))


def with_column(table: StoredTable, name: str, value: Computed) -> StoredTable:
    found = value.column(table)
    _expect_values(table, found)
    relation, column = table.relation.with_column(found)
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
    most = _whole(number)
    relation, found = named(table, column)
    term = f"{found.sql} {'DESC' if descending else 'ASC'}"
    kept = relation.select("*", f"WHERE {found.sql} IS NOT NULL ORDER BY {term}, {relation.by_order} LIMIT {most}")
    rows = relation.derived(kept, order=(term, *relation.order), is_ordered=False, most=min(most, relation.most))
    return table.with_relation(numbered(rows))


def take(table: StoredTable, number: Value) -> StoredTable:
    most, relation = _whole(number), table.relation
    kept = relation.select("*", f"ORDER BY {relation.by_order} LIMIT {most}")
    return table.with_relation(relation.derived(kept, is_ordered=False, most=min(most, relation.most)))


def drop(table: StoredTable, number: Value) -> StoredTable:
    relation = table.relation
    kept = relation.select("*", f"ORDER BY {relation.by_order} OFFSET {_whole(number)}")
    return table.with_relation(relation.derived(kept, is_ordered=False))


def distinct(table: StoredTable, column: Any) -> StoredTable:
    relation, found = named(table, column)
    aggregates.expect_keys(found)
    relation = numbered(relation)
    first = relation.select("min(p)", f"WHERE {found.sql} IS NOT NULL GROUP BY {found.sql}")
    kept = relation.filtered(f"p IN ({first})")
    return table.with_relation(replace(kept, is_ordered=False))  # a join gives rows in whatever order


def drop_blanks(table: StoredTable, column: Any) -> StoredTable:
    return table.with_relation(table.relation.filtered(f"{sql_of(table, column).sql} IS NOT NULL"))


# --- values of tables


def count(table: StoredTable) -> int:
    return table.length


def count_blanks(table: StoredTable, column: Any) -> int:
    found = sql_of(table, column)
    return int(table.relation.only(f"count(*) - count({found.sql})")[0])


def of_column(name: str, table: StoredTable, column: Any) -> Value:
    found = aggregates.OF_A_COLUMN[name](sql_of(table, column))
    value = found.value(*table.relation.only(", ".join(found.asked)))
    if value is None:
        raise NotPushed("there are no values")
    return value


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
    relation, (found, wanted) = table.relation, alike(sql_of(table, column), literal(key))
    given = sql_of(table, result)
    rows = relation.database.rows(
        relation.select(given.sql, f"WHERE {found.sql} = {wanted.sql} ORDER BY {relation.by_order} LIMIT 1")
    )
    return decoded(rows[0][0]) if rows else None


# --- groups


def grouped(name: str, table: StoredTable, by: Sequence[Any], *given: Any) -> Table:
    """Return the table that an aggregate of groups gives. `by` are the columns that are grouped by."""
    by = [each for each in by if each is not None]
    keys = [sql_of(table, each) for each in by]
    for key in keys:
        aggregates.expect_keys(key)
    found, column = _aggregate(name, table, given)
    rows = _by_group(numbered(table.relation), keys, found.asked)
    if not rows and any(isinstance(each, Computed) for each in by):
        raise NotPushed("there are no groups, so that the type of their keys is not known")
    groups = _groups(table, by, keys, rows)
    results = [found.value(*row[len(keys) :]) for row in rows]
    if name == "most_frequent":
        ranked = sorted(range(len(results)), key=results.__getitem__, reverse=True)
        return aggregated(groups, column, results).take(ranked[: _whole(given[0])])
    if name in ("minimum", "maximum") and isinstance(given[0], Computed) and set(results) <= {None}:
        raise NotPushed("a column of blanks alone, of which the type is not known")
    return aggregated(groups, column, results)


def _aggregate(name: str, table: StoredTable, given: tuple[Any, ...]) -> tuple[Aggregate, Column]:
    if name in ("count", "most_frequent"):
        return aggregates.count_rows(), _COUNT
    found = sql_of(table, given[0])
    if name == "count_distinct":
        return aggregates.count_distinct(found), _COUNT
    header, made = _header(table, given[0])
    return aggregates.OF_A_COLUMN[name](found), Column(header, aggregates.result_of(name, found), made)


def _header(table: StoredTable, given: Any) -> tuple[str, str | None]:
    """Return the header of a column, and the name that the procedure gave it."""
    if isinstance(given, Computed):
        return given.header, given.header
    return given.header, given.name


def _by_group(relation: Relation, keys: Sequence[SqlColumn], asked: Sequence[str]) -> list[tuple[Any, ...]]:
    named = ", ".join([*(f"{key.sql} AS k{place}" for place, key in enumerate(keys)), *asked])
    present = " AND ".join(f"{key.sql} IS NOT NULL" for key in keys)
    numbers = ", ".join(str(place + 1) for place in range(len(keys)))
    return relation.database.rows(relation.select(named, f"WHERE {present} GROUP BY {numbers} ORDER BY min(p)"))


def _groups(table: Table, by: Sequence[Any], keys: Sequence[SqlColumn], rows: Sequence[tuple[Any, ...]]) -> Groups:
    """Return groups of which only the keys are known."""
    headed = [_header(table, each) for each in by]  # type: ignore[arg-type]
    headers, names = tuple([header for header, _ in headed]), tuple([name for _, name in headed])
    if len(keys) == 1:
        column = Column(headers[0], keys[0].type)
        return Groups(table, column, names, tuple([decoded(row[0]) for row in rows]), ())
    column = Column("", Con(Constructor.RECORD, tuple([key.type for key in keys]), headers))
    records = [Record(headers, tuple(map(decoded, row[: len(keys)]))) for row in rows]
    return Groups(table, column, names, tuple(records), ())


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


# Builtins of what another one gives, which is then never made: of groups, and of the list of a column's values.
OF_LISTS: dict[str, Operation] = {
    "list.sum@1": partial(_of_list, "total"),
    "list.average@1": partial(_of_list, "average"),
    "list.minimum@1": partial(_of_list, "minimum"),
    "list.maximum@1": partial(_of_list, "maximum"),
    "list.count@1": count_values,
    "list.distinct@1": distinct_values,
}
OF_GROUPS: dict[str, Operation] = {
    f"groups.{name}@1": partial(grouped, name)
    for name in ("total", "average", "minimum", "maximum", "count", "count_distinct", "most_frequent")
}
