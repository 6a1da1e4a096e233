"""Dates: arithmetic and parts against `datetime` and against going day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import date as dates
from seglam_lang.language.builtins import date_parts as parts
from seglam_lang.language.failures import Failure
from tests.procedures import numbers

FIRST, LAST = date.min, date.max
DAY = timedelta(days=1)
days = st.one_of(st.dates(FIRST, LAST), st.sampled_from([FIRST, LAST, date(2024, 2, 29), date(1900, 2, 28)]))
near = st.dates(date(1995, 12, 1), date(2005, 3, 31))  # close together, so that months and years are just completed
huge = st.sampled_from([10**33, -(10**33), Decimal("9.99E+6144"), Decimal("1E-6000"), Decimal("0.5"), 10**9, -(10**7)])


def failure_of(operation: Callable[[], Any]) -> str:
    """The code of the failure that an operation ends in, "" where it has a value; anything else is a mistake."""
    try:
        operation()
    except Failure as failure:
        assert failure.message
        return failure.code
    return ""


@given(near, near)
def test_months_until_is_the_most_that_add_months_can_add(day: date, other: date) -> None:
    first, last = sorted((day, other))
    count = 0
    while dates.add_months(first, count + 1) <= last:
        count += 1
    assert dates.months_until(first, last) == count
    assert dates.months_until(last, first) == -count
    years = 0
    while dates.add_years(first, years + 1) <= last:
        years += 1
    assert dates.years_until(first, last) == years
    assert dates.years_until(last, first) == -years


@given(near, st.integers(0, 300))
def test_months_that_are_added_are_counted(day: date, months: int) -> None:
    assert dates.months_until(day, dates.add_months(day, months)) == months
    assert dates.years_until(day, dates.add_years(day, months)) == months


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1990, 5, 20), date(2024, 5, 19), 33),
        (date(1990, 5, 20), date(2024, 5, 20), 34),
        (date(2000, 2, 29), date(2001, 2, 27), 0),
        (date(2000, 2, 29), date(2001, 2, 28), 1),
        (date(2000, 2, 29), date(2004, 2, 28), 3),
        (date(2000, 2, 29), date(2004, 2, 29), 4),
        (date(2024, 1, 1), date(2024, 1, 1), 0),
        (date(2024, 1, 1), date(2023, 1, 2), 0),
        (date(2024, 1, 1), date(2023, 1, 1), -1),
        (FIRST, LAST, 9998),
    ],
)
def test_ages(birth: date, day: date, age: int) -> None:
    assert dates.years_until(birth, day) == age


@given(days, st.integers(-400, 400))
def test_weeks(day: date, weeks: int) -> None:
    try:
        expected = day + timedelta(weeks=weeks)
    except OverflowError:
        assert failure_of(lambda: dates.add_weeks(day, weeks)) == "out-of-range"
        return
    assert dates.add_weeks(day, weeks) == expected


@given(near, st.integers(-3, 60))
def test_ranges(day: date, length: int) -> None:
    expected = [day + n * DAY for n in range(length + 1)]
    assert list(dates.date_range(day, day + length * DAY)) == expected


def test_a_range_is_bounded() -> None:
    assert failure_of(lambda: dates.date_range(FIRST, LAST)) == "too-large"
    assert len(dates.date_range(FIRST, dates.add_days(FIRST, 999_999))) == 1_000_000


@given(st.integers(-2, 10_003), st.integers(-1, 14), st.integers(-1, 33))
def test_dates_are_made_of_their_parts(year: int, month: int, day: int) -> None:
    try:
        expected = date(year, month, day)
    except ValueError:
        code = "no-such-date" if 1 <= year <= 9999 else "out-of-range"
        assert failure_of(lambda: dates.date_of_parts(year, month, day)) == code
        return
    assert dates.date_of_parts(year, month, day) == expected


@given(days)
def test_parts_of_a_date(day: date) -> None:
    assert parts.day_of_year(day) == sum(1 for _ in days_between(date(day.year, 1, 1), day))
    assert parts.weekday_number(day) == 1 + dates.WEEKDAYS.index(dates.weekday(day))
    assert parts.is_weekend(day) is (dates.weekday(day) in ("Saturday", "Sunday"))
    assert (parts.week_year(day), parts.week_number(day)) == naive_week(day)
    assert parts.quarter(day) == {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3}.get(day.month, 4)
    assert parts.MONTHS[day.month - 1] == parts.month_name(day)
    assert parts.is_leap_year(day.year) is (parts.day_of_year(parts.end_of_year(day)) == 366)


def days_between(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def naive_week(day: date) -> tuple[int, int]:
    """ISO 8601 by its definition: a week is of the year of its Thursday, whose place among the Thursdays it has.

    The calendar repeats every 400 years, which keeps the days around the week inside of it.
    """
    cycles = (day.year - 2000) // 400
    moved = date(day.year - 400 * cycles, day.month, day.day)
    thursday = moved + (3 - moved.weekday()) * DAY
    thursdays = [each for each in days_between(date(thursday.year, 1, 1), thursday) if each.weekday() == 3]
    return thursday.year + 400 * cycles, len(thursdays)


PERIODS: list[tuple[Callable[[date], date], Callable[[date], date], Callable[[date], object]]] = [
    (parts.start_of_week, parts.end_of_week, lambda day: (parts.week_year(day), parts.week_number(day))),
    (parts.start_of_month, parts.end_of_month, lambda day: (day.year, day.month)),
    (parts.start_of_quarter, parts.end_of_quarter, lambda day: (day.year, (day.month - 1) // 3)),
    (parts.start_of_year, parts.end_of_year, lambda day: day.year),
]


@pytest.mark.parametrize(("start", "end", "period"), PERIODS, ids=["week", "month", "quarter", "year"])
@given(day=st.dates(date(1, 2, 1), date(9999, 11, 1)))
def test_periods(
    start: Callable[[date], date], end: Callable[[date], date], period: Callable[[date], object], day: date
) -> None:
    first, last = start(day), end(day)
    assert first <= day <= last
    assert period(first) == period(day) == period(last)
    if first > FIRST:
        assert period(first - DAY) != period(day)
    if last < LAST:
        assert period(last + DAY) != period(day)
    assert parts.days_in_month(day) == len(days_between(parts.start_of_month(day), parts.end_of_month(day)))


def test_the_calendar_ends_within_a_week() -> None:
    assert parts.start_of_week(FIRST) == FIRST  # a Monday
    assert failure_of(lambda: parts.end_of_week(LAST)) == "out-of-range"  # a Friday
    assert failure_of(lambda: parts.next_weekday(LAST, "Friday")) == "out-of-range"


@given(
    st.dates(FIRST, date(9999, 12, 1)), st.sampled_from(dates.WEEKDAYS), st.sampled_from([str, str.upper, str.lower])
)
def test_next_weekday(day: date, name: str, written: Callable[[str], str]) -> None:
    expected = next(each for each in days_between(day + DAY, day + 7 * DAY) if dates.weekday(each) == name)
    assert parts.next_weekday(day, written(name)) == expected


@pytest.mark.parametrize("name", ["", "Fri", "Freitag", "friday ", "x" * 10_000, "Saturdays"])
def test_no_weekday(name: str) -> None:
    assert failure_of(lambda: parts.next_weekday(date(2024, 1, 1), name)) == "no-such-weekday"


@given(days, st.one_of(numbers, huge), st.one_of(numbers, huge))
def test_any_number_is_a_date_or_a_failure(day: date, one: Any, other: Any) -> None:
    for operation in (dates.add_days, dates.add_weeks, dates.add_months, dates.add_years):
        assert failure_of(partial(operation, day, one)) in ("", "out-of-range", "not-whole")
    codes = ("", "out-of-range", "not-whole", "no-such-date")
    assert failure_of(lambda: dates.date_of_parts(one, other, 1)) in codes
    assert failure_of(lambda: dates.date_of_parts(2024, one, other)) in codes
    assert failure_of(lambda: parts.is_leap_year(one)) in ("", "out-of-range", "not-whole")


@pytest.mark.parametrize(
    ("year", "leap"), [(1900, False), (2000, True), (2023, False), (2024, True), (0, True), (-1, False)]
)
def test_leap_years(year: int, leap: bool) -> None:
    assert parts.is_leap_year(year) is leap
