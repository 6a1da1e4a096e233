"""Business days against going day by day, and how long a long way takes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins.business_days import add_business_days, business_days_until, is_business_day
from seglam_lang.language.computing.numbers import Number
from seglam_lang.language.failures import Failure

DAY = timedelta(days=1)
days = st.dates(date(2023, 12, 1), date(2024, 2, 29))
holidays = st.one_of(st.none(), st.lists(days, max_size=40).map(tuple))


def is_open(day: date, off: tuple[date, ...] | None) -> bool:
    return day.isoweekday() <= 5 and day not in (off or ())


def walked(day: date, steps: int, off: tuple[date, ...] | None) -> date:
    """One day after the other."""
    way = DAY if steps > 0 else -DAY
    left = abs(steps)
    while left:
        day += way
        left -= is_open(day, off)
    return day


@given(days, st.integers(-60, 60), holidays)
def test_adding(day: date, steps: int, off: tuple[date, ...] | None) -> None:
    arrived = add_business_days(day, steps, off)
    assert arrived == walked(day, steps, off)
    assert business_days_until(day, arrived, off) == steps


@given(days, days, holidays)
def test_counting(day: date, other: date, off: tuple[date, ...] | None) -> None:
    way = DAY if other > day else -DAY
    passed = [day + n * way for n in range(1, abs((other - day).days) + 1)]
    count = sum(is_open(each, off) for each in passed)
    assert business_days_until(day, other, off) == (count if other >= day else -count)
    assert is_business_day(day, off) is is_open(day, off)


@given(days, days, holidays)
def test_holidays_are_a_set(day: date, other: date, off: tuple[date, ...] | None) -> None:
    again = tuple(reversed(off or ())) * 2
    assert business_days_until(day, other, off) == business_days_until(day, other, again)
    assert add_business_days(day, 10, off) == add_business_days(day, 10, again)


def test_as_a_spreadsheet_counts() -> None:
    """NETWORKDAYS counts both ends: it is what one passes from the day before."""
    assert business_days_until(date(2024, 3, 3), date(2024, 3, 8), None) == 5
    assert business_days_until(date(2024, 3, 4), date(2024, 3, 8), None) == 4


def test_a_way_through_the_whole_calendar_takes_no_time() -> None:
    off = tuple(date(year, month, 1) for year in range(1000, 3000) for month in range(1, 13))
    begun = perf_counter()
    count = business_days_until(date.min, date.max, off)
    assert add_business_days(date.min, count, off) == date.max
    assert add_business_days(date.max, -count, off) == date.min
    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (10**7, "out-of-range"),
        (-(10**7), "out-of-range"),
        (10**33, "out-of-range"),
        (-(10**33), "out-of-range"),
        (Decimal("9.99E+6144"), "out-of-range"),
        (Decimal("1E-6000"), "not-whole"),
        (Decimal("1.5"), "not-whole"),
    ],
)
def test_failures(steps: Number, code: str) -> None:
    with pytest.raises(Failure) as caught:
        add_business_days(date(2024, 1, 1), steps, (date(2024, 1, 2),))
    assert caught.value.code == code


def test_the_edges_of_the_calendar() -> None:
    assert add_business_days(date.max, 0, None) == date.max
    with pytest.raises(Failure):
        add_business_days(date.max, 1, (date.max,))
    with pytest.raises(Failure):
        add_business_days(date.min, -1, (date.min,))
