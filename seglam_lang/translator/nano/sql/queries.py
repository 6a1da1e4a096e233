"""Queries of SQL as steps over `rows`: what a person would write for the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_expression
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.sql.building import ROWS, call, column, function, labels, number
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

SELECTED = 4  # columns that `select` takes


def convert(sql: str, table: Table) -> str:
    """Return the program, in the notation of `headed`, for a query of SQLite over one table.

    Literals get the types of the columns that they are compared with, and where SQL treats blanks or capitals in a way
    of its own the program does so only if the table has such. Raise Unconvertible with the construct that is not known.
    """
    conversion = Conversion(table)
    result = conversion.tree(read_sql(sql, table.headers))
    steps = [f"let {name} = {print_expression(value)}" for name, value in conversion.steps]
    return "\n".join([*steps, f"{'return ' if steps else ''}{print_expression(result)}"])


class Conversion:
    """The conversion of one query with those inside it; `steps` are what it names on the way."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.values = Values(table, self.subquery)
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
        found = self.tree(tree)
        if isinstance(tree, Query) and len(tree.items) == 1 and not tree.keys and any(aggregates(tree.items[0])):
            if as_list:
                found = nodes.ListOf((found,))
            return found if tree.where is None and tree.source is None else self.let("wanted", found)
        return self.let("wanted", found if as_list else call(found, "first"))

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
        if len(tree.items) > 1 and not tree.keys:
            rows = self._ordered(self.rows(tree), tree)
            return self._records(rows, tree.items)
        if len(tree.items) == 1 and not tree.keys and any(aggregates(tree.items[0])):
            return nodes.ListOf((self.query(tree),))
        if len(tree.items) == 1 and isinstance(tree.items[0], exp.Column) and not tree.keys:
            return call(self._ordered(self.rows(tree), tree), "values", self.values.key(tree.items[0]))
        return self.query(tree)

    # One query

    def query(self, query: Query) -> nodes.Expression:
        """Return the answer of a query."""
        if query.source is not None:
            return self._outer(query)
        if query.keys:
            return GroupQuery(query, self.values, self.rows(query)).result()
        if query.having is not None:
            raise Unconvertible("HAVING without GROUP BY")
        if any(True for item in query.items for _ in aggregates(item)):
            return self._aggregated(query)
        return self._listed(query)

    def rows(self, query: Query) -> nodes.Expression:
        """Return the rows that a query is about."""
        if query.where is None:
            return ROWS
        condition = self.values.condition(query.where, row_cell("row"), no_aggregate)
        return call(ROWS, "where", function("row", condition))

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
            rows = self._projected(self._ordered(self.rows(query), replace(query, limit=None)), query.items)
            is_list = isinstance(rows, nodes.Call) and rows.method in ("values", "map")
            rows = call(rows, "distinct" if is_list else "distinct_rows")
            return rows if query.limit is None else call(rows, "take", number(query.limit))
        return self._projected(self._ordered(self.rows(query), query), query.items)

    def _ordered(self, rows: nodes.Expression, query: Query) -> nodes.Expression:
        order, limit = query.order, query.limit
        if any(True for each, _ in order for _ in aggregates(each)):
            raise Unconvertible("ORDER BY an aggregate without GROUP BY")
        if len(order) == 1 and limit is not None:
            ((by, descending),) = order
            return call(rows, "top" if descending else "bottom", number(limit), self.values.key(by))
        for by, descending in reversed(order):
            rows = call(rows, "sort_by_descending" if descending else "sort_by", self.values.key(by))
        return rows if limit is None else call(rows, "take", number(limit))

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
    return NAMES[type(found)] if found is item else "value"
