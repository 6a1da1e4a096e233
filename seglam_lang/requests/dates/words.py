"""Words of the calendar, and the parts of dates that they make: days of a month, months, years.

Each function reads a sequence of normalised tokens from a position and returns (end, value), or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.dates import MONTHS
from seglam_lang.language.computing.times import full_year
from seglam_lang.requests import number_words

Norms = Sequence[str]
FoundInt = tuple[int, int] | None

WEEKDAYS = {
    word: day
    for day, words in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat")
    )
    for word in words.split()
} | {"sunday": 6, "sun": 6}
UNITS = {
    word: unit
    for unit, words in {
        "day": "day days",
        "week": "week weeks wk wks",
        "fortnight": "fortnight fortnights",
        "weekend": "weekend weekends",
        "month": "month months",
        "quarter": "quarter quarters qtr qtrs",
        "half": "half",
        "year": "year years yr yrs",
        "decade": "decade decades",
    }.items()
    for word in words.split()
}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
PARTS = {f"q{i}": (3 * i - 2, 3 * i) for i in (1, 2, 3, 4)} | {"h1": (1, 6), "h2": (7, 12)}
_JOINTS = frozenset(("of", "in", ",", "-", "/"))
FISCAL = frozenset(("fy", "fiscal", "financial"))


def skip(norms: Norms, at: int, *words: str) -> int:
    """Return the position after any one of `words`, or `at` itself."""
    return at + 1 if at < len(norms) and norms[at] in words else at


def joint(norms: Norms, at: int) -> int:
    """Return the position after "of", "in", a comma, hyphen or slash, and after "of the"."""
    after = at + 1 if at < len(norms) and norms[at] in _JOINTS else at
    return skip(norms, after, "the") if after > at and norms[at] in ("of", "in") else after


def word(norms: Norms, at: int) -> str:
    """Return the token at a position, and "" past the end."""
    return norms[at] if 0 <= at < len(norms) else ""


def month(norms: Norms, at: int) -> FoundInt:
    """Read the name of a month, with the full stop of an abbreviation."""
    number = MONTHS.get(word(norms, at))
    if number is None:
        return None
    is_short = (
        len(norms[at]) <= 4 or word(norms, at + 2)[:1].isdigit()
    )  # "May. 4", and at the end of a sentence "in May."
    return skip(norms, at + 1, ".") if is_short else at + 1, number


def year(norms: Norms, at: int) -> FoundInt:
    """Read a year of four digits, or in words: "nineteen ninety nine", "two thousand and eighteen"."""
    norm = word(norms, at)
    if len(norm) == 4 and norm.isdecimal() and norm.isascii():
        return (at + 1, int(norm)) if "1000" <= norm <= "2999" else None
    if norm not in number_words.STARTS or norm in ("a", "an", "half"):
        return None
    found = number_words.below_hundred(norms, at)
    if found is None:
        return None
    end, century = found
    if word(norms, end) == "hundred":
        rest = number_words.below_hundred(norms, skip(norms, end + 1, "and"))
        end, low = rest or (end + 1, 0)
        return (end, century * 100 + low) if 11 <= century <= 20 else None
    if word(norms, end) == "thousand" and century in (1, 2):
        rest = number_words.below_hundred(norms, skip(norms, end + 1, "and"))
        return (rest[0], century * 1000 + rest[1]) if rest else (end + 1, century * 1000)
    if 11 <= century <= 20 and end == at + 1:
        start = skip(norms, end, "zero", "oh", "o")
        rest = number_words.below_hundred(norms, start)
        if rest and (rest[1] >= 10) == (start == end):
            return rest[0], century * 100 + rest[1]
    return None


def short_year(norms: Norms, at: int) -> FoundInt:
    """Read a year, or its last two digits: 74, '24."""
    found = year(norms, at)
    if found:
        return found
    start = skip(norms, at, "'")
    norm = word(norms, start)
    return (start + 1, full_year(int(norm))) if len(norm) == 2 and norm.isdecimal() and norm.isascii() else None


def day_of_month(norms: Norms, at: int) -> FoundInt:
    """Read "22", "22nd", "the twenty-second", "twenty two"."""
    at = skip(norms, at, "the")
    norm = word(norms, at)
    if not norm:
        return None
    if norm[0].isdigit():
        number = norm[:-2] if norm[-1].isalpha() else norm
        found = (at + 1, int(number)) if len(number) <= 2 and number.isdecimal() and number.isascii() else None
    else:
        ordinal = number_words.ordinal(norms, at) if norm in number_words.ORDINAL_STARTS else None
        found = (ordinal[0], int(ordinal[1])) if ordinal else number_words.below_hundred(norms, at)
    if found is None or not 1 <= found[1] <= 31:
        return None
    return found


def is_ordinal(norm: str) -> bool:
    """Return whether a token can begin an ordinal."""
    return norm in number_words.ORDINAL_STARTS or (norm[:1].isdigit() and norm[-1:].isalpha())
