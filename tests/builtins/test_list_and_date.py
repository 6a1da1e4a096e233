"""Lists and dates: what the examples do not show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import date as dates
from seglam_lang.language.builtins import list as lists
from seglam_lang.language.builtins import list_forms as forms
from seglam_lang.language.builtins.number import whole_range
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Record

days = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(days, days)
def test_days_until_is_undone_by_add_days(one: date, other: date) -> None:
    assert dates.add_days(one, dates.days_until(one, other)) == other


@given(st.dates(date(100, 1, 1), date(9800, 1, 1)), st.integers(-1000, 1000))
def test_months(day: date, months: int) -> None:
    later = dates.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and dates.add_days(later, 1).day == 1)
    assert dates.add_years(day, 3) == dates.add_months(day, 36)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: dates.add_days(date(9999, 12, 31), 1), "out-of-range"),
        (lambda: dates.add_days(date(2024, 1, 1), 10**33), "out-of-range"),
        (lambda: dates.add_months(date(2024, 1, 1), -(10**30)), "out-of-range"),
        (lambda: dates.add_years(date(2024, 1, 1), 8000), "out-of-range"),
        (lambda: dates.add_days(date(2024, 1, 1), Decimal("0.5")), "not-whole"),
        (lambda: lists.first(()), "empty"),
        (lambda: lists.last(()), "empty"),
        (lambda: lists.minimum(()), "empty"),
        (lambda: lists.median(()), "empty"),
        (lambda: lists.mode(()), "empty"),
        (lambda: lists.at((1,), 0), "out-of-range"),
        (lambda: lists.at((1,), 2), "out-of-range"),
        (lambda: lists.at((1,), Decimal("1.5")), "not-whole"),
        (lambda: lists.take((1,), -1), "out-of-range"),
        (lambda: whole_range(1, 10**7), "too-large"),
        (lambda: whole_range(Decimal("0.5"), 3), "not-whole"),
    ],
)
def test_failures(operation: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code


def test_ranges() -> None:
    assert whole_range(3, 1) == ()
    assert whole_range(-1, 1) == (-1, 0, 1)


def test_equal_values_are_one_value() -> None:
    assert lists.distinct((1, 2, 1, Decimal("0.5"), Decimal("0.5"))) == (1, 2, Decimal("0.5"))
    pair = Record(("a", "b"), (1, "x"))
    assert lists.distinct((pair, Record(("a", "b"), (1, "x")), Record(("a", "b"), (2, "x")))) == (
        pair,
        Record(("a", "b"), (2, "x")),
    )
    assert lists.index_of((("a",), ("b",)), ("b",)) == 2
    assert lists.index_of((1,), 2) is None


@given(st.lists(st.integers(-5, 5)))
def test_list_laws(items: list[int]) -> None:
    values = tuple(items)
    assert lists.reverse(lists.sort(values)) == lists.sort_descending(values)
    assert forms.concat(lists.take(values, 2), lists.drop(values, 2)) == values
    assert sorted(lists.distinct(values)) == sorted(set(items))
    assert forms.filter_items(values, tuple(item > 0 for item in items)) == tuple(item for item in items if item > 0)
    assert forms.all_items(values, lambda item: item > 0) is not forms.any_item(values, lambda item: item <= 0)
    if items:
        assert items.count(lists.mode(values)) == max(map(items.count, items))
