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

STATED_IN_FULL = 8  # decimals: a fraction that the suite writes with as many is compared at that many
_NO_CONTEXT = TYPE_ERRORS | {"field-twice", "unknown-procedure"}


def value_and_type(stated: Any) -> tuple[Value, Type]:
    """An input of a row."""
    if isinstance(stated, bool):
        return stated, BOOL
    if isinstance(stated, int | Decimal):
        return canonical(Decimal(stated)), NUMBER
    if isinstance(stated, str):
        return stated, TEXT
    if stated is None:
        raise NotTranslatable("null as an input")
    if isinstance(stated, list):
        items = [value_and_type(each) for each in stated]
        kinds = {kind for _, kind in items}
        if len(kinds) != 1:
            raise NotTranslatable("values of several types in a list")
        return tuple(value for value, _ in items), list_of(kinds.pop())
    if "date" in stated:
        return _date(stated["date"]), DATE
    if "decimal" in stated:
        return canonical(Decimal(stated["decimal"])), NUMBER
    if "context" in stated:
        fields = {name: value_and_type(each) for name, each in stated["context"].items()}
        value = Record(tuple(fields), tuple(each for each, _ in fields.values()))
        return value, record({name: kind for name, (_, kind) in fields.items()})
    raise NotTranslatable("date-time type")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotTranslatable("date-time type") from None


def expectation(stated: Any) -> Predicate | ExpectedFailure:
    """What a row expects: an error, null where there is no value, or a value.

    Null is what FEEL makes of an error, and what it finds where nothing is: this language fails there, or has `none`.
    """
    if stated is None or stated == {"error": True}:
        return ExpectedFailure(absence_passes=True, codes=_NO_CONTEXT)
    return lambda value: agrees(value, stated)


def agrees(value: Value, stated: Any) -> bool:
    """Whether a value is what the suite states."""
    if isinstance(value, bool) or isinstance(stated, bool):
        return value is stated
    if isinstance(stated, int | Decimal):
        return isinstance(value, int | Decimal) and _same_number(Decimal(value), Decimal(stated))
    if isinstance(stated, str):
        return isinstance(value, str) and value == stated
    if isinstance(stated, Sequence):
        return isinstance(value, tuple) and len(value) == len(stated) and all(map(agrees, value, stated))
    if "decimal" in stated:
        return agrees(value, Decimal(stated["decimal"]))
    if "date" in stated:
        return isinstance(value, date) and value.isoformat() == stated["date"]
    return "context" in stated and _same_context(value, stated["context"])


def _same_number(value: Decimal, stated: Decimal) -> bool:
    """The suite cuts long fractions off (1.38629436 for log(4)): those agree at as many decimals as it writes."""
    decimals = -int(stated.as_tuple().exponent)
    return value == stated or (decimals >= STATED_IN_FULL and abs(value - stated) < Decimal(1).scaleb(-decimals))


def _same_context(value: Value, stated: Mapping[str, Any]) -> bool:
    if isinstance(value, Record):
        items = dict(zip(value.names, value.values, strict=True))
    elif isinstance(value, Map):
        items = value.items
    else:
        return False
    return items.keys() == stated.keys() and all(agrees(items[name], stated[name]) for name in stated)
