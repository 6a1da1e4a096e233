"""The values that a request is about, and what is raised where there are none that can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from seglam_lang.language.types import Con
from seglam_lang.language.values import Notation, Record, Table, Value


class Doubt(str):
    """A note about what may be meant otherwise than it was read: people are told so without asking for it."""

    __slots__ = ()


class Numbered(str):
    """A header that is no column's own: several columns have the `shared` one, and are told apart by their numbers."""

    __slots__ = ("shared",)
    shared: str

    @classmethod
    def of(cls, header: str, shared: str) -> Numbered:
        """Return a shared header with its number."""
        made = cls(header)
        made.shared = shared
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Numbered.of, (str(self), self.shared)


class Writing(NamedTuple):
    """How a file writes what could be read otherwise, where a column does not show it and others do: 5/6/2024 has the
    day first (None: no other column says), and 1,5 and 1.500 a decimal comma. `by_semicolons`: only that commas do not
    separate the cells says so, or may say so, where points are read as decimal ones.
    """

    day_first: bool | None = None
    decimal_comma: bool = False
    by_semicolons: bool = False


UNKNOWN = Writing()  # no other column shows anything


class Decimals(Enum):
    """What the cells of a column of numbers show of how decimals are written."""

    COMMA = "a decimal comma: 1,5 or 1.234.567"
    POINT = "a decimal point: 1.5 or 0.125"
    AFTER_COMMA = "1,500 is thousands, or decimals after a comma"
    AFTER_POINT = "1.500 is decimals, or thousands where others have decimal commas"


class Inferred(NamedTuple):
    """The type of a column, its cells as values of it, and what to tell people about that.

    `notation` is which of two notations its cells are written in, if it matters; `is_doubtful` where they do not show
    which. `decimals` is what numbers show of how a file writes them, if they are not plain. `blanks` is how many cells
    are blank, where that is known already.
    """

    type: Con
    cells: Sequence[Value]
    note: str = ""
    notation: Notation | None = None
    is_doubtful: bool = False
    decimals: Decimals | None = None
    blanks: int | None = None


class Field(NamedTuple):
    """A value that requests may call by name: the field `name` of the record input `input`, or that input itself."""

    input: str
    name: str
    type: Con
    value: Any
    inside: bool  # of a record


_ALTERNATIVES = (
    frozenset((Notation.DAY_FIRST, Notation.MONTH_FIRST)),
    frozenset((Notation.HOURS, Notation.MINUTES)),
)


@dataclass(frozen=True)
class Inputs:
    """The values a request is about, by name, with their types. A single table is named "table".

    `notes` are sentences for people about how the inputs were read ("column price: Number, 2 blank"); what may be
    meant otherwise is a `Doubt`.
    """

    values: dict[str, Any] = field(default_factory=dict)
    types: dict[str, Con] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The inputs that are tables, by name, in order."""
        return {name: value for name, value in self.values.items() if isinstance(value, Table)}

    @cached_property
    def notations(self) -> frozenset[Notation]:
        """How the columns of the tables write what could be read otherwise.

        A request about them is written so too. Where they differ among themselves, they show nothing.
        """
        found = frozenset[Notation]().union(*(table.notations for table in self.tables.values()))
        return found.difference(*(pair for pair in _ALTERNATIVES if pair <= found))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The inputs that are no tables, records taken apart into their fields, in order."""
        found: list[Field] = []
        for name, value in self.values.items():
            kind = self.types[name]
            if isinstance(value, Record):
                for label, inner, item in zip(value.names, kind.args, value.values, strict=True):
                    assert isinstance(inner, Con), "the types of inputs are known"
                    found.append(Field(name, label, inner, item, True))
            elif not isinstance(value, Table):
                found.append(Field(name, name, kind, value, False))
        return tuple(found)


def is_encodable(text: str) -> bool:
    """Return whether a text has a form in UTF-8: half of a surrogate pair has none, and cannot be stored."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class InputError(Exception):
    """A request or an input that cannot be used: a sentence for people, and a `code` that is stable, in kebab case."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message)  # so that it can leave a worker process
