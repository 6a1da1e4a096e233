"""Time that is counted backwards: from the later of two columns to the earlier one, in every row.

"Days from order to delivery" is a number of days, not minus so many: where no row has time from the one column to the
other, and some have time the other way, it was to be counted the other way. Of 277 right programs that count time
none counts so (docs/confidence.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from seglam_lang.language.core import Call, Core, Procedure, preorder
from seglam_lang.language.values import Table, Value
from seglam_lang.verifier.cells import column_of

# What is counted from the first argument to the second; and what is subtracted from the first, the second.
_ONWARDS = frozenset(
    ("datetime.time_until@1", *(f"date.{unit}_until@1" for unit in ("days", "months", "years", "business_days")))
)
_SUBTRACTING = "datetime.difference@1"
_DAY = "datetime.date@1"
_ROWS = 10_000  # that are looked at


def why_backwards(core: Procedure, arguments: Sequence[Value]) -> str:
    """Return, as a sentence, from which column to which a procedure counts time backwards; "" where it does not."""
    for node in [node for root in core.roots() for node in preorder(root)]:
        if not isinstance(node, Call) or node.builtin not in (*_ONWARDS, _SUBTRACTING):
            continue
        times = [_moment(each) for each in node.args[:2]]
        in_days = any(time is not each for time, each in zip(times, node.args, strict=False))
        places = [column_of(each, len(arguments)) for each in times]
        start, end = reversed(places) if node.builtin == _SUBTRACTING else places
        if start is None or end is None or core.tables[start] != core.tables[end]:
            continue
        of, to = arguments[start].header, arguments[end].header
        if _is_never_before(arguments[core.tables[start]], of, to, in_days):
            return f"it counts the time from {of!r} to {to!r}, which is never the later"
    return ""


def _moment(time: Core) -> Core:
    """Return the moment of which something is the day, or else that itself."""
    return time.args[0] if isinstance(time, Call) and time.builtin == _DAY else time


def _day(time: Value) -> Value:
    return time.date() if isinstance(time, datetime) else time


def _is_never_before(table: Table, start: str, end: str, in_days: bool) -> bool:
    """Return whether no row has time from one column to another, and some have the other way."""
    first = next(table.parts(_ROWS), table)
    columns = [list(map(_day, first.column(each))) if in_days else first.column(each) for each in (start, end)]
    pairs = [pair for pair in zip(*columns, strict=True) if None not in pair]
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)
