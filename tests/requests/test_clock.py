"""Times of day, timestamps and durations in words (no mention has them yet)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs
from seglam_lang.requests import read
from seglam_lang.requests.clock import Length, durations_in, times_in, timestamps_in
from seglam_lang.requests.request import Request

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}


@given(st.times().map(lambda then: then.replace(microsecond=0)))
def test_a_time_is_read_in_every_usual_form(then: time) -> None:
    twelve, half = then.hour % 12 or 12, "pm" if then.hour >= 12 else "am"
    for text in (f"{then:%H:%M:%S}", f"at {twelve}:{then:%M:%S} {half}", f"{twelve}:{then:%M:%S}{half[0]}.m."):
        assert [found for *_, found in times_in(Request.of(text))] == [then], text
    for text in (f"{then:%H:%M}", f"{then:%H}h{then:%M}", f"{twelve}:{then:%M} {half}"):
        assert [found for *_, found in times_in(Request.of(text))] == [then.replace(second=0)], text


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
        ("eight forty pm", time(20, 40)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("midnight", time(0)),
        ("25:00", None),
        ("3:75", None),
        ("3", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert [found for *_, found in times_in(Request.of(text))] == ([expected] if expected else [])


@given(st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31)).map(lambda then: then.replace(microsecond=0)))
def test_a_timestamp_is_read_in_iso_form(then: datetime) -> None:
    for text in (then.isoformat(), then.isoformat(" "), f"{then.isoformat()}Z"):
        assert [found for *_, found in timestamps_in(Request.of(text))] == [then], text


@pytest.mark.parametrize(
    "text", ["March 5, 2024 at 3pm", "3 pm on 2024-03-05", "5 March 2024, 15:00", "yesterday at 3pm"]
)
def test_timestamps(text: str) -> None:
    found = list(timestamps_in(Request.of(text, date(2024, 3, 6))))
    assert [then for *_, then in found] == [datetime(2024, 3, 5, 15)]


@given(st.integers(1, 999), st.sampled_from(sorted(SECONDS)))
def test_a_number_of_a_unit_is_a_duration(count: int, unit: str) -> None:
    for text in (f"{count} {unit}", f"{count}-{unit}", f"{count} more {unit}"):
        assert [found for *_, found in durations_in(Request.of(text))] == [Length(0, count * SECONDS[unit])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 h 30", Length(0, 5_400)),
        ("an hour and a half", Length(0, 5_400)),
        ("two and a half hours", Length(0, 9_000)),
        ("half an hour", Length(0, 1_800)),
        ("1/2 h", Length(0, 1_800)),
        ("three weeks", Length(0, 1_814_400)),
        ("2 years, 3 months", Length(27, 0)),
        ("1 year and 2 days", Length(12, 172_800)),
        ("one week three days", Length(0, 864_000)),
        ("1 hour fifteen seconds", Length(0, 3_615)),
    ],
)
def test_durations(text: str, expected: Length) -> None:
    assert [found for *_, found in durations_in(Request.of(text))] == [expected]


def test_no_mention_is_a_time_yet() -> None:
    reading = read("sold at 15:30 within 2 hours", Inputs(), date(2024, 3, 6))
    assert {str(mention.type) for mention in (*reading.mentions, *reading.further)} == {
        str(mention.type) for mention in read("5", Inputs()).mentions
    }
