"""Kinds of mentions and slots: what a value in a request is besides its type.

18 and 18 % are both Numbers, but a wording about the one is no wording about the other, so a template holds the kind of
each slot. A kind is written "number", "money:USD", "unit:length", "list:text" or "column:percent"; only `Kind` knows
this notation.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Family(Enum):
    """The families of kinds. A family that says more about what is meant comes before one that says less."""

    LIST = "list"
    CELL = "cell"
    COLUMN = "column"
    FIELD = "field"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    TEXT = "text"
    ORDINAL = "ordinal"
    UNIT = "unit"
    PERIOD = "period"
    RANGE = "range"
    QUANTITY = "quantity"
    AGE = "age"
    TIME = "time"
    DATETIME = "datetime"
    DURATION = "duration"

    __hash__ = object.__hash__  # an Enum hashes its name, in Python, each time that a kind is looked up


class Kind(NamedTuple):
    """A family with its detail: the currency of an amount, the dimension of a unit, the unit of a quantity or an age,
    "formula" for a number that is written as one, "text" or "cell" for a list of those, "bare" for a text without
    quotes, the kind of a range's bounds, "percent" for a column of percentages. Other kinds have no detail.
    """

    family: Family
    detail: str = ""

    def __str__(self) -> str:
        name: str = self.family.value
        return f"{name}:{self.detail}" if self.detail else name

    @staticmethod
    def parse(text: str) -> Kind:
        """Return the kind that `str` writes as `text`. Raise ValueError where there is no such family."""
        name, _, detail = text.partition(":")
        return Kind(Family(name), detail)


LIST, LIST_OF_TEXTS, LIST_OF_CELLS = Kind(Family.LIST), Kind(Family.LIST, "text"), Kind(Family.LIST, "cell")
CELL = Kind(Family.CELL)
COLUMN, COLUMN_IN_PERCENT = Kind(Family.COLUMN), Kind(Family.COLUMN, "percent")
FIELD = Kind(Family.FIELD)
DATE = Kind(Family.DATE)
PERCENT = Kind(Family.PERCENT)
NUMBER, FORMULA = Kind(Family.NUMBER), Kind(Family.NUMBER, "formula")
TEXT, BARE_TEXT = Kind(Family.TEXT), Kind(Family.TEXT, "bare")
ORDINAL = Kind(Family.ORDINAL)
PERIOD = Kind(Family.PERIOD)
TIME, DATETIME, DURATION = Kind(Family.TIME), Kind(Family.DATETIME), Kind(Family.DURATION)


def money(currency: str) -> Kind:
    """Return the kind of amounts in the currency with this code ("USD")."""
    return Kind(Family.MONEY, currency)


def unit(dimension: str) -> Kind:
    """Return the kind of units of this dimension ("length")."""
    return Kind(Family.UNIT, dimension)


def quantity(unit_name: str) -> Kind:
    """Return the kind of quantities in this unit ("kilometer")."""
    return Kind(Family.QUANTITY, unit_name)


def range_of(bound: Kind) -> Kind:
    """Return the kind of ranges whose ends are of this kind ("range:money:USD")."""
    return Kind(Family.RANGE, str(bound))


def age(unit_name: str) -> Kind:
    """Return the kind of ages in this unit ("year")."""
    return Kind(Family.AGE, unit_name)
