"""What a request is made of: inputs, mentions, readings, templates.

    "total revenue for each city" + shops.csv
      -> tokens, and *mentions*: spans that may be a literal, a column or a cell
      -> a *reading*: a choice of mentions that do not overlap; the rest is wording
      -> Template "total {0:column} for each {1:column}" + the values its slots bind

A mention is only a possibility ("May" is a month, a name and a verb): which of them count is decided by a template that
is known, or by the procedure the model writes, whose unused mentions become wording again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import Con


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of the request; `norm` is what is compared (case-folded)."""

    text: str
    norm: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` (exclusive) read as one thing.

    kind: "number", "percent", "money:USD", "unit:length", "ordinal", "date", "text" (quoted, email, URL), "list",
    "column", "cell" or "field". `value` is a language value of `type`; for a column it is the `Column`. `table` is the
    input that a column, cell or field belongs to; `columns` are the headers of the columns whose cells hold `value`
    (kind "cell"), and of a field its name.
    """

    first: int
    last: int
    kind: str
    type: Con
    value: Any
    table: str = ""
    columns: tuple[str, ...] = ()
    unit: str = ""  # of a column: "percent" where its cells are written so


@dataclass(frozen=True, slots=True)
class Reading:
    """A request with everything it may mention; `mentions` are ordered by position, then longer first."""

    request: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Template:
    """The wording with its slots: what the cache knows.

    `text` is canonical: normalised tokens separated by spaces, a slot as `{0:number}`, `{1:column}`, `{2:cell}`,
    numbered from left to right; `{0}` is the column or field of slot 0 again. `inputs` is the shape of the inputs that
    no slot is a field of ("table", "", "a:table b:table", "x:number").
    """

    text: str
    inputs: str

    @property
    def key(self) -> str:
        """What the store looks up."""
        return f"{self.inputs}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a procedure's parameter takes its argument from.

    kind: "slot" (the value of slot `index`), "column" (the column that slot `index` names), "cell-column" (the one
    column in which slot `index`'s cell occurs), "header" (the column of table `name` headed `header`, whatever the
    words say), "field" (the field `header` of the record input `name`, whatever the words say), "table" (the table
    input `name`) or "input" (the input `name`).
    """

    kind: str
    index: int = -1
    name: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A template known to ask for a procedure, with the source of each of its parameters in order."""

    template: Template
    procedure: str  # content hash
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A template of a reading, with the mentions its slots bind, in order."""

    template: Template
    slots: tuple[Mention, ...]
