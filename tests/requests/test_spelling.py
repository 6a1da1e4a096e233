"""The same name in another spelling."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language.computing.unicode_pinned import without_accents
from seglam_lang.requests import read
from seglam_lang.requests.loose.spelling import have_one_spelling
from seglam_lang.requests.model import Likeness
from tests.requests.loosely import found

SPELLED = {
    "columns": ["Ticket", "Haulier", "Vehicle Reg", "Health & Safety", "fee_paid_until", "Follow-ups"],
    "rows": [
        ["T-1001", "Müller Recycling", "KX19 ABC", 1, "2024-01-02", 4],
        ["T-1002", "Brennan & Sons", "LV68 TTR", 2, "2024-01-03", 5],
        ["dev-11", "North West", "A&E", 3, "2024-01-04", 6],
        ["dev-12", "Élise O'Dwyer", "Today", 4, "2024-01-05", 7],
        ["R-7", "great!", "E-mail", 5, "2024-01-06", 8],
    ],
}


@pytest.mark.parametrize(
    ("request_text", "words", "name"),
    [
        ("charge of T1002", "T1002", "T-1002"),
        ("charge of t 1002", "t 1002", "T-1002"),
        ("readings from dev 11", "dev 11", "dev-11"),
        ("visits of KX19ABC", "KX19ABC", "KX19 ABC"),
        ("all from Brennan and Sons", "Brennan and Sons", "Brennan & Sons"),
        ("all from brennan + sons", "brennan + sons", "Brennan & Sons"),
        ("rows of muller recycling", "muller recycling", "Müller Recycling"),
        ("rows of Mueller Recycling", "Mueller Recycling", "Müller Recycling"),
        ("all of elise odwyer", "elise odwyer", "Élise O'Dwyer"),
        ("shifts in A and E", "A and E", "A&E"),
        ("all in the north-west", "north-west", "North West"),
        ("sent by email", "email", "E-mail"),
        ("runs that felt great", "great", "great!"),
        ("the health and safety of each", "health and safety", "Health & Safety"),
        ("sum follow_ups", "follow_ups", "Follow-ups"),
        ("the fee-paid-until of each", "fee-paid-until", "fee_paid_until"),
    ],
)
def test_another_spelling_of_a_name_may_be_in_a_slot(request_text: str, words: str, name: str) -> None:
    assert found(request_text, read_inputs(values={"table": SPELLED})) == ({words: name}, {})


@pytest.mark.parametrize(
    "request_text",
    [
        "what happens to day by day",  # no digit: the words must be the same
        "ticket 11 of dev",  # another order
        "dev, 11 and 12",  # a list
        "north, west",
        "from R 77",
        "health, and safety",
    ],
)
def test_words_that_only_have_the_letters_of_a_name_are_none(request_text: str) -> None:
    inputs = read_inputs(values={"table": SPELLED})
    reading = read(request_text, inputs).loosely
    respelled = [each for each in reading.mentions if each.likeness is Likeness.INFLECTED]
    assert respelled == []


def test_of_two_names_that_are_spelled_alike_neither_is_a_slot() -> None:
    rows = [["T-1001"], ["T 1001"]]
    inputs = read_inputs(values={"table": {"columns": ["Ticket"], "rows": rows}})
    assert found("charge of T1001", inputs) == ({}, {"T1001": "T 1001"})


_NAMES = st.lists(st.text("abcdeäöüéøß", min_size=3, max_size=8), min_size=1, max_size=3)


@given(_NAMES, st.sampled_from([" & ", " and ", " + ", "&"]), st.sampled_from([" & ", " and ", " + ", "&"]))
def test_how_words_are_joined_makes_no_other_name(words: list[str], one: str, other: str) -> None:
    assert have_one_spelling(one.join(words), other.join(words))
    assert have_one_spelling(one.join(words), without_accents(other.join(words)).upper())


@given(st.text(string.ascii_letters + " -&'é", max_size=12), st.text(string.ascii_letters + " -&'é", max_size=12))
def test_one_spelling_is_symmetric(one: str, other: str) -> None:
    assert have_one_spelling(one, other) == have_one_spelling(other, one)


@given(st.from_regex(r"[A-Z]{1,3}-[0-9]{2,5}", fullmatch=True), st.from_regex(r"[A-Z]{1,3}-[0-9]{2,5}", fullmatch=True))
def test_codes_are_spelled_alike_only_if_they_are_one(one: str, other: str) -> None:
    assert have_one_spelling(one, other.replace("-", " ")) == (one == other)
