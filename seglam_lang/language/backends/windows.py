"""Windows on relations: columns that look at other rows, the rows before or all of them.

What divides (a share, a percent change) is left to the interpreter: a quotient has up to 34 digits, at any distance
from its point, and no DECIMAL holds all that there may be.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from seglam_lang.language.backends.aggregates import sum_of
from seglam_lang.language.backends.columns import SqlColumn, decimal, summed, with_sql
from seglam_lang.language.backends.operations import Operation, named, with_new_column
from seglam_lang.language.backends.relation import Relation, StoredTable, numbered


def with_rank(table: StoredTable, name: str, column: Any, *, descending: bool) -> StoredTable:
    relation, found = _numbered(table, column)
    order = f"{found.sql} {'DESC' if descending else 'ASC'} NULLS LAST"
    rank = f"(CASE WHEN {found.sql} IS NOT NULL THEN rank() OVER (ORDER BY {order}) END)"
    return with_new_column(table.with_relation(relation), name, decimal(rank, _digits(relation), 0))


def with_running_total(table: StoredTable, name: str, column: Any) -> StoredTable:
    relation, found = _numbered(table, column)
    digits = found.digits + _digits(relation)  # of as many of the largest number as there are rows
    total = sum_of(found, table.relation.database.dialect)
    so_far = f"coalesce({total} OVER (ORDER BY p ROWS UNBOUNDED PRECEDING), 0)"
    return with_new_column(table.with_relation(relation), name, decimal(so_far, digits, found.scale))


def with_difference(table: StoredTable, name: str, column: Any) -> StoredTable:
    relation, found = _numbered(table, column)
    before = with_sql(found, f"lag({found.sql}) OVER (ORDER BY p)")
    return with_new_column(table.with_relation(relation), name, summed("-", found, before))


def _numbered(table: StoredTable, column: Any) -> tuple[Relation, SqlColumn]:
    """Return the rows with positions, and a column of them. A window gives its rows in whatever order."""
    relation, found = named(table, column)
    return replace(numbered(relation), is_ordered=False), found


def _digits(relation: Relation) -> int:
    """Return how many digits the number of rows may have."""
    return len(str(relation.most))


OF_WINDOWS: dict[str, Operation] = {
    "table.with_rank@1": partial(with_rank, descending=False),
    "table.with_rank_descending@1": partial(with_rank, descending=True),
    "table.with_running_total@1": with_running_total,
    "table.with_difference@1": with_difference,
}
