"""SQL as sqlglot reads it, as the few parts that the converter knows, with every column under its header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

Sql = Any  # an expression of sqlglot, which mypy need not know

AGGREGATES = exp.Count | exp.Sum | exp.Avg | exp.Min | exp.Max | exp.Median | exp.Filter
_NOT_CONVERTED = ("joins", "windows", "with", "with_", "laterals", "connect", "qualify", "into", "sample")
_ONE_TABLE = "a query of several tables"


class Unconvertible(Exception):
    """SQL that the converter does not know, or that the language does not say alike: `construct` names what it is."""

    def __init__(self, construct: str) -> None:
        super().__init__(f"not converted: {construct}")
        self.construct = construct


@dataclass(frozen=True)
class Query:
    """One SELECT: `order` has each expression with whether it is descending, `source` is a query in its FROM."""

    items: tuple[Sql, ...]
    distinct: bool
    source: Tree | None
    where: Sql | None
    keys: tuple[Sql, ...]
    having: Sql | None
    order: tuple[tuple[Sql, bool], ...]
    limit: int | None
    offset: int = 0
    has_table: bool = True  # SELECT (SELECT ...) > (SELECT ...) has none


@dataclass(frozen=True)
class Combination:
    """Two queries joined by `intersect`, `except` or `union`."""

    operator: str
    left: Tree
    right: Tree


Tree = Query | Combination


def read_sql(sql: str, headers: tuple[str, ...], dialect: str) -> Tree:
    """Return a query of a dialect of sqlglot's over one table with these headers. Raise Unconvertible."""
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
    except sqlglot.errors.SqlglotError as error:
        raise Unconvertible(f"SQL that cannot be read ({str(error).splitlines()[0][:80]})") from None
    return tree_of(tree, headers)


def tree_of(tree: Sql, headers: tuple[str, ...]) -> Tree:
    """Return a query that sqlglot has read."""
    if isinstance(tree, exp.Subquery):
        return tree_of(tree.this, headers)
    if isinstance(tree, exp.Intersect | exp.Except | exp.Union):
        if any(tree.args.get(part) for part in ("order", "limit")) or tree.args.get("distinct") is False:
            raise Unconvertible(f"{type(tree).__name__.upper()} ALL, or with ORDER BY or LIMIT")
        operator = type(tree).__name__.lower()
        return Combination(operator, tree_of(tree.this, headers), tree_of(tree.expression, headers))
    if not isinstance(tree, exp.Select):
        raise Unconvertible(f"a statement {type(tree).__name__.upper()}")
    for part in _NOT_CONVERTED:
        if tree.args.get(part):
            raise Unconvertible(_ONE_TABLE if part == "joins" else part.rstrip("_").upper())
    return _select(tree, headers)


def _select(tree: Sql, headers: tuple[str, ...]) -> Query:
    source = _source(tree, headers)
    _refuse_outer_columns(tree)
    aliases = {each.alias: each.this for each in tree.expressions if isinstance(each, exp.Alias)}
    items = [each.this if isinstance(each, exp.Alias) else each for each in tree.expressions]

    def resolved(part: Sql) -> Sql:
        return _resolved(part, headers, aliases)

    order = tree.args.get("order")
    group = tree.args.get("group")
    where, having = tree.args.get("where"), tree.args.get("having")
    chosen = tuple(_resolved(each, headers, {}) for each in items)
    return Query(
        chosen,
        tree.args.get("distinct") is not None,
        source,
        resolved(where.this) if where else None,
        tuple(_at(resolved(each), chosen) for each in group.expressions) if group else (),
        resolved(having.this) if having else None,
        tuple(
            (_at(resolved(each.this), chosen), bool(each.args.get("desc")))
            for each in (order.expressions if order else ())
            if each.args.get("desc") or not _is_order_of_table(each.this, headers)
        ),
        _whole(tree.args.get("limit"), "LIMIT"),
        _whole(tree.args.get("offset"), "OFFSET") or 0,
        _from(tree) is not None,
    )


