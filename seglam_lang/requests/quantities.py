"""Amounts of something: percentages, basis points, money, measures and ages.

They are read beside what `literals` finds, in all usual forms. A quantity's value is its number, and its unit is part
of its kind, as a currency is: 3 km is no wording about 3 miles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seglam_lang.inputs.currencies import CODES
from seglam_lang.language.builtins.units import Unit, convert
from seglam_lang.language.computing.numbers import add, divide, parse_number
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Number
from seglam_lang.requests import currencies, kinds, number_phrases, number_words, units
from seglam_lang.requests.model import Literal
from seglam_lang.requests.request import Request

_PERCENT = {
    ("%",): 100,
    ("percent",): 100,
    ("percents",): 100,
    ("percentage",): 100,
    ("pct",): 100,
    ("per", "cent"): 100,
}
_BASIS_POINTS = {("basis", "points"): 10_000, ("basis", "point"): 10_000, ("bps",): 10_000, ("bp",): 10_000}
_SHARES = _PERCENT | _BASIS_POINTS | {("percentage", "points"): 100}
_AGE_UNITS = {"year": "year", "years": "year", "yr": "year", "yrs": "year", "month": "month", "months": "month"}
_AGE_UNITS |= {"week": "week", "weeks": "week", "day": "day", "days": "day"}
_DEGREES = {"degree": "degree", "degrees": "degree", "deg": "degree", "°": "degree"}
_BRACKETS = {"[": "]", "{": "}", "(": ")"}
_LONGEST = 4  # tokens of a unit: "cubic feet per second" is none, "km / h" is one

_GLUED = re.compile(r"(?<![\w.])([A-Za-z]{3})([0-9][0-9,]*(?:\.[0-9]+)?)(?![\w])")


def quantities(request: Request) -> list[Literal]:
    """Return the numbers of a request in every usual form, and what they are numbers of."""
    return [*_numbers(request), *_glued_codes(request), *_ordinals(request)]


def _numbers(request: Request) -> Iterator[Literal]:
    position = 0
    while position < len(request.norms):
        best = _best(request, position)
        if best is None:
            position += 1
            continue
        yield from best
        position = max(literal.last for literal in best)


def _best(request: Request, at: int) -> list[Literal] | None:
    """Return the number that begins here, and what it is a number of."""
    norm = request.norms[at]
    if not (number_words.is_digits(norm) or norm in number_phrases.STARTS):
        return _bare_amount(request, at)
    before = currencies.currency_before(request, at)
    number = number_phrases.number_at(request, at, before is not None)
    if number is None:
        return _bare_amount(request, at)
    end, value = number
    literal = Literal(at, end, NUMBER, value, kinds.NUMBER)
    every = (form(request, literal) for form in (_millions, _share, _age, _measure))
    return [literal, *filter(None, (_money(request, literal, before), *every))]


def _millions(request: Request, number: Literal) -> Literal | None:
    """Read "3m", which may be millions or meters."""
    last = number.last
    if request.norms[last : last + 1] != ["m"] or not request.adjacent(last - 1):
        return None
    return Literal(number.first, last + 1, NUMBER, number_phrases.times_power(number.value, 6), kinds.NUMBER)


def _glued_codes(request: Request) -> Iterator[Literal]:
    """Find "USD3.14", which is a word and digits."""
    for match in _GLUED.finditer(request.plain):
        span, value = request.span(match.start(), match.end()), parse_number(match[2])
        if span and value is not None and match[1].upper() in CODES:
            yield Literal(*span, NUMBER, value, kinds.money(match[1].upper()))


def _ordinals(request: Request) -> Iterator[Literal]:
    """Find ordinals above a hundred and joined ones: "one hundred twenty-fifth", "twentyfifth"."""
    for position in range(len(request.norms)):
        found = number_phrases.ordinal_at(request, position)
        if found:
            yield Literal(position, found[0], NUMBER, found[1], kinds.ORDINAL)


def _bare_amount(request: Request, at: int) -> list[Literal] | None:
    """Read one of a unit or currency: "a kilogram", "a dollar", "half liter"."""
    if request.norms[at] not in ("a", "an"):
        return None
    one = Literal(at, at + 1, NUMBER, 1, kinds.NUMBER)
    whole = _money(request, one, None) or _measure(request, one)
    return [whole] if whole and len(request.norms[whole.last - 1]) > 1 else None


def _money(request: Request, number: Literal, before: tuple[int, str] | None) -> Literal | None:
    norms, first, last, value = request.norms, number.first, number.last, number.value
    if before:
        return Literal(before[0], last, NUMBER, value, kinds.money(before[1]))
    start = last + 1 if norms[last : last + 1] == ["-"] else last
    found = currencies.currency_after(request, start)
    if found is None:
        unit = norms[start] if start < len(norms) else ""
        code = currencies.HUNDREDTHS.get(unit)
        return Literal(first, start + 1, NUMBER, divide(value, 100), kinds.money(code)) if code else None
    end, code = found
    scale = number_phrases.SCALE_AFTER.get(norms[end]) if end < len(norms) else None
    if scale:  # "75 USD million"
        return Literal(first, end + 1, NUMBER, number_phrases.times_power(value, scale), kinds.money(code))
    cents_at = end + 1 if norms[end : end + 1] == ["and"] else end
    cents = number_words.cardinal(norms, cents_at) if cents_at < len(norms) else None
    if cents and norms[cents[0] : cents[0] + 1] and norms[cents[0]] in currencies.HUNDREDTHS and cents[1] < 100:
        return Literal(first, cents[0] + 1, NUMBER, add(value, divide(cents[1], 100)), kinds.money(code))
    return Literal(first, end, NUMBER, value, kinds.money(code))


def _share(request: Request, number: Literal) -> Literal | None:
    last = number.last
    joined = ["-"], *([["a"]] if number.value < 1 else [])  # "half a percent"
    start = last + 1 if request.norms[last : last + 1] in joined else last
    for words, below in _SHARES.items():
        if tuple(request.norms[start : start + len(words)]) == words:
            return Literal(number.first, start + len(words), NUMBER, divide(number.value, below), kinds.PERCENT)
    return None


def _age(request: Request, number: Literal) -> Literal | None:
    """Read "21 years old", "three weeks of age", "87 yo", "28-year-old", "aged 30"."""
    norms, last = request.norms, number.last
    if number.first and norms[number.first - 1] == "aged":
        return Literal(number.first - 1, last, NUMBER, number.value, kinds.age("year"))
    start = last + 1 if norms[last : last + 1] == ["-"] else last
    unit = _AGE_UNITS.get(norms[start]) if start < len(norms) else None
    if unit:
        end = start + 2 if norms[start + 1 : start + 2] == ["-"] else start + 1
        if norms[end : end + 1] in (["old"], ["olds"]):
            return Literal(number.first, end + 1, NUMBER, number.value, kinds.age(unit))
        if norms[end : end + 2] == ["of", "age"]:
            return Literal(number.first, end + 2, NUMBER, number.value, kinds.age(unit))
        return None
    if norms[start : start + 1] == ["yo"]:
        return Literal(number.first, start + 1, NUMBER, number.value, kinds.age("year"))
    if norms[start : start + 3] == ["y", "/", "o"]:
        return Literal(number.first, start + 3, NUMBER, number.value, kinds.age("year"))
    return None


def _measure(request: Request, number: Literal) -> Literal | None:
    found = _unit_after(request, number.last, number.value < 1)
    if found is None:
        return None
    end, name, unit = found
    value = number.value
    rest = _smaller(request, end, unit) if unit else None
    if rest and unit:
        end, value = rest[0], add(value, rest[1])
    return Literal(number.first, end, NUMBER, value, kinds.quantity(name))


def _smaller(request: Request, at: int, unit: Unit) -> tuple[int, Number] | None:
    """Read what completes a measure, in its unit: "5 feet AND 2 INCHES"."""
    start = at + 1 if request.norms[at : at + 1] in (["and"], [","]) else at
    number = number_words.cardinal(request.norms, start) if start < len(request.norms) else None
    found = _unit_after(request, number[0], is_rest=True) if number else None
    if number is None or found is None or found[2] is None or found[2].dimension != unit.dimension:
        return None
    other = found[2]
    return (found[0], convert(number[1], other.name, unit.name)) if other.factor < unit.factor else None


def _unit_after(
    request: Request, at: int, is_part: bool = False, is_rest: bool = False
) -> tuple[int, str, Unit | None] | None:
    """Return the unit after a number, as (end, name, unit); degrees alone may be of an angle or a temperature.

    "5 in Oslo" and "5 in 2024" are no inches, but "5 ft 11 in tall" has them, where they are the rest of a measure.
    """
    norms = request.norms
    if norms[at : at + 1] == ["-"] or (is_part and norms[at : at + 1] in (["of"], ["a"], ["an"])):  # "half a gallon"
        at += 1
    if at >= len(norms):
        return None
    closing = _BRACKETS.get(norms[at])
    if closing:
        inner = _unit_after(request, at + 1)
        return (inner[0] + 1, *inner[1:]) if inner and norms[inner[0] : inner[0] + 1] == [closing] else None
    start = at + 1 if norms[at] in _DEGREES else at
    for last in range(min(start + _LONGEST, len(norms)), start, -1):
        unit = units.unit_written(request, start, last, after_degrees=start > at)
        goes_on = last < len(norms) and norms[last][0].isalnum()
        if unit and (is_rest or not (goes_on and last == start + 1 and norms[start] == "in")):
            return last, unit.name, unit
    return (at + 1, _DEGREES[norms[at]], None) if start > at else None
