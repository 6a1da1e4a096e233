"""Find which procedure of a file calls which: what is called is checked first, and no procedure calls itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax import nodes

MOST_CIRCLES = 20  # of one file that are reported
_MOST_NAMES = 6  # of a circle that are named
Calls = Mapping[str, Mapping[str, nodes.Span]]  # of each procedure, what it calls, with the place of the first call


def callees_first(procedures: Mapping[str, nodes.Procedure]) -> tuple[list[nodes.Procedure], list[Diagnostic]]:
    """Return the procedures, each after those that it calls, and what is wrong with those that call each other.

    What is in a circle of calls, or calls what is in one, is not among the procedures.
    """
    calls = {name: _calls(each, procedures) for name, each in procedures.items()}
    order = _after_what_they_call(calls)
    left = set(procedures).difference(order)
    return [procedures[name] for name in order], _circles(sorted(left, key=lambda each: procedures[each].span), calls)


def _calls(procedure: nodes.Procedure, known: Mapping[str, nodes.Procedure]) -> dict[str, nodes.Span]:
    """Return the procedures of the file that one calls, each with the place of the first call."""
    found: dict[str, nodes.Span] = {}
    for node in nodes.walk(procedure.body):
        if isinstance(node, nodes.Invocation) and node.procedure in known:
            found.setdefault(node.procedure, node.at)
    return found


def _after_what_they_call(calls: Calls) -> list[str]:
    """Return the names outside of circles: first those that call none, then those that call only these, and so on."""
    place = {name: i for i, name in enumerate(calls)}
    waits_for = {name: len(called) for name, called in calls.items()}
    callers = _callers(calls)
    order: list[str] = []
    ready = [name for name, number in waits_for.items() if not number]
    while ready:
        order += ready
        later: list[str] = []
        for name in ready:
            for caller in callers[name]:
                waits_for[caller] -= 1
                if not waits_for[caller]:
                    later.append(caller)
        ready = sorted(later, key=place.__getitem__)
    return order


def _callers(calls: Calls) -> dict[str, list[str]]:
    callers: dict[str, list[str]] = {name: [] for name in calls}
    for name, called in calls.items():
        for each in called:
            callers[each].append(name)
    return callers


def _circles(left: Iterable[str], calls: Calls) -> list[Diagnostic]:
    """Return a diagnostic of the shortest circle that each procedure is in; what is in several is reported once."""
    reported: set[str] = set()
    found: list[Diagnostic] = []
    for name in _in_circles(left, calls):
        if name in reported or len(found) == MOST_CIRCLES:
            continue
        way = _way_back(name, calls)
        reported.update(way)
        found.append(_circular(way, calls))
    return found


def _in_circles(left: Iterable[str], calls: Calls) -> list[str]:
    """Return the names that are in a circle: the strongly connected components, by Kosaraju's two walks."""
    inside = dict.fromkeys(left)
    callers = _callers({name: {each: at for each, at in calls[name].items() if each in inside} for name in inside})
    component: dict[str, str] = {}
    for root in reversed(_callees_before_callers(inside, calls)):
        pending = [root]
        while pending:
            name = pending.pop()
            if name not in component:
                component[name] = root
                pending += callers[name]
    members = Counter(component.values())
    return [name for name in inside if members[component[name]] > 1 or name in calls[name]]


def _callees_before_callers(inside: Mapping[str, None], calls: Calls) -> list[str]:
    """Return the names in postorder of a walk along the calls."""
    order: list[str] = []
    seen: set[str] = set()
    for root in inside:
        walk = [] if root in seen else [(root, iter(calls[root]))]
        seen.add(root)
        while walk:
            name, further = walk[-1]
            for each in further:
                if each in inside and each not in seen:
                    seen.add(each)
                    walk.append((each, iter(calls[each])))
                    break
            else:
                order.append(name)
                walk.pop()
    return order


def _way_back(start: str, calls: Calls) -> list[str]:
    """Return the shortest way from a procedure in a circle back to itself."""
    came_from: dict[str, str] = {}
    level = [start]
    while start not in came_from:
        further: list[str] = []
        for name in level:
            for each in calls[name]:
                if each not in came_from:
                    came_from[each] = name
                    further.append(each)
        level = further
    way = [start, came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _circular(way: list[str], calls: Calls) -> Diagnostic:
    start = way[0]
    names = [f"`{name}`" for name in way[1:]]
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 2], "...", *names[-2:]]
    through = " which calls ".join(names)
    message = f"`{start}` calls itself" if len(way) == 2 else f"`{start}` calls {through}: a circle"
    hint = "a procedure never calls itself; a fold over a list is written `for item in list { ... }`"
    return Diagnostic("circular-call", message, *calls[start][way[1]], hint)
