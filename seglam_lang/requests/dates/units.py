"""Units that count from today: "this month", "last quarter", "next 3 days", "the week after next", "last May"."""

from __future__ import annotations

from datetime import date

from seglam_lang.requests import number_words
from seglam_lang.requests.dates.days import Days, Named, shift, unit_at
from seglam_lang.requests.dates.named import named
from seglam_lang.requests.dates.words import UNITS, Norms, is_ordinal, skip, word

Read = tuple[int, Days] | None

STEPS = {
    word: step
    for step, words in {0: "this current", -1: "last past previous", 1: "next coming upcoming following"}.items()
    for word in words.split()
}


class UnitReader:
    """Reads tokens from a position; each method reads one form, and returns None where it is not there."""

    def __init__(self, norms: Norms, today: date | None, day_first: bool = False) -> None:
        self.norms, self.today, self.day_first = norms, today, day_first
        self.without_year: dict[int, Named] = {}  # what the calendar names, by where it begins
        self.with_year: set[int] = set()

    @property
    def _now(self) -> date:
        if self.today is None:
            raise ValueError("no day is given")
        return self.today

    def _relative_unit(self, at: int) -> Read:
        """Read "this month", "last quarter", "next 3 days", "the week after next", "last May"."""
        if not self.today:
            return None
        norms = self.norms
        at = skip(norms, at, "the")
        norm = word(norms, at)
        if norm in STEPS:
            return self._stepped(skip(norms, at + 1, "fiscal", "calendar"), STEPS[norm])
        unit = UNITS.get(norm, "")
        if unit and tuple(norms[at + 1 : at + 3]) == ("after", "next"):
            return at + 3, unit_at(self.today, unit, 2)
        if tuple(norms[at + 1 : at + 4]) == ("after", "the", "next") and unit:
            return at + 4, unit_at(self.today, unit, 2)
        if unit in ("week", "weekend", "month", "year", "quarter") and word(norms, at - 1) in ("the", "my"):
            is_each = unit != "weekend" and word(norms, at - 2) in ("by", "per")  # "paid by the month"
            return None if is_each or _are_all(norms, at) else (at + 1, unit_at(self.today, unit))
        count = self._count(at)
        if count and word(norms, count[0]) in STEPS and word(norms, count[0]) not in ("this", "current"):
            step = STEPS[norms[count[0]]]
            unit = UNITS.get(word(norms, count[0] + 1), "") if norms[count[0] + 1 : count[0] + 2] else ""
            is_plural = bool(unit) and norms[count[0] + 1][-1] == "s"  # "only 3 next week" is none
            return (count[0] + 2, self._several(unit, step, count[1])) if is_plural and unit != "half" else None
        return None

    def _stepped(self, at: int, step: int) -> Read:
        """Read what follows "this", "last" or "next"."""
        norms = self.norms
        unit = UNITS.get(word(norms, at))
        if unit:
            return at + 1, unit_at(self._now, unit, step)
        found = named(norms, at, self.day_first)
        if found and found[1].year is None:
            name = found[1]
            if step == 0:
                return found[0], name.in_year(self._now.year)
            days = earliest(name, shift(self._now, "day", 1)) if step > 0 else self.latest(name)
            if days and step < 0 and days.first <= self._now <= days.last:
                days = name.in_year(days.first.year - 1)
            return (found[0], days) if days else None
        count = self._count(at)
        if count is None or not step:
            return None
        unit = UNITS.get(word(norms, count[0]))
        return (count[0] + 1, self._several(unit, step, count[1])) if unit and unit != "half" else None

    def _several(self, unit: str, step: int, count: int) -> Days:
        """Return the `count` units before today or after it. Quarters and decades are the calendar's."""
        if unit in ("quarter", "decade"):
            far, near = unit_at(self._now, unit, step * count), unit_at(self._now, unit, step)
            return Days(min(far.first, near.first), max(far.last, near.last))
        if step < 0:
            return Days(shift(self._now, unit, -count), shift(self._now, "day", -1))
        return Days(shift(self._now, "day", 1), shift(self._now, unit, count))

    def _count(self, at: int) -> tuple[int, int] | None:
        """Read a whole number before a unit: "3", "two", "a", "a few" (three), "a couple of" (two)."""
        norms = self.norms
        start = skip(norms, at, "a", "an")
        if word(norms, start) in ("few", "couple"):
            return skip(norms, start + 1, "of"), 3 if norms[start] == "few" else 2
        if start > at and word(norms, start) in UNITS:
            return start, 1
        norm = word(norms, at)
        if norm.isdecimal() and norm.isascii() and len(norm) <= 4:
            return at + 1, int(norm)
        return number_words.below_hundred(norms, at)

    def latest(self, name: Named, limit: date | None = None) -> Days | None:
        """Return the latest days of this name that begin by `limit`, or by today."""
        limit = limit or self.today
        if limit is None:
            return None
        for year in range(limit.year, max(limit.year - 9, 1), -1):  # February 29 may be eight years ago
            days = in_year_or_none(name, year)
            if days and days.first <= limit:
                return days
        return None


def in_year_or_none(name: Named, year: int) -> Days | None:
    try:
        return name.in_year(year)
    except ValueError:
        return None


def earliest(name: Named, limit: date) -> Days | None:
    """Return the first days of this name that begin on `limit` or later."""
    every = (in_year_or_none(name, year) for year in range(limit.year, limit.year + 9))
    return next((days for days in every if days and days.first >= limit), None)


def _are_all(norms: Norms, at: int) -> bool:
    """Return whether a unit stands for all of them: "by day of the week", but not "the last day of the week"."""
    before = word(norms, at - 4)
    is_one = is_ordinal(before) or before == "last" or before.isdecimal()
    return word(norms, at - 2) == "of" and word(norms, at - 3) in UNITS and not is_one
