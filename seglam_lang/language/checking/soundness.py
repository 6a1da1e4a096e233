"""Whether a core is well typed: what the checker guarantees of its own, proved anew of one that came from elsewhere.

A decoded procedure has known builtins and slots, but nothing says that it does not multiply a text by a number. This
is the checker's inference without names, columns and hints: no diagnostics, only yes or no. Which columns a table has
is not followed; a column that is not there is a Failure at run time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.core import Const, Core, Local, Procedure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    ROW,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    function,
    head,
    instance,
    is_a,
    is_too_large,
    list_of,
    map_of,
    optional,
    resolve,
    type_argument,
    unify,
)

_ATOMS: dict[type, Con] = {int: NUMBER, Decimal: NUMBER, str: TEXT, bool: BOOL, date: DATE}
Scope = dict[int, Type]


class Unsound(ValueError):
    """A core that is not well typed; the message says where the types differ."""


def check_types(procedure: Procedure) -> None:
    """Raise `Unsound` unless the procedure is well typed for every choice of its type parameters."""
    parts = [param.args[0] if _is_column(param) else param for param in procedure.params]
    if any(_has_columns(part) for part in (*parts, procedure.result) if part != TABLE):
        raise Unsound("a table or a column is no part of another type, and a column no result")
    typing = _Typing(procedure.callees)
    scope: Scope = dict(enumerate(procedure.params))
    try:
        for check, _ in procedure.checks:
            typing.fit(typing.node(check, scope), BOOL)
        typing.fit(typing.node(procedure.body, scope), procedure.result)
        for ensure in procedure.ensures:
            typing.fit(typing.node(ensure, {**scope, procedure.frame - 1: procedure.result}), BOOL)
        typing.settle()
    except Mismatch as mismatch:
        raise Unsound(str(mismatch)) from None
    typing.check_parameters([*procedure.params, procedure.result])


class _Lifted(Exception):
    """A state of a loop turns out to be optional, though it begins with a value."""

    def __init__(self, state: int) -> None:
        super().__init__(state)
        self.state = state


class _Typing:
    """The inference of one procedure."""

    def __init__(self, callees: Mapping[str, Procedure]) -> None:
        self._callees = callees
        self._bindings: Substitution = {}
        self._count = 0
        self._pending: list[tuple[Type, str, Type]] = []

    def fresh(self, bound: str = "") -> Var:
        self._count += 1
        return Var(f"?{self._count}", bound)

    def fit(self, found: Type, wanted: Type) -> None:
        """A value of type `found` stands where `wanted` is needed; a T may stand for a T?."""
        before = dict(self._bindings)
        try:
            unify(found, wanted, self._bindings)
        except Mismatch:
            self._bindings = before
            wanted = head(wanted, before)
            if not (is_a(wanted, Constructor.OPTIONAL)):
                raise
            unify(found, wanted.args[0], self._bindings)

    def join(self, one: Type, other: Type) -> Type:
        """The type of what may be of either type."""
        try:
            self.fit(other, one)
            return one
        except Mismatch:
            self.fit(one, other)
            return other

    def node(self, node: Core, scope: Scope) -> Type:
        """The type of a node; Mismatch or Unsound if it has none."""
        kind = self._node(node, scope)
        if is_too_large(kind, self._bindings):
            raise Unsound("a type has too many parts")
        return kind

    def _node(self, node: Core, scope: Scope) -> Type:
        match node:
            case Const(value):
                return optional(self.fresh()) if value is None else _ATOMS[type(value)]
            case Local(slot):
                if _is_column(scope[slot]):
                    raise Unsound("a column stands where only a value may stand")
                return scope[slot]
            case core.Call(name, args):
                return self._call(name, args, scope)
            case core.Let() | core.Check():
                return self._chain(node, scope, ())
            case core.If(condition, yes, no):
                self.fit(self.node(condition, scope), BOOL)
                return self.join(self.node(yes, scope), self.node(no, scope))
            case core.And(left, right) | core.Or(left, right):
                self.fit(self.node(left, scope), BOOL)
                self.fit(self.node(right, scope), BOOL)
                return BOOL
            case core.Coalesce(left, right):
                present = self.fresh()
                self.fit(self.node(left, scope), optional(present))
                self.fit(self.node(right, scope), present)
                return present
            case core.ListOf(items):
                return list_of(self._join_all(items, scope))
            case core.RecordOf(names, items):
                return Con(Constructor.RECORD, tuple(self.node(item, scope) for item in items), names)
            case core.Field(record, label):
                return self._field(head(self.node(record, scope), self._bindings), label)
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
        """The type of what follows a loop; `round` are the types that the end of the round around it must have."""
        items = head(self.node(loop.items, scope), self._bindings)
        item: Type = self.fresh()
        if items == TABLE:
            item = ROW
        else:
            unify(items, list_of(item), self._bindings)
        states = [self.node(init, scope) for init in loop.inits]
        while True:
            before = dict(self._bindings), list(self._pending), self._count
            try:
                return self._folded(loop, scope, item, states, round)
            except _Lifted as lifted:  # it begins as a T, and becomes a T?
                self._bindings, self._pending, self._count = before
                states[lifted.state] = optional(states[lifted.state])

    def _folded(self, loop: core.Loop, scope: Scope, item: Type, states: list[Type], round: tuple[Type, ...]) -> Type:
        """The type of what follows a loop whose states have these types."""
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
        """What follows a Let, a Check or a Loop: in a round, more of them and its end."""
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
        """A state, or what is yielded, is `found` next."""
        try:
            self.fit(found, state)
        except Mismatch:
            now, before = head(found, self._bindings), head(state, self._bindings)
            if (
                isinstance(now, Var)
                or isinstance(before, Var)
                or now.constructor is not Constructor.OPTIONAL
                or before.constructor is Constructor.OPTIONAL
            ):
                raise
            raise _Lifted(place) from None

    def _field(self, record: Type, label: str) -> Type:
        if isinstance(record, Var):  # what it is may be known later: `var found: List<Run> = []`
            kind = self.fresh()
            self._pending.append((record, label, kind))
            return kind
        if label not in record.labels:
            raise Unsound(f"no record with a field {label}")
        return record.args[record.labels.index(label)]

    def settle(self) -> None:
        """The fields of records whose type was not known when they were taken."""
        while self._pending:
            known = [each for each in self._pending if isinstance(head(each[0], self._bindings), Con)]
            if not known:
                raise Unsound(f"no record is known with a field {self._pending[0][1]}")
            self._pending = [each for each in self._pending if each not in known]
            for record, label, kind in known:
                unify(self._field(head(record, self._bindings), label), kind, self._bindings)

    def _call(self, name: str, args: tuple[Core, ...], scope: Scope) -> Type:
        builtin = REGISTRY.by_id[name]
        return self._apply(builtin.params, builtin.result, args, scope)

    def _apply(self, params: tuple[Type, ...], result: Type, args: tuple[Core, ...], scope: Scope) -> Type:
        """The result of a builtin or a procedure, each of whose type variables is any one type in each use."""
        variables: dict[str, Var] = {}

        def fresh(variable: Var) -> Var:
            return variables.setdefault(variable.name, self.fresh(variable.bound))

        for arg, param in zip(args, params, strict=False):
            wanted = instance(param, fresh)
            if _is_column(param):
                if not (isinstance(arg, Local) and _is_column(scope[arg.slot])):
                    raise Unsound("what stands for a column is no column parameter")
                self.fit(scope[arg.slot], wanted)
            elif isinstance(arg, core.Lambda):
                assert isinstance(wanted, Con)  # a decoded lambda stands where one is taken
                takes = wanted.args[:-1]
                gives = self.node(arg.body, {**scope, **dict(zip(arg.slots, takes, strict=True))})
                self.fit(gives, wanted.args[-1])
            else:
                self.fit(self.node(arg, scope), wanted)
        return instance(result, fresh)

    def check_parameters(self, signature: list[Type]) -> None:
        """Type parameters must have stayed what they were declared: variables, distinct, with no stronger bound."""
        seen: dict[str, str] = {}
        for parameter in _variables(function(*signature)):
            now = resolve(parameter, self._bindings)
            if not isinstance(now, Var) or now.bound != parameter.bound:
                raise Unsound(f"the type parameter {parameter.name} cannot be just any type")
            if seen.setdefault(now.name, parameter.name) != parameter.name:
                raise Unsound(f"the type parameters {parameter.name} and {seen[now.name]} must be the same")


def _is_column(kind: Type) -> TypeGuard[Con]:
    return is_a(kind, Constructor.COLUMN)


def _has_columns(kind: Type) -> bool:
    """Whether there is a table or a column in a type."""
    return isinstance(kind, Con) and (
        kind.constructor in (Constructor.TABLE, Constructor.COLUMN) or any(map(_has_columns, kind.args))
    )


def _variables(kind: Type) -> set[Var]:
    if isinstance(kind, Var):
        return {kind}
    return set().union(*map(_variables, kind.args))
