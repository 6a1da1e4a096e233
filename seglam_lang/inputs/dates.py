"""Dates as people write them: the forms we read, and what is ambiguous about them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

_NAMES = "january february march april may june july august september october november december"
_ABBREVIATIONS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: i for names in (_NAMES, _ABBREVIATIONS) for i, name in enumerate(names.split(), 1)} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = "(?P<year>[0-9]{4})"

ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_FORMS = (
    ISO.pattern,
    r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})",
    rf"(?:the\s+)?{_DAY}(?:\s+of)?[\s-]+{_MONTH}(?:,?\s+|-){_YEAR}",
    rf"{_MONTH}\s+(?:the\s+)?{_DAY},?\s+{_YEAR}",
    rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}",
)
_SLASHED = re.compile(rf"(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/{_YEAR}")
_EITHER_ORDER = re.compile(r"(?P<first>[0-9]{1,2})([/-])(?P<second>[0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})")
_FOUR_DIGITS = re.compile("(?<![0-9])[0-9]{4}(?![0-9])")  # the year, which no form lacks


# Compiled for the first text that may state a date: most requests state none.


@cache
def _forms() -> list[re.Pattern[str]]:
    """Return the forms, in which the whole of a text may be a date."""
    return [re.compile(form) for form in _FORMS]


@cache
def _forms_in_text() -> list[re.Pattern[str]]:
    """Return the forms, and the slashed one, in which a date may stand among other words."""
    return [re.compile(rf"(?<![\w/.-])(?:{form})(?![\w/]|[.-]\w)") for form in (*_FORMS, _SLASHED.pattern)]


def parse_iso(text: str) -> date | None:
    """Return the date that `text` is in ISO form, or None."""
    text = text.strip()
    if not ISO.fullmatch(text):  # Python reads further forms, and other ones in other versions
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:  # there is no such day
        return None


def parse_date(text: str) -> date | None:
    """Return the date that the whole of `text` states, or None. 1/2/2024 has the month first if it can."""
    text = text.strip().casefold()
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _slashed_date(slashed)
    if not _FOUR_DIGITS.search(text):
        return None
    for form in _forms():
        match = form.fullmatch(text)
        if match:
            return _date(match)
    return None


def order_is_ambiguous(text: str) -> bool:
    """Return whether day and month of a date of numbers (1/2/2024, 1-2-24) could be exchanged."""
    match = _EITHER_ORDER.fullmatch(text.strip())
    return (
        match is not None and match["first"] != match["second"] and max(int(match["first"]), int(match["second"])) <= 12
    )


def describe_order(text: str, value: date) -> str:
    """Return how a date of which `order_is_ambiguous` was read where nothing shows the order."""
    match = _EITHER_ORDER.fullmatch(text.strip())
    is_day = match is not None and int(match["first"]) == value.day
    return f"{text.strip()} is read {chosen_order(is_day)}: {value.isoformat()}"


def chosen_order(day_first: bool) -> str:
    """Return what to say of an order of day and month that was chosen, though the other may be meant."""
    first, other = ("day", "month") if day_first else ("month", "day")
    return f"with the {first} first (it could also be the {other})"


def month_and_day(first: int, second: int, day_first: bool) -> tuple[int, int]:
    """Return the month and the day of two numbers of a date, in this order unless they can only be in the other."""
    month_is_first = second > 12 if day_first else first <= 12
    return (first, second) if month_is_first else (second, first)


def dates_in(text: str, day_first: bool = False) -> list[tuple[int, int, date]]:
    """Return the dates that stand in `text` (case-folded or not), as (start, end, date)."""
    if not _FOUR_DIGITS.search(text):
        return []
    text = text.lower()
    found = []
    for form in _forms_in_text():
        for match in form.finditer(text):
            value = _slashed_date(match, day_first) if "first" in match.groupdict() else _date(match)
            if value is not None:
                found.append((match.start(), match.end(), value))
    return found


def _slashed_date(match: re.Match[str], day_first: bool = False) -> date | None:
    return _valid(int(match["year"]), *month_and_day(int(match["first"]), int(match["second"]), day_first))


def _date(match: re.Match[str]) -> date | None:
    month = match["month"]
    return _valid(int(match["year"]), int(month) if month.isdigit() else MONTHS[month], int(match["day"]))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # there is no such day
        return None
