"""Time that is counted backwards, from the later of two columns to the earlier one in every row; and conditions that
are so in every row, as one column of days always comes after the other.

"Days from order to delivery" is a number of days, not minus so many: where no row has time from the one column to the
other, and some have time the other way, it was to be counted the other way. Of 277 right programs that count time
none counts so (docs/confidence.md). And "delivered late" is not delivered after the order came in, as all are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from seglam_lang.language.core import Call, Core, Procedure, preorder
from seglam_lang.language.types import DATE, DATETIME
from seglam_lang.language.values import Table, Value
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.verifier.cells import calls_in, column_of
from seglam_lang.verifier.vacuous import AT_LEAST, AT_MOST, GREATER, LESS

# What is counted from the first argument to the second; and what is subtracted from the first, the second.
_ONWARDS = frozenset(
    ("datetime.time_until@1", *(f"date.{unit}_until@1" for unit in ("days", "months", "years", "business_days")))
)
_SUBTRACTING = "datetime.difference@1"
_DAY = "datetime.date@1"
_BEFORE = frozenset((LESS, AT_MOST))  # the first argument comes before the second
_ORDERED = _BEFORE | {GREATER, AT_LEAST}
_ROWS = 10_000  # that are looked at
_SEVERAL = 5  # rows, in which an order is no chance


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


def why_always_so(core: Procedure, arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, which column of days a procedure takes for later than another, as it is wherever both are
    known, in several rows; "" where it does not, or the words name the two.
    """
    named = {each.header for each in (*reading.visible, *reading.hints) if isinstance(each, ColumnRef)}
    for call, holds in calls_in(core):
        places = [column_of(each, len(arguments)) for each in call.args] if holds and call.builtin in _ORDERED else []
        known = [place for place in places if place is not None and arguments[place].type in (DATE, DATETIME)]
        if len(known) != 2 or len({core.tables[place] for place in known}) > 1:
            continue
        first, second = (arguments[place].header for place in known)
        start, end = (first, second) if call.builtin in _BEFORE else (second, first)
        if not named >= {start, end} and _is_always_before(arguments[core.tables[known[0]]], start, end):
            return f"it takes the rows where {end!r} is after {start!r}, as it is wherever both are known"
    return ""


def _is_always_before(table: Table, start: str, end: str) -> bool:
    if not {start, end} <= {*table.headers}:
        return False  # they are of a table that a step has made
    first = next(table.parts(_ROWS), table)
    pairs = [pair for pair in zip(first.column(start), first.column(end), strict=True) if None not in pair]
    return len(pairs) >= _SEVERAL and all(a < b for a, b in pairs)


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
