"""Values of any type, among them those at the edges: what generated programs hold as constants and run on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from seglam_lang.language.computing.times import MAX_DURATION
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    TABLE,
    TEXT,
    TIME,
    Con,
    Constructor,
    Type,
    Var,
)
from seglam_lang.language.values import Map, Record, Table
from tests.totality.choices import Choices, pick

SMALL_NUMBERS = (
    1,
    2,
    3,
    4,
    5,
    7,
    10,
    12,
    100,
    2024,
    0,
    -1,
    Decimal("0.5"),
    Decimal("-2.25"),
    Decimal("0.1"),
    Decimal("1.07"),
)
EDGE_NUMBERS = (
    1000, 2024, 10**6, -(10**9), 10**18, 2**61 - 1, 10**33, 10**34 - 1, -(10**34) + 1,
    Decimal("1E+34"), Decimal("1E+40"), Decimal("-7.5E+100"), Decimal("9.99E+6144"), Decimal("1E+3000"),
    Decimal("1E-10"), Decimal("1E-34"), Decimal("-1E-3000"), Decimal("1E-6143"), Decimal("0." + "3" * 34),
    Decimal("1234567890.123456789"), Decimal("0.999999999999999999999999999999999"),
)  # fmt: skip
WORDS = (
    "a",
    "b",
    "ab",
    "",
    " a b ",
    "12",
    "1,5",
    "é",
    "ÅNGSTRÖM",
    "x\ny",
    "a,b;c",
    "ft",
    "2024-01-31",
    "3 %",
    "the end",
)
EDGE_TEXTS = (
    "ß", "e\u0301", "\U0001f600", "\x00", "\u2028", "İ", "'\"\\", "a" * 200, "n\nt\r\n", "1e6144", "-9.99e6144",
    "[1, 2]", '{"a": 1, "b": null}', "n,t\n1,x\n2,y\n", "(a+)+$", "31 January 2024", "3 ft 5 in", "(" * 50, "1" * 60,
)  # fmt: skip
_FIRST = date(1999, 12, 25)
EDGE_DATES = (date.min, date.max, date(2024, 2, 29), date(1900, 2, 28), date(2020, 12, 31))


EDGE_TIMES = (time.min, time.max, time(12), time(9, 30, 15, 250_000))
EDGE_DURATIONS = (MAX_DURATION, -MAX_DURATION, timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1))


def value(choices: Choices, kind: Con) -> Any:
    """A value of the type `kind`, which has no variables and, but for Table, no columns."""
    if kind == NUMBER:
        return number(choices)
    if kind == TEXT:
        return text(choices)
    if kind == BOOL:
        return choices.below(2) == 1
    if kind == DATE:
        return day(choices)
    if kind == DATETIME:
        return datetime.combine(day(choices), clock(choices))
    if kind == TIME:
        return clock(choices)
    if kind == DURATION:
        return length(choices)
    if kind == TABLE:
        return table(choices, {"n": NUMBER, "t": TEXT, "d": DATE})
    parts = [part for part in kind.args if isinstance(part, Con)]
    if kind.constructor is Constructor.OPTIONAL:
        return None if choices.below(3) == 0 else value(choices, parts[0])
    if kind.constructor is Constructor.LIST:
        return tuple([value(choices, parts[0]) for _ in range(size(choices))])
    if kind.constructor is Constructor.MAP:
        return Map({value(choices, parts[0]): value(choices, parts[1]) for _ in range(size(choices))})
    assert kind.constructor is Constructor.RECORD, kind
    return Record(kind.labels, tuple([value(choices, part) for part in parts]))


def number(choices: Choices) -> Any:
    """A Number: mostly small, sometimes extreme."""
    return pick(choices, EDGE_NUMBERS if choices.below(8) == 7 else SMALL_NUMBERS)


def text(choices: Choices) -> str:
    """A Text: mostly short, sometimes odd."""
    return pick(choices, EDGE_TEXTS if choices.below(8) == 7 else WORDS)


def day(choices: Choices) -> date:
    """A Date: mostly of a few years, sometimes the first or last there is."""
    if choices.below(8) == 7:
        return pick(choices, EDGE_DATES)
    return _FIRST + timedelta(choices.below(800))


def clock(choices: Choices) -> time:
    """A Time: mostly a quarter of an hour, sometimes the first or last there is."""
    if choices.below(8) == 7:
        return pick(choices, EDGE_TIMES)
    return time(choices.below(24), 15 * choices.below(4))


def length(choices: Choices) -> timedelta:
    """A Duration: mostly some hours, sometimes the shortest or longest there is."""
    if choices.below(8) == 7:
        return pick(choices, EDGE_DURATIONS)
    return timedelta(minutes=15 * choices.below(200) - 400)


def size(choices: Choices) -> int:
    """The length of a list: mostly small."""
    if choices.below(10) == 9:
        return choices.below(60)
    return choices.below(5) or choices.below(2)


def table(choices: Choices, columns: Mapping[str, Con]) -> Table:
    """A table with these columns, blanks among its cells."""
    length = size(choices) + choices.below(3)
    cells = tuple(
        tuple([None if choices.below(5) == 4 else value(choices, kind) for _ in range(length)])
        for kind in columns.values()
    )
    return Table(tuple(columns), tuple(columns.values()), cells, length)


def instance(kind: Type, meant: Mapping[str, Con]) -> Con:
    """`kind` with its variables replaced by what they are `meant` to be."""
    if isinstance(kind, Var):
        return meant[kind.name]
    return Con(kind.constructor, tuple(instance(part, meant) for part in kind.args), kind.labels)
