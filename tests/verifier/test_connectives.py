"""What "not" and "or" go with in the words, and what in a program."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

LIFTS: Rows = {
    "columns": ["lift", "city", "status", "Showed up", "bill_no", "closed"],
    "rows": [
        ["A", "Graz", "in service", "Yes", "7", "2024-03-01"],
        ["B", "Linz", "idle", "No", "8", None],
        ["C", "Graz", "idle", "Yes", None, "2024-03-09"],
        ["D", "Linz", "in service", "No", "9", None],
    ],
}
LISTED = "return rows.where(row => {0}).values({{lift}})"


def why(request: str, condition: str) -> str:
    return objection(request, LISTED.format(condition), LIFTS)


@pytest.mark.parametrize(
    ("request_", "right", "wrong"),
    [
        (
            "Graz lifts that aren't in service",
            "row[{city}] == {s} and row[{status}] != {other}",
            "row[{city}] != {s} and row[{status}] == {other}",
        ),
        (
            "Graz lifts not in service",
            "row[{city}] == {s} and not (row[{status}] == {other})",
            "not (row[{city}] == {s}) and row[{status}] == {other}",
        ),
        ("lifts where nobody showed up", "row[{Showed up}] == {No}", "row[{Showed up}] == {Yes}"),
        ("lifts where closed is not empty", "row.get({closed}).has_value()", "row.is_blank({closed})"),
        ("lifts where closed is not empty", "not row.is_blank({closed})", "row.is_blank({closed})"),
        (
            "lifts in Graz or in service",
            "row[{city}] == {s} or row[{status}] == {other}",
            "row[{city}] == {s} and row[{status}] == {other}",
        ),
    ],
)
def test_what_not_and_or_go_with(request_: str, right: str, wrong: str) -> None:
    assert why(request_, right) == ""
    assert "and the request says" in why(request_, wrong)


@pytest.mark.parametrize(
    ("request_", "condition"),
    [
        ("lifts but none of Graz, in service", "row[{city}] != {s} and row[{status}] == {other}"),
        ("lifts where somebody showed up", "row[{Showed up}] == {Yes}"),
        ("lifts with bill_no empty", "row.is_blank({bill_no})"),  # the "no" is of the name
        ("lifts in Graz and in service", "row[{city}] == {s} and row[{status}] == {other}"),
    ],
)
def test_nothing_is_said_of_what_may_be_meant(request_: str, condition: str) -> None:
    assert why(request_, condition) == ""


def test_it_says_what_is_denied() -> None:
    said = why("Graz lifts that aren't in service", "row[{city}] != {s} and row[{status}] == {other}")
    assert said == 'it takes what is other than Graz, and the request says "aren\'t in service"'
