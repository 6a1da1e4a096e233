"""The names that a draft may use for what a reading offers.

A body is written over short canonical names, so that requests about other tables and other values look the same to a
model: `rows` is the table (`t0`, `t1`, ... where there are several), `c0`, `c1`, ... its columns, `s0`, `s1`, ... the
values that the request states, `i0`, `i1`, ... the other inputs that are no tables, records taken apart into their
fields, and `v0`, `v1`, ... the values of columns that hold only a few. Columns are numbered in the order in which the
request mentions them, those that it does not mention after these in table order; values by their columns, then sorted.
The parts of what the request states come behind what is a value by itself: of a period its first and its last day are
two values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.types import TEXT, Con, Type, column_of, table
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests.bare import SHORT
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Literal, Mention, referent
from seglam_lang.requests.parts import NUMBER_PART, UNIT_PARTS, Part, stated
from seglam_lang.requests.reading import Reading

# As many names as a model has tokens for: with other limits one must be trained anew.
MAX_COLUMNS = 32
MAX_SLOTS = 16
MAX_INPUTS = 8
MAX_VALUES = 32

MAX_DISTINCT = 12  # values of a column that are offered: a column with more holds names, texts or codes
REPEATED = 2  # times that each of them stands in the column, on average, at least
MAX_LENGTH = 40  # characters of a value: what is longer is a text of its own


@dataclass(frozen=True, slots=True)
class ColumnOrigin:
    """The name stands for the column headed `header` of the input table `table`."""

    table: str
    header: str


@dataclass(frozen=True, slots=True)
class InputOrigin:
    """The name stands for the input called `name`, or, of a record, for its field `field`."""

    name: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class PartOrigin:
    """The name stands for a literal of a further kind, or for its `part`: the "first" of a period, "" for the whole."""

    mention: Mention
    part: str = ""


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """The name stands for a `value` of a column that holds the few values `among`, which the words need not spell."""

    column: ColumnOrigin
    value: Value
    among: tuple[Value, ...]


Origin = Mention | PartOrigin | ColumnOrigin | InputOrigin | ValueOrigin


def mention_in(origin: Origin) -> Mention | None:
    """Return the mention that an origin is or is a part of, and None where no words say it."""
    if isinstance(origin, PartOrigin):
        return origin.mention
    return None if isinstance(origin, ColumnOrigin | InputOrigin | ValueOrigin) else origin


@dataclass(frozen=True, slots=True)
class Scope:
    """The signature that a draft is written against, with each name's argument in this request and its origin."""

    signature: Signature
    arguments: dict[str, Any]
    origins: dict[str, Origin]

    def name_of(self, origin: Origin) -> str | None:
        """Return the name of an origin, and None if it has none (past the limits)."""
        return next((name for name, other in self.origins.items() if other == origin), None)


def scope_of(reading: Reading) -> Scope:
    """Name everything that a procedure for `reading` may take as a parameter."""
    params: list[Param] = []
    arguments: dict[str, Any] = {}
    origins: dict[str, Origin] = {}

    def add(name: str, kind: Type, value: Any, origin: Origin, table_name: str = "") -> None:
        params.append(Param(name, kind, table_name))
        arguments[name] = value
        origins[name] = origin

    columns = _columns_by_mention(reading)
    tables = reading.inputs.tables
    names = {name: "rows" if len(tables) == 1 else f"t{i}" for i, name in enumerate(tables)}
    for name, rows in tables.items():
        labels = tuple(f"c{i}" for i, column in enumerate(columns) if column.table == name)
        add(names[name], table(labels), rows, InputOrigin(name))
    for i, column in enumerate(columns):
        rows = tables[column.table]
        kind = rows.types[rows.headers.index(column.header)]
        add(f"c{i}", column_of(kind), Column(column.header, kind), column, names[column.table])
    values = _first_of_each([mention for mention in reading.visible if not isinstance(mention, ColumnRef)])[:MAX_SLOTS]
    for i, mention in enumerate(values):
        add(f"s{i}", mention.type, mention.value, mention)
    for i, (part, origin) in enumerate(islice(_further_parts(reading), MAX_SLOTS - len(values)), len(values)):
        add(f"s{i}", part.type, part.value, origin)
    called = {(mention.input, mention.name) for mention in values if isinstance(mention, FieldRef)}
    others = [each for each in reading.inputs.fields if (each.input, each.name) not in called]
    for i, each in enumerate(others[:MAX_INPUTS]):
        add(f"i{i}", each.type, each.value, InputOrigin(each.input, each.name if each.inside else ""))
    spelled = {(column, mention.value) for mention in values for column in columns_of(mention)}
    for i, (kind, offered) in enumerate(_values_of(columns, tables, spelled)):
        add(f"v{i}", kind, offered.value, offered)
    return Scope(Signature(tuple(params)), arguments, origins)


