"""What a request is made of.

    "total revenue for each city" + shops.csv
      -> tokens, and *mentions*: spans that may be a literal, a column, a cell or a field
      -> a *match*: a choice of mentions that do not overlap, which are the slots of a template; the rest are its words
      -> Template "total {0:column} for each {1:column}" + the mentions in its slots

A mention is only a possibility ("May" is a month, a name and a verb). Which mentions count is decided by a template
that is known, or by the procedure that a model writes: the mentions that it does not use become words again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

from seglam_lang.language.types import Con
from seglam_lang.language.values import Value
from seglam_lang.requests import kinds
from seglam_lang.requests.kinds import Kind
from seglam_lang.requests.template import Template


class Token(NamedTuple):
    """A word, number or sign of the request; `norm` is its case-folded form, which is compared."""

    text: str
    norm: str
    start: int
    end: int


# Mentions


class Likeness(IntEnum):
    """How exactly words are a name, the most exact first. What is merely related, misspelled or a part of a name may
    well be something else.
    """

    EXACT = 0
    INFLECTED = 1  # its words, in other forms or in another order: "salaries"
    ABBREVIATED = 2  # "qty" for Quantity, "quantity" for Qty
    SHORTENED = 3  # without what tells nothing apart: "amount" for Amount (USD), "hired" for Hire Date
    RELATED = 4  # other words of the same family: "teaches" for Teacher
    MISSPELLED = 5
    PARTLY = 6  # "price" for Unit Price, "acme" for Acme Corp.

    @property
    def is_sure(self) -> bool:
        """Return whether words that are as like as this may take a name's place in a template."""
        return self <= Likeness.SHORTENED


@dataclass(frozen=True, slots=True)
class _Span:
    """The tokens `first` to `last` (exclusive), read as one `value` of the language, which has this `type`."""

    first: int
    last: int
    type: Con
    value: Any


@dataclass(frozen=True, slots=True)
class Literal(_Span):
    """A value that is written out: a number, percentage, amount, ordinal, date, time, duration, quoted text, unit or
    list; a period or a range, whose value is a record {first, last}.

    `columns` are the columns of the input `table` that hold the value, if any do.
    """

    kind: Kind
    table: str = ""
    columns: tuple[str, ...] = ()
    likeness: ClassVar[Likeness] = Likeness.EXACT


@dataclass(frozen=True, slots=True)
class ColumnRef(_Span):
    """A column of the input `table`, called by its header; `value` is the `Column`.

    `in_percent` says that the file writes its cells as percentages.
    """

    table: str
    in_percent: bool = False
    likeness: Likeness = Likeness.EXACT
    kind: ClassVar[Kind] = kinds.COLUMN

    @property
    def header(self) -> str:
        """The header of the column."""
        header: str = self.value.header
        return header


@dataclass(frozen=True, slots=True)
class CellRef(_Span):
    """A cell that is spelled out; `columns` are all columns of the input `table` that hold its value."""

    table: str
    columns: tuple[str, ...]
    likeness: Likeness = Likeness.EXACT
    kind: ClassVar[Kind] = kinds.CELL


@dataclass(frozen=True, slots=True)
class FieldRef(_Span):
    """A value that is called by its name: the field `name` of the record `input`, or the input of that name itself."""

    input: str
    name: str
    likeness: ClassVar[Likeness] = Likeness.EXACT
    kind: ClassVar[Kind] = kinds.FIELD


Mention = Literal | ColumnRef | CellRef | FieldRef


def referent(mention: Mention) -> object:
    """Return what all mentions of one column or field have in common. Two literals never have it, even equal ones."""
    if isinstance(mention, ColumnRef):
        return ColumnRef, mention.table, mention.header
    if isinstance(mention, FieldRef):
        return FieldRef, mention.input, mention.name
    return id(mention)


def columns_of_value(mention: Mention) -> tuple[str, ...]:
    """Return the columns that hold the value of a mention; a column is no value."""
    return mention.columns if isinstance(mention, CellRef | Literal) else ()


