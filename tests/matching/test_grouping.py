""" "By", "per" and "for each" between two columns: they make groups, where it is sure that they do."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language.types import DATE, NUMBER, TABLE, Con, Type, Var, column_of
from seglam_lang.matching import Hit, Miss
from seglam_lang.requests.model import FromColumn, FromTable
from tests.matching.test_learned import Shelf, asked, wording

LAB = read_inputs(
    table={
        "columns": ["site", "cost", "samples", "taken", "reported", "square meter"],
        "rows": [["N", 10, 2, "2024-06-01", "2024-06-04", 9.5], ["S", 12, 3, "2024-06-02", "2024-06-04", 40]],
    }
)
WAYS = ("by", "per", "for each", "for every")
ANYTHING, ORDERED, NUMBERS, DATES = Var("G"), Var("G", "ordered"), NUMBER, DATE


def shelf(text: str, *columns: Var | Con) -> Shelf:
    """Return what knows one wording, whose procedure takes the columns that it names, with cells of these types."""
    params: list[Type] = [TABLE, *(Con(column_of(NUMBER).constructor, (each,)) for each in columns)]
    return Shelf(params, wording(text, "p", FromTable("table"), *map(FromColumn, range(len(columns)))))


@given(
    st.sampled_from(["average", "total", "number of", "median"]),
    st.sampled_from(list(permutations(WAYS, 2))),
    st.sampled_from(["", "show me the ", "what is the "]),
)
def test_they_are_one_where_something_is_added_up_or_counted(what: str, ways: tuple[str, str], begun: str) -> None:
    known, said = ways
    taught = shelf(f"{what} {{0:column}} {known} {{1:column}}", NUMBERS, ANYTHING)
    assert isinstance(asked(f"{begun}{what} cost {said} site", taught, LAB), Hit)


@given(
    st.sampled_from(["highest", "{0:number} largest", "latest", "total ascending", "", "share of", "sort"]),
    st.sampled_from([("by", "per"), ("per", "by"), ("by", "for each")]),
)
def test_they_are_not_where_something_is_put_in_order_or_nothing_is_said(what: str, ways: tuple[str, str]) -> None:
    known, said = ways
    taught = shelf(f"{what} {{0:column}} {known} {{1:column}}".strip(), NUMBERS, ANYTHING)
    assert isinstance(asked(f"{what} cost {said} site".strip(), taught, LAB), Miss)


@pytest.mark.parametrize("said", ["per site", "for each site"])
def test_between_two_moments(said: str) -> None:
    taught = shelf("average days from {0:column} to {1:column} by {2:column}", DATES, DATES, ANYTHING)
    assert isinstance(asked(f"average days from taken to reported {said}", taught, LAB), Hit)


@pytest.mark.parametrize("kind", [ORDERED, NUMBERS])
def test_what_a_procedure_computes_with_or_orders_makes_no_groups(kind: Var | Con) -> None:
    for known, said in permutations(("by", "per"), 2):
        taught = shelf(f"average {{0:column}} {known} {{1:column}}", NUMBERS, kind)
        assert isinstance(asked(f"average cost {said} samples", taught, LAB), Miss)


@pytest.mark.parametrize(
    ("known", "columns", "request_text"),
    [
        ("average {0:column} by {1:column}", (NUMBERS, ANYTHING), "average cost per sample"),
        ("average {0:column} by {1:column}", (NUMBERS, ANYTHING), "average cost per square meter"),
        ("average {0:column} by {1:column}", (NUMBERS, ANYTHING), "average cost per square meter by site"),
        ("average {0:column} by {1:column}", (NUMBERS, ANYTHING), "average cost per square meter per site"),
        ("average {0:column} by {1:column}", (NUMBERS, ANYTHING), "average cost per hour by site"),
        ("average {0:column} by {1:column}", (NUMBERS, ANYTHING), "average cost per sample per site"),
        ("{0:column} per {1:column}", (NUMBERS, ANYTHING), "cost per sample per site"),
        ("{0:column} by {1:column}", (NUMBERS, ANYTHING), "cost per site"),
    ],
)
def test_a_figure_per_each_is_no_group(known: str, columns: tuple[Var | Con, ...], request_text: str) -> None:
    assert isinstance(asked(request_text, shelf(known, *columns), LAB), Miss)


def test_a_figure_per_each_may_be_grouped_in_both_ways() -> None:
    taught = shelf("average {0:column} per {1:column} by {2:column}", NUMBERS, NUMBERS, ANYTHING)
    assert isinstance(asked("average cost per sample per site", taught, LAB), Hit)


def test_why_it_is_none_is_said() -> None:
    found = asked("average cost per samples", shelf("average {0:column} by {1:column}", NUMBERS, ORDERED), LAB)
    assert isinstance(found, Miss)
    assert 'only one of the two says "by"' in found.why
