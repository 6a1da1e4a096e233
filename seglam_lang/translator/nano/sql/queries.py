"""Queries of SQL as steps over `rows`: what a person would write for the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_expression
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.sql.building import (
    ROWS,
    call,
    column,
    columns_taken,
    function,
    labels,
    number,
    ordered,
    rows_where,
)
from seglam_lang.translator.nano.sql.groups import GroupQuery
from seglam_lang.translator.nano.sql.reading import (
    Combination,
    Query,
    Sql,
    Tree,
    Unconvertible,
    aggregates,
    read_sql,
)
from seglam_lang.translator.nano.sql.values import NAMES, Values, no_aggregate, row_cell

SELECTED = columns_taken("select")


def convert(sql: str, table: Table, dialect: str = "sqlite") -> str:
    """Return the program, in the notation of `headed`, for a query over one table in a dialect of sqlglot's.

    Literals get the types of the columns that they are compared with, and where SQL treats blanks or capitals in a way
    of its own the program does so only if the table has such. Raise Unconvertible with the construct that is not known.
    """
    conversion = Conversion(table, dialect)
    result = conversion.tree(read_sql(sql, table.headers, dialect))
    steps = [f"let {name} = {print_expression(value)}" for name, value in conversion.steps]
    return "\n".join([*steps, f"{'return ' if steps else ''}{print_expression(result)}"])


class Conversion:
    """The conversion of one query with those inside it; `steps` are what it names on the way."""

    def __init__(self, table: Table, dialect: str) -> None:
        self.values = Values(table, self.subquery, dialect)
        self.inline = False  # whether a query inside the present expression may stand where it is used
        self.steps: list[tuple[str, nodes.Expression]] = []

    def let(self, name: str, value: nodes.Expression) -> nodes.Expression:
        """Return a name for a value that is used more than once, or for each row."""
        taken = {each for each, _ in self.steps}
        free = next(each for each in (name, *(f"{name}_{i}" for i in range(2, 99))) if each not in taken)
        self.steps.append((free, value))
        return nodes.Name(free)

    def tree(self, tree: Tree) -> nodes.Expression:
        """Return the answer of a query or of two joined ones."""
        return self._combination(tree) if isinstance(tree, Combination) else self.query(tree)

    def subquery(self, tree: Tree, as_list: bool) -> nodes.Expression:
        """Return the value of a query inside an expression: a list, or the only value."""
        if isinstance(tree, Query) and _is_one_value(tree):
            found = self.query(tree)
            is_short = tree.where is None and tree.source is None
        else:
            found, is_short = self._list(tree), False
            found = found if as_list else call(found, "first")
        return found if is_short or self.inline else self.let("wanted", found)

    # Two queries

    def _combination(self, both: Combination) -> nodes.Expression:
        if both.operator == "union" and (one := _as_one(both)):
            return self.query(one)
        left, right = (self._list(each) for each in (both.left, both.right))
        if both.operator == "union":
            return call(call(left, "concat", right), "distinct")
        return call(left, both.operator, right)

    def _list(self, tree: Tree) -> nodes.Expression:
        """Return a query's rows as a list: of values, or of records where it has several columns."""
        if isinstance(tree, Combination):
            return self._combination(tree)
        if tree.keys:
            return self.query(tree)
        if _is_one_value(tree):
            return nodes.ListOf((self.query(tree),))
        rows = self._ordered(self.rows(tree), tree)
        if len(tree.items) == 1 and isinstance(tree.items[0], exp.Column):
            return call(rows, "values", self.values.key(tree.items[0]))
        return self._records(rows, tree.items) if len(tree.items) > 1 else self.query(tree)

    # One query

    def query(self, query: Query) -> nodes.Expression:
        """Return the answer of a query."""
        if query.source is not None:
            return self._outer(query)
        if not query.has_table:
            return self._of_queries(query)
        if query.keys:
            return GroupQuery(query, self.values, self.rows(query)).result()
        if query.having is not None:
            raise Unconvertible("HAVING without GROUP BY")
        if any(True for item in query.items for _ in aggregates(item)):
            return self._aggregated(query)
        return self._listed(query)

    def _of_queries(self, query: Query) -> nodes.Expression:
        """Return what is computed from other queries alone."""
        if len(query.items) != 1 or not any(True for _ in query.items[0].find_all(exp.Subquery)):
            raise Unconvertible("SELECT without FROM")
        self.inline = True
        found = self.values.value(query.items[0], _no_cell, no_aggregate)
        self.inline = False
        return found

    def rows(self, query: Query) -> nodes.Expression:
        """Return the rows that a query is about."""
        if query.where is None:
            return ROWS
        condition = self.values.condition(query.where, row_cell("row"), no_aggregate)
        return rows_where(ROWS, condition)

    def _outer(self, query: Query) -> nodes.Expression:
        """Return the number of rows of a query in FROM; nothing else is asked of one here."""
        plain = not (query.where or query.keys or query.having or query.order or query.limit)
        if not plain or len(query.items) != 1 or query.items[0] != exp.Count(this=exp.Star(), big_int=True):
            raise Unconvertible("a query in FROM")
        assert query.source is not None
        return call(self.tree(query.source), "count")

    def _listed(self, query: Query) -> nodes.Expression:
        """Return columns of rows, or what is computed from each."""
        if query.distinct:
            rows = self._projected(self._ordered(self.rows(query), replace(query, limit=None, offset=0)), query.items)
            is_list = isinstance(rows, nodes.Call) and rows.method in ("values", "map")
            rows = call(rows, "distinct" if is_list else "distinct_rows")
            return ordered(rows, replace(query, order=()), self.values.key)
        return self._projected(self._ordered(self.rows(query), query), query.items)

    def _ordered(self, rows: nodes.Expression, query: Query) -> nodes.Expression:
        if any(True for each, _ in query.order for _ in aggregates(each)):
            raise Unconvertible("ORDER BY an aggregate without GROUP BY")
        return ordered(rows, query, self.values.key)

    def _projected(self, rows: nodes.Expression, items: Sequence[Sql]) -> nodes.Expression:
        if len(items) == 1 and isinstance(items[0], exp.Star):
            return rows
        if all(isinstance(item, exp.Column) for item in items):
            headers = list(dict.fromkeys(item.name for item in items))
            if len(headers) == 1:
                method = "select" if self.values.has_blanks(headers[0]) else "values"
                return call(rows, method, column(headers[0]))
            if len(headers) <= SELECTED:
                return call(rows, "select", *map(column, headers))
        if len(items) == 1:
            (item,) = items
            return call(rows, "map", function("row", self._of_row(item)))
        return self._records(rows, items)

    def _records(self, rows: nodes.Expression, items: Sequence[Sql]) -> nodes.Expression:
        names = labels([item.name if isinstance(item, exp.Column) else "value" for item in items])
        return call(rows, "map", function("row", nodes.RecordOf(names, tuple(map(self._of_row, items)))))

    def _of_row(self, item: Sql) -> nodes.Expression:
        return self.values.value(item, row_cell("row"), no_aggregate)

    def _aggregated(self, query: Query) -> nodes.Expression:
        """Return one row of aggregates, or the row with a largest or smallest value."""
        beside = [item for item in query.items if not any(aggregates(item))]
        if beside:
            return self._extreme_row(query, beside)
        rows = self.rows(query)
        if len(query.items) > 1 and rows != ROWS:
            rows = self.let("found", rows)

        def of_rows(each: Sql) -> nodes.Expression:
            return self.values.aggregate(each, rows)

        found = [self.values.value(item, _no_cell, of_rows) for item in query.items]
        if len(found) == 1:
            return found[0]
        return nodes.RecordOf(labels([label_of(item) for item in query.items]), tuple(found))

    def _extreme_row(self, query: Query, beside: Sequence[Sql]) -> nodes.Expression:
        others = [item for item in query.items if item not in beside]
        (extreme,) = others if len(others) == 1 else (None,)
        if not isinstance(extreme, exp.Max | exp.Min) or not all(isinstance(each, exp.Column) for each in beside):
            raise Unconvertible("a column beside an aggregate, without GROUP BY")
        rows = call(
            self.rows(query),
            "top" if isinstance(extreme, exp.Max) else "bottom",
            number(1),
            self.values.key(extreme.this),
        )
        return self._projected(rows, [item.this if item is extreme else item for item in query.items])


def _is_one_value(query: Query) -> bool:
    """Return whether a query gives one aggregate of its rows."""
    return len(query.items) == 1 and not query.keys and any(True for _ in aggregates(query.items[0]))


def _no_cell(header: str) -> nodes.Expression:
    raise Unconvertible("a column beside an aggregate, without GROUP BY")


def _as_one(both: Combination) -> Query | None:
    """Return two queries that differ only by their conditions as one with both."""
    left, right = both.left, both.right
    if not isinstance(left, Query) or not isinstance(right, Query) or left.where is None or right.where is None:
        return None
    if (
        replace(left, where=None, distinct=False) != replace(right, where=None, distinct=False)
        or left.keys
        or left.limit
    ):
        return None
    if left.source is not None or any(True for item in left.items for _ in aggregates(item)):
        return None
    return replace(left, where=exp.Or(this=left.where, expression=right.where), distinct=True)


def label_of(item: Sql) -> str:
    """Return a name for an aggregate in a record."""
    found = next(aggregates(item), None)
    return NAMES.get(type(found), "value") if found is item else "value"
