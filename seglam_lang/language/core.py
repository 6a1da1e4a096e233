"""The core: what a procedure means, without its names, comments and layout.

The checker makes it from source, the codec stores and hashes it, the compiler turns it into closures. Locals are
positions in one flat frame: parameters first, then each `let` and lambda parameter in the order of binding. One frame
for each run is enough, because no procedure is recursive and no lambda outlives the builtin that calls it.

Operators, methods and `row[column]` are all `Call`s of builtins by `name@version`. Only forms that decide *whether* an
expression is evaluated have a node of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from seglam_lang.language.types import Type

LANGUAGE_VERSION = 1  # what a stored procedure was written for; it rises when a core means something else
MAX_DEPTH = 100  # of nodes inside one another, `let`s included: what recursion over a core may rely on


@dataclass(frozen=True, slots=True)
class Const:
    """A literal: int, Decimal, str, bool, date, or None for `none`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Local:
    """The value in frame position `slot`."""

    slot: int


@dataclass(frozen=True, slots=True)
class Call:
    """A builtin, `name@version`, applied to the receiver and its arguments."""

    builtin: str
    args: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    """`(slots...) => body`; only an argument of a `Call` can be one."""

    slots: tuple[int, ...]
    body: Core


@dataclass(frozen=True, slots=True)
class Let:
    """`let` slot = value, then body."""

    slot: int
    value: Core
    body: Core


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then yes else no`."""

    condition: Core
    yes: Core
    no: Core


@dataclass(frozen=True, slots=True)
class And:
    """`left and right`; `right` is evaluated unless `left` is false.

    Where one side reads a blank cell the whole is false if the other is, and else unknown: the same failure.
    """

    left: Core
    right: Core


@dataclass(frozen=True, slots=True)
class Or:
    """`left or right`; `right` is evaluated unless `left` is true.

    Where one side reads a blank cell the whole is true if the other is, and else unknown: the same failure.
    """

    left: Core
    right: Core


@dataclass(frozen=True, slots=True)
class Coalesce:
    """`left ?? right`: `right` where `left` is absent."""

    left: Core
    right: Core


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[items...]`."""

    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class RecordOf:
    """`{name: item, ...}`."""

    names: tuple[str, ...]
    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """`record.name`."""

    record: Core
    name: str


@dataclass(frozen=True, slots=True)
class Check:
    """`check condition else message`, then body."""

    condition: Core
    message: str
    body: Core


@dataclass(frozen=True, slots=True)
class MapOf:
    """`[key: value, ...]`; of two equal keys the later one counts."""

    keys: tuple[Core, ...]
    values: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class TypeOf:
    """A type as an argument of a `Call`; it has no variables."""

    type: Type


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call of another procedure, named by its content hash, with arguments in the order of its parameters."""

    procedure: str
    args: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """A fold: for each of `items`, in slot `item`, `step` computes the next `states` from the current ones, and may
    yield a value.

    The states start as `inits`. If `until` holds before a round, the loop ends. `step` is a chain of Let, Check and
    Loop that ends in a `Next`. Then `body` is evaluated, with the last states in their slots and the list of yielded
    values in slot `yields` (-1 if nothing is yielded).
    """

    item: int
    items: Core
    states: tuple[int, ...]
    inits: tuple[Core, ...]
    until: Core | None
    step: Core
    yields: int
    body: Core


@dataclass(frozen=True, slots=True)
class Next:
    """The end of a round: the next states, and the value that is yielded, if any."""

    states: tuple[Core, ...]
    yielded: Core | None


Core = (
    Const | Local | Call | Lambda | Let | If | And | Or | Coalesce | ListOf | RecordOf | Field
    | Check | MapOf | TypeOf | Invoke | Loop | Next
)  # fmt: skip


LEAVES = (Const, Local, TypeOf)


def children(node: Core) -> tuple[Core, ...]:
    """Return the parts of a node that are evaluated, in the order of its fields."""
    if isinstance(node, LEAVES):
        return ()
    if isinstance(node, Call | Invoke):
        return node.args
    if isinstance(node, Lambda):
        return (node.body,)
    if isinstance(node, Let):
        return node.value, node.body
    if isinstance(node, Check):
        return node.condition, node.body
    if isinstance(node, If):
        return node.condition, node.yes, node.no
    if isinstance(node, (And, Or, Coalesce)):
        return node.left, node.right
    if isinstance(node, (ListOf, RecordOf)):
        return node.items
    if isinstance(node, MapOf):
        return tuple(part for pair in zip(node.keys, node.values, strict=True) for part in pair)
    if isinstance(node, Loop):
        return node.items, *node.inits, *rounds(node), node.body
    if isinstance(node, Next):
        return node.states if node.yielded is None else (*node.states, node.yielded)
    return (node.record,)


def rounds(loop: Loop) -> tuple[Core, ...]:
    """Return the parts of a loop that are evaluated in each round."""
    return (loop.step,) if loop.until is None else (loop.until, loop.step)


def preorder(node: Core) -> Iterator[Core]:
    """Yield a node, then its parts in the same way: the order of the numbers in `Failure.node`."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


def calls(procedure: Procedure) -> set[str]:
    """Return the content hashes of the procedures that a procedure calls directly."""
    nodes = (node for root in procedure.roots() for node in preorder(root))
    return {node.procedure for node in nodes if isinstance(node, Invoke)}


@dataclass(frozen=True, slots=True)
class Procedure:
    """A checked procedure. The content hash covers everything here, and nothing else.

    `params` are general types: a `Var` in them is a type parameter, named T0, T1, ... in order of first occurrence.
    `tables[i]` is the position of the table parameter that column parameter i belongs to, or -1. `checks` run before
    the body, with their messages; `ensures` run after it, with the result in slot `frame - 1`. `frame` is the number of
    slots that a run needs. `callees` are the procedures that it calls, by content hash; they are not compared or
    encoded, because the hashes identify them.
    """

    params: tuple[Type, ...]
    tables: tuple[int, ...]
    result: Type
    checks: tuple[tuple[Core, str], ...]
    body: Core
    ensures: tuple[Core, ...]
    frame: int
    version: int = LANGUAGE_VERSION
    callees: Mapping[str, Procedure] = field(default_factory=dict, compare=False, repr=False)

    def roots(self) -> tuple[Core, ...]:
        """Return the checks, the body and the ensures: what is evaluated, in this order."""
        return (*(check for check, _ in self.checks), self.body, *self.ensures)


def depth(procedure: Procedure, known: dict[str, int] | None = None) -> int:
    """Return the greatest number of nodes inside one another, called procedures included.

    `known` are the depths of called procedures, by hash. Only calls recurse.
    """
    known = {} if known is None else known
    level, deepest, passed = list(procedure.roots()), 0, 0
    while level:
        passed += 1
        deepest = max(deepest, passed)
        for each in level:
            if isinstance(each, Invoke):
                if each.procedure not in known:
                    known[each.procedure] = depth(procedure.callees[each.procedure], known)
                deepest = max(deepest, passed + known[each.procedure])
        level = [part for each in level for part in children(each)]
    return deepest
