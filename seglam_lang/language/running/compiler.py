"""The compiler: a procedure's core becomes closures, which are built once and run many times.

Everything that is known when the closures are built is decided then: builtins, slots, constants, and the number of
nodes of a lambda's body. `closures` has the forms and calls, `arithmetic` the operators on numbers, `applied` the
functions applied to each item of a list, `loops` the loops. Tests compare this compiler with the naive evaluator in
`tests/reference.py`; both charge the same fuel (see `fuel`).

The number of a failure is that of its call in the preorder walk of the procedure's roots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.computing.fuel import ATOMS, comparing, free
from seglam_lang.language.core import Const, Core, Lambda, Local
from seglam_lang.language.failures import Failure
from seglam_lang.language.running import applied, arithmetic, closures, columns, loops
from seglam_lang.language.running.closures import Code, Frame, Operand
from seglam_lang.language.running.compiled import Compiled, is_of_atoms
from seglam_lang.language.types import Constructor, Type, is_a
from seglam_lang.language.values import Value


def compile_procedure(procedure: core.Procedure, builder: Callable[..., Builder] | None = None) -> Compiled:
    """Build the closures of a procedure. Raise KeyError for an unknown builtin, ValueError if the core is nested too
    deeply."""
    if core.depth(procedure) > core.MAX_DEPTH:
        raise ValueError(f"the procedure is nested more than {core.MAX_DEPTH} levels deep")
    return _compile(procedure, {}, builder or Builder)


def _compile(procedure: core.Procedure, known: dict[str, Compiled], builder: Callable[..., Builder]) -> Compiled:
    """Build the closures of a procedure; `known` holds the procedures that are compiled already, so that each is
    compiled once."""
    for hash, callee in procedure.callees.items():
        if hash not in known:
            known[hash] = _compile(callee, known, builder)
    build = builder(procedure, known)
    body = build.whole()
    return Compiled(procedure, body, build.constants, sum(map(block_size, procedure.roots())), build.pays_nodes_only)


def block_size(node: Core) -> int:
    """Return the number of nodes that are charged together: those of `node` without the bodies of lambdas and loops."""
    size, pending = 0, [node]
    while pending:
        node = pending.pop()
        size += 1
        if isinstance(node, core.Loop):
            pending += (node.items, *node.inits, node.body)
        elif not isinstance(node, Lambda):
            pending.extend(core.children(node))
    return size


class Builder:
    """Builds closures and numbers the nodes in preorder."""

    def __init__(self, procedure: core.Procedure, callees: Mapping[str, Compiled]) -> None:
        self.constants: list[Value] = []  # those that are read like slots, after the slots of the frame
        self.pays_nodes_only = True  # until something is built that spends fuel of its own
        self._procedure, self._callees = procedure, callees
        self._next = 0  # the number of the next node
        self._atoms = {slot for slot, kind in enumerate(procedure.params) if is_of_atoms(kind)}  # slots of such
        self._loops: list[core.Loop] = []  # those around the node that is built, the innermost last

    def whole(self) -> Code:
        """Return the code of the procedure: its checks, its body, its `ensure` conditions."""
        procedure = self._procedure
        checks = [(*self._located(check), message) for check, message in procedure.checks]
        body = self.code(procedure.body)
        promises = [self._located(promise) for promise in procedure.ensures]
        if promises:
            body = closures.ensured(body, procedure.frame - 1, promises)
        for condition, number, message in reversed(checks):
            body = closures.checked(condition, message, number, body)
        return body

    def _located(self, node: Core) -> tuple[Code, int]:
        """Return the code of a root with the root's number."""
        number = self._next
        return self.code(node), number

    def code(self, node: Core) -> Code:
        """Return the closure of one node."""
        number = self._next
        self._next += 1
        match node:
            case Const(value):
                return closures.constant(value)
            case Local(slot):
                return closures.local(slot)
            case core.Call(name, args):
                return self.call(name, args, number)
            case Lambda(slots, body):
                self.pays_nodes_only = False
                return closures.function(slots, self.code(body), block_size(body))
            case core.Let(slot, value, body):
                return self._let(slot, value, body)
            case core.If(condition, yes, no):
                return closures.if_else(self.code(condition), self.code(yes), self.code(no))
            case core.And(left, right):
                return closures.both(self.code(left), self.code(right))
            case core.Or(left, right):
                return closures.either(self.code(left), self.code(right))
            case core.Coalesce(left, right):
                return closures.coalesce(self.code(left), self.code(right))
            case core.ListOf(items):
                return closures.list_of([self._operand(item) for item in items])
            case core.RecordOf(names, items):
                return closures.record_of(names, [self._operand(item) for item in items])
            case core.Field(record, label):
                return closures.field(self._operand(record), label)
            case core.MapOf():
                self.pays_nodes_only = False
                parts = self._codes(core.children(node))
                return closures.map_of(parts[::2], parts[1::2], number)
            case core.TypeOf(kind):
                return closures.constant(kind)
            case core.Invoke(hash, args):
                self.pays_nodes_only = False
                return _invoke(self._callees[hash], self._codes(args), number)
            case core.Check(condition, message, body):
                return closures.checked(self.code(condition), message, number, self.code(body))
            case core.Loop():
                return self._loop(node, number)
            case core.Next(states, yielded):
                codes = self._codes(states)
                return loops.end_of_round(self._loops[-1], codes, None if yielded is None else self.code(yielded))
        raise TypeError(f"not a node of the core: {node!r}")

    def _codes(self, nodes: Sequence[Core]) -> list[Code]:
        return [self.code(node) for node in nodes]

    def _let(self, slot: int, value: Core, body: Core) -> Code:
        if self._is_atom(value):
            self._atoms.add(slot)
        return closures.let(slot, self.code(value), self.code(body))

    def _loop(self, loop: core.Loop, number: int) -> Code:
        self.pays_nodes_only = False
        items = self.code(loop.items)
        inits = self._codes(loop.inits)
        until = None if loop.until is None else self.code(loop.until)
        self._loops.append(loop)
        step = self.code(loop.step)
        self._loops.pop()
        size = sum(map(block_size, core.rounds(loop)))
        return loops.loop(loop, items, inits, until, step, size, self.code(loop.body), number)

    # --- operands

    def _operand(self, node: Core, inner: bool = False) -> Operand:
        """Return a slot, or the code of a node; `inner` if it is an operand of an operator on numbers."""
        number = self._next
        match node:
            case Local(slot):
                self._next += 1
                return slot
            case Const(value):
                self._next += 1
                self.constants.append(value)
                return self._procedure.frame + len(self.constants) - 1
            case core.Call(name, args) if inner and name in arithmetic.OPERATORS:
                self._next += 1
                return self._operator(name, args, True, number)
        return self.code(node)

    def _operator(self, name: str, args: tuple[Core, ...], inner: bool, number: int) -> Code:
        first, second = (self._operand(arg, inner=True) for arg in args)
        return arithmetic.operator(name, first, second, inner, number)

    def _is_atom(self, node: Core) -> bool:
        """Return whether the value of a node is known to be of size 1."""
        match node:
            case Const(value):
                return type(value) in ATOMS and value is not None
            case Local(slot):
                return slot in self._atoms
            case core.Call(name):
                return is_of_atoms(REGISTRY.by_id[name].result)
        return False

    # --- calls of builtins

    def call(self, name: str, args: tuple[Core, ...], number: int) -> Code:
        builtin = REGISTRY.by_id[name]
        left_out = len(builtin.params) - len(args)
        if not 0 <= left_out <= builtin.optional:
            raise ValueError(f"{name} does not take {len(args)} arguments")
        if name in arithmetic.OPERATORS:
            return self._operator(name, args, False, number)
        if any(map(is_special, builtin.params, args)) or builtin.columns == "fields":
            return self._on_columns(builtin, args, number)
        if name in arithmetic.ROUNDINGS:
            places = arithmetic.known_places(args)
            if places is not None:
                return self._rounding(builtin, args, places, number)
        if builtin.applied:
            return self._applied(builtin, args, number)
        if builtin.cost is comparing:
            return self._comparison(builtin, args, number)
        if builtin.cost is free and len(builtin.params) == 1:
            return closures.unary(builtin.impl, self._operand(args[0]), number)
        if builtin.cost is free and len(builtin.params) == 2 and not left_out:
            first, second = (self._operand(arg) for arg in args)
            return closures.binary(builtin.impl, first, second, number)
        codes = self._codes(args) + [closures.absent] * left_out
        if builtin.cost is free:
            return closures.general(builtin.impl, codes, number)
        self.pays_nodes_only = False
        return closures.charged(builtin.impl, builtin.cost, codes, number)

    def _on_columns(self, builtin: Builtin, args: tuple[Core, ...], number: int) -> Code:
        """Return the code of a call with a column that the procedure made, or that is computed for the call."""
        self.pays_nodes_only = False
        receiver = self.code(args[0])
        if builtin.receiver == Constructor.ROW and builtin.name == "[]":
            self._next += 1
            return columns.made_cell(receiver, constant_of(args[1]), number)
        given: list[tuple[columns.Given, bool]] = []
        for arg, param in zip(args[1:], builtin.params[1:], strict=False):
            given.append((self._given(builtin, arg, param), is_a(param, Constructor.TABLE)))
        given += [(columns.plain(closures.absent), False)] * (len(builtin.params) - len(args))
        return columns.call(builtin.impl, builtin.cost, receiver, given, number)

    def _given(self, builtin: Builtin, arg: Core, param: Type) -> columns.Given:
        if not is_special(param, arg):
            return columns.plain(self._fields(arg) if builtin.columns == "fields" else self.code(arg))
        if isinstance(arg, Lambda):
            return columns.computed(builtin.computed_header(outermost(arg.body)), self.code(arg))
        self._next += 1
        return columns.made(constant_of(arg))

    def _fields(self, function: Core) -> Code:
        """Return the code of the functions that give the fields of a record, by their names."""
        assert isinstance(function, Lambda) and isinstance(function.body, core.RecordOf)
        self._next += 2
        slots, record = function.slots, function.body
        fields = [closures.function(slots, self.code(item), block_size(item)) for item in record.items]
        return lambda frame: {name: field(frame) for name, field in zip(record.names, fields, strict=True)}

    def _rounding(self, builtin: Builtin, args: tuple[Core, ...], places: int, number: int) -> Code:
        operand = closures.code_of(self._operand(args[0], inner=True))
        self._next += len(args) - 1
        return arithmetic.rounded(builtin.id, builtin.impl, operand, places, number)

    def _comparison(self, builtin: Builtin, args: tuple[Core, ...], number: int) -> Code:
        if any(map(self._is_atom, args)):  # both sides are of one type
            first, second = (self._operand(arg, inner=True) for arg in args)
            return arithmetic.compare_atoms(builtin.impl, first, second)
        self.pays_nodes_only = False
        one, other = self._codes(args)
        return closures.compare(builtin.impl, one, other, number)

    def _applied(self, builtin: Builtin, args: tuple[Core, ...], number: int) -> Code:
        """Return the code of a builtin that gets the results of its functions for each item of the receiver."""
        self.pays_nodes_only = False
        receiver = self.code(args[0])
        parts: list[applied.Each] = []
        for arg in args[1:]:
            if isinstance(arg, Lambda):
                self._next += 1
                parts.append(self._each(arg.slots[0], arg.body))
            else:
                parts.append(applied.once(self.code(arg)))
        parts += [applied.left_out] * (len(builtin.params) - len(args))
        size = sum(block_size(arg.body) for arg in args if isinstance(arg, Lambda))
        if builtin.receiver == Constructor.GROUPS:
            return applied.apply_to_groups(builtin.impl, builtin.cost, receiver, parts[0], size, number)
        return applied.apply(builtin.impl, builtin.cost, receiver, parts, size, number)

    def _each(self, slot: int, body: Core) -> applied.Each:
        """Return the code for the results of a function of one parameter, with short ways for the shortest bodies."""
        number = self._next
        code = self.code(body)
        match body:
            case Local(local) if local == slot:
                return applied.the_items
            case core.Call(name, (Local(local), Const(constant))) if local == slot and name not in arithmetic.OPERATORS:
                builtin = REGISTRY.by_id[name]
                if builtin.cost is comparing and self._is_atom(body.args[1]):
                    return applied.compared_with_constant(builtin.impl, constant)
                if builtin.cost is free and len(builtin.params) == 2:
                    return applied.results_with_constant(builtin.impl, constant, number)
        return applied.results(slot, code)


def is_special(param: Type, arg: Core) -> bool:
    """Return whether an argument is a column that the procedure made, or one that is computed for the call."""
    return is_a(param, Constructor.COLUMN) and isinstance(arg, Lambda | Const)


def outermost(body: Core) -> str:
    """Return the name of the method whose result an expression is, "" if it is that of none."""
    return REGISTRY.by_id[body.builtin].method if isinstance(body, core.Call) else ""


def constant_of(node: Core) -> Any:
    """Return the value of a constant."""
    assert isinstance(node, Const)
    return node.value


def _invoke(callee: Compiled, operands: list[Code], number: int) -> Code:
    """Return the code of a call of another procedure. A failure in it has its place in another source, so here it gets
    the place of the call."""

    def run(frame: Frame) -> Any:
        args = [operand(frame) for operand in operands]
        try:
            result, frame[-1] = callee.invoke(args, frame[-1])
        except Failure as failure:
            failure.node = number
            raise
        return result

    return run
