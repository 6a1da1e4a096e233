"""Units: factors, by their definitions and by an independent library; names, capitals, ounces, round trips."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins.units import UNITS, Unit, convert, convert_number, same_dimension, unit_of
from seglam_lang.language.computing.numbers import Number, parse_number
from seglam_lang.language.failures import Failure
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
        (100, "Mb", "MB", "12.5"),
        (100, "mbps", "MB/s", "12.5"),
        (1, "MW", "mW", "1000000000"),
        (1, "kWh", "MJ", "3.6"),
        (1, "psi", "Pa", "6894.757293168361336722673445346891"),
        (1, "hp", "W", "745.69987158227022"),
        (2000, "kcal", "kJ", "8368"),
        (760, "torr", "atm", "1"),
        (3000, "rpm", "Hz", "50"),
    ],
)
def test_conversions(number: Number, source: str, target: str, expected: str) -> None:
    assert convert(number, source, target) == parse_number(expected)


@given(numbers, st.sampled_from(UNITS), st.data())
def test_there_and_back(number: Number, source: Unit, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from([unit for unit in UNITS if unit.dimension == source.dimension]))
    try:
        back = convert(convert(number, source.name, target.name), target.name, source.name)
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
        ("mw", "W", "unknown-unit"),
        ("month", "days", "unknown-unit"),
    ],
)
def test_failures(source: str, target: str, code: str) -> None:
    with pytest.raises(Failure) as caught:
        convert(1, source, target)
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


# What each unit is by its source, in other units of the table; `_PREFIXES` says the same of those of the SI.
DEFINITIONS = [
    # international yard and pound agreement, 1959; NIST Handbook 44, appendix C
    ("yard", "0.9144", "meter"),
    ("foot", "1/3", "yard"),
    ("inch", "1/12", "foot"),
    ("mile", "1760", "yard"),
    ("furlong", "220", "yard"),
    ("fathom", "6", "foot"),
    ("pound", "0.45359237", "kilogram"),
    ("ounce", "1/16", "pound"),
    ("stone", "14", "pound"),
    ("ton", "2000", "pound"),
    ("long ton", "2240", "pound"),
    ("grain", "1/7000", "pound"),
    ("troy ounce", "480", "grain"),
    ("gallon", "231", "cubic inch"),
    ("quart", "1/4", "gallon"),
    ("pint", "1/8", "gallon"),
    ("cup", "1/16", "gallon"),
    ("fluid ounce", "1/128", "gallon"),
    ("tablespoon", "1/2", "fluid ounce"),
    ("teaspoon", "1/6", "fluid ounce"),
    ("barrel", "42", "gallon"),
    ("cubic inch", "16.387064", "cubic centimeter"),
    ("square inch", "6.4516", "square centimeter"),
    ("cubic foot", "1728", "cubic inch"),
    ("cubic yard", "27", "cubic foot"),
    ("square foot", "144", "square inch"),
    ("square yard", "9", "square foot"),
    ("acre", "4840", "square yard"),
    ("square mile", "640", "acre"),
    ("foot per second", "0.3048", "meter per second"),
    ("mile per hour", "22/15", "foot per second"),
    # Weights and Measures Act 1985
    ("imperial gallon", "4.54609", "liter"),
    ("imperial pint", "1/8", "imperial gallon"),
    # SI brochure, tables 5 and 8; SP 811 appendix B
    ("nautical mile", "1852", "meter"),
    ("knot", "1.852", "kilometer per hour"),
    ("gram", "1/1000", "kilogram"),
    ("tonne", "1000", "kilogram"),
    ("carat", "200", "milligram"),
    ("cubic meter", "1000", "liter"),
    ("cubic centimeter", "1", "milliliter"),
    ("hectare", "10000", "square meter"),
    ("minute", "60", "second"),
    ("hour", "60", "minute"),
    ("day", "24", "hour"),
    ("week", "7", "day"),
    ("fortnight", "14", "day"),
    ("bar", "100000", "pascal"),
    ("atmosphere", "101325", "pascal"),
    ("torr", "1/760", "atmosphere"),
    ("millimeter of mercury", "133.322387415", "pascal"),
    ("calorie", "4.184", "joule"),
    ("british thermal unit", "1055.05585262", "joule"),
    ("electronvolt", "1.602176634E-19", "joule"),
    ("watt hour", "3600", "joule"),
    ("revolution per minute", "1/60", "hertz"),
    # IAU 2012 resolution B2; the light-year is that of a Julian year and the speed of light
    ("astronomical unit", "149597870700", "meter"),
    ("light year", "9460730472580800", "meter"),  # 299792458 * 86400 * 365.25
    # IEC 80000-13
    ("bit", "1/8", "byte"),
    ("kibibyte", "1024", "byte"),
    ("mebibyte", "1024", "kibibyte"),
    ("gibibyte", "1024", "mebibyte"),
    ("tebibyte", "1024", "gibibyte"),
    ("pebibyte", "1024", "tebibyte"),
    ("kibibit", "1024", "bit"),
    ("mebibit", "1024", "kibibit"),
    ("gibibit", "1024", "mebibit"),
    ("byte per second", "8", "bit per second"),
    # standard gravity, 9.80665 m/s2 (CGPM 1901)
    ("pound per square inch", "0.45359237 * 9.80665 / 0.00064516", "pascal"),
    ("horsepower", "550 * 0.3048 * 0.45359237 * 9.80665", "watt"),
    ("metric horsepower", "75 * 9.80665", "watt"),
]
_PREFIXES = {"nano": -9, "micro": -6, "milli": -3, "centi": -2, "deci": -1, "hecto": 2, "kilo": 3, "mega": 6, "giga": 9}
_PREFIXES |= {"tera": 12, "peta": 15, "exa": 18}


def _value(product: str) -> Fraction:
    value = Fraction(1)
    for part in product.replace(" ", "").split("*"):
        above, *below = part.split("/")
        value *= Fraction(above)
        for each in below:
            value /= Fraction(each)
    return value


def _named(name: str) -> Unit:
    return next(unit for unit in UNITS if unit.name == name)


@pytest.mark.parametrize(("name", "number", "other"), DEFINITIONS)
def test_definitions(name: str, number: str, other: str) -> None:
    assert _named(name).dimension == _named(other).dimension
    assert _named(name).factor == _value(number) * _named(other).factor


def test_every_unit_is_defined() -> None:
    """By the table above, or by a prefix of SI before another unit; else it is the base unit, or a temperature."""
    defined = {name for name, _, _ in DEFINITIONS}
    for unit in UNITS:
        whole = unit.name.removeprefix("square ").removeprefix("cubic ")
        prefix = next((each for each in _PREFIXES if whole.startswith(each)), "")
        base = unit.name.replace(prefix, "", 1)
        if unit.name in defined or unit.dimension == "temperature":
            continue
        if unit.name == "kilometer per hour":
            assert unit.factor == Fraction(1000, 3600)
        elif prefix:
            power = 2 if "square" in unit.name else 3 if "cubic" in unit.name else 1
            assert unit.factor == Fraction(10) ** (_PREFIXES[prefix] * power) * _named(base).factor, unit.name
        else:
            assert unit.factor == 1, unit.name


# What that library calls our units, where it is not by the same name.
_IN_PINT = {
    "ton": "short_ton",
    "metric horsepower": "metric_horsepower",
    "barrel": "oil_bbl",
    "bar": "bar",
    "celsius": "degC",
    "fahrenheit": "degF",
    "millimeter of mercury": "mmHg",
    "pound per square inch": "psi",
    "revolution per minute": "rpm",
    "watt hour": "watt * hour",
    "kilowatt hour": "kilowatt * hour",
    "megawatt hour": "megawatt * hour",
    "gigawatt hour": "gigawatt * hour",
    "electronvolt": "electron_volt",
    "foot per second": "foot / second",
}
# Where it follows another definition, and the greatest relative difference that explains.
_OTHERWISE_IN_PINT = {
    "furlong": Fraction(3, 10**6),  # of the US survey foot
    "fathom": Fraction(3, 10**6),
    "acre": Fraction(5, 10**6),
    "british thermal unit": Fraction(2, 10**7),  # of ISO 31-4, rounded to 1055.056 J
}


def test_an_independent_library_agrees() -> None:
    pint = pytest.importorskip("pint", reason="pint is not installed (it is in the dev extra)")
    registry = pint.UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=True)
    bases: dict[str, tuple[Fraction, Unit]] = {}
    for unit in UNITS:
        words = unit.name.split()
        name = _IN_PINT.get(unit.name) or "_".join(words)
        if words[0] in ("square", "cubic"):
            name = f"{words[1]} ** {2 if words[0] == 'square' else 3}"
        elif "per" in words and unit.name not in _IN_PINT:
            name = f"{words[0]} / {words[2]}"
        theirs = registry.Quantity(Fraction(1), name).to_base_units()
        if unit.dimension == "temperature":
            assert theirs.magnitude == unit.factor + unit.offset
            continue
        if unit.dimension == "frequency":
            theirs = (
                theirs
                if "radian" not in str(theirs.units)
                else registry.Quantity(Fraction(1), "1 / minute").to_base_units()
            )
        ratio = Fraction(theirs.magnitude) / unit.factor
        first, base = bases.setdefault(unit.dimension, (ratio, unit))
        assert abs(ratio / first - 1) <= _OTHERWISE_IN_PINT.get(unit.name, 0), f"{unit.name} beside {base.name}"


@pytest.mark.parametrize(
    ("bits", "bytes_"),
    [("Kb", "KB"), ("Mb", "MB"), ("Gb", "GB"), ("Tb", "TB"), ("Mib", "MiB"), ("Mb/s", "MB/s"), ("mbps", "MBps")],
)
def test_capitals_tell_bits_from_bytes(bits: str, bytes_: str) -> None:
    assert convert(8, bits, bytes_) == 1


@pytest.mark.parametrize("name", ["mb", "MB", "kb", "KB", "kB", "gb", "GB", "tib", "TiB"])
def test_bytes_as_people_write_them(name: str) -> None:
    found = unit_of(name)
    assert found
    assert found.name.endswith("byte")


def test_as_first_published_capitals_did_not_count() -> None:
    for name in ("Mb", "MB", "mB", "mb"):
        assert convert_number(1, name, "bytes") == 1_000_000
    assert convert_number(5, "KM", "Meters") == 5000


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("kilometr", "m", "did you mean 'kilometer'?"),
        ("fahrenhiet", "C", "did you mean 'fahrenheit'?"),
        ("mw", "W", "it could be milliwatt or megawatt"),
        ("parsnip", "m", "'parsnip' is not a known unit"),
        ("kg", "km", "kilogram can be converted to gram"),
        ("kelvin", "m", "kelvin can be converted to celsius, fahrenheit"),
    ],
)
def test_failures_say_what_would_do(source: str, target: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        convert(1, source, target)
    assert message in caught.value.message


@given(st.text(max_size=60), st.sampled_from(UNITS))
def test_any_text_is_a_unit_or_a_failure(name: str, unit: Unit) -> None:
    for source, target in ((name, unit.name), (unit.name, name)):
        try:
            convert(1, source, target)
        except Failure as failure:
            assert failure.code in ("unknown-unit", "different-dimensions")
            assert len(failure.message) < 300
