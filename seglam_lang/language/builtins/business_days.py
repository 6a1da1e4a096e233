"""Date: business days, which are Monday to Friday without the given holidays.

Holidays differ by country, region and year, so they are an argument. A holiday on a weekend, or one that is given
twice, changes nothing.

As everywhere in dates, the first day is not counted and the last day is. So
`day.business_days_until(day.add_business_days(n)) == n`, and from a Monday to the Friday of that week there are 4
business days. (In spreadsheets, NETWORKDAYS counts both ends and returns 5; WORKDAY is `add_business_days`.)

No function goes from day to day: weekdays are counted by arithmetic, and each holiday is looked at once.
"""

from __future__ import annotations

from datetime import date

from seglam_lang.language.builtins.date import from_ordinal
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.fuel import tree_size
from seglam_lang.language.computing.numbers import Number, whole

Holidays = tuple[date, ...] | None


def _searching(_day: date, holidays: Holidays) -> int:
    return len(holidays or ())


def _sorting(_day: date, _other: Number | date, holidays: Holidays) -> int:
    return tree_size(holidays) * len(holidays).bit_length() if holidays else 0


@builtin(
    "Date.is_business_day(holidays?: List<Date>) -> Bool",
    cost=_searching,
    phrase="{self} <is|is not> a business day[ with the holidays {holidays}]",
    examples=[
        "@2024-03-01.is_business_day()",
        "not @2024-03-02.is_business_day()",
        "not @2024-12-25.is_business_day([@2024-12-25])",
    ],
)
def is_business_day(day: date, holidays: Holidays) -> bool:
    """Return whether the date is a Monday to Friday and not one of the holidays."""
    return day.weekday() < 5 and day not in (holidays or ())


@builtin(
    "Date.business_days_until(other: Date, holidays?: List<Date>) -> Number",
    cost=_sorting,
    phrase="the business days from {self} to {other}[ with the holidays {holidays}];",
    examples=[
        "@2024-03-04.business_days_until(@2024-03-08) == 4",
        "@2024-03-01.business_days_until(@2024-03-04) == 1",
        "@2024-12-23.business_days_until(@2024-12-30, [@2024-12-25, @2024-12-26]) == 3",
        "@2024-03-04.business_days_until(@2024-03-01) == -1",
    ],
)
def business_days_until(day: date, other: date, holidays: Holidays) -> int:
    """Return the number of business days from this date, which is not counted, to the other, which is. If the other
    date is earlier, the number is negative."""
    start, end = day.toordinal(), other.toordinal()
    first, last = (start + 1, end) if end >= start else (end, start - 1)
    off = sum(first <= holiday <= last for holiday in _weekdays_off(holidays))
    count = _weekdays_to(last) - _weekdays_to(first - 1) - off
    return count if end >= start else -count


@builtin(
    "Date.add_business_days(days: Number, holidays?: List<Date>) -> Date",
    cost=_sorting,
    phrase="the date {days:business day} after {self}[ with the holidays {holidays}]",
    examples=[
        "@2024-03-01.add_business_days(1) == @2024-03-04",
        "@2024-12-24.add_business_days(1, [@2024-12-25, @2024-12-26]) == @2024-12-27",
        "@2024-03-04.add_business_days(-1) == @2024-03-01",
        "@2024-03-02.add_days(-1).add_business_days(1) == @2024-03-04",
    ],
)
def add_business_days(day: date, days: Number, holidays: Holidays) -> date:
    """Return the date that many business days later, or earlier if `days` is negative; for 0, the date itself, even on
    a weekend. To find the first business day on or after a date, go back a day and add one business day."""
    steps, start = whole(days, "a number of business days"), day.toordinal()
    if steps > 0:
        return _later(start, steps, _weekdays_off(holidays))
    return _earlier(start, -steps, _weekdays_off(holidays)) if steps else day


def _weekdays_off(holidays: Holidays) -> list[int]:
    """Return the ordinals of the holidays that are not on a weekend, sorted, each once."""
    return sorted({holiday.toordinal() for holiday in holidays or () if holiday.weekday() < 5})


# The weekdays of the calendar are numbered too: Monday, 1 January of the year 1, is the first.


def _weekdays_to(ordinal: int) -> int:
    """Return the number of days from Monday to Friday up to the day with this ordinal."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _weekday(number: int) -> int:
    """Return the ordinal of the weekday with this number."""
    weeks, rest = divmod(number - 1, 5)
    return 7 * weeks + rest + 1


def _later(start: int, steps: int, holidays: list[int]) -> date:
    wanted = _weekdays_to(start) + steps
    for holiday in holidays:
        if holiday > _weekday(wanted):
            break
        if holiday > start:  # it lies on the way and does not count: one weekday more
            wanted += 1
    return from_ordinal(_weekday(wanted))


def _earlier(start: int, steps: int, holidays: list[int]) -> date:
    wanted = _weekdays_to(start - 1) + 1 - steps
    for holiday in reversed(holidays):
        if holiday < _weekday(wanted):
            break
        if holiday < start:
            wanted -= 1
    return from_ordinal(_weekday(wanted))
