"""A share of something is no more than all of it, and is computed."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

GRANTS: Rows = {
    "columns": ["theme", "asked", "awarded", "Spent %", "market share"],
    "rows": [["Arts", 20, 10, 80, 1], ["Health", 40, 20, 95, 3], ["Arts", 20, 5, 100, 2]],
}
SHARE = "share of the asked amount that was awarded"


@pytest.mark.parametrize(
    ("request_", "body", "is_more"),
    [
        (SHARE, "return rows.total({asked}) / rows.total({awarded})", True),
        (SHARE, "return (rows.total({asked}) * 100 / rows.total({awarded})).round(1)", True),
        (SHARE, "return rows.total({asked}) / rows.total({awarded}) * 100", True),
        ("proportion of the asked that was awarded", "return rows.total({asked}) / rows.total({awarded})", True),
        (SHARE, "return rows.total({awarded}) / rows.total({asked})", False),
        (SHARE, "return (rows.total({awarded}) * 100 / rows.total({asked})).round(1)", False),
        ("asked by awarded", "return rows.total({asked}) / rows.total({awarded})", False),
        (SHARE, "return rows.total({asked}) / rows.where(row => row[{asked}] > 90).total({awarded})", False),  # ÷ 0
    ],
)
def test_a_share_is_no_more_than_all(request_: str, body: str, is_more: bool) -> None:
    said = "it gives more than all of it, and the request asks for a share"
    assert objection(request_, body, GRANTS) == (said if is_more else "")


@pytest.mark.parametrize(
    ("request_", "body", "is_objected"),
    [
        ("share of the asked for Arts", "return rows.where(row => row[{theme}] == {s}).values({asked})", True),
        ("percentage of Arts", "return rows.where(row => row[{theme}] == {s}).count()", True),
        ("largest share of asked", "return rows.maximum({asked})", True),
        ("percentage of Arts", "return rows.where(row => row[{theme}] == {s}).count() / rows.count()", False),
        ("proportion of themes as a pie", "return rows.group_by({theme}).count()", False),
        ("largest share of what was spent", "return rows.maximum({Spent %})", False),
        ("largest share of the market", "return rows.maximum({market share})", False),
        ("price of a share of Arts", "return rows.where(row => row[{theme}] == {s}).values({asked})", False),
        ("kindly share themes of Arts", "return rows.where(row => row[{theme}] == {s}).count()", False),
    ],
)
def test_a_share_is_computed(request_: str, body: str, is_objected: bool) -> None:
    assert ("it computes nothing" in objection(request_, body, GRANTS)) is is_objected
