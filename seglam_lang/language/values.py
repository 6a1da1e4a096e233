"""Values at run time: native Python objects where one exists, small immutable classes where none does.

Number is int (while whole and under 10**34) or a normalised Decimal; Text is str; Bool is bool; Date is datetime.date;
DateTime is datetime.datetime and Time datetime.time, both without a time zone; Duration is datetime.timedelta; List is
tuple; an absent optional is None; a lambda is a Python callable. Record, Map, Table, Column, Row and Groups are below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con

Number = int | Decimal
Value = Any  # one of the above; the checker has proved which

# The classes of scalars. A datetime is a date for Python, so that only `type(value)` tells them apart.
SCALAR_TYPES: dict[type, Con] = {
    int: NUMBER,
    Decimal: NUMBER,
    str: TEXT,
    bool: BOOL,
    date: DATE,
    datetime: DATETIME,
    time: TIME,
    timedelta: DURATION,
}


class Record:
    """`{a: 1, b: "x"}`: names and values in the order of the type. Never changed once it is made.

    A plain class, as Row is one: runs make many, and a frozen dataclass takes three times as long.
    """

    __slots__ = ("names", "values")

    def __init__(self, names: tuple[str, ...], values: tuple[Value, ...]) -> None:
        self.names, self.values = names, values

    def __getitem__(self, name: str) -> Value:
        return self.values[self.names.index(name)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.values == other.values and self.names == other.names

    def __hash__(self) -> int:
        return hash((self.names, self.values))

    def __repr__(self) -> str:
        return f"Record({self.names!r}, {self.values!r})"


class Map:
    """Keys and their values, in the order in which the keys came; two maps are equal in whatever order.

    `items` is never changed once the map is made.
    """

    __slots__ = ("items",)

    def __init__(self, items: dict[Value, Value]) -> None:
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Map) and self.items == other.items

    def __hash__(self) -> int:
        return hash(frozenset(self.items.items()))

    def __repr__(self) -> str:
        return f"Map({self.items!r})"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, as an argument: the header that a column parameter is bound to, and the cells' type.

    `name` is what the procedure calls it, if the procedure made it. One that is computed for a call has its `cells`
    with it, one for each row of the table, and is no column of that table.
    """

    header: str
    type: Con
    name: str | None = None
    cells: tuple[Value, ...] | None = field(default=None, compare=False)


class Notation(Enum):
    """How a column of an input writes what another column may mean otherwise: 5/6/2024, 4:30 and 1,5."""

    DAY_FIRST = "the day first"
    MONTH_FIRST = "the month first"
    HOURS = "hours and minutes"
    MINUTES = "minutes and seconds"
    DECIMAL_COMMA = "a decimal comma"


class Ran(NamedTuple):
    """What a run came to: its value, the fuel that was charged for it, and, where a database had a part in it, what ran
    where, in words."""

    value: Value
    fuel: int = 0
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table, stored by columns. `cells[i][r]` is row r of column i; None is a blank cell.

    Headers are distinct. `types[i]` is one of the scalar types; blanks never change it. `percentages` are the headers
    of the columns that were written in percent (their values are fractions); it is known of inputs only. `made` are the
    names that a procedure gave to columns, with their headers: a header may be another, as no two are equal, so that
    such a column is never taken for one of the input. Of two with one name the last counts. `notations` are how its
    columns write what could be read otherwise; they are known of inputs only.
    """

    headers: tuple[str, ...]
    types: tuple[Con, ...]
    cells: Sequence[tuple[Value, ...]]
    length: int
    percentages: tuple[str, ...] = field(default=(), compare=False)
    made: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    notations: frozenset[Notation] = field(default=frozenset(), compare=False)
    _different: dict[int, tuple[Value, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def column(self, header: str) -> tuple[Value, ...]:
        """The cells under `header`; KeyError if there is none."""
        try:
            return self.cells[self.headers.index(header)]
        except ValueError:
            raise KeyError(header) from None

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows as tuples, in order."""
        return zip(*self.cells, strict=True) if self.cells else iter(())

    @property
    def is_stored(self) -> bool:
        """Whether its rows lie in a database, which computes with them (see `backends`)."""
        return False

    def run(self, compiled: Any, args: Sequence[Value]) -> Ran:
        """Return what a procedure comes to for arguments of which this one is stored."""
        raise NotImplementedError

    def distinct(self, place: int) -> tuple[Value, ...]:
        """The different values of a column, in order of first appearance, without blanks."""
        found = self._different.get(place)
        if found is None:  # a request is read by them more than once
            different = dict.fromkeys(self.cells[place])
            different.pop(None, None)
            found = self._different[place] = tuple(different)
        return found

    def holds(self, place: int, value: Value) -> bool:
        """Whether a cell of a column has this value."""
        return value in self.cells[place]

    def ends(self, place: int) -> tuple[Value, Value] | None:
        """The least and the greatest value of a column whose values have an order; None where all cells are blank."""
        values = self.distinct(place)
        return (min(values), max(values)) if values else None

    def blanks(self, place: int) -> int:
        """The number of blank cells in a column."""
        return self.cells[place].count(None)

    def characters(self, place: int) -> int:
        """The number of characters in all cells of a column of texts."""
        return sum(map(len, filter(None, self.cells[place])))

    def parts(self, rows: int) -> Iterator[Table]:
        """The table in pieces of at most so many rows, in order; one without rows is a piece itself."""
        for start in range(0, max(self.length, 1), rows):
            cells = tuple([column[start : start + rows] for column in self.cells])
            length = min(rows, self.length - start)
            yield Table(self.headers, self.types, cells, length, self.percentages, self.made, self.notations)

    def take(self, positions: list[int]) -> Table:
        """The table of the rows at `positions`, in that order."""
        picked = tuple(tuple([cells[i] for i in positions]) for cells in self.cells)
        return Table(self.headers, self.types, picked, len(positions), made=self.made)

    def reversed(self) -> Table:
        """The table with its rows in reverse."""
        return self.take(list(range(self.length))[::-1])


class Row:
    """One row of a table, as lambdas see it. Two rows are equal if they are the same row of the same table.

    A plain class: a run makes one for each row that it looks at, and a frozen dataclass takes three times as long.
    """

    __slots__ = ("position", "table")

    def __init__(self, table: Table, position: int) -> None:
        self.table, self.position = table, position

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.table is other.table and self.position == other.position

    def __hash__(self) -> int:
        return hash((id(self.table), self.position))


@dataclass(frozen=True, slots=True)
class Groups:
    """A table split by the value of `by`, groups in order of first appearance."""

    table: Table
    by: Column
    names: tuple[str | None, ...]  # of each column that it is split by, where the procedure made that
    keys: tuple[Value, ...]
    positions: tuple[tuple[int, ...], ...]

    def tables(self) -> list[Table]:
        """The rows of each group."""
        return [self.table.take(list(positions)) for positions in self.positions]
