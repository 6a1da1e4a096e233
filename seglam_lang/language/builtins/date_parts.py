"""Date: the week, month, quarter and year that a date lies in.

Weeks are those of ISO 8601: they start on Monday, and the first week of a year is the one with its first Thursday. So
the first days of January can belong to the last week of the year before; `week_year` returns that year.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date

from seglam_lang.language.builtins.date import WEEKDAYS, from_ordinal
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.numbers import Number, whole
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAY_NUMBERS = {name.lower(): number for number, name in enumerate(WEEKDAYS)}


@builtin(
    "Date.weekday_number() -> Number",
    phrase="the weekday number of {self}",
    examples=["@2024-03-01.weekday_number() == 5"],
)
def weekday_number(day: date) -> int:
    """Return the day of the week as a number: Monday is 1, Sunday is 7 (ISO 8601)."""
    return day.isoweekday()


@builtin(
    "Date.is_weekend() -> Bool",
    phrase="{self} <is|is not> on a weekend",
    examples=["@2024-03-02.is_weekend()", "not @2024-03-01.is_weekend()"],
)
def is_weekend(day: date) -> bool:
    """Return whether the date is a Saturday or a Sunday."""
    return day.weekday() >= 5


@builtin(
    "Date.next_weekday(name: Text) -> Date",
    phrase="the next {name} after {self}",
    examples=[
        '@2024-03-01.next_weekday("Monday") == @2024-03-04',
        '@2024-03-01.next_weekday("Friday") == @2024-03-08',
        '@2024-03-31.add_days(-7).next_weekday("Friday") == @2024-03-29',
    ],
)
def next_weekday(day: date, name: str) -> date:
    """Return the next date after this one with a day of the week, 1 to 7 days later. The name is English, in any case.
    For the last Friday of a month, take the month's last day, subtract seven days, and ask for the next Friday. Fail if
    there is no such day of the week."""
    wanted = _WEEKDAY_NUMBERS.get(name.lower()) if len(name) <= len("Wednesday") else None
    if wanted is None:
        raise Failure("no-such-weekday", f"{quoted(name)} is not a day of the week: Monday, Tuesday, ..., Sunday")
    return from_ordinal(day.toordinal() + (wanted - day.weekday() - 1) % 7 + 1)


@builtin(
    "Date.week_number() -> Number",
    phrase="the week number of {self}",
    examples=["@2024-01-01.week_number() == 1", "@2023-01-01.week_number() == 52"],
)
def week_number(day: date) -> int:
    """Return the ISO 8601 week number, from 1 to 53. Week 1 is the one with the year's first Thursday; `week_year`
    returns the year that the number belongs to."""
    return day.isocalendar()[1]


@builtin(
    "Date.week_year() -> Number",
    phrase="the year of the week of {self}",
    examples=["@2023-01-01.week_year() == 2022", "@2024-12-30.week_year() == 2025"],
)
def week_year(day: date) -> int:
    """Return the year that the date's ISO 8601 week belongs to: the year of that week's Thursday."""
    return day.isocalendar()[0]


@builtin(
    "Date.day_of_year() -> Number",
    phrase="the day of the year of {self}",
    examples=["@2024-12-31.day_of_year() == 366"],
)
def day_of_year(day: date) -> int:
    """Return the number of the day in its year, from 1 for 1 January to 365 or 366."""
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


@builtin(
    "Date.quarter() -> Number",
    phrase="the quarter of {self}",
    examples=["@2024-03-31.quarter() == 1", "@2024-04-01.quarter() == 2"],
)
def quarter(day: date) -> int:
    """Return the quarter of the year, from 1 (January to March) to 4."""
    return (day.month + 2) // 3


@builtin(
    "Date.month_name() -> Text", phrase="the month name of {self}", examples=['@2024-03-01.month_name() == "March"']
)
def month_name(day: date) -> str:
    """Return the English name of the month."""
    return MONTHS[day.month - 1]


@builtin(
    "Date.days_in_month() -> Number",
    phrase="the number of days in the month of {self}",
    examples=["@2024-02-10.days_in_month() == 29"],
)
def days_in_month(day: date) -> int:
    """Return the number of days in the date's month."""
    return monthrange(day.year, day.month)[1]


@builtin(
    "Number.is_leap_year() -> Bool",
    phrase="{self} <is|is not> a leap year",
    examples=["2024.is_leap_year()", "not 1900.is_leap_year()", "@2000-05-01.year().is_leap_year()"],
)
def is_leap_year(year: Number) -> bool:
    """Return whether the year is a leap year of the Gregorian calendar. Fail if the number is not whole."""
    return isleap(whole(year, "the year"))


@builtin(
    "Date.start_of_week() -> Date",
    phrase="the Monday of the week of {self}",
    examples=["@2024-03-01.start_of_week() == @2024-02-26"],
)
def start_of_week(day: date) -> date:
    """Return the Monday of the date's week."""
    return from_ordinal(day.toordinal() - day.weekday())


@builtin(
    "Date.end_of_week() -> Date",
    phrase="the Sunday of the week of {self}",
    examples=["@2024-03-01.end_of_week() == @2024-03-03"],
)
def end_of_week(day: date) -> date:
    """Return the Sunday of the date's week."""
    return from_ordinal(day.toordinal() - day.weekday() + 6)


@builtin(
    "Date.start_of_month() -> Date",
    phrase="the first day of the month of {self}",
    examples=["@2024-02-10.start_of_month() == @2024-02-01"],
)
def start_of_month(day: date) -> date:
    """Return the first day of the date's month."""
    return date(day.year, day.month, 1)


@builtin(
    "Date.end_of_month() -> Date",
    phrase="the last day of the month of {self}",
    examples=["@2024-02-10.end_of_month() == @2024-02-29"],
)
def end_of_month(day: date) -> date:
    """Return the last day of the date's month."""
    return date(day.year, day.month, days_in_month(day))


@builtin(
    "Date.start_of_quarter() -> Date",
    phrase="the first day of the quarter of {self}",
    examples=["@2024-05-10.start_of_quarter() == @2024-04-01"],
)
def start_of_quarter(day: date) -> date:
    """Return the first day of the date's quarter."""
    return date(day.year, 3 * quarter(day) - 2, 1)


@builtin(
    "Date.end_of_quarter() -> Date",
    phrase="the last day of the quarter of {self}",
    examples=["@2024-05-10.end_of_quarter() == @2024-06-30"],
)
def end_of_quarter(day: date) -> date:
    """Return the last day of the date's quarter."""
    return end_of_month(date(day.year, 3 * quarter(day), 1))


@builtin(
    "Date.start_of_year() -> Date",
    phrase="the first day of the year of {self}",
    examples=["@2024-05-10.start_of_year() == @2024-01-01"],
)
def start_of_year(day: date) -> date:
    """Return the first day of the date's year."""
    return date(day.year, 1, 1)


@builtin(
    "Date.end_of_year() -> Date",
    phrase="the last day of the year of {self}",
    examples=["@2024-05-10.end_of_year() == @2024-12-31"],
)
def end_of_year(day: date) -> date:
    """Return the last day of the date's year."""
    return date(day.year, 12, 31)
