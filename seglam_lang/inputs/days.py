"""Columns of dates, as files have them: day and month in the order that the whole column shows.

    2024-01-31   2024/1/31   2024.01.31   20240131          year first
    31/01/2024   1-31-24   31.01.2024                       day or month first; with points the day, unless it cannot be
    03/11/2025, 04/11/2025, 07/11/2025                      days of one November, rather than of five months
    31 Jan 2024   12-Mar-24   Mar 5, 2024   Tue 5 Mar 2024
    Fri 01/11/2024   01/11/2024 (Fri)                       the weekday shows the order: a Friday in November

Two digits of a year mean 1969 to 2068, as in POSIX and in the patterns of `to_date`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from seglam_lang.inputs.dates import chosen_order, parse_date
from seglam_lang.inputs.model import UNKNOWN, Inferred, Writing
from seglam_lang.language.computing.times import full_year
from seglam_lang.language.types import DATE, TEXT
from seglam_lang.language.values import Notation

_ISO_SIGNS = frozenset("0123456789-")
_COMPACT = re.compile(r"(?:19|20)[0-9]{6}")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(mon|tues?|wed|thu|thurs?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_BEGINS_WITH_WEEKDAY = re.compile(rf"{_WEEKDAY}\.?(?:,? +|,)(.+)", re.IGNORECASE)
_ENDS_WITH_WEEKDAY = re.compile(rf"(.*[^ ,])(?:,? +{_WEEKDAY}\.?|,? *\({_WEEKDAY}\.?\))", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(.*[A-Za-z]{3}.*[ -])['\u2019]?([0-9]{2})")

_ENOUGH = 3  # different days, of which is asked how close they are
_CLOSER = 3  # times as close together: days of a few weeks are those of most of a year the other way round


class _Order(Enum):
    """Which of day and month comes first in a column's dates, as far as its own cells show it."""

    NONE = "there are no dates with both as numbers, or they are equal"
    DAY = "the day"
    MONTH = "the month"
    EITHER = "it could be either"


class _Numeric(NamedTuple):
    """A date of three numbers in the order in which they stand, with the weekday that is said of it (0 is Monday)."""

    first: int
    sign: str
    second: int
    third: str
    weekday: int | None = None


def read_days(present: Sequence[str], writing: Writing = UNKNOWN) -> Inferred | None:
    """Return different texts of a column as dates; None where they are none, Text where two orders contradict.

    Where no cell shows the order, other columns do; else who separates cells by semicolons writes the day first, and so
    does a table whose days are closer together then.
    """
    found = _iso(present) or _compact(present)
    if found is not None:
        return Inferred(DATE, found)
    days: list[date | _Numeric] = []
    for text in present:
        day = _day(text)
        if day is None:
            return None
        days.append(day)
    return _ordered(present, days, writing)


def is_day(text: str) -> bool:
    """Return whether a single cell states a date."""
    return read_days([text]) is not None


def _iso(present: Sequence[str]) -> list[date] | None:
    if len(present[0]) != 10 or set(map(len, present)) != {10} or not _ISO_SIGNS.issuperset("".join(present)):
        return None
    try:
        return [date.fromisoformat(text) for text in present]
    except ValueError:
        return None


def _compact(present: Sequence[str]) -> list[date] | None:
    """Return texts such as 20240131 as dates; a single one that is none makes all of them numbers."""
    if not all(map(_COMPACT.fullmatch, present)):
        return None
    days = [_valid(int(text[:4]), int(text[4:6]), int(text[6:])) for text in present]
    known = [day for day in days if day is not None]
    return known if len(known) == len(days) else None


def _day(text: str) -> date | _Numeric | None:
    text, weekday = _without_weekday(text)
    match = _YEAR_LAST.fullmatch(text)
    if match:
        return _Numeric(int(match[1]), match[2], int(match[3]), match[4], weekday)
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _valid(int(match[1]), int(match[3]), int(match[4]))
    short = _SHORT_YEAR.fullmatch(text)
    return parse_date(f"{short[1]}{_full_year(short[2])}" if short else text)


def _without_weekday(text: str) -> tuple[str, int | None]:
    """Return a text without the weekday that it begins or ends with, and which that is."""
    if match := _BEGINS_WITH_WEEKDAY.fullmatch(text):
        return match[2], _WEEKDAYS.index(match[1][:3].casefold())
    if match := _ENDS_WITH_WEEKDAY.fullmatch(text):
        return match[1], _WEEKDAYS.index((match[2] or match[3])[:3].casefold())
    return text, None


