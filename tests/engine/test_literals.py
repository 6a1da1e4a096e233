"""Literals of all kinds as arguments of stored procedures, from the words to the answer."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.engine.conftest import Start

TIP = """
proc tip(bill: Number, rate: Number) -> Number {
  ask "a tip of {rate} on {bill}"
  return (bill * rate).round(2)
}
example tip(80, 15%) == 12
"""
MORE = """
proc end_of(at: Time, length: Duration) -> Time {
  ask "when does a meeting at {at} end after {length}"
  return at + length
}
proc open_for(first: Time, last: Time) -> Duration {
  ask "how long is a shop open {first, last:range}"
  return last - first
}
proc due(day: Date, months: Number) -> Date {
  ask "when is {months:quantity in months} after {day} due"
  return day.add_months(months)
}
proc shown(number: Number, unit: Text) -> Text {
  ask "spell {number, unit:quantity}"
  return number.to_text() + " x " + unit
}
proc fuel(distance: Number) -> Number {
  ask "fuel for {distance:quantity in km}"
  return distance * 6 / 100
}
proc spread(low: Number, high: Number) -> Number {
  ask "spread of prices {low, high:range of money in USD}"
  return high - low
}
"""
LATE = """
proc late(rows: Table, start: Column<Time>, limit: Time) -> Number {
  ask "rows whose {start} is after {limit}"
  return rows.where(row => row[start] > limit).count()
}
"""


@pytest.mark.parametrize(
    ("request_text", "value"),
    [("a tip of 20% on 80", 16), ("a tip of 20 percent on 80", 16), ("a tip of fifteen percent on 80.50", 12.08)],
)
def test_a_percentage_fits_a_slot_whose_example_is_one(start: Start, request_text: str, value: float) -> None:
    seglam, _ = start()
    seglam.add_source(TIP)
    answer = seglam.exec(request_text)
    assert (answer.status, answer.value) == ("hit", Decimal(str(value))), answer.why


def test_a_plain_number_is_no_percentage(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(TIP)
    assert seglam.exec("a tip of 20 on 80").status == "refused"


@pytest.mark.parametrize(
    ("request_text", "value"),
    [
        ("when does a meeting at 9:30 end after 90 minutes", time(11)),
        ("when does a meeting at half past 3 pm end after 1 h 15", time(16, 45)),
        ("when does a meeting at noon end after an hour and a half", time(13, 30)),
        ("how long is a shop open from 9 am to 5:30 pm", timedelta(hours=8, minutes=30)),
        ("how long is a shop open 9-5pm", timedelta(hours=8)),
        ("when is three months after 2024-01-31 due", "2024-04-30"),
        ("spell 5 miles", "5 x mile"),
        ("spell 2.5 kg", "2.5 x kilogram"),
        ("fuel for 50 km", 3),
        ("fuel for 50 kilometers", 3),
        ("spread of prices between $10 and $25.50", 15.5),
        ("spread of prices from 10 to 20 dollars", 10),
    ],
)
def test_literals_are_arguments(start: Start, request_text: str, value: Any) -> None:
    seglam, model = start()
    seglam.add_source(MORE)
    answer = seglam.exec(request_text)
    assert answer.status == "hit", answer.why
    assert str(answer.value) == str(value)
    assert not model.calls


def test_another_unit_is_another_request(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(MORE)
    assert seglam.exec("fuel for 50 miles").status == "refused"
    assert seglam.exec("spread of prices between €10 and €25").status == "refused"


def test_times_are_compared_with_a_column_of_times(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(LATE)
    table = {"columns": ["start", "name"], "rows": [["9:30", "a"], ["15:45", "b"], ["16:00", "c"]]}
    assert seglam.exec("rows whose start is after 3 pm", table=table).value == 2
    assert seglam.exec("rows whose start is after 15:45", table=table).value == 1


SALES = {
    "columns": ["day", "sales", "km"],
    "rows": [["2024-01-05", 1, 4], ["2024-02-05", 2, 5], ["2024-03-31", 4, 6]],
}


@pytest.mark.parametrize(
    ("asked", "body", "again", "value"),
    [
        (
            "total sales with day in February 2024",
            "return rows.where(row => row[c1] >= s1 and row[c1] <= s2).total(c0)",
            "total sales with day in Q1 2024",
            7,
        ),
        (
            "total sales for km 4-5",
            "return rows.where(row => row[c1] >= s2 and row[c1] <= s3).total(c0)",
            "total sales for km between 5 and 6",
            6,
        ),
        (
            "total sales with day within 40 days of 2024-01-01",
            "return rows.where(row => row[c1] <= s1.add_days(s2)).total(c0)",
            "total sales with day within 90 days of 2024-01-01",
            7,
        ),
    ],
)
def test_what_a_model_writes_over_a_literal_is_a_wording_with_its_parts(
    start: Start, asked: str, body: str, again: str, value: int
) -> None:
    seglam, _ = start({asked: [body]})
    first = seglam.exec(asked, table=SALES)
    assert first.status == "miss", first.why
    answer = seglam.exec(again, table=SALES)
    assert (answer.status, answer.value) == ("hit", value), answer.why
    assert answer.procedure == first.procedure


def test_a_period_may_be_written_as_its_first_day_and_a_date_inside_of_it(start: Start) -> None:
    """Models take the 18th by itself: what they mean is the last day of the period, in the next request too."""
    count = "return rows.where(row => row[c0] >= {first} and row[c0] <= {last}).count()"
    seglam, model = start([count.format(first="s2", last="s1"), count.format(first="s2", last="s3")])
    hires = {"columns": ["Heads", "Date"], "rows": [[3, "2025-01-06"], [4, "2025-01-16"], [5, "2025-02-03"]]}
    answer = seglam.exec("how many rows have a date from 6 to 18 January 2025", table=hires)
    assert (answer.status, answer.value) == ("miss", 2), answer.why
    answer = seglam.exec("how many rows have a date from 6 January to 28 February 2025", table=hires)
    assert (answer.status, answer.value) == ("hit", 3), answer.why
    assert len(model.calls) == 1
