"""Date: a day of the proleptic Gregorian calendar, from year 1 to 9999. There is no today(): the current date is an
input.

These builtins make dates, add to them and measure the time between two. They fail if a number is not whole, or if the
result is outside the years 1 to 9999. One rule holds for the ends of months: a day that a month does not have becomes
the last day of that month (31 January plus a month is 29 February in a leap year; 29 February plus a year is 28
February). The months and years between two dates are counted by the same rule, so that `months_until` counts what
`add_months` added.

Only operations of `datetime` are used that are the same in every Python version, locale and time zone; never
`strftime`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.fuel import MAX_LIST, too_large
from seglam_lang.language.computing.numbers import Number, show_number, whole
from seglam_lang.language.failures import Failure

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def out_of_range() -> Failure:
    """Return the failure of a date outside the calendar."""
    return Failure("out-of-range", "the date is not between the years 1 and 9999")


def from_ordinal(number: int) -> date:
    """Return the date with this ordinal (1 is 1 January of year 1), or raise Failure."""
    try:
        return date.fromordinal(number)
    except (ValueError, OverflowError):
        raise out_of_range() from None


@builtin(
    "Number.date(month: Number, day: Number) -> Date",
    phrase="the date with year {self}, month {month} and day {day}",
    examples=["2024.date(1, 31) == @2024-01-31", "2024.date(12, 1).year() == 2024"],
)
def date_of_parts(year: Number, month: Number, day: Number) -> date:
    """Return the date with this year, a month (1 to 12) and a day. Fail if there is no such date."""
    parts = whole(year, "the year"), whole(month, "the month"), whole(day, "the day")
    if not MINYEAR <= parts[0] <= MAXYEAR:
        raise out_of_range()
    try:
        return date(*parts)
    except (ValueError, OverflowError):
        parts_given = "-".join(map(show_number, parts))
        raise Failure("no-such-date", f"there is no date {parts_given} (year-month-day)") from None


@builtin(
    "Date.add_days(days: Number) -> Date",
    phrase="the date {days:day} after {self}",
    examples=["@2024-02-28.add_days(2) == @2024-03-01"],
)
def add_days(day: date, days: Number) -> date:
    """Return the date that many days later, or earlier if `days` is negative."""
    return from_ordinal(day.toordinal() + whole(days, "a number of days"))


@builtin(
    "Date.add_weeks(weeks: Number) -> Date",
    phrase="the date {weeks:week} after {self}",
    examples=["@2024-02-26.add_weeks(1) == @2024-03-04"],
)
def add_weeks(day: date, weeks: Number) -> date:
    """Return the date that many weeks later, or earlier if `weeks` is negative."""
    return from_ordinal(day.toordinal() + 7 * whole(weeks, "a number of weeks"))


@builtin(
    "Date.add_months(months: Number) -> Date",
    phrase="the date {months:month} after {self}",
    examples=["@2024-01-15.add_months(2) == @2024-03-15", "@2024-01-31.add_months(1) == @2024-02-29"],
)
def add_months(day: date, months: Number) -> date:
    """Return the same day of the month that many months later, or earlier if `months` is negative. If that month is too
    short, return its last day."""
    return _in_month(day, day.year * 12 + day.month - 1 + whole(months, "a number of months"))


@builtin(
    "Date.add_years(years: Number) -> Date",
    phrase="the date {years:year} after {self}",
    examples=["@2024-02-29.add_years(1) == @2025-02-28"],
)
def add_years(day: date, years: Number) -> date:
    """Return the same day that many years later, or earlier if `years` is negative. 29 February becomes 28 February in
    a year without one."""
    return _in_month(day, (day.year + whole(years, "a number of years")) * 12 + day.month - 1)


def _in_month(day: date, months: int) -> date:
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise out_of_range()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@builtin(
    "Date.days_until(other: Date) -> Number",
    phrase="the days from {self} to {other};",
    examples=["@2024-02-28.days_until(@2024-03-01) == 2"],
)
def days_until(day: date, other: date) -> int:
    """Return the number of days from this date to the other, negative if the other is earlier."""
    difference: timedelta = other - day
    return difference.days


@builtin(
    "Date.months_until(other: Date) -> Number",
    phrase="the whole months from {self} to {other};",
    examples=[
        "@2024-01-15.months_until(@2024-03-14) == 1",
        "@2024-01-31.months_until(@2024-02-29) == 1",
        "@2024-03-15.months_until(@2024-01-15) == -2",
    ],
)
def months_until(day: date, other: date) -> int:
    """Return the number of whole months from this date to the other: the most months that `add_months` can add without
    passing it. The last day of a shorter month completes a month. If the other date is earlier, count from there and
    return the negative number."""
    if other < day:
        return -months_until(other, day)
    months = (other.year - day.year) * 12 + other.month - day.month
    completed = other.day >= min(day.day, monthrange(other.year, other.month)[1])
    return months if completed else months - 1


@builtin(
    "Date.years_until(other: Date) -> Number",
    phrase="the whole years from {self} to {other};",
    examples=[
        "@1990-05-20.years_until(@2024-05-19) == 33",
        "@1990-05-20.years_until(@2024-05-20) == 34",
        "@2000-02-29.years_until(@2023-02-28) == 23",
    ],
)
def years_until(day: date, other: date) -> int:
    """Return the number of whole years from this date to the other: from a birthday to a date, the age. Someone born on
    29 February is a year older on 28 February of a year without the 29th. If the other date is earlier, the number is
    negative."""
    months = months_until(day, other)
    return months // 12 if months >= 0 else -(-months // 12)


def _range_size(first: date, last: date) -> int:
    return max(0, last.toordinal() - first.toordinal() + 1)


@builtin(
    "Date.to(last: Date) -> List<Date>",
    id="date.to",
    cost=_range_size,
    phrase="the dates from {self} to {last};",
    examples=["@2024-02-28 to @2024-03-01 == [@2024-02-28, @2024-02-29, @2024-03-01]"],
)
def date_range(first: date, last: date) -> tuple[date, ...]:
    """Return the dates from the first to the last, both included, or an empty list if the last is earlier."""
    if _range_size(first, last) > MAX_LIST:
        raise too_large("the list")
    return tuple(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))


@builtin("Date.year() -> Number", phrase="the year of {self}", examples=["@2024-03-01.year() == 2024"])
def year(day: date) -> int:
    """Return the year."""
    return day.year


@builtin("Date.month() -> Number", phrase="the month number of {self}", examples=["@2024-03-01.month() == 3"])
def month(day: date) -> int:
    """Return the month as a number from 1 to 12."""
    return day.month


@builtin("Date.day() -> Number", phrase="the day of the month of {self}", examples=["@2024-03-01.day() == 1"])
def day_of_month(day: date) -> int:
    """Return the day of the month as a number from 1 to 31."""
    return day.day


@builtin("Date.weekday() -> Text", phrase="the weekday of {self}", examples=['@2024-03-01.weekday() == "Friday"'])
def weekday(day: date) -> str:
    """Return the English name of the day of the week."""
    return WEEKDAYS[day.weekday()]


@builtin("Date.to_text() -> Text", phrase="the ISO text of {self}", examples=['@2024-03-01.to_text() == "2024-03-01"'])
def to_text(day: date) -> str:
    """Return the date as a text in ISO 8601 form: year-month-day."""
    return day.isoformat()
