"""Stretches of days, and the arithmetic of the calendar that words for them need."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
DAYS_IN = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}


class Days(NamedTuple):
    """The days from `first` to `last`, both included. `is_day` where one day is meant, and no stretch of them."""

    first: date
    last: date
    is_day: bool = False

    @staticmethod
    def of(day: date) -> Days:
        """Return the one day."""
        return Days(day, day, True)


class Named(NamedTuple):
    """Days as the calendar names them: months of a year, or one day of a month. `year` is None where it is left out.

    A month past 12 is in the year after: the winter of 2023 is the months 12 to 14.
    """

    year: int | None
    month: int
    last_month: int
    day: int | None = None

    def in_year(self, year: int) -> Days:
        """Return the days with this year. Raise ValueError where it has no such day."""
        if self.day is not None:
            return Days.of(date(year, self.month, self.day))
        return Days(month_of(year, self.month).first, month_of(year, self.last_month).last)


def month_of(year: int, month: int) -> Days:
    """Return the days of a month. Months past 12, or before 1, are in other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def shift(day: date, unit: str, count: int) -> date:
    """Return the day `count` units later. A month later than January 31 is the last of February."""
    if unit in DAYS_IN:
        return day + timedelta(days=DAYS_IN[unit] * count)
    first = month_of(day.year, day.month + MONTHS_IN[unit] * count).first
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def unit_at(day: date, unit: str, count: int = 0) -> Days:
    """Return the calendar's unit that `day` is in, or the one `count` units later. Weeks begin on Monday."""
    if unit in DAYS_IN:
        if unit == "day":
            return Days.of(day + timedelta(days=count))
        monday = day - timedelta(days=day.weekday()) + timedelta(days=DAYS_IN[unit] * count)
        start = monday + timedelta(days=5) if unit == "weekend" else monday
        return Days(start, monday + timedelta(days=DAYS_IN[unit] - 1))
    size = MONTHS_IN[unit]
    index = (day.year * 12 + day.month - 1) // size + count
    return Days(month_of(0, index * size + 1).first, month_of(0, index * size + size).last)


def parts_of(days: Days, unit: str) -> list[Days]:
    """Return the units that lie in `days`, in order: of weeks those whose Thursday does, as ISO 8601 counts them."""
    parts, part = [], unit_at(days.first, unit)
    middle = timedelta(days=3 if unit == "week" else 0)
    if part.first + middle < days.first:
        part = unit_at(days.first, unit, 1)
    while part.first + middle <= days.last:
        parts.append(part)
        part = unit_at(part.first, unit, 1)
    return parts
