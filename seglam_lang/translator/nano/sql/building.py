"""Short names for the nodes that a converted query is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Constructor
from seglam_lang.translator.nano.sql.reading import Query, Sql, Unconvertible

ROWS = nodes.Name("rows")


def columns_taken(method: str) -> int:
    """Return how many columns a method of tables takes."""
    builtin = REGISTRY.find(method, Constructor.TABLE)
    assert builtin is not None
    return len(builtin.params) - 1


def column(header: str) -> nodes.Name:
    """Return the column with this header, in backticks as the notation of the data has it. Raise Unconvertible."""
    if not header or "`" in header:
        raise Unconvertible("a column whose header cannot stand in backticks")
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


def rows_where(table: nodes.Expression, condition: nodes.Expression) -> nodes.Expression:
    """Return the rows of a table that meet a condition; after another one, those that meet both."""
    match table:
        case nodes.Call(receiver, "where", (nodes.Lambda(("row",), earlier),)):
            return call(receiver, "where", function("row", nodes.Binary("and", earlier, condition)))
    return call(table, "where", function("row", condition))


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


def ordered(
    table: nodes.Expression, query: Query, key: Callable[[Sql], nodes.Expression | nodes.Lambda]
) -> nodes.Expression:
    """Return a table in a query's order, and cut as it says; `key` gives what to sort by."""
    wanted = None if query.limit is None else query.limit + query.offset
    if len(query.order) == 1 and wanted is not None:
        by, descending = query.order[0]
        table = call(table, "top" if descending else "bottom", number(wanted), key(by))
    else:
        for by, descending in reversed(query.order):
            table = call(table, "sort_by_descending" if descending else "sort_by", key(by))
        table = table if wanted is None else call(table, "take", number(wanted))
    return call(table, "drop", number(query.offset)) if query.offset else table
