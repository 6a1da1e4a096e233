"""Numbers in every usual form, and what they are numbers of: shares, money, measures, ages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs.currencies import CODES
from seglam_lang.language.builtins.units import UNITS
from seglam_lang.requests.currencies import NAMES
from seglam_lang.requests.quantities import quantities
from seglam_lang.requests.request import Request


def found(text: str) -> list[tuple[str, Any]]:
    """Return the kinds and values of what is read in a text."""
    return [(str(each.kind), each.value) for each in quantities(Request.of(text))]


def whole(text: str, kind: str) -> Any:
    """Return the value of this kind that a whole text is."""
    request = Request.of(text)
    literals = [each for each in quantities(request) if (each.first, each.last) == (0, len(request.tokens))]
    return next((each.value for each in literals if str(each.kind) == kind), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100k", 100_000),
        ("1.2M", 1_200_000),
        ("1.2b", 1_200_000_000),
        ("3 bn", 3_000_000_000),
        ("13 lakh", 1_300_000),
        ("three crore twelve lakh fifty-six thousand seven hundred twenty-one", 31_256_721),
        ("two hundred dozens", 2_400),
        ("half a dozen", 6),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("half", Decimal("0.5")),
        ("twice", 2),
        ("½", Decimal("0.5")),
        ("2 1/4", Decimal("2.25")),
        ("five and a quarter", Decimal("5.25")),
        ("twenty and three fifths", Decimal("20.6")),
        ("twenty-three fifths", Decimal("4.6")),
        ("3 million and a half", 3_500_000),
        ("one out of four", Decimal("0.25")),
        ("one over twenty", Decimal("0.05")),
        ("1 point 1", Decimal("1.1")),
        ("nine point nought four", Decimal("9.04")),
        ("1.3e6", 1_300_000),
        ("-12e-1", Decimal("-1.2")),
        ("40 000", 40_000),
        ("1 414 021 100", 1_414_021_100),
        ("minus five", -5),
        ("negative 1.2M", -1_200_000),
        ("3 hundred and 21", 321),
        ("4 thousand 3 hundred and 21", 4_321),
    ],
)
def test_numbers(text: str, expected: Any) -> None:
    assert whole(text, "number") == expected


def test_what_stands_between_two_numbers_is_an_operator() -> None:
    assert [value for kind, value in found("10 minus 5")] == [10, 5]
    assert [value for kind, value in found("seven minus two")] == [7, 2]
    assert [value for kind, value in found("5k - 1.8k") if kind == "number"] == [5_000, 1_800]
    assert [value for kind, value in found("20 minutes minus 5 minutes") if kind == "quantity:minute"] == [20, 5]
    assert [value for kind, value in found("$80 minus $5") if kind == "money:USD"] == [80, 5]
    assert [value for kind, value in found("F-16")] == [16]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("25 basis points", "percent", Decimal("0.0025")),
        ("25 bps", "percent", Decimal("0.0025")),
        ("thirty percentage", "percent", Decimal("0.3")),
        ("minus five percent", "percent", Decimal("-0.05")),
        ("20 euros", "money:EUR", 20),
        ("fifty dollars", "money:USD", 50),
        ("US$ 5", "money:USD", 5),
        ("nzd$15", "money:NZD", 15),
        ("$5m", "money:USD", 5_000_000),
        ("€ 1.2 bn", "money:EUR", 1_200_000_000),
        ("10 swiss francs", "money:CHF", 10),
        ("USD3.14", "money:USD", Decimal("3.14")),
        ("75 USD million", "money:USD", 75_000_000),
        ("thirteen dollars and forty-five cents", "money:USD", Decimal("13.45")),
        ("50 cents", "money:USD", Decimal("0.5")),
        ("a quarter million us dollars", "money:USD", 250_000),
        ("12-cent", "money:USD", Decimal("0.12")),
        ("3 kilometers", "quantity:kilometer", 3),
        ("68-ounce", "quantity:ounce", 68),
        ("0.9 trillion cubic feet", "quantity:cubic foot", 900_000_000_000),
        ("a kilogram", "quantity:kilogram", 1),
        ("half a gallon", "quantity:gallon", Decimal("0.5")),
        ("24703m2", "quantity:square meter", 24_703),
        ("98.6 degrees f", "quantity:fahrenheit", Decimal("98.6")),
        ("40 deg celsius", "quantity:celsius", 40),
        ("90 degrees", "quantity:degree", 90),
        ("20 [kg]", "quantity:kilogram", 20),
        ("2 km and 1 meter", "quantity:kilometer", Decimal("2.001")),
        ("21 years old", "age:year", 21),
        ("28-year-old", "age:year", 28),
        ("eighteen months of age", "age:month", 18),
        ("87 yo", "age:year", 87),
        ("aged 30", "age:year", 30),
    ],
)
def test_amounts(text: str, kind: str, expected: Any) -> None:
    assert whole(text, kind) == expected


def test_pounds_are_money_and_a_mass() -> None:
    assert {("money:GBP", 25), ("quantity:pound", 25)} <= set(found("25 pounds"))


@pytest.mark.parametrize("text", ["5 in Oslo", "3 of them", "top 3", "I won 3 games"])
def test_words_that_are_no_units(text: str) -> None:
    assert {kind for kind, _ in found(text)} == {"number"}


def test_a_number_is_not_of_the_unit_after_an_article() -> None:
    assert ("quantity:day", 5) not in found("5 a day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("one hundred twenty-fifth", 125), ("two hundredth", 200), ("twentyfifth", 25), ("one hundred and first", 101)],
)
def test_ordinals(text: str, expected: int) -> None:
    assert whole(text, "ordinal") == expected


@given(st.integers(0, 10**9), st.sampled_from(sorted(CODES)))
def test_a_code_may_stand_before_and_after_an_amount(amount: int, code: str) -> None:
    for text in (f"{code} {amount}", f"{amount} {code}", f"{code}{amount}", f"{amount:,} {code.lower()}"):
        assert whole(text, f"money:{code}") == amount


@given(st.integers(2, 10**9), st.sampled_from(sorted(NAMES)))
def test_every_name_of_a_currency_is_read(amount: int, name: tuple[str, ...]) -> None:
    assert whole(f"{amount} {' '.join(name)}", f"money:{NAMES[name]}") == amount


@given(st.integers(2, 10**6), st.sampled_from([(unit, name) for unit in UNITS for name in unit.names if len(name) > 3]))
def test_every_name_of_a_unit_is_read(amount: int, named: tuple[Any, str]) -> None:
    unit, name = named
    assert whole(f"{amount} {name}", f"quantity:{unit.name}") == amount


VOCABULARY = """
    5 1/2 2 100 k m bn million hundred and a half quarters third thirds - + minus . , $ us usd euros cents ½ km
    mile feet inches degrees f % percent per cent basis points years old of to between from out over point dozen
    lakh e 10 1e5 x ° twice twenty fifths [ ] { } yo 000 999 0 pounds
"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_whatever_the_words_what_is_read_has_a_place(text: str) -> None:
    request = Request.of(text)
    for each in quantities(request):
        assert 0 <= each.first < each.last <= len(request.tokens)
