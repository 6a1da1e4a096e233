"""Value numbering: which parts of a procedure compute the same value, by how they are written.

    let a = rows.where(row => row[x] > 1).count()
    return a / rows.where(each => each[x] > 1).count()       the two sides of `/` have one number

Names are looked through, those of steps and those of what a function takes. Parts that are equal for another reason, as
`a + b` and `b + a`, have two numbers.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields

from seglam_lang.language.core import Core, Lambda, Let, Local, Loop, Next, Procedure, children


class ValueNumbers:
    """The numbers of the parts of one procedure: parts with one number compute the same."""

    def __init__(self, core: Procedure) -> None:
        self._known: dict[Hashable, int] = {}
        self._of_node: dict[int, int] = {}  # by identity: nodes are many, and are hashed with all of their parts
        self._bound: dict[int, int] = {}  # by slot: the numbers of steps, and of what functions take
        self._depth = 0  # of functions
        for root in core.roots():
            self._numbered(root)

    def __getitem__(self, node: Core) -> int:
        """Return the number of a part of the procedure."""
        return self._of_node[id(node)]

    def _numbered(self, node: Core) -> int:
        number = self._of_node[id(node)] = self._number_of(node)
        return number

    def _number_of(self, node: Core) -> int:
        match node:
            case Local(slot) if slot in self._bound:
                return self._bound[slot]
            case Let(slot, value, body):
                self._bound[slot] = self._numbered(value)
                return self._numbered(body)
            case Lambda(slots, body):
                for place, slot in enumerate(slots):
                    self._bound[slot] = self._number((Lambda, self._depth, place))
                self._depth += 1
                result = self._numbered(body)
                self._depth -= 1
                return self._number((Lambda, len(slots), result))
            case Loop() | Next():  # a round depends on the ones before
                for part in children(node):
                    self._numbered(part)
                return self._number((Loop, id(node)))
            case _:
                parts = tuple([self._numbered(part) for part in children(node)])
                return self._number((type(node), _rest(node), parts))

    def _number(self, key: Hashable) -> int:
        return self._known.setdefault(key, len(self._known))


def _rest(node: Core) -> Hashable:
    """Return what a node is beside its parts: its builtin, its value, the names of its fields."""
    own = [getattr(node, field.name) for field in fields(node)]
    return tuple([(type(each), each) for each in own if not _has_nodes(each)])


def _has_nodes(part: object) -> bool:
    return isinstance(part, Core) or (isinstance(part, tuple) and any(isinstance(each, Core) for each in part))
