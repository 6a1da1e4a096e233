"""Periods between two dates: "from May 4 to June 2", "between 2019 and 2021", "November 19-20"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from seglam_lang.requests.dates import words
from seglam_lang.requests.dates.calendar import TO
from seglam_lang.requests.dates.days import Days, Named, shift
from seglam_lang.requests.dates.named import named
from seglam_lang.requests.dates.parts import PartReader
from seglam_lang.requests.dates.units import Read, earliest
from seglam_lang.requests.dates.words import WEEKDAYS, joint, skip, word

_FROM = frozenset(("from", "between"))


class _Bound(NamedTuple):
    """One end of a range, with what it leaves to the other end: its year (`named`) or its month as well (`day`)."""

    end: int
    days: Days | None = None
    named: Named | None = None
    day: int = 0
    weekday: int | None = None


class PeriodReader(PartReader):
    """Reads dates, periods and what is put together of two of them."""

    def expression(self, at: int) -> Read:
        """Read the longest date or period that begins here."""
        try:
            return self._range(at) or self._days(at)
        except (ValueError, OverflowError):  # there is no such day, or it is past the calendar's end
            return None

    def stated(self, at: int) -> Read:
        """Read the longest date or period that begins here and is not put together of two."""
        try:
            return self._days(at)
        except (ValueError, OverflowError):
            return None

    def _range(self, at: int) -> Read:
        """Read "from May 4 to June 2", "between 2019 and 2021", "November 19-20", "4 to 22 January 1995"."""
        marked = word(self.norms, at) in _FROM
        first = self._bound(at + 1 if marked else at, marked, ("start", "beginning"))
        if first is None:
            return None
        sign = word(self.norms, first.end)
        if sign not in TO and not (sign == "and" and word(self.norms, at) == "between"):
            return None
        last = self._bound(first.end + 1, True, ("end",))
        if last is None or (first.day and last.day):
            return None
        days = self._between(first, last)
        return (last.end, days) if days and (marked or days.first < days.last) else None

    def _bound(self, at: int, marked: bool, edges: Sequence[str]) -> _Bound | None:
        norms = self.norms
        start = skip(norms, at, "the")
        if word(norms, start) in edges and word(norms, start + 1) == "of":
            at = start + 2
        found = named(norms, at, self.day_first)
        if found:
            end, name = found
            return _Bound(end, None, name) if name.year is None else _Bound(end, name.in_year(name.year))
        days = self._days(at) or (self._plain_year(at) if marked or self._is_year_range(at) else None)
        if days:
            bare = WEEKDAYS.get(word(norms, at)) if days[0] == at + 1 else None
            return _Bound(*days, weekday=bare)
        if word(norms, at) in ("now", "today") and self.today:
            return _Bound(at + 1, Days.of(self.today))
        day = words.day_of_month(norms, at)
        if day is None:
            return None
        inside = self._relative_unit(joint(norms, day[0])) or self._relative_unit(day[0])
        if inside and inside[1].first.day == 1:
            return _Bound(inside[0], Days.of(inside[1].first.replace(day=day[1])))
        return _Bound(day[0], day=day[1])

    def _between(self, first: _Bound, last: _Bound) -> Days | None:
        """Return the days from one bound to the other; what one of them leaves out is as in the other."""
        start, stop = first.days, last.days
        if first.day:
            name = last.named or (Named(stop.first.year, stop.first.month, stop.first.month) if stop else None)
            first = first._replace(named=name._replace(day=first.day, year=None) if name else None)
        if last.day:
            day = start.last if start else None
            name = first.named or (Named(day.year, day.month, day.month) if day else None)
            last = last._replace(named=name._replace(day=last.day, year=None) if name else None)
        if start is None and first.named:
            start = self.latest(first.named, stop.last if stop else None)
        if start is None:
            return None
        if stop is None and last.named:
            stop = earliest(last.named, start.first)
        if last.weekday is not None:  # "from next Monday to Friday"
            stop = Days.of(shift(start.first, "day", (last.weekday - start.first.weekday()) % 7))
        return Days(start.first, stop.last) if stop and start.first <= stop.last else None
