"""Units of measurement, with exact factors.

Sources: the international yard and pound agreement of 1959 (yard = 0.9144 m, pound = 0.45359237 kg), and with it the
international foot also in fathom, furlong and acre (the US survey foot was retired at the end of 2022: NIST, 85 FR
62698); NIST SP 811 appendix B and NIST Handbook 44 appendix C for the US customary measures derived from them (gallon =
231 cubic inches, barrel of oil = 42 gallons) and for the calorie (thermochemical, 4.184 J), the BTU (International
Table, 1055.05585262 J), the atmosphere (101325 Pa), the torr (1/760 of it) and the conventional millimeter of mercury
(133.322387415 Pa); standard gravity (CGPM 1901, 9.80665 m/s2) for psi (pound-force a square inch) and horsepower
(mechanical: 550 foot-pounds-force a second; metric: 75 kilogram-force meters a second); the Weights and Measures Act
1985 for the imperial gallon (4.54609 l); IAU 2012 resolution B2 for the astronomical unit, the light-year with the
Julian year; IEC 80000-13 for KiB, MiB, ...; the SI brochure for the rest. Cups, spoons, pints and gallons are US
customary; a plain ounce is a fluid ounce if the other unit is a volume. Months and years
are not units, because they have no fixed length; add them to dates instead.

A factor is a Fraction: a conversion is exact until its one rounding to 34 digits.

Case counts only if two symbols differ by it: MW and mW, MPa and mPa, MB (byte) and Mb (bit). In lower case kb, mb, gb
and tb are bytes, as people write them; other ambiguous symbols (mw, mpa) are not units.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.numbers import Number
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure


class Unit(NamedTuple):
    """A unit of measurement: `quantity in the base unit = number * factor + offset`."""

    name: str  # singular
    dimension: str  # "length", "mass", "volume", "temperature", "time", "data", "speed", "area", "energy", ...
    factor: Fraction
    offset: Fraction
    names: tuple[str, ...]  # all its names and abbreviations, singular first


def _units(dimension: str, table: str) -> list[Unit]:
    """Return the units of lines `name, other names = factor`. Names of over three letters also get their plural in
    -s."""
    result = []
    for line in table.strip().splitlines():
        names, factor = line.split("=")
        given = [name.strip() for name in names.split(",")]
        plurals = [f"{name}s" for name in given if len(name) > 3 and not name.endswith("s")]
        every = tuple(dict.fromkeys(given + plurals))
        result.append(Unit(given[0], dimension, Fraction(factor.strip()), Fraction(0), every))
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
kilobyte, kb, kB, KB = 1000
megabyte, mb, MB = 1000000
gigabyte, gb, GB = 1000000000
terabyte, tb, TB = 1000000000000
petabyte, pb, PB = 1000000000000000
exabyte, eb, EB = 1000000000000000000
kilobit, kbit, Kb = 125
megabit, mbit, Mb = 125000
gigabit, gbit, Gb = 125000000
terabit, tbit, Tb = 125000000000
kibibyte, kib, KiB = 1024
mebibyte, mib, MiB = 1048576
gibibyte, gib, GiB = 1073741824
tebibyte, tib, TiB = 1099511627776
pebibyte, pib, PiB = 1125899906842624
kibibit, kibit, Kib = 128
mebibit, mibit, Mib = 131072
gibibit, gibit, Gib = 134217728
"""

_DATA_RATE = """
bit per second, bits per second, bit/s, bps = 1
kilobit per second, kilobits per second, kbit/s, kb/s, Kb/s, kbps = 1000
megabit per second, megabits per second, mbit/s, Mb/s, mbps = 1000000
gigabit per second, gigabits per second, gbit/s, Gb/s, gbps = 1000000000
byte per second, bytes per second, B/s = 8
kilobyte per second, kilobytes per second, kB/s, KB/s, kBps, KBps = 8000
megabyte per second, megabytes per second, MB/s, MBps = 8000000
gigabyte per second, gigabytes per second, GB/s, GBps = 8000000000
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

_ENERGY = """
joule, J = 1
millijoule, mJ = 1/1000
kilojoule, kJ = 1000
megajoule, MJ = 1000000
gigajoule, GJ = 1000000000
watt hour, watt-hour, Wh = 3600
kilowatt hour, kilowatt-hour, kWh = 3600000
megawatt hour, megawatt-hour, MWh = 3600000000
gigawatt hour, gigawatt-hour, GWh = 3600000000000
calorie, cal = 4.184
kilocalorie, kcal, food calorie = 4184
british thermal unit, BTU = 1055.05585262
electronvolt, electron volt, eV = 1.602176634e-19
"""

_POWER = """
watt, W = 1
milliwatt, mW = 1/1000
kilowatt, kW = 1000
megawatt, MW = 1000000
gigawatt, GW = 1000000000
horsepower, hp = 745.69987158227022
metric horsepower, PS = 735.49875
"""

_PRESSURE = """
pascal, Pa = 1
millipascal, mPa = 1/1000
hectopascal, hPa = 100
kilopascal, kPa = 1000
megapascal, MPa = 1000000
bar = 100000
millibar, mbar = 100
atmosphere, standard atmosphere, atm = 101325
pound per square inch, pounds per square inch, psi = 8896443230521/1290320000
torr = 20265/152
millimeter of mercury, millimeters of mercury, millimetre of mercury, millimetres of mercury, mmHg = 133.322387415
"""

_FREQUENCY = """
hertz, Hz = 1
millihertz, mHz = 1/1000
kilohertz, kHz = 1000
megahertz, MHz, mhz = 1000000
gigahertz, GHz = 1000000000
revolution per minute, revolutions per minute, rpm = 1/60
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
    *_units("data rate", _DATA_RATE),
    *_units("speed", _SPEED),
    *_units("area", _AREA),
    *_units("energy", _ENERGY),
    *_units("power", _POWER),
    *_units("pressure", _PRESSURE),
    *_units("frequency", _FREQUENCY),
    *_TEMPERATURE,
)


