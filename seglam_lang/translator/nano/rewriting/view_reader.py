"""Reads an expression over lists as one over a table: each method of such a list is one of the table, or it stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Constructor, is_a
from seglam_lang.translator.nano.rewriting.building import (
    GROUP,
    ROW,
    Unsuited,
    call,
    cell,
    column_of,
    is_cell,
    mentions,
    renamed,
    substitute,
    transform,
)
from seglam_lang.translator.nano.rewriting.views import (
    ITEM,
    KEY,
    VALUE,
    GroupsView,
    State,
    View,
    counted,
    summary,
    written,
)


@dataclass
class ViewReader:
    """Reads lists over tables. `made` says that computed fields become columns of their own, not functions;
    rows with a blank in one of the `guarded` columns are left out first, where a `map` reads it."""

    is_table: Callable[[nodes.Expression], bool]
    made: bool = False
    guarded: frozenset[nodes.Expression] = frozenset()
    bound: dict[nodes.Expression, View] = field(default_factory=dict)

    def shorter(self, node: nodes.Expression, is_result: bool) -> nodes.Expression | None:
        """Return an expression without the detour over lists, None where there is none."""
        try:
            found = self.read(node)
            if isinstance(found, View):
                return written(found, is_result)
            return None if isinstance(found, GroupsView) else found
        except Unsuited:
            return None

    def read(self, node: nodes.Expression) -> State | nodes.Expression | None:
        """Return the list or map that an expression is, or the value that it comes to; None where it is neither."""
        if node in self.bound:
            return self.bound[node]
        match node:
            case nodes.Field(receiver, name):
                state = self.read(receiver)
                if isinstance(state, View) and state.kind == "one" and name in state.fields:
                    return call(call(state.table, "values", column_of(state.fields[name])), "first")
            case nodes.Call(receiver, method, arguments):
                state = self.read(receiver)
                if isinstance(state, View):
                    return self._view(state, method, arguments)
                if isinstance(state, GroupsView):
                    return self._groups(state, method, arguments)
                if state is None and self.is_table(receiver):
                    return self._start(receiver, method, arguments)
        return None

    def _start(
        self, table: nodes.Expression, method: str, arguments: tuple[nodes.Expression | nodes.Lambda, ...]
    ) -> View | None:
        match method, arguments:
            case "values", (nodes.Lambda() as function,):
                return View(table, {ITEM: renamed(function, ROW)})
            case "values", (nodes.Name() | nodes.Text() as column,):
                return View(table, {ITEM: cell(column)})
            case "map", (nodes.Lambda() as function,):
                value = renamed(function, ROW)
                return self._mapped(View(self._without_blanks(table, value), {}), value)
        return None

    def _without_blanks(self, table: nodes.Expression, value: nodes.Expression) -> nodes.Expression:
        """Return a table without the rows that have a blank in a guarded column of a value, where it stays in there."""
        parts = value.items if isinstance(value, nodes.RecordOf) else (value,)
        for part in parts:
            for each in () if self.made and not is_cell(part) else nodes.walk(part):
                if isinstance(each, nodes.Name) and each in self.guarded and _is_new(table, each):
                    table = call(table, "drop_blanks", each)
        return table

    def _mapped(self, view: View, value: nodes.Expression) -> View:
        """Return the view of what a function over `row` gives."""
        if not isinstance(value, nodes.RecordOf):
            return replace(view, fields={ITEM: value}, kind="list", whole=False)
        fields = dict(zip(value.names, value.items, strict=True))
        if self.made:
            for name, each in fields.items():
                if not is_cell(each):
                    column = nodes.Text(name)
                    table = call(view.table, "with_column", column, nodes.Lambda((ROW,), each))
                    is_guarded = not self.guarded.isdisjoint(nodes.walk(each))
                    view = replace(view, table=call(table, "drop_blanks", column) if is_guarded else table)
                    fields[name] = cell(column)
        return replace(view, fields=fields, kind="list", whole=False)

    # Lists

    def _view(
        self, view: View, method: str, arguments: tuple[nodes.Expression | nodes.Lambda, ...]
    ) -> State | nodes.Expression:
        if view.sorting and method not in ("group_by", "count_by"):
            return call(written(view, False), method, *arguments)
        table = view.table
        match method, arguments:
            case "filter", (nodes.Lambda() as function,) if view.kind == "map":
                condition = _of_entry(function, view.fields)
                return replace(view, table=call(table, "where", nodes.Lambda((ROW,), condition)))
            case "filter", (nodes.Lambda() as function,) if view.kind == "list":
                return replace(view, table=call(table, "where", nodes.Lambda((ROW,), view.of(function))))
            case "map", (nodes.Lambda() as function,) if view.kind == "list":
                return self._mapped_again(view, view.of(function))
            case (("sort_by" | "sort_by_descending"), (nodes.Lambda() as function,)) if view.kind == "list":
                return replace(view, table=call(table, method, column_of(view.of(function))))
            case (("maximum_by" | "minimum_by"), (nodes.Lambda() as function,)) if view.kind == "list":
                way = "top" if method == "maximum_by" else "bottom"
                first = call(table, way, nodes.Number("1"), column_of(view.of(function)))
                return replace(view, table=first, kind="one")
            case (("take" | "drop"), (number,)) if view.kind == "list":
                return replace(view, table=call(table, method, number))
            case "group_by", (nodes.Lambda(params) as function,) if view.kind == "list":
                if function.body == nodes.Name(params[0]):
                    return self._keyed(view, view.fields)
                return self._grouped(view, view.of(function))
            case "count_by", (nodes.Lambda(params) as function,) if view.kind == "list":
                keys = view.fields if function.body == nodes.Name(params[0]) else {KEY: view.of(function)}
                return counted(self._keyed(view, keys))
            case "to_table", () if view.kind == "list" and ITEM not in view.fields:
                return replace(view, kind="table")
            case "entries", () if view.kind == "map":
                return replace(view, kind="list")
            case "keys", () if view.kind == "map":
                names = [name for name in view.fields if name != VALUE]
                fields = {ITEM if names == [KEY] else name: view.fields[name] for name in names}
                return View(table, fields)
            case "values", () if view.kind == "map":
                return View(table, {ITEM: view.fields[VALUE]})
            case "count", () if view.kind in ("list", "map") and ITEM not in view.fields:
                return call(table, "count")
            case (("sort" | "sort_descending"), ()) if ITEM in view.fields:
                return replace(view, sorting=method)
        return self._statistic(view, method, arguments)

    def _mapped_again(self, view: View, value: nodes.Expression) -> View:
        keep = view.whole and isinstance(value, nodes.RecordOf) and value.items == tuple(view.fields.values())
        return replace(self._mapped(view, value), whole=keep)

    def _statistic(
        self, view: View, method: str, arguments: tuple[nodes.Expression | nodes.Lambda, ...]
    ) -> nodes.Expression:
        """Return a method of a list of plain values: the table's where it has that, else as it is."""
        item, name = view.item, "total" if method == "sum" else method
        declared = REGISTRY.find(name, Constructor.TABLE)
        takes_column = declared and len(declared.params) == 2 and is_a(declared.params[1], Constructor.COLUMN)
        if declared and takes_column and not arguments and not is_a(declared.result, Constructor.TABLE):
            return call(view.table, name, column_of(item))
        return call(written(view, False), method, *arguments)

    # Groups

    def _grouped(self, view: View, key: nodes.Expression) -> GroupsView:
        if isinstance(key, nodes.RecordOf):
            return self._keyed(view, dict(zip(key.names, key.items, strict=True)))
        return self._keyed(view, {KEY: key})

    def _keyed(self, view: View, keys: Mapping[str, nodes.Expression]) -> GroupsView:
        """Return the groups of a view; a sort by the key before it becomes one of the groups."""
        keys = {KEY if name == ITEM else name: value for name, value in keys.items()}
        sorting = {"": "", "sort": "sort_by", "sort_descending": "sort_by_descending"}[view.sorting]
        match view.table:
            case nodes.Call(table, ("sort_by" | "sort_by_descending") as method, (column,)) if len(
                keys
            ) == 1 and column == column_of(next(iter(keys.values()))):
                view, sorting = replace(view, table=table), method
        return GroupsView(replace(view, sorting=""), keys, sorting=sorting)

    def _groups(
        self, groups: GroupsView, method: str, arguments: tuple[nodes.Expression | nodes.Lambda, ...]
    ) -> State | nodes.Expression:
        arguments = tuple(map(_other_than_group, arguments))
        match method, arguments:
            case "entries", ():
                return replace(groups, entries=True)
            case "map_values", (nodes.Lambda((rows,), body),):
                return summary(groups, {KEY: nodes.Name(KEY), VALUE: self._over(groups, body, nodes.Name(rows))}, "map")
            case "filter", (nodes.Lambda((_, rows), body),) if not groups.entries:
                return replace(groups, keep=(*groups.keep, self._over(groups, body, nodes.Name(rows))))
            case "filter", (nodes.Lambda((entry,), body),) if groups.entries:
                lists = nodes.Field(nodes.Name(entry), VALUE)
                return replace(groups, keep=(*groups.keep, self._over(groups, body, lists)))
            case (("sort_by" | "sort_by_descending"), (nodes.Lambda((entry,), body),)) if body == nodes.Field(
                nodes.Name(entry), KEY
            ):
                return replace(groups, sorting=method)
            case "map", (nodes.Lambda((entry,), body),) if groups.entries:
                return self._entries(groups, entry, body)
            case "keys", ():
                made = counted(groups)
                return View(made.table, {ITEM: made.fields[KEY]})
            case "count", () if groups.keep:
                return call(call(groups.grouped, "count"), "count")
        raise Unsuited

    def _entries(self, groups: GroupsView, entry: str, body: nodes.Expression) -> View:
        """Return what a function of an entry gives for each group."""
        key, lists = nodes.Field(nodes.Name(entry), KEY), nodes.Field(nodes.Name(entry), VALUE)
        names = body.names if isinstance(body, nodes.RecordOf) else (ITEM,)
        items = body.items if isinstance(body, nodes.RecordOf) else (body,)
        fields = {
            name: _key_in(item, key) or self._over(groups, item, lists) for name, item in zip(names, items, strict=True)
        }
        if any(mentions(item, entry) for item in fields.values()):
            raise Unsuited
        return summary(groups, fields, "list")

    def _over(self, groups: GroupsView, body: nodes.Expression, lists: nodes.Expression) -> nodes.Expression:
        """Return an expression about the list of a group as one about its rows `g`."""
        inner = ViewReader(self.is_table, bound={**self.bound, lists: View(nodes.Name(GROUP), groups.view.fields)})

        def change(node: nodes.Node) -> nodes.Node | None:
            if not isinstance(node, nodes.Call | nodes.Field):
                return None
            found = inner.read(node)
            return (
                written(found, False) if isinstance(found, View) else None if isinstance(found, GroupsView) else found
            )

        changed = transform(body, change)
        if any(each == lists for each in nodes.walk(changed)):
            raise Unsuited
        return changed