def name_of(mention: Mention) -> str:
    """Return what a mention names, as it is written there: a header, the name of a field, or else the value."""
    if isinstance(mention, ColumnRef):
        return mention.header
    return mention.name if isinstance(mention, FieldRef) else str(mention.value)


class Match(NamedTuple):
    """A template that fits a request, with the mentions that stand in its slots, in order."""

    template: Template
    slots: tuple[Mention, ...]


# Wordings


@dataclass(frozen=True, slots=True)
class FromSlot:
    """The argument is the value of a slot; `held` says that it is a cell of a column that is an argument too.

    `of` is its type as sources write it, "" for any that the procedure takes.
    """

    slot: int
    held: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class FromPart:
    """The argument is the part of the value in a slot that is called `part` (see `parts`): the "first" of a period."""

    slot: int
    part: str


@dataclass(frozen=True, slots=True)
class FromColumn:
    """The argument is the column that a slot names, a column of `table` ("" for any table).

    `of` is its family (see `families`) or type, "" for any: who asks for the biggest of numbers does not ask for the
    last of names, who asks for the oldest of dates not for the lowest age. `header` is its header in its normal form,
    "" for any: where the words do not say what is done, as in "sales by region", they may mean something else of other
    columns.
    """

    slot: int
    table: str = ""
    of: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class FromCellColumn:
    """The argument is the one column that holds the value of a slot, a column of `table` ("" for any table).

    `header` is its header where the wording was learnt, in its normal form ("" for any): a table that has such a column
    too must have the value there, as "the clients of Amir" are not those of whoever stands under another header.
    """

    slot: int
    table: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class FromHeader:
    """The argument is the one column of `table` with this `header`, whatever the words say.

    The header is in its normal form (see `headers`); the first version kept it as the table had it. `type` is the name
    of the type of its cells, "" for any.
    """

    table: str
    header: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class FromValue:
    """The argument is the cell `value` of a column, whatever the words say.

    The column is an argument too. `among` are the distinct values that it held where the wording was made. A column
    that does not hold the value is still one of the same kind if it holds nothing else: in a month without any
    "Unpaid", none is unpaid.
    """

    column: FromColumn | FromCellColumn | FromHeader
    value: Value
    among: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class FromField:
    """The argument is the field `field` of the record `input`, whatever the words say."""

    input: str
    field: str


@dataclass(frozen=True, slots=True)
class FromTable:
    """The argument is the table `input`.

    `headers` is a digest of its headers, "" for any: who counts "orders" counts the rows of a table of orders, which
    only the headers of one tell from a table of customers, where the procedure takes no column; and words that were
    not understood may mean something of another table. `amounts` are the words of the wording that named columns of
    amounts there of which the procedure takes nothing; None where nobody knows.
    """

    input: str
    headers: str = ""
    amounts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FromInput:
    """The argument is the input `input`, which is no table, and of the type `of` ("" for any)."""

    input: str
    of: str = ""


ColumnSource = FromColumn | FromCellColumn | FromHeader
ArgumentSource = FromSlot | FromPart | ColumnSource | FromValue | FromField | FromTable | FromInput


def is_implicit(source: ArgumentSource) -> bool:
    """Return whether an argument comes from the table whatever the words say: a column or a value that they need not
    spell.
    """
    return isinstance(source, FromHeader | FromValue)


def are_of_rows(sources: Sequence[ArgumentSource]) -> bool:
    """Return whether no column is taken, and a table that has these headers alone: its rows are what is asked for."""
    is_bound = any(isinstance(each, FromTable) and each.headers for each in sources)
    return is_bound and not any(isinstance(each, ColumnSource) for each in sources)


@dataclass(frozen=True, slots=True)
class Wording:
    """A template that asks for a procedure, with the source of each of its arguments, in order."""

    template: Template
    procedure: str  # content hash
    sources: tuple[ArgumentSource, ...]
