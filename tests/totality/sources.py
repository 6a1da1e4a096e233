"""Generated programs as source text, as far as there is a source.

A `let`, a `check` or a loop inside an expression has no source: there a `let` is written out where its name stands, a
`check` is left out, and a loop is `Unwritable`. What a program does is not the same then, but it is well typed still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking.checker import without_unused
from seglam_lang.language.checking.procedures import names_in_order
from seglam_lang.language.checking.signature import is_column
from seglam_lang.language.core import Core, Procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import type_node
from seglam_lang.language.syntax.literals import literal
from seglam_lang.language.syntax.printer import print_module
from seglam_lang.language.types import Type
from tests.totality.kinds import variables_in

Names = Mapping[int, nodes.Expression]
LONGEST = 400  # nodes of an expression, in which what a name stands for has been written out


class Unwritable(Exception):
    """A core that has no source."""


def source_of(procedure: Procedure) -> str:
    """A file with the procedure and those that it calls."""
    return print_module(nodes.Module(tuple(_Writer().file(procedure))))


class _Writer:
    def __init__(self) -> None:
        self.types: dict[Type, str] = {}
        self.written: dict[str, tuple[nodes.Procedure, tuple[int, ...]]] = {}  # with the parameters that it uses
        self.count = 0

    def file(self, procedure: Procedure) -> list[nodes.TypeDeclaration | nodes.Procedure]:
        self.add(procedure)
        types = [nodes.TypeDeclaration(name, type_node(kind)) for kind, name in self.types.items()]
        return [*types, *(each for each, _ in self.written.values())]

    def add(self, procedure: Procedure) -> str:
        """The name of a procedure, which is written if it is not yet."""
        key = content_hash(procedure)
        if key not in self.written:
            self.callees = procedure.callees
            names = {slot: nodes.Name(f"p{slot}") for slot in range(len(procedure.params))}
            body = without_unused(self.body(procedure, names))
            used = set(names_in_order(body))
            used.update(
                f"p{procedure.tables[slot]}" for slot in names if f"p{slot}" in used and procedure.tables[slot] >= 0
            )
            kept = tuple(slot for slot in names if f"p{slot}" in used)
            params = tuple(self.parameter(procedure, slot) for slot in kept)
            found = variables_in([procedure.params[slot] for slot in kept])
            types = tuple(nodes.TypeParameter(each.name, each.bound) for each in found)
            name = f"f{len(self.written)}"
            self.written[key] = nodes.Procedure(name, types, params, type_node(procedure.result), body), kept
        return self.written[key][0].name

    def parameter(self, procedure: Procedure, slot: int) -> nodes.Parameter:
        kind = procedure.params[slot]
        table = f"p{procedure.tables[slot]}" if is_column(kind) else ""
        return nodes.Parameter(f"p{slot}", type_node(kind), table)

    def body(self, procedure: Procedure, names: Names) -> nodes.Body:
        header: list[nodes.Header] = [nodes.Check(self.expression(each, names), "no") for each, _ in procedure.checks]
        result = {**names, procedure.frame - 1: nodes.Name("result")}
        header += [nodes.Ensure(self.expression(each, result)) for each in procedure.ensures]
        steps: list[nodes.Step] = []
        value = self.steps(procedure.body, names, steps)
        return nodes.Body(tuple(header), tuple(steps), nodes.Return(value))

    def fresh(self) -> str:
        self.count += 1
        return f"x{self.count}"

    def steps(self, node: Core, names: Names, steps: list[nodes.Step]) -> nodes.Expression:
        """What stands behind the steps of a chain, which are added to `steps`."""
        while isinstance(node, core.Let | core.Check | core.Loop):
            if isinstance(node, core.Loop):
                names, node = self.loop(node, names, steps), node.body
            elif isinstance(node, core.Check):
                steps.append(nodes.Check(self.expression(node.condition, names), node.message))
                node = node.body
            else:
                name = self.fresh()
                steps.append(nodes.Let(name, self.expression(node.value, names)))
                names, node = {**names, node.slot: nodes.Name(name)}, node.body
        return self.expression(node, names)

    def loop(self, loop: core.Loop, names: Names, steps: list[nodes.Step]) -> Names:
        """The names behind a loop, which is added to `steps`."""
        states = {slot: self.fresh() for slot in loop.states}
        for name, init in zip(states.values(), loop.inits, strict=True):
            steps.append(nodes.Var(name, self.expression(init, names)))
        items = self.expression(loop.items, names)
        after = {**names, **{slot: nodes.Name(name) for slot, name in states.items()}}
        item = self.fresh()
        inside: Names = {**after, loop.item: nodes.Name(item)}
        until = None if loop.until is None else self.expression(loop.until, inside)
        round: list[nodes.Step] = []
        step = loop.step
        while not isinstance(step, core.Next):
            if isinstance(step, core.Let):
                name = self.fresh()
                round.append(nodes.Let(name, self.expression(step.value, inside)))
                inside = {**inside, step.slot: nodes.Name(name)}
            elif isinstance(step, core.Check):
                round.append(nodes.Check(self.expression(step.condition, inside), step.message))
            elif isinstance(step, core.Loop):
                inside = self.loop(step, inside, round)
            else:
                raise Unwritable
            step = step.body
        yielded = None if step.yielded is None else nodes.Yield(self.expression(step.yielded, inside))
        values = [self.expression(each, inside) for each in step.states]
        set_to = [self.fresh() for _ in values]
        round += [nodes.Let(name, value) for name, value in zip(set_to, values, strict=True)]
        sets = [nodes.Set(name, nodes.Name(value)) for name, value in zip(states.values(), set_to, strict=True)]
        made = nodes.Loop(item, items, until, (*round, *sets), yielded)
        if yielded is None:
            steps.append(nodes.ForEach(made))
            return after
        name = self.fresh()
        steps.append(nodes.Let(name, made))
        return {**after, loop.yields: nodes.Name(name)}

    def expression(self, node: Core, names: Names) -> nodes.Expression:
        made = self.made(node, names)
        if isinstance(made, nodes.Lambda) or sum(1 for _ in nodes.walk(made)) > LONGEST:
            raise Unwritable
        return made

    def all(self, parts: Sequence[Core], names: Names) -> tuple[nodes.Expression, ...]:
        return tuple([self.expression(part, names) for part in parts])

    def made(self, node: Core, names: Names) -> nodes.Expression | nodes.Lambda:
        if isinstance(node, core.Let):
            return self.made(node.body, {**names, node.slot: self.expression(node.value, names)})
        if isinstance(node, core.Check):
            return self.made(node.body, names)
        if isinstance(node, core.Const):
            return literal(node.value)
        if isinstance(node, core.Local):
            return names[node.slot]
        if isinstance(node, core.TypeOf):
            return nodes.Name(self.types.setdefault(node.type, f"R{len(self.types)}"))
        if isinstance(node, core.If):
            condition, yes, no = self.all((node.condition, node.yes, node.no), names)
            return nodes.IfElse(condition, yes, no)
        signs: dict[type[Core], str] = {core.And: "and", core.Or: "or", core.Coalesce: "??"}
        if isinstance(node, core.And | core.Or | core.Coalesce):
            left, right = self.all((node.left, node.right), names)
            return nodes.Binary(signs[type(node)], left, right)
        if isinstance(node, core.ListOf):
            return nodes.ListOf(self.all(node.items, names))
        if isinstance(node, core.RecordOf):
            return nodes.RecordOf(node.names, self.all(node.items, names))
        if isinstance(node, core.MapOf):
            return nodes.MapOf(self.all(node.keys, names), self.all(node.values, names))
        if isinstance(node, core.Field):
            return nodes.Field(self.expression(node.record, names), node.name)
        if isinstance(node, core.Lambda):
            params = {slot: self.fresh() for slot in node.slots}
            inside = {**names, **{slot: nodes.Name(name) for slot, name in params.items()}}
            return nodes.Lambda(tuple(params.values()), self.expression(node.body, inside))
        if isinstance(node, core.Call):
            return self.call(node, names)
        if isinstance(node, core.Invoke):
            around, callee = self.callees, self.callees[node.procedure]
            name = self.add(callee)
            self.callees = around
            kept = self.written[node.procedure][1]
            return nodes.Invocation(name, self.all([node.args[slot] for slot in kept], names))
        raise Unwritable

    def call(self, node: core.Call, names: Names) -> nodes.Expression:
        builtin = REGISTRY.by_id[node.builtin]
        receiver = self.expression(node.args[0], names)
        others = tuple(self.made(each, names) for each in node.args[1:])
        if builtin.name in ("unary -", "not"):
            return nodes.Unary(builtin.name.removeprefix("unary "), receiver)
        if builtin.name.isidentifier() and builtin.name != "to":
            return nodes.Call(receiver, builtin.name, others)
        (other,) = others
        if isinstance(other, nodes.Lambda):
            raise Unwritable
        return nodes.Index(receiver, other) if builtin.name == "[]" else nodes.Binary(builtin.name, receiver, other)
