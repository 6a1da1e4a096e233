"""Parts of the day, and kinds of days, are of times and days."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

PULSES: Rows = {
    "columns": ["Date", "Time", "Pulse", "Night pulse", "Shift", "Wkday", "Sat rate"],
    "rows": [
        ["2026-09-01", "07:30:00", 72, 60, "night", "Tue", 1],
        ["2026-09-05", "21:10:00", 68, 61, "day", "Sat", 2],
    ],
}
UNTIMED: Rows = {"columns": ["Pulse", "Shift", "Hour"], "rows": [[72, "night", 7], [68, "day", 21]]}


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("average pulse in the evening", 'it takes no times, and the request says "in the evening"'),
        ("average pulse at noon", 'it takes no times, and the request says "at noon"'),
        ("average pulse on weekends", 'it takes no days, and the request says "on weekends"'),
        ("average pulse on workdays", 'it takes no days, and the request says "on workdays"'),
        ("Mondays, what is the average pulse", 'it takes no days, and the request says "Mondays"'),
        ("average pulse per night", ""),  # which may be what a row is
        ("weekend average pulse", ""),
    ],
)
def test_it_is_no_figure_of_all(request_: str, said: str) -> None:
    assert objection(request_, "return rows.average({Pulse})", PULSES) == said
    assert objection(request_, "return rows.average({Pulse})", UNTIMED) == said


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("pulses in the evening", "return rows.where(row => row[{Time}].hour() > 17).values({Pulse})"),
        ("average pulse on weekends", "return rows.where(row => row[{Date}].is_weekend()).average({Pulse})"),
        ("average pulse on a Sunday, Tuesday", "return rows.group_by({Wkday}).average({Pulse})"),
        ("average on Saturday", "return rows.average({Sat rate})"),
        ("average in the night", "return rows.average({Night pulse})"),
        ("pulse at night", "return rows.where(row => row[{Shift}] == {s}).average({Pulse})"),
    ],
)
def test_what_takes_it_is_fine(request_: str, body: str) -> None:
    assert objection(request_, body, PULSES) == ""


def test_a_column_of_hours_says_when() -> None:
    body = "return rows.where(row => row[{Hour}] >= 18).average({Pulse})"
    assert objection("average pulse in the evening, from 18 on", body, UNTIMED) == ""


def test_a_day_of_the_week_is_no_weekend() -> None:
    body = "return rows.where(row => row[{Date}].is_weekend()).average({Pulse})"
    assert objection("average Sunday pulse", body, PULSES) == 'it takes weekends, and the request says "Sunday"'
    for said in ("on weekends", "on Saturdays and Sundays", "on Sat and Sundays", "at the weekend (not Sunday night)"):
        assert objection(f"average pulse {said}", body, PULSES) == ""
