"""Dates and periods in the words of a request: "5 March", "last month", "the first half of 2022", "from May to July".

A period is a first and a last day. What names no year, or counts from today, is read only where `today` is given: a
month or day without a year is the latest that has begun, or of the year of another date (`together`), "next Friday" is
the one of the week after this, weeks begin on Monday and belong to the month and year of their Thursday (ISO 8601),
"the last 3 months" end yesterday, and the winter of a year begins in its December. When a fiscal year begins is not
known: it is read as the calendar's, and the answer says so (`advice.fiscal_years`). Comparators ("since", "before") are
no part of a period, but words of the template.

Tokens are read by recursive descent, in layers of one class: `units` ("last month"), `calendar` ("March 2024"),
`relative` ("3 days ago"), `parts` ("the first week of May"), `ranges` ("from May to July").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from seglam_lang.inputs.dates import MONTHS
from seglam_lang.requests import number_words
from seglam_lang.requests.dates.calendar import DECADES
from seglam_lang.requests.dates.days import Days
from seglam_lang.requests.dates.ranges import PeriodReader
from seglam_lang.requests.dates.relative import TODAY
from seglam_lang.requests.dates.together import Found, in_one_year
from seglam_lang.requests.dates.units import STEPS, Read
from seglam_lang.requests.dates.words import FISCAL, PARTS, SEASONS, UNITS, WEEKDAYS, Norms
from seglam_lang.requests.model import Token

__all__ = ["days_in", "periods_in", "relative_dates"]

_MONTH_WORDS = frozenset(MONTHS)
_SHORT_YEARS = frozenset(f"{kind}{year:02}" for kind in ("fy", "cy") for year in range(100))
_LONG_YEARS = frozenset(f"{kind}{year}" for kind in ("fy", "cy") for year in range(1969, 2069))
_ANYWHERE = frozenset((*MONTHS, *SEASONS, *FISCAL, *DECADES, *PARTS, *_SHORT_YEARS, *_LONG_YEARS, "noughties"))
_RELATIVE = frozenset((*TODAY, *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS), *UNITS, "ago", "now", "ytd", "mtd"))
_OTHER_STARTS = "the from between in rest earlier later w q h calendar cy year few couple start beginning"
_STARTS = frozenset(  # of dates and periods, besides what has digits: most words are none of them
    (*_ANYWHERE, *_RELATIVE, *STEPS, *number_words.STARTS, *number_words.ORDINAL_STARTS, *_OTHER_STARTS.split())
)
_ANY_DAY = date(2000, 1, 1)
_SIGNS = frozenset(("/", "-", "."))
_BEFORE_DATES = frozenset(("since", "until", "till", "before", "after", "during", "in", "on", "by"))
_YEAR_WORDS = frozenset(("thousand", "nineteen", "eighteen", "s", "'s"))


def days_in(norms: Norms, today: date | None, day_first: bool = False) -> Iterator[tuple[int, int, Days]]:
    """Find the dates that normalised tokens state, as (first token, last token, days)."""
    if today is None and _MONTH_WORDS.isdisjoint(norms) and not _has_date_of_numbers(norms):
        return
    reader = _reader(norms, today, day_first)
    if reader is None:
        return
    for first, last, days in in_one_year(reader, [Found(*each) for each in _scan(norms, reader.stated)]):
        if days.is_day:
            yield first, last, days


def periods_in(norms: Norms, today: date | None, day_first: bool = False) -> Iterator[tuple[int, int, Days]]:
    """Find the dates and periods that normalised tokens state, as (first token, last token, days)."""
    reader = _reader(norms, today, day_first)
    return _scan(norms, reader.expression) if reader else iter(())


def relative_dates(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Find the words for dates that need a day to count from, as (first token, last token).

    A single word that also has another meaning ("may", "sat") is none unless it is written as a name, or stands where a
    date does ("since may").
    """
    norms = [token.norm for token in tokens]
    absolute = {(first, last) for first, last, _ in periods_in(norms, None)}
    for first, last, _ in periods_in(norms, _ANY_DAY):
        is_name = norms[first] in TODAY or (tokens[first].text[0].isupper() and first > 0)
        is_placed = first > 0 and norms[first - 1] in _BEFORE_DATES
        if (last - first > 1 or is_name or is_placed) and (first, last) not in absolute:
            yield first, last


def _scan(norms: Norms, form: Callable[[int], Read]) -> Iterator[tuple[int, int, Days]]:
    position = 0
    while position < len(norms):
        read = form(position) if _may_start(norms[position]) else None
        if read is None:
            position += 1
        else:
            yield position, *read
            position = read[0]


def _may_start(norm: str) -> bool:
    return norm in _STARTS or norm[0].isdigit() or norm[:2] in ("fy", "cy") or norm[2:3] == "'"


def _reader(norms: Norms, today: date | None, day_first: bool) -> PeriodReader | None:
    """Return what reads these tokens, where any of them may belong to a date: most requests have none."""
    found = frozenset(norms)
    is_relative = today is not None and not found.isdisjoint(_RELATIVE)
    if is_relative or not found.isdisjoint(_ANYWHERE) or _may_be_numeric(norms, found):
        return PeriodReader(norms, today, day_first)
    return None


def _has_date_of_numbers(norms: Norms) -> bool:
    """Return whether there may be "3/7/24", "21-04-2016" or "13.5.2015"."""
    if not any(sign in norms for sign in _SIGNS):
        return False
    for at, norm in enumerate(norms[:-2]):
        sign = norms[at + 1]
        if sign in _SIGNS and norm[0].isdigit() and norms[at + 2][0].isdigit():
            goes_on = norms[at + 3 : at + 4] in ([sign], [","]) and len(norms) > at + 4
            if goes_on or "." in norm:
                return True
    return False


def _may_be_numeric(norms: Norms, found: frozenset[str]) -> bool:
    """Return whether there may be a date of numbers, or a year ("in 2014", "two thousand and twenty")."""
    if not found.isdisjoint(_YEAR_WORDS) or any(norm[2:3] == "'" for norm in found):  # "Q2'23"
        return True
    return any(len(norm) == 4 and norm.isdecimal() for norm in found) or (
        not found.isdisjoint(_SIGNS) and any(norm[0].isdigit() for norm in found)
    )
