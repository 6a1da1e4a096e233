"""Formulas: numbers that are written with signs or the words for them."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.requests import kinds, read
from seglam_lang.requests.formulas import formulas as read_formulas
from seglam_lang.requests.request import Request
from seglam_lang.requests.scope import scope_of

NUMBERS = st.integers(0, 999).map(str) | st.decimals(0, 99, places=2).map(str)
STEPS = st.lists(st.tuples(st.sampled_from("+-*/"), NUMBERS), min_size=1, max_size=7)


def formulas(text: str) -> list[tuple[str, Any]]:
    """The formulas of a request as they are written, with their values."""
    reading = read(text, Inputs())
    return [(reading.written(each), each.value) for each in reading.formulas if each.kind == kinds.FORMULA]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 + 8 * 3 - 4", 32),
        ("1+2+3+4+5", 15),
        ("(12+8)*3", 60),
        ("((1+2)*3)^2", 81),
        ("2**10 + 1", 1025),
        ("2^3^2", 512),
        ("-3^2 + 1", -8),
        ("5 - -2^2", 9),
        ("5!", 120),
        ("10! / 8!", 90),
        ("1/2 + 1/3 + 1/6", 1),
        ("-5 + 3", -2),
        ("3 - -4", 7),
        ("5 ÷ 2 × 4", 10),
        ("5k - 1.8k - 1.2k", 2000),
        ("1785 minus 334 minus 87 plus 374", 1738),
        ("78 times 81 minus 5", 6313),
        ("two hundred plus three hundred", 500),
        ("1,000 - 0.1", Decimal("999.9")),
    ],
)
def test_formulas(text: str, value: Any) -> None:
    assert formulas(text) == [(text, value)]
    assert formulas(f"what is {text} ?") == [(text, value)]


@given(NUMBERS, STEPS, NUMBERS)
def test_they_are_computed_exactly_and_as_at_school(first: str, steps: list[tuple[str, str]], factor: str) -> None:
    text = " ".join([first, *(f"{sign} {number}" for sign, number in steps)])
    oracle = " ".join([f"F('{first}')", *(f"{sign} F('{number}')" for sign, number in steps)])
    try:
        value = eval(oracle, {"F": Fraction})
    except ZeroDivisionError:
        return
    for written, exact in ((text, value), (f"({text}) * {factor}", value * Fraction(factor))):
        ((found, number),) = formulas(written)
        assert found == written
        assert abs(Fraction(number) - exact) <= abs(exact) / 10**33


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("$50 - $12.50 - $7", "money:USD", Decimal("30.5")),
        ("€20 + €35.50 x 2", "money:EUR", 91),
        ("50 dollars + 20 dollars", "money:USD", 70),
        ("$50 + 20", "money:USD", 70),
        ("$50 / $20", "number", Decimal("2.5")),
    ],
)
def test_amounts_have_their_currency(text: str, kind: str, value: Any) -> None:
    found, formula = read(text, Inputs()).formulas
    assert (str(found.kind), found.value) == (kind, value)
    assert (formula.kind, formula.value) == (kinds.FORMULA, value)


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "2 plus 3 times 4",  # from left to right, or not
        "10% of 50 + 20",  # of both, or not
        "$50 - €20",
        "$5 * $5",
        "2 + 3 * 8%",
        "8% * 2 + 3",
        "3 + 5km",
        "call 555-1234",
        "1-800-555-1234",
        "2024-03-31 + 5",
        "1000/8/5",  # a date
        "from 9:30 - 10:15",
        "1/0 + 3",
        "9^9^9",
        "4 -",
        "10 less than 45",
        "x - 3",
        "3 + 4 squared",
        "17 + 3 mod 5",
        "2 * 3 to the power of 2",
        "double 3 + 4",
        "multiply 2 and 3 + 4",
        "20% more than 50 + 20",
        "add 20% to 50 + 30",
    ],
)
def test_what_is_no_formula(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize("repeated", ["1-", "2^", "(", "- ", "$5 * ", "1/0 + ", "1 plus 2 times ", "(1 + ", "5 % + "])
def test_hostile_ones_are_read_once(repeated: str) -> None:
    def steps(times: int) -> int:
        request = Request.of(repeated * times + "1")
        count = 0

        def counted(frame: object, event: str, _: object) -> None:
            nonlocal count
            count += event == "call"

        sys.setprofile(counted)
        try:
            list(read_formulas(request))
        finally:
            sys.setprofile(None)
        return count

    assert steps(400) <= 2.5 * steps(200)


def test_a_part_that_stands_alone_is_a_formula_too() -> None:
    assert formulas("15% of (80 + 20)") == [("(80 + 20)", 100)]
    assert formulas("80 + 20 + 8%") == [("80 + 20", 100)]


def test_over_a_table_there_is_none() -> None:
    rows = read_inputs(table=[{"2023": 1, "2024": 2}])
    assert read("what is 2024 - 2023 + 1", rows).formulas == ()


def test_a_model_sees_the_numbers_alone() -> None:
    reading = read("what is 12 + 8 * 3", Inputs())
    assert reading.formulas
    assert [value for name, value in scope_of(reading).arguments.items() if name[0] == "s"] == [12, 8, 3]


def test_quotients_go_from_left_to_right() -> None:
    assert formulas("12/3/2") == [("12/3/2", 2)]
    assert formulas("100/5/2") == [("100/5/2", 10)]
