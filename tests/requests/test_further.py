"""Literals that only templates know yet: they add templates, and change nothing that was there before."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.requests import ambiguous_dates, ask_for_today, kinds, read
from seglam_lang.requests.kinds import Kind

TODAY = date(2024, 3, 31)
TABLE = {
    "columns": ["city", "day", "sales"],
    "rows": [["Oslo", "2024-01-05", 3], ["Rome", "2024-02-05", 5], ["Bern", "2024-03-05", 7]],
}
INPUTS = read_inputs(table=TABLE)
VOCABULARY = """
    total sales city day in of by Oslo Rome , and March 2024 5 100 k 20 euros - 3 km 21 years old last month
"""
WORDS = st.sampled_from(VOCABULARY.split())


def further(request: str, today: date | None = None) -> list[tuple[str, str]]:
    """Return the kinds of the further literals, with their words."""
    reading = read(request, INPUTS, today)
    return [(str(each.kind), reading.written(each)) for each in reading.further]


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
@example("2024 month and")
def test_what_was_read_before_is_read_as_before(request_text: str) -> None:
    reading = read(request_text, INPUTS)
    before = reading.visible, reading.matches, dict(reading.by_template)
    found = reading.further_by_template
    assert (reading.visible, reading.matches, dict(reading.by_template)) == before
    assert found.keys().isdisjoint(reading.by_template)
    new = set(map(id, reading.further))
    assert all(new & set(map(id, match.slots)) for matches in found.values() for match in matches)
    assert new.isdisjoint(map(id, reading.mentions))


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("total sales in March 2024", [("period", "March 2024")]),
        ("total sales from March 2024 to May 2024", [("period", "from March 2024 to May 2024")]),
        ("sales for Oslo, Rome and Bern", [("list:cell", "Oslo, Rome and Bern")]),
        ("sales for Oslo or Rome", [("list:cell", "Oslo or Rome")]),
        ("sales for Oslo", []),
        ("15% of 100k", [("number", "100k")]),
        ("sales above 20 euros", [("money:EUR", "20 euros")]),
        ("total sales by city", []),
    ],
)
def test_the_longest_further_literals_may_be_slots(request_text: str, expected: list[tuple[str, str]]) -> None:
    assert further(request_text) == expected


def test_relative_dates_are_dates_only_with_a_day_to_count_from() -> None:
    assert [each for each in read("sales since yesterday", INPUTS).mentions if each.kind == kinds.DATE] == []
    (found,) = [each for each in read("sales since yesterday", INPUTS, TODAY).mentions if each.kind == kinds.DATE]
    assert found.value == date(2024, 3, 30)
    assert further("sales of last month", TODAY) == [("period", "last month")]
    assert further("sales of last month") == []


def test_a_refusal_can_say_that_a_day_to_count_from_would_help() -> None:
    assert "'last month' counts from a day" in ask_for_today(read("sales of last month", INPUTS))
    assert "'may' counts from a day" in ask_for_today(read("sales since may", INPUTS))
    assert ask_for_today(read("which sales may be late", INPUTS)) == ""
    assert ask_for_today(read("sales of last month", INPUTS, TODAY)) == ""
    assert ask_for_today(read("sales of March 2024", INPUTS)) == ""


@pytest.mark.parametrize(
    ("text", "notes"), [("3/4/24", 1), ("3-4-2024", 1), ("3/4/2024", 1), ("13/4/24", 0), ("4.3.2024", 0)]
)
def test_a_date_whose_day_and_month_could_be_exchanged_is_noted(text: str, notes: int) -> None:
    assert len(ambiguous_dates(read(f"sales on {text}", INPUTS))) == notes


def test_a_further_number_knows_the_column_that_holds_it() -> None:
    inputs = read_inputs(table={"columns": ["price"], "rows": [[100_000], [5]]})
    (found,) = [each for each in read("price of 100k", inputs).further if each.kind == kinds.NUMBER]
    assert getattr(found, "columns", None) == ("price",)


@pytest.mark.parametrize(
    "kind",
    [
        *(
            kinds.PERIOD,
            kinds.quantity("kilometer"),
            kinds.age("year"),
            kinds.range_of(kinds.NUMBER),
            kinds.LIST_OF_CELLS,
        ),
        *(kinds.TIME, kinds.DATETIME, kinds.DURATION, kinds.range_of(kinds.money("USD"))),
    ],
)
def test_further_kinds_are_written_and_read_back(kind: Kind) -> None:
    assert Kind.parse(str(kind)) == kind


HOSTILE = {  # what is repeated
    "emoji": "😀",
    "right-to-left marks": "\u202etotal\u200f sales \u05d0\u05d1 by city ",
    "slot syntax": "total {0:column} in {first, last:period} {1:number} ",
    "numbers": "7 ",
    "ands": "hundred and ",
    "counted from each other": "2 days after ",
    "past each other": "half past ",
    "minutes past": "ten minutes past ",
    "months": "may ",
    "dates": "2/3/",
    "times": "3:15 pm ",
    "durations": "2 h 15 min ",
    "ranges": "from 3 to 5 km ",
    "cells": "Oslo, Rome and ",
    "money": "$5 usd ",
    "parts": "three twenty ",
    "weeks": "the last week of the first ",
}


@pytest.mark.parametrize("repeated", HOSTILE.values(), ids=HOSTILE)
def test_hostile_requests_are_read_like_others(repeated: str) -> None:
    reading = read(repeated * (4_000 // len(repeated)), INPUTS, TODAY)
    assert all(each.last <= len(reading.tokens) for each in (*reading.mentions, *reading.further))
    assert len(reading.matches) + len(reading.further_by_template) <= 512
    assert len(reading.values) <= len(reading.tokens)


@pytest.mark.parametrize("repeated", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_request_is_twice_the_work(repeated: str) -> None:
    times = 1_000 // len(repeated)
    once, twice = calls_of(repeated * times), calls_of(repeated * 2 * times)
    assert twice < 2.5 * once + 1_000


def calls_of(request_text: str) -> int:
    """The calls of functions that it takes to read a request: what is as many on every machine."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        reading = read(request_text, INPUTS, TODAY)
        assert reading.values is not None
    finally:
        sys.setprofile(None)
    return count


def test_a_request_of_100_kb_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="100,000 characters, 10,000 are the most"):
        read("last week " * 10_000, Inputs(), TODAY)


def test_a_date_is_one_mention_with_a_day_to_count_from_too() -> None:
    for text in ("sales on 2024-03-31", "sales on March 31, 2024", "sales 2 days after 2024-03-31"):
        dates = [each for each in read(text, INPUTS, TODAY).visible if each.kind == kinds.DATE]
        assert len(dates) == 1, text
