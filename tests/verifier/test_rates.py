"""A figure per something of which the table has the numbers."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

TRIPS: Rows = {
    "columns": [
        "Tariff",
        "Energy (kWh)",
        "Cost",
        "Visit",
        "Trays",
        "price_tray",
        "€/l",
        "Litres",
        "Hours",
        "Rented days",
        "Size (m²)",
    ],
    "rows": [
        ["day", 10, 5, 1, 3, 2.5, 1.6, 40, 2, 1, 54],
        ["night", 30, 5, 2, 4, 2.5, 1.7, 40, 3, 1, 78.5],
        ["day", 20, 8, 3, 3, 2, 1.8, 3.5, 2, 1, 31],
    ],
}


def why(request: str, body: str) -> str:
    return objection(request, body, TRIPS)


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("average cost per kWh by tariff", "return rows.group_by({Tariff}).average({Cost})"),
        ("cost per 100 kWh by tariff", "return rows.group_by({Tariff}).total(row => row[{Cost}] * {s})"),
        ("cost / kWh", "return rows.total({Cost})"),
        ("cost per litre by tariff", "return rows.group_by({Tariff}).total({Cost})"),
        ("cost per tray", "return rows.average({Cost})"),
        ("cost per hours", "return rows.average({Cost})"),
    ],
)
def test_a_figure_per_something_takes_its_numbers(request_: str, body: str) -> None:
    assert "it takes no " in why(request_, body)


def test_what_a_figure_is_per_is_no_group() -> None:
    said = why("average cost per m²", "return rows.group_by({Size (m²)}).average({Cost})")
    assert said == 'it groups rows, and the request says "per m²"'
    assert why("average cost per tray", "return rows.group_by({Trays}).average({Cost})") == (
        'it groups rows, and the request says "per tray"'
    )


def test_it_says_which_column() -> None:
    said = why("average cost per kWh by tariff", "return rows.group_by({Tariff}).average({Cost})")
    assert said == "it takes no 'Energy (kWh)', and the request says \"per kwh\""


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("average cost per kWh", "return rows.average(row => row[{Cost}] / row[{Energy (kWh)}])"),
        ("cost per tray", "return rows.total({Cost}) / rows.total({Trays})"),
        ("average cost per visit", "return rows.average({Cost})"),  # a row is one
        ("average cost per tariff", "return rows.group_by({Tariff}).average({Cost})"),
        ("lowest price per tray", "return rows.minimum({price_tray})"),  # which is a rate itself
        ("what did a litre cost on average, per litre", "return rows.average({€/l})"),
        ("cost per day", "return rows.average({Cost})"),  # said of the calendar as well
        ("cost per row", "return rows.average({Cost})"),
    ],
)
def test_one_that_divides_keys_and_columns_that_are_rates_are_fine(request_: str, body: str) -> None:
    assert why(request_, body) == ""


ADVERTS: Rows = {
    "columns": ["Sponsor", "Ad revenue", "Downloads 30d", "Downloads total"],
    "rows": [["A", 900, 6940, 14002], ["B", 400, 5120, 9870], ["A", 900, 6940, 12000]],
}


def test_a_word_that_may_mean_several_columns_means_one_of_them() -> None:
    body = "return rows.group_by({Sponsor}).total({Ad revenue})"
    assert "per download" in objection("ad revenue per download for each sponsor", body, ADVERTS)
    assert objection("ad revenue per sponsor", body, ADVERTS) == ""
