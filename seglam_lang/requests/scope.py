"""The names that a draft may use for what a reading offers.

A body is written over short canonical names, so that requests about other tables and other values look the same to a
model: `rows` is the table (`t0`, `t1`, ... where there are several), `c0`, `c1`, ... its columns, `s0`, `s1`, ... the
values that the request mentions and `i0`, `i1`, ... the other inputs that are no tables, records taken apart into their
fields. Columns are numbered in the order in which the request mentions them, those that it does not mention after these
in table order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.types import Type, column_of, table
from seglam_lang.language.values import Column
from seglam_lang.requests.model import CellRef, ColumnRef, FieldRef, Literal, Mention, referent
from seglam_lang.requests.reading import Reading

# As many names as a model has tokens for: with other limits one must be trained anew.
MAX_COLUMNS = 32
MAX_SLOTS = 16
MAX_INPUTS = 8


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


Origin = Mention | ColumnOrigin | InputOrigin


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
    called = {(mention.input, mention.name) for mention in values if isinstance(mention, FieldRef)}
    others = [each for each in reading.inputs.fields if (each.input, each.name) not in called]
    for i, each in enumerate(others[:MAX_INPUTS]):
        add(f"i{i}", each.type, each.value, InputOrigin(each.input, each.name if each.inside else ""))
    return Scope(Signature(tuple(params)), arguments, origins)


def columns_of(mention: Mention) -> tuple[ColumnOrigin, ...]:
    """Return the columns that a mention is about: the column it calls by its header, or those that hold its value."""
    if isinstance(mention, ColumnRef):
        return (ColumnOrigin(mention.table, mention.header),)
    if isinstance(mention, Literal | CellRef):
        return tuple([ColumnOrigin(mention.table, header) for header in mention.columns])
    return ()


def _columns_by_mention(reading: Reading) -> list[ColumnOrigin]:
    """Return the columns that are called by their headers, then those that hold values, then those that the words may
    mean, then the others.
    """
    by_name = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    by_value = [mention for mention in reading.visible if not isinstance(mention, ColumnRef)]
    mentioned = [column for mention in (*by_name, *by_value, *reading.hints) for column in columns_of(mention)]
    every = [ColumnOrigin(name, header) for name, rows in reading.inputs.tables.items() for header in rows.headers]
    return list(dict.fromkeys([*mentioned, *every]))[:MAX_COLUMNS]


def _first_of_each(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, of a field that is mentioned again only the first."""
    first: dict[object, Mention] = {}
    for mention in mentions:
        first.setdefault(referent(mention), mention)
    return list(first.values())
