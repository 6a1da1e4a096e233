"""Values of the FEEL suite: inputs as values of ours with their types, and what a row expects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from seglam_lang.language.computing.numbers import canonical
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Type, list_of, record
from seglam_lang.language.values import Map, Record, Value
from tests.conformance.digits import near
from tests.conformance.harness import TYPE_ERRORS, ExpectedFailure, NotTranslatable, Predicate

_NO_CONTEXT = TYPE_ERRORS | {"field-twice", "unknown-procedure"}


def value_and_type(expected: Any) -> tuple[Value, Type]:
    """An input of a row."""
    if isinstance(expected, bool):
        return expected, BOOL
    if isinstance(expected, int | Decimal):
        return canonical(Decimal(expected)), NUMBER
    if isinstance(expected, str):
        check_moment(expected)
        return expected, TEXT
    if expected is None:
        raise NotTranslatable("null as an input")
    if isinstance(expected, list):
        items = [value_and_type(each) for each in expected]
        kinds = {kind for _, kind in items}
        if len(kinds) != 1:
            raise NotTranslatable("values of several types in a list")
        return tuple(value for value, _ in items), list_of(kinds.pop())
    if "date" in expected:
        return _date(expected["date"]), DATE
    if "decimal" in expected:
        return canonical(Decimal(expected["decimal"])), NUMBER
    if "context" in expected:
        fields = {name: value_and_type(each) for name, each in expected["context"].items()}
        value = Record(tuple(fields), tuple(each for each, _ in fields.values()))
        return value, record({name: kind for name, (_, kind) in fields.items()})
    (text,) = expected.values()
    return moment(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotTranslatable(UNSAYABLE_YEAR) from None


MONTHS = record({"months": NUMBER})  # what a duration of years and months is here
UNSAYABLE_YEAR = "years before 1 and after 9999"
_ZONE = re.compile(r"[-0-9T:.]*[0-9]{2}:[0-9]{2}[0-9:.]*(Z|[-+@].*)")
_FINE = re.compile(r"[-0-9T:.PDHMS]*\.[0-9]{7,}S?")
_OF_MONTHS = re.compile(r"(?P<sign>-?)P(?=[0-9])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?")
_FAR_YEAR = re.compile(r"(-[0-9]+|[0-9]{5,})-[0-9]{2}-[0-9]{2}T.*")


def check_moment(text: str) -> None:
    """Raise NotTranslatable where a text states a time or duration that this language has none of."""
    for form, reason in (
        (_ZONE, "time zones"),
        (_FINE, "nanoseconds"),
        (_FAR_YEAR, UNSAYABLE_YEAR),
    ):
        if form.fullmatch(text):
            raise NotTranslatable(reason)


def is_of_months(text: str) -> bool:
    """Whether a text states a duration of years and months."""
    return bool(_OF_MONTHS.fullmatch(text))


def _months(text: str) -> Record:
    """Such a duration as a record of its months."""
    found = _OF_MONTHS.fullmatch(text)
    assert found, text
    months = 12 * int(found["years"] or 0) + int(found["months"] or 0)
    return Record(("months",), (-months if found["sign"] else months,))


def moment(text: str) -> tuple[Value, Type]:
    """A date with a time, a time or a duration, by its text."""
    check_moment(text)
    if is_of_months(text):
        return _months(text), MONTHS
    for read, kind in ((parse_datetime, DATETIME), (parse_time, TIME), (parse_duration, DURATION)):
        value = read(text)
        if value is not None:
            return value, kind
    raise NotTranslatable("a literal that is no date")


def expectation(expected: Any) -> Predicate | ExpectedFailure:
    """What a row expects: an error, null where there is no value, or a value.

    Null is what FEEL makes of an error, and what it finds where nothing is: this language fails there, or has `none`.
    """
    if expected is None or expected == {"error": True}:
        return ExpectedFailure(absence_passes=True, codes=_NO_CONTEXT)
    return lambda value: agrees(value, expected)


def agrees(value: Value, expected: Any) -> bool:
    """Whether a value is what the suite states."""
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if isinstance(expected, int | Decimal):
        return isinstance(value, int | Decimal) and near(Decimal(value), Decimal(expected))
    if isinstance(expected, str):
        return isinstance(value, str) and value == expected
    if isinstance(expected, Sequence):
        return isinstance(value, tuple) and len(value) == len(expected) and all(map(agrees, value, expected))
    if "decimal" in expected:
        return agrees(value, Decimal(expected["decimal"]))
    if "date" in expected:
        return type(value) is date and value.isoformat() == expected["date"]
    if "duration" in expected and is_of_months(expected["duration"]):
        return bool(value == _months(expected["duration"]))
    if isinstance(value, (datetime, time, timedelta)):
        (text,) = expected.values()
        reader: Any = {datetime: parse_datetime, time: parse_time, timedelta: parse_duration}[type(value)]
        return bool(reader(text) == value)
    return "context" in expected and _same_context(value, expected["context"])


def _same_context(value: Value, expected: Mapping[str, Any]) -> bool:
    if isinstance(value, Record):
        items = dict(zip(value.names, value.values, strict=True))
    elif isinstance(value, Map):
        items = value.items
    else:
        return False
    return items.keys() == expected.keys() and all(agrees(items[name], expected[name]) for name in expected)
