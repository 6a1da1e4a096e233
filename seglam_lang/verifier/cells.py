"""Cells of rows in a program: of which column one is."""

from __future__ import annotations

from seglam_lang.language.core import Call, Core, Local

CELL = "row.cell@1"


def column_of(part: Core, params: int) -> int | None:
    """Return the place, among so many parameters, of the column of which a part is a cell; None where it is no cell, or
    one of a column that a step has made.
    """
    column = part.args[1] if isinstance(part, Call) and part.builtin == CELL else None
    return column.slot if isinstance(column, Local) and column.slot < params else None