def _is_order_of_table(by: Sql, headers: tuple[str, ...]) -> bool:
    """Return whether a key of ORDER BY is the order of the table, by which equal rows are sorted anyway."""
    names = [each.name.casefold() for each in by.find_all(exp.Column)]
    return names == ["rowid"] and find_header("rowid", headers) is None


def _from(tree: Sql) -> Sql | None:
    return tree.args.get("from") or tree.args.get("from_")


def _source(tree: Sql, headers: tuple[str, ...]) -> Tree | None:
    """Return the query in FROM, None where it is the table itself."""
    found = _from(tree)
    if found is not None and isinstance(found.this, exp.Subquery):
        return tree_of(found.this, headers)
    return None


def _refuse_outer_columns(tree: Sql) -> None:
    """Refuse a query inside another one that asks for a column of that: `WHERE b.artist = a.artist`."""
    found = _from(tree)
    names = {"", found.this.alias_or_name.casefold() if found else ""}
    for column in tree.find_all(exp.Column):
        if column.find_ancestor(exp.Select) is tree and column.table.casefold() not in names:
            raise Unconvertible("a query inside another one that refers to its row")


def _at(expression: Sql, items: tuple[Sql, ...]) -> Sql:
    """Return what `ORDER BY 2` or `GROUP BY 2` means."""
    if isinstance(expression, exp.Literal) and not expression.is_string and 1 <= int(expression.this) <= len(items):
        return items[int(expression.this) - 1]
    return expression


def _whole(limit: Sql | None, name: str) -> int | None:
    if limit is None:
        return None
    if not isinstance(limit.expression, exp.Literal):
        raise Unconvertible(f"a computed {name}")
    return int(limit.expression.this)


def _resolved(part: Sql, headers: tuple[str, ...], aliases: dict[str, Sql]) -> Sql:
    """Return an expression whose columns have their headers, without names of tables. Queries in it stay as they are.

    What stands in double quotes and is no column is a text, as SQLite has it.
    """
    if isinstance(part, exp.Select | exp.Subquery | exp.SetOperation):
        return part
    if isinstance(part, exp.Column):
        if isinstance(part.this, exp.Star):
            return exp.Star()
        name = part.name
        header = find_header(name, headers)
        if header is not None:
            return exp.column(header)
        if name in aliases:
            return _resolved(aliases[name], headers, {})
        if part.this.args.get("quoted"):
            return exp.Literal.string(name)
        raise Unconvertible("a column that the table does not have")
    if isinstance(part, exp.Paren):
        return _resolved(part.this, headers, aliases)
    if (
        isinstance(part, exp.Coalesce)
        and isinstance(part.this, exp.Sum)
        and part.expressions == [exp.Literal.number(0)]
    ):
        return _resolved(part.this, headers, aliases)  # the total of no values is 0
    copy = part.copy()
    for key, value in part.args.items():
        if isinstance(value, exp.Expression):
            copy.set(key, _resolved(value, headers, aliases))
        elif isinstance(value, list):
            copy.set(key, [_resolved(v, headers, aliases) if isinstance(v, exp.Expression) else v for v in value])
    return copy


def find_header(name: str, headers: tuple[str, ...]) -> str | None:
    """Return the header that an SQL name means: its own, or the only one that differs by capitals."""
    if name in headers:
        return name
    alike = [header for header in headers if header.casefold() == name.casefold()]
    return alike[0] if len(alike) == 1 else None


def aggregates(expression: Sql) -> Iterator[Sql]:
    """Yield the aggregates in an expression, not those of queries inside it."""
    if isinstance(expression, exp.Select | exp.Subquery | exp.SetOperation):
        return
    if isinstance(expression, AGGREGATES):
        yield expression
        return
    for child in expression.iter_expressions():
        yield from aggregates(child)


def columns(expression: Sql) -> Iterator[str]:
    """Yield the headers in an expression outside its aggregates and queries."""
    if isinstance(expression, exp.Select | exp.Subquery | exp.SetOperation):
        return
    if isinstance(expression, AGGREGATES):
        return
    if isinstance(expression, exp.Column):
        yield expression.name
        return
    for child in expression.iter_expressions():
        yield from columns(child)
