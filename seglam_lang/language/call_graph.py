"""Which procedure of a file calls which: what is called is checked first, and no procedure calls itself."""

from __future__ import annotations

from collections.abc import Mapping

from seglam_lang.language import nodes
from seglam_lang.language.diagnostics import Diagnostic


def callees_first(procedures: Mapping[str, nodes.Procedure]) -> tuple[list[nodes.Procedure], list[Diagnostic]]:
    """The procedures in an order in which each comes after those that it calls, and the circles that there are.

    What is in a circle, or calls what is in one, is not among them.
    """
    calls = {name: _calls(each, procedures) for name, each in procedures.items()}
    order: list[nodes.Procedure] = []
    left = list(procedures)
    done: set[str] = set()
    while ready := [name for name in left if done.issuperset(calls[name])]:
        order += [procedures[name] for name in ready]
        done.update(ready)
        left = [name for name in left if name not in done]
    circles: dict[frozenset[str], Diagnostic] = {}  # each is told once, from its first procedure
    for name in sorted(left, key=lambda each: procedures[each].span):
        for way, wrong in _circle(name, calls):
            circles.setdefault(frozenset(way), wrong)
    return order, list(circles.values())


def _calls(procedure: nodes.Procedure, known: Mapping[str, nodes.Procedure]) -> dict[str, nodes.Span]:
    """The procedures of the file that one calls, each with the place of the first call."""
    found: dict[str, nodes.Span] = {}
    for node in nodes.walk(procedure.body):
        if isinstance(node, nodes.Invocation) and node.procedure in known:
            found.setdefault(node.procedure, node.at)
    return found


def _circle(start: str, calls: Mapping[str, Mapping[str, nodes.Span]]) -> list[tuple[tuple[str, ...], Diagnostic]]:
    """The shortest way from a procedure back to itself, if there is one, and what is said of it."""
    ways = {each: (start, each) for each in calls[start]}
    while ways and start not in ways:
        further: dict[str, tuple[str, ...]] = {}
        for last, way in ways.items():
            for each in calls[last]:
                if each == start or each not in way:
                    further.setdefault(each, (*way, each))
        ways = further
    if start not in ways:
        return []
    way = ways[start]
    through = " which calls ".join(f"`{name}`" for name in way[1:])
    message = f"`{start}` calls itself" if len(way) == 2 else f"`{start}` calls {through}: a circle"
    hint = "a procedure never calls itself; a fold over a list is written `for item in list { ... }`"
    return [(way, Diagnostic("circular-call", message, *calls[start][way[1]], hint))]
