"""Tables of Python's memory put into the database, beside one that lies there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from seglam_lang.language.backends.columns import SqlColumn, sql_text
from seglam_lang.language.backends.dialects import NotPushed, has_form
from seglam_lang.language.backends.engines import Engine
from seglam_lang.language.backends.relation import Owner, Planner, Relation, StoredTable
from seglam_lang.language.types import DURATION, NUMBER, TEXT, Con
from seglam_lang.language.values import Number, Table, Value


def stored(table: Table, database: Engine, planner: Planner) -> StoredTable:
    """Return the table with its rows in the database. Raise NotPushed where a cell has no form there."""
    if isinstance(table, StoredTable):
        if table.relation.database is not database:
            raise NotPushed("its rows lie in another engine")
        return table
    if DURATION in table.types:
        raise NotPushed("a duration has no form in SQL")
    given = zip(table.types, table.cells, strict=True)
    columns = tuple([_column(f"x{place}", *each) for place, each in enumerate(given)])
    name, owner = database.new_name(), Owner()
    database.keep(owner, name)
    named = [(column.sql, column.sql_type(database.dialect)) for column in columns]
    cells = [[None if cell is None else sql_text(cell) for cell in column] for column in table.cells]
    database.put(name, named, cells)
    return StoredTable(
        Relation(database, name, columns, table.length, owner),
        table.headers,
        columns,
        planner,
        percentages=table.percentages,
        made=table.made,
        notations=table.notations,
        length=table.length,
    )


def _column(name: str, kind: Con, cells: Sequence[Value]) -> SqlColumn:
    """Return a column that has room for some cells."""
    if kind == NUMBER:
        return SqlColumn(name, NUMBER, *_digits([cell for cell in cells if cell is not None]))
    if kind != TEXT:
        return SqlColumn(name, kind)
    texts = [cell for cell in cells if cell is not None]
    if not all(map(has_form, texts)):
        raise NotPushed("a text that SQL has no form for")
    return SqlColumn(name, TEXT, longest=max(map(len, texts), default=0))


def _digits(cells: Sequence[Number]) -> tuple[int, int]:
    """Return how many digits numbers have at most, and how many of them behind the point."""
    whole, scale = 1, 0
    for number in map(Decimal, cells):
        exponent = number.as_tuple().exponent
        assert isinstance(exponent, int), "numbers of the language are finite"
        whole, scale = max(whole, number.adjusted() + 1), max(scale, -exponent)
    if whole + scale > 38:
        raise NotPushed("numbers that are too far apart")
    return whole + scale, scale