def _further_parts(reading: Reading) -> Iterator[tuple[Part, PartOrigin]]:
    """Yield what a program may take of the literals of further kinds, and texts without quotes behind them, but where
    they tell a cell by a part of its name. Units are the same in every request.
    """
    further = set(map(id, reading.further))
    for value in reading.values if further else ():
        if id(value.mention) in further:
            for part in value.parts:
                if part.name not in UNIT_PARTS:
                    yield part, PartOrigin(value.mention, "" if part.name == NUMBER_PART else part.name)
    named = {at for cell in reading.in_part for at in range(cell.first, cell.last)}
    for text in reading.bare:
        if named.isdisjoint(range(text.first, text.last)):
            yield stated(text).parts[0], PartOrigin(text)


def _values_of(
    columns: Sequence[ColumnOrigin], tables: Mapping[str, Table], spelled: Collection[tuple[ColumnOrigin, Value]]
) -> Iterator[tuple[Con, ValueOrigin]]:
    """Yield the values of columns that hold only a few, with their type, but those that are `spelled` in the words.

    A column is offered whole, or not at all where too many values would be offered then.
    """
    left = MAX_VALUES
    for column in columns:
        rows = tables[column.table]
        position = rows.headers.index(column.header)
        among = _few_values(rows, position)
        offered = [value for value in among if (column, value) not in spelled]
        if len(offered) <= left:
            left -= len(offered)
            yield from [(rows.types[position], ValueOrigin(column, value, among)) for value in offered]


def _few_values(rows: Table, position: int) -> tuple[Value, ...]:
    """Return the values of a column that holds only a few, sorted; none of one that may hold names or texts."""
    if rows.types[position] != TEXT:  # a column of true and false is a condition of its own
        return ()
    distinct = rows.distinct(position)
    if len(distinct) > MAX_DISTINCT or any(len(value) > MAX_LENGTH for value in distinct):
        return ()
    present = rows.length - rows.blanks(position)
    return tuple(sorted(distinct)) if REPEATED * len(distinct) <= present else ()


def holders(scope: Scope) -> dict[str, list[str]]:
    """Return the names of the texts that stand in cells, each with those of the columns that hold it: a "Yes" may stand
    in several.
    """
    by_value: dict[Value, list[str]] = {}
    found: dict[str, list[str]] = {}
    for name, origin in scope.origins.items():
        if isinstance(origin, ValueOrigin) and (column := scope.name_of(origin.column)) is not None:
            found[name] = by_value.setdefault(origin.value, [])
            found[name].append(column)
        elif isinstance(origin, CellRef):
            found[name] = [column for each in columns_of(origin) if (column := scope.name_of(each)) is not None]
    return {name: columns for name, columns in found.items() if columns}


def columns_of(mention: Mention) -> tuple[ColumnOrigin, ...]:
    """Return the columns that a mention is about: the column it calls by its header, or those that hold its value."""
    if isinstance(mention, ColumnRef):
        return (ColumnOrigin(mention.table, mention.header),)
    if isinstance(mention, Literal | CellRef):
        return tuple([ColumnOrigin(mention.table, header) for header in mention.columns])
    return ()


def _columns_with(text: str, tables: Mapping[str, Table]) -> Iterator[ColumnOrigin]:
    """Yield the columns in which a text stands as a part of a cell; a short one may stand in any."""
    for name, rows in tables.items() if len(text) > SHORT else ():
        for place, (header, kind) in enumerate(zip(rows.headers, rows.types, strict=True)):
            if kind == TEXT and any(text in cell for cell in rows.distinct(place)):
                yield ColumnOrigin(name, header)


def _columns_by_mention(reading: Reading) -> list[ColumnOrigin]:
    """Return the columns that are called by their headers, then those that hold values, or cells with a text without
    quotes, then those that the words may mean, then the others.
    """
    by_name = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    by_value = [mention for mention in reading.visible if not isinstance(mention, ColumnRef)]
    mentioned = [column for mention in (*by_name, *by_value) for column in columns_of(mention)]
    mentioned += [column for text in reading.bare for column in _columns_with(text.value, reading.inputs.tables)]
    mentioned += [column for mention in reading.hints for column in columns_of(mention)]
    every = [ColumnOrigin(name, header) for name, rows in reading.inputs.tables.items() for header in rows.headers]
    return list(dict.fromkeys([*mentioned, *every]))[:MAX_COLUMNS]


def _first_of_each(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, of a field that is mentioned again only the first."""
    first: dict[object, Mention] = {}
    for mention in mentions:
        first.setdefault(referent(mention), mention)
    return list(first.values())
