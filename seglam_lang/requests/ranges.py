"""Ranges of what a request states: "40-50", "from 3 km to 5 km", "between 7 and 9 percent", "from 9 am to 5 pm".

What the first end leaves out is as in the last. A range that ends before it begins is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from seglam_lang.language.computing.numbers import divide, multiply
from seglam_lang.language.computing.times import microseconds, rounded_duration
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DURATION, NUMBER, TIME, record
from seglam_lang.language.values import Number, Record, Value
from seglam_lang.requests import kinds
from seglam_lang.requests.model import Literal
from seglam_lang.requests.parts import PARTS_OF
from seglam_lang.requests.request import Request

_TO = frozenset(("-", "to", "~", "through", "until", "till"))
_FILLERS = (["about"], ["around"], ["~"], ["the"])


def ranges_in(request: Request, found: Sequence[Literal]) -> Iterator[Literal]:
    """Find the ranges whose ends are among the literals `found`."""
    starting: dict[int, list[Literal]] = {}
    for literal in found:
        starting.setdefault(literal.first, []).append(literal)
    for low in found:
        sign = request.norms[low.last] if low.last < len(request.norms) else ""
        before = low.first - 1 - (request.norms[low.first - 1 : low.first] == ["the"])
        opening = request.norms[before] if before >= 0 else ""
        if sign not in _TO and not (sign == "and" and opening == "between"):
            continue
        start = low.last + 2 if request.norms[low.last + 1 : low.last + 2] in _FILLERS else low.last + 1
        ends = starting.get(start, ())
        for high in ends:
            if sign == "-" and low.kind == high.kind == kinds.NUMBER and not request.adjacent(low.last - 1):
                continue
            pair = _ends(low, high, ends)
            if pair:
                first = before if opening in ("from", "between") else low.first
                yield _range(first, high.last, *pair)


def _ends(low: Literal, high: Literal, others: Sequence[Literal]) -> tuple[Literal, Any, Any] | None:
    """Return the literal whose kind both ends have, and the ends."""
    like = high
    first, last = low.value, high.value
    if low.kind != high.kind:
        bare = next((each.value for each in others if each.kind == kinds.NUMBER), 0)
        is_bare = high.kind == kinds.NUMBER and high.last == max(each.last for each in others)
        if is_bare and low.kind.family in PARTS_OF:  # "$10 to 20", and no "$10 to 20 euros"
            like = low
        elif low.kind == kinds.NUMBER and bare:
            first = _counted_as(first, high, bare)
        else:
            return None
    return None if first is None or not first < last else (like, first, last)


def _counted_as(number: Number, high: Literal, bare: Number) -> Any:
    """Return a number as `high`, which is `bare` of something, counts it: the 7 of "7-9 %" is 0.07."""
    if high.type == TIME:
        return _hour_before(number, high.value)
    if high.type == DURATION:
        try:
            return rounded_duration(divide(multiply(number, microseconds(high.value)), bare))
        except Failure:
            return None
    return divide(multiply(number, high.value), bare) if high.type == NUMBER else None


def _hour_before(number: Number, end: time) -> time | None:
    """Return the hour of the range that ends at a time: the 9 of "9 to 5 pm" is in the morning, that of "9 to 11 pm" at
    night.
    """
    if number not in range(1, 13):
        return None
    hours = [int(number) % 12 + (end.hour // 12) * 12, int(number) % 12]
    return next((time(hour) for hour in hours if time(hour) < end), None)


def _range(first: int, last: int, like: Literal, low: Value, high: Value) -> Literal:
    """Return the literal of a range: one value with a first and a last one."""
    kind = record({"first": like.type, "last": like.type})
    return Literal(first, last, kind, Record(("first", "last"), (low, high)), kinds.range_of(like.kind))