def _is_new(table: nodes.Expression, column: nodes.Name) -> bool:
    """Return whether the rows with a blank in a column are not left out just before."""
    match table:
        case nodes.Call(before, "drop_blanks", (other,)):
            return other != column and _is_new(before, column)
    return True


def _other_than_group(argument: nodes.Expression | nodes.Lambda) -> nodes.Expression | nodes.Lambda:
    """Return a function that calls nothing `g`, as the functions of groups will do."""
    if not isinstance(argument, nodes.Lambda) or GROUP not in argument.params:
        return argument
    other = f"{GROUP}_"
    params = tuple(other if name == GROUP else name for name in argument.params)
    return nodes.Lambda(params, substitute(argument.body, GROUP, {ITEM: nodes.Name(other)}))


def _of_entry(function: nodes.Lambda, fields: Mapping[str, nodes.Expression]) -> nodes.Expression:
    """Return what a function of a key and its value gives, over `row`."""
    if len(function.params) != 2:
        raise Unsuited
    key, value = function.params
    body = substitute(function.body, value, {ITEM: fields[VALUE]})
    return substitute(body, key, {ITEM: fields[KEY]} if KEY in fields else fields)


def _key_in(item: nodes.Expression, key: nodes.Expression) -> nodes.Expression | None:
    """Return what stands for the key of an entry, or a field of it, in the fields of a summary."""
    if item == key:
        return nodes.Name(KEY)
    return nodes.Field(nodes.Name(KEY), item.name) if isinstance(item, nodes.Field) and item.record == key else None
