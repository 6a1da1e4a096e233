"""What a phrase expects, in terms of this project: a kind, a place in the text, and when a value is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from seglam_lang.language.builtins.units import convert, unit_of
from seglam_lang.language.computing.times import microseconds
from seglam_lang.language.values import Record
from seglam_lang.requests import kinds
from seglam_lang.requests.kinds import Family, Kind


class Read(NamedTuple):
    """What was read at a place of a text: a value of a kind of mention."""

    start: int
    end: int
    kind: Kind
    value: Any

    def of(self, family: Family) -> bool:
        """Return whether this is a mention of that family."""
        return self.kind.family is family


Fits = Callable[[Read], bool]
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}  # what has no fixed length is a quantity


class Expected(NamedTuple):
    """What a row expects at a place of its text; `why_not` says which of its semantics is not ours, if one is."""

    kind: str
    text: str
    start: int
    end: int
    fits: Fits
    why_not: str = ""
    names_year: bool = True  # where not, the days of another year are as right


_HOLIDAYS = """
    christmas xmas easter thanks.?giving halloween new.years? independence juneteenth freedom jubilee labor mlk boss
    patrick workers memorial valentine mother father veteran presidents civil.rights king's eid black.friday ides holi
    diwali luther cyber may.day yuandan ram(a[dz]h?|z)an ramat sunday.2013
"""
NOT_OURS = {  # what a phrase of dates says that we do not read, or read otherwise
    "holidays": "|".join(rf"\b{word}" for word in _HOLIDAYS.split()),
    "words that say no exact days": r"\b(early|late|mid|middle|beginning|start of|end|few|couple|about|around)\b"
    r"|\b([eb]o[wmy]|closest|less than|more than|greater than|as (early|late) as|within|seasons?)\b",
    "working days and weeks": r"business|work(ing)? ?(day|week)",
    "a day of a month that is not named": r"^(on )?(the )?(week of )?(the )?(\d+(st|nd|rd|th)?|(twenty )?second)$",
    "a weekday beside another date": r"(mon|tues|wednes|thurs|fri|satur|sun)day,? .*(from now|after|\bto\b)"
    r"|on (tues|fri)day$|\w+day \d-\d",
    "orders that are not usual, and abbreviations": r"^(\d{4}/\d\d/\w+|\d\d-\d{4}-\w+|\d\.\d+|otd)$",
    "later and earlier in a period": r"\b(later|earlier) (this|in|previous|last|next)",
    "words that point at a context": r"^(the |my )(day|day before)$|\b(same|that|this time)\b",
    "centuries, and years before 1000": r"century|\bb\.?c|\ba\.?d\b|year 247",
    "fiscal and school years": r"fiscal|school year|\bsy\b",
}
_NOT_OURS = {why: re.compile(pattern) for why, pattern in NOT_OURS.items()}


def dates_not_ours(text: str) -> str:
    """Return which of the semantics that are not ours a phrase of dates needs, and "" if none."""
    return next((why for why, pattern in _NOT_OURS.items() if pattern.search(text.casefold())), "")


def first_reason(text: str, reasons: dict[str, str]) -> str:
    """Return the first reason whose pattern is found in a text, and "" if none is."""
    return next((why for why, pattern in reasons.items() if re.search(pattern, text, re.IGNORECASE)), "")


def number_of(text: Any) -> Fraction | None:
    """Return a number as Recognizers and Duckling write them."""
    try:
        return Fraction(Decimal(str(text)))
    except (ArithmeticError, ValueError):
        return None


def fits_number(wanted: Fraction, *families: Family, kind: Kind | None = None) -> Fits:
    """Return the test for a number of one of these families, to the digits that a double keeps."""

    def fits(read: Read) -> bool:
        if not any(read.of(family) for family in families) or (kind is not None and read.kind != kind):
            return False
        return abs(Fraction(read.value) - wanted) <= abs(wanted) / 10**12

    return fits


def fits_range(low: Fraction, high: Fraction, bound: str = "") -> Fits:
    """Return the test for a range of numbers, with bounds of the kind written `bound`."""

    def fits(read: Read) -> bool:
        if not read.of(Family.RANGE) or bound not in ("", read.kind.detail):
            return False
        return [Fraction(value) for value in read.value.values] == [low, high]

    return fits


def fits_quantity(wanted: Fraction, name: str) -> Fits:
    """Return the test for a quantity in the unit called `name`, or in one that converts to it."""

    def fits(read: Read) -> bool:
        if not read.of(Family.QUANTITY):
            return False
        unit, found = unit_of(name), unit_of(read.kind.detail)
        if unit is None or found is None:
            return name == read.kind.detail and Fraction(read.value) == wanted
        if unit.dimension != found.dimension:
            return False
        return abs(Fraction(convert(read.value, found.name, unit.name)) - wanted) <= abs(wanted) / 10**6

    return fits


def fits_money(wanted: Fraction, code: str) -> Fits:
    """Return the test for an amount in a currency."""
    return fits_number(wanted, Family.MONEY, kind=kinds.money(code))


def fits_days(fits: Callable[[date, date], bool]) -> Fits:
    """Return the test for a date or period whose first and last day fit."""

    def test(read: Read) -> bool:
        if read.kind == kinds.DATE:
            return fits(read.value, read.value)
        return isinstance(read.value, Record) and read.kind == kinds.PERIOD and fits(*read.value.values)

    return test


def fits_length(fits: Callable[[Fraction, Fraction], bool]) -> Fits:
    """Return the test for a duration whose months and seconds fit."""

    def test(read: Read) -> bool:
        if read.kind == kinds.DURATION:
            return fits(Fraction(0), Fraction(microseconds(read.value), 1_000_000))
        months = _MONTHS.get(read.kind.detail) if read.of(Family.QUANTITY) else None
        return months is not None and fits(Fraction(read.value) * months, Fraction(0))

    return test
