"""Columns and cells that a request mentions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import NUMBER, TEXT, column_of
from seglam_lang.language.values import Column
from seglam_lang.requests import ambiguous_dates, did_you_mean, kinds, nearest_columns, read
from seglam_lang.requests.kinds import Kind
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Literal, Mention
from seglam_lang.requests.tokens import squeeze, squeeze_all

TABLE = {
    "columns": ["City", "State", "Total Sales", "length (ft/m)", "unit_price", "Opened", "No.", "Grade"],
    "rows": [
        ["New York", "New York", 15, 3, 54, "2024-01-31", 7, "a"],
        ["Austin", "Texas", 20, 4, 8.61, "2023-05-01", 8, "F"],
        ["3 - 2", "May", 30, 5, 9, "2022-05-01", 9, None],
    ],
}
INPUTS = read_inputs(values={"table": TABLE})


def mentions(request: str, inputs: Inputs = INPUTS) -> list[Mention]:
    return list(read(request, inputs).mentions)


def headers_in(request: str, inputs: Inputs = INPUTS) -> list[str]:
    return [mention.header for mention in mentions(request, inputs) if isinstance(mention, ColumnRef)]


def cells(request: str, inputs: Inputs = INPUTS) -> list[Any]:
    return [(each.value, each.columns) for each in mentions(request, inputs) if isinstance(each, CellRef)]


def literals(request: str, kind: Kind) -> list[Any]:
    found = [mention for mention in mentions(request) if isinstance(mention, Literal)]
    return [(literal.value, literal.columns) for literal in found if literal.kind == kind]


@pytest.mark.parametrize(
    ("request_text", "headers"),
    [
        ("total sales by state", ["Total Sales", "State"]),
        ("TOTAL   SALE per cities", ["Total Sales", "City"]),
        ("average length", ["length (ft/m)"]),
        ("the length (ft / m) of it", ["length (ft/m)"]),
        ("mean unit price", ["unit_price"]),
        ("the unit_prices", ["unit_price"]),
        ("the sales", []),
    ],
)
def test_columns(request_text: str, headers: list[str]) -> None:
    assert list(dict.fromkeys(headers_in(request_text))) == headers
    for mention in mentions(request_text):
        assert isinstance(mention, ColumnRef)
        assert mention.last > mention.first
        assert isinstance(mention.value, Column)
        assert mention.type == column_of(mention.value.type)
        assert mention.table == "table"


def test_a_loose_form_that_two_headers_share_is_no_mention() -> None:
    inputs = read_inputs(values={"table": {"columns": ["price (usd)", "price (eur)"], "rows": [[1, 2]]}})
    assert headers_in("average price", inputs) == []
    assert headers_in("average price (eur)", inputs) == ["price (eur)"]


def test_a_cell_knows_all_its_columns() -> None:
    assert cells("shops in new york") == [("New York", ("City", "State"))]
    assert cells("shops in TEXAS?") == [("Texas", ("State",))]
    assert cells("lost 3-2") == [("3 - 2", ("City",))]
    assert cells("shops in newyork") == []


def test_a_quoted_cell_is_a_cell_and_a_text() -> None:
    spans = {(each.kind, each.first, each.last) for each in mentions('shops in "Texas"')}
    assert spans == {(kinds.CELL, 2, 5), (kinds.TEXT, 2, 5)}


def test_one_letter_words_are_cells_only_in_quotes() -> None:
    assert cells("is a shop there") == []
    assert cells("with grade 'a'") == [("a", ("Grade",))]
    assert cells("with grade f") == [("F", ("Grade",))]


def test_numbers_and_dates_know_the_columns_that_hold_them() -> None:
    assert literals("sold more than 15", kinds.NUMBER) == [(15, ("Total Sales",))]
    assert literals("sold more than 16", kinds.NUMBER) == [(16, ())]
    assert literals("opened on May 1, 2023", kinds.DATE) == [(date(2023, 5, 1), ("Opened",))]


def test_a_bare_number_that_a_cell_holds_is_a_cell_beside_the_literal() -> None:
    assert cells("where it is 54%") == [(54, ("unit_price",))]
    assert len(literals("where it is 54%", kinds.PERCENT)) == 1
    assert [value for value, _ in cells("with 9 million")] == [9]
    assert literals("with 9 million", kinds.NUMBER) == [(9_000_000, ())]


def test_mentions_are_in_order_longer_first() -> None:
    spans = [(each.first, -each.last) for each in mentions("total sales of New York, 3, 4 and 15 by state")]
    assert spans == sorted(spans)


def test_several_tables() -> None:
    inputs = read_inputs(values={"a": {"columns": ["x"], "rows": [["u"]]}, "b": {"columns": ["y"], "rows": [["u"]]}})
    found = [(type(each), each.table) for each in mentions("the y of u", inputs) if not isinstance(each, FieldRef)]
    assert found == [(ColumnRef, "b"), (CellRef, "a"), (CellRef, "b")]


def test_bool_cells() -> None:
    inputs = read_inputs(values={"table": {"columns": ["paid"], "rows": [[True], [False]]}})
    assert cells("paid is true", inputs) == [(True, ("paid",))]


def test_types_of_cells() -> None:
    types = {each.kind: each.type for each in mentions("Texas with 54%")}
    assert types[kinds.PERCENT] == NUMBER
    assert [each.type for each in mentions("in Texas")] == [TEXT]


def test_nearest_columns() -> None:
    reading = read("totl sales by stat", INPUTS)
    assert [(each.written, each.header) for each in nearest_columns(reading)] == [
        ("totl sales", "Total Sales"),
        ("stat", "State"),
    ]
    assert did_you_mean(reading) == "did you mean 'Total Sales' for 'totl sales', 'State' for 'stat'?"
    assert did_you_mean(read("total sales by state", INPUTS)) == ""


def test_a_word_of_other_requests_is_no_misspelling() -> None:
    inputs = read_inputs(table={"Name": ["Ann"], "returned_on": ["2024-05-01"]})
    assert did_you_mean(read("who came the most", inputs)) == ""
    assert did_you_mean(read("returns in may", inputs)) == ""
    assert did_you_mean(read("latest return", read_inputs(table={"Returned": ["x"]}))) != ""
    assert did_you_mean(read("all the nmae of people", inputs)) == "did you mean 'Name' for 'nmae'?"


@pytest.mark.parametrize(
    ("header", "request_text"),
    [("Att. %", "what song are we singing at easter"), ("Offer", "who is off today"), ("Vias", "trips via Oslo")],
)
def test_a_preposition_or_a_word_of_two_letters_is_no_misspelling(header: str, request_text: str) -> None:
    assert did_you_mean(read(request_text, read_inputs(table={header: ["x"]}))) == ""


def test_ambiguous_dates_are_told() -> None:
    assert ambiguous_dates(read("since 1/2/2024 and 1/31/2024", INPUTS)) == (
        "1/2/2024 is read with the month first (it could also be the day): 2024-01-02",
    )


def test_cells_of_a_large_table_are_found_too() -> None:
    rows = [[f"name {i}", "Ohio" if i % 2 else None] for i in range(500)] + [["New\u00a0 York", "Ohio"]]
    inputs = read_inputs(values={"table": {"columns": ["Name", "State"], "rows": rows}})
    found = cells("is NAME 7 or new york in ohio?", inputs)
    assert ("name 7", ("Name",)) in found
    assert ("New\u00a0 York", ("Name",)) in found
    assert ("Ohio", ("State",)) in found


def test_texts_are_squeezed_together_as_alone() -> None:
    texts = ["New  York", "", "O\u2019Connell", "a\0b", "\u1e9e 3 \u2013 2"]
    for some in (texts, texts[:3], []):
        assert squeeze_all(some) == [squeeze(text) for text in some]


@pytest.mark.parametrize(
    ("words", "header"),
    [
        ("total sales", "sales"),
        ("total Sales", "Sales"),
        ("total x 1", "x 1"),
        ("total x1", "x1"),
        ("total sAles", None),  # either could be meant
    ],
)
def test_of_headers_that_differ_little_the_one_that_is_spelled_so_is_meant(words: str, header: str | None) -> None:
    alike = read_inputs(values={"table": {"columns": ["sales", "Sales", "x1", "x 1"], "rows": [[1, 2, 3, 4]]}})
    assert headers_in(words, alike) == ([] if header is None else [header])


@pytest.mark.parametrize(
    ("words", "headers"),
    [
        ("total b by a", ["b", "a"]),
        ("total a per b", ["a", "b"]),
        ("what is a b", ["a", "b"]),  # an article, or not: that is for a template to say
        ("total of the", ["the"]),
        ("what do i pay in all", ["I", "in"]),
    ],
)
def test_a_header_is_a_name_though_it_may_be_a_small_word(words: str, headers: list[str]) -> None:
    letters = read_inputs(values={"table": {"columns": ["a", "b", "the", "I", "in"], "rows": [["x", 1, 2, 3, 4]]}})
    assert headers_in(words, letters) == headers


@pytest.mark.parametrize(
    ("request_text", "is_cell"),
    [("no of visits", False), ("no. of visits by pet", False), ("visits with paid no", True), ("no paid visits", True)],
)
def test_the_number_of_something_is_no_cell_no(request_text: str, is_cell: bool) -> None:
    inputs = read_inputs(values={"table": {"columns": ["pet", "paid"], "rows": [["Rex", "No"], ["Mia", "Yes"]]}})
    cells = [each.value for each in read(request_text, inputs).visible if isinstance(each, CellRef)]
    assert cells == (["No"] if is_cell else [])


CODES = read_inputs(
    values={"table": {"columns": ["ewe", "lambs"], "rows": [["0412", "1"], ["0415", "2"], ["07", "3"]]}}
)


@pytest.mark.parametrize(
    ("request_text", "found"),
    [
        ("lambs of ewe 412", [("0412", ("ewe",))]),
        ("lambs of ewe 0412", [("0412", ("ewe",))]),
        ("lambs of ewe 7", [("07", ("ewe",))]),
        ("ewes with 2 lambs", []),  # a column of numbers has it
        ("lambs of ewe 41", []),
        ("lambs of ewe 412%", []),
        ("lambs of ewe -412", []),
    ],
)
def test_a_number_means_the_code_that_is_padded_with_zeros(request_text: str, found: list[Any]) -> None:
    assert cells(request_text, CODES) == found


NUMBERED = {
    "columns": ["Ticket No", "Submission ID", "Respondent", "Invoice", "Room", "Score"],
    "rows": [
        ["T-1001", "F23-0001", "R01", "2023-017", "A-12", 1],
        ["T-1002", "F23-0002", "R02", "2024-017", "B-13", 2],
        ["T-1010", "F23-0010", "R10", "2024-018", "lobby", 3],
    ],
}


@pytest.mark.parametrize(
    ("request_text", "cells"),
    [
        ("what did ticket 1002 cost", ["T-1002"]),
        ("tickets 1001, 1010 and 1002", ["T-1001", "T-1010", "T-1002"]),
        ("ticket no. 1010", ["T-1010"]),
        ("submission #2", ["F23-0002"]),
        ("submission 0002", ["F23-0002"]),
        ("respondent 1", ["R01"]),  # though a score is 1
        ("invoice 18", ["2024-018"]),
        ("invoice 17", []),  # of two years
        ("room 12", []),  # not all are numbered
        ("top 1001", []),
        ("1002 tickets", []),
        ("ticket 2", []),
        ("submission 02", []),
        ("ticket 1,002", []),
        ("cost of each ticket, 1002 and more", []),
    ],
)
def test_a_number_behind_a_word_of_a_header_may_be_a_code(request_text: str, cells: list[str]) -> None:
    reading = read(request_text, read_inputs(values={"table": NUMBERED}))
    assert [each.value for each in reading.mentions if isinstance(each, CellRef)] == cells
