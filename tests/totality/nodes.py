"""What is common to all that writes procedures: the choices, the slots, and what needs no other node."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language import core
from seglam_lang.language.core import Call, Const, Core, Local, Procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.types import NUMBER, SCALARS, TABLE, Con, Constructor, column_of, is_a, list_of
from tests.totality import values
from tests.totality.choices import Choices, chance, pick
from tests.totality.kinds import GROUPS, Scope, con, has_leaf, has_record

NODES = 80  # about as many as a procedure has, at most


class Nodes:
    """What writes one procedure; `frame` counts the slots given out, `left` the nodes that may still be written."""

    def __init__(self, choices: Choices, callees: Sequence[Procedure]) -> None:
        self.choices, self.frame, self.left = choices, 0, NODES
        self.callees = {content_hash(callee): callee for callee in callees}
        self.careful = self.chance(2)  # whether all constants are small: fewer runs end in a Failure
        self.second = False  # whether the second table is meant, where there are two

    def chance(self, out_of: int) -> bool:
        return chance(self.choices, out_of)

    def slot(self) -> int:
        self.frame += 1
        return self.frame - 1

    def node(self, kind: Con, scope: Scope, depth: int, lift: bool = False) -> Core:
        """A node of type `kind`; where `lift`, a T may stand for a T?."""
        raise NotImplementedError

    def leaf(self, kind: Con, scope: Scope) -> Core:
        """A constant, or the smallest thing there is of a type without constants."""
        if kind == NUMBER and self.careful:
            return Const(1 + self.choices.below(5))
        if kind in SCALARS:
            return Const(values.value(self.choices, kind))
        known = [slot for slot, of in scope.items() if of == kind]
        if known:
            return Local(pick(self.choices, known))
        if kind.constructor is Constructor.OPTIONAL:
            of = con(kind.args[0])
            if has_leaf(of, scope) and (has_record(of) or self.chance(2)):  # its fields are to be known at once
                return core.If(Const(not self.chance(3)), self.leaf(of, scope), Const(None))
            return Const(None)
        if kind == TABLE:
            row = core.RecordOf(("n", "t"), (Const(values.number(self.choices)), Const(values.text(self.choices))))
            return Call("list.to_table@1", (core.ListOf((row,) * self.choices.below(3)),))
        if kind == GROUPS:
            columns = [slot for slot, of in scope.items() if is_a(of, Constructor.COLUMN)]
            assert columns, "groups are asked for only where there are columns"
            return Call("table.group_by@1", (self.leaf(TABLE, scope), Local(pick(self.choices, columns))))
        if kind.constructor is Constructor.RECORD:
            return core.RecordOf(kind.labels, tuple([self.leaf(con(part), scope) for part in kind.args]))
        if kind.constructor is Constructor.MAP:
            number = self.number_of_parts(kind, 3) if all(has_leaf(con(part), scope) for part in kind.args) else 0
            keys, items = ([self.leaf(con(part), scope) for _ in range(number)] for part in kind.args)
            return core.MapOf(tuple(keys), tuple(items))
        if kind.constructor is Constructor.LIST:
            number = self.number_of_parts(kind, 4) if has_leaf(con(kind.args[0]), scope) else 0
            return core.ListOf(tuple([self.leaf(con(kind.args[0]), scope) for _ in range(number)]))
        return self.taken_out(kind, scope)

    def number_of_parts(self, kind: Con, limit: int) -> int:
        """How long a list or a map is. Where it holds records it is not empty: their fields are to be known at once."""
        return self.choices.below(limit + 1) or int(has_record(kind) or not self.chance(3))

    def taken_out(self, kind: Con, scope: Scope) -> Core:
        """A value of a type that only the arguments have: the first of a list, or of a column's cells."""
        for slot, of in scope.items():
            if of == list_of(kind):
                return Call("list.first@1", (Local(slot),))
            if of == column_of(kind):
                cells = Call("table.values@1", (self.leaf(TABLE, scope), Local(slot)))
                return Call("list.first@1", (cells,))
        # Nothing there has it: the first item of an empty list is of any type, and a Failure.
        return Call("list.first@1", (core.ListOf(()),))

    def preferred(self, tables: Sequence[int]) -> int:
        """One of several tables: mostly the first, or the second where that is meant."""
        if self.chance(8):
            return pick(self.choices, tables)
        return tables[min(1, len(tables) - 1)] if self.second else tables[0]

    def record(self, kind: Con, scope: Scope, depth: int) -> Core:
        return core.RecordOf(kind.labels, tuple([self.node(con(part), scope, depth) for part in kind.args]))
