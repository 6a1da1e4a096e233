"""Templates, and what their slots bind."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import NUMBER, TEXT, column_of
from seglam_lang.language.values import Column
from seglam_lang.requests import argument_type, bind, inputs_shape, matches, read, template_of
from seglam_lang.requests.model import Match, Source, Wording

SHOPS = {"columns": ["city", "state", "revenue"], "rows": [["Ulm", "BW", 5], ["Bonn", "NRW", 7], ["BW", "NRW", 8]]}
ORDERS = {"columns": ["item", "region", "sales"], "rows": [["pen", "north", 5], ["ink", "south", 7]]}


def table(rows: Any) -> Inputs:
    return read_inputs(values={"table": rows})


def used(request: str, inputs: Inputs, *values: Any) -> Match:
    """The template in which the mentions with these values (headers for columns) are slots."""
    reading = read(request, inputs)
    wanted = set(values)
    picked = [each for each in reading.mentions if getattr(each.value, "header", each.value) in wanted]
    return template_of(reading, picked)


def test_a_template_is_the_same_for_other_tables_and_values() -> None:
    one = used("Total revenue by city where state is NRW?", table(SHOPS), "revenue", "city", "state", "NRW")
    other = used("total sales  by item where region is south", table(ORDERS), "sales", "item", "region", "south")
    assert one.template == other.template
    assert one.template.text == "total {0:column} by {1:column} where {2:column} is {3:cell}"
    assert one.template.key == "table\ntotal {0:column} by {1:column} where {2:column} is {3:cell}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("add 18 to 5", "add 18% to 5"),
        ("add 5 to 1", "add 5 to 1st"),
        ("5 km in miles", "5 kg in pounds"),
        ("add $5", "add €5"),
    ],
)
def test_another_kind_is_another_template(one: str, other: str) -> None:
    assert matches(read(one, Inputs()))[0].template != matches(read(other, Inputs()))[0].template


def test_lists_of_numbers_and_of_texts_are_two_templates() -> None:
    assert matches(read("sort 3, 1, 2", Inputs()))[0].template.text == "sort {0:list}"
    assert matches(read('sort "c", "a", "b"', Inputs()))[0].template.text == "sort {0:list:text}"


def test_what_ends_a_sentence_is_dropped_only_from_the_wording() -> None:
    inputs = table({"columns": ["n"], "rows": [["t.u.f.f."]]})
    assert matches(read("What is 5?", Inputs()))[0].template.text == "what is {0:number}"
    assert matches(read("who is T.U.F.F.", inputs))[0].slots[0].value == "t.u.f.f."


def test_the_most_covered_come_first_and_all_are_there() -> None:
    texts = [match.template.text for match in matches(read("average of 3, 8 and 12", Inputs()))]
    assert texts[0] == "average of {0:list}"
    assert texts[1] == "average of {0:number} , {1:number} and {2:number}"
    assert texts[-1] == "average of 3 , 8 and 12"
    assert len(texts) == len(set(texts)) == 9


def test_matches_are_bounded() -> None:
    reading = read(" ".join(map(str, range(60))), Inputs())
    assert len(matches(reading, 20)) == 20
    assert len(matches(read("5 , " * 1500, Inputs()))) <= 256


def test_slots_cannot_be_written_by_hand() -> None:
    assert "{0:number}" not in matches(read("add {0:number} to it", Inputs()))[-1].template.text


def test_shapes() -> None:
    assert inputs_shape(Inputs()) == ""
    assert inputs_shape(table(SHOPS)) == "table"
    assert inputs_shape(read_inputs(values={"b": SHOPS, "a": ORDERS})) == "a:table b:table"
    assert inputs_shape(read_inputs(values={"x": 5, "l": [1]})) == "l:list x:number"


def test_bind_fetches_every_kind_of_source() -> None:
    inputs = table(SHOPS) if not SHOPS["rows"] else read_inputs(values={"table": SHOPS, "n": 3})
    match = used("revenue in Ulm above 6", inputs, "revenue", "Ulm", 6)
    sources = (
        Source("table", name="table"),
        Source("column", index=0),
        Source("cell-column", index=1),
        Source("slot", index=1),
        Source("slot", index=2),
        Source("header", name="table", header="STATE"),
        Source("input", name="n"),
    )
    arguments = bind(Wording(match.template, "hash", sources), match, inputs)
    columns = [Column("revenue", NUMBER), Column("city", TEXT), Column("state", TEXT)]
    assert arguments == (inputs.values["table"], columns[0], columns[1], "Ulm", 6, columns[2], 3)
    types = [argument_type(source, match, inputs) for source in sources]
    assert types[1:] == [column_of(NUMBER), column_of(TEXT), TEXT, NUMBER, column_of(TEXT), NUMBER]


@pytest.mark.parametrize(
    "source",
    [
        Source("cell-column", index=0),  # BW is a city and a state
        Source("column", index=0),  # a cell is no column
        Source("slot", index=1),
        Source("slot", index=-1),
        Source("header", name="table", header="profit"),
        Source("header", name="orders", header="city"),
        Source("table", name="orders"),
        Source("input", name="n"),
    ],
)
def test_bind_refuses_what_does_not_fit(source: Source) -> None:
    inputs = table(SHOPS)
    match = used("how many are in BW", inputs, "BW")
    assert bind(Wording(match.template, "hash", (source,)), match, inputs) is None


def test_bind_refuses_another_template() -> None:
    match = used("how many are in BW", table(SHOPS), "BW")
    other = used("how many are not in BW", table(SHOPS), "BW")
    assert bind(Wording(match.template, "hash", ()), other, table(SHOPS)) is None


def test_a_part_of_a_longer_name_is_no_slot() -> None:
    games = table([{"points": 1, "game": 2, "points per game": 3}])
    assert [match.template.text for match in matches(read("average points per game", games))] == [
        "average {0:column}",
        "average points per game",
    ]


def test_a_number_that_happens_to_stand_in_the_column_asked_for_is_no_condition_on_it() -> None:
    sales = table([{"sales": 2021, "year": 2019}, {"sales": 7, "year": 2020}])
    sources = (Source("column", 0, "table"), Source("cell-column", 1, "table"))
    for words, year in (("total sales in 2021", None), ("total sales in 2020", "year")):
        match = matches(read(words, sales), 1)[0]
        arguments = bind(Wording(match.template, "hash", sources), match, sales)
        assert (arguments and arguments[1].header) == year
