"""Inputs from types: small and repetitive, so that filters, groups and comparisons have something to do.

There is one generator. All its decisions are whole numbers below some n, and `Choices` makes them. `Seeded` makes them
from a seed alone, so that a certificate can name its inputs by that seed on any machine, with any Python and any
Hypothesis; in `strategies` Hypothesis makes them, which can then search and shrink. 0 is always the simplest choice.

Each input has a palette: a few values of each type, from which the cells of all tables *and* the scalars are drawn.
That is why `row[c] == s` is sometimes true, why `>` and `>=` differ, and why groups have more than one row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Protocol

from seglam_lang.language.checking.signature import Param, Signature, is_column
from seglam_lang.language.core import Procedure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    NUMERIC,
    ORDERED,
    SCALARS,
    TEXT,
    TIME,
    Con,
    Constructor,
    Type,
    Var,
)
from seglam_lang.language.values import SCALAR_TYPES, Column, Map, Record, Table, Value

MAX_ROWS = 8  # of a table
MAX_ITEMS = 6  # of a list
PALETTE_SIZE = 5  # values of a type in one palette, at most: few, so that they repeat
FIRST_DAY = date(2023, 12, 30)

WORDS = ("red", "blue", "oak", "Red", "redwood", "green tea", "Quito", "x", "naïve", "7", "12.50", "")
SEPARATORS = (" ", ",", "-", "@", ": ")
ODD_NUMBERS: tuple[int | Decimal, ...] = (
    0, -1, 1, 2, Decimal("0.5"), Decimal("-7.25"), Decimal("0.001"), 25, 1000, 10**6, 10**12, -300
)  # fmt: skip


class Choices(Protocol):
    """What makes the decisions of the generator."""

    def below(self, count: int) -> int:
        """Return a whole number from 0 to count - 1."""


class Seeded:
    """Decisions that follow from the key alone.

    `random()` of a seeded `Random` is the one sequence that Python promises to keep between versions.
    """

    def __init__(self, *key: object) -> None:
        self._random = Random("/".join(map(str, key)))

    def below(self, count: int) -> int:
        return int(self._random.random() * count)


@dataclass(frozen=True, slots=True)
class Hints:
    """Values that mean something to the procedures under test: their own literals, and those of their builtins'
    examples."""

    numbers: tuple[int | Decimal, ...] = ()
    texts: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    times: tuple[datetime | time | timedelta, ...] = ()


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Sample:
    """The value of every parameter of a signature; `others` are values of the same type to put in its place."""

    values: Mapping[str, Value]
    others: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def arguments(self, params: tuple[str, ...]) -> list[Value]:
        """Return the values of `params`, in that order."""
        return [self.values[name] for name in params]

    def with_value(self, name: str, value: Value) -> Sample:
        """Return the sample with another value of one parameter."""
        return Sample({**self.values, name: value}, self.others)


def number(hundredths: int) -> int | Decimal:
    """Return the Number of so many hundredths, in its one representation."""
    if hundredths % 100 == 0:
        return hundredths // 100
    sign, (whole, part) = "-" * (hundredths < 0), divmod(abs(hundredths), 100)
    return Decimal(f"{sign}{whole}.{part:02d}".rstrip("0"))


class Palette:
    """The values of one input, a few of each type, and what is drawn from them."""

    def __init__(self, choices: Choices, hints: Hints) -> None:
        self.choices = choices
        self._below = choices.below
        self._size = 2 + self._below(PALETTE_SIZE - 1)
        self._anchored = self._below(2) == 0
        dates = self._palette(self._date, hints.dates)
        flavour = self._below(6)
        numbers = self._palette(lambda: self._number(flavour, dates), self._near(hints.numbers))
        self._palettes: dict[Con, tuple[Value, ...]] = {
            NUMBER: numbers,
            TEXT: self._texts(hints.texts),
            DATE: dates,
            BOOL: (False, True),
        }
        self._hints = hints.times
        self.anchors: dict[Con, list[Value]] = {}  # cells of one row of each table: one that meets many conditions

    def _palette(self, fresh: Callable[[], Value], hinted: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple([self.pick(hinted) if hinted and self._below(4) == 3 else fresh() for _ in range(self._size)])

    @staticmethod
    def _near(numbers: tuple[int | Decimal, ...]) -> tuple[Value, ...]:
        """Return constants and the whole numbers beside them, where a comparison turns."""
        beside = [whole + step for whole in numbers if type(whole) is int for step in (-1, 1)]
        return numbers + tuple(beside)

    def _number(self, flavour: int, dates: tuple[Value, ...]) -> Value:
        """Return a number. A palette has one kind, so that procedures for small or whole numbers get their share."""
        if flavour == 0:
            return 1 + self._below(4)  # positions, numbers of rows
        if flavour == 1:
            return self._below(12)
        if flavour == 2:
            return 1 + self._below(200)
        if flavour == 3:
            return number(self._below(100_000))
        if flavour == 4:
            return self.pick(ODD_NUMBERS)
        day = self.pick(dates)
        return self.pick((day.day, day.month, day.year))

    def _texts(self, hinted: tuple[str, ...]) -> tuple[Value, ...]:
        """Return words; or two, both joined, and what joins them, so that texts contain one another; or hints only."""
        flavour = self._below(3)
        if flavour == 1 and hinted:
            return self._palette(lambda: self.pick(hinted), hinted)
        words = self._palette(lambda: self.pick(WORDS), hinted)
        if flavour < 2:
            return words
        joint = self.pick(SEPARATORS)
        return (words[0], words[1], f"{words[0]}{joint}{words[1]}{joint}{words[-1]}", joint)

    def _date(self) -> date:
        return FIRST_DAY + timedelta(days=self._below(3) * 30 + self._below(4) * (1 + 364 * self._below(2)))

    def _clock(self) -> time:
        """A time of day, mostly of a few quarters of an hour, so that they repeat."""
        return time(9 * self._below(3) + self._below(4), 15 * self._below(4), self._below(2) * self._below(60))

    def _datetime(self) -> datetime:
        return datetime.combine(self.pick(self._palettes[DATE]), self._clock())

    def _duration(self) -> timedelta:
        """A length of time: minutes, hours or days, seldom negative."""
        size = self._below(4) * (timedelta(minutes=15), timedelta(hours=1), timedelta(days=1))[self._below(3)]
        return -size if self._below(8) == 7 else size + timedelta(seconds=self._below(2) * self._below(60))

    def _values(self, kind: Con) -> tuple[Value, ...]:
        """The palette of a type. Those of the types that came later are made when they are first asked for: what is
        chosen for signatures without them must stay the same."""
        if kind not in self._palettes:
            fresh = {DATETIME: self._datetime, TIME: self._clock, DURATION: self._duration}[kind]
            hinted = tuple([each for each in self._hints if SCALAR_TYPES[type(each)] is kind])
            self._palettes[kind] = self._palette(fresh, hinted)
        return self._palettes[kind]

    def pick(self, values: tuple[Value, ...] | list[Value]) -> Value:
        """Return one of `values`, which are not empty."""
        return values[self._below(len(values))]

    def scalar(self, kind: Con) -> Value:
        """Return a value of a scalar type, as a cell has it."""
        palette = self._values(kind)
        return palette[self._below(len(palette))]

    def value(self, kind: Con) -> Value:
        """Return a value of any type that a parameter may have, tables and columns excepted."""
        if kind in SCALARS:
            anchored = self.anchors.get(kind)
            return self.pick(anchored) if anchored and self._anchored else self.scalar(kind)
        if kind.constructor is Constructor.LIST:
            return tuple([self.value(_concrete(kind.args[0])) for _ in range(self._below(MAX_ITEMS + 1))])
        if kind.constructor is Constructor.OPTIONAL:
            return None if self._below(4) == 3 else self.value(_concrete(kind.args[0]))
        if kind.constructor is Constructor.MAP:
            key, item = map(_concrete, kind.args)
            return Map({self.value(key): self.value(item) for _ in range(self._below(MAX_ITEMS + 1))})
        if kind.constructor is Constructor.RECORD:
            return Record(kind.labels, tuple([self.value(_concrete(part)) for part in kind.args]))
        raise TypeError(f"no values of type {kind.name} can be generated")

    def table(self, columns: Mapping[str, Con], of: str = "") -> Table:
        """Return a table of these columns and one more of each of their types; some tables have blanks. `of` tells the
        headers of those from the ones of other tables, without which no two could be joined.
        """
        kinds = dict(columns)
        for kind in dict.fromkeys(columns.values()):
            kinds[f"other {kind.name.lower()}{of}"] = kind
        length, blanks = self._below(MAX_ROWS + 1), self._below(4) == 3
        cells = tuple([tuple([self._cell(kind, blanks) for _ in range(length)]) for kind in kinds.values()])
        if length:
            row = self._below(length)
            for kind, column in zip(kinds.values(), cells, strict=True):
                if column[row] is not None:
                    self.anchors.setdefault(kind, []).append(column[row])
        return Table(tuple(kinds), tuple(kinds.values()), cells, length)

    def _cell(self, kind: Con, blanks: bool) -> Value:
        if blanks and self._below(6) == 5:
            return None
        return self.scalar(kind)


def _concrete(kind: Type) -> Con:
    assert isinstance(kind, Con), "types are made concrete before values are"
    return kind


def instantiate(kind: Type, chosen: dict[str, Con], choices: Choices) -> Con:
    """Return `kind` with a type that its bound admits for each type variable, the same one throughout an input."""
    if isinstance(kind, Var):
        if kind.name not in chosen:
            options = {NUMERIC: (NUMBER,), ORDERED: (TEXT, NUMBER, DATE)}.get(kind.bound, (TEXT, NUMBER, DATE))
            chosen[kind.name] = options[choices.below(len(options))]
        return chosen[kind.name]
    if not kind.args:
        return kind
    return Con(kind.constructor, tuple(instantiate(arg, chosen, choices) for arg in kind.args), kind.labels)


def generate(signature: Signature, choices: Choices, hints: Hints = NO_HINTS) -> Sample:
    """Return one input of the signature."""
    palette, chosen = Palette(choices, hints), dict[str, Con]()
    kinds = {param.name: instantiate(param.type, chosen, choices) for param in signature.params}
    columns = {name: dict[str, Con]() for name in signature.tables}
    for param in signature.params:
        if kinds[param.name].constructor is Constructor.COLUMN:
            columns[signature.table_of(param)][param.name] = _concrete(kinds[param.name].args[0])
    values: dict[str, Value] = {
        name: palette.table(columns[name], f" of {name}" if at else "") for at, name in enumerate(signature.tables)
    }
    others: dict[str, tuple[Value, ...]] = {name: smaller_tables(values[name]) for name in signature.tables}
    for param in signature.params:
        name, kind = param.name, kinds[param.name]
        if kind.constructor is Constructor.COLUMN:
            column = Column(name, _concrete(kind.args[0]))
            values[name], others[name] = column, other_columns(values[signature.table_of(param)], column)
        elif kind.constructor is not Constructor.TABLE:
            values[name] = palette.value(kind)
            others[name] = tuple([palette.value(kind) for _ in range(3)])
    return Sample(values, others)


def smaller_tables(table: Table) -> tuple[Table, ...]:
    """Return the table without its first row, and without its last half.

    A table is replaced by these to see whether it matters.
    """
    if not table.length:
        return ()
    rows = list(range(table.length))
    return (table.take(rows[1:]), table.take(rows[: len(rows) // 2]))


def other_columns(table: Table, column: Column) -> tuple[Column, ...]:
    """Return the other columns of the same type, last first (the generator's spare ones stand last)."""
    pairs = zip(table.headers, table.types, strict=True)
    return tuple(Column(name, kind) for name, kind in pairs if kind == column.type and name != column.header)[::-1]


def samples(signature: Signature, seed: int, count: int, hints: Hints = NO_HINTS) -> list[Sample]:
    """Return the first `count` inputs of a seed. Sample i does not depend on `count`."""
    return [generate(signature, Seeded(seed, i), hints) for i in range(count)]


def signature_of(core: Procedure) -> Signature:
    """Return the general signature of a stored procedure, its parameters named p0, p1, ..."""
    pairs = enumerate(zip(core.params, core.tables, strict=True))
    return Signature(tuple(Param(f"p{i}", kind, f"p{of}" if of >= 0 else "") for i, (kind, of) in pairs))


def restricted(signature: Signature, names: set[str]) -> Signature:
    """Return the part of a signature that `names` need: those parameters and the tables of the columns among them."""
    tables = {signature.table_of(param) for param in signature.params if param.name in names and is_column(param.type)}
    return Signature(tuple(param for param in signature.params if param.name in names | tables))
