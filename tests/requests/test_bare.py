"""Words that are meant as themselves, though no quotes stand around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language.types import TEXT
from seglam_lang.requests import read
from seglam_lang.requests.bare import MOST
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import PartOrigin, scope_of
from seglam_lang.requests.wordings import wording_of

ROWS = [["Mathilda", "Sales", "LU01"], ["Tom, Mill Ln", "IT", "DE02"], ["Account Manager", "Sales", "A-3"]]
FUNDS = {"table": {"columns": ["Name", "Dept", "Isin"], "rows": ROWS}}
WORDS = "names with mat in them and the Mill Ln total by dept Sales LU x-1 of qwert 40 A"


def reading(request: str, inputs: dict[str, object] | None = None) -> Reading:
    return read(request, read_inputs(values=FUNDS if inputs is None else inputs)).loosely


def bare(request: str, inputs: dict[str, object] | None = None) -> list[object]:
    return [each.value for each in reading(request, inputs).bare]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ("how many funds have an ISIN beginning with LU?", ["LU"]),
        ("names with mat in them", ["Mat"]),  # as the cells spell it
        ("who lives in Mill Ln", ["Mill Ln"]),
        ("contents of all A-shelves", ["A"]),
        ("total salary by dept", []),
        ("names with vowels in them", []),  # no cell has it
        ("how many are in Sales", []),  # a cell as a whole
    ],
)
def test_over_a_table_a_text_stands_in_a_cell(request_: str, found: list[object]) -> None:
    assert bare(request_) == found


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ("middle part of INV-2024-00731", ["INV-2024-00731"]),
        ("File name in the path /home/lea/docs/budget.ods", ["/home/lea/docs/budget.ods"]),
        ("binary 101101 in decimal", ["101101"]),
        ("initials with dots for Ellen Mary Voss", ["Ellen Mary Voss"]),
        ("Maria Lopez, first name only", ["Maria Lopez"]),
        ("number of words: the cat and the dog", ["the cat and the dog"]),
        ("3 times 4", []),
        ("How much is 20% of 50?", []),
    ],
)
def test_without_a_table_it_has_a_form_of_its_own(request_: str, found: list[object]) -> None:
    assert bare(request_, {}) == found


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(" ".join))
def test_it_mentions_nothing_else_and_has_no_function_words(request_: str) -> None:
    found = reading(request_)
    others = [each for each in (*found.visible, *found.hints) if each not in found.in_part]
    mentioned = {at for each in others for at in range(each.first, each.last)}
    ends = 0
    for each in found.bare:
        assert each.first >= ends and mentioned.isdisjoint(range(each.first, each.last))
        words = [found.tokens[at].norm for at in range(each.first, each.last)]
        assert FUNCTION_WORDS.isdisjoint(word for word in words if len(word) > 1)
        assert each.type == TEXT and any(each.value in str(cell) for row in ROWS for cell in row)
        ends = each.last
    assert len(found.bare) <= MOST


def test_it_is_offered_behind_everything_else() -> None:
    found = reading("how many of Sales have an ISIN beginning with LU?")
    scope = scope_of(found)
    (name,) = [name for name, origin in scope.origins.items() if origin == PartOrigin(found.bare[0])]
    assert name == "s1" and scope.arguments[name] == "LU"


def test_a_wording_with_such_a_slot_fits_another_word_and_nothing_that_means_something() -> None:
    found = reading("funds whose ISIN begins with LU")
    scope = scope_of(found)
    text = next(name for name, origin in scope.origins.items() if isinstance(origin, PartOrigin))
    wording = wording_of(found, scope, ["rows", "c0", text], "hash")
    assert wording is not None and wording.template.text == "funds whose {0:column} begins with {1:text:bare}"
    assert reading("funds whose Isin begins with DE").matches_of(wording.template)
    for other in ("Sales", "dept", "it", "vowels", "20", "the"):
        assert not reading(f"funds whose Isin begins with {other}").matches_of(wording.template)


def test_an_empty_table_has_none() -> None:
    inputs: Inputs = read_inputs(values={"table": {"columns": ["Name"], "rows": []}})
    assert read("names with mat in them", inputs).loosely.bare == ()


@pytest.mark.parametrize(
    ("request_", "first"),
    [
        ("which have Manager in them", "Name"),
        ("how many begin with LU", "Dept"),  # so short a text may stand in any column: they stay in table order
    ],
)
def test_the_columns_that_have_it_are_offered_first(request_: str, first: str) -> None:
    rows = [[dept, code, name] for name, dept, code in ROWS]
    found = reading(request_, {"table": {"columns": ["Dept", "Isin", "Name"], "rows": rows}})
    assert len(found.bare) == 1
    assert scope_of(found).arguments["c0"].header == first
