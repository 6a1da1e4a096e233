"""The signature of a wording: what says something of what is computed, in its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.requests.alike import (
    disagreement,
    form_of,
    key_of_signature,
    passed_over,
    roles,
    senses,
    signature_of,
    units,
)
from seglam_lang.requests.alike.changes import is_slot
from seglam_lang.requests.template import Template


def signature(text: str) -> str:
    return " ".join(signature_of(form_of(Template.parse(f"table\n{text}")).words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("what are the total {0:column} that we have in {1:cell}", "give us total {0:column} for {1:cell}"),
        ("which {0:column} has the highest {1:column}", "show me the {0:column} that have the highest {1:column}"),
        ("how many rivers are there in {0:cell}", "how many rivers does {0:cell} have"),
        ("what is the capital of {0:cell}", "the capital of {0:cell} , please"),
        ("can you show {0:column} in {1:cell}", "we need the {0:column} of {1:cell}"),
        ("number of invoices for each {0:column}", "number of invoices per {0:column}"),
        ("the {0:column} when {1:column} is {2:cell}", "{0:column} that has {1:column} of {2:cell}"),
        ("find the name of a city in {0:cell}", "names of the cities {0:cell} has"),
        ("which {0:column} {1:column} since {2:number}", "{0:column} who {1:column} since {2:number}"),
        ("the {0:column} that {1:column} since {2:number}", "{0:column} which {1:column} since {2:number}"),
    ],
)
def test_words_that_say_nothing_are_left_out(one: str, other: str) -> None:
    assert signature(one) == signature(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total {0:column} by {1:column}", "total {0:column} {1:column}"),
        ("total {0:column} in {1:cell}", "total {0:column} not in {1:cell}"),
        ("flights from {0:cell} to {1:cell}", "flights to {0:cell} from {1:cell}"),
        ("flights from {0:cell} to {1:cell}", "flights {0:cell} {1:cell}"),
        ("{0:column} over {1:number}", "{0:column} under {1:number}"),
        ("which city has the most rivers", "which river has the most cities"),
        ("the smallest state by area", "the area of the smallest state"),
        ("which state has the most cities", "which state has the largest city"),
        ("the oldest student", "the oldest students"),
        ("restaurants near me", "restaurants"),
        ("restaurants near me", "restaurants near {0:cell}"),
        ("{0:column} of {1:cell} has what {2:column}", "{0:column} of {1:cell} has {2:column}"),
        ("who won {0:cell}", "when was {0:cell} won"),
        ("sales by month", "sales of a month"),
        ("for {0:column} of {1:cell} what is {2:column}", "{0:column} of {1:cell} {2:column}"),
        ("{0:column} by {1:column} {2:cell}", "{0:column} {1:column} {2:cell}"),
        ("number of invoices for each {0:column}", "number of invoices for {0:column}"),
        ("name and age of {0:cell}", "name or age of {0:cell}"),
        ("the cities in {0:cell}", "all cities in {0:cell}"),
        ("is {0:column} {1:cell}", "the {0:column} of {1:cell}"),
        ("are there sales in {0:cell}", "show the sales in {0:cell}"),
        ("which machines need service", "which machines service"),
        ("for each {0:column} who has the most {1:column}", "for each {0:column} the most {1:column}"),
        ("each {0:column} and {1:column} who earns most", "each {0:column} and {1:column} that earn most"),
        ("by {0:column} which {1:column} is highest", "by {0:column} the highest {1:column}"),
    ],
)
def test_what_may_say_something_is_kept(one: str, other: str) -> None:
    assert signature(one) != signature(other)


# Pairs that were one in a first version.
C, D, X, N = "{0:column}", "{1:column}", "{0:cell}", "{0:number}"
APART = [
    (f"teams were defeated by {X}", f"teams defeated {X}"),
    (f"companies acquired by {X}", f"companies that acquired {X}"),
    (f"which {C} did {{1:cell}} play for", f"which {C} did {{1:cell}} play against"),
    (f"cities near {X}", f"cities in {X}"),
    (f"rivers on {X}", f"rivers across {X}"),
    (f"how many games were lost by {X}", f"how many games were lost {X}"),
    (f"total {C} in may", f"total {C}"),
    ("total us sales", "total sales"),
    ("sales in us", "sales"),
    (f"average {C} in it", f"average {C}"),
    ("how many it employees", "how many employees"),
    ("how many students got an a", "how many students got"),
    ("division i teams", "division teams"),
    ("price of type a", "price of type"),
    ("rooms that can be booked", "rooms that are booked"),
    ("invoices that must be paid", "invoices that were paid"),
    ("orders that will be shipped", "orders that were shipped"),
    ("who would have won", "who has won"),
    (f"will {X} win", f"did {X} win"),
    ("tasks due by {0:date}", "tasks due on {0:date}"),
    ("balance as of {0:date}", "balance on {0:date}"),
    ("meetings at {0:time}", "meetings by {0:time}"),
    ("contracts for {0:duration}", "contracts in {0:duration}"),
    (f"games won by {N}", f"games won in {N}"),
    (f"raise {C} by {{1:number}}", f"raise {C} with {{1:number}}"),
    (f"emails by {X}", f"emails for {X}"),
    (f"books about {X}", f"books by {X}"),
    (f"{C} and {D}", f"{C} of {D}"),
    (f"maximum {C} and {D}", f"maximum {C} of the {D}"),
    (f"{C} and {D} of {{2:cell}}", f"{C} where {D} is {{2:cell}}"),
    (f"goods sold in every {C}", f"goods sold per {C}"),
    ("what does it sell in {0:cell}", "does it sell in {0:cell}"),
    (f"show my orders in {X}", f"show orders in {X}"),
    ("sales to us", "sales to"),
    ("what is {0:number} of {1:percent}", "{0:number} is {1:percent} of what"),
    ("what is {0:number} of {1:percent}", "what is {0:number} {1:percent}"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_means_something_else_has_another_signature(one: str, other: str) -> None:
    first, second = (Template.parse(f"table\n{each}") for each in (one, other))
    apart = key_of_signature(first) != key_of_signature(second)
    assert apart or disagreement(units(first), units(second)) or roles(units(first)) != roles(units(second))


def test_where_no_word_says_anything_all_are_kept() -> None:
    assert signature("what is this") != signature("show me that")


WORDS = st.lists(
    st.sampled_from(["the", "what", "which", "in", "by", "not", "most", "cities", "city", "me", "{column}", "{cell}"]),
    min_size=1,
    max_size=9,
).map(tuple)


@given(WORDS)
def test_it_keeps_all_slots_and_all_that_something_depends_on(words: tuple[str, ...]) -> None:
    found = signature_of(words)
    kept = [part.rpartition(":")[2] for part in found]
    assert [word for word in kept if is_slot(word)] == [word for word in words if is_slot(word)]
    assert senses(kept, is_start=False) >= senses(words, is_start=False)


@given(WORDS)
def test_what_is_passed_over_is_in_no_signature(words: tuple[str, ...]) -> None:
    left = passed_over(words)
    assert not any(is_slot(word) for word in left)
    assert len(left) <= len(words)


def test_the_inputs_are_part_of_what_a_signature_is_found_by() -> None:
    one, other = Template.parse("table\ntotal {0:column}"), Template.parse("x:list\ntotal {0:column}")
    assert form_of(one) == form_of(other)
    assert key_of_signature(one) != key_of_signature(other)
