"""Groups in the order of their names, where the words say another one."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

RETURNS: Rows = {
    "columns": ["reason", "colour", "weeks"],
    "rows": [["late", "red", 1], ["torn", "red", 2], ["late", "blue", 1]],
}
BY_NAME = "return rows.group_by({reason}).count().sort_by_descending({reason})"


@pytest.mark.parametrize(
    ("request_", "body", "is_objected"),
    [
        ("count by reason, desc", BY_NAME, True),
        ("breakdown by reason in descending order of the number", BY_NAME, True),
        ("count by reason, Z to A", BY_NAME, False),
        ("count by reason, names in descending order", BY_NAME, False),
        ("reasons in descending order with their number", BY_NAME, False),
        ("bars by reason, x-axis descending", BY_NAME, False),
        ("count by reason, reason in descending order", BY_NAME, False),
        ("count by reason, desc", 'return rows.group_by({reason}).count().sort_by_descending("count")', False),
        ("count by reason, asc", "return rows.group_by({reason}).count().sort_by({reason})", False),
        ("count by weeks, desc", "return rows.group_by({weeks}).count().sort_by_descending({weeks})", False),
        ("colours by reason, desc", "return rows.sort_by_descending({reason}).values({colour})", False),
    ],
)
def test_names_are_in_reverse_where_it_is_said(request_: str, body: str, is_objected: bool) -> None:
    said = "it sorts by 'reason' from Z to A, and the request does not say so"
    assert objection(request_, body, RETURNS) == (said if is_objected else "")


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("number per reason, from most to fewest", "most to"),
        ("count by reason, largest first", "largest first"),
        ("count by reason, smallest first", "smallest first"),
        ("count by reason", ""),
        ("the reason with the most returns, by reason", ""),
    ],
)
def test_an_order_of_figures_is_none_of_names(request_: str, said: str) -> None:
    expected = f"it sorts by 'reason', and the request says \"{said}\"" if said else ""
    assert objection(request_, "return rows.group_by({reason}).count().sort_by({reason})", RETURNS) == expected
    by_count = 'return rows.group_by({reason}).count().sort_by_descending("count")'
    assert objection(request_, by_count, RETURNS) == ""
