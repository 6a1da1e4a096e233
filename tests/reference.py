"""The naive evaluator of the core: what a procedure means, said as plainly as possible.

It walks the tree, looks every builtin up when it meets it and keeps the values of slots in a dictionary for each
scope. The compiler must agree with it on every procedure: on the value, on the failure with its place, and on the
fuel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.table import computed_column, made_column
from seglam_lang.language.computing import fuel
from seglam_lang.language.core import (
    And,
    Call,
    Check,
    Coalesce,
    Const,
    Core,
    Field,
    If,
    Invoke,
    Lambda,
    Let,
    ListOf,
    Local,
    Loop,
    MapOf,
    Next,
    Or,
    Procedure,
    RecordOf,
    TypeOf,
    children,
    rounds,
)
from seglam_lang.language.failures import BLANK_CELL, Failure
from seglam_lang.language.running.applied import groups_or_no_rows
from seglam_lang.language.types import Constructor, is_a
from seglam_lang.language.values import Column, Groups, Map, Record, Row, Table

Scope = dict[int, Any]  # slot -> value


@dataclass(frozen=True)
class Outcome:
    """What a run came to: a value and the fuel spent, or a failure."""

    value: Any = None
    spent: int = 0
    failure: str = ""
    message: str = ""
    node: int = -1


def run(procedure: Procedure, args: Sequence[Any], budget: int) -> Outcome:
    """The outcome of `procedure` on `args`."""
    run = Run(budget)
    try:
        result = run.procedure(procedure, args)
        run.spend(fuel.result_size(result, args))
        return Outcome(result, run.spent)
    except Failure as failure:
        return Outcome(failure=failure.code, message=failure.message, node=failure.node)


def size(node: Core) -> int:
    """How many nodes there are in a part: itself and all of its parts."""
    return 1 + sum(map(size, children(node)))


def size_without_lambda_bodies(node: Core) -> int:
    """How many nodes are evaluated, or could be, when `node` is evaluated once, but for lambdas' bodies and rounds."""
    if isinstance(node, Lambda):
        return 1
    if isinstance(node, Loop):
        return 1 + sum(map(size_without_lambda_bodies, (node.items, *node.inits, node.body)))
    return 1 + sum(size_without_lambda_bodies(child) for child in children(node))


