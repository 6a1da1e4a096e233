"""Short names for the nodes that a converted query is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from seglam_lang.language.syntax import nodes

ROWS = nodes.Name("rows")


def column(header: str) -> nodes.Name:
    """Return the column with this header, in backticks as the notation of the data has it."""
    return nodes.Name(f"`{header}`")


def cell(header: str, row: str) -> nodes.Expression:
    """Return a row's cell."""
    return nodes.Index(nodes.Name(row), column(header))


def made(name: str, row: str) -> nodes.Expression:
    """Return a row's cell in a column that the program made."""
    return nodes.Index(nodes.Name(row), nodes.Text(name))


def call(receiver: nodes.Expression, method: str, *arguments: nodes.Expression | nodes.Lambda) -> nodes.Expression:
    """Return `receiver.method(arguments)`."""
    return nodes.Call(receiver, method, arguments)


def function(param: str, body: nodes.Expression) -> nodes.Lambda:
    """Return `param => body`."""
    return nodes.Lambda((param,), body)


def joined(operator: str, parts: Sequence[nodes.Expression]) -> nodes.Expression:
    """Return `a operator b operator c`."""
    return reduce(lambda left, right: nodes.Binary(operator, left, right), parts)


def number(value: int) -> nodes.Expression:
    """Return a whole number."""
    return nodes.Number(str(value))


def labels(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return names for the fields of a record, each another one."""
    found: list[str] = []
    for label in wanted:
        name, times = label, 2
        while name in found:
            name, times = f"{label} {times}", times + 1
        found.append(name)
    return tuple(found)
