"""Periods and relative dates from end to end: one procedure for "in Q1 2024" and "from 1 January to 31 March 2024"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.engine.conftest import Start

TOTAL = """
proc total_between(rows: Table, value: Column<Number>, day: Column<Date>, first: Date, last: Date) -> Number {
  ask "total {value} by {day} from {first} to {last}"
  ask "total {value} by {day} (in |){first, last:period}"
  return rows.where(row => row[day] >= first and row[day] <= last).total(value)
}
proc total_of(rows: Table, value: Column<Number>, key: Column<Text>, wanted: List<Text>) -> Number {
  ask "total {value} by {key} for {wanted}"
  return rows.where(row => wanted.contains(row[key])).total(value)
}
"""
SALES = {
    "columns": ["day", "city", "sales"],
    "rows": [["2024-01-05", "Oslo", 1], ["2024-02-05", "Rome", 2], ["2024-03-31", "Bern", 4]],
}


@pytest.mark.parametrize(
    ("request_text", "today", "total"),
    [
        ("total sales by day from 2024-01-01 to 2024-02-28", None, 3),
        ("total sales by day from 1 Jan 2024 to 28 Feb 2024", None, 3),
        ("total sales by day in Q1 2024", None, 7),
        ("total sales by day in February 2024", None, 2),
        ("total sales by day between January 2024 and February 2024", None, 3),
        ("total sales by day last month", date(2024, 4, 2), 4),
        ("total sales by day last month", "2024-03-02", 2),
        ("total sales by day from yesterday to tomorrow", date(2024, 3, 31), 4),
        ("total sales by city for Oslo, Rome and Bern", None, 7),
        ("total sales by city for Oslo or Bern", None, 5),
    ],
)
def test_one_procedure_for_all_wordings(start: Start, request_text: str, today: Any, total: int) -> None:
    seglam, model = start()
    hashes = seglam.add_source(TOTAL)
    answer = seglam.exec(request_text, table=SALES, today=today)
    assert (answer.status, answer.value) == ("hit", total), answer.why
    assert answer.procedure == hashes["city" in request_text]
    assert not model.calls


def test_what_a_period_is_read_as_is_shown(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(TOTAL)
    answer = seglam.exec("total sales by day in Q1 2024", table=SALES)
    assert "  {2}      period 2024-01-01 to 2024-03-31" in answer.trace.lines()


def test_a_fiscal_year_is_noted(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(TOTAL)
    assert "FY2024 is read as if" in "".join(seglam.exec("total sales by day in FY2024", table=SALES).trace.doubts)
    assert seglam.exec("total sales by day in Q1 2024", table=SALES).trace.doubts == ()


def test_without_a_day_to_count_from_the_refusal_says_so(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(TOTAL)
    answer = seglam.exec("last month")
    assert answer.status == "refused"
    assert "'last month' counts from a day: say which, as in --today 2024-03-31" in answer.why


@pytest.mark.parametrize("today", ["tomorrow", "2024-13-01", "31.3.2024", "", 20240331, datetime(2024, 3, 31)])
def test_a_wrong_today(start: Start, today: Any) -> None:
    seglam, _ = start()
    answer = seglam.exec("total sales by day last month", table=SALES, today=today)
    assert answer.status == "error"
    assert answer.why.startswith("today is a date as 2024-03-31, not ")
