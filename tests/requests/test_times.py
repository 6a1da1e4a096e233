"""Times of day and timestamps in words."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.requests.request import Request
from seglam_lang.requests.times import times_in, timestamps_in


def times(text: str) -> list[time]:
    """The times of day in a text."""
    return [found.value for found in times_in(Request.of(text))]


@given(st.times().map(lambda then: then.replace(microsecond=0)))
def test_a_time_is_read_in_every_usual_form(then: time) -> None:
    twelve, half = then.hour % 12 or 12, "pm" if then.hour >= 12 else "am"
    for text in (f"{then:%H:%M:%S}", f"at {twelve}:{then:%M:%S} {half}", f"{twelve}:{then:%M:%S}{half[0]}.m."):
        assert times(text) == [then], text
    for text in (f"{then:%H:%M}", f"{then:%H}h{then:%M}", f"{twelve}:{then:%M} {half}", f"{twelve}.{then:%M} {half}"):
        assert times(text) == [then.replace(second=0)], text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3pm", time(15)),
        ("half past 3 pm", time(15, 30)),
        ("a quarter to noon", time(11, 45)),
        ("ten minutes past nine", time(9, 10)),
        ("three quarters past 9pm", time(21, 45)),
        ("8 o'clock", time(8)),
        ("8 in the evening", time(20)),
        ("in the morning at 7", time(7)),
        ("in the afternoon at 3:15", time(15, 15)),
        ("1 at night", time(1)),
        ("12 at night", time(0)),
        ("11 o'clock lunchtime", time(11)),
        ("1 o'clock lunchtime", time(13)),
        ("1140 a.m.", time(11, 40)),
        ("9.am", time(9)),
        ("at eight forty", time(8, 40)),
        ("eight forty pm", time(20, 40)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("midnight", time(0)),
        ("25:00", None),
        ("3:75", None),
        ("3", None),
        ("at 3", None),
        ("sold at 6.45", None),
        ("eight forty", None),
        ("from 10 to 3", None),
        ("9.99 pm", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert times(text) == ([expected] if expected else [])


@given(st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31)).map(lambda then: then.replace(microsecond=0)))
def test_a_timestamp_is_read_in_iso_form(then: datetime) -> None:
    for text in (then.isoformat(), then.isoformat(" "), f"{then.isoformat()}Z"):
        assert [found.value for found in timestamps_in(Request.of(text))] == [then], text


@pytest.mark.parametrize(
    "text", ["March 5, 2024 at 3pm", "3 pm on 2024-03-05", "5 March 2024, 15:00", "yesterday at 3pm"]
)
def test_timestamps(text: str) -> None:
    found = list(timestamps_in(Request.of(text, date(2024, 3, 6))))
    assert [each.value for each in found] == [datetime(2024, 3, 5, 15)]
