"""Date: a day of the proleptic Gregorian calendar, years 1 to 9999. There is no today(): the date is an input."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.failures import Failure
from seglam_lang.language.numbers import Number, whole

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _out_of_range() -> Failure:
    return Failure("out-of-range", "the date is not between the years 1 and 9999")


@builtin("Date.add_days(days: Number) -> Date", examples=["@2024-02-28.add_days(2) == @2024-03-01"])
def add_days(day: date, days: Number) -> date:
    """The date so many days later (earlier, if negative)."""
    try:
        return date.fromordinal(day.toordinal() + whole(days, "a number of days"))
    except (ValueError, OverflowError):
        raise _out_of_range() from None


@builtin(
    "Date.add_months(months: Number) -> Date",
    examples=["@2024-01-15.add_months(2) == @2024-03-15", "@2024-01-31.add_months(1) == @2024-02-29"],
)
def add_months(day: date, months: Number) -> date:
    """The same day so many months later, or the last day of that month if it is shorter."""
    return _in_month(day, day.year * 12 + day.month - 1 + whole(months, "a number of months"))


@builtin("Date.add_years(years: Number) -> Date", examples=["@2024-02-29.add_years(1) == @2025-02-28"])
def add_years(day: date, years: Number) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    return _in_month(day, (day.year + whole(years, "a number of years")) * 12 + day.month - 1)


def _in_month(day: date, months: int) -> date:
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise _out_of_range()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@builtin("Date.days_until(other: Date) -> Number", examples=["@2024-02-28.days_until(@2024-03-01) == 2"])
def days_until(day: date, other: date) -> int:
    """The number of days from this date to the other; negative if the other is earlier."""
    difference: timedelta = other - day
    return difference.days


@builtin("Date.year() -> Number", examples=["@2024-03-01.year() == 2024"])
def year(day: date) -> int:
    """The year."""
    return day.year


@builtin("Date.month() -> Number", examples=["@2024-03-01.month() == 3"])
def month(day: date) -> int:
    """The month, from 1 to 12."""
    return day.month


@builtin("Date.day() -> Number", examples=["@2024-03-01.day() == 1"])
def day_of_month(day: date) -> int:
    """The day of the month."""
    return day.day


@builtin("Date.weekday() -> Text", examples=['@2024-03-01.weekday() == "Friday"'])
def weekday(day: date) -> str:
    """The name of the day of the week, in English."""
    return WEEKDAYS[day.weekday()]


@builtin("Date.to_text() -> Text", examples=['@2024-03-01.to_text() == "2024-03-01"'])
def to_text(day: date) -> str:
    """The date as year-month-day."""
    return day.isoformat()
