"""The years of several dates of one request: "from November 5 to February 3", "between May 15 and June 1, 2024".

A date without a year is of the year that another one states, or that was found for the one before it; what ends a
period is not before what begins it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from seglam_lang.requests.dates.calendar import TO
from seglam_lang.requests.dates.days import Days
from seglam_lang.requests.dates.units import UnitReader, earliest, in_year_or_none
from seglam_lang.requests.dates.words import Norms, word


class Found(NamedTuple):
    """A date with its first token and the one after its last."""

    first: int
    last: int
    days: Days


def in_one_year(reader: UnitReader, found: Sequence[Found]) -> list[Found]:
    """Return the dates of a request, in order, each without a year in that of the others."""
    known: list[Found] = []
    for place, each in enumerate(found):
        name = reader.without_year.get(each.first)
        if name is not None and each.days.is_day:
            before = known[-1] if known and _is_named(reader, known[-1]) else None
            after = next((other for other in found[place + 1 :] if other.first in reader.with_year), None)
            days: Days | None = None
            if before is not None:
                same = in_year_or_none(name, before.days.first.year)
                ends = _ends(reader.norms, before, each)
                days = earliest(name, before.days.first) if same is None or ends else same
            elif after is not None:
                same = in_year_or_none(name, after.days.first.year)
                is_late = same is None or (same.first > after.days.first and _ends(reader.norms, each, after))
                days = reader.latest(name, after.days.first) if is_late else same
            each = each if days is None else each._replace(days=days)
        known.append(each)
    return known


def _is_named(reader: UnitReader, found: Found) -> bool:
    return found.first in reader.with_year or found.first in reader.without_year


def _ends(norms: Norms, begin: Found, end: Found) -> bool:
    """Return whether one date begins a period and the other ends it."""
    between = word(norms, end.first - 1)
    return between in TO or (between == "and" and word(norms, begin.first - 1) == "between")
