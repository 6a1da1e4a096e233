"""Print values as they are written in source."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from seglam_lang.language.computing.numbers import show_number
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_expression
from seglam_lang.language.values import Map, Record, Table, Value


def show_value(value: Value) -> str:
    """Return a value as it is written in source."""
    return print_expression(literal(value))


def literal(value: Value) -> nodes.Expression:
    """Return the expression that a value is written as."""
    if value is None:
        return nodes.Nothing()
    if isinstance(value, bool):
        return nodes.Bool(value)
    if isinstance(value, str):
        return nodes.Text(value)
    if isinstance(value, datetime):
        return nodes.DateTime(value)
    if isinstance(value, date):
        return nodes.Date(value)
    if isinstance(value, time):
        return nodes.Time(value)
    if isinstance(value, timedelta):
        return nodes.Unary("-", nodes.Duration(-value)) if value < timedelta(0) else nodes.Duration(value)
    if isinstance(value, tuple):
        return nodes.ListOf(tuple(map(literal, value)))
    if isinstance(value, Record):
        return nodes.RecordOf(value.names, tuple(map(literal, value.values)))
    if isinstance(value, Map):
        return nodes.MapOf(tuple(map(literal, value.items)), tuple(map(literal, value.items.values())))
    if isinstance(value, Table):
        rows = (nodes.RecordOf(value.headers, tuple(map(literal, row))) for row in value.rows())
        return nodes.ListOf(tuple(rows))
    shown = show_number(value)
    return nodes.Unary("-", nodes.Number(shown[1:])) if shown.startswith("-") else nodes.Number(shown)
