"""GROUP BY as the table of groups that a person would make, and what is kept, sorted and shown of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from seglam_lang.language.syntax import nodes
from seglam_lang.translator.nano.sql.building import (
    call,
    column,
    columns_taken,
    function,
    labels,
    made,
    number,
    ordered,
)
from seglam_lang.translator.nano.sql.reading import Query, Sql, Unconvertible, aggregates, columns
from seglam_lang.translator.nano.sql.values import METHODS, NAMES, Values, row_cell

KEYS = columns_taken("group_by")
_GROUP = nodes.Name("g")


class GroupQuery:
    """A query with GROUP BY over `rows`, which its WHERE has been applied to."""

    def __init__(self, query: Query, values: Values, rows: nodes.Expression) -> None:
        self.query, self.values, self.rows = query, values, rows
        self.keys = list(dict.fromkeys(query.keys))
        beside = [each for item in (*query.items, *(by for by, _ in query.order)) for each in columns(item)]
        if query.having is not None and any(exp.column(header) not in self.keys for header in columns(query.having)):
            raise Unconvertible("a column in HAVING outside an aggregate")
        self.beside = [h for h in dict.fromkeys(beside) if exp.column(h) not in self.keys and not self._is_key_part(h)]
        self.wanted = list(dict.fromkeys(self._wanted()))  # what is computed of each group, to be shown or sorted by
        self.at: dict[Sql, nodes.Expression] = {}  # where each aggregate stands in the table of the groups: its column

    def _is_key_part(self, header: str) -> bool:
        return any(header in columns(key) for key in self.keys if not isinstance(key, exp.Column))

    def _wanted(self) -> Iterator[Sql]:
        for each in (*self.query.items, *(by for by, _ in self.query.order)):
            if any(True for _ in aggregates(each)):
                yield each

    def result(self) -> nodes.Expression:
        """Return the answer."""
        if self._is_extreme_row():
            return self._extreme_rows()
        self._add_keys()
        conditions = list(aggregates(self.query.having)) if self.query.having is not None else []
        if not self.wanted and not self.beside and not conditions:
            return self._different_keys()
        if not self.wanted and len(set(conditions)) == 1:
            self.wanted = [conditions[0]]
        of_table = set(conditions) <= set(self.wanted)
        groups = call(self.rows, "group_by", *map(self.values.key, self.keys))
        if self.query.having is not None and not of_table:
            groups = call(groups, "where", function("g", self._of_group(self.query.having)))
        table = self._most_frequent(groups)
        if table is None:
            table = self._table(groups)
            if self.query.having is not None and of_table:
                condition = self.values.condition(self.query.having, self._cell, self._cell_of)
                table = call(table, "where", function("row", condition))
            table = self._ordered(table)
        return self._projected(table)

    # Keys, and columns beside them

    def _add_keys(self) -> None:
        """Group by the columns beside the keys too, where the keys determine them and there are not too many."""
        as_keys = all(self._is_determined(header) and not self.values.has_blanks(header) for header in self.beside)
        if as_keys and len(self.keys) + len(self.beside) <= KEYS:
            self.keys += map(exp.column, self.beside)
            self.beside = []

    def _is_determined(self, header: str) -> bool:
        if not all(isinstance(key, exp.Column) for key in self.keys):
            return False
        keys = zip(*(self.values.cells(key.name) for key in self.keys), strict=True)
        pairs = set(zip(keys, self.values.cells(header), strict=True))
        return len({key for key, _ in pairs}) == len(pairs)

    def _different_keys(self) -> nodes.Expression:
        """Return the keys alone: GROUP BY as DISTINCT."""
        if not all(isinstance(each, exp.Column) for each in (*self.keys, *(by for by, _ in self.query.order))):
            raise Unconvertible("GROUP BY an expression, without an aggregate")
        headers = [item.name for item in self.query.items if isinstance(item, exp.Column)]
        if len(headers) != len(self.query.items):
            raise Unconvertible("GROUP BY without an aggregate")
        rows = ordered(self.rows, replace(self.query, limit=None, offset=0), self.values.key)
        if len(headers) == 1:
            keys = call(call(rows, "values", column(headers[0])), "distinct")
        else:
            keys = call(call(rows, "select", *map(column, headers)), "distinct_rows")
        return ordered(keys, replace(self.query, order=()), self.values.key)

    def _is_extreme_row(self) -> bool:
        extremes = [each for each in self.wanted if isinstance(each, exp.Max | exp.Min)]
        undetermined = [header for header in self.beside if not self._is_determined(header)]
        return bool(undetermined) and len(extremes) == len(self.wanted) == 1 and self.query.having is None

    def _extreme_rows(self) -> nodes.Expression:
        """Return the row of each group with the largest or smallest value, as SQLite has it for columns beside one."""
        (extreme,) = self.wanted
        if self.query.order or self.query.limit is not None or not isinstance(extreme.this, exp.Column):
            raise Unconvertible("a column beside the largest of a group, with ORDER BY")
        groups = call(self.rows, "group_by", *map(self.values.key, self.keys))
        rows = call(groups, "top" if isinstance(extreme, exp.Max) else "bottom", number(1), column(extreme.this.name))
        headers = [(item.this if item == extreme else item).name for item in self.query.items]
        return call(rows, "select", *map(column, headers))

    # The table of the groups

    def _of_group(self, condition: Sql) -> nodes.Expression:
        """Return a condition on the rows of a group."""
        return self.values.condition(condition, self._first_of_group, self._of_rows)

    def _of_rows(self, each: Sql) -> nodes.Expression:
        return self.values.aggregate(each, _GROUP)

    def _first_of_group(self, header: str) -> nodes.Expression:
        return call(call(_GROUP, "values", column(header)), "first")

    def _most_frequent(self, groups: nodes.Expression) -> nodes.Expression | None:
        """Return the groups with the most rows, where just they are wanted."""
        query = self.query
        if len(query.order) != 1 or query.limit is None or query.offset or self.beside or len(self.wanted) != 1:
            return None
        ((by, descending),) = query.order
        if not descending or by != self.wanted[0] or not self._counts_rows(by) or self._having_of_table():
            return None
        self.at[by] = nodes.Text("count")
        return call(groups, "most_frequent", number(query.limit))

    def _having_of_table(self) -> bool:
        having = self.query.having
        return having is not None and set(aggregates(having)) <= set(self.wanted)

    def _counts_rows(self, each: Sql) -> bool:
        """Return whether an aggregate is the number of rows: rows with a blank key are in no group."""
        if isinstance(each, exp.Count) and each.this in self.keys:
            return True
        return isinstance(each, exp.Count) and self.values.aggregate(each, _GROUP) == call(_GROUP, "count")

    def _table(self, groups: nodes.Expression) -> nodes.Expression:
        if len(self.wanted) == 1 and not self.beside:
            (one,) = self.wanted
            if self._counts_rows(one):
                self.at[one] = nodes.Text("count")
                return call(groups, "count")
            if isinstance(one, exp.Count) and isinstance(one.this, exp.Distinct):
                self.at[one] = nodes.Text("count")
                return call(groups, "count_distinct", self.values.key(one.this.expressions[0]))
            if type(one) in METHODS and not isinstance(one.this, exp.Distinct):
                method = METHODS[type(one)]
                self.at[one] = column(one.this.name) if isinstance(one.this, exp.Column) else nodes.Text(method)
                return call(groups, method, self.values.key(one.this))
        counted = self.wanted or [exp.Count(this=exp.Star())]
        names = labels([*self.beside, *(self._name(each) for each in counted)])
        firsts = [self._first_of_group(header) for header in self.beside]
        found = [self.values.value(each, self._first_of_group, self._of_rows) for each in counted]
        for header, name in zip(self.beside, names, strict=False):
            self.at[exp.column(header)] = nodes.Text(name)
        for each, name in zip(counted, names[len(self.beside) :], strict=True):
            self.at[each] = nodes.Text(name)
        return call(groups, "summary", function("g", nodes.RecordOf(names, (*firsts, *found))))

    def _name(self, each: Sql) -> str:
        """Return a name for an aggregate: what it is, with the column where there are several alike."""
        name = NAMES.get(type(each.this if isinstance(each, exp.Filter) else each), "value")
        alike = [other for other in self.wanted if type(other) is type(each)]
        return f"{name} {each.this.name}" if len(alike) > 1 and isinstance(each.this, exp.Column) else name

    # What is kept, sorted and shown

    def _cell(self, header: str) -> nodes.Expression:
        place = self.at.get(exp.column(header))
        return made(place.value, "row") if isinstance(place, nodes.Text) else row_cell("row")(header)

    def _cell_of(self, each: Sql) -> nodes.Expression:
        return nodes.Index(nodes.Name("row"), self.at[each])

    def _place(self, by: Sql) -> nodes.Expression | nodes.Lambda:
        """Return what to write for the column of the table that an expression is."""
        if by in self.at:
            return self.at[by]
        if isinstance(by, exp.Column):
            return column(by.name)
        if by in self.keys:
            return nodes.Text(_computed_header(self.values.key(by)))
        return function("row", self.values.value(by, self._cell, self._cell_of))

    def _ordered(self, table: nodes.Expression) -> nodes.Expression:
        return ordered(table, self.query, self._place)

    def _projected(self, table: nodes.Expression) -> nodes.Expression:
        items = list(dict.fromkeys(self.query.items))
        shown = [item for item in items if item in self.at or item in self.keys or isinstance(item, exp.Column)]
        if len(shown) < len(items):
            raise Unconvertible("an expression of aggregates")
        if len(items) == 1 and (items[0] not in self.at or self.query.limit is not None):
            return call(table, "values", self._place(items[0]))
        if set(self.at) <= {*items, *self.keys}:  # all that was made is shown; the keys beside it explain it
            return table
        return call(table, "select", *map(self._place, items))


def _computed_header(key: nodes.Expression | nodes.Lambda) -> str:
    """Return the header that the language gives a column which is computed for a call: the name of the method."""
    body = key.body if isinstance(key, nodes.Lambda) else key
    return body.method if isinstance(body, nodes.Call) else "value"
