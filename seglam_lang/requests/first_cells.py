"""The first cells of a column: enough to say what its numbers are, however long the table."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.values import Table, Value

SEEN = 1000  # rows


def first_cells(header: str, table: Table) -> Sequence[Value]:
    """Return the first cells of the column with a header."""
    return next(table.parts(SEEN)).cells[table.headers.index(header)]
