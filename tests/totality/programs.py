"""Well-typed procedures, built directly as cores from the registry's signatures, with arguments to run them on.

The writer knows the type of every node before it makes it: it is given the type that is wanted and chooses a form, a
builtin or a name in scope that gives it. Type parameters of the procedure are rigid while it is written
(`types.parameter`), so that what is written is right for whatever they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.checking.soundness import Unsound, check_types
from seglam_lang.language.core import Call, Const, Core, Lambda, Local, Procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    ROW,
    SCALARS,
    TABLE,
    TABULAR,
    TEXT,
    Con,
    Constructor,
    Substitution,
    Type,
    Var,
    column_of,
    is_a,
    list_of,
    made_label,
    optional,
    record,
    resolve,
    unify,
)
from tests.totality import values
from tests.totality.choices import Choices, chance, pick
from tests.totality.hints import hints
from tests.totality.kinds import (
    GROUPS,
    Scope,
    con,
    fits,
    generalised,
    has_leaf,
    has_record,
    impossible,
    is_row,
    renamed,
    unifies,
    variables_in,
)
from tests.totality.signatures import any_kind, arguments, kind_in, result_of, row_kind, signature

_FROM_JSON = "text.parse_json@1"
_OF_ROWS = ("text.parse_csv@1", "table.records@1")
_CELL, _GET = "row.cell@1", "row.get@1"
_ROUNDS = (3, 10, 40, 200, 1000)
MADE = "new"  # the name of a column that a procedure makes
RESULT = 200  # the slot of the result in what a procedure ensures; no generated procedure has as many others
NODES = 80  # about as many as a procedure has, at most


@dataclass(frozen=True)
class Program:
    """A procedure and arguments that it can be run on."""

    procedure: Procedure
    inputs: tuple[tuple[Any, ...], ...]


def program(choices: Choices, inputs: int = 2) -> Program:
    """A procedure, perhaps with others that it calls, and `inputs` argument lists."""
    callees = [written(choices, [], depth=2) for _ in range(max(0, choices.below(5) - 2))]
    if callees and choices.below(3) == 0:
        callees.append(written(choices, callees, depth=2))
    procedure = written(choices, callees, depth=3 + choices.below(4))
    return Program(procedure, tuple([arguments(choices, procedure) for _ in range(inputs)]))


def written(choices: Choices, callees: Sequence[Procedure], depth: int) -> Procedure:
    """A procedure that may call `callees`.

    Two in a hundred drafts are not well typed and are drawn anew: what is the type of `none` and of `[]` depends on
    what stands around them, and soundness knows no more of that than the checker.
    """
    while True:
        draft = drafted(choices, callees, depth)
        try:
            check_types(draft)
        except Unsound:
            continue
        return draft


def drafted(choices: Choices, callees: Sequence[Procedure], depth: int) -> Procedure:
    """A procedure that may call `callees`, nearly always well typed."""
    writer = _Writer(choices, callees)
    params, tables = signature(choices)
    writer.frame = len(params)
    scope: Scope = dict(enumerate(params))
    result = result_of(choices, params)
    checks = [(writer.condition(scope, 1), "no") for _ in range(choices.below(10) // 9)]
    body = writer.node(result, scope, depth, lift=True)
    ensures = [writer.node(BOOL, {**scope, RESULT: result}, 2) for _ in range(choices.below(5) // 4)]
    assert writer.frame < RESULT
    *general, general_result = generalised((*params, result))
    frame = RESULT + 1 if ensures else writer.frame
    used = {hash for root in (*(check for check, _ in checks), body, *ensures) for hash in _calls(root)}
    known = {hash: callee for hash, callee in writer.callees.items() if hash in used}
    return Procedure(tuple(general), tables, general_result, tuple(checks), body, tuple(ensures), frame, callees=known)


class _Writer:
    """Writes one procedure; `frame` counts the slots given out, `left` the nodes that may still be written."""

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

    # --- nodes ----------------------------------------------------------------------------------------------------

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
        rows = [slot for slot, of in scope.items() if of == _made_row(column_of(kind))]
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

    def preferred(self, tables: Sequence[int]) -> int:
        """One of several tables: mostly the first, or the second where that is meant."""
        if self.chance(8):
            return pick(self.choices, tables)
        return tables[min(1, len(tables) - 1)] if self.second else tables[0]

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

    # --- forms ----------------------------------------------------------------------------------------------------

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
                builtin = REGISTRY.by_id[pick(self.choices, (_CELL, _GET))]
            drawn = {each.name: kind_in(self.choices, scope, each.bound) for each in variables_in((builtin.result,))}
            cells = [con(con(of).args[0]) for of in scope.values() if is_a(of, Constructor.COLUMN)]
            if builtin.receiver == "Row" and cells:
                drawn["T"] = pick(self.choices, cells)
            elif builtin.id in _OF_ROWS:
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

    def record(self, kind: Con, scope: Scope, depth: int) -> Core:
        return core.RecordOf(kind.labels, tuple([self.node(con(part), scope, depth) for part in kind.args]))

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

    def invoke(self, kind: Con, scope: Scope, depth: int) -> Core:
        """A call of another procedure whose result can be of this type."""
        able = [hash for hash, callee in self.callees.items() if unifies(callee.result, kind)]
        hash = pick(self.choices, able)
        callee = self.callees[hash]
        args = self.arguments(callee.params, callee.result, kind, scope, depth)
        return self.leaf(kind, scope) if args is None else core.Invoke(hash, args)

    # --- calls ----------------------------------------------------------------------------------------------------

    def call(self, builtin: Builtin, kind: Con, scope: Scope, depth: int) -> Core | None:
        """A call of `builtin`, whose result is `kind`; None if there is nothing to call it on."""
        given = len(builtin.params) - self.choices.below(builtin.optional + 1)
        args = self.arguments(builtin.params[:given], builtin.result, kind, scope, depth, builtin)
        return None if args is None else Call(builtin.id, args)

    def arguments(
        self, params: Sequence[Type], result: Type, kind: Con, scope: Scope, depth: int, builtin: Builtin | None = None
    ) -> tuple[Core, ...] | None:
        """Arguments for `params`, so that `result` is `kind`; None if there is no value of some type that is needed."""
        names = {
            variable.name: Var("?" + variable.name, variable.bound) for variable in variables_in((*params, result))
        }
        wanted = [renamed(param, names) for param in params]
        bindings: Substitution = {}
        unify(renamed(result, names), kind, bindings)
        columns = [con(of.args[0]) for of in scope.values() if is_a(of, Constructor.COLUMN)]
        for param in wanted:
            if is_a(param, Constructor.COLUMN):
                (cell,) = con(param).args
                fitting = [of for of in columns if fits(of, resolve(cell, bindings))]
                if not fitting:
                    return None
                if isinstance(resolve(cell, bindings), Var):
                    unify(cell, pick(self.choices, fitting), bindings)
        for variable in variables_in(wanted):
            if isinstance(resolve(variable, bindings), Var) and builtin is not None and builtin.columns == "fields":
                unify(variable, record({"n": NUMBER, "t": optional(TEXT)}), bindings)
            elif isinstance(resolve(variable, bindings), Var):
                of = kind_in(self.choices, scope, variable.bound)
                unify(variable, of, bindings)
        resolved = [con(resolve(param, bindings)) for param in wanted]
        if any(impossible(param, scope) for param in resolved):
            return None
        if builtin is not None and builtin.id in _OF_ROWS and not is_row(resolved[1]) and not self.chance(4):
            return None
        return self.each_argument(resolved, params, scope, depth, builtin)

    def each_argument(
        self, resolved: Sequence[Con], params: Sequence[Type], scope: Scope, depth: int, builtin: Builtin | None
    ) -> tuple[Core, ...]:
        made: list[Core] = []
        new: Con | None = None  # the type of the column that the receiver was given, as a column
        before = self.second
        for place, (param, formal) in enumerate(zip(resolved, params, strict=True)):
            if param == TABLE and place > 0 and TABLE in resolved[:place]:
                self.second = True  # the columns after a second table are its columns
            tried = () if builtin is None else hints(builtin.id, builtin.names[place])
            options = [each for each in tried if param == (TEXT if isinstance(each, str) else NUMBER)]
            if place == 0 and builtin is not None and param == TABLE and self.chance(3):
                wrapped = self.with_made(resolved, scope, depth)
                if wrapped is not None:
                    receiver, new = wrapped
                    made.append(receiver)
                    continue
            if builtin is not None and builtin.id == _FROM_JSON and place == 0 and not self.chance(3):
                written = self.node(con(resolved[1].args[0]), scope, depth)
                made.append(Call("any.to_json@1", (written,)))
                continue
            if options and not self.chance(5):  # the first of them are the ordinary ones
                first = min(self.choices.below(len(options)), self.choices.below(len(options)))
                made.append(Const(options[first]))
                continue
            if builtin is not None and param == new and not builtin.named:
                made.append(Const(MADE))
                continue
            inside = {**scope, -1: _made_row(new)} if new is not None else scope
            made.append(self.argument(param, inside, depth, is_a(formal, Constructor.OPTIONAL), builtin))
        self.second = before
        return tuple(made)

    def with_made(self, resolved: Sequence[Con], scope: Scope, depth: int) -> tuple[Core, Con] | None:
        """A table with a new column that one of the other arguments, of these types, can name, and its type."""
        wanted = [column_of(NUMBER) if _takes_row(kind) else kind for kind in resolved[1:]]
        columns = [kind for kind in wanted if kind.constructor is Constructor.COLUMN]
        if not columns or not has_leaf(con(columns[0].args[0]), scope):
            return None
        new = columns[0]
        table = self.node(TABLE, scope, depth - 1)
        slot = self.slot()
        cells = Lambda((slot,), self.node(con(new.args[0]), {**scope, slot: ROW}, depth - 1))
        return Call("table.with_column@1", (table, Const(MADE), cells)), new

    def argument(self, param: Con, scope: Scope, depth: int, lift: bool, builtin: Builtin | None) -> Core:
        """An argument for a parameter: a lambda, a type, a column, or any node."""
        made_row = scope.get(-1)
        scope = {slot: kind for slot, kind in scope.items() if slot >= 0}
        if param.constructor is Constructor.FUNCTION:
            slots = tuple([self.slot() for _ in param.args[:-1]])
            inside = {**scope, **dict(zip(slots, param.args, strict=False))}
            if made_row is not None and param.args[0] == ROW:
                inside[slots[0]] = made_row
            gives = con(param.args[-1])
            if builtin is not None and builtin.columns == "fields":
                return Lambda(slots, self.record(gives, inside, depth))
            return Lambda(slots, self.node(gives, inside, depth))
        if param.constructor is Constructor.TYPE:
            return core.TypeOf(param.args[0])
        if param.constructor is Constructor.COLUMN and builtin and builtin.computes_columns and self.chance(4):
            slot = self.slot()
            cell = con(param.args[0])
            gives = optional(cell) if self.chance(4) else cell
            return Lambda((slot,), self.node(gives, {**scope, slot: ROW}, depth))
        if param.constructor is Constructor.COLUMN:
            return Local(self.column(param, scope))
        return self.node(param, scope, depth, lift)

    def column(self, param: Con, scope: Scope) -> int:
        """A column parameter of that type, mostly of the table that is meant."""
        tables = [slot for slot, of in scope.items() if of == TABLE and slot < RESULT]
        fitting = [slot for slot, of in scope.items() if of == param]
        of_second = [slot for slot in fitting if len(tables) > 1 and slot > tables[1]]
        of_first = [slot for slot in fitting if slot not in of_second]
        return pick(self.choices, (of_second if self.second else of_first) or fitting)


def _takes_row(kind: Con) -> bool:
    """Whether an argument is a function of a row."""
    return kind.constructor is Constructor.FUNCTION and kind.args[0] == ROW


def _made_row(column: Con) -> Con:
    """The type of a row of a table that has the new column MADE."""
    return Con(Constructor.ROW, column.args, (made_label(MADE),))


_ALL = tuple(REGISTRY.by_id.values())
_GIVING: dict[Con, list[Builtin]] = {}


def _giving(kind: Con) -> list[Builtin]:
    """The builtins whose result can be of this type, old versions among them."""
    if kind not in _GIVING:
        _GIVING[kind] = [each for each in REGISTRY.by_id.values() if unifies(each.result, kind)]
    return _GIVING[kind]


def _calls(root: Core) -> set[str]:
    return {node.procedure for node in core.preorder(root) if isinstance(node, core.Invoke)}
