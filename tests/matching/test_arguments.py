"""What a known wording takes from another request: arguments, or nothing where one does not fit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language.types import DATE, NUMBER, TABLE, TEXT, Type, Var, column_of
from seglam_lang.language.values import Column
from seglam_lang.matching import find_arguments
from seglam_lang.matching.arguments import arguments_of, fetch
from seglam_lang.requests import Match, Wording, read
from seglam_lang.requests.model import (
    ArgumentSource,
    FromCellColumn,
    FromColumn,
    FromField,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
)

SHOPS = {"columns": ["city", "state", "revenue"], "rows": [["Ulm", "BW", 5], ["Bonn", "NRW", 7], ["BW", "NRW", 8]]}
SHOP_INPUTS = read_inputs(values={"table": SHOPS})


def used(request: str, inputs: Inputs, *values: Any) -> Match:
    """The match in which the mentions with these values (headers for columns) are slots."""
    reading = read(request, inputs)
    return reading.match_with(each for each in reading.mentions if getattr(each.value, "header", each.value) in values)


def test_every_kind_of_source_is_fetched() -> None:
    inputs = read_inputs(values={"table": SHOPS, "n": 3, "room": {"width": 4}})
    match = used("revenue in Ulm above 6", inputs, "revenue", "Ulm", 6)
    columns = [Column("revenue", NUMBER), Column("city", TEXT), Column("state", TEXT)]
    expected: dict[ArgumentSource, tuple[Any, Type]] = {
        FromTable("table"): (inputs.values["table"], inputs.types["table"]),
        FromColumn(0): (columns[0], column_of(NUMBER)),
        FromColumn(0, "table"): (columns[0], column_of(NUMBER)),
        FromCellColumn(1, "table"): (columns[1], column_of(TEXT)),
        FromSlot(1): ("Ulm", TEXT),
        FromSlot(2): (6, NUMBER),
        FromHeader("table", "STATE"): (columns[2], column_of(TEXT)),
        FromInput("n"): (3, NUMBER),
        FromField("room", "width"): (4, NUMBER),
    }
    assert {source: fetch(source, match, inputs) for source in expected} == expected
    wording = Wording(match.template, "hash", tuple(expected))
    params = [kind for _, kind in expected.values()]
    assert arguments_of(wording, match, inputs, params) == tuple(value for value, _ in expected.values())


@pytest.mark.parametrize(
    "source",
    [
        FromCellColumn(0),  # BW is a city and a state
        FromColumn(0),  # a cell is no column
        FromSlot(1),
        FromSlot(-1),
        FromHeader("table", "profit"),
        FromHeader("orders", "city"),
        FromTable("orders"),
        FromInput("n"),
        FromField("table", "city"),
    ],
)
def test_what_is_not_there_is_not_fetched(source: ArgumentSource) -> None:
    match = used("how many are in BW", SHOP_INPUTS, "BW")
    assert fetch(source, match, SHOP_INPUTS) is None
    assert arguments_of(Wording(match.template, "hash", (source,)), match, SHOP_INPUTS, (Var("T"),)) is None


def test_columns_and_cells_of_another_table_do_not_fit() -> None:
    inputs = read_inputs(values={"a": SHOPS, "b": {"columns": ["item"], "rows": [["pen"]]}})
    match = used("items like pen", inputs, "item", "pen")
    assert fetch(FromColumn(0, "b"), match, inputs) is not None
    assert fetch(FromColumn(0, "a"), match, inputs) is None
    assert fetch(FromCellColumn(1, "b"), match, inputs) is not None
    assert fetch(FromCellColumn(1, "a"), match, inputs) is None


def test_of_two_headers_with_one_normal_form_none_is_meant() -> None:
    inputs = read_inputs(values={"table": {"columns": ["Sales", "sales"], "rows": [[1, 2]]}})
    match = read("all of it", inputs).matches[0]
    assert fetch(FromHeader("table", "sales"), match, inputs) is None


def test_arguments_have_the_types_of_the_parameters() -> None:
    match = used("revenue by city", SHOP_INPUTS, "revenue", "city")
    wording = Wording(match.template, "hash", (FromColumn(0), FromColumn(1)))
    same = column_of(Var("T"))
    assert arguments_of(wording, match, SHOP_INPUTS, (column_of(NUMBER), column_of(TEXT))) is not None
    assert arguments_of(wording, match, SHOP_INPUTS, (column_of(TEXT), column_of(TEXT))) is None
    assert arguments_of(wording, match, SHOP_INPUTS, (same, same)) is None  # no T is Number and Text
    assert arguments_of(wording, match, SHOP_INPUTS, (same, column_of(Var("U")))) is not None
    assert arguments_of(wording, match, SHOP_INPUTS, (column_of(NUMBER),)) is None


@pytest.mark.parametrize(
    ("request_", "is_found"),
    [
        ("weight per driver", True),
        ("weight per year", True),  # keys
        ("weight per stop", False),  # a figure per each of what is counted, or measured
        ("weight each stop", False),
        ("weight per km", False),
        ("weight per stops", True),  # which may be the number of them
        ("weight by stop", True),
    ],
)
def test_numbers_that_a_figure_is_per_are_no_groups(request_: str, is_found: bool) -> None:
    tours = {"columns": ["driver", "stops", "km", "year", "weight"], "rows": [["Ann", 14, 8.5, 2024, 2]]}
    reading = read(request_, read_inputs(values={"table": tours})).loosely
    (match,) = (each for each in reading.matches if len(each.slots) == 2)
    wording = Wording(match.template, "hash", (FromColumn(0), FromColumn(1)))
    params = (column_of(NUMBER), column_of(Var("G")))
    assert (find_arguments(wording, reading, params) is not None) is is_found
    if "driver" not in request_:  # a procedure that divides by the numbers takes them
        assert find_arguments(wording, reading, (column_of(NUMBER), column_of(NUMBER))) is not None


def test_a_request_of_another_template_has_no_arguments() -> None:
    wording = Wording(used("how many are in BW", SHOP_INPUTS, "BW").template, "hash", (FromTable("table"), FromSlot(0)))
    params = (TABLE, TEXT)
    assert find_arguments(wording, read("how many are in NRW?", SHOP_INPUTS), params) is not None
    assert find_arguments(wording, read("how many are not in BW", SHOP_INPUTS), params) is None


def test_of_two_readings_of_the_same_words_the_one_that_fits_counts() -> None:
    """Words that are cells of two tables: both readings have the template, one has the column that is asked for."""
    inputs = read_inputs(values={"a": {"columns": ["x"], "rows": [["u"]]}, "b": {"columns": ["y"], "rows": [["u"]]}})
    reading = read("how often u", inputs)
    for table, header in (("a", "x"), ("b", "y")):
        wording = Wording(reading.template, "hash", (FromCellColumn(0, table),))
        bound = find_arguments(wording, reading, (column_of(TEXT),))
        assert bound is not None and bound.arguments == (Column(header, TEXT),)


@pytest.mark.parametrize(("words", "year"), [("total sales in 2021", None), ("total sales in 2020", "year")])
def test_a_number_that_happens_to_stand_in_the_column_asked_for_is_no_condition_on_it(
    words: str, year: str | None
) -> None:
    sales = read_inputs(values={"table": [{"sales": 2021, "year": 2019}, {"sales": 7, "year": 2020}]})
    found = fetch(FromCellColumn(1, "table"), read(words, sales).matches[0], sales)
    assert (found and found[0].header) == year


def test_the_ends_of_a_period_and_of_a_range_are_two_arguments() -> None:
    reading = read("revenue in March 2024 from 40-50", SHOP_INPUTS)
    period, numbers = reading.further
    match = reading.match_with([period, numbers])
    assert match.template.text == "revenue in {0:period} {1:range:number}"
    assert fetch(FromPart(0, "first"), match, SHOP_INPUTS) == (date(2024, 3, 1), DATE)
    assert fetch(FromPart(0, "last"), match, SHOP_INPUTS) == (date(2024, 3, 31), DATE)
    assert fetch(FromPart(1, "last"), match, SHOP_INPUTS) == (50, NUMBER)
    assert fetch(FromPart(1, "middle"), match, SHOP_INPUTS) is None
    assert fetch(FromPart(2, "first"), match, SHOP_INPUTS) is None
    named = used("revenue in Ulm", SHOP_INPUTS, "revenue", "Ulm")
    assert fetch(FromPart(1, "first"), named, SHOP_INPUTS) is None