def _ordered(present: Sequence[str], days: Sequence[date | _Numeric], writing: Writing) -> Inferred | None:
    numeric = [day for day in days if isinstance(day, _Numeric)]
    year_first = _year_is_first(numeric)
    order = _Order.NONE if year_first else _order(numeric)
    if order is None:
        return Inferred(TEXT, present, "some dates have the day first and others the month")
    day_first = order is _Order.DAY or (order is _Order.EITHER and _has_day_first(numeric, writing))
    read = [_resolved(day, year_first, day_first) if isinstance(day, _Numeric) else day for day in days]
    if None in read:
        return None
    short = next((day.third for day in numeric if len(day.third) == 2), "")
    years = f"{short} is {_full_year(short)}" if short and not year_first else ""
    note = "read with the year first" if year_first else _about_order(order, numeric, day_first, writing)
    notation = None if order is _Order.NONE else Notation.DAY_FIRST if day_first else Notation.MONTH_FIRST
    is_doubtful = order is _Order.EITHER and writing.day_first is None
    return Inferred(DATE, read, ", ".join(filter(None, [note, years])), notation, is_doubtful)


def _resolved(day: _Numeric, year_first: bool, day_first: bool) -> date | None:
    if year_first:
        return _valid(_full_year(f"{day.first:02}"), day.second, int(day.third))
    number, month = (day.first, day.second) if day_first else (day.second, day.first)
    return _valid(_full_year(day.third), month, number)


def _order(numeric: Sequence[_Numeric]) -> _Order | None:
    """Return which comes first; None if some cells say the day and others the month."""
    day_first = any(day.first > 12 for day in numeric)
    month_first = any(day.second > 12 for day in numeric)
    if day_first and month_first:
        return None
    if not day_first and not month_first and (shown := _shown_by_weekdays(numeric)) is not None:
        return shown
    if day_first or (not month_first and numeric and all(day.sign == "." for day in numeric)):
        return _Order.DAY
    if month_first:
        return _Order.MONTH
    return _Order.NONE if all(day.first == day.second for day in numeric) else _Order.EITHER


def _shown_by_weekdays(numeric: Sequence[_Numeric]) -> _Order | None:
    """Return which comes first, as only then all weekdays that are said are right; None where they do not show it."""
    said = [each for each in numeric if each.weekday is not None]
    right = [order for order in (_Order.DAY, _Order.MONTH) if all(_is_of_weekday(each, order) for each in said)]
    return right[0] if len(right) == 1 else None


def _is_of_weekday(day: _Numeric, order: _Order) -> bool:
    resolved = _resolved(day, year_first=False, day_first=order is _Order.DAY)
    return resolved is not None and resolved.weekday() == day.weekday


def _has_day_first(numeric: Sequence[_Numeric], writing: Writing) -> bool:
    """Return whether dates have the day first of which their own numbers do not show it."""
    if writing.day_first is not None:
        return writing.day_first
    by_day = [_resolved(each, year_first=False, day_first=True) for each in numeric]
    by_month = [_resolved(each, year_first=False, day_first=False) for each in numeric]
    if writing.by_semicolons or len(set(by_day)) < _ENOUGH or {each.second for each in numeric} == {1}:
        return writing.by_semicolons  # 01/01, 02/01 and 03/01 are the first of months as well
    return _span(by_day) * _CLOSER <= _span(by_month)


def _span(days: Sequence[date | None]) -> int:
    """Return over how many days some are spread."""
    known = [each.toordinal() for each in days if each is not None]
    return max(known) - min(known)


def _about_order(order: _Order, numeric: Sequence[_Numeric], day_first: bool, writing: Writing) -> str:
    """Return what to tell people: nothing of days that stand before a point, as they always do."""
    if order is _Order.NONE or (order is _Order.DAY and all(day.sign == "." for day in numeric)):
        return ""
    if order is _Order.EITHER and writing.day_first is None:
        return f"read {chosen_order(day_first)}"
    known = ", as in another column" if order is _Order.EITHER else ""
    return f"read with the {'day' if day_first else 'month'} first{known}"


def _year_is_first(numeric: Sequence[_Numeric]) -> bool:
    """Return whether 24-03-05 begins with the year: of all that may be one, years differ least."""
    if not numeric or any(len(day.third) == 4 or day.sign != "-" or day.second > 12 for day in numeric):
        return False
    if any(day.first > 31 for day in numeric):
        return True
    firsts, thirds = {day.first for day in numeric}, {day.third for day in numeric}
    return len(firsts) < len(thirds) and all(1 <= int(third) <= 31 for third in thirds)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else full_year(int(digits))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # there is no such day
        return None