class Run:
    """One run, which counts its fuel."""

    def __init__(self, budget: int) -> None:
        self.budget, self.spent = budget, 0
        self.callees: Mapping[str, Procedure] = {}  # of the procedure that is run

    def spend(self, amount: int, place: int = -1) -> None:
        if self.spent + amount > self.budget:
            raise fuel.out_of_fuel(place)
        self.spent += amount

    def procedure(self, procedure: Procedure, args: Sequence[Any]) -> Any:
        caller, self.callees = self.callees, procedure.callees
        result = self.checked(procedure, args)
        self.callees = caller
        return result

    def checked(self, procedure: Procedure, args: Sequence[Any]) -> Any:
        scope = dict(enumerate(args))
        roots = procedure.roots()
        numbers = [sum(map(size, roots[:i])) for i in range(len(roots))]
        self.spend(sum(map(size_without_lambda_bodies, roots)))
        for (check, message), number in zip(procedure.checks, numbers, strict=False):
            if not self.evaluate(check, scope, number):
                raise Failure("check", message, number)
        numbers = numbers[len(procedure.checks) :]
        result = self.evaluate(procedure.body, scope, numbers[0])
        scope = {**scope, procedure.frame - 1: result}
        for ensure, number in zip(procedure.ensures, numbers[1:], strict=True):
            if not self.evaluate(ensure, scope, number):
                raise Failure("ensure", "the result is not what the procedure ensures", number)
        return result

    def evaluate(self, node: Core, scope: Scope, number: int) -> Any:
        """The value of `node`, whose position in the preorder walk is `number`."""
        parts = children(node)

        def part(index: int, scope: Scope = scope) -> Any:
            return self.evaluate(parts[index], scope, position(index))

        def position(index: int) -> int:
            """That of a part: after the node itself and all of the parts before it."""
            return number + 1 + sum(map(size, parts[:index]))

        def all_parts() -> list[Any]:
            return [part(i) for i in range(len(parts))]

        if isinstance(node, Const):
            return node.value
        if isinstance(node, Local):
            return scope[node.slot]
        if isinstance(node, Call) and REGISTRY.by_id[node.builtin].applied:
            return self.applied(node, scope, [position(i) for i in range(len(parts))], number)
        if isinstance(node, Call):
            return self.call(node, self.given(node, part, scope, position), number)
        if isinstance(node, Lambda):

            def function(*args: Any) -> Any:
                self.spend(size_without_lambda_bodies(node.body))
                return part(0, {**scope, **dict(zip(node.slots, args, strict=True))})

            return function
        if isinstance(node, Check):
            if not part(0):
                raise Failure("check", node.message, number)
            return part(1)
        if isinstance(node, Let):
            return part(1, {**scope, node.slot: part(0)})
        if isinstance(node, If):
            return part(1) if part(0) else part(2)
        if isinstance(node, And | Or):
            return self.logic(isinstance(node, Or), part)
        if isinstance(node, Coalesce):
            value = part(0)
            return part(1) if value is None else value
        if isinstance(node, ListOf):
            return tuple(all_parts())
        if isinstance(node, RecordOf):
            return Record(node.names, tuple(all_parts()))
        if isinstance(node, Field):
            return part(0)[node.name]
        if isinstance(node, MapOf):
            return self.map(all_parts(), number)
        if isinstance(node, TypeOf):
            return node.type
        if isinstance(node, Invoke):
            return self.invoke(node, all_parts(), number)
        if isinstance(node, Next):
            return all_parts()  # the states, then what is yielded
        assert isinstance(node, Loop)
        return self.loop(node, scope, part, number)

    def logic(self, decisive: bool, part: Callable[[int], Any]) -> bool:
        """Three-valued logic: either side decides if it is `decisive`; what reads a blank is unknown."""
        try:
            known = bool(part(0))
        except Failure as failure:
            if failure.code != BLANK_CELL or bool(part(1)) is not decisive:
                raise
            return decisive
        return decisive if known is decisive else bool(part(1))

    def given(self, node: Call, part: Callable[[int], Any], scope: Scope, position: Callable[[int], int]) -> list[Any]:
        """The arguments of a call. A function or a text that stands for a column is made into one of the table before
        it; of a record of new columns each field is a function."""
        builtin = REGISTRY.by_id[node.builtin]
        args: list[Any] = []
        table: Any = None
        for index, (arg, param) in enumerate(zip(node.args, builtin.params, strict=False)):
            if builtin.columns == "fields" and isinstance(arg, Lambda) and isinstance(arg.body, RecordOf):
                args.append(self.fields(arg, arg.body, scope, position(index) + 2))
                continue
            value = part(index)
            if is_a(param, Constructor.COLUMN) and isinstance(arg, Lambda | Const):
                try:
                    value = self.column(builtin, arg, value, table)
                except Failure as failure:
                    if failure.node < 0:
                        failure.node = position(0) - 1
                    raise
            args.append(value)
            if isinstance(value, Table | Row | Groups):
                table = value if isinstance(value, Table) else value.table
        return args

    def column(self, builtin: Builtin, arg: Core, value: Any, table: Table) -> Column:
        if isinstance(arg, Const):
            return made_column(table, value)
        assert isinstance(arg, Lambda)
        outermost = REGISTRY.by_id[arg.body.builtin].method if isinstance(arg.body, Call) else ""
        return computed_column(table, builtin.computed_header(outermost), value)

    def fields(self, function: Lambda, record: RecordOf, scope: Scope, number: int) -> dict[str, Callable[[Any], Any]]:
        def field(index: int, item: Core) -> Callable[[Any], Any]:
            place = number + sum(map(size, record.items[:index]))

            def call(arg: Any) -> Any:
                self.spend(size_without_lambda_bodies(item))
                return self.evaluate(item, {**scope, function.slots[0]: arg}, place)

            return call

        calls = [field(index, item) for index, item in enumerate(record.items)]
        return dict(zip(record.names, calls, strict=True))

    def map(self, parts: list[Any], number: int) -> Map:
        """Keys and values in turn; keys are hashed, which costs what they have in parts beyond one."""
        keys, values = parts[::2], parts[1::2]
        try:
            self.spend(sum(fuel.comparing(key, key) for key in keys))
            check_keys(keys)
        except Failure as failure:
            failure.node = number
            raise
        return Map(dict(zip(keys, values, strict=True)))

    def loop(self, node: Loop, scope: Scope, part: Callable[..., Any], number: int) -> Any:
        items = part(0)
        if isinstance(items, Table):
            items = [Row(items, position) for position in range(items.length)]
        states = [part(1 + i) for i in range(len(node.inits))]
        yielded: list[Any] = []
        for item in items:
            self.spend(sum(map(size_without_lambda_bodies, rounds(node))), number)
            inside = {**scope, node.item: item, **dict(zip(node.states, states, strict=True))}
            if node.until is not None and part(1 + len(states), inside):
                break
            made: list[Any] = part(len(children(node)) - 2, inside)
            states = made[: len(states)]
            yielded += made[len(states) :]
        after = {**scope, **dict(zip(node.states, states, strict=True))}
        return part(len(children(node)) - 1, {**after, node.yields: tuple(yielded)} if node.yields >= 0 else after)

    def invoke(self, node: Invoke, args: list[Any], number: int) -> Any:
        try:
            return self.procedure(self.callees[node.procedure], args)
        except Failure as failure:
            failure.node = number
            raise

    def applied(self, node: Call, scope: Scope, positions: list[int], number: int) -> Any:
        """A builtin that gets what its functions give for each item of the receiver, their calls paid before."""
        owner = items = self.evaluate(node.args[0], scope, positions[0])
        if isinstance(owner, Groups):
            items = groups_or_no_rows(owner)
        functions = [arg for arg in node.args if isinstance(arg, Lambda)]
        self.spend(len(items) * sum(size_without_lambda_bodies(function.body) for function in functions), number)
        args = [owner]
        for arg, position in zip(node.args[1:], positions[1:], strict=True):
            if isinstance(arg, Lambda):
                (slot,) = arg.slots
                args.append(tuple(self.evaluate(arg.body, {**scope, slot: item}, position + 1) for item in items))
            else:
                args.append(self.evaluate(arg, scope, position))
        return self.call(node, args, number)

    def call(self, node: Call, args: list[Any], number: int) -> Any:
        builtin = REGISTRY.by_id[node.builtin]
        args += [None] * (len(builtin.params) - len(args))
        try:
            self.spend(builtin.cost(*args))
            return builtin.impl(*args)
        except Failure as failure:
            if failure.node < 0:
                failure.node = number
            raise
