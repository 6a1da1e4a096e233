"""Time that is counted from the later of two columns to the earlier one."""

from __future__ import annotations

import pytest

from tests.verifier.objections import BUGS, Rows, objection

REQUEST = "longest time to close a bug"
RUNS = ((1, 2), (4, 1), (6, 5), (9, 2), (11, 3))  # when jobs came in, and how many days they took
TIMES: Rows = {
    "columns": ["id", "start", "end"],
    "rows": [["a", "2024-03-01 08:00", "2024-03-01 09:30"], ["b", "2024-03-02 10:00", "2024-03-02 10:05"]],
}


@pytest.mark.parametrize("unit", ["days", "months", "years", "business_days"])
def test_time_goes_from_the_earlier_column_to_the_later(unit: str) -> None:
    body = f"return rows.drop_blanks({{closed}}).map(row => row[{{%s}}].{unit}_until(row[{{%s}}])).maximum()"
    assert objection(REQUEST, body % ("opened", "closed")) == ""
    assert objection(REQUEST, body % ("closed", "opened")) == (
        "it counts the time from 'closed' to 'opened', which is never the later"
    )


def test_hours_do_so_too() -> None:
    until = "return rows.map(row => row[{%s}].time_until(row[{%s}])).maximum()"
    assert objection("longest run", until % ("start", "end"), TIMES) == ""
    assert "from 'end' to 'start'" in objection("longest run", until % ("end", "start"), TIMES)
    minus = "return rows.map(row => row[{%s}] - row[{%s}]).maximum()"
    assert objection("longest run", minus % ("end", "start"), TIMES) == ""
    assert "from 'end' to 'start'" in objection("longest run", minus % ("start", "end"), TIMES)


def test_the_days_of_moments_do_so_too() -> None:
    days = "return rows.map(row => row[{%s}].date().days_until(row[{%s}].date())).average()"
    late = {
        **TIMES,
        "rows": [["a", "2024-03-01 08:00", "2024-03-03 09:30"], ["b", "2024-03-02 10:00", "2024-03-02 10:05"]],
    }
    assert objection("average days from start to end", days % ("start", "end"), late) == ""
    assert "from 'end' to 'start'" in objection("average days from start to end", days % ("end", "start"), late)


def test_a_row_the_other_way_round_shows_that_either_may_be_the_later() -> None:
    early = {**BUGS, "rows": [*BUGS["rows"], ["Eve", "Search", "B", 1, "2024-05-02", "2024-05-01"]]}
    body = "return rows.drop_blanks({closed}).map(row => row[{closed}].days_until(row[{opened}])).maximum()"
    assert objection(REQUEST, body, early) == ""


def test_two_equal_days_show_nothing() -> None:
    same = {**BUGS, "rows": [[*row[:5], row[4]] for row in BUGS["rows"]]}
    body = "return rows.map(row => row[{closed}].days_until(row[{opened}])).maximum()"
    assert objection(REQUEST, body, same) == ""


@pytest.mark.parametrize(
    "body",
    [
        "return rows.map(row => row[{closed}].days_until(row[{opened}].end_of_month())).maximum()",
        "return rows.map(row => row[{closed}].end_of_month().days_until(row[{opened}])).maximum()",
    ],
)
def test_a_day_that_is_computed_is_another_one(body: str) -> None:
    assert objection(REQUEST, body) == ""


def test_a_day_and_a_moment_are_compared_by_their_days() -> None:
    mixed: Rows = {"columns": ["id", "start", "due"], "rows": [["a", "2024-03-01 08:00", "2024-02-01"]] * 2}
    forth = "return rows.map(row => row[{due}].days_until(row[{start}].date())).sum()"
    back = "return rows.map(row => row[{start}].date().days_until(row[{due}])).sum()"
    assert objection("days late", forth, mixed) == ""
    assert "from 'start' to 'due'" in objection("days late", back, mixed)


def test_a_day_that_is_stated_may_be_before_them() -> None:
    body = "return rows.map(row => row[{opened}].days_until({s})).maximum()"
    assert objection("days from opened until 2024-01-01, the most", body) == ""


def test_a_column_of_days_that_always_comes_later_is_no_condition() -> None:
    days = [[f"2025-03-{day:02}", f"2025-03-{day + 2:02}", f"2025-03-{day + late:02}"] for day, late in RUNS]
    jobs: Rows = {"columns": ["received", "due", "delivered"], "rows": [list(row) for row in days]}
    body = "return rows.where(row => row[{%s}] %s row[{%s}]).count()"
    said = "it takes the rows where 'delivered' is after 'received', as it is wherever both are known"
    assert objection("jobs delivered late", body % ("delivered", ">", "received"), jobs) == said
    assert objection("jobs delivered late", body % ("received", "<=", "delivered"), jobs) == said
    assert objection("jobs delivered late", body % ("delivered", ">", "due"), jobs) == ""
    assert objection("jobs delivered after they were received", body % ("delivered", ">", "received"), jobs) == ""
    assert objection("late jobs", "return rows.where(row => not (row[{due}] > row[{received}])).count()", jobs) == ""
    few: Rows = {"columns": jobs["columns"], "rows": jobs["rows"][:3]}
    assert objection("jobs delivered late", body % ("delivered", ">", "received"), few) == ""
