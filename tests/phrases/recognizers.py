"""What the rows of Microsoft Recognizers' tests expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

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

_CURRENCIES = {"Dollar": "USD", "Pound": "GBP", "Franc": "CHF", "Bitcoin": "BTC", "Cent": "USD", "Pence": "GBP"}
_UNIT_NAMES = {"C": "celsius", "F": "fahrenheit", "Degree": "degree", "Ton": "tonne"}
_OPEN = frozenset(("since", "before", "after", "until"))

_NUMBERS = {"powers are computed, not read": r"\^", "decimal commas": r"[0-9],[0-9]{2}(?![0-9])"}
_COMPARATORS = {"comparators are words of the template": r"less|more|larger|higher|at (most|least)|greater"}
_MONEY = {
    "hundredths without a name": r"(and \w+|(usd|dollars?) \d+)$",
    "letters of scale before a code": r"\bm(eur|gbp|usd)",
    "currencies that are no more": r"markka|guilder|peseta|^sen |marks",
}
_VAGUE_TIMES = {
    "words that say no exact time": r"^\D*(mid[- ]|ish|lunch|dinner|breakfast|now|noon|night|morning)\D*$|ish$",
    "a number alone, as an hour": r"^(at )?\d+(\.\d+)?$",
}
_VAGUE_DURATIONS = {
    "words that say no exact duration": r"\b(all|full|whole|some|few|another|couple|rest|decades?)\b|business|\w+ than",
    "periods, which count from a day": r"^for the (week|year)$",
    "weekends have no fixed length": "weekends",
    "months and years have no fixed length": r"\b(year|month)s?\b.*\b(days?|weeks?|quarter)\b",
}


class _Result(NamedTuple):
    """A phrase of a row, with how it is resolved, and the words of the row."""

    kind: str
    phrase: str
    resolution: Mapping[str, Any]
    text: str

    @property
    def values(self) -> list[Mapping[str, Any]]:
        """The ways in which it may be resolved: in the past and in the future."""
        nested = [value for value in self.resolution.values() if isinstance(value, Mapping)]
        return self.resolution.get("values") or nested or [self.resolution]


_Judged = tuple[Fits, str] | None


def recognizers(row: Mapping[str, Any]) -> Iterator[Expected]:
    """Yield what a row of Recognizers expects."""
    for result in row["results"]:
        kind, reader = _READERS.get((result["type"] or "").removeprefix("datetimeV2."), ("", None))
        if reader is None or not result.get("resolution"):
            continue
        judged = reader(_Result(kind, result["text"], result["resolution"], row["text"]))
        if judged:
            yield Expected(kind, result["text"], result["start"], result["end"] + 1, *judged)


def _number(result: _Result) -> _Judged:
    value = number_of(result.resolution["value"])
    if value is None:
        return None
    why = first_reason(result.phrase, _NUMBERS) or first_reason(
        result.text, {"dates are read as dates": r"\d/\d+/\d{4}"}
    )
    return fits_number(value, Family.NUMBER, Family.MONEY, Family.PERCENT, Family.QUANTITY), why


def _ordinal(result: _Result) -> _Judged:
    value = number_of(result.resolution["value"])
    return None if value is None else (fits_number(value, Family.ORDINAL), "")


def _percentage(result: _Result) -> _Judged:
    value = number_of(result.resolution["value"].rstrip("%"))
    why = first_reason(result.phrase, {"'percents of twenty' for 20 %": "^per ?cents? of"})
    return None if value is None else (fits_number(value / 100, Family.PERCENT), why)


def _range(result: _Result) -> _Judged:
    low, high = (number_of(end) for end in result.resolution["value"].strip("[]()").split(","))
    if low is None or high is None or low == high:
        return (lambda read: False), next(iter(_COMPARATORS))
    return fits_range(low, high), first_reason(result.phrase, _COMPARATORS)


def _age(result: _Result) -> _Judged:
    value = number_of(result.resolution["value"])
    kind = kinds.age(result.resolution["unit"].lower())
    return None if value is None else (fits_number(value, Family.AGE, kind=kind), "")


def _currency(result: _Result) -> _Judged:
    value, unit = number_of(result.resolution["value"]), result.resolution["unit"]
    code = result.resolution.get("isoCurrency") or _CURRENCIES.get(unit, "")
    if value is None:
        return None
    share = Fraction(1, 100) if unit in ("Cent", "Pence") else 1
    return fits_money(value * share, code), first_reason(result.phrase, _MONEY)


def _quantity(result: _Result) -> _Judged:
    value, unit = number_of(result.resolution["value"]), result.resolution["unit"]
    if value is None:
        return None
    name = _UNIT_NAMES.get(unit, unit)
    why = "" if unit_of(name) or name == "degree" else "units that are not in our table"
    return fits_quantity(value, name), "mb is a megabyte" if unit == "Megabit" else why


def _dates(result: _Result) -> _Judged:
    pairs = [pair for value in result.values if (pair := _pair(value))]
    if not pairs:
        return None
    why = dates_not_ours(result.phrase)
    if any(value.get("Mod") in _OPEN for value in result.values) or any(None in pair for pair in pairs):
        edges = {day for pair in pairs for day in pair if day}
        return fits_days(lambda first, last: not edges.isdisjoint((first, last + timedelta(days=1)))), why
    single = result.kind == "date"
    return fits_days(lambda first, last: any(_are_days(first, last, pair, single) for pair in pairs)), why


def _pair(value: Mapping[str, Any]) -> tuple[date | None, date | None] | None:
    single = _day(value.get("date") or value.get("value"))
    start, end = _day(value.get("startDate") or value.get("start")), _day(value.get("endDate") or value.get("end"))
    if single:
        return single, single
    return (start, end) if start or end else None


def _day(text: Any) -> date | None:
    try:
        day = date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
    return None if day.year == 1 else day


def _are_days(first: date, last: date, pair: tuple[date | None, date | None], single: bool) -> bool:
    """Return whether a period is theirs. Their end is the day after it, or the last day ("from 4 to 22 January"), or
    the first day of a unit that is meant whole ("from May to July").
    """
    start, end = pair
    if first != start or end is None or single:
        return first == start and last == end
    whole = (unit_at(end, unit) for unit in ("week", "month", "quarter", "year"))
    return end in (last, last + timedelta(days=1)) or any((each.first, each.last) == (end, last) for each in whole)


def _time(result: _Result) -> _Judged:
    times = {value.get("time") or value.get("value") for value in result.values}
    why = first_reason(result.phrase, _VAGUE_TIMES)
    return (lambda read: read.kind == kinds.TIME and read.value.isoformat() in times), why


def _duration(result: _Result) -> _Judged:
    seconds = {number_of(value.get("duration") or value.get("value")) for value in result.values}
    return fits_length(lambda *length: _seconds(*length) in seconds), first_reason(result.phrase, _VAGUE_DURATIONS)


def _seconds(months: Fraction, seconds: Fraction) -> Fraction:
    """Return a duration as Recognizers counts it: a month of 30 days, a year of 365."""
    if months.denominator > 1 or months % 12 == 0 or (months % 6 == 0 and months > 12):
        days = months / 12 * 365
    else:
        days = months // 12 * 365 + months % 12 * 30
    return days * 86_400 + seconds


_READERS: dict[str, tuple[str, Callable[[_Result], _Judged]]] = {
    "number": ("number", _number),
    "ordinal": ("ordinal", _ordinal),
    "percentage": ("percentage", _percentage),
    "numberrange": ("number range", _range),
    "age": ("age", _age),
    "currency": ("currency", _currency),
    "dimension": ("unit", _quantity),
    "temperature": ("unit", _quantity),
    "date": ("date", _dates),
    "daterange": ("date range", _dates),
    "time": ("time", _time),
    "duration": ("duration", _duration),
}
