"""What a procedure must use of a request, and the wording that asks for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from seglam_lang.inputs import Inputs
from seglam_lang.language import check_draft
from seglam_lang.matching import find_arguments
from seglam_lang.requests import read
from seglam_lang.requests.required import required
from seglam_lang.requests.scope import scope_of
from seglam_lang.requests.wordings import wording_of


def uses_enough(request: str, *values: object) -> bool:
    """Whether it is enough to use the first slot with each of these values."""
    reading = read(request, Inputs())
    scope = scope_of(reading)
    used = {next(name for name, each in scope.arguments.items() if each == value) for value in values}
    return all(used.intersection(each.names) for each in required(reading, scope))


@pytest.mark.parametrize(
    ("request_text", "values"),
    [
        ("what is 84 dollars divided by 6 people", (84, 6)),
        ("a car goes 150 miles in 3 hours", (150, 3)),
        ("from 80 to 100 is what percent increase", (80, 100)),
        ("5k minus 300", (5000, 300)),
        ("20% off 80", (Decimal("0.2"), 80)),
    ],
)
def test_a_number_says_all_that_is_said_with_its_unit(request_text: str, values: tuple[object, ...]) -> None:
    assert uses_enough(request_text, *values)


@pytest.mark.parametrize(
    ("request_text", "values"),
    [
        ("5k minus 300", (5, 300)),
        ("20% off 80", (80,)),
        ("84 dollars divided by 6 people", (84,)),
        ("1 hour 20 minutes and 3", (20, 3)),
    ],
)
def test_what_says_less_is_not_enough(request_text: str, values: tuple[object, ...]) -> None:
    assert not uses_enough(request_text, *values)


def test_a_unit_that_stands_inside_of_a_quantity_is_taken_as_its_part() -> None:
    reading = read("what's the right amount of feet in a mile", Inputs())
    scope = scope_of(reading)
    checked = check_draft("return s2.convert(s1, s0)", scope.signature)  # s2 is the 1 of "a mile", s1 the mile
    wording = wording_of(reading, scope, checked.params, "hash")
    assert wording is not None
    assert wording.template.text == "what 's the right amount of {0:unit:length} in {1:quantity:mile}"
    bound = find_arguments(wording, reading, checked.core.params)
    assert bound is not None
    assert bound.arguments == tuple(scope.arguments[name] for name in checked.params)


def test_values_alone_are_no_wording() -> None:
    reading = read("triple 12", Inputs())
    scope = scope_of(reading)
    assert wording_of(reading, scope, ["s0", "s1"], "hash") is None
    assert wording_of(reading, scope, ["s1"], "hash") is not None
