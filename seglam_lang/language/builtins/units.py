"""Units of measurement, with exact factors.

Sources: the international yard and pound agreement of 1959 (yard = 0.9144 m, pound = 0.45359237 kg); NIST SP 811
appendix B and NIST Handbook 44 appendix C for the US customary measures derived from them (gallon = 231 cubic
inches); the Weights and Measures Act 1985 for the imperial gallon (4.54609 l); IEC 80000-13 for KiB, MiB, ...; the SI
brochure for the rest. Cups, spoons, pints and gallons are US customary; a plain ounce is a fluid ounce beside a
volume.

A factor is a Fraction: a conversion is exact until its one rounding to 34 digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from seglam_lang.language import numbers
from seglam_lang.language.failures import Failure
from seglam_lang.language.numbers import Number


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `quantity in the base unit = number * factor + offset`."""

    name: str  # singular
    dimension: str  # "length", "mass", "volume", "temperature", "time", "data", "speed", "area"
    factor: Fraction
    offset: Fraction
    names: tuple[str, ...]  # all its names and abbreviations, singular first


def _units(dimension: str, table: str) -> list[Unit]:
    """Read lines `name, other names = factor`; plurals in -s are understood for names of over three letters."""
    result = []
    for line in table.strip().splitlines():
        names, factor = line.split("=")
        stated = [name.strip() for name in names.split(",")]
        plurals = [f"{name}s" for name in stated if len(name) > 3 and not name.endswith("s")]
        every = tuple(dict.fromkeys(stated + plurals))
        result.append(Unit(stated[0], dimension, Fraction(factor.strip()), Fraction(0), every))
    return result


_LENGTH = """
meter, metre, m = 1
kilometer, kilometre, km, kms, klick = 1000
centimeter, centimetre, cm, cms = 1/100
millimeter, millimetre, mm, mms = 1/1000
decimeter, decimetre, dm = 1/10
micrometer, micrometre, micron, um, µm, μm = 1/1000000
nanometer, nanometre, nm = 1/1000000000
inch, inches, in, " = 0.0254
foot, feet, ft, ' = 0.3048
yard, yd, yds = 0.9144
mile, mi = 1609.344
furlong = 201.168
fathom = 1.8288
nautical mile, nmi = 1852
astronomical unit, au = 149597870700
light year, light-year, ly = 9460730472580800
"""

_MASS = """
kilogram, kilogramme, kg, kgs, kilo = 1
gram, gramme, g, gm, gms = 1/1000
milligram, milligramme, mg, mgs = 1/1000000
microgram, ug, µg, μg, mcg = 1/1000000000
tonne, metric ton, t = 1000
pound, lb, lbs = 0.45359237
ounce, oz, ozs = 0.028349523125
stone = 6.35029318
ton, short ton = 907.18474
long ton = 1016.0469088
carat, ct = 0.0002
grain, gr = 0.00006479891
troy ounce, ozt = 0.0311034768
"""

_VOLUME = """
liter, litre, l = 1
milliliter, millilitre, ml, mls, cc = 1/1000
centiliter, centilitre, cl = 1/100
deciliter, decilitre, dl = 1/10
kiloliter, kilolitre, kl = 1000
cubic meter, cubic metre, m3, m³ = 1000
cubic centimeter, cubic centimetre, cm3, cm³ = 1/1000
cubic foot, cubic feet, ft3 = 28.316846592
cubic inch, cubic inches, in3 = 0.016387064
cubic yard, yd3 = 764.554857984
gallon, gal, gals, us gallon = 3.785411784
quart, qt, qts = 0.946352946
pint, pt, pts = 0.473176473
cup, cups = 0.2365882365
fluid ounce, fl oz, floz, fl. oz, fluid oz = 0.0295735295625
tablespoon, tbsp, tbsps, tbs = 0.01478676478125
teaspoon, tsp, tsps = 0.00492892159375
barrel, bbl = 158.987294928
imperial gallon, uk gallon = 4.54609
imperial pint, uk pint = 0.56826125
"""

_TIME = """
second, sec, secs, s = 1
millisecond, ms, msec = 1/1000
microsecond, us, µs, μs = 1/1000000
nanosecond, ns = 1/1000000000
minute, min, mins = 60
hour, hr, hrs, h = 3600
day, days, d = 86400
week, wk, wks = 604800
fortnight = 1209600
"""

