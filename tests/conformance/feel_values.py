"""Values of the FEEL suite: inputs as values of ours with their types, and what a row expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from seglam_lang.language.computing.numbers import canonical
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Type, list_of, record
from seglam_lang.language.values import Map, Record, Value
from tests.conformance.harness import TYPE_ERRORS, ExpectedFailure, NotTranslatable, Predicate

WRITTEN_IN_FULL = 8  # decimals: a fraction that the suite writes with as many is compared at that many
_NO_CONTEXT = TYPE_ERRORS | {"field-twice", "unknown-procedure"}


def value_and_type(expected: Any) -> tuple[Value, Type]:
    """An input of a row."""
    if isinstance(expected, bool):
        return expected, BOOL
    if isinstance(expected, int | Decimal):
        return canonical(Decimal(expected)), NUMBER
    if isinstance(expected, str):
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
    raise NotTranslatable("date-time type")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotTranslatable("date-time type") from None


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
        return isinstance(value, int | Decimal) and _same_number(Decimal(value), Decimal(expected))
    if isinstance(expected, str):
        return isinstance(value, str) and value == expected
    if isinstance(expected, Sequence):
        return isinstance(value, tuple) and len(value) == len(expected) and all(map(agrees, value, expected))
    if "decimal" in expected:
        return agrees(value, Decimal(expected["decimal"]))
    if "date" in expected:
        return isinstance(value, date) and value.isoformat() == expected["date"]
    return "context" in expected and _same_context(value, expected["context"])


def _same_number(value: Decimal, expected: Decimal) -> bool:
    """The suite cuts long fractions off (1.38629436 for log(4)): those agree at as many decimals as it writes."""
    decimals = -int(expected.as_tuple().exponent)
    return value == expected or (decimals >= WRITTEN_IN_FULL and abs(value - expected) < Decimal(1).scaleb(-decimals))


def _same_context(value: Value, expected: Mapping[str, Any]) -> bool:
    if isinstance(value, Record):
        items = dict(zip(value.names, value.values, strict=True))
    elif isinstance(value, Map):
        items = value.items
    else:
        return False
    return items.keys() == expected.keys() and all(agrees(items[name], expected[name]) for name in expected)
