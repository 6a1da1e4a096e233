"""What is shown of the columns that a request lists."""

from __future__ import annotations

import pytest

from tests.verifier.objections import objection

LATE = "rows.where(row => row[{points}] > s0)"


@pytest.mark.parametrize(
    "request_",
    ["show me assignee, points where points is over 3", "points and assignee of bugs with points over 3"],
)
def test_a_column_that_is_listed_and_tested_is_shown_too(request_: str) -> None:
    said = "it does not show 'points', which the request names twice"
    assert objection(request_, f"return {LATE}.values({{assignee}})") == said
    assert objection(request_, f"return {LATE}.select({{assignee}}, {{points}})") == ""
    assert objection(request_, f"return {LATE}.count()") == ""


@pytest.mark.parametrize(
    "request_",
    [
        "assignee where points is over 3",  # it is named once
        "assignee where points, grade points, is over 3",  # it is not listed with what is shown
        "assignee per points, points over 3",
    ],
)
def test_what_need_not_be_shown(request_: str) -> None:
    assert objection(request_, f"return {LATE}.values({{assignee}})") == ""


def test_what_is_used_otherwise_is_in_what_is_shown() -> None:
    body = 'with_column("x", row => row[{points}] * 2).select({assignee}, "x")'
    assert objection("assignee, points times 2 where points over 3", f"return {LATE}.{body}") == ""


def test_what_is_to_be_shown_is_not_added_up() -> None:
    body = "return rows.where(row => row[{assignee}] == {s}).total({points})"
    assert objection("show the points of all bugs of Ann", body) == 'it adds up, and the request says "show"'
    assert objection("list points where assignee is Ann", body) == 'it adds up, and the request says "list"'
    for fine in (
        "show the total points of Ann",
        "points of Ann",
        "show me how much Ann has in points",
        "show the points of Ann together",
        "show what the points of Ann come to",
        "sum the points of Ann",
    ):
        assert objection(fine, body) == ""
