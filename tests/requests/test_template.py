"""Templates, and how they and their kinds are written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.model import Inputs
from seglam_lang.language.builtins.units import UNITS
from seglam_lang.requests import Match, Template, kinds, read
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.shape import inputs_shape
from seglam_lang.requests.slots import matches
from seglam_lang.requests.template import Part, Slot, Word
from seglam_lang.requests.tokens import norms

SHOPS = {"columns": ["city", "state", "revenue"], "rows": [["Ulm", "BW", 5], ["Bonn", "NRW", 7], ["BW", "NRW", 8]]}
ORDERS = {"columns": ["item", "region", "sales"], "rows": [["pen", "north", 5], ["ink", "south", 7]]}


def table(rows: Any) -> Inputs:
    return read_inputs(values={"table": rows})


def used(request: str, inputs: Inputs, *values: Any) -> Match:
    """The template in which the mentions with these values (headers for columns) are slots."""
    reading = read(request, inputs)
    wanted = set(values)
    picked = [each for each in reading.mentions if getattr(each.value, "header", each.value) in wanted]
    return reading.match_with(picked)


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
    assert read(one, Inputs()).template != read(other, Inputs()).template


def test_lists_of_numbers_and_of_texts_are_two_templates() -> None:
    assert read("sort 3, 1, 2", Inputs()).template.text == "sort {0:list}"
    assert read('sort "c", "a", "b"', Inputs()).template.text == "sort {0:list:text}"


def test_what_ends_a_sentence_is_dropped_only_from_the_wording() -> None:
    inputs = table({"columns": ["n"], "rows": [["t.u.f.f."]]})
    assert read("What is 5?", Inputs()).template.text == "what is {0:number}"
    assert read("who is T.U.F.F.", inputs).matches[0].slots[0].value == "t.u.f.f."


def test_the_most_covered_come_first_and_all_are_there() -> None:
    texts = [match.template.text for match in read("average of 3, 8 and 12", Inputs()).matches]
    assert texts[0] == "average of {0:list}"
    assert texts[1] == "average of {0:number} , {1:number} and {2:number}"
    assert texts[-1] == "average of 3 , 8 and 12"
    assert len(texts) == len(set(texts)) == 9


def test_matches_are_bounded() -> None:
    reading = read(" ".join(map(str, range(60))), Inputs())
    assert len(matches(reading.tokens, reading.visible, reading.inputs, 20)) == 20
    assert len(read("5 , " * 1500, Inputs()).matches) <= 256


def test_slots_cannot_be_written_by_hand() -> None:
    assert "{0:number}" not in read("add {0:number} to it", Inputs()).matches[-1].template.text


def test_shapes() -> None:
    assert inputs_shape(Inputs()) == ""
    assert inputs_shape(table(SHOPS)) == "table"
    assert inputs_shape(read_inputs(values={"b": SHOPS, "a": ORDERS})) == "a:table b:table"
    assert inputs_shape(read_inputs(values={"x": 5, "l": [1]})) == "l:list x:number"


def test_a_part_of_a_longer_name_is_no_slot() -> None:
    games = table([{"points": 1, "game": 2, "points per game": 3}])
    assert [match.template.text for match in read("average points per game", games).matches] == [
        "average {0:column}",
        "average points per game",
    ]


details = {
    Family.MONEY: st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    Family.UNIT: st.sampled_from(sorted({unit.dimension for unit in UNITS})),
    Family.LIST: st.sampled_from(["", "text"]),
    Family.COLUMN: st.sampled_from(["", "percent"]),
}
any_kind = st.sampled_from(Family).flatmap(
    lambda family: st.builds(Kind, st.just(family), details.get(family, st.just("")))
)
words = st.text().map(lambda text: [Word(norm) for norm in norms(text)])


@st.composite
def parts_of_templates(draw: st.DrawFn) -> tuple[Part, ...]:
    """Words as requests have them, slots numbered from the left, each perhaps repeated."""
    parts: list[Part] = [*draw(words)]
    for index, kind in enumerate(draw(st.lists(any_kind, max_size=4))):
        parts = [*parts, Slot(index, kind), *draw(words)]
        if draw(st.booleans()):
            parts = [*parts, Slot(draw(st.integers(0, index))), *draw(words)]
    return tuple(parts)


shapes = st.text("abz_:(), \n")
templates = st.builds(Template.of, parts_of_templates(), shapes)


@given(any_kind)
def test_a_kind_reads_back(kind: Kind) -> None:
    assert Kind.parse(str(kind)) == kind


@pytest.mark.parametrize("text", ["", "Number", "table", "colour:red", ":text"])
def test_what_is_no_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Family"):
        Kind.parse(text)


@given(parts_of_templates(), shapes)
def test_a_template_reads_back(parts: tuple[Part, ...], inputs: str) -> None:
    template = Template.of(parts, inputs)
    assert (template.parts, template.inputs) == (parts, inputs)
    again = Template.parse(template.key)
    assert (again, hash(again)) == (template, hash(template))


def test_a_slot_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="Family"):
        Template.parse("table\ntotal {0:colour}")


@given(templates, templates)
def test_templates_are_equal_where_their_parts_are(one: Template, other: Template) -> None:
    assert (one == other) == ((one.parts, one.inputs) == (other.parts, other.inputs))


def test_the_written_form_of_a_template() -> None:
    parts = (Word("total"), Slot(0, kinds.COLUMN), Word("over"), Slot(1, kinds.money("USD")), Word("of"), Slot(0))
    template = Template.of(parts, "a:table b:table")
    assert template.text == "total {0:column} over {1:money:USD} of {0}"
    assert template.key == f"a:table b:table\n{template.text}"


def test_the_mentions_in_the_slots_are_computed_once() -> None:
    reading = read("total revenue by city", table(SHOPS))
    assert reading.matches is reading.matches
    assert reading.visible is reading.visible
    assert [match for found in reading.by_template.values() for match in found] == list(reading.matches)