def _index() -> tuple[dict[str, Unit], dict[str, list[Unit]]]:
    """Return the units by name, and the units by name in lower case, which several may share."""
    exact: dict[str, Unit] = {}
    folded: dict[str, list[Unit]] = {}
    for unit in UNITS:
        for name in unit.names:
            if exact.setdefault(name, unit) is not unit:
                raise ValueError(f"two units are called {name!r}")
            same = folded.setdefault(name.lower(), [])
            same.extend([unit] if unit not in same else [])
    return exact, folded


_EXACT, _FOLDED = _index()
MAX_UNIT_NAME = max(map(len, _EXACT))
_OFFERED = 6  # units of the same dimension that a failure names
_SHORTEST_MENDED = 5  # letters of a name that is mended
_BYTES = frozenset(("kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib"))


def unit_of(name: str) -> Unit | None:
    """Return the unit with this name, plural or abbreviation, or None. Case counts only if two abbreviations differ by
    it."""
    name = " ".join(name.split()) if len(name) <= 2 * MAX_UNIT_NAME else ""
    if name in _EXACT:
        return _EXACT[name]
    folded = _FOLDED.get(name.lower(), [])
    return folded[0] if len(folded) == 1 else None


def same_dimension(source: Unit, target: Unit) -> tuple[Unit, Unit]:
    """Return both units, with a plain ounce read as a fluid ounce if the other is a volume."""
    fluid = _EXACT["fluid ounce"]
    if source.name == "ounce" and target.dimension == "volume":
        return fluid, target
    if target.name == "ounce" and source.dimension == "volume":
        return source, fluid
    return source, target


def convert(number: Number, source_name: str, target_name: str) -> Number:
    """Return `number` converted from one unit to the other: exact, then rounded once."""
    source, target = same_dimension(known_unit(source_name), known_unit(target_name))
    if source.dimension != target.dimension:
        raise Failure("different-dimensions", _difference(source, target))
    # target = number * (f1 / f2) + (o1 - o2) / f2, as one fraction: numerator * number + constant over denominator
    scale = source.factor / target.factor
    shift = (source.offset - target.offset) / target.factor
    denominator = scale.denominator * shift.denominator
    return numbers.linear(number, scale.numerator * shift.denominator, shift.numerator * scale.denominator, denominator)


def convert_number(number: Number, source_name: str, target_name: str) -> Number:
    """Return what `convert` returned in its first version, where case did not distinguish bits from bytes."""
    return convert(number, _first_reading(source_name), _first_reading(target_name))


def _first_reading(name: str) -> str:
    folded = name.strip().lower()
    return folded if folded in _BYTES else name


def known_unit(name: str) -> Unit:
    """Return the unit with this name. Raise Failure "unknown-unit" if there is none."""
    unit = unit_of(name)
    if unit is None:
        raise Failure("unknown-unit", f"{quoted(name)} is not a known unit{_mend(name)}")
    return unit


# The messages of failures. They use no library, so that they are the same everywhere.


def _mend(name: str) -> str:
    ambiguous = _FOLDED.get(name.lower())
    if ambiguous:
        return f": by its capitals it could be {' or '.join(unit.name for unit in ambiguous)}"
    near = _nearest(name)
    return f"; did you mean {quoted(near)}?" if near else ""


def _difference(source: Unit, target: Unit) -> str:
    fitting = [unit.name for unit in UNITS if unit.dimension == source.dimension and unit is not source]
    offered = ", ".join(fitting[:_OFFERED]) + (", ..." if len(fitting) > _OFFERED else "")
    return (
        f"{source.name} is a unit of {source.dimension}, {target.name} one of {target.dimension}: there is no "
        f"conversion; {source.name} can be converted to {offered}"
    )


def _nearest(name: str) -> str:
    """Return the name of a unit that differs from `name` by one typing error, or "". Short names are too similar for
    that."""
    typed = name.lower()
    if not _SHORTEST_MENDED <= len(typed) <= MAX_UNIT_NAME:
        return ""
    return next((known for known in _FOLDED if known[0] == typed[0] and _one_slip(known, typed)), "")


def _one_slip(one: str, other: str) -> bool:
    """Return whether one character was added, left out or replaced, or two adjacent ones were exchanged."""
    shorter, longer = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) - len(shorter) == 1:
        return shorter[start:] == longer[start + 1 :]
    swapped = shorter[start + 1 : start + 2] + shorter[start : start + 1] + shorter[start + 2 :]
    return len(longer) == len(shorter) and longer[start:] in (longer[start : start + 1] + shorter[start + 1 :], swapped)
