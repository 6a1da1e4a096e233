"""A percentage that is compared with what is none."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

COUNTRIES: Rows = {
    "columns": ["country", "growth", "rate", "price"],
    "rows": [["A", 8.1, 0.2, 5], ["B", -3.5, 0.9, 7]],
}


@pytest.mark.parametrize(
    ("column", "operand", "said"),
    [
        ("growth", "{s}", "it compares 3% with 'growth', which has no shares of 1"),
        ("price", "{s}", "it compares 3% with 'price', which has no shares of 1"),
        ("growth", "{s} * 100", ""),
        ("rate", "{s}", ""),
    ],
)
def test_a_percentage_is_compared_with_shares(column: str, operand: str, said: str) -> None:
    body = f"return rows.where(row => row[{{{column}}}] > {operand}).count()"
    assert objection("how many are above 3%", body, COUNTRIES) == said
