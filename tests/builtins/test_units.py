"""Units: exact factors, names, ounces, and round trips."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins.units import UNITS, Unit, convert_number, same_dimension, unit_of
from seglam_lang.language.failures import Failure
from seglam_lang.language.numbers import Number, parse_number
from tests.procedures import numbers


@pytest.mark.parametrize(
    ("number", "source", "target", "expected"),
    [
        (5, "ft", "in", "60"),
        (1, "mile", "km", "1.609344"),
        (1, "qt", "oz", "32"),  # fluid beside a volume
        (1, "lb", "oz", "16"),
        (2, "ounces", "cups", "0.25"),
        (3, "tsp", "tbsp", "1"),
        (50, "l", "gal", "13.20860261790742076899499608045813"),
        (1, "gallon", "ml", "3785.411784"),
        (100, "C", "F", "212"),
        (-40, "fahrenheit", "degrees celsius", "-40"),
        (0, "K", "°C", "-273.15"),
        (1, "kg", "lb", "2.20462262184877580722973801345027"),
        (1, "acre", "square feet", "43560"),
        (90, "minutes", "hours", "1.5"),
        (1, "GiB", "MB", "1073.741824"),
        (8, "bits", "byte", "1"),
        (36, "km/h", "m/s", "10"),
        (60, "mph", "kph", "96.56064"),
        (1, "knot", "km/h", "1.852"),
        (1, "ton", "lbs", "2000"),
        (1, "stone", "pounds", "14"),
        (1, "Kilograms", "GRAMS", "1000"),
        (1, "nautical mile", "m", "1852"),
    ],
)
def test_conversions(number: Number, source: str, target: str, expected: str) -> None:
    assert convert_number(number, source, target) == parse_number(expected)


@given(numbers, st.sampled_from(UNITS), st.data())
def test_there_and_back(number: Number, source: Unit, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from([unit for unit in UNITS if unit.dimension == source.dimension]))
    try:
        back = convert_number(convert_number(number, source.name, target.name), target.name, source.name)
    except Failure as failure:
        assert failure.code in ("overflow", "underflow")
        return
    # Adding an offset to a temperature can cost digits of a small number; nothing else can.
    offset = (source.offset + target.offset) / source.factor
    assert abs(Fraction(back) - Fraction(number)) <= (abs(Fraction(number)) + offset) / 10**32


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("kg", "km", "different-dimensions"),
        ("parsnip", "km", "unknown-unit"),
        ("km", "", "unknown-unit"),
        ("oz", "m", "different-dimensions"),
    ],
)
def test_failures(source: str, target: str, code: str) -> None:
    with pytest.raises(Failure) as caught:
        convert_number(1, source, target)
    assert caught.value.code == code


def test_names() -> None:
    for unit in UNITS:
        for name in unit.names:
            found = unit_of(name)
            assert found and found.dimension == unit.dimension and found.factor == unit.factor, name
    for plural in ("meters", "feet", "inches", "pounds", "ounces", "cups", "tablespoons", "seconds", "gigabytes"):
        assert unit_of(plural)
    assert unit_of("x" * 10_000) is None
    ounce, cup, gram = unit_of("oz"), unit_of("cup"), unit_of("g")
    assert ounce and cup and gram
    assert same_dimension(ounce, cup)[0].dimension == "volume"
    assert same_dimension(ounce, gram)[0].dimension == "mass"
