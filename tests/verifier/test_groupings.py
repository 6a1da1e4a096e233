"""Units of time beside a column that rows are grouped by."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

READINGS: Rows = {
    "columns": ["site", "meter", "day rate", "read at", "kwh"],
    "rows": [
        ["Depot", "M-1", 0.2, "2024-01-31T08:00", 12],
        ["Depot", "M-2", 0.2, "2024-01-31T09:00", 14],
        ["Office", "M-3", 0.3, "2024-02-01T08:00", 9],
    ],
}


def why(request: str, body: str) -> str:
    return objection(request, body, READINGS)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("number of readings per site and day", "and day"),
        ("kwh by day and site", "by day"),
        ("readings for each site, month", ", month"),
    ],
)
def test_a_unit_of_time_beside_a_column_is_grouped_by(request_: str, said: str) -> None:
    expected = f'it takes nothing of time, and the request says "{said}"'
    assert why(request_, "return rows.group_by({site}).count()") == expected


def test_what_is_ranked_by_a_column_is_no_table_of_each_group() -> None:
    body = "return rows.group_by({site}).maximum({kwh})"
    assert why("largest site by kwh", body) == "it takes 'kwh' for each group, and the request says \"by\" it"
    assert not why("largest kwh by site", body)
    assert not why("largest kwh per site sorted by kwh", body)
    assert not why("largest site by kwh", "return rows.top(1, {kwh}).values({site})")


def test_the_number_of_things_is_one_number() -> None:
    body = "return rows.group_by({site}).count()"
    expected = "it counts the rows of each 'site', and the request says \"number of sites\""
    assert why("number of sites", body) == expected
    assert why("what is the number of sites", body) == expected
    assert "how many sites" in why("how many sites are there", body)
    for fine in ("number of readings per site", "how many sites, by site", "pie chart of the number of sites", "sites"):
        assert not why(fine, body)
    assert not why("number of sites", "return rows.distinct({site}).count()")
    assert not why("number of sites", "return rows.group_by({meter}).count()")


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("readings per site and day", "return rows.group_by({site}, {read at}).count()"),
        ("average day rate per site and day", "return rows.group_by({site}).average({day rate})"),
        ("kwh per day", "return rows.total({kwh})"),  # which may be of one
        ("site and day", "return rows.values({site})"),
    ],
)
def test_what_is_fine(request_: str, body: str) -> None:
    assert not why(request_, body)
