"""What the model that ships is asked with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import Reading, read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.prompt import MARKS, encode, is_in_english
from tests.translator.models import small_vocabulary

WORDS = ("what", "is", "the", "total", "sal", "##es", "of", "in", "plus")
VOCABULARY = small_vocabulary(words=(*WORDS, "region", "north", "south", "paid", "yes", "no"))
SHOPS = {"columns": ["region", "sales"], "rows": [["North", 1], ["South", 2]]}
BILLS = {"columns": ["total", "paid"], "rows": [[1, "yes"], [2, "no"], [3, "no"], [4, "yes"]]}


def reading_of(request: str, **inputs: Any) -> Reading:
    return read(request, read_inputs(values=inputs), date(2024, 3, 31)).loosely


def prompt_text(request: str, **inputs: Any) -> str:
    reading = reading_of(request, **inputs)
    names = {VOCABULARY.mark(mark): mark for mark in MARKS}
    return " ".join(names.get(i, VOCABULARY.pieces[i]) for i in encode(reading, scope_of(reading), VOCABULARY))


def test_mentions_are_marked_in_place_and_the_columns_follow() -> None:
    assert prompt_text("the total sales of North", table=SHOPS) == (
        "[CLS] the total c0 sal ##es <close> of s0 <cell> c1 north <close> "
        "[SEP] c0 <:Number> sal ##es c1 <:Text> region [SEP]"
    )


def test_the_values_of_a_column_follow_its_header() -> None:
    assert prompt_text("what is the total", table=BILLS) == (
        "[CLS] what is the c0 total <close> [SEP] c0 <:Number> total c1 <:Text> paid v0 no v1 yes [SEP]"
    )


def test_the_ends_of_a_period_have_names() -> None:
    text = prompt_text("the total in March 2024", table=BILLS)
    assert "<close> in s1 <first> <period> s2 <last> <period> [UNK] s0 <number> [UNK] <close>" in text


@pytest.mark.parametrize(
    ("request_", "shown"),
    [
        ("total sales in march", "in c0 [UNK] <close> [SEP]"),  # what may be called so
        ("the latest day in march", "in s0 <first> <period> s1 <last> <period> "),  # a column of dates is named
        ("total sales in april", "in s0 <first> <period> s1 <last> <period>"),
    ],
)
def test_a_month_is_shown_as_the_column_that_may_be_called_so_or_as_a_period(request_: str, shown: str) -> None:
    table = {
        "columns": ["region", "day", "Mar visits"],
        "rows": [["North", "2024-03-01", 3], ["South", "2024-04-01", 4]],
    }
    assert shown in prompt_text(request_, table=table)


def test_inputs_have_names_and_types() -> None:
    assert prompt_text("what is the total plus 3", sales=[1, 2]) == (
        "[CLS] what is the total plus s0 <number> [UNK] <close> [SEP] i0 <:List> <:Number> sal ##es [SEP]"
    )


def test_nothing_of_a_long_request_is_cut() -> None:
    reading = reading_of("what is " + "the " * 1000 + "total of 3")
    assert encode(reading, scope_of(reading), VOCABULARY).count(*VOCABULARY.word("the")) == 1000


@pytest.mark.parametrize(
    ("request_", "is_english"),
    [
        ("what is the total of 3", True),
        ("3 + 4", True),
        ("flurbs 3", True),  # one word that it lacks says nothing of the language
        ("totals of 3", True),
        ("avg and median 3", True),  # which other requests have
        ("wie viel ist 3", False),
        ("3 더하기 4", False),
        ("🎉 3 🎉 4", False),
    ],
)
def test_english_is_known_and_other_languages_are_not(request_: str, is_english: bool) -> None:
    assert is_in_english(reading_of(request_), VOCABULARY) == is_english
