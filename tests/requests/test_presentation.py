"""What a request says about how its answer is to be shown is read apart; what anything is called stays."""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import presented, read

SHARED = Path(__file__).parents[3] / "shared" / "everyday"
SALES = {"columns": ["region", "sales", "year"], "rows": [["North", 3, 2023], ["South", 4, 2024]]}

# Written by hand from the wordings: what is left is what a person would ask who wants the table alone.
ASKED = [
    ("bar chart of total sales by region", "bar", "total sales by region"),
    ("total sales by region as a bar chart", "bar", "total sales by region"),
    ("total sales by region, pie chart please", "pie", "total sales by region"),
    ("total sales by region (bars)", "bar", "total sales by region"),
    ("total sales by region as horizontal bars", "bar", "total sales by region"),
    ("total sales by region in a line graph, highest first", "line", "total sales by region, highest first"),
    ("total sales by region, drawn as a pie", "pie", "total sales by region"),
    ("total sales by region and visualize in a bar chart.", "bar", "total sales by region."),
    ("show total sales by region in a pie chart", "pie", "show total sales by region"),
    ("plot total sales by region", "any", "total sales by region"),
    ("Plot total sales by year as a line", "line", "total sales by year"),
    ("visualise total sales by region", "any", "total sales by region"),
    ("can you make me a column chart with total sales by region", "bar", "total sales by region"),
    ("please draw a stacked bar chart of total sales by region", "bar", "total sales by region"),
    ("I want to see a doughnut chart of total sales by region", "pie", "total sales by region"),
    ("pie of total sales by region", "pie", "total sales by region"),
    ("bars: total sales by region", "bar", "total sales by region"),
    ("chart: total sales by region", "any", "total sales by region"),
    ("scatterplot of sales against year", "scatter", "sales against year"),
    ("total sales by region in a histogram", "histogram", "total sales by region"),
    ("total sales by region? Show me a bar chart.", "bar", "total sales by region?"),
    ("Total sales by region. Plot them as a pie chart.", "pie", "Total sales by region."),
    ("total sales by region, and plot it", "any", "total sales by region"),
    ("area graph of sales by year", "area", "sales by year"),
    ("total sales by region, draw it", "any", "total sales by region"),
    ("total sales by year (lines)", "line", "total sales by year"),
    ("total sales by region as simple columns", "bar", "total sales by region"),
    ("total sales by region with side-by-side columns", "bar", "total sales by region"),
    ("ranked columns of total sales by region", "bar", "total sales by region"),
    ("nice areas showing total sales by year", "area", "total sales by year"),
    ("total sales by region as an area chart", "area", "total sales by region"),
    ("histogram of sales", "histogram", "histogram of sales"),  # which asks to count, beside drawing
]
# What has such words in it and asks for no chart.
ELSEWHERE = [
    "show the chart of accounts",
    "price per plot",
    "fence length for a plot 12 m long",
    "square plot of 169 m²: how much fence around it",
    "convert 30 psi to bars",
    "30 psi as bars",
    "houses on a plot larger than 500",
    "songs in the chart for more than 10 weeks",
    "how many portions of Cottage pie should the kitchen make?",
    "line of business by revenue",
    "bars of soap sold by month",
    "the average of each column",
    "draws by team",
    "draw the winner",
    "graph",
    "which columns have blanks",
    "total photographs by region",
    "split the bill by line",
    "customers in line 3",
    "names as a list",
]


def asked(request: str, table: Any = SALES) -> tuple[str, str]:
    """How an answer is to be shown, and what is asked for."""
    reading = presented(read(request, read_inputs(values={} if table is None else {"table": table})))
    return reading.shown_as, reading.request


@pytest.mark.parametrize(("request_", "kind", "rest"), ASKED)
def test_a_chart_is_asked_for(request_: str, kind: str, rest: str) -> None:
    assert asked(request_) == (kind, rest)


@pytest.mark.parametrize("request_", ELSEWHERE)
def test_no_chart_is_asked_for(request_: str) -> None:
    assert asked(request_) == ("", request_)
    assert asked(request_, None) == ("", request_)


