"""Ordinary tables put into the database, for tests that compare what it computes with the interpreter."""

from __future__ import annotations

from decimal import Decimal

from seglam_lang.language.backends import planner
from seglam_lang.language.backends.columns import SqlColumn, literal
from seglam_lang.language.backends.database import database
from seglam_lang.language.backends.relation import Relation, StoredTable
from seglam_lang.language.types import NUMBER, TEXT, Con
from seglam_lang.language.values import Table, Value

_AT_ONCE = 10_000  # rows of a statement


def store(table: Table) -> StoredTable:
    """Return the table with its rows in the database."""
    db = database()
    name = db.new_name()
    columns = tuple(
        _column(f"x{place}", *each) for place, each in enumerate(zip(table.types, table.cells, strict=True))
    )
    declared = ", ".join(["p BIGINT", *(f"{column.sql} {column.sql_type}" for column in columns)])
    db.run(f"CREATE TABLE {name} ({declared})")
    rows = [
        ", ".join([str(position), *("NULL" if cell is None else literal(cell).sql for cell in row)])
        for position, row in enumerate(table.rows())
    ]
    for first in range(0, len(rows), _AT_ONCE):
        db.run(f"INSERT INTO {name} VALUES ({'), ('.join(rows[first : first + _AT_ONCE])})")
    owner = object()
    return StoredTable(
        Relation(db, name, columns, table.length, owner),
        table.headers,
        columns,
        planner,
        percentages=table.percentages,
        notations=table.notations,
        length=table.length,
    )


def _column(name: str, kind: Con, cells: tuple[Value, ...]) -> SqlColumn:
    if kind == NUMBER:
        return SqlColumn(name, kind, *_digits(cells))
    return SqlColumn(name, kind, longest=max(map(len, filter(None, cells)), default=0) if kind == TEXT else 0)


def _digits(cells: tuple[int | Decimal | None, ...]) -> tuple[int, int]:
    numbers = [Decimal(cell) for cell in cells if cell is not None]
    scale = max((max(0, -int(each.as_tuple().exponent)) for each in numbers), default=0)
    whole = max((max(0, each.adjusted() + 1) for each in numbers), default=0)
    return max(whole + scale, scale + 1), scale
