"""Builtins of two tables on relations. One of them may be in memory: it is put beside the other, which is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from seglam_lang.language.backends.aggregates import expect_keys
from seglam_lang.language.backends.columns import SqlColumn, alike
from seglam_lang.language.backends.copies import stored
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.expressions import column_of
from seglam_lang.language.backends.operations import Computed, Operation, named
from seglam_lang.language.backends.relation import Relation, StoredTable, numbered
from seglam_lang.language.builtins.table_shape import columns_beside, most_joined, names_beside
from seglam_lang.language.computing.fuel import MAX_LIST
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Column, Table


def joined(table: Table, key: Any, other: Table, other_key: Any, *, keep_all: bool) -> StoredTable:
    """Return the rows of both tables with the same key, side by side, in the order of `table`, and where there are
    several for one row in that of `other`."""
    mine, theirs = _both_stored(table, other)
    try:
        places = columns_beside(mine, _asked(mine, key), theirs, _asked(theirs, other_key))
    except Failure:
        raise NotPushed("both tables have a column of one name") from None
    (left, one), (right, two) = named(mine, key), named(numbered_table(theirs), other_key)
    expect_keys(two)
    one, two = alike(one, two)
    matches = right.select(f"{two.sql} AS k, count(*) AS n", f"WHERE {two.sql} IS NOT NULL GROUP BY 1")
    often = left.database.row(f"SELECT coalesce(max(n), 0) FROM ({matches})")[0]
    most = left.most * max(often, int(keep_all))
    if often > 1 and most > MAX_LIST:
        most = _length(left, one, matches, keep_all)
        if most > most_joined(mine, theirs):
            raise NotPushed("the joined table may be too large")
    position = left.database.new_name()
    beside = [replace(theirs.columns[place], sql=left.new_column(number)) for number, place in enumerate(places)]
    given = [f"{theirs.columns[place].sql} AS {column.sql}" for place, column in zip(places, beside, strict=True)]
    found = right.select(", ".join([f"{two.sql} AS k", f"p AS {position}", *given]))
    taken = ", ".join(["l.*", f"r.{position}", *(f"r.{column.sql}" for column in beside)])
    kind = "LEFT JOIN" if keep_all else "JOIN"
    relation = left.derived(
        f"SELECT {taken} FROM {left.sql} AS l {kind} ({found}) AS r ON {one.sql} = r.k",
        columns=(*left.columns, *beside),
        most=most,
        owner=(left.owner, right.owner),
        order=left.order if often <= 1 else (*left.order, position),
        is_ordered=False,
    )
    headers = mine.headers + tuple([theirs.headers[place] for place in places])
    columns = (*mine.columns, *beside)
    return StoredTable(relation, headers, columns, mine.planner, made=names_beside(mine, theirs))


def appended(table: Table, other: Table) -> StoredTable:
    """Return the rows of one table followed by those of another with the same columns."""
    mine, theirs = _both_stored(table, other)
    if set(mine.headers) != set(theirs.headers) or mine.length + theirs.length > MAX_LIST:
        raise NotPushed("the tables do not go together")
    pairs = [
        alike(column, theirs.columns[theirs.headers.index(header)])
        for header, column in zip(mine.headers, mine.columns, strict=True)
    ]
    columns = tuple([replace(one, sql=f"x{place}") for place, (one, _) in enumerate(pairs)])
    one, two = (
        numbered(each.relation).select(", ".join([f"{number} AS s, p", *_as(columns, cells)]))
        for number, (each, cells) in enumerate(zip((mine, theirs), zip(*pairs, strict=True), strict=True))
    )
    relation = Relation(
        mine.relation.database,
        f"({one} UNION ALL {two})",
        columns,
        mine.relation.most + theirs.relation.most,
        (mine.relation.owner, theirs.relation.owner),
        ("s", "p"),
        is_ordered=False,
    )
    return StoredTable(relation, mine.headers, columns, mine.planner, made=mine.made)


def _both_stored(table: Table, other: Table) -> tuple[StoredTable, StoredTable]:
    known = next(each for each in (table, other) if isinstance(each, StoredTable))
    one, two = (stored(each, known.relation.database, known.planner) for each in (table, other))
    return one, two


def numbered_table(table: StoredTable) -> StoredTable:
    """Return a table whose rows have positions that say their order."""
    return table.with_relation(numbered(table.relation))


def _asked(table: StoredTable, given: Any) -> Column:
    """Return the column that an argument means; one that is computed for the call is none of the table's."""
    if isinstance(given, Computed):
        return Column(given.header, given.column(table).type, given.header, ())
    return column_of(table, given)


def _length(left: Relation, key: SqlColumn, matches: str, keep_all: bool) -> int:
    """Return how many rows a join has, where `matches` has how often the other table has each key."""
    number = "coalesce(n, 1)" if keep_all else "n"
    kind = "LEFT JOIN" if keep_all else "JOIN"
    return int(left.only(f"coalesce(sum({number}), 0)", f"AS l {kind} ({matches}) AS r ON {key.sql} = r.k")[0])


def _as(columns: tuple[SqlColumn, ...], cells: tuple[SqlColumn, ...]) -> list[str]:
    return [f"{cell.sql} AS {column.sql}" for cell, column in zip(cells, columns, strict=True)]


OF_TWO_TABLES: dict[str, Operation] = {
    "table.join_on@1": partial(joined, keep_all=False),
    "table.left_join_on@1": partial(joined, keep_all=True),
    "table.append_rows@1": appended,
}
