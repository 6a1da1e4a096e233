"""Cells of rows in a program: of which column one is, and with which parameter something is compared."""

from __future__ import annotations

from collections.abc import Iterator

from seglam_lang.language.core import Call, Core, Local
from seglam_lang.verifier.vacuous import TURNED

CELL = "row.cell@1"


def column_of(part: Core, params: int) -> int | None:
    """Return the place, among so many parameters, of the column of which a part is a cell; None where it is no cell, or
    one of a column that a step has made.
    """
    column = part.args[1] if isinstance(part, Call) and part.builtin == CELL else None
    return column.slot if isinstance(column, Local) and column.slot < params else None


def compared_with_parameters(call: Call, params: int) -> Iterator[tuple[Core, str, int]]:
    """Yield what a comparison compares with one of so many parameters, by which operator where it stands on the left,
    and the place of that parameter; nothing of another call.
    """
    if call.builtin in TURNED:
        left, right = call.args
        for subject, operator, other in ((left, call.builtin, right), (right, TURNED[call.builtin], left)):
            if isinstance(other, Local) and other.slot < params:
                yield subject, operator, other.slot
