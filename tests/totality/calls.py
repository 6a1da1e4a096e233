"""Calls of builtins and of other procedures, with arguments of the right types."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language import core
from seglam_lang.language.builtins import Builtin
from seglam_lang.language.core import Call, Const, Core, Lambda, Local
from seglam_lang.language.types import (
    NUMBER,
    ROW,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Substitution,
    Type,
    Var,
    column_of,
    is_a,
    made_label,
    optional,
    record,
    resolve,
    unify,
)
from tests.totality.choices import pick
from tests.totality.hints import hints
from tests.totality.kinds import Scope, con, fits, has_leaf, impossible, is_row, renamed, unifies, variables_in
from tests.totality.nodes import Nodes
from tests.totality.signatures import kind_in

FROM_JSON = "text.parse_json@1"
OF_ROWS = ("text.parse_csv@1", "table.records@1")
MADE = "new"  # the name of a column that a procedure makes
RESULT = 200  # the slot of the result in what a procedure ensures; no generated procedure has as many others


class Calls(Nodes):
    """Writes calls, whose arguments are any nodes."""

    def call(self, builtin: Builtin, kind: Con, scope: Scope, depth: int) -> Core | None:
        """A call of `builtin`, whose result is `kind`; None if there is nothing to call it on."""
        given = len(builtin.params) - self.choices.below(builtin.optional + 1)
        args = self.arguments(builtin.params[:given], builtin.result, kind, scope, depth, builtin)
        return None if args is None else Call(builtin.id, args)

    def invoke(self, kind: Con, scope: Scope, depth: int) -> Core:
        """A call of another procedure whose result can be of this type."""
        able = [hash for hash, callee in self.callees.items() if unifies(callee.result, kind)]
        hash = pick(self.choices, able)
        callee = self.callees[hash]
        args = self.arguments(callee.params, callee.result, kind, scope, depth)
        return self.leaf(kind, scope) if args is None else core.Invoke(hash, args)

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
        if builtin is not None and builtin.id in OF_ROWS and not is_row(resolved[1]) and not self.chance(4):
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
            if builtin is not None and builtin.id == FROM_JSON and place == 0 and not self.chance(3):
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
            inside = {**scope, -1: row_with_made(new)} if new is not None else scope
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


def row_with_made(column: Con) -> Con:
    """The type of a row of a table that has the new column MADE."""
    return Con(Constructor.ROW, column.args, (made_label(MADE),))
