"""What a procedure may take of a value that the words state, in one form for all kinds of values.

    a number, text, time, duration ...    the value itself
    a period, a range                     its first and its last: two dates, two numbers, two times
    a quantity, an age, an amount         its number, and its unit or currency as a text

A parameter takes the value as a whole (`FromSlot`) or one of its parts (`FromPart`). `Reading.values` has them all.
"""

from __future__ import annotations

from typing import NamedTuple

from seglam_lang.language.types import TEXT, Con
from seglam_lang.language.values import Record, Value
from seglam_lang.requests.kinds import Family
from seglam_lang.requests.model import Literal, Mention

ENDS = ("first", "last")
NUMBER_PART = "number"
PARTS_OF = {
    Family.QUANTITY: (NUMBER_PART, "unit"),
    Family.AGE: (NUMBER_PART, "unit"),
    Family.MONEY: (NUMBER_PART, "currency"),
}
UNIT_PARTS = frozenset(unit for _, unit in PARTS_OF.values())


class Part(NamedTuple):
    """A part of a value, with its type. `name` is "" for the value as a whole."""

    name: str
    type: Con
    value: Value


class Stated(NamedTuple):
    """A value that the words state: where and as what, and the parts that make it up. None of them says less."""

    mention: Mention
    parts: tuple[Part, ...]


def stated(mention: Mention) -> Stated:
    """Return what a mention states, taken apart."""
    value, kind = mention.value, mention.type
    if isinstance(mention, Literal):
        if isinstance(value, Record):
            ends = zip(value.names, kind.args, value.values, strict=True)
            return Stated(mention, tuple([Part(name, _known(end), part) for name, end, part in ends]))
        if mention.kind.family in PARTS_OF:
            number, unit = PARTS_OF[mention.kind.family]
            return Stated(mention, (Part(number, kind, value), Part(unit, TEXT, mention.kind.detail)))
    return Stated(mention, (Part("", kind, value),))


def part_of(mention: Mention, name: str) -> Part | None:
    """Return the part of a value that has this name, and None where it has none."""
    return next((part for part in stated(mention).parts if part.name == name), None)


def _known(kind: object) -> Con:
    assert isinstance(kind, Con), "the types of literals are known"
    return kind
