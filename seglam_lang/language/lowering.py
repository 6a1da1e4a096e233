"""Checked source to the core: names become positions, methods become the builtins that were chosen.

`origins` records which node of the source each node of the core comes from, in the core's preorder (checks, body,
ensures): the source map of failures.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, localcontext

from seglam_lang.language import core, nodes
from seglam_lang.language.inference import Choices
from seglam_lang.language.numbers import canonical, negate


class Lowering:
    """The lowering of one procedure; `slots` says where each name's value is."""

    def __init__(self, choices: Choices, params: tuple[str, ...]) -> None:
        self.choices = choices
        self.slots = {name: slot for slot, name in enumerate(params)}
        self.frame = len(params)
        self.origins: list[nodes.Node] = []

    def body(self, body: nodes.Body) -> tuple[tuple[tuple[core.Core, str], ...], core.Core, tuple[core.Core, ...]]:
        """The core of the checks, the steps with the result, and the ensures; then `frame` is the size of a run's."""
        parameters = dict(self.slots)
        checks = tuple(
            (self.expression(each.condition), each.message) for each in body.header if isinstance(each, nodes.Check)
        )
        steps = self._steps(body)
        promises = [each for each in body.header if isinstance(each, nodes.Ensure)]
        self.slots = parameters
        if promises:
            # Lambdas inside the ensures take slots too, and the result is the frame's last: count them first.
            lambdas = [each for promise in promises for each in nodes.walk(promise) if isinstance(each, nodes.Lambda)]
            self.slots["result"] = self.frame + sum(len(each.params) for each in lambdas)
        ensures = tuple(self.expression(each.condition) for each in promises)
        self.frame += bool(promises)
        return checks, steps, ensures

    def _steps(self, body: nodes.Body) -> core.Core:
        """`let a = x let b = y return z` as Let(a, x, Let(b, y, z))."""
        pairs = []
        for each in body.lets:
            self.origins.append(each)
            value = self.expression(each.value)
            pairs.append((self._bind(each.name), value))
        result = self.expression(body.result.value)
        for slot, value in reversed(pairs):
            result = core.Let(slot, value, result)
        return result

    def _bind(self, name: str) -> int:
        slot = self.frame
        self.slots[name] = slot
        self.frame += 1
        return slot

    def expression(self, node: nodes.Expression | nodes.Lambda) -> core.Core:
        """The core of an expression."""
        self.origins.append(node)
        if isinstance(node, nodes.Name):
            return core.Local(self.slots[node.name])
        if isinstance(node, nodes.Call):
            return self._call(node, node.receiver, *node.arguments)
        if isinstance(node, nodes.Index):
            return self._call(node, node.row, node.column)
        if isinstance(node, nodes.Unary):
            if node.operator == "-" and isinstance(node.operand, nodes.Number):
                return core.Const(negate(number_value(node.operand.text)))
            return self._call(node, node.operand)
        if isinstance(node, nodes.Binary):
            return self._binary(node)
        if isinstance(node, nodes.Lambda):
            return self._function(node)
        if isinstance(node, nodes.IfElse):
            return core.If(self.expression(node.condition), self.expression(node.yes), self.expression(node.no))
        if isinstance(node, nodes.ListOf):
            return core.ListOf(tuple(map(self.expression, node.items)))
        if isinstance(node, nodes.RecordOf):
            return core.RecordOf(node.names, tuple(map(self.expression, node.items)))
        if isinstance(node, nodes.Field):
            return core.Field(self.expression(node.record), node.name)
        if isinstance(node, nodes.Number):
            return core.Const(number_value(node.text))
        return core.Const(None if isinstance(node, nodes.Nothing) else node.value)

    def _call(self, node: nodes.Expression, *parts: nodes.Expression | nodes.Lambda) -> core.Core:
        return core.Call(self.choices.calls[id(node)].id, tuple(map(self.expression, parts)))

    def _binary(self, node: nodes.Binary) -> core.Core:
        forms: dict[str, Callable[[core.Core, core.Core], core.Core]] = {
            "and": core.And,
            "or": core.Or,
            "??": core.Coalesce,
        }
        if node.operator not in forms:
            return self._call(node, node.left, node.right)
        return forms[node.operator](self.expression(node.left), self.expression(node.right))

    def _function(self, node: nodes.Lambda) -> core.Core:
        outer = dict(self.slots)
        slots = tuple(map(self._bind, node.params))
        body = self.expression(node.body)
        self.slots = outer
        return core.Lambda(slots, body)


def number_value(text: str) -> int | Decimal:
    """The value of a number as it is written: 18% is 0.18."""
    with localcontext(Context(prec=34)):
        value = Decimal(text.rstrip("%"))
        return canonical(value.scaleb(-2) if text.endswith("%") else value)
