"""Prove that a core is well typed: what the checker guarantees of its own, of one that came from elsewhere.

A decoded procedure has known builtins and slots, but nothing says that it does not multiply a text by a number. The
rules are those of the checker (rules.py), without names and hints: no diagnostics, only yes or no. Of the columns of a
table only those that the procedure made are followed; a column parameter that is not there is a Failure at run time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.signature import is_column
from seglam_lang.language.checking.unification import Unifier
from seglam_lang.language.core import Const, Core, Local, Procedure
from seglam_lang.language.types import (
    BOOL,
    Con,
    Constructor,
    Mismatch,
    Type,
    Var,
    column_of,
    entries_of,
    instance,
    is_a,
    is_too_large,
    list_of,
    made_label,
    map_of,
    optional,
    type_argument,
    without_made,
)
from seglam_lang.language.values import SCALAR_TYPES

_LAZY: dict[type[Core], str] = {core.And: "and", core.Or: "or", core.Coalesce: "??"}
Scope = dict[int, Type]


class Unsound(ValueError):
    """A core that is not well typed; the message says where the types differ."""


def check_types(procedure: Procedure) -> None:
    """Raise Unsound unless a procedure is well typed for every choice of its type parameters."""
    params, result = tuple(map(rules.rigid, procedure.params)), rules.rigid(procedure.result)
    parts = (param.args[0] if is_column(param) else param for param in params)
    if not all(map(rules.may_be_returned, (*parts, result))):
        raise Unsound("a table or a column is no part of another type, and a column no result")
    typing = _Typing(procedure.callees)
    scope: Scope = dict(enumerate(params))
    try:
        for check, _ in procedure.checks:
            typing.fit(typing.node(check, scope), BOOL)
        typing.fit(typing.node(procedure.body, scope), result)
        for ensure in procedure.ensures:
            typing.fit(typing.node(ensure, {**scope, procedure.frame - 1: result}), BOOL)
        typing.settle()
    except Mismatch as mismatch:
        raise Unsound(str(mismatch)) from None


class _Lifted(Exception):
    """A state of a loop turns out to be optional, though it begins with a value."""

    def __init__(self, state: int) -> None:
        super().__init__(state)
        self.state = state


class _Typing(Unifier):
    """The types of one procedure. What has no type raises Mismatch or Unsound."""

    def __init__(self, callees: Mapping[str, Procedure]) -> None:
        super().__init__()
        self._callees = callees
        self._pending: list[tuple[Type, str, Type]] = []  # fields of what is not known yet: record, label, type

    def fit(self, found: Type, wanted: Type) -> None:
        """Require that a value of the type `found` may stand where `wanted` is needed."""
        self.unify(found, rules.lifted(self.head(found), self.head(wanted)) or wanted)

    def join(self, one: Type, other: Type) -> Type:
        """Return the type of what may be of either type."""
        try:
            self.fit(other, one)
            return rules.common(self.head(one), self.head(other))
        except Mismatch:
            self.fit(one, other)
            return other

    def node(self, node: Core, scope: Scope) -> Type:
        """Return the type of a node."""
        kind = self._node(node, scope)
        if is_too_large(kind, self.bindings):
            raise Unsound("a type has too many parts")
        return kind

    def _node(self, node: Core, scope: Scope) -> Type:
        match node:
            case Const(value):
                return optional(self.fresh()) if value is None else SCALAR_TYPES[type(value)]
            case Local(slot):
                if is_column(scope[slot]):
                    raise Unsound("a column stands where only a value may stand")
                return scope[slot]
            case core.Call(name, args):
                return self._call(REGISTRY.by_id[name], args, scope)
            case core.Let() | core.Check():
                return self._chain(node, scope, ())
            case core.If(condition, yes, no):
                self.fit(self.node(condition, scope), BOOL)
                return self.join(self.node(yes, scope), self.node(no, scope))
            case core.And(left, right) | core.Or(left, right) | core.Coalesce(left, right):
                params, result = rules.LAZY[_LAZY[type(node)]]
                return self._apply(params, result, (left, right), scope)
            case core.ListOf(items):
                return list_of(self._join_all(items, scope))
            case core.RecordOf(names, items):
                return Con(Constructor.RECORD, tuple(self.node(item, scope) for item in items), names)
            case core.Field(record, label):
                return self._field(self.head(self.node(record, scope)), label)
            case core.MapOf(keys, values):
                key, value = (self._join_all(parts, scope) for parts in (keys, values))
                return map_of(key, value)
            case core.TypeOf(kind):
                return type_argument(kind)
            case core.Invoke(name, args):
                callee = self._callees[name]
                return self._apply(callee.params, callee.result, args, scope)
            case core.Loop():
                return self._loop(node, scope, ())
        raise Unsound("a lambda stands where no builtin takes it")

    def _join_all(self, items: tuple[Core, ...], scope: Scope) -> Type:
        kind: Type = self.fresh()
        for item in items:
            kind = self.join(kind, self.node(item, scope))
        return kind

    def _loop(self, loop: core.Loop, scope: Scope, round: tuple[Type, ...]) -> Type:
        """Return the type of what follows a loop; `round` are the types that the round around it must end with."""
        items = self.head(self.node(loop.items, scope))
        item = rules.item_of(items) if isinstance(items, Con) else None
        if item is None:
            item = self.fresh()
            self.unify(items, list_of(item))
        states = [without_made(self.node(init, scope)) for init in loop.inits]  # a table may become another one
        while True:
            known, pending = len(self.bindings), list(self._pending)
            try:
                return self._folded(loop, scope, item, states, round)
            except _Lifted as lifted:  # it begins as a T, and becomes a T?
                self.roll_back(known)
                self._pending = pending
                states[lifted.state] = optional(states[lifted.state])

    def _folded(self, loop: core.Loop, scope: Scope, item: Type, states: list[Type], round: tuple[Type, ...]) -> Type:
        """Return the type of what follows a loop whose states have these types."""
        after = {**scope, **dict(zip(loop.states, states, strict=True))}
        inside = {**after, loop.item: item}
        if loop.until is not None:
            self.fit(self.node(loop.until, inside), BOOL)
        yielded: tuple[Type, ...] = ()
        if loop.yields >= 0:
            yielded = (self.fresh(),)
            after[loop.yields] = list_of(yielded[0])
        self._chain(loop.step, inside, (*states, *yielded))
        return self._chain(loop.body, after, round)

    def _chain(self, node: Core, scope: Scope, round: tuple[Type, ...]) -> Type:
        """Return the type of what follows a Let, a Check or a Loop: in a round, more of them and its end."""
        match node:
            case core.Let(slot, value, body):
                return self._chain(body, {**scope, slot: self.node(value, scope)}, round)
            case core.Check(condition, _, body):
                self.fit(self.node(condition, scope), BOOL)
                return self._chain(body, scope, round)
            case core.Loop():
                return self._loop(node, scope, round)
            case core.Next():
                for place, (part, kind) in enumerate(zip(core.children(node), round, strict=True)):
                    self._becomes(self.node(part, scope), kind, place)
                return BOOL  # a round has no value: nothing asks for this
        return self.node(node, scope)

    def _becomes(self, found: Type, state: Type, place: int) -> None:
        """Require that a state, or what is yielded, may be of the type `found` in the next round."""
        try:
            self.fit(found, state)
        except Mismatch:
            if rules.lifted(self.head(state), self.head(found)) is None:
                raise
            raise _Lifted(place) from None

    def _field(self, record: Type, label: str) -> Type:
        if isinstance(record, Var):  # what it is may be known later: `var found: List<Run> = []`
            kind = self.fresh()
            self._pending.append((record, label, kind))
            return kind
        found = rules.field_of(record, label)
        if found is None:
            raise Unsound(f"no record with a field {label}")
        return found

    def settle(self) -> None:
        """Type the fields of records whose type was not known when they were taken."""
        while self._pending:
            known = [each for each in self._pending if isinstance(self.head(each[0]), Con)]
            if not known:
                raise Unsound(f"no record is known with a field {self._pending[0][1]}")
            self._pending = [each for each in self._pending if each not in known]
            for record, label, kind in known:
                self.unify(self._field(self.head(record), label), kind)

    def _call(self, builtin: Builtin, args: tuple[Core, ...], scope: Scope) -> Type:
        """Return the result of a builtin."""
        receiver = self.node(args[0], scope)
        call = rules.begin(builtin, self.head(receiver), self.renaming())
        self.fit(receiver, call.params[0])
        for arg in args[1:]:
            call = self._argument(call, arg, scope)
        return call.outcome(self.resolve)

    def _argument(self, call: rules.Call, arg: Core, scope: Scope) -> rules.Call:
        """Return the call with one more argument."""
        wanted = call.param
        assert wanted is not None  # a decoded call has no more arguments than its builtin takes
        if is_column(wanted):
            return self._column(call, wanted, arg, scope)
        if isinstance(arg, core.Lambda):
            assert isinstance(wanted, Con)  # a decoded lambda stands where one is taken
            *takes, gives = wanted.args
            if call.builtin.columns == "fields" and not isinstance(arg.body, core.RecordOf):
                raise Unsound("the fields of new columns are not written out")
            found = self.node(arg.body, {**scope, **dict(zip(arg.slots, takes, strict=True))})
            self.fit(found, gives)
        else:
            found = self.node(arg, scope)
            self.fit(found, wanted)
        is_text = isinstance(arg, Const) and type(arg.value) is str
        return call.passed(self.head(found), arg.value if is_text and isinstance(arg, Const) else None)

    def _column(self, call: rules.Call, wanted: Con, arg: Core, scope: Scope) -> rules.Call:
        """Return the call with a column: a parameter, one that was made, or what a function gives for each row."""
        param = scope[arg.slot] if isinstance(arg, Local) else None
        if isinstance(arg, Local) and is_a(param, Constructor.COLUMN):
            found, label = param, f"#{arg.slot}"
        elif isinstance(arg, Const) and type(arg.value) is str:
            label = made_label(arg.value)
            made = dict(entries_of(call.table)).get(label)
            if made is None:
                raise Unsound(f"no column {arg.value!r} has been made there")
            found = column_of(made)
        elif isinstance(arg, core.Lambda) and call.row is not None:
            (slot,) = arg.slots
            gives = self.head(self.node(arg.body, {**scope, slot: call.row}))
            cells = rules.cell_type(gives)
            if cells is None:
                raise Unsound("what a function gives for a column is no cell")
            outermost = REGISTRY.by_id[arg.body.builtin].method if isinstance(arg.body, core.Call) else ""
            found, label = column_of(cells), call.label_of_computed(outermost)
        else:
            raise Unsound("what stands for a column is no column")
        self.fit(found, wanted)
        return call.passed_column(label, found.args[0])

    def _apply(self, params: Sequence[Type], result: Type, args: tuple[Core, ...], scope: Scope) -> Type:
        """Return the result of a procedure, each of whose type variables is any one type in each use."""
        rename = self.renaming()
        for arg, param in zip(args, params, strict=False):
            wanted = instance(param, rename)
            if is_column(param):
                if not (isinstance(arg, Local) and is_column(scope[arg.slot])):
                    raise Unsound("what stands for a column is no column parameter")
                self.fit(scope[arg.slot], wanted)
            else:
                self.fit(self.node(arg, scope), wanted)
        return instance(result, rename)
