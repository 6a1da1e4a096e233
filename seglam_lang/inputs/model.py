"""The values that a request is about, and what is raised where there are none that can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from seglam_lang.language.types import Con
from seglam_lang.language.values import Record, Table, Value


class DateOrder(Enum):
    """Which of day and month comes first in a column's dates, as far as its own cells show it."""

    NONE = "there are no dates with both as numbers, or they are equal"
    DAY = "the day"
    MONTH = "the month"
    EITHER = "it could be either"


class Inferred(NamedTuple):
    """The type of a column, its cells as values of it, and what to tell people about that."""

    type: Con
    cells: Sequence[Value]
    note: str = ""
    order: DateOrder = DateOrder.NONE


class Field(NamedTuple):
    """A value that requests may call by name: the field `name` of the record input `input`, or that input itself."""

    input: str
    name: str
    type: Con
    value: Any
    inside: bool  # of a record


@dataclass(frozen=True)
class Inputs:
    """The values a request is about, by name, with their types. A single table is named "table".

    `notes` are sentences for people about how the inputs were read ("column price: Number, 2 blank").
    """

    values: dict[str, Any] = field(default_factory=dict)
    types: dict[str, Con] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The inputs that are tables, by name, in order."""
        return {name: value for name, value in self.values.items() if isinstance(value, Table)}

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
