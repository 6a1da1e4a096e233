"""SQL expressions as those of the language: cells, literals in the type of their other side, conditions, aggregates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Con
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.sql.building import call, cell, column, function, joined, rows_where
from seglam_lang.translator.nano.sql.functions import (
    CONDITIONS,
    TEXT_FUNCTIONS,
    ConvertPart,
    days_between,
    function_of,
    literal,
    name_of_day_or_month,
)
from seglam_lang.translator.nano.sql.reading import AGGREGATES, Combination, Sql, Tree, Unconvertible, tree_of

_ARITHMETIC = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_COMPARISONS = {exp.EQ: "==", exp.NEQ: "!=", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
METHODS = {exp.Sum: "total", exp.Avg: "average", exp.Min: "minimum", exp.Max: "maximum", exp.Median: "median"}
NAMES = {exp.Count: "count", **METHODS}  # of aggregates in a record

# What an expression is inside of: it gives the cell of a header, and the value of an aggregate.
Cell = Callable[[str], nodes.Expression]
Aggregate = Callable[[Sql], nodes.Expression]
Subquery = Callable[[Tree, bool], nodes.Expression]  # the query, and whether it is a list that is wanted


def no_aggregate(expression: Sql) -> nodes.Expression:
    """Refuse an aggregate where there is none in SQL either."""
    raise Unconvertible(f"an aggregate outside of groups ({type(expression).__name__.upper()})")


class Values:
    """Expressions over one table."""

    def __init__(self, table: Table, subquery: Subquery, dialect: str) -> None:
        self.table, self.subquery, self.dialect = table, subquery, dialect

    # Types

    def cells(self, header: str) -> tuple[Any, ...]:
        """Return the cells of a column."""
        return self.table.cells[self.table.headers.index(header)]

    def has_blanks(self, header: str) -> bool:
        """Return whether a column has a blank cell."""
        return any(each is None for each in self.cells(header))

    def kind(self, expression: Sql) -> Con | None:
        """Return the type of an expression, None where a literal has the type of what it is compared with."""
        match expression:
            case exp.Column():
                return self.table.types[self.table.headers.index(expression.name)]
            case exp.Min() | exp.Max() | exp.Filter() | exp.Coalesce():
                return self.kind(expression.this)
            case exp.Subquery():
                return self._kind_of_query(tree_of(expression.this, self.table.headers))
            case exp.Literal() | exp.Null() | exp.Neg(this=exp.Literal()):
                return None
            case exp.Case():
                return TEXT if expression.this else self.kind(expression.args["ifs"][0].args["true"])
            case exp.Cast(this=exp.Literal()):
                return DATE
            case exp.Boolean():
                return BOOL
        return (
            TEXT if isinstance(expression, TEXT_FUNCTIONS) else BOOL if isinstance(expression, CONDITIONS) else NUMBER
        )

    def _kind_of_query(self, tree: Tree) -> Con | None:
        while isinstance(tree, Combination):
            tree = tree.left
        return self.kind(tree.items[0])

    # Expressions

    def value(self, expression: Sql, cell_of: Cell, aggregate: Aggregate, like: Con | None = None) -> nodes.Expression:
        """Return an expression of SQL; a literal is one of the type `like`."""
        match expression:
            case exp.Column():
                return cell_of(expression.name)
            case exp.Literal() | exp.Neg(this=exp.Literal()):
                return literal(expression, like)
            case exp.Boolean():
                return nodes.Bool(expression.this)
            case exp.Subquery():
                return self.subquery(tree_of(expression.this, self.table.headers), False)
        if isinstance(expression, AGGREGATES):
            return aggregate(expression)
        if isinstance(expression, CONDITIONS):
            return self.condition(expression, cell_of, aggregate)

        def part(each: Sql, kind: Con | None = None) -> nodes.Expression:
            return self.value(each, cell_of, aggregate, kind)

        if isinstance(expression, exp.Case) and expression.this:
            return name_of_day_or_month(expression, self.kind, part)
        if (difference := days_between(expression, self.kind)) is not None:
            first, last = difference
            return call(part(first, DATE), "days_until", part(last, DATE))
        if type(expression) in _ARITHMETIC:
            return self._arithmetic(expression, part)
        return function_of(expression, self.kind, part)

    def _arithmetic(self, expression: Sql, part: ConvertPart) -> nodes.Expression:
        sides = expression.left, expression.right
        if any(self.kind(side) not in (NUMBER, None) for side in sides):
            raise Unconvertible("arithmetic with what are no numbers")
        if expression.args.get("typed") and not any("." in each.this for each in expression.find_all(exp.Literal)):
            raise Unconvertible("a division of whole numbers, which SQLite cuts off")
        left, right = (part(side, NUMBER) for side in sides)
        return nodes.Binary(_ARITHMETIC[type(expression)], left, right)

    # Conditions

    def condition(self, expression: Sql, cell_of: Cell, aggregate: Aggregate) -> nodes.Expression:
        """Return a condition."""

        def part(each: Sql) -> nodes.Expression:
            return self.condition(each, cell_of, aggregate)

        match expression:
            case _ if expression.args.get("negate"):  # how some versions of sqlglot read NOT LIKE
                positive = expression.copy()
                positive.set("negate", None)
                return nodes.Unary("not", part(positive))
            case exp.And() | exp.Or():
                sign = "and" if isinstance(expression, exp.And) else "or"
                return nodes.Binary(sign, part(expression.left), part(expression.right))
            case exp.Not(this=exp.Is(this=exp.Column() as subject, expression=exp.Null())):
                return _is_present(cell_of(subject.name))
            case exp.Is(this=exp.Column() as subject, expression=exp.Null()):
                return nodes.Unary("not", _is_present(cell_of(subject.name)))
            case exp.Not():
                return nodes.Unary("not", part(expression.this))
            case exp.Between():
                return self._between(expression, cell_of, aggregate)
            case exp.In():
                return self._in(expression, cell_of, aggregate)
            case exp.Like() | exp.ILike():
                return self._like(expression, cell_of)
            case exp.Column() | exp.Boolean():
                return self.value(expression, cell_of, aggregate)
            case exp.Contains() | exp.StartsWith() | exp.EndsWith():
                return function_of(expression, self.kind, lambda e, kind=None: self.value(e, cell_of, aggregate, kind))
        if type(expression) in _COMPARISONS:
            left, right = expression.left, expression.right
            kind = self.kind(left) or self.kind(right)
            if {self.kind(left), self.kind(right)} - {None, kind}:
                raise Unconvertible("a comparison of two types")
            one, other = (self.value(each, cell_of, aggregate, kind) for each in (left, right))
            return nodes.Binary(_COMPARISONS[type(expression)], one, other)
        raise Unconvertible(f"a condition {type(expression).__name__.upper()}")

    def _between(self, expression: Sql, cell_of: Cell, aggregate: Aggregate) -> nodes.Expression:
        kind = self.kind(expression.this)
        subject = self.value(expression.this, cell_of, aggregate)
        low, high = (self.value(expression.args[end], cell_of, aggregate, kind) for end in ("low", "high"))
        if kind == NUMBER:
            return call(subject, "is_between", low, high)
        return joined("and", [nodes.Binary(">=", subject, low), nodes.Binary("<=", subject, high)])

    def _in(self, expression: Sql, cell_of: Cell, aggregate: Aggregate) -> nodes.Expression:
        kind = self.kind(expression.this)
        subject = self.value(expression.this, cell_of, aggregate)
        if query := expression.args.get("query"):
            return call(self.subquery(tree_of(query, self.table.headers), True), "contains", subject)
        items = [self.value(each, cell_of, aggregate, kind) for each in expression.expressions]
        if len(items) <= 2:
            return joined("or", [nodes.Binary("==", subject, item) for item in items])
        return call(nodes.ListOf(tuple(items)), "contains", subject)

    def _like(self, expression: Sql, cell_of: Cell) -> nodes.Expression:
        """Convert LIKE, which in SQLite ignores capitals; so does the result where the column has any that differ."""
        subject, pattern = expression.this, expression.expression
        if not isinstance(subject, exp.Column) or not isinstance(pattern, exp.Literal):
            raise Unconvertible("LIKE with a computed text")
        text = pattern.this
        part = text.strip("%")
        if not part or "%" in part or "_" in part:
            raise Unconvertible("LIKE with a wildcard inside")
        method = _METHOD_OF[text.startswith("%"), text.endswith("%")]
        found = cell_of(subject.name)
        texts = [each for each in self.cells(subject.name) if isinstance(each, str)]
        if self.kind(subject) != TEXT:
            found = call(found, "to_text")
        elif self.ignores_case(expression) and any(
            _fits(method, each.lower(), part.lower()) != _fits(method, each, part) for each in texts
        ):
            found, part = call(found, "lower"), part.lower()
        if not method:
            return nodes.Binary("==", found, nodes.Text(part))
        return call(found, method, nodes.Text(part))

    def ignores_case(self, expression: Sql) -> bool:
        """Return whether a LIKE takes capitals and small letters for the same."""
        return isinstance(expression, exp.ILike) or self.dialect == "sqlite"

    # Aggregates

    def aggregate(self, expression: Sql, table: nodes.Expression) -> nodes.Expression:
        """Return an aggregate of the rows of `table`."""
        if isinstance(expression, exp.Filter):
            kept = self.condition(expression.expression.this, row_cell("row"), no_aggregate)
            return self.aggregate(expression.this, rows_where(table, kept))
        of = expression.this
        distinct = isinstance(of, exp.Distinct)
        if distinct:
            (of,) = of.expressions
        if isinstance(expression, exp.Count):
            if distinct:
                return call(call(call(table, "values", self.key(of)), "distinct"), "count")
            if isinstance(of, exp.Star) or not (isinstance(of, exp.Column) and self.has_blanks(of.name)):
                return call(table, "count")
            return call(call(table, "values", self.key(of)), "count")
        method = METHODS[type(expression)]
        if distinct:
            values = call(call(table, "values", self.key(of)), "distinct")
            return call(values, "sum" if method == "total" else method)
        return call(table, method, self.key(of))

    def key(self, expression: Sql) -> nodes.Expression | nodes.Lambda:
        """Return what may stand where a column is taken: a column, or a function of a row."""
        if isinstance(expression, exp.Column):
            return column(expression.name)
        return function("row", self.value(expression, row_cell("row"), no_aggregate))


def row_cell(row: str) -> Cell:
    """Return how the cells of the row with this name are written."""
    return lambda header: cell(header, row)


def _is_present(cell: nodes.Expression) -> nodes.Expression:
    """Return whether a row's cell is not blank."""
    if not isinstance(cell, nodes.Index):
        raise Unconvertible("IS NULL of a group")
    return call(call(cell.row, "get", cell.column), "has_value")


_METHOD_OF = {(True, True): "contains", (False, True): "starts_with", (True, False): "ends_with", (False, False): ""}


def _fits(method: str, text: str, part: str) -> bool:
    return {
        "contains": part in text,
        "starts_with": text.startswith(part),
        "ends_with": text.endswith(part),
        "": text == part,
    }[method]
