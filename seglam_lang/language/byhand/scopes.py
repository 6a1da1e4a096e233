"""Which names a piece of source takes from outside, and which it binds itself."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.syntax import nodes

_NONE: frozenset[str] = frozenset()


def free_names(node: nodes.Node, bound: frozenset[str] = _NONE) -> set[str]:
    """Return the names in `node` that are neither its own nor among `bound`. A name that is only set counts."""
    if isinstance(node, nodes.Name):
        return set() if node.name in bound else {node.name}
    if isinstance(node, nodes.Lambda):
        return free_names(node.body, bound | set(node.params))
    if isinstance(node, nodes.Loop):
        inside = bound | {node.item}
        until = free_names(node.until, inside) if node.until else set()
        return free_names(node.items, bound) | until | _of_statements(node.statements, inside)
    if isinstance(node, nodes.Body):
        return _of_statements(node.statements, bound)
    found = {node.name} - bound if isinstance(node, nodes.Set) else set()
    return found.union(*(free_names(child, bound) for child in nodes.children(node)))


def _of_statements(statements: Sequence[nodes.Statement], bound: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for each in statements:
        found |= free_names(each, bound)
        if isinstance(each, nodes.Let | nodes.Var):
            bound |= {each.name}
    return found


def bound_names(node: nodes.Node) -> set[str]:
    """Return the names that are bound anywhere inside `node`."""
    found: set[str] = set()
    for each in nodes.walk(node):
        if isinstance(each, nodes.Let | nodes.Var):
            found.add(each.name)
        elif isinstance(each, nodes.Loop):
            found.add(each.item)
        elif isinstance(each, nodes.Lambda):
            found.update(each.params)
    return found


def set_names(loop: nodes.Loop) -> list[str]:
    """Return the names from outside a loop that are set in it, the first set first."""
    inside = list(nodes.walk(loop))
    own = {each.name for each in inside if isinstance(each, nodes.Let | nodes.Var)}
    return list(dict.fromkeys(each.name for each in inside if isinstance(each, nodes.Set) and each.name not in own))
