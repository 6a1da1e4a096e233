"""The greatest of what the least is meant of, and the other way round."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

RACES: Rows = {
    "columns": ["runner", "Time", "Finish min", "rank", "born", "km/h", "hours worked", "At the line", "Age"],
    "rows": [
        ["Ann", 11.9, 71, 1, "1990-03-01", 14.2, 7, "11:42:31", 34],
        ["Bob", 12.4, 75, 2, "1985-07-09", 13.1, 9, "12:01:09", 39],
        ["Cy", 12.1, 74, 3, "2001-01-30", 13.5, 8, "11:59:00", 23],
    ],
}


@pytest.mark.parametrize(
    ("request_", "column", "is_greatest"),
    [
        ("fastest runner", "Time", False),
        ("the quickest finish", "Finish min", False),
        ("slowest runner", "Time", True),
        ("best time", "Time", False),
        ("worst rank", "rank", True),
        ("oldest runner", "born", False),
        ("youngest runner", "born", True),
        ("latest birthday", "born", True),
        ("who has been with us longest", "born", False),
        ("with us for the shortest time", "born", True),
        ("youngest age", "Age", False),
        ("oldest by age", "Age", True),
        ("the best at the line", "At the line", False),
        ("the slowest at the line", "At the line", True),
    ],
)
def test_a_word_says_which_end_is_meant(request_: str, column: str, is_greatest: bool) -> None:
    for name, is_said in (("top", True), ("bottom", False)):
        said = objection(request_, f"return rows.{name}(1, {{{column}}}).values({{runner}})", RACES)
        assert bool(said) is (is_said != is_greatest)
    for name, is_said in (("maximum", True), ("minimum", False)):
        said = objection(request_, f"return rows.{name}({{{column}}})", RACES)
        assert ("and the request says" in said) is (is_said != is_greatest)


ENDS = ("Valid to", "valid_until", "Ends", "Expiry", "EndDate", "validUntil", "Lease expiration", "Due date")


@pytest.mark.parametrize("header", ENDS)
def test_what_is_valid_longest_has_the_last_end(header: str) -> None:
    passes: Rows = {"columns": ["pass", header], "rows": [["A", "2025-01-03"], ["B", "2026-03-04"]]}
    for name in ("top", "bottom"):
        body = f"return rows.{name}(1, {{{header}}}).values({{pass}})"
        assert "and the request says" not in objection("which pass is valid longest", body, passes)


@pytest.mark.parametrize(
    ("request_", "column", "is_objected"),
    [
        ("the latest rank", "rank", True),
        ("most recent time", "Time", True),
        ("latest year", "Year of birth", False),
        ("largest time in recent months", "Time", False),
        ("largest rank", "rank", False),
    ],
)
def test_the_latest_is_no_number(request_: str, column: str, is_objected: bool) -> None:
    races: Rows = {"columns": ["rank", "Time", "Year of birth", "born"], "rows": [[1, 12.4, 1990, "1990-03-01"]]}
    undated: Rows = {"columns": races["columns"][:3], "rows": [[1, 12.4, 1990]]}
    said = objection(request_, f"return rows.maximum({{{column}}})", races)
    assert ("it takes an end of" in said) is is_objected
    assert objection(request_, f"return rows.maximum({{{column}}})", undated) == ""


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("fastest runner", "return rows.top(1, {km/h}).values({runner})"),  # a speed
        ("best three by hours worked", "return rows.top(3, {hours worked}).values({runner})"),
        ("between the slowest and the fastest", "return rows.maximum({Time}) - rows.minimum({Time})"),
        ("from the fastest to the others", "return rows.maximum({Time}) - rows.minimum({Time})"),
        ("best runner by age, oldest first", "return rows.sort_by({born}).values({runner})"),
    ],
)
def test_either_may_be_meant(request_: str, body: str) -> None:
    assert objection(request_, body, RACES) == ""


def test_it_says_which_end_is_taken() -> None:
    said = objection("fastest time", "return rows.maximum({Time})", RACES)
    assert said == "it takes the greatest 'Time', and the request says \"fastest\""


@pytest.mark.parametrize(
    ("request_", "column", "without", "said"),
    [
        ("longest call", "rating", (), "it takes an end of 'rating', and the request says \"longest\""),
        ("shortest call", "rating", (), "it takes an end of 'rating', and the request says \"shortest\""),
        ("longest call", "rating", ("ended",), ""),  # nothing else says how long it was
        ("longest call", "talk min", (), ""),
        ("longest transcript", "words", (), ""),
        ("longest queue", "queue length", (), ""),
        ("longest wait", "waitLength", (), ""),
        ("who has the longest streak", "streak", (), ""),  # the words name it
        ("highest rating", "rating", (), ""),
    ],
)
def test_the_longest_is_of_what_has_a_length(request_: str, column: str, without: tuple[str, ...], said: str) -> None:
    calls: dict[str, list[object]] = {
        "begun": ["2024-05-06T09:00", "2024-05-06T09:02"],
        "ended": ["2024-05-06T09:07", "2024-05-06T09:06"],
        "rating": [5, 3],
        "talk min": [7, 4],
        "words": [900, 500],
        "queue length": [2, 4],
        "waitLength": [2, 3],
        "streak": [1, 7],
    }
    headers = [header for header in calls if header not in without]
    table: Rows = {
        "columns": headers,
        "rows": [list(row) for row in zip(*(calls[each] for each in headers), strict=True)],
    }
    assert objection(request_, f"return rows.top(1, {{{column}}}).count()", table) == said
