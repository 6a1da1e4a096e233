"""DateTime: a date with a time of day, to the microsecond and without a time zone, from year 1 to 9999.

There is no now(): the current date and time are an input. The difference of two DateTimes is a Duration, in which a day
has 24 hours; months and years are added by `add_months` and `add_years`, by the rule for dates, and keep the time of
day. A DateTime is never equal to a Date, not even at midnight: `date()` and `time()` are its parts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from seglam_lang.language.builtins import date as dates
from seglam_lang.language.builtins import date_parts
from seglam_lang.language.builtins import time as clocks
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import times
from seglam_lang.language.computing.numbers import Number
from seglam_lang.language.computing.times import CLOCK_UNITS, sized, step_size
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure


@builtin(
    "Date.at(time: Time) -> DateTime",
    phrase="{self} at the time {time}",
    examples=["@2024-01-31.at(@09:30) == @2024-01-31T09:30"],
)
def at(day: date, clock: time) -> datetime:
    """Return the DateTime of this date at a time of day."""
    return datetime.combine(day, clock)


@builtin("DateTime.date() -> Date", phrase="the date of {self}", examples=["@2024-01-31T09:30.date() == @2024-01-31"])
def date_of(moment: datetime) -> date:
    """Return the date, without the time of day."""
    return moment.date()


@builtin("DateTime.time() -> Time", phrase="the time of day of {self}", examples=["@2024-01-31T09:30.time() == @09:30"])
def time_of(moment: datetime) -> time:
    """Return the time of day, without the date."""
    return moment.time()


def _also(result: str, impl: Callable[[Any], Any], phrase: str, example: str) -> None:
    """Declare a method of Date or Time, whose implementation takes a `datetime` as well, for DateTime too."""
    name = example.partition(".")[2].partition("(")[0]
    builtin(f"DateTime.{name}() -> {result}", phrase=phrase, examples=[example])(impl)


_also("Number", dates.year, "the year of {self}", "@2024-03-01T09:30.year() == 2024")
_also("Number", dates.month, "the month number of {self}", "@2024-03-01T09:30.month() == 3")
_also("Number", dates.day_of_month, "the day of the month of {self}", "@2024-03-01T09:30.day() == 1")
_also("Text", dates.weekday, "the weekday of {self}", '@2024-03-01T09:30.weekday() == "Friday"')
_also("Number", date_parts.weekday_number, "the weekday number of {self}", "@2024-03-01T09:30.weekday_number() == 5")
_also("Bool", date_parts.is_weekend, "{self} <is|is not> on a weekend", "@2024-03-02T09:30.is_weekend()")
_also("Number", date_parts.week_number, "the week number of {self}", "@2024-01-01T09:30.week_number() == 1")
_also("Number", date_parts.quarter, "the quarter of {self}", "@2024-04-01T09:30.quarter() == 2")
_also("Text", date_parts.month_name, "the month name of {self}", '@2024-03-01T09:30.month_name() == "March"')


_also("Number", clocks.hour, "the hour of {self}", "@2024-01-31T09:30.hour() == 9")
_also("Number", clocks.minute, "the minute of {self}", "@2024-01-31T09:30.minute() == 30")
_also("Number", clocks.second, "the second of {self}", "@2024-01-31T09:30:15.second() == 15")


# --- moving and measuring -----------------------------------------------------------------------------------------


def _moved(moment: datetime, size: int) -> datetime:
    return times.at_position(times.position(moment) + size)


@builtin(
    "DateTime.+(duration: Duration) -> DateTime",
    id="datetime.add",
    phrase="{self} + {duration}",
    examples=["@2024-01-31T23:00 + @PT1H30M == @2024-02-01T00:30"],
)
def add(moment: datetime, duration: timedelta) -> datetime:
    """Return the DateTime that much later, or earlier if the duration is negative."""
    return _moved(moment, times.microseconds(duration))


@builtin(
    "DateTime.subtract(duration: Duration) -> DateTime",
    phrase="{self} - {duration}",
    examples=["@2024-02-01T00:30.subtract(@PT1H30M) == @2024-01-31T23:00"],
)
def subtract(moment: datetime, duration: timedelta) -> datetime:
    """Return the DateTime that much earlier, or later if the duration is negative."""
    return _moved(moment, -times.microseconds(duration))


@builtin(
    "DateTime.-(other: DateTime) -> Duration",
    id="datetime.difference",
    phrase="the time from {other} to {self}",
    examples=["@2024-02-01T00:30 - @2024-01-31T23:00 == @PT1H30M", "@2024-01-01T00:00 - @2024-01-02T00:00 == -@P1D"],
)
def difference(moment: datetime, other: datetime) -> timedelta:
    """Return the duration from the other DateTime to this one, negative if this one is earlier."""
    return moment - other


@builtin(
    "DateTime.time_until(other: DateTime) -> Duration",
    phrase="the time from {self} until {other}",
    examples=["@2024-01-31T23:00.time_until(@2024-02-01T00:30) == @PT1H30M"],
)
def time_until(moment: datetime, other: datetime) -> timedelta:
    """Return the duration from this DateTime to the other, negative if the other is earlier."""
    return other - moment


@builtin(
    "DateTime.add_seconds(seconds: Number) -> DateTime",
    phrase="the moment {seconds:second} after {self}",
    examples=["@2024-01-31T23:59:50.add_seconds(15.5) == @2024-02-01T00:00:05.5"],
)
def add_seconds(moment: datetime, seconds: Number) -> datetime:
    """Return the DateTime that many seconds later, or earlier if `seconds` is negative, to the nearest microsecond."""
    return _moved(moment, sized(seconds, times.SECOND))


@builtin(
    "DateTime.add_minutes(minutes: Number) -> DateTime",
    phrase="the moment {minutes:minute} after {self}",
    examples=["@2024-01-31T14:50.add_minutes(95) == @2024-01-31T16:25"],
)
def add_minutes(moment: datetime, minutes: Number) -> datetime:
    """Return the DateTime that many minutes later, or earlier if `minutes` is negative, to the nearest microsecond."""
    return _moved(moment, sized(minutes, times.MINUTE))


@builtin(
    "DateTime.add_hours(hours: Number) -> DateTime",
    phrase="the moment {hours:hour} after {self}",
    examples=["@2024-01-31T14:50.add_hours(-1.5) == @2024-01-31T13:20"],
)
def add_hours(moment: datetime, hours: Number) -> datetime:
    """Return the DateTime that many hours later, or earlier if `hours` is negative, to the nearest microsecond."""
    return _moved(moment, sized(hours, times.HOUR))


def _with_date(moment: datetime, day: date) -> datetime:
    return datetime.combine(day, moment.time())


@builtin(
    "DateTime.add_days(days: Number) -> DateTime",
    phrase="the moment {days:day} after {self}",
    examples=["@2024-02-28T09:30.add_days(2) == @2024-03-01T09:30"],
)
def add_days(moment: datetime, days: Number) -> datetime:
    """Return the same time of day that many days later, or earlier if `days` is negative. Fail if it is not whole."""
    return _with_date(moment, dates.add_days(moment.date(), days))


@builtin(
    "DateTime.add_weeks(weeks: Number) -> DateTime",
    phrase="the moment {weeks:week} after {self}",
    examples=["@2024-02-26T09:30.add_weeks(1) == @2024-03-04T09:30"],
)
def add_weeks(moment: datetime, weeks: Number) -> datetime:
    """Return the same time of day that many weeks later, or earlier if `weeks` is negative. Fail if it is not whole."""
    return _with_date(moment, dates.add_weeks(moment.date(), weeks))


@builtin(
    "DateTime.add_months(months: Number) -> DateTime",
    phrase="the moment {months:month} after {self}",
    examples=["@2024-01-31T09:30.add_months(1) == @2024-02-29T09:30"],
)
def add_months(moment: datetime, months: Number) -> datetime:
    """Return the same time on the same day of the month that many months later, or earlier if `months` is negative. If
    that month is too short, return its last day. Fail if the number is not whole."""
    return _with_date(moment, dates.add_months(moment.date(), months))


@builtin(
    "DateTime.add_years(years: Number) -> DateTime",
    phrase="the moment {years:year} after {self}",
    examples=["@2024-02-29T09:30.add_years(1) == @2025-02-28T09:30"],
)
def add_years(moment: datetime, years: Number) -> datetime:
    """Return the same time on the same day that many years later, or earlier if `years` is negative. 29 February
    becomes 28 February in a year without one. Fail if the number is not whole."""
    return _with_date(moment, dates.add_years(moment.date(), years))


@builtin(
    "DateTime.is_between(first: DateTime, last: DateTime) -> Bool",
    phrase="{self} <is|is not> from {first} to {last}",
    examples=["@2024-01-31T09:30.is_between(@2024-01-31T09:00, @2024-01-31T09:30)"],
)
def is_between(moment: datetime, first: datetime, last: datetime) -> bool:
    """Return whether the DateTime is from `first` to `last`, both included."""
    return first <= moment <= last


# --- cutting off --------------------------------------------------------------------------------------------------

_STARTS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": date_parts.start_of_week,
    "month": date_parts.start_of_month,
    "quarter": date_parts.start_of_quarter,
    "year": date_parts.start_of_year,
}


def _unit(name: str) -> str:
    """Return the name of a unit that a DateTime is truncated to, or raise Failure."""
    if name not in CLOCK_UNITS and name not in _STARTS:
        known = ", ".join([*CLOCK_UNITS, *_STARTS])
        raise Failure("no-such-unit", f"{quoted(name)} is not a unit to truncate to; those are {known}")
    return name


@builtin(
    "DateTime.truncate(unit: Text) -> DateTime",
    literals={"unit": _unit},
    phrase="the beginning of the {unit} of {self}",
    examples=[
        '@2024-05-16T09:45:30.truncate("hour") == @2024-05-16T09:00',
        '@2024-05-16T09:45:30.truncate("week") == @2024-05-13T00:00',
        '@2024-05-16T09:45:30.truncate("quarter") == @2024-04-01T00:00',
    ],
)
def truncate(moment: datetime, unit: str) -> datetime:
    """Return the beginning of the second, minute, hour, day, week, month, quarter or year that the DateTime is in.
    Weeks begin on Monday. Fail if there is no such unit."""
    size = CLOCK_UNITS.get(_unit(unit))
    if size is not None:
        return _moved(moment, -(times.position(moment) % size))
    return datetime.combine(_STARTS[unit](moment.date()), time(0))


@builtin(
    "DateTime.round_down_to(step: Duration) -> DateTime",
    phrase="{self} rounded down to a multiple of {step}",
    examples=["@2024-05-16T09:44.round_down_to(@PT15M) == @2024-05-16T09:30"],
)
def round_down_to(moment: datetime, step: timedelta) -> datetime:
    """Return the latest multiple of a step up to this DateTime. Steps are counted from midnight of Monday, 1 January of
    year 1, so that those that divide a day begin at every midnight. Fail if the step is zero or negative."""
    return _moved(moment, -(times.position(moment) % step_size(step)))