@pytest.mark.parametrize(
    ("header", "request_"),
    [
        ("Plot", "plot with the highest sales"),
        ("Plot", "plot numbers above 5"),
        ("plots", "plot sizes"),
        ("Chart", "chart entries by year"),
        ("Chart of accounts", "chart of accounts by sales"),
        ("Bar Chart", "bar chart of total sales"),
        ("Graph", "total sales in a graph"),
        ("Line Graph", "sales as a line graph"),
        ("Pie", "pie of the day"),
        ("Plot No.", "plot sales"),
    ],
)
def test_what_a_column_or_a_cell_is_called_stays(header: str, request_: str) -> None:
    column = {"columns": [header, "sales"], "rows": [["a", 1], ["b", 2]]}
    cell = {"columns": ["name", "sales"], "rows": [[header, 1], ["b", 2]]}
    assert asked(request_, column) == ("", request_)
    if header not in ("plots", "Plot No."):  # which the words spell otherwise: of a cell that may be chance
        assert asked(request_, cell) == ("", request_)


def test_a_modifier_may_be_the_name_of_something() -> None:
    """In "bar chart" it is `chart` that says so: the column `Bar` is still there to be asked for."""
    drinks = {"columns": ["Bar", "sales"], "rows": [["Joe's", 1], ["Blue", 2]]}
    assert asked("bar chart of total sales by bar", drinks) == ("bar", "total sales by bar")
    assert asked("pie chart of sales by flavour", {"columns": ["flavour", "sales"], "rows": [["pie", 1]]})[0] == "pie"


def test_a_column_that_is_grouped_by_stays() -> None:
    places = {"columns": ["area", "line", "sales"], "rows": [["North", "a", 1], ["South", "b", 2]]}
    for request_ in ("total sales by area chart", "total sales by line chart"):
        assert asked(request_, places) == ("", request_)


def test_quotes_keep_what_stands_in_them() -> None:
    for request in ('sales where region is "as a bar chart"', "rows that say 'pie chart of sales'"):
        assert asked(request) == ("", request)


def test_a_word_that_is_spelled_right_is_no_misspelling() -> None:
    flights = {"columns": ["Pilot", "sales"], "rows": [["Ann", 1], ["Bob", 2]]}
    assert asked("plot sales by pilot", flights) == ("any", "sales by pilot")


def test_nothing_is_left_out_of_a_request_that_says_nothing_else() -> None:
    assert asked("a bar chart please") == ("bar", "a bar chart please")


def test_a_long_request_is_a_text_and_takes_no_longer() -> None:
    began = time.process_time()
    for filling in (" " * 900, "a bar " * 150, "stacked " * 110, "show me a " * 90, "please as a " * 80):
        asked(f"{filling} chart")
    assert time.process_time() - began < 5
    long = "bar chart of sales " + "and sales " * 100
    assert asked(long) == ("", long)


WORDS = st.sampled_from([word for request, _, _ in ASKED for word in request.split()])


@given(st.lists(WORDS, min_size=1, max_size=9).map(" ".join))
def test_what_is_left_is_a_part_of_what_was_asked(request_: str) -> None:
    kind, rest = asked(request_)
    words = iter(re.findall(r"\w+", request_))
    assert all(word in words for word in re.findall(r"\w+", rest))  # in their order
    assert kind or rest == request_
    assert any(each.isalnum() for each in rest) or rest == request_


@pytest.mark.slow
@pytest.mark.parametrize("name", ["train", "dev"])
def test_everyday_requests(name: str) -> None:
    """Most that ask for a chart are understood, and none that does not loses a word."""
    with gzip.open(SHARED / f"everyday.{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    wrong = []
    charts = {"chart", "graph", "plot", "bars", "pie", "visualise", "histogram", "scatter", "line", "as"}
    for row in rows:
        is_chart = any(flag.startswith("chart:") for flag in row["flags"])
        if not is_chart and charts.isdisjoint(row["request"].lower().replace(":", " ").split()):
            continue
        reading = read(row["request"], read_inputs(values=row["inputs"]))
        removed = set(row["request"].lower().split()) - set(presented(reading).request.lower().split())
        if removed and not is_chart and charts.isdisjoint(word.strip(":,()") for word in removed):
            wrong.append(row["request"])
    assert wrong == []
