"""Lengths of time in the words of a request: "90 minutes", "1 h 30", "two and a half hours", "2 years, 3 months".

Where a table has lengths such as 4:30, so may a request: it is minutes and seconds, or hours and minutes, as there.

What has a fixed length is a Duration of the language. Months and years have none: "3 months" is a quantity of months,
which `add_months` takes, and what has both ("1 year and 2 days") is no single value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from seglam_lang.inputs.times import CLOCKED, length_on_clock
from seglam_lang.language.computing.numbers import add, divide, multiply
from seglam_lang.language.computing.times import rounded_duration
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DURATION, NUMBER
from seglam_lang.language.values import Notation, Number
from seglam_lang.requests import kinds, number_phrases, number_words
from seglam_lang.requests.model import Literal
from seglam_lang.requests.request import Request


class _Unit(NamedTuple):
    """A unit of time: of seconds, or of months."""

    seconds: Number
    months: int
    name: str

    @property
    def rank(self) -> Number:
        """What orders the units, the longer ones last."""
        return self.seconds or self.months * 2_592_000


class _Length(NamedTuple):
    """Months, which have no fixed length, and seconds."""

    months: Number
    seconds: Number

    def plus(self, count: Number, unit: _Unit) -> _Length:
        """Return this length and so many units more."""
        return _Length(add(self.months, multiply(count, unit.months)), add(self.seconds, multiply(count, unit.seconds)))


def _units() -> dict[str, _Unit]:
    seconds: dict[str, tuple[Number, str]] = {
        "millisecond": (divide(1, 1_000), "millisecond milliseconds msec ms"),
        "second": (1, "second seconds sec secs s"),
        "minute": (60, "minute minutes min mins"),
        "hour": (3_600, "hour hours hr hrs h"),
        "day": (86_400, "day days d night nights"),
        "week": (604_800, "week weeks wk wks w"),
        "fortnight": (1_209_600, "fortnight fortnights"),
    }
    months = {
        "month": (1, "month months mo mos"),
        "quarter": (3, "quarter quarters"),
        "year": (12, "year years yr yrs y"),
        "decade": (120, "decade decades"),
    }
    units = {word: _Unit(size, 0, name) for name, (size, words) in seconds.items() for word in words.split()}
    return units | {word: _Unit(0, size, name) for name, (size, words) in months.items() for word in words.split()}


_UNITS = _units()
CALENDAR_UNITS = {word: unit.name for word, unit in _UNITS.items() if unit.months}  # by all words for them
_GLUED = frozenset(("s", "d", "w", "y", "mo"))  # units only right after digits: "10d", "3y"
_HOUR = _UNITS["hour"]
_MINUTE = _UNITS["minute"]
_FILLERS = frozenset(("a", "an", "of", "-", "more", "additional", "extra", "full", "whole", "consecutive"))


def durations_in(request: Request) -> Iterator[Literal]:
    """Find lengths of time."""
    notation = next((each for each in (Notation.MINUTES, Notation.HOURS) if each in request.notations), None)
    position = 0
    while position < len(request.norms):
        found = _length(request, position)
        literal = _literal(position, *found) if found else None
        if literal is None and notation and request.norms[position][0].isdigit():
            literal = _on_clock(request, position, notation)
        if literal:
            yield literal
        position = literal.last if literal else found[0] if found else position + 1


def _on_clock(request: Request, first: int, notation: Notation) -> Literal | None:
    """Read "4:30" or "1:02:10", as the table writes its lengths."""
    last = first + 1
    while request.word(last) == ":" and request.adjacent(last - 1) and request.adjacent(last):
        last += 2
    written = "".join(request.norms[first:last])
    if not CLOCKED.fullmatch(written):
        return None
    return Literal(first, last, DURATION, length_on_clock(written, notation), kinds.DURATION)


def _literal(first: int, last: int, length: _Length, unit: _Unit) -> Literal | None:
    months, seconds = length
    if not months:
        try:
            value = rounded_duration(multiply(seconds, 1_000_000))
        except Failure:  # longer than a Duration can be
            return None
        return Literal(first, last, DURATION, value, kinds.DURATION)
    if seconds:
        return None
    return Literal(first, last, NUMBER, divide(months, unit.months), kinds.quantity(unit.name))


def _length(request: Request, at: int) -> tuple[int, _Length, _Unit] | None:
    """Read a length, as (end, length, its smallest unit)."""
    part = _part(request, at)
    if part is None:
        return None
    end, unit, count = part
    length = _Length(0, 0).plus(count, unit)
    while True:
        start = end + 1 if request.word(end) in ("and", ",") else end
        start = start + 1 if request.word(start) == "and" else start
        further = _part(request, start)
        if further and further[1].rank < unit.rank:
            end, unit, count = further
            length = length.plus(count, unit)
            continue
        fraction = number_phrases.part_at(request, start) if request.word(end) == "and" else None
        if fraction and fraction[1] < 1 and request.word(fraction[0]) not in _UNITS:  # "an hour and a half"
            return fraction[0], length.plus(fraction[1], unit), unit
        minutes = _minutes(request, start) if unit == _HOUR else None
        if minutes:
            return minutes[0], length.plus(minutes[1], _MINUTE), unit
        return end, length, unit


def _minutes(request: Request, at: int) -> tuple[int, int] | None:
    """Read the minutes after hours: "1 h 30", "1 hour thirty"."""
    norm = request.word(at)
    if len(norm) == 2 and norm.isdecimal() and norm.isascii():
        end = at + 2 if request.word(at + 1) == "m" and request.adjacent(at) else at + 1  # the m of "1h20m"
        return (end, int(norm)) if norm < "60" else None
    found = number_words.below_hundred(request.norms, at)
    return found if found and 10 <= found[1] < 60 else None


def _part(request: Request, at: int) -> tuple[int, _Unit, Number] | None:
    """Read a number with its unit."""
    norms = request.norms
    if at >= len(norms):
        return None
    number: tuple[int, Number] | None
    one = norms[at] in ("a", "an") and tuple(norms[at + 1 : at + 3]) != ("quarter", "of")
    if one and request.word(at + 1) in _UNITS:
        number = at + 1, 1
    elif number_words.is_digits(norms[at]) or norms[at] in number_phrases.STARTS:
        number = number_phrases.number_at(request, at)
    else:
        return None
    if number is None:
        return None
    end, count = number
    while request.word(end) in _FILLERS:
        end += 1
    word = request.word(end)
    glued = end == number[0] and request.adjacent(end - 1) and norms[end - 1][-1].isdigit()
    if word == "m" and glued and _says_hours(request):
        return end + 1, _MINUTE, count
    if word not in _UNITS or (word in _GLUED and not glued):
        return None
    return end + 1, _UNITS[word], count


def _says_hours(request: Request) -> bool:
    """Return whether the h of "1h20m" stands somewhere: beside it, an m is a minute and no meter."""
    return any(
        norm == "h" and request.adjacent(at - 1) and number_words.is_digits(request.norms[at - 1])
        for at, norm in enumerate(request.norms)
    )
