"""Columns and cells that a request mentions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import NUMBER, TEXT, column_of
from seglam_lang.language.values import Column
from seglam_lang.requests import ambiguous_dates, did_you_mean, nearest_columns, read
from seglam_lang.requests.model import Mention
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


def found(request: str, kind: str) -> list[Any]:
    return [(mention.value, mention.columns) for mention in mentions(request) if mention.kind == kind]


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
    columns = [mention for mention in mentions(request_text) if mention.kind == "column"]
    assert (
        list(dict.fromkeys(mention.value.header for mention in columns if mention.last - mention.first > 0)) == headers
    )
    for mention in columns:
        assert isinstance(mention.value, Column)
        assert mention.type == column_of(mention.value.type)
        assert mention.table == "table"


def test_a_loose_form_that_two_headers_share_is_no_mention() -> None:
    inputs = read_inputs(values={"table": {"columns": ["price (usd)", "price (eur)"], "rows": [[1, 2]]}})
    assert not [each for each in mentions("average price", inputs) if each.kind == "column"]
    assert [each.value.header for each in mentions("average price (eur)", inputs) if each.kind == "column"] == [
        "price (eur)"
    ]


def test_a_cell_knows_all_its_columns() -> None:
    assert found("shops in new york", "cell") == [("New York", ("City", "State"))]
    assert found("shops in TEXAS?", "cell") == [("Texas", ("State",))]
    assert found("lost 3-2", "cell") == [("3 - 2", ("City",))]
    assert found("shops in newyork", "cell") == []


def test_a_quoted_cell_is_a_cell_and_a_text() -> None:
    spans = {(each.kind, each.first, each.last) for each in mentions('shops in "Texas"')}
    assert spans == {("cell", 2, 5), ("text", 2, 5)}


def test_one_letter_words_are_cells_only_in_quotes() -> None:
    assert found("is a shop there", "cell") == []
    assert found("with grade 'a'", "cell") == [("a", ("Grade",))]
    assert found("with grade f", "cell") == [("F", ("Grade",))]


def test_numbers_and_dates_know_the_columns_that_hold_them() -> None:
    assert found("sold more than 15", "number") == [(15, ("Total Sales",))]
    assert found("sold more than 16", "number") == [(16, ())]
    assert found("opened on May 1, 2023", "date") == [(date(2023, 5, 1), ("Opened",))]


def test_a_bare_number_that_a_cell_holds_is_a_cell_beside_the_literal() -> None:
    assert found("where it is 54%", "cell") == [(54, ("unit_price",))]
    assert len(found("where it is 54%", "percent")) == 1
    assert [value for value, _ in found("with 9 million", "cell")] == [9]
    assert found("with 9 million", "number") == [(9_000_000, ())]


def test_mentions_are_in_order_longer_first() -> None:
    spans = [(each.first, -each.last) for each in mentions("total sales of New York, 3, 4 and 15 by state")]
    assert spans == sorted(spans)


def test_several_tables() -> None:
    inputs = read_inputs(values={"a": {"columns": ["x"], "rows": [["u"]]}, "b": {"columns": ["y"], "rows": [["u"]]}})
    assert [(each.kind, each.table) for each in mentions("the y of u", inputs)] == [
        ("column", "b"),
        ("cell", "a"),
        ("cell", "b"),
    ]


def test_bool_cells() -> None:
    inputs = read_inputs(values={"table": {"columns": ["paid"], "rows": [[True], [False]]}})
    assert [each.value for each in mentions("paid is true", inputs) if each.kind == "cell"] == [True]


def test_types_of_cells() -> None:
    kinds = {each.kind: each.type for each in mentions("Texas with 54%")}
    assert kinds["percent"] == NUMBER
    assert [each.type for each in mentions("in Texas")] == [TEXT]


def test_nearest_columns() -> None:
    reading = read("totl sales by stat", INPUTS)
    assert [(each.written, each.header) for each in nearest_columns(reading)] == [
        ("totl sales", "Total Sales"),
        ("stat", "State"),
    ]
    assert did_you_mean(reading) == "did you mean 'Total Sales' for 'totl sales', 'State' for 'stat'?"
    assert did_you_mean(read("total sales by state", INPUTS)) == ""


def test_ambiguous_dates_are_told() -> None:
    assert ambiguous_dates(read("since 1/2/2024 and 1/31/2024", INPUTS)) == (
        "1/2/2024 is read with the month first (it could also be the day): 2024-01-02",
    )


def test_cells_of_a_large_table_are_found_too() -> None:
    rows = [[f"name {i}", "Ohio" if i % 2 else None] for i in range(500)] + [["New\u00a0 York", "Ohio"]]
    inputs = read_inputs(values={"table": {"columns": ["Name", "State"], "rows": rows}})
    cells = [(each.value, each.columns) for each in mentions("is NAME 7 or new york in ohio?", inputs)]
    assert ("name 7", ("Name",)) in cells
    assert ("New\u00a0 York", ("Name",)) in cells
    assert ("Ohio", ("State",)) in cells


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
    columns = [mention.value.header for mention in mentions(words, alike) if mention.kind == "column"]
    assert columns == ([] if header is None else [header])


@pytest.mark.parametrize(("words", "headers"), [("total b by a", ["b", "a"]), ("what is a b", ["b"])])
def test_a_is_a_name_where_it_can_be_no_article(words: str, headers: list[str]) -> None:
    letters = read_inputs(values={"table": {"columns": ["a", "b"], "rows": [["x", 1]]}})
    assert [mention.value.header for mention in mentions(words, letters) if mention.kind == "column"] == headers
