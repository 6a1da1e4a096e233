"""Which blank cells keep their rows out of all that a procedure computes: a blank key, a condition that reads one.

    rows.where(row => row[age] > 5).group_by(city).total(amount)    a row without an age or a city adds nothing
    rows.where(row => row[age] > 5).count() / rows.count()          it is counted once: it is not left out

A dataflow over the core, towards fewer columns: what is not certain is not said. For each part it finds the columns of
which a row with a blank there is not among the rows that the value is made of. (It may have counted before: in the
ranks of the others, or in a share of all.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seglam_lang.language.builtins.registry import REGISTRY, Builtin
from seglam_lang.language.core import (
    LEAVES,
    And,
    Call,
    Core,
    If,
    Invoke,
    Lambda,
    Let,
    Local,
    Or,
    Procedure,
    children,
    preorder,
)
from seglam_lang.language.types import Constructor, Type, is_a

Columns = frozenset[int]  # frame positions of column parameters
_CELL, _NOT = "row.cell", "bool.not"
_CONDITIONS = frozenset(("table.where", "table.map"))
_FILLING = frozenset(("table.fill_blanks", "table.fill_down"))
_NONE: Columns = frozenset()


def left_out(procedure: Procedure) -> Columns:
    """Return the positions of the column parameters whose blanks keep a row out of the value."""
    return _Flow(procedure).through(procedure.body)


class _Flow:
    """Finds, of parts of one procedure, the columns whose blanks keep a row out of their value."""

    def __init__(self, procedure: Procedure) -> None:
        self._callees = procedure.callees
        self._all = frozenset(at for at, kind in enumerate(procedure.params) if is_a(kind, Constructor.COLUMN))
        self._filled = frozenset(_filled(procedure.body))
        self._locals = {  # of other parameters no row is a part
            at: self._all - {column for column in self._all if procedure.tables[column] == at}
            for at, kind in enumerate(procedure.params)
            if is_a(kind, Constructor.TABLE)
        }

    def through(self, node: Core) -> Columns:
        """Return the columns of which a row with a blank there has no part in the value of a node."""
        if isinstance(node, Local):
            return self._locals.get(node.slot, self._all)
        if isinstance(node, LEAVES):
            return self._all
        if isinstance(node, Let):
            self._locals[node.slot] = self.through(node.value)
            return self.through(node.body)
        if isinstance(node, Call):
            declared = REGISTRY.by_id[node.builtin]
            return self._through_all(node.args, declared.params, self._keys(node, declared))
        if isinstance(node, Invoke):
            callee = self._callees[node.procedure]
            keys = [arg.slot for at in left_out(callee) if isinstance(arg := node.args[at], Local)]
            return self._through_all(node.args, callee.params, keys)
        return self._all.intersection(*map(self.through, children(node)))

    def _through_all(self, args: Sequence[Core], params: Sequence[Type], keys: Iterable[int]) -> Columns:
        """Return what keeps rows out of a call, which leaves out those of its tables that are blank in `keys`."""
        own = (self._all & frozenset(keys)) - self._filled
        found = self._all
        for arg, kind in zip(args, params, strict=False):  # a call may have fewer
            is_table = is_a(kind, Constructor.TABLE) or is_a(kind, Constructor.GROUPS)
            found &= self.through(arg) | own if is_table else self.through(arg)
        return found

    def _keys(self, call: Call, declared: Builtin) -> Iterable[int]:
        """Yield the columns whose blank rows a builtin leaves out of its receiver."""
        stem = declared.id.partition("@")[0]
        for name, arg in zip(declared.names, call.args, strict=False):
            if isinstance(arg, Lambda) and (name in declared.keys or stem in _CONDITIONS):
                yield from reads(arg.body, True if stem == "table.where" else None)
            elif isinstance(arg, Local) and name in declared.keys:
                yield arg.slot


def reads(node: Core, wanted: bool | None) -> Columns:
    """Return the columns whose blanks keep an expression about a row from being `wanted`, or from being at all.

    Unknown or true is true, unknown and false is false: a blank beside `or` keeps it from being true only where both
    sides read one.
    """
    if isinstance(node, And | Or):
        left, right = reads(node.left, wanted), reads(node.right, wanted)
        return left | right if wanted is isinstance(node, And) else left & right
    if isinstance(node, If):
        return reads(node.condition, None) | (reads(node.yes, wanted) & reads(node.no, wanted))
    if isinstance(node, Let):
        return reads(node.value, None) | reads(node.body, wanted)
    if not isinstance(node, Call):
        return reads(children(node)[0], None) if not isinstance(node, (*LEAVES, Lambda)) and children(node) else _NONE
    stem = node.builtin.partition("@")[0]
    if stem == _CELL:
        return frozenset([node.args[1].slot]) if isinstance(node.args[1], Local) else _NONE
    if stem == _NOT:
        return reads(node.args[0], None if wanted is None else not wanted)
    return _NONE.union(*(reads(each, None) for each in node.args))


def _filled(body: Core) -> Iterable[int]:
    """Yield the columns whose blanks a procedure fills."""
    for node in preorder(body):
        if isinstance(node, Call) and node.builtin.partition("@")[0] in _FILLING and isinstance(node.args[1], Local):
            yield node.args[1].slot
