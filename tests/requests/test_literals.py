"""Literals: what is recognised in the words of a request, as (kind, value, written)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.inputs.notation import read_value
from seglam_lang.requests import kinds, read
from seglam_lang.requests.kinds import Family
from seglam_lang.requests.tokens import norms, squeeze, tokenise


def literals(request: str) -> list[tuple[str, Any]]:
    return [(str(mention.kind), mention.value) for mention in read(request, Inputs()).mentions]


def numbers(request: str) -> list[Any]:
    return [value for kind, value in literals(request) if kind == "number"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7x7", ["7", "x", "7"]),
        ("1,299.99 and 3,8", ["1,299.99", "and", "3", ",", "8"]),
        ("what’s 5−6=", ["what", "'s", "5", "-", "6", "="]),
        ("O'Connell's don't 10kg 1st", ["o'connell", "'s", "don't", "10", "kg", "1st"]),
        ("no.5 w242at (ω/km)", ["no", ".", "5", "w242at", "(", "ω", "/", "km", ")"]),
        ("unit_price", ["unit", "_", "price"]),
        ("30..100, but .75", ["30", ".", ".", "100", ",", "but", ".75"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert list(norms(text)) == expected
    assert squeeze(text) == "".join(expected)


def test_tokens_know_where_they_stand() -> None:
    text = "the “ÅNGSTRÖM” costs  $4"
    assert [text[token.start : token.end] for token in tokenise(text)] == [
        "the",
        "“",
        "ÅNGSTRÖM",
        "”",
        "costs",
        "$",
        "4",
    ]


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("add 1,299.99 to 5", [Decimal("1299.99"), 5]),
        ("what's 5-6=", [5, 6]),
        ("3 -4 and (-5) and -6", [3, 4, -5, -6]),
        ("to par of –11", [-11]),
        ("2 and half cups", [Decimal("2.5")]),
        ("1/2 of 18", [Decimal("0.5"), 18]),
        (
            "a half of three quarters of one sixth",
            [Decimal("0.5"), Decimal("0.75"), Decimal("0." + "1" + "6" * 32 + "7")],
        ),
        ("two and a half", [Decimal("2.5")]),
        ("twelve plus twenty-five plus two hundred", [12, 25, 200]),
        ("two hundred and five", [205]),
        ("between one hundred and two hundred", [100, 200]),
        ("1 million twelve hundred divided by 400 thousand", [1001200, 400000]),
        ("20 of a thousand", [20, 1000]),
        ("two dozen eggs", [24]),
        ("three point one four", [Decimal("3.14")]),
        ("a 12-inch disc and an F-16", [12]),
        ("scores of 42–46", [42, 46]),
        ("three four", [3, 4]),
        ("half the price", []),
        ("760 quarters and 3 quarters, 2 fifths", [760, 3, Decimal("0.4")]),
        ("1/2/3/4 is no fraction", [1, 2, 3, 4]),
        ("5/0", [5, 0]),
    ],
)
def test_numbers(request_text: str, expected: list[Any]) -> None:
    found = numbers(request_text)
    assert found == expected
    assert [type(value) for value in found] == [type(value) for value in expected]


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("15% of $42.50", [("percent", Decimal("0.15")), ("money:USD", Decimal("42.5"))]),
        ("15 percent and 5 per cent", [("percent", Decimal("0.15")), ("percent", Decimal("0.05"))]),
        ("-$5, €5 and 7 EUR", [("money:USD", -5), ("money:EUR", 5), ("money:EUR", 7)]),
        ("20 dollars", [("number", 20)]),
        ("the 1st and third and twenty-first", [("ordinal", 1), ("ordinal", 3), ("ordinal", 21)]),
        ("reverse “Hello World”", [("text", "Hello World")]),
        ("reverse 'hello 5 world' please", [("text", "hello 5 world"), ("number", 5)]),
        ('how often is "Route 66" named', [("text", "Route 66")]),
        ("Anna's and the players' choice", []),
        ("is ana.b@mail.co.uk valid", [("text", "ana.b@mail.co.uk")]),
        ("the host of https://x.y/z?a=1.", [("text", "https://x.y/z?a=1")]),
        ("average of 3, 8 and 12", [("list", (3, 8, 12)), ("number", 3), ("number", 8), ("number", 12)]),
        ("[4, 8]", [("list", (4, 8)), ("number", 4), ("number", 8)]),
        ("4 and 8", [("number", 4), ("number", 8)]),
    ],
)
def test_kinds(request_text: str, expected: list[tuple[str, Any]]) -> None:
    assert literals(request_text) == expected


def test_lists_of_texts() -> None:
    mention = read('join "a", "b" and "c"', Inputs()).mentions[0]
    assert (mention.kind, mention.value) == (kinds.LIST_OF_TEXTS, ("a", "b", "c"))


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-31",
        "31 Jan 2024",
        "31st of January 2024",
        "January 31, 2024",
        "Jan. 31 2024",
        "1/31/2024",
        "31/1/2024",
        "31.1.2024",
    ],
)
def test_dates(written: str) -> None:
    assert literals(f"days until {written}?") == [("date", date(2024, 1, 31))]


def test_what_is_no_date() -> None:
    assert not [kind for kind, _ in literals("31 February 2024, 2024-13-01 and 12024-01-01") if kind == "date"]


@pytest.mark.parametrize(
    ("request_text", "units"),
    [
        ("5 feet in inches", [("unit:length", "foot"), ("unit:length", "inch")]),
        ("how many km is 5 miles", [("unit:length", "kilometer"), ("unit:length", "mile")]),
        ("32 degrees farenheit in celcius", [("unit:temperature", "fahrenheit"), ("unit:temperature", "celsius")]),
        ("how many decameters in meters", []),  # one that is not known, and no decimeter
        ("lb to kg", [("unit:mass", "pound"), ("unit:mass", "kilogram")]),
        ("convert cm to inch", [("unit:length", "centimeter"), ("unit:length", "inch")]),
        ("how many ounces in 2 cups", [("unit:volume", "fluid ounce"), ("unit:volume", "cup")]),
        ("10kg in lb", [("unit:mass", "kilogram"), ("unit:mass", "pound")]),
        (
            "how many miles per hour are 50 km/h",
            [("unit:speed", "mile per hour"), ("unit:speed", "kilometer per hour")],
        ),
        ("how many years is he in the team", []),  # one unit alone converts nothing
        ("visits by day of the week", []),  # a part of the other: nothing is converted
        ("rain in each month of each year", []),
        ("how many feet in a kilogram", []),
    ],
)
def test_units(request_text: str, units: list[tuple[str, str]]) -> None:
    assert [pair for pair in literals(request_text) if pair[0].startswith("unit")] == units


@pytest.mark.parametrize(
    ("request_text", "code"), [("", "empty-request"), (" \n", "empty-request"), ("x" * 10_001, "request-too-long")]
)
def test_bad_requests(request_text: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        read(request_text, Inputs())
    assert error.value.code == code


def test_a_request_in_another_language_is_read() -> None:
    assert [token.norm for token in read("売上の合計は 5 いくら?", Inputs()).tokens][1] == "5"


LONG = "12345678901234567890123456789012345678"


@pytest.mark.parametrize("words", [f"{LONG} plus 1", f"minus -{LONG}", f"${LONG} and 2", f"sum of 1, 2 and {LONG}"])
def test_a_whole_number_that_would_be_rounded_is_refused(words: str) -> None:
    with pytest.raises(InputError, match=r"a whole number of 38 digits .* numbers keep 34; in quotes it is a text"):
        read(words, Inputs())


@pytest.mark.parametrize("words", ["1" + "0" * 40 + " plus 1", f'length of "{LONG}"', LONG[:34]])
def test_digits_that_are_not_lost_or_are_a_text_stay(words: str) -> None:
    assert read(words, Inputs()).mentions


def test_a_fraction_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(InputError, match=r"a number of 41 digits .* numbers keep 34"):
        read("1." + "3" * 40, Inputs())


def test_a_long_identifier_is_found_in_its_column() -> None:
    inputs = read_inputs(values={"table": {"columns": ["order", "sum"], "rows": [[LONG, 1]]}})
    assert kinds.CELL in {mention.kind for mention in read(f"sum of order {LONG}", inputs).mentions}


def test_a_value_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(InputError, match=r"the value: .*at most 34 digits"):
        read_value(LONG)
    assert read_value(f'"{LONG}"')[0] == LONG
    with pytest.raises(InputError, match=r"n: .*at most 34 digits"):
        read_inputs(values={"n": int(LONG)})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("average of 85,92,78,100", [85, 92, 78, 100]),
        ("largest of 9,8,7,120", [9, 8, 7, 120]),
        ("sum of 1,2,300", [1, 2, 300]),
        ("average of 1,200, 300 and 5", [1200, 300, 5]),
        ("sum of 1,234,567, 1 and 2", [1234567, 1, 2]),
    ],
)
def test_commas_of_a_list_are_none_of_thousands(text: str, numbers: list[int]) -> None:
    lists = [each.value for each in read(text, Inputs()).mentions if isinstance(each.value, tuple)]
    assert lists == [tuple(numbers)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("from 28/02/2024 to 01/03/2024", ["2024-02-28", "2024-03-01"]),
        ("between 3/4/2024 and 13/4/2024", ["2024-04-03", "2024-04-13"]),
        ("between 4/3/2024 and 4/13/2024", ["2024-04-03", "2024-04-13"]),
        ("between 3/4/2024 and 5/4/2024", ["2024-03-04", "2024-05-04"]),
    ],
)
def test_one_date_shows_the_order_of_the_others(text: str, days: list[str]) -> None:
    found = [each.value.isoformat() for each in read(text, Inputs()).mentions if each.kind == kinds.DATE]
    assert found == days


@pytest.mark.parametrize(
    ("request_text", "written", "code"),
    [
        ("orders over R$ 1200", "R$ 1200", "BRL"),
        ("orders over US$5", "US$5", "USD"),
        ("orders over A$5", "A$5", "AUD"),
        ("a $5 bill", "$5", "USD"),
        ("over $5", "$5", "USD"),
    ],
)
def test_the_letters_before_a_dollar_sign_say_whose_it_is(request_text: str, written: str, code: str) -> None:
    reading = read(request_text, Inputs())
    (amount,) = [each for each in reading.mentions if each.kind.family is Family.MONEY]
    assert (reading.written(amount), amount.kind) == (written, kinds.money(code))
