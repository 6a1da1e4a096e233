"""SQL expressions as those of the language: cells, literals in the type of their other side, conditions, aggregates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlglot import exp

from seglam_lang.language.computing.numbers import parse_number, show_number
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import DATE, DATETIME, NUMBER, TEXT, Con
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.sql.building import call, cell, column, function, joined
from seglam_lang.translator.nano.sql.reading import Combination, Sql, Tree, Unconvertible, tree_of

_ARITHMETIC = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_COMPARISONS = {exp.EQ: "==", exp.NEQ: "!=", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
METHODS = {exp.Sum: "total", exp.Avg: "average", exp.Min: "minimum", exp.Max: "maximum"}
NAMES = {exp.Count: "count", **METHODS}  # of aggregates in a record
_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# What an expression is inside of: it gives the cell of a header, and the value of an aggregate.
Cell = Callable[[str], nodes.Expression]
Aggregate = Callable[[Sql], nodes.Expression]
Subquery = Callable[[Tree, bool], nodes.Expression]  # the query, and whether it is a list that is wanted


def no_aggregate(expression: Sql) -> nodes.Expression:
    """Refuse an aggregate where there is none in SQL either."""
    raise Unconvertible(f"an aggregate outside of groups ({type(expression).__name__.upper()})")


class Values:
    """Expressions over one table."""

    def __init__(self, table: Table, subquery: Subquery) -> None:
        self.table, self.subquery = table, subquery

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
            case exp.Min() | exp.Max():
                return self.kind(expression.this)
            case exp.Subquery():
                return self._kind_of_query(tree_of(expression.this, self.table.headers))
            case exp.Literal() | exp.Null() | exp.Neg():
                return None
            case exp.Case():
                return TEXT
        return NUMBER

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
            case exp.Count() | exp.Sum() | exp.Avg() | exp.Min() | exp.Max():
                return aggregate(expression)
            case exp.Subquery():
                return self.subquery(tree_of(expression.this, self.table.headers), False)
            case exp.Neg():
                return nodes.Unary("-", self.value(expression.this, cell_of, aggregate, NUMBER))
            case exp.Cast() if _year_of(expression.this):
                return self.value(expression.this, cell_of, aggregate)
            case exp.Case():
                return self._name_of_day_or_month(expression, cell_of)
        if header := _year_of(expression):
            return call(cell_of(header), "year")
        if type(expression) in _ARITHMETIC:
            sides = expression.left, expression.right
            if any(self.kind(side) not in (NUMBER, None) for side in sides):
                raise Unconvertible("arithmetic with what are no numbers")
            left, right = (self.value(side, cell_of, aggregate, NUMBER) for side in sides)
            return nodes.Binary(_ARITHMETIC[type(expression)], left, right)
        raise Unconvertible(f"an expression {type(expression).__name__.upper()}")

    def _name_of_day_or_month(self, expression: Sql, cell_of: Cell) -> nodes.Expression:
        """Convert `CASE strftime('%w', day) WHEN '0' THEN 'Sun' ...`."""
        names = [each.args["true"].name for each in expression.args["ifs"]]
        if other := expression.args.get("default"):
            names.append(other.name)
        pattern = {_WEEKDAYS: "EEE", _MONTHS: "MMM"}.get(tuple(names))
        header = _formatted(expression.this, ("%w", "%m")) if expression.this else None
        if pattern is None or header is None:
            raise Unconvertible("CASE")
        return call(cell_of(header), "format", nodes.Text(pattern))

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
                return call(call(_row(cell_of), "get", column(subject.name)), "has_value")
            case exp.Is(this=exp.Column() as subject, expression=exp.Null()):
                return nodes.Unary("not", call(call(_row(cell_of), "get", column(subject.name)), "has_value"))
            case exp.Not():
                return nodes.Unary("not", part(expression.this))
            case exp.Between():
                return self._between(expression, cell_of, aggregate)
            case exp.In():
                return self._in(expression, cell_of, aggregate)
            case exp.Like():
                return self._like(expression, cell_of)
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
        elif any(_fits(method, each.lower(), part.lower()) != _fits(method, each, part) for each in texts):
            found, part = call(found, "lower"), part.lower()
        if not method:
            return nodes.Binary("==", found, nodes.Text(part))
        return call(found, method, nodes.Text(part))

    # Aggregates

    def aggregate(self, expression: Sql, table: nodes.Expression) -> nodes.Expression:
        """Return an aggregate of the rows of `table`."""
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


def _row(cell_of: Cell) -> nodes.Expression:
    found = cell_of("")
    if not isinstance(found, nodes.Index):
        raise Unconvertible("IS NULL of a group")
    return found.row


_METHOD_OF = {(True, True): "contains", (False, True): "starts_with", (True, False): "ends_with", (False, False): ""}


def _fits(method: str, text: str, part: str) -> bool:
    return {
        "contains": part in text,
        "starts_with": text.startswith(part),
        "ends_with": text.endswith(part),
        "": text == part,
    }[method]


def literal(expression: Sql, like: Con | None) -> nodes.Expression:
    """Return a literal of SQL as one of the type `like`, or of its own. Raise Unconvertible."""
    negative = isinstance(expression, exp.Neg)
    written = expression.this if negative else expression
    text = written.this
    kind = like or (TEXT if written.is_string else NUMBER)
    if kind == NUMBER:
        found = parse_number(text)
        if found is None:
            raise Unconvertible("a comparison of a number with a text")
        shown = nodes.Number(show_number(-found if found < 0 else found))
        return nodes.Unary("-", shown) if negative != (found < 0) else shown
    if kind == TEXT:
        return nodes.Text(f"-{text}" if negative else text)
    if kind in (DATE, DATETIME):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise Unconvertible("a comparison of a date with another text") from None
        return nodes.Date(moment.date()) if kind == DATE else nodes.DateTime(moment)
    raise Unconvertible(f"a literal compared with a {kind.name}")


def _formatted(expression: Sql, patterns: tuple[str, ...]) -> str | None:
    """Return the header in `strftime(pattern, column)`, where the pattern is one of these."""
    if not isinstance(expression, exp.TimeToStr) or expression.args["format"].name not in patterns:
        return None
    inside = expression.this
    while isinstance(inside, exp.TsOrDsToTimestamp | exp.Cast | exp.TsOrDsToDate):
        inside = inside.this
    return inside.name if isinstance(inside, exp.Column) else None


def _year_of(expression: Sql) -> str | None:
    return _formatted(expression, ("%Y",))
