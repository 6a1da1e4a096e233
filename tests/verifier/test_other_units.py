"""Figures in another unit than the request says."""

from __future__ import annotations

import pytest

from seglam_lang.verifier.other_units import why_other_unit
from tests.verifier.objections import Rows, objection

RIDES: Rows = {
    "columns": [
        "rider",
        "distance_km",
        "duration_min",
        "Gross kg",
        "Fee (EUR/km)",
        "Sun hrs",
        "inTime",
        "Energy (kWh)",
    ],
    "rows": [["Ann", 12.5, 44, 160, 0.5, 2, 3, 9.5], ["Bob", 3.1, 15, 180, 0.4, 1, 4, 8]],
}


def why(request: str, body: str) -> str:
    return objection(request, body, RIDES, why_other_unit)


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("total distance in miles", "return rows.total({distance_km})"),
        ("how many tonnes did Ann carry", "return rows.where(row => row[{rider}] == {s}).total({Gross kg})"),
        ("average trip in hours", "return rows.average({duration_min})"),
        ("gross in lbs by rider", "return rows.group_by({rider}).total({Gross kg})"),
        ("riders of over 5 miles", "return rows.where(row => row[{distance_km}] > {s}).values({rider})"),
        ("riders of at least 5 mi", "return rows.where(row => row[{distance_km}] >= {s}).values({rider})"),
    ],
)
def test_what_a_column_has_in_another_unit_is_not_given_as_it_is(request_: str, body: str) -> None:
    assert "is in another unit" in why(request_, body)


def test_it_says_which_column_and_which_unit() -> None:
    said = why("total distance in miles", "return rows.total({distance_km})")
    assert said == "the request says \"miles\", and 'distance_km' is in another unit (kilometer)"


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("total distance in km", "return rows.total({distance_km})"),
        ("total distance in kilometres", "return rows.total({distance_km})"),
        ("total distance in miles", 'return rows.total({distance_km}).convert("km", "mile")'),
        ("total distance in miles", "return (rows.total({distance_km}) / 1.609).round(1)"),
        ("how many days had sun hrs over 5", "return rows.where(row => row[{Sun hrs}] > 5).count()"),  # rows are days
        ("riders of over 5 km", "return rows.where(row => row[{distance_km}] > {s}).values({rider})"),
        ("average fee in miles", "return rows.average({Fee (EUR/km)})"),  # a rate is none
        ("total intime in feet", "return rows.total({inTime})"),  # "in" of a header is hardly an inch
        ("distance of Ann, by the hour", "return rows.where(row => row[{rider}] == {s}).total({distance_km})"),
        ("how many kWh did Ann take", "return rows.where(row => row[{rider}] == {s}).total({Energy (kWh)})"),
        ("a day's distance", "return rows.total({duration_min})"),
    ],
)
def test_the_same_unit_a_computed_one_and_words_that_ask_for_no_unit_are_fine(request_: str, body: str) -> None:
    assert why(request_, body) == ""
