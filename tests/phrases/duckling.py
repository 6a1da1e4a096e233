"""What the rows of Duckling's own tests expect: its values are the source text of its test suite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from seglam_lang.language.builtins.units import unit_of
from seglam_lang.requests import kinds
from seglam_lang.requests.dates.days import unit_at
from seglam_lang.requests.kinds import Family
from tests.phrases.expectations import (
    Expected,
    Fits,
    dates_not_ours,
    first_reason,
    fits_days,
    fits_length,
    fits_money,
    fits_number,
    fits_quantity,
    fits_range,
    number_of,
)

_AT = r"\((-?\d+), (\d+), (\d+), 0, 0, 0\)"
_DATE = re.compile(rf"datetime {_AT} (Day|Week|Month|Quarter|Year)\b")
_INTERVAL = re.compile(rf"datetimeInterval \({_AT}, {_AT}\) (Day|Week|Month|Quarter|Year)\b")
_OPEN = re.compile(rf"datetimeOpenInterval (?:After|Before) {_AT}")
_NUMBER = re.compile(r"\((?:NumeralValue|OrdinalData) \(?(-?[\d.e]+)\)?\)")
_SIMPLE = re.compile(r"\((?:simple|above|under) (\w+) ([\d.e]+)")
_BETWEEN = re.compile(r"\(between (\w+) ?\(([\d.e]+), ?([\d.e]+)\)")
_DURATION = re.compile(r"DurationData ([\d.]+) (\w+)")
_SECONDS = {"Second": 1, "Minute": 60, "Hour": 3_600, "Day": 86_400, "Week": 604_800}
_MONTHS = {"Month": 1, "Quarter": 3, "Year": 12}
_CURRENCIES = {"Dollar": "USD", "Cent": "USD", "Dinar": "KWD", "Riyal": "SAR"}
_WEEKDAY = re.compile(r"(this )?(mon|tues?|wed|thu|fri|sat|sun)[a-z]*\.?")
_NAMES_YEAR = re.compile(r"\d{4}|last (?!monday)[^d]*$|next|this|year|ago|hence")

_DATES = {
    "subtractions are no dates": r"^\d+ ?- ?\d+$",
    "the last 2 weeks as the calendar's": r"^(last|past|next) (\d|two|three) (week|month|year)s$",
    "two digits of a year after a day": r"^14th April 15$",
    "upcoming periods as one unit": r"^(upcoming|two|2) .*(two|2|upcoming)",
    "weekdays by an abbreviation alone": r"^(mon|fri|sat)$",
}
_NUMBERS = {
    "single": r"^single$",
    "one twenty two": r"^one twenty two$",
    "other words for lakh and crore": r"lkh|\bl\b|koti|krore|\bkr\b",
}
_MONEY = {
    "hundredths without a name": r"(fourteen|one|43)$",
    "other words for Egyptian pounds": r"42 (l|g|egyptianp)",
    "the lakh of 7-9 lakh is of both": "lakh",
}
_DURATIONS = {
    "15.5 minutes for 3630 seconds": r"^15\.5",
    "m is a meter": r"^2 ?[m']$",
    "months and years have no fixed length": r"^1 year|month and",
    "fewer of a duration": "less|fewer",
}

_Judged = tuple[str, Fits, str] | None


def duckling(row: Mapping[str, Any]) -> Iterator[Expected]:
    """Yield what a row of Duckling expects."""
    text = row["text"]
    reader = _READERS.get(row["set"].removeprefix("duckling-"))
    judged = reader(text, row["value"]) if reader else None
    if judged:
        kind, fits, why = judged
        yield Expected(kind, text, 0, len(text), fits, why, bool(_NAMES_YEAR.search(text)))


def _time(text: str, value: str) -> _Judged:
    wanted = None if "Holiday" in value or re.search("Hour|Minute|Second", value) else _days(value)
    if wanted is None:
        return None
    kind = "date" if wanted[0] == wanted[1] else "date range"
    why = dates_not_ours(text) or first_reason(text, _DATES)
    if _WEEKDAY.fullmatch(text.lower()):  # of any week
        return kind, fits_days(lambda first, last: first == last and abs((first - wanted[0]).days) in (0, 7)), why
    return kind, fits_days(lambda first, last: (first, last) == wanted), why


def _days(value: str) -> tuple[date, date] | None:
    try:
        if found := _DATE.search(value):
            whole = unit_at(_date(found.groups()[:3]), found[4].lower())
            return whole.first, whole.last
        if found := _INTERVAL.search(value):
            return _date(found.groups()[:3]), _date(found.groups()[3:6]) - timedelta(days=1)
        if found := _OPEN.search(value):
            first = _date(found.groups())
            return first, unit_at(first, "year").last
    except ValueError:  # before our calendar
        return None
    return None


def _date(parts: tuple[str, ...]) -> date:
    year, month, day = map(int, parts)
    return date(year, month, day)


def _number(text: str, value: str) -> _Judged:
    found = _NUMBER.search(value)
    wanted = number_of(found[1]) if found else None
    if wanted is None:
        return None
    if "Ordinal" in value:
        return "ordinal", fits_number(wanted, Family.ORDINAL), ""
    return "number", fits_number(wanted, Family.NUMBER, Family.MONEY, Family.QUANTITY), first_reason(text, _NUMBERS)


def _quantity(text: str, value: str) -> _Judged:
    if between := _BETWEEN.search(value):
        low, high, unit = number_of(between[2]), number_of(between[3]), unit_of(between[1])
        if low is None or high is None or unit is None:
            return None
        return "unit", fits_range(low, high, str(kinds.quantity(unit.name))), ""
    simple = _SIMPLE.search(value)
    wanted = number_of(simple[2]) if simple else None
    if simple is None or wanted is None:
        return None
    name = "meter" if simple[1] == "M" else simple[1].lower()
    if name == "unnamed":
        return "number", fits_number(wanted, Family.NUMBER), ""
    why = "" if unit_of(name) or name == "degree" else "units that are not in our table"
    return "unit", fits_quantity(wanted, name), why or first_reason(text, {"3k for kilometers": "^3k$"})


def _money(text: str, value: str) -> _Judged:
    why = first_reason(text, _MONEY)
    if between := _BETWEEN.search(value):
        low, high = number_of(between[2]), number_of(between[3])
        if low is None or high is None:
            return None
        bound = str(kinds.money(_CURRENCIES.get(between[1], between[1])))
        return "currency", fits_range(low, high, bound), why
    simple = _SIMPLE.search(value)
    wanted = number_of(simple[2]) if simple else None
    if simple is None or wanted is None:
        return None
    if simple[1] == "Unnamed":
        return "number", fits_number(wanted, Family.NUMBER), ""
    share = 100 if simple[1] == "Cent" else 1
    return "currency", fits_money(wanted / share, _CURRENCIES.get(simple[1], simple[1])), why


def _duration(text: str, value: str) -> _Judged:
    found = _DURATION.search(value)
    count = number_of(found[1]) if found else None
    if found is None or count is None:
        return None
    months, seconds = count * _MONTHS.get(found[2], 0), count * _SECONDS.get(found[2], 0)
    return (
        "duration",
        fits_length(lambda *length: length == (months, seconds)),
        first_reason(text, _DURATIONS),
    )


_READERS: dict[str, Callable[[str, str], _Judged]] = {
    "time": _time,
    "duration": _duration,
    "numeral": _number,
    "ordinal": _number,
    "quantity": _quantity,
    "temperature": _quantity,
    "distance": _quantity,
    "volume": _quantity,
    "amountofmoney": _money,
}
