"""Any node of a wanted type: a name in scope, a form of the core, or a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.core import Call, Const, Core, Local
from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    ROW,
    TABLE,
    TABULAR,
    Con,
    Constructor,
    column_of,
    is_a,
    list_of,
    optional,
    record,
)
from tests.totality import values
from tests.totality.calls import MADE, OF_ROWS, RESULT, Calls, row_with_made
from tests.totality.choices import pick
from tests.totality.kinds import Scope, con, unifies, variables_in
from tests.totality.signatures import any_kind, kind_in, row_kind

_CELL, _GET = "row.cell@1", "row.get@1"
_OF_A_ROW = (_CELL, _GET, "row.is_blank@1")
_ROUNDS = (3, 10, 40, 200, 1000)


class Writer(Calls):
    """Writes nodes; each method but the first writes one form of the core."""

    def node(self, kind: Con, scope: Scope, depth: int, lift: bool = False) -> Core:
        """A node of type `kind`; where `lift`, a T may stand for a T?."""
        if lift and kind.constructor is Constructor.OPTIONAL and self.chance(3):
            kind = con(kind.args[0])
        self.left -= 1
        known = [slot for slot, of in scope.items() if of == kind]
        roll = self.choices.below(8)
        if known and (depth <= 0 or roll < 2 or kind == ROW):
            return Local(self.preferred(known) if kind == TABLE else pick(self.choices, known))
        if depth <= 0 or self.left <= 0 or self.frame > RESULT - 20:
            return self.leaf(kind, scope)
        rows = [slot for slot, of in scope.items() if of == row_with_made(column_of(kind))]
        if rows and roll < 4:
            return Call(_CELL, (Local(rows[0]), Const(MADE)))
        if roll == 4 and ROW in scope.values():
            made = self.call(
                REGISTRY.by_id[_CELL if kind.constructor is not Constructor.OPTIONAL else _GET], kind, scope, depth - 1
            )
            if made is not None:
                return made
        if roll > 4:
            return pick(self.choices, self.forms(kind, scope))(kind, scope, depth - 1)
        for _ in range(3):
            builtins = _giving(kind)
            if builtins:
                made = self.call(pick(self.choices, builtins), kind, scope, depth - 1)
                if made is not None:
                    return made
        return self.leaf(kind, scope)

    def forms(self, kind: Con, scope: Scope) -> list[Callable[[Con, Scope, int], Core]]:
        """The forms of the core that can be of this type."""
        forms: list[Callable[[Con, Scope, int], Core]] = [
            self.let,
            self.let,
            self.check,
            self.branch,
            self.loop,
            self.field,
        ]
        own = {"Bool": self.logic, "List": self.list, "Record": self.record, "Map": self.map}.get(kind.name)
        if own is not None:
            forms += [own, own]
        if kind.constructor not in TABULAR:
            forms.append(self.coalesce)
        if any(unifies(callee.result, kind) for callee in self.callees.values()):
            forms += [self.invoke] * 4
        return forms

    def let(self, kind: Con, scope: Scope, depth: int) -> Core:
        """A name for a value; half of the values are of a builtin that is drawn evenly from all: so none is rare."""
        value: Core | None = None
        of = kind_in(self.choices, scope, "")
        if self.chance(2):
            builtin = pick(self.choices, _ALL)
            if ROW in scope.values() and self.chance(3):
                builtin = REGISTRY.by_id[pick(self.choices, _OF_A_ROW)]
            drawn = {each.name: kind_in(self.choices, scope, each.bound) for each in variables_in((builtin.result,))}
            cells = [con(con(of).args[0]) for of in scope.values() if is_a(of, Constructor.COLUMN)]
            if builtin.receiver == "Row" and cells:
                drawn["T"] = pick(self.choices, cells)
            elif builtin.id in OF_ROWS:
                drawn["T"] = row_kind(self.choices, scope, builtin.receiver == "Text")
            called = values.instance(builtin.result, drawn)
            value = self.call(builtin, called, scope, depth)
            of = called if value is not None else of
        if value is None:
            value = self.node(of, scope, depth)
        slot = self.slot()
        return core.Let(slot, value, self.node(kind, {**scope, slot: of}, depth))

    def check(self, kind: Con, scope: Scope, depth: int) -> Core:
        return core.Check(self.condition(scope, depth), "no", self.node(kind, scope, depth))

    def condition(self, scope: Scope, depth: int) -> Core:
        """What a `check` asks for: mostly true, as a run would go no further."""
        asked = self.node(BOOL, scope, depth)
        return asked if self.chance(4) else core.Or(asked, Const(True))

    def branch(self, kind: Con, scope: Scope, depth: int) -> Core:
        return core.If(self.node(BOOL, scope, depth), self.node(kind, scope, depth), self.node(kind, scope, depth))

    def logic(self, kind: Con, scope: Scope, depth: int) -> Core:
        left, right = self.node(BOOL, scope, depth), self.node(BOOL, scope, depth)
        return core.And(left, right) if self.chance(2) else core.Or(left, right)

    def coalesce(self, kind: Con, scope: Scope, depth: int) -> Core:
        return core.Coalesce(self.node(optional(kind), scope, depth), self.node(kind, scope, depth))

    def list(self, kind: Con, scope: Scope, depth: int) -> Core:
        return core.ListOf(
            tuple([self.node(con(kind.args[0]), scope, depth) for _ in range(self.number_of_parts(kind, 4))])
        )

    def map(self, kind: Con, scope: Scope, depth: int) -> Core:
        number = self.number_of_parts(kind, 4)
        keys, items = ([self.node(con(part), scope, depth) for _ in range(number)] for part in kind.args)
        return core.MapOf(tuple(keys), tuple(items))

    def field(self, kind: Con, scope: Scope, depth: int) -> Core:
        """A field of a record in scope, or of one that is made for it."""
        known = [
            core.Field(Local(slot), label)
            for slot, of in scope.items()
            if is_a(of, Constructor.RECORD)
            for label, part in zip(of.labels, of.args, strict=True)
            if part == kind
        ]
        if known and not self.chance(4):
            return pick(self.choices, known)
        other = any_kind(self.choices, 1)
        parts = {"a": other, "b": kind} if self.chance(2) else {"key": kind, "value": other}
        label = next(label for label, part in parts.items() if part == kind)
        return core.Field(self.node(record(dict(parts)), scope, depth), label)

    def loop(self, kind: Con, scope: Scope, depth: int) -> Core:
        after, loop = self.loop_of(scope, depth)
        return loop(self.node(kind, after, depth))

    def loop_of(self, scope: Scope, depth: int) -> tuple[Scope, Callable[[Core], Core]]:
        """What is in scope after a loop, and the loop, which still lacks what follows it."""
        over = TABLE if TABLE in scope.values() and self.chance(4) else list_of(kind_in(self.choices, scope, ""))
        if self.chance(3):  # many rounds, in which what grows has time to do so
            over = list_of(NUMBER)
            items: Core = Call("number.to@1", (Const(1), Const(pick(self.choices, _ROUNDS))))
        else:
            items = self.node(over, scope, depth)
        kinds = [kind_in(self.choices, scope, "") for _ in range(self.choices.below(4))]
        inits = tuple([self.node(of, scope, depth - 1) for of in kinds])
        item, slots = self.slot(), [self.slot() for _ in kinds]
        after = {**scope, **dict(zip(slots, kinds, strict=True))}
        inside = {**after, item: ROW if over == TABLE else over.args[0]}
        until = self.node(BOOL, inside, depth - 1) if self.chance(3) else None
        yields: list[Con] = [] if kinds and self.chance(2) else [kind_in(self.choices, inside, "")]
        step = self.step(kinds, yields, inside, depth - 1)
        place = -1
        if yields:
            place = self.slot()
            after[place] = list_of(yields[0])
        return after, lambda body: core.Loop(item, items, tuple(slots), inits, until, step, place, body)

    def step(self, kinds: Sequence[Con], yields: Sequence[Con], scope: Scope, depth: int) -> Core:
        """A round: a few names and checks, perhaps a loop in the loop, then the next states and what is yielded."""
        if depth > 0 and self.left > 0 and self.chance(3):
            of = kind_in(self.choices, scope, "")
            value, slot = self.node(of, scope, depth - 1), self.slot()
            return core.Let(slot, value, self.step(kinds, yields, {**scope, slot: of}, depth - 1))
        if depth > 0 and self.left > 0 and self.chance(6):
            return core.Check(self.condition(scope, depth - 1), "no", self.step(kinds, yields, scope, depth - 1))
        if depth > 0 and self.left > 0 and self.chance(4):
            after, loop = self.loop_of(scope, depth - 1)
            return loop(self.step(kinds, yields, after, depth - 1))
        states = tuple([self.node(of, scope, depth) for of in kinds])
        return core.Next(states, self.node(yields[0], scope, depth) if yields else None)


_ALL = tuple(REGISTRY.by_id.values())
_GIVING: dict[Con, list[Builtin]] = {}


def _giving(kind: Con) -> list[Builtin]:
    """The builtins whose result can be of this type, old versions among them."""
    if kind not in _GIVING:
        _GIVING[kind] = [each for each in REGISTRY.by_id.values() if unifies(each.result, kind)]
    return _GIVING[kind]
