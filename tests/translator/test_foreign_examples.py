"""The examples that a model is shown which has not learned the language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.shots import MOST, shipped
from seglam_lang.translator.foreign.examples import LONGEST, OTHERS, examples, likeness, words_of
from seglam_lang.translator.messages import Shot

ORDERS = {"columns": ["Order", "City", "Amount"], "rows": [[1, "Oslo", 20], [2, "Rome", 30], [3, "Oslo", 50]]}
WORDS = st.frozensets(st.sampled_from(["total", "average", "by", "the", "zebra", "late", "most"]), max_size=5)


def nearest(request: str) -> tuple[Shot, ...]:
    return shipped(read(request, read_inputs(values={"table": ORDERS})).loosely)


def test_a_shown_table_has_the_columns_that_its_program_takes() -> None:
    assert len(examples()) > 500
    for each in examples():
        shot = each.shot
        taken = set(re.findall(r"`([^`]*)`", shot.program))
        assert len(shot.program) <= LONGEST + len("return ")
        assert shot.program.startswith(("return ", "let "))
        for table in (value for value in shot.inputs.values() if isinstance(value, dict) and "columns" in value):
            assert taken <= set(table["columns"])
            assert len(table["columns"]) <= len(taken) + OTHERS
            assert all(len(row) == len(table["columns"]) for row in table["rows"])


def test_what_is_said_alike_is_nearest() -> None:
    assert "group_by" in nearest("average amount per city, highest first")[0].program
    assert "is_blank" in nearest("which orders have no city?")[0].program
    assert "maximum" in nearest("what's the highest amount")[0].program or "top" in nearest("highest amount")[0].program


@pytest.mark.parametrize("request_text", ["total amount by city", "zzz", "what did we sell in Oslo"])
def test_each_thing_is_shown_once_and_the_same_for_the_same_request(request_text: str) -> None:
    found = nearest(request_text)
    assert len(found) == MOST
    assert len({each.program for each in found}) >= 2
    assert found == nearest(request_text)


def test_no_column_of_the_request_makes_it_like_another() -> None:
    """ "Amount" and "city" are columns here: that an example speaks of amounts says nothing of what is done."""
    with_columns = read("amount city", read_inputs(values={"table": ORDERS})).loosely
    assert not words_of(" ".join(with_columns.template.words))


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_the_same_from_both_sides(one: frozenset[str], other: frozenset[str]) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == (1 if one else 0)