_DATA = """
byte, B = 1
bit, bits = 1/8
kilobyte, kb = 1000
megabyte, mb = 1000000
gigabyte, gb = 1000000000
terabyte, tb = 1000000000000
petabyte, pb = 1000000000000000
kilobit, kbit = 125
megabit, mbit = 125000
gigabit, gbit = 125000000
kibibyte, kib = 1024
mebibyte, mib = 1048576
gibibyte, gib = 1073741824
tebibyte, tib = 1099511627776
"""

_SPEED = """
meter per second, meters per second, metre per second, metres per second, m/s, mps = 1
kilometer per hour, kilometers per hour, kilometre per hour, kilometres per hour, km/h, kph, kmh, kmph = 5/18
mile per hour, miles per hour, mph, mi/h = 0.44704
foot per second, feet per second, ft/s, fps = 0.3048
knot, kn, kt = 463/900
"""

_AREA = """
square meter, square metre, sq m, m2, m² = 1
square kilometer, square kilometre, sq km, km2, km² = 1000000
square centimeter, square centimetre, sq cm, cm2, cm² = 1/10000
hectare, ha = 10000
acre, ac = 4046.8564224
square foot, square feet, sq ft, sqft, ft2 = 0.09290304
square inch, square inches, sq in, in2 = 0.00064516
square yard, sq yd, yd2 = 0.83612736
square mile, sq mi, mi2 = 2589988.110336
"""

_TEMPERATURE = [  # base: kelvin
    Unit("kelvin", "temperature", Fraction(1), Fraction(0), ("kelvin", "kelvins", "K", "degrees kelvin")),
    Unit(
        "celsius",
        "temperature",
        Fraction(1),
        Fraction("273.15"),
        (
            "celsius",
            "celcius",
            "centigrade",
            "C",
            "°C",
            "degree celsius",
            "degrees celsius",
            "degrees c",
            "degrees centigrade",
        ),
    ),
    Unit(
        "fahrenheit",
        "temperature",
        Fraction(5, 9),
        Fraction("459.67") * Fraction(5, 9),
        ("fahrenheit", "F", "°F", "degree fahrenheit", "degrees fahrenheit", "degrees f"),
    ),
]

UNITS: tuple[Unit, ...] = (
    *_units("length", _LENGTH),
    *_units("mass", _MASS),
    *_units("volume", _VOLUME),
    *_units("time", _TIME),
    *_units("data", _DATA),
    *_units("speed", _SPEED),
    *_units("area", _AREA),
    *_TEMPERATURE,
)


def _index() -> tuple[dict[str, Unit], dict[str, Unit]]:
    exact: dict[str, Unit] = {}
    folded: dict[str, Unit] = {}
    for unit in UNITS:
        for name in unit.names:
            if exact.setdefault(name, unit) is not unit:
                raise ValueError(f"two units are called {name!r}")
            folded.setdefault(name.lower(), unit)
    return exact, folded


_EXACT, _FOLDED = _index()
MAX_UNIT_NAME = max(map(len, _EXACT))


def unit_of(name: str) -> Unit | None:
    """The unit with this name, plural or abbreviation; capitals count only where two abbreviations differ by them."""
    name = " ".join(name.split()) if len(name) <= 2 * MAX_UNIT_NAME else ""
    return _EXACT.get(name) or _FOLDED.get(name.lower())


def same_dimension(source: Unit, target: Unit) -> tuple[Unit, Unit]:
    """Both units, a plain ounce read as a fluid ounce where the other is a volume."""
    fluid = _EXACT["fluid ounce"]
    if source.name == "ounce" and target.dimension == "volume":
        return fluid, target
    if target.name == "ounce" and source.dimension == "volume":
        return source, fluid
    return source, target


def convert_number(number: Number, source_name: str, target_name: str) -> Number:
    """`number` of the one unit in the other; exact, then rounded once."""
    source, target = same_dimension(_known(source_name), _known(target_name))
    if source.dimension != target.dimension:
        raise Failure(
            "different-dimensions",
            f"{source.name} is a {source.dimension}, {target.name} a {target.dimension}: there is no conversion",
        )
    # target = number * (f1 / f2) + (o1 - o2) / f2, as one fraction: numerator * number + constant over denominator
    scale = source.factor / target.factor
    shift = (source.offset - target.offset) / target.factor
    denominator = scale.denominator * shift.denominator
    return numbers.linear(number, scale.numerator * shift.denominator, shift.numerator * scale.denominator, denominator)


def _known(name: str) -> Unit:
    unit = unit_of(name)
    if unit is None:
        raise Failure("unknown-unit", f"{name[:40]!r} is not a unit that is known")
    return unit
