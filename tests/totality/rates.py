"""How long a builtin takes for each unit of fuel that it charges, on large and on extreme arguments.

Fuel bounds time only as far as no builtin takes much longer for a unit than the others. Each is called on texts of
100,000 characters, lists of 5,000 items, tables of 2,000 rows, and on numbers at the edges, with what `hints` knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice, product
from time import perf_counter
from typing import Any

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.computing.fuel import BASE_BUDGET
from seglam_lang.language.computing.times import MAX_DURATION
from seglam_lang.language.failures import Failure
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
    is_a,
    list_of,
    record,
)
from seglam_lang.language.values import Column, Groups, Map, Record, Row, Table
from tests.totality.hints import hints
from tests.totality.values import EDGE_NUMBERS, EDGE_TEXTS

ITEMS, CHARACTERS, ROWS = 5_000, 100_000, 2_000
NODES = 3  # the fuel of a call's own node and those of its arguments
MOST_TRIES = 40  # argument lists that a builtin is called on, for each meaning of its type variables
_PAIR = record({"a": NUMBER, "b": TEXT})
_MEANINGS: tuple[Con, ...] = (NUMBER, TEXT, list_of(NUMBER), _PAIR)


@dataclass
class Rate:
    """The worst call of a builtin: nanoseconds for a unit of fuel, and what it was."""

    builtin: str
    longest: float = 0.0  # seconds, of calls that fail too
    nanoseconds: float = 0.0
    seconds: float = 0.0
    fuel: int = 0
    arguments: str = ""


def rate(builtin: Builtin) -> Rate:
    """The worst rate of a builtin over all that is tried."""
    worst = Rate(builtin.id)
    meanings = _MEANINGS if any(_has_variable(param) for param in builtin.params) else (NUMBER,)
    for meaning in meanings:
        for args in islice(_argument_lists(builtin, meaning), MOST_TRIES):
            _measure(builtin, args, worst)
    return worst


def _measure(builtin: Builtin, args: list[Any], worst: Rate) -> None:
    calls = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            nonlocal calls
            calls += 1
            return function(*given)

        return call

    def counting(arg: Any) -> Any:
        if isinstance(arg, dict):  # the functions that give the fields of new columns
            return {name: counted(function) for name, function in arg.items()}
        return counted(arg) if callable(arg) else arg

    args = [counting(arg) for arg in args]
    seconds, fuel, value = _timed(builtin, args)
    if value and seconds / fuel > worst.nanoseconds / 1e9:
        seconds = min(seconds, *(_timed(builtin, args)[0] for _ in range(2)))  # others may have had the processor
    worst.longest = max(worst.longest, seconds)
    fuel += calls
    if value and seconds / fuel > worst.nanoseconds / 1e9:
        worst.nanoseconds, worst.seconds, worst.fuel = seconds / fuel * 1e9, seconds, fuel
        worst.arguments = ", ".join(repr(arg)[:30] for arg in args)


def _timed(builtin: Builtin, args: list[Any]) -> tuple[float, int, bool]:
    """Seconds, fuel, and whether there is a value: a Failure ends a run, so that nothing can repeat what it took."""
    start = perf_counter()
    try:
        fuel = builtin.cost(*args)
        if fuel <= BASE_BUDGET:
            builtin.impl(*args)
        return perf_counter() - start, fuel + NODES, fuel <= BASE_BUDGET
    except Failure:
        return perf_counter() - start, NODES, False


def _argument_lists(builtin: Builtin, meaning: Con) -> Iterator[list[Any]]:
    choices: list[list[Any]] = []
    for name, param in zip(builtin.names, builtin.params, strict=True):
        if builtin.applied and is_a(param, Constructor.FUNCTION):
            given = _values(_meant(param.args[-1], meaning))[0]
            choices.append([_Each(given)])
            continue
        if builtin.columns == "fields" and is_a(param, Constructor.FUNCTION):
            cells = _values(_meant(param.args[-1], meaning))[0]
            choices.append([{"a": lambda *args, cells=cells: cells, "b": lambda *args: None}])
            continue
        tried = list(hints(builtin.id, name)) if isinstance(param, Con) and param in (NUMBER, TEXT) else []
        choices.append(
            [each for each in tried if isinstance(each, str) == (param == TEXT)] + _values(_meant(param, meaning))
        )
    step = max(1, _count(choices) // MOST_TRIES)
    for args in islice(product(*choices), 0, None, step):
        yield [(each.value,) * _count_items(args[0]) if isinstance(each, _Each) else each for each in args]


def _count_items(receiver: Any) -> int:
    return len(receiver.keys) if isinstance(receiver, Groups) else len(receiver)


@dataclass
class _Each:
    """What a function gives for each item of the receiver."""

    value: Any


def _count(choices: list[list[Any]]) -> int:
    count = 1
    for each in choices:
        count *= len(each)
    return count


def _has_variable(kind: Type) -> bool:
    return isinstance(kind, Var) or any(map(_has_variable, kind.args))


def _meant(kind: Type, meaning: Con) -> Con:
    if isinstance(kind, Var):
        return (meaning if meaning in (NUMBER, TEXT) else NUMBER) if kind.bound else meaning
    return Con(kind.constructor, tuple([_meant(part, meaning) for part in kind.args]), kind.labels)


def _values(kind: Con) -> list[Any]:
    """Large and extreme values of a type."""
    if kind.constructor is Constructor.FUNCTION:
        given = _values(_con(kind.args[-1]))[0]
        return [lambda *args: given]
    if kind.constructor is Constructor.COLUMN:
        cell = _con(kind.args[0])
        return [Column({NUMBER: "n", TEXT: "t", DATE: "d", DURATION: "l"}.get(cell, "n"), cell)]
    if kind.constructor is Constructor.OPTIONAL:
        return [*_values(_con(kind.args[0]))[:2], None]
    if kind.constructor is Constructor.TYPE:
        return [list_of(_con(kind.args[0])), record({"n": NUMBER, "t": TEXT}), NUMBER]
    if kind.constructor is Constructor.LIST:
        return _lists(_con(kind.args[0]))
    if kind.constructor is Constructor.MAP:
        key, value = map(_con, kind.args)
        values = _some(value)
        return [Map({key: values[i % len(values)] for i, key in enumerate(_many(key))})]
    if kind.constructor is Constructor.RECORD:
        return [Record(kind.labels, tuple([_values(_con(part))[0] for part in kind.args]))]
    return _atoms()[kind]


@cache
def _lists(item: Con) -> list[Any]:
    some = _some(item)
    return [_many(item), (some[0],) * ITEMS, tuple(some), ()]


@cache
def _many(item: Con) -> tuple[Any, ...]:
    """Different items, a large number of them."""
    if item == NUMBER:
        return tuple([Decimal(i) / 7 + Decimal("0.0001") if i % 2 else i for i in range(ITEMS)])
    if item == TEXT:
        return tuple([f"{'the same beginning ' * (i % 3)}{i}" for i in range(ITEMS)])
    if item == DATE:
        return tuple([date(1900, 1, 1) + timedelta(i) for i in range(ITEMS)])
    if item == DATETIME:
        return tuple([datetime(1900, 1, 1) + timedelta(hours=i) for i in range(ITEMS)])
    if item == TIME:
        return tuple([(datetime(1900, 1, 1) + timedelta(seconds=i)).time() for i in range(ITEMS)])
    if item == DURATION:
        return tuple([timedelta(minutes=i) for i in range(ITEMS)])
    if item == BOOL:
        return (True, False) * (ITEMS // 2)
    if item.constructor is Constructor.OPTIONAL:
        return tuple([each if i % 3 else None for i, each in enumerate(_many(_con(item.args[0])))])
    if item.constructor is Constructor.LIST:
        return tuple([(each,) * (i % 4) for i, each in enumerate(_many(_con(item.args[0])))][: ITEMS // 4])
    assert item.constructor is Constructor.RECORD, item
    columns = [_many(_con(part)) for part in item.args]
    return tuple([Record(item.labels, row) for row in zip(*columns, strict=False)])


def _some(item: Con) -> list[Any]:
    return _values(item)[:5] if item in _atoms() else list(_many(item)[:5])


@cache
def _atoms() -> dict[Con, list[Any]]:
    words = "the quick brown fox, 12.5 €; 2024-01-31\n" * (CHARACTERS // 40)
    big = [*EDGE_TEXTS, "", "a" * CHARACTERS, words, "é" * CHARACTERS, "a," * (CHARACTERS // 2), "1" * CHARACTERS]
    cells = (
        tuple([Decimal(i) / 7 if i % 5 else None for i in range(ROWS)]),
        tuple([f"group {i % 700}" for i in range(ROWS)]),
        tuple([date(2000, 1, 1) + timedelta(i % 999) for i in range(ROWS)]),
        tuple([timedelta(minutes=i % 999) for i in range(ROWS)]),
    )
    table = Table(("n", "t", "d", "l"), (NUMBER, TEXT, DATE, DURATION), cells, ROWS)
    long = tuple([f"{'long ' * 4_000}{i % 7}" for i in range(50)])  # different objects, though mostly equal
    longer = Table(("n", "t"), (NUMBER, TEXT), (tuple(range(50)), long), 50)
    groups = REGISTRY.by_id["table.group_by@1"].impl
    by = [Column("t", TEXT), Column("n", NUMBER)]
    many: list[Groups] = [groups(each, column, None) for each in (table, longer) for column in by]
    return {
        NUMBER: [7, *EDGE_NUMBERS, 0, -3, Decimal("0.5")],
        TEXT: big[::-1],
        BOOL: [True, False],
        DATE: [date(2024, 1, 31), date.min, date.max],
        DATETIME: [datetime(2024, 1, 31, 9, 30), datetime.min, datetime.max],
        TIME: [time(9, 30), time.min, time.max],
        DURATION: [timedelta(minutes=90), MAX_DURATION, -MAX_DURATION, timedelta(0)],
        TABLE: [table, longer, Table((), (), (), 0)],
        Con(Constructor.GROUPS): many,
        Con(Constructor.ROW): [Row(table, 1)],
    }


def _con(kind: Type) -> Con:
    assert isinstance(kind, Con)
    return kind
