"""Cells of rows in a program: of which column one is, with what something is compared, and whether that is denied."""

from __future__ import annotations

from collections.abc import Iterator

from seglam_lang.language.core import And, Call, Core, Local, Or, Procedure, children
from seglam_lang.verifier.vacuous import CELL, NEGATED, NOT, TURNED


def column_of(part: Core, params: int) -> int | None:
    """Return the place, among so many parameters, of the column of which a part is a cell; None where it is no cell, or
    one of a column that a step has made.
    """
    column = part.args[1] if isinstance(part, Call) and part.builtin == CELL else None
    return column.slot if isinstance(column, Local) and column.slot < params else None


def calls_in(core: Procedure) -> Iterator[tuple[Call, bool]]:
    """Yield the calls of a procedure, each with whether it stands as it is: a condition may be denied by `not`."""
    for root in core.roots():
        yield from _calls(root, True)


def _calls(node: Core, holds: bool) -> Iterator[tuple[Call, bool]]:
    is_denied = isinstance(node, Call) and node.builtin == NOT
    if isinstance(node, Call):
        yield node, holds
    if not is_denied and not isinstance(node, And | Or):
        holds = True  # what is denied is what stands there, not all that is computed for it
    for child in children(node):
        yield from _calls(child, holds is not is_denied)


def compared_with_parameters(core: Procedure) -> Iterator[tuple[Core, str, int]]:
    """Yield what is compared with a parameter, by which operator where it stands on the left, and the place of that
    parameter: `not (a == b)` says that they differ.
    """
    for call, holds in calls_in(core):
        if call.builtin in TURNED:
            left, right = call.args
            operator = call.builtin if holds else NEGATED[call.builtin]
            for subject, compared, other in ((left, operator, right), (right, TURNED[operator], left)):
                if isinstance(other, Local) and other.slot < len(core.params):
                    yield subject, compared, other.slot
