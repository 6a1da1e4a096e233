"""Making and changing the nodes of programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from seglam_lang.language.syntax import nodes

T = TypeVar("T", bound=nodes.Node)
Tree = nodes.Expression | nodes.Lambda
ROW = "row"  # what a function of a row calls it
GROUP = "g"  # what a function of a group's rows calls them


class Unsuited(Exception):
    """There is no shorter form that the rules know."""


def call(receiver: nodes.Expression, method: str, *arguments: Tree) -> nodes.Call:
    """Return `receiver.method(arguments)`."""
    return nodes.Call(receiver, method, arguments)


def cell(column: nodes.Expression) -> nodes.Index:
    """Return `row[column]`."""
    return nodes.Index(nodes.Name(ROW), column)


def column_of(value: nodes.Expression) -> Tree:
    """Return how to name a column of values where a method takes one: `row[c]` is `c`, else it is a function."""
    match value:
        case nodes.Index(nodes.Name(name), column) if name == ROW:
            return column
    return nodes.Lambda((ROW,), value)


def is_cell(value: nodes.Expression) -> bool:
    """Return whether a value is the cell of a column of the row."""
    return not isinstance(column_of(value), nodes.Lambda)


def transform(node: T, change: Callable[[nodes.Node], nodes.Node | None]) -> T:
    """Return a node with everything replaced for which `change` gives another; what it gives is not looked into."""
    changed = change(node)
    return changed if changed is not None else _with_parts(node, lambda part: transform(part, change))  # type: ignore[return-value]


def bottom_up(node: T, change: Callable[[nodes.Node], nodes.Node | None]) -> T:
    """Return a node with its parts changed, from the inside to the outside, until nothing changes any more."""
    node = _with_parts(node, lambda part: bottom_up(part, change))
    changed = change(node)
    return node if changed is None else bottom_up(changed, change)  # type: ignore[return-value]


def _with_parts(node: T, change: Callable[[nodes.Node], nodes.Node]) -> T:
    parts: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            parts[each.name] = tuple(change(item) if hasattr(item, "__dataclass_fields__") else item for item in value)
        elif hasattr(value, "__dataclass_fields__"):
            parts[each.name] = change(value)
    return replace(node, **parts) if parts else node


def substitute(body: nodes.Expression, name: str, values: Mapping[str, nodes.Expression]) -> nodes.Expression:
    """Return `body` with `name.field` replaced by the value of the field, and `name` by that of the field "".

    Raise Unsuited where `name` occurs in any other way, or a function in `body` has a parameter that a value uses.
    """
    inner = {param for each in nodes.walk(body) if isinstance(each, nodes.Lambda) for param in each.params}
    if any(mentions(value, param) for value in values.values() for param in inner):
        raise Unsuited

    def change(node: nodes.Node) -> nodes.Node | None:
        match node:
            case nodes.Field(nodes.Name(record), field) if record == name and field in values:
                return values[field]
            case nodes.Name(record) if record == name:
                if "" not in values:
                    raise Unsuited
                return values[""]
        return None

    return transform(body, change)


def with_value(node: T, name: str, value: nodes.Expression) -> T:
    """Return a node with a value in place of a name."""
    return transform(node, lambda each: value if each == nodes.Name(name) else None)


def mentions(node: nodes.Node, name: str) -> bool:
    """Return whether a name occurs in a node, that of a function's parameter too."""
    return any(
        (isinstance(each, nodes.Name) and each.name == name) or (isinstance(each, nodes.Lambda) and name in each.params)
        for each in nodes.walk(node)
    )


def renamed(function: nodes.Lambda, name: str) -> nodes.Expression:
    """Return the body of a function of one parameter with that parameter called `name`. Raise Unsuited."""
    (old,) = function.params
    if old == name:
        return function.body
    if mentions(function.body, name):
        raise Unsuited
    return substitute(function.body, old, {"": nodes.Name(name)})
