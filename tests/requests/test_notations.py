"""A request writes dates and lengths as the table that it is about does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.model import Doubt, Inputs
from seglam_lang.requests import ambiguous_dates, kinds, read

ISO, EITHER, DAY, MONTH = "2024-05-06", "5/6/2024", "31/1/2024", "1/31/2024"


def of_days(*cells: str) -> Inputs:
    """Return a table with one column for each date."""
    return read_inputs(table={"item": ["pen"], **{f"day {i}": [cell] for i, cell in enumerate(cells)}})


def of_lengths(cells: Sequence[str], header: str = "length") -> Inputs:
    """Return a table with a column of lengths beside one of texts."""
    return read_inputs(table={"song": [f"song {i}" for i in range(len(cells))], header: list(cells)})


def days(request: str, inputs: Inputs) -> list[date]:
    """Return the dates that a request states, those of a period last."""
    reading = read(request, inputs)
    single = [each.value for each in reading.mentions if each.kind == kinds.DATE]
    periods = [each.value.values for each in reading.further if each.kind == kinds.PERIOD]
    return single + [day for pair in periods for day in pair]


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)), st.sampled_from("/-"), st.booleans())
def test_a_date_is_written_as_in_the_table(day: date, sign: str, is_short: bool) -> None:
    year = f"{day.year % 100:02}" if is_short else str(day.year)
    for shown, written in ((DAY, (day.day, day.month)), (MONTH, (day.month, day.day))):
        request = f"items since {sign.join(map(str, written))}{sign}{year}"
        assert days(request, of_days(shown)) == [day], request


@pytest.mark.parametrize(
    ("cells", "is_june", "notes"),
    [
        ([DAY], True, ["5/6/2024 is read with the day first, as the table has it: 2024-06-05"]),
        ([DAY, EITHER], True, ["5/6/2024 is read with the day first, as the table has it: 2024-06-05"]),
        (["31.1.2024", ISO], True, ["5/6/2024 is read with the day first, as the table has it: 2024-06-05"]),
        ([MONTH], False, ["5/6/2024 is read with the month first, as the table has it: 2024-05-06"]),
        ([DAY, MONTH], False, ["5/6/2024 is read with the month first (it could also be the day): 2024-05-06"]),
        ([ISO], False, ["5/6/2024 is read with the month first (it could also be the day): 2024-05-06"]),
    ],
)
def test_where_tables_differ_or_show_nothing_it_is_a_doubt(cells: list[str], is_june: bool, notes: list[str]) -> None:
    inputs = of_days(*cells)
    assert days("items of 5/6/2024", inputs) == [date(2024, 6, 5) if is_june else date(2024, 5, 6)]
    found = ambiguous_dates(read("items of 5/6/2024", inputs))
    assert list(found) == notes
    assert all(isinstance(note, Doubt) == ("could also" in note) for note in found)


def test_periods_and_timestamps_follow_too() -> None:
    inputs = of_days(DAY)
    assert days("items from 5/6/24 to 7/8/24", inputs)[-2:] == [date(2024, 6, 5), date(2024, 8, 7)]
    (stamp,) = [each for each in read("items at 5/6/2024 14:30", inputs).further if each.kind == kinds.DATETIME]
    assert stamp.value.date() == date(2024, 6, 5)
    assert days("items of 5/31/2024", inputs) == [date(2024, 5, 31)]  # which can only have the month first


@pytest.mark.parametrize(
    ("cells", "header", "seconds"),
    [
        (["3:45", "71:20"], "length", {"4:30": 270, "75:00": 4500, "1:02:10": 3730}),
        (["3:45", "4:10"], "length (m:ss)", {"4:30": 270}),
        (["38:30", "40:00"], "worked (h)", {"4:30": 16200, "1:02:10": 3730}),
        (["36:15:00", "9:05:00"], "worked", {"36:15:00": 130500, "4:30": 16200}),
    ],
)
def test_a_length_is_written_as_in_the_table(cells: list[str], header: str, seconds: dict[str, int]) -> None:
    for written, expected in seconds.items():
        (found,) = read(f"songs longer than {written}", of_lengths(cells, header)).further
        assert (found.kind, found.value) == (kinds.DURATION, timedelta(seconds=expected)), written


def test_beside_times_of_day_a_length_may_be_one() -> None:
    table = {"length (m:ss)": ["3:45", "4:10"], "aired at": ["19:30", "4:30"]}
    found = {each.kind for each in read("songs of 4:30", read_inputs(table=table)).further}
    assert found == {kinds.DURATION, kinds.TIME}
    (late,) = read("songs after 4:30 pm", of_lengths(["3:45", "71:20"])).further
    assert late.kind == kinds.TIME
