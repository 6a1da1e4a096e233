"""Time that is counted backwards: from the later of two columns to the earlier one, in every row.

"Days from order to delivery" is a number of days, not minus so many: where no row has time from the one column to the
other, and some have time the other way, it was to be counted the other way. Of 199 programs of the data that count the
time from one column to another none counts so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from seglam_lang.language.core import Call, Core, Local, Procedure, preorder
from seglam_lang.language.values import Column, Table, Value

_CELL = "row.cell@1"
# What is counted from the first argument to the second; and what is subtracted from the first, the second.
_ONWARDS = frozenset(
    ("datetime.time_until@1", *(f"date.{unit}_until@1" for unit in ("days", "months", "years", "business_days")))
)
_SUBTRACTING = "datetime.difference@1"
_ROWS = 10_000  # that are looked at


def why_backwards(core: Procedure, arguments: Sequence[Value]) -> str:
    """Return, as a sentence, from which column to which a procedure counts time backwards; "" where it does not."""
    for node in [node for root in core.roots() for node in preorder(root)]:
        if not isinstance(node, Call) or node.builtin not in (*_ONWARDS, _SUBTRACTING):
            continue
        first, last = (_column_of(each, core, arguments) for each in node.args[:2])
        if first is None or last is None or first[0] is not last[0]:
            continue
        start, end = (last, first) if node.builtin == _SUBTRACTING else (first, last)
        if _is_never_before(start, end):
            return f"it counts the time from {start[1]!r} to {end[1]!r}, which is never the later"
    return ""


def _column_of(part: Core, core: Procedure, arguments: Sequence[Value]) -> tuple[Table, str] | None:
    """Return the input table and the header of the column whose cell a part is; None where it is none."""
    while isinstance(part, Call) and part.builtin != _CELL and len(part.args) == 1:
        part = part.args[0]  # a cell that must be there
    column = part.args[1] if isinstance(part, Call) and part.builtin == _CELL else None
    value = arguments[column.slot] if isinstance(column, Local) and column.slot < len(arguments) else None
    if not isinstance(column, Local) or not isinstance(value, Column):
        return None
    return arguments[core.tables[column.slot]], value.header


def _is_never_before(start: tuple[Table, str], end: tuple[Table, str]) -> bool:
    """Return whether no row has time from one column to another, and some have the other way."""
    starts, ends = (table.cells[table.headers.index(header)] for table, header in (start, end))
    pairs = [(a, b) for a, b in islice(zip(starts, ends, strict=True), _ROWS) if a is not None and b is not None]
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)
