"""Columns of dates with times, times of day and durations, as files have them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs.columns import infer_texts
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.notation import read_value, read_written
from seglam_lang.language.computing.times import iso_text
from seglam_lang.language.python.misfits import Unfit
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con


def infer(cells: list[str | None], header: str = "") -> tuple[Con, list[Any], str]:
    """Return the type of a column, its cells and the note about it."""
    found = infer_texts(cells, lambda place: f"line {place + 2}", header)
    return found.type, list(found.cells), found.note


NINE = datetime(2024, 1, 31, 9, 30)
HALF_PAST = [time(9, 30), time(21, 30)]
ONE_IS_WRONG = ["9:30", "9:40", "9:50", "10:15", "11:00", "25:30"]


@pytest.mark.parametrize(
    ("cells", "kind", "values", "note"),
    [
        (["2024-01-31T09:30", None], DATETIME, [NINE, None], ""),
        (
            ["2024-01-31 09:30:00", "2024-01-31 09:30:15.5"],
            DATETIME,
            [NINE, NINE.replace(second=15, microsecond=500_000)],
            "",
        ),
        (["31 Jan 2024 9:30 am", "1/31/2024 09:30"], DATETIME, [NINE, NINE], "read with the month first"),
        (["2024-01-31T09:30:00Z"], DATETIME, [NINE], "UTC"),
        (["2024-01-31T09:30:00+01:00"], TEXT, ["2024-01-31T09:30:00+01:00"], "time zones"),
        (["2024-01-31 00:00:00", "2024-02-01 00:00"], DATE, [date(2024, 1, 31), date(2024, 2, 1)], "midnight"),
        (["2024-02-30 09:30"], TEXT, ["2024-02-30 09:30"], ""),
        (["9:30", "21:30"], TIME, HALF_PAST, ""),
        (["9:30 AM", "9:30 pm"], TIME, HALF_PAST, ""),
        (["9:30", "n/a"], TIME, [time(9, 30), None], "1 read as blank (n/a)"),
        (ONE_IS_WRONG, TEXT, ONE_IS_WRONG, "but not line 7: 25:30"),
        (["9:05:00", "36:15:00"], DURATION, [timedelta(hours=9, minutes=5), timedelta(hours=36, minutes=15)], ""),
        (["PT1H30M", "P2D"], DURATION, [timedelta(hours=1.5), timedelta(days=2)], ""),
        (["5 m", "10 m"], TEXT, ["5 m", "10 m"], "numbers with a unit (5 m)"),
        (["12", "13.5"], NUMBER, [12, 13.5], ""),
    ],
)
def test_columns(cells: list[str | None], kind: Con, values: list[Any], note: str) -> None:
    found = infer(cells)
    assert found[:2] == (kind, values)
    assert note in found[2]
    assert bool(note) == bool(found[2])


@given(st.lists(st.datetimes(), min_size=1))
def test_iso_timestamps_are_read_as_they_are(moments: list[datetime]) -> None:
    moments = [moment.replace(fold=0) for moment in moments]
    kind, values, _ = infer([iso_text(moment) for moment in moments])
    assert values == (moments if kind == DATETIME else [moment.date() for moment in moments])


@given(st.lists(st.text("0123456789:/-T Zapm+.PDHMS", max_size=25), min_size=1, max_size=4))
def test_any_texts_are_read_or_stay(texts: list[str]) -> None:
    kind, values, _ = infer(list(texts))
    assert len(values) == len(texts)
    assert kind != TEXT or all(value in (text.strip(), None) for text, value in zip(texts, values, strict=True))


@pytest.mark.parametrize(
    ("header", "cells", "kind", "is_noted"),
    [
        ("Call length", ["00:42:10", "01:05:33"], DURATION, False),
        ("Time taken", ["9:30:00", "10:15:00"], DURATION, False),
        ("Call", ["00:42:10", "00:05:33", "01:10:00"], DURATION, True),
        ("Call", ["10:42:10", "00:05:33", "01:10:00"], TIME, False),
        ("Net time", ["1:42:31", "2:10:47"], DURATION, True),
        ("Net time", ["1:42:31", "10:10:47"], TIME, False),
        ("Net time", ["01:42:31", "02:10:47"], TIME, False),
        ("Logged", ["7:42:31", "8:10:47"], TIME, False),
        ("Start", ["1:42:31", "2:10:47"], TIME, False),
        ("Sunrise", ["4:55:01", "5:42:10"], TIME, False),
        ("Start", ["09:30:00", "10:15:00"], TIME, False),
        ("Duration", ["9:30", "10:15"], TIME, True),
    ],
)
def test_lengths_that_may_be_times_of_day(header: str, cells: list[str | None], kind: Con, is_noted: bool) -> None:
    inferred = infer(cells, header)
    assert (inferred[0], bool(inferred[2])) == (kind, is_noted)


def test_one_bad_cell_keeps_a_column_of_times_text() -> None:
    cells: list[str | None] = ["9:30", "10:15", "later"]
    assert infer(cells)[:2] == (TEXT, cells)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2024-01-31T09:30", NINE), ("09:30", time(9, 30)), ("PT1H30M", timedelta(hours=1.5)), ("@09:30", time(9, 30))],
)
def test_values_on_a_command_line(text: str, value: Any) -> None:
    assert read_value(text).value == value


def test_values_of_a_type_on_a_command_line() -> None:
    assert read_written("31 Jan 2024, 9:30 am", DATETIME).value == NINE
    assert read_written("9:30 am", TIME).value == time(9, 30)
    assert read_written("1 h 30 min", DURATION).value == timedelta(hours=1.5)
    with pytest.raises(Unfit, match="expected DateTime"):
        read_written("2024-01-31", DATETIME)
    with pytest.raises((Unfit, InputError)):
        read_written("25:00", TIME)


@pytest.mark.parametrize("header", ["Pace", "Pace (min/km)", "avg_pace", "min/mi", "Min per mile", "Split (minutes)"])
def test_a_pace_is_a_length_of_minutes_and_seconds(header: str) -> None:
    found = infer_texts(["5:42", "6:05"], str, header)
    assert (found.type, list(found.cells)) == (
        DURATION,
        [timedelta(minutes=5, seconds=42), timedelta(minutes=6, seconds=5)],
    )


@pytest.mark.parametrize("header", ["Time", "Space", "Pacer", "Start", "Minister"])
def test_what_is_no_pace_may_be_a_time_of_day(header: str) -> None:
    assert infer_texts(["5:42", "6:05"], str, header).type == TIME
