"""Lengths of time in words: Durations, and quantities of months and years, which have no fixed length."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.requests.durations import durations_in
from seglam_lang.requests.request import Request

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}


def durations(text: str) -> list[timedelta]:
    """The durations in a text."""
    return [found.value for found in durations_in(Request.of(text)) if isinstance(found.value, timedelta)]


@given(st.integers(1, 999), st.sampled_from(sorted(SECONDS)))
def test_a_number_of_a_unit_is_a_duration(count: int, unit: str) -> None:
    for text in (f"{count} {unit}", f"{count}-{unit}", f"{count} more {unit}"):
        assert durations(text) == [timedelta(seconds=count * SECONDS[unit])]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 h 30", 5_400),
        ("1 h 05", 3_900),
        ("1h20m", 4_800),
        ("an hour and a half", 5_400),
        ("an hour and a quarter", 4_500),
        ("one and quarter of an hour", 4_500),
        ("two and a half hours", 9_000),
        ("half an hour", 1_800),
        ("1/2 h", 1_800),
        ("1 hour thirty", 5_400),
        ("three weeks", 1_814_400),
        ("10d", 864_000),
        ("two nights", 172_800),
        ("one week three days", 864_000),
        ("1 hour fifteen seconds", 3_615),
        ("1.5 seconds", 1.5),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert durations(text) == [timedelta(seconds=seconds)]


@pytest.mark.parametrize(
    ("text", "number", "unit"), [("3 months", 3, "month"), ("2 years, 3 months", 27, "month"), ("5y", 5, "year")]
)
def test_months_and_years_are_quantities(text: str, number: int, unit: str) -> None:
    (found,) = durations_in(Request.of(text))
    assert (found.value, found.kind.detail) == (number, unit)


@pytest.mark.parametrize("text", ["1 year and 2 days", "10 d", "99999999999999 weeks", "5 y", "a day's work in a week"])
def test_what_is_no_single_length(text: str) -> None:
    assert durations(text) in ([], [timedelta(days=1), timedelta(weeks=1)])


def test_an_m_is_a_minute_only_beside_hours() -> None:
    assert durations("1h20m - 45m") == [timedelta(minutes=80), timedelta(minutes=45)]
    assert durations("a 45m rope") == []
