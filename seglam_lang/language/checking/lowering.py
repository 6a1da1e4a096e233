"""Lower checked source to the core: names become positions, methods the builtins that they were resolved to.

`origins` records which node of the source each node of the core comes from, in the core's preorder (checks, body,
ensures): the source map of failures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seglam_lang.language import core
from seglam_lang.language.checking.resolution import Resolution
from seglam_lang.language.computing.numbers import negate, number_value
from seglam_lang.language.syntax import nodes

_YIELDED, _CONDITION = "yield", "if"  # no names of a source: they are keywords


class Lowering:
    """The lowering of one procedure; `slots` says where each name's value is."""

    def __init__(self, resolution: Resolution, params: tuple[str, ...]) -> None:
        self.resolution = resolution
        self.slots = {name: slot for slot, name in enumerate(params)}
        self.frame = len(params)
        self.origins: list[nodes.Node] = []

    def body(self, body: nodes.Body) -> tuple[tuple[tuple[core.Core, str], ...], core.Core, tuple[core.Core, ...]]:
        """Return the core of the checks, the steps with the result, and the ensures. `frame` is then a run's size."""
        parameters = dict(self.slots)
        checks = tuple(
            (self.expression(each.condition), each.message) for each in body.header if isinstance(each, nodes.Check)
        )
        steps = self._chain(body.steps, lambda: self._value(body.result.value))
        promises = [each for each in body.header if isinstance(each, nodes.Ensure)]
        self.slots = parameters
        if promises:
            # Lambdas inside the ensures take slots too, and the result is the frame's last: count them first.
            inside = (each for promise in promises for each in nodes.walk(promise) if isinstance(each, nodes.Lambda))
            lambdas = [each for each in inside if id(each) not in self.resolution.columns]
            self.slots["result"] = self.frame + sum(len(each.params) for each in lambdas)
        ensures = tuple(self.expression(each.condition) for each in promises)
        self.frame += bool(promises)
        return checks, steps, ensures

    def _chain(self, steps: Sequence[nodes.Step], end: Callable[[], core.Core]) -> core.Core:
        """Lower `let a = x let b = y return z` to Let(a, x, Let(b, y, z)); `end` makes what follows the last step.

        A name that is `set` gets a new slot for its new value: in the core nothing ever changes.
        """
        if not steps:
            return end()
        step, *rest = steps
        if isinstance(step, nodes.ForEach):
            return self._loop(step.loop, "", lambda: self._chain(rest, end))
        if isinstance(step, nodes.Conditional):
            return self._conditional(step, None, lambda: self._chain(rest, end))
        if isinstance(step, nodes.Check):
            self.origins.append(step)
            condition = self.expression(step.condition)
            return core.Check(condition, step.message, self._chain(rest, end))
        if isinstance(step.value, nodes.Loop):
            return self._loop(step.value, step.name, lambda: self._chain(rest, end))
        self.origins.append(step)
        value = self.expression(step.value)
        slot = self._bind(step.name)
        return core.Let(slot, value, self._chain(rest, end))

    def _conditional(self, step: nodes.Conditional, guard: int | None, end: Callable[[], core.Core]) -> core.Core:
        """Lower `if c { set a = x }` to `a = if c then x else a`.

        The condition is evaluated once, and only where `guard`, the slot of the condition around it, is true.
        """
        self.origins.append(step)
        condition = self._guarded(step, guard, lambda: self.expression(step.condition))
        inside = self._bind(_CONDITION)

        def otherwise() -> core.Core:
            if not step.otherwise:
                return end()
            self.origins.append(step)
            opposite = self._guarded(step, guard, lambda: self._not(step, inside))
            outside = self._bind(_CONDITION)
            return core.Let(outside, opposite, self._sets(step.otherwise, outside, end))

        return core.Let(inside, condition, self._sets(step.sets, inside, otherwise))

    def _guarded(self, origin: nodes.Node, guard: int | None, condition: Callable[[], core.Core]) -> core.Core:
        if guard is None:
            return condition()
        self.origins += (origin, origin)
        return core.And(core.Local(guard), condition())

    def _not(self, origin: nodes.Node, slot: int) -> core.Core:
        self.origins += (origin, origin)
        return core.Call("bool.not@1", (core.Local(slot),))

    def _sets(
        self, steps: Sequence[nodes.Set | nodes.Conditional], guard: int, end: Callable[[], core.Core]
    ) -> core.Core:
        """Lower what is set where the slot `guard` is true."""
        if not steps:
            return end()
        step, *rest = steps
        if isinstance(step, nodes.Conditional):
            return self._conditional(step, guard, lambda: self._sets(rest, guard, end))
        self.origins += (step, step, step)
        value = core.If(core.Local(guard), self.expression(step.value), self._local(step, step.name))
        slot = self._bind(step.name)
        return core.Let(slot, value, self._sets(rest, guard, end))

    def _value(self, value: nodes.Expression | nodes.Loop) -> core.Core:
        """Lower the result: of a loop, the list that it makes."""
        if not isinstance(value, nodes.Loop):
            return self.expression(value)

        def end() -> core.Core:
            self.origins.append(value)
            return core.Local(self.slots[_YIELDED])

        return self._loop(value, _YIELDED, end)

    def _loop(self, loop: nodes.Loop, name: str, end: Callable[[], core.Core]) -> core.Core:
        """Lower a loop whose list gets `name`. Its states are the names from outside that are set in it."""
        self.origins.append(loop)
        items = self.expression(loop.items)
        states = _set_in(loop)
        inits = tuple(self._local(loop, each) for each in states)
        outside = dict(self.slots)
        item = self._bind(loop.item)
        slots = tuple(map(self._bind, states))
        until = None if loop.until is None else self.expression(loop.until)

        def next_round() -> core.Core:
            self.origins.append(loop)
            values = tuple(self._local(loop, each) for each in states)
            return core.Next(values, None if loop.result is None else self.expression(loop.result.value))

        step = self._chain(loop.steps, next_round)
        self.slots = {**outside, **dict(zip(states, slots, strict=True))}
        yields = -1 if loop.result is None else self._bind(name)
        return core.Loop(item, items, slots, inits, until, step, yields, end())

    def _local(self, origin: nodes.Node, name: str) -> core.Core:
        self.origins.append(origin)
        return core.Local(self.slots[name])

    def _bind(self, name: str) -> int:
        slot = self.frame
        self.slots[name] = slot
        self.frame += 1
        return slot

    def expression(self, node: nodes.Expression | nodes.Lambda) -> core.Core:
        """Return the core of an expression."""
        node = self.resolution.columns.get(id(node), node)
        self.origins.append(node)
        if isinstance(node, nodes.Name):
            kind = self.resolution.types.get(id(node))
            return core.Local(self.slots[node.name]) if kind is None else core.TypeOf(kind)
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
        if isinstance(node, nodes.MapOf):
            pairs = [tuple(map(self.expression, pair)) for pair in zip(node.keys, node.values, strict=True)]
            return core.MapOf(tuple(key for key, _ in pairs), tuple(value for _, value in pairs))
        if isinstance(node, nodes.Invocation):
            return self._invocation(node)
        if isinstance(node, nodes.Field):
            return core.Field(self.expression(node.record), node.name)
        if isinstance(node, nodes.Number):
            return core.Const(number_value(node.text))
        return core.Const(None if isinstance(node, nodes.Nothing) else node.value)

    def _call(self, node: nodes.Expression, *parts: nodes.Expression | nodes.Lambda) -> core.Core:
        return core.Call(self.resolution.calls[id(node)].id, tuple(map(self.expression, parts)))

    def _invocation(self, node: nodes.Invocation) -> core.Core:
        callee = self.resolution.invocations[id(node)]
        arguments = dict(zip(callee.params, node.arguments, strict=True))
        return core.Invoke(callee.hash, tuple(self.expression(arguments[name]) for name in callee.order))

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


def _set_in(block: nodes.Loop) -> tuple[str, ...]:
    """Return the names from outside a loop that are set in it, or in a loop inside it, first set first."""
    inside = [node for step in block.steps for node in nodes.walk(step)]
    own = {each.name for each in inside if isinstance(each, nodes.Var)}
    return tuple(dict.fromkeys(each.name for each in inside if isinstance(each, nodes.Set) and each.name not in own))
