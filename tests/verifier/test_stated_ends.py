"""What is done with the first and the last day of a period that the words state."""

from __future__ import annotations

import pytest

from tests.verifier.objections import BUGS, objection

WHERE = "return rows.where(row => {0}).total({{points}})"


@pytest.mark.parametrize(
    ("condition", "is_objected"),
    [
        ("row[{opened}] > {last}", False),  # after 2024
        ("row[{opened}] >= {first}", False),  # since 2024
        ("row[{opened}] < {first}", False),  # before 2024
        ("row[{opened}] <= {last}", False),  # until 2024
        ("{first} <= row[{opened}] and row[{opened}] <= {last}", False),
        ("row[{opened}] > {first}", True),
        ("{first} < row[{opened}]", True),
        ("row[{opened}] < {last}", True),
        ("row[{opened}] >= {last}", False),  # still open at the end of 2024
        ("row[{opened}] <= {first}", False),  # open at its start
    ],
)
def test_a_year_is_over_after_its_last_day(condition: str, is_objected: bool) -> None:
    found = objection("points opened after 2024", WHERE.format(condition))
    assert ("day of the period that the request names" in found) is is_objected


def test_two_days_that_are_named_are_days() -> None:
    request = "points opened between 2 March and 4 March 2024"
    assert objection(request, WHERE.format("row[{opened}] > {first} and row[{opened}] < {last}")) == ""


@pytest.mark.parametrize(
    ("condition", "is_objected"),
    [
        ("row[{opened}] >= {s} and row[{opened}] <= {first}", True),
        ("row[{opened}] >= {first} and row[{opened}] <= {s}", True),
        ("row[{opened}] >= {s} and row[{opened}] <= {other}", False),
        ("row[{opened}] >= {first} and row[{opened}] <= {last}", False),
        ("row[{opened}] >= {s} and row[{closed}] <= {first}", False),  # opened and closed on that day
    ],
)
def test_one_day_is_not_both_ends(condition: str, is_objected: bool) -> None:
    found = objection("points between 2024-03-02 and 2024-03-09", WHERE.format(condition))
    assert ("for both ends of a period" in found) is is_objected


def test_one_period_is_of_one_column() -> None:
    apart = WHERE.format("row[{opened}] >= {first} and row[{closed}] <= {last}")
    said = objection("points in March 2024", apart)
    assert said == "it takes the first day of a period for 'opened' and the last day of it for 'closed'"


@pytest.mark.parametrize(("first", "last"), [("opened", "closed"), ("closed", "opened")])
def test_columns_of_which_either_may_be_the_later_have_no_period_together(first: str, last: str) -> None:
    early = {**BUGS, "rows": [*BUGS["rows"], ["Eve", "Search", "B", 1, "2024-05-02", "2024-05-01"]]}
    apart = WHERE.format(f"row[{{{first}}}] >= {{first}} and row[{{{last}}}] <= {{last}}")
    assert "the first day of a period" in objection("points in March 2024", apart, early)


@pytest.mark.parametrize(
    "condition",
    [
        "row[{opened}] >= {first} and row[{opened}] <= {last}",
        "row[{opened}] <= {last} and row[{closed}] >= {first}",  # what was open at some time in March
        "row[{opened}] >= {first} and row[{opened}] <= {last} and row[{closed}] <= {last}",
    ],
)
def test_what_overlaps_a_period_is_of_two_columns(condition: str) -> None:
    assert objection("points in March 2024", WHERE.format(condition), BUGS) == ""
