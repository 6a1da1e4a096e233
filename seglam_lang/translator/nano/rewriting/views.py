"""A list that is made of a table's rows, and what is computed of it, as a table again.

    rows.map(row => {who: row[name], pay: row[hours] * row[rate]}).filter(x => x.pay > 100).map(x => x.who)
    rows.where(row => row[hours] * row[rate] > 100).values(name)

A `View` knows the table and what each field of the list's records is for a row of it; `GroupsView` are the lists that
`group_by` makes of a view. Each method of the list then is one of the table, or there is none and it stays as it is.
A `map` leaves out rows with a blank in any field and a table's methods do not: where cells are blank both may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Constructor
from seglam_lang.translator.nano.rewriting.building import (
    GROUP,
    ROW,
    Unsuited,
    call,
    cell,
    column_of,
    is_cell,
    substitute,
)

ITEM = ""  # the one field of a view that is a list of plain values
KEY, VALUE = "key", "value"  # the fields of a map's entries
MOST_SELECTED = 8  # columns of `select`


@dataclass(frozen=True)
class View:
    """A list over a table: `fields` are its records' values for a `row` of the table.

    `kind` is "list", "table" after `to_table`, "map" (fields key and value) or "one" (the first record). `whole` says
    that the fields are just the columns of the table, in order; `sorting` is a sort of plain values yet to come.
    """

    table: nodes.Expression
    fields: Mapping[str, nodes.Expression]
    kind: str = "list"
    whole: bool = False
    sorting: str = ""

    @property
    def item(self) -> nodes.Expression:
        """The plain value. Raise Unsuited where items are records."""
        if self.kind != "list" or ITEM not in self.fields:
            raise Unsuited
        return self.fields[ITEM]

    def of(self, function: nodes.Expression | nodes.Lambda) -> nodes.Expression:
        """Return what a function of an item gives, as an expression over `row`. Raise Unsuited."""
        if not isinstance(function, nodes.Lambda) or len(function.params) != 1:
            raise Unsuited
        return substitute(function.body, function.params[0], self.fields)


@dataclass(frozen=True)
class GroupsView:
    """A map from the values of `keys` to lists of a view's items; `entries`: the list of that map's entries.

    `keep` are conditions over the rows `g` of a group, `sorting` how the groups are sorted by their key.
    """

    view: View
    keys: Mapping[str, nodes.Expression]
    keep: tuple[nodes.Expression, ...] = ()
    sorting: str = ""
    entries: bool = False

    @property
    def grouped(self) -> nodes.Expression:
        """The groups as those of the table."""
        made: nodes.Expression = call(self.view.table, "group_by", *map(column_of, self.keys.values()))
        for condition in self.keep:
            made = call(made, "where", nodes.Lambda((GROUP,), condition))
        return made

    def key_fields(self) -> dict[str, nodes.Expression]:
        """Return the cells of the key columns in the table of the groups. Raise Unsuited where two have no name."""
        if sum(not is_cell(key) for key in self.keys.values()) > 1:
            raise Unsuited
        return {name: key if is_cell(key) else cell(nodes.Text(_header(key))) for name, key in self.keys.items()}


def _header(key: nodes.Expression) -> str:
    return key.method if isinstance(key, nodes.Call) else "value"


State = View | GroupsView


def counted(groups: GroupsView) -> View:
    """Return the view of how many items each group has."""
    table = _sorted(groups, call(groups.grouped, "count"))
    fields = {**groups.key_fields(), VALUE: cell(nodes.Text("count"))}
    return View(table, fields, kind="map", whole=True)


def summary(groups: GroupsView, fields: Mapping[str, nodes.Expression], kind: str) -> View:
    """Return the view of a summary; a field that is the name "key", or a field of it, is the groups' key."""
    named = groups.key_fields()
    keys: dict[nodes.Expression, nodes.Expression] = {
        nodes.Name(KEY) if name == KEY else nodes.Field(nodes.Name(KEY), name): value for name, value in named.items()
    }
    values = {name: value for name, value in fields.items() if value not in keys}
    if values:
        made, columns = _aggregated(groups.grouped, values)
    else:
        made, columns = call(groups.grouped, "count"), {}
    cells = {name: columns[name] if name in columns else keys[value] for name, value in fields.items()}
    whole = bool(values) and list(cells.values()) == [*named.values(), *columns.values()]
    return View(_sorted(groups, made), cells, kind, whole)


def _aggregated(
    grouped: nodes.Expression, values: Mapping[str, nodes.Expression]
) -> tuple[nodes.Expression, dict[str, nodes.Expression]]:
    """Return the table of some values of each group, and the cells that hold them."""
    if len(values) == 1:
        ((name, value),) = values.items()
        match value:
            case nodes.Call(nodes.Name(g), "count", ()) if g == GROUP:
                return call(grouped, "count"), {name: cell(nodes.Text("count"))}
            case nodes.Call(
                nodes.Call(nodes.Call(nodes.Name(g), "values" | "map", (column,)), "distinct", ()), "count", ()
            ) if g == GROUP:
                return call(grouped, "count_distinct", column), {name: cell(nodes.Text("count"))}
            case nodes.Call(nodes.Name(g), method, (column,)) if g == GROUP and REGISTRY.find(
                method, Constructor.GROUPS
            ):
                header = nodes.Text(method) if isinstance(column, nodes.Lambda) else column
                return call(grouped, method, column), {name: cell(header)}
    labels = {name: name or VALUE for name in values}
    record = nodes.RecordOf(tuple(labels.values()), tuple(values.values()))
    made = call(grouped, "summary", nodes.Lambda((GROUP,), record))
    return made, {name: cell(nodes.Text(label)) for name, label in labels.items()}


def _sorted(groups: GroupsView, table: nodes.Expression) -> nodes.Expression:
    if not groups.sorting:
        return table
    (key,) = groups.key_fields().values()
    return call(table, groups.sorting, column_of(key))


def written(view: View, is_result: bool) -> nodes.Expression:
    """Return a view as an expression. As a result a table stands for a list of records, a map or one record."""
    if ITEM in view.fields and view.kind == "list":
        item = view.item
        method, function = ("values", column_of(item)) if is_cell(item) else ("map", nodes.Lambda((ROW,), item))
        values = call(view.table, method, function)
        return call(values, view.sorting) if view.sorting else values
    if is_result or view.kind == "table":
        if view.whole:
            return view.table
        if all(map(is_cell, view.fields.values())) and len(view.fields) <= MOST_SELECTED:
            return call(view.table, "select", *map(column_of, view.fields.values()))
    if view.kind not in ("list", "table"):
        raise Unsuited
    record = nodes.RecordOf(tuple(view.fields), tuple(view.fields.values()))
    records = call(view.table, "map", nodes.Lambda((ROW,), record))
    return call(records, "to_table") if view.kind == "table" else records
