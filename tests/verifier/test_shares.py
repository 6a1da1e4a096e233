"""A share of something is no more than all of it."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

GRANTS: Rows = {
    "columns": ["theme", "asked", "awarded"],
    "rows": [["Arts", 20, 10], ["Health", 40, 20], ["Arts", 20, 5]],
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
        ("the largest share of asked", "return rows.maximum({asked})", False),  # the ends of what has shares
        (SHARE, "return rows.total({asked}) / rows.where(row => row[{asked}] > 90).total({awarded})", False),  # ÷ 0
    ],
)
def test_a_share_is_no_more_than_all(request_: str, body: str, is_more: bool) -> None:
    said = "it gives more than all of it, and the request asks for a share"
    assert objection(request_, body, GRANTS) == (said if is_more else "")
