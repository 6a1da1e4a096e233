"""Nodes of expressions."""
# ruff: noqa: RUF009 - `place()` makes a dataclass field; it is no default that instances would share

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from seglam_lang.language.syntax.nodes.spans import Span, place


@dataclass(frozen=True, slots=True)
class Number:
    """`1`, `0.50`, `18%`; the text is kept so that it prints as it was written."""

    text: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Text:
    """`"text"`, escapes resolved."""

    value: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Bool:
    """`true` or `false`."""

    value: bool
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Nothing:
    """`none`: an optional without a value."""

    span: Span = place()


@dataclass(frozen=True, slots=True)
class Date:
    """`@2024-01-31`."""

    value: date
    span: Span = place()


@dataclass(frozen=True, slots=True)
class DateTime:
    """`@2024-01-31T09:30`."""

    value: datetime
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Time:
    """`@09:30`."""

    value: time
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Duration:
    """`@PT1H30M`; never negative (that is a `Unary`)."""

    value: timedelta
    span: Span = place()


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[1, 2]`."""

    items: tuple[Expression, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class RecordOf:
    """`{a: 1, "two words": 2}`."""

    names: tuple[str, ...]
    items: tuple[Expression, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class MapOf:
    """`["a": 1, "b": 2]`; `[:]` has none."""

    keys: tuple[Expression, ...]
    values: tuple[Expression, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a `let`, a `var`, a loop's item or a lambda's parameter; as an argument also a type."""

    name: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    operator: str
    operand: Expression
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`; `at` is the operator."""

    operator: str
    left: Expression
    right: Expression
    span: Span = place()


@dataclass(frozen=True, slots=True)
class IfElse:
    """`if condition then yes else no`."""

    condition: Expression
    yes: Expression
    no: Expression
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Call:
    """`receiver.method(arguments)`; `at` is the method's name."""

    receiver: Expression
    method: str
    arguments: tuple[Expression | Lambda, ...]
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Invocation:
    """`procedure(arguments)`; `at` is the procedure's name."""

    procedure: str
    arguments: tuple[Expression, ...]
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Field:
    """`record.name`; `at` is the name."""

    record: Expression
    name: str
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Index:
    """`row[column]`."""

    row: Expression
    column: Expression
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Lambda:
    """`x => body` or `(a, b) => body`; stands only as an argument. `at` is the span of the parameters."""

    params: tuple[str, ...]
    body: Expression
    span: Span = place()
    at: Span = place()


Literal = Number | Text | Bool | Nothing | Date | DateTime | Time | Duration
Expression = Literal | ListOf | RecordOf | MapOf | Name | Unary | Binary | IfElse | Call | Invocation | Field | Index
