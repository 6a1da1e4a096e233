"""The compiler: a procedure's core becomes closures, built once and run many times.

Each node is a function from the frame (a list: the procedure's slots, then the fuel that is left) to a value. What is
known when the closures are built is decided then: which builtin, which slots, which constants, how many nodes a
lambda's body has. `tests/reference.py` is the naive evaluator that this one is compared with; both charge the same
fuel (see `fuel`).

A `Failure` that leaves a call gets the call's number in the preorder walk of the procedure's roots, if it has none yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from seglam_lang.language import core, fuel
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.core import Const, Core, Lambda, Local
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Map, Record, Row, Table, Value

Frame = list[Any]
Code = Callable[[Frame], Any]
Function = Callable[..., Any]
Each = Callable[[Frame, tuple[Any, ...]], Any]  # what is given for each item of a list
EMPTY_MAP = Map({})


class Compiled:
    """A procedure that can run, any number of times and in any thread."""

    __slots__ = ("_body", "_checks", "_ensures", "_nodes", "procedure")

    def __init__(
        self,
        procedure: core.Procedure,
        checks: list[tuple[Code, str, int]],
        body: Code,
        ensures: list[tuple[Code, int]],
        nodes: int,
    ) -> None:
        self.procedure = procedure
        self._checks, self._body, self._ensures, self._nodes = checks, body, ensures, nodes

    def run(self, args: Sequence[Value], fuel: int | None = None) -> Value:
        """The value for `args`; raises Failure. `fuel` is the budget, by default that of the inputs' size."""
        return self.run_counted(args, fuel)[0]

    def run_counted(self, args: Sequence[Value], budget: int | None = None) -> tuple[Value, int]:
        """As `run`, with the fuel that was spent."""
        expected = len(self.procedure.params)
        if len(args) != expected:
            raise ValueError(f"{expected} arguments expected, {len(args)} given")
        available = fuel.budget(args) if budget is None else budget
        result, left = self.invoke(args, available)
        left -= fuel.tree_size(result)
        if left < 0:
            raise fuel.out_of_fuel()
        return result, available - left

    def invoke(self, args: Sequence[Value], available: int) -> tuple[Value, int]:
        """As a part of another procedure's run: the value, and what is left of the fuel that is `available`."""
        procedure = self.procedure
        frame: Frame = [*args, *[None] * (procedure.frame - len(args)), available]
        _spend(frame, self._nodes)
        for check, message, node in self._checks:
            if not check(frame):
                raise Failure("check", message, node)
        result = self._body(frame)
        if self._ensures:
            frame[procedure.frame - 1] = result
        for ensure, node in self._ensures:
            if not ensure(frame):
                raise Failure("ensure", "the result is not what the procedure ensures", node)
        return result, frame[-1]


def compile_procedure(procedure: core.Procedure) -> Compiled:
    """Build the closures of a procedure; KeyError on a builtin that is not known, ValueError on too deep a core."""
    if core.depth(procedure) > core.MAX_DEPTH:
        raise ValueError(f"the procedure is nested more than {core.MAX_DEPTH} levels deep")
    return _compile(procedure, {})


def _compile(procedure: core.Procedure, known: dict[str, Compiled]) -> Compiled:
    """`known` are the procedures that are compiled already: each is once, however often it is called."""
    for hash, callee in procedure.callees.items():
        if hash not in known:
            known[hash] = _compile(callee, known)
    roots = procedure.roots()
    build = _Builder(known)
    checks = [(build.located(check), message) for check, message in procedure.checks]
    body = build.code(procedure.body)
    ensures = [build.located(ensure) for ensure in procedure.ensures]
    return Compiled(
        procedure,
        [(code, message, node) for (code, node), message in checks],
        body,
        ensures,
        sum(map(block_size, roots)),
    )


def block_size(node: Core) -> int:
    """The number of nodes that are charged together: those of `node`, without lambdas' bodies and loops' rounds."""
    size, pending = 0, [node]
    while pending:
        node = pending.pop()
        size += 1
        if isinstance(node, core.Loop):
            pending += (node.items, *node.inits, node.body)
        elif not isinstance(node, Lambda):
            pending.extend(core.children(node))
    return size


def _spend(frame: Frame, amount: int) -> None:
    left = frame[-1] - amount
    if left < 0:
        raise fuel.out_of_fuel()
    frame[-1] = left


class _Builder:
    """Builds closures, numbering the nodes in preorder as it meets them."""

    def __init__(self, callees: Mapping[str, Compiled]) -> None:
        self._next = 0
        self._callees = callees
        self._loops: list[core.Loop] = []  # those around the node that is built, the innermost last

    def located(self, node: Core) -> tuple[Code, int]:
        """The code of a root with the root's number."""
        number = self._next
        return self.code(node), number

    def code(self, node: Core) -> Code:
        """The closure of one node."""
        number = self._next
        self._next += 1
        match node:
            case Const(value):
                return lambda frame: value
            case Local(slot):
                return lambda frame: frame[slot]
            case core.Call(name, args):
                return self._call(name, args, number)
            case Lambda(slots, body):
                return _lambda(slots, self.code(body), block_size(body))
            case core.Let(slot, value, body):
                return _let(slot, self.code(value), self.code(body))
            case core.If(condition, yes, no):
                return _if(self.code(condition), self.code(yes), self.code(no))
            case core.And(left, right):
                return _and(self.code(left), self.code(right))
            case core.Or(left, right):
                return _or(self.code(left), self.code(right))
            case core.Coalesce(left, right):
                return _coalesce(self.code(left), self.code(right))
            case core.ListOf(items):
                return _list([self.code(item) for item in items])
            case core.RecordOf(names, items):
                return _record(names, [self.code(item) for item in items])
            case core.Field(record, label):
                return _field(self.code(record), label)
            case core.MapOf(keys):
                parts = [self.code(part) for part in core.children(node)]
                return _map(parts[::2], parts[1::2], number) if keys else lambda frame: EMPTY_MAP
            case core.TypeOf(kind):
                return lambda frame: kind
            case core.Invoke(hash, args):
                return _invoke(self._callees[hash], [self.code(arg) for arg in args], number)
            case core.Loop():
                return self._loop(node, number)
            case core.Next(states, yielded):
                codes = [self.code(state) for state in states]
                return _next(self._loops[-1], codes, None if yielded is None else self.code(yielded))
        raise TypeError(f"not a node of the core: {node!r}")

    def _loop(self, loop: core.Loop, number: int) -> Code:
        items = self.code(loop.items)
        inits = [self.code(init) for init in loop.inits]
        until = None if loop.until is None else self.code(loop.until)
        self._loops.append(loop)
        step = self.code(loop.step)
        self._loops.pop()
        size = sum(map(block_size, core.rounds(loop)))
        return _loop(loop, items, inits, until, step, size, self.code(loop.body), number)

    def _call(self, name: str, args: tuple[Core, ...], number: int) -> Code:
        builtin = REGISTRY.by_id[name]
        left_out = len(builtin.params) - len(args)
        if not 0 <= left_out <= builtin.optional:
            raise ValueError(f"{name} does not take {len(args)} arguments")
        if builtin.applied:
            return self._applied(builtin, args, number)
        codes = [self.code(arg) for arg in args] + [_absent] * left_out
        if builtin.cost is fuel.comparing:
            return _compare(builtin.impl, codes[0], codes[1], number)
        if builtin.cost is not fuel.free:
            return _charged(builtin.impl, builtin.cost, codes, number)
        if len(codes) == 1:
            return _unary(builtin.impl, codes[0], number)
        if len(codes) == 2 and len(args) == 2:
            return _binary(builtin.impl, args, codes, number)
        return _general(builtin.impl, codes, number)

    def _applied(self, builtin: Builtin, args: tuple[Core, ...], number: int) -> Code:
        """A builtin that gets what its functions give for each item of the receiver, instead of the functions."""
        receiver = self.code(args[0])
        parts: list[Each] = []
        for arg in args[1:]:
            if isinstance(arg, Lambda):
                self._next += 1
                parts.append(self._each(arg.slots[0], arg.body))
            else:
                parts.append(_once(self.code(arg)))
        parts += [lambda frame, items: None] * (len(builtin.params) - len(args))
        size = sum(block_size(arg.body) for arg in args if isinstance(arg, Lambda))
        return _apply(builtin.impl, builtin.cost, receiver, parts, size, number)

    def _each(self, slot: int, body: Core) -> Each:
        """What a function of one parameter gives for each item, with the shortest way for the shortest bodies."""
        first = self._next
        code = self.code(body)
        match body:
            case Local(local) if local == slot:
                return lambda frame, items: items
            case core.Call(name, (Local(local), Const(constant))) if local == slot:
                builtin = REGISTRY.by_id[name]
                plain = builtin.cost is fuel.comparing and constant is not None and type(constant) in fuel.ATOMS
                if plain or (builtin.cost is fuel.free and len(builtin.params) == 2):
                    return _each_with_constant(builtin.impl, constant, first)

        def results(frame: Frame, items: tuple[Any, ...]) -> tuple[Any, ...]:
            made = []
            for item in items:
                frame[slot] = item
                made.append(code(frame))
            return tuple(made)

        return results


def _each_with_constant(impl: Function, constant: Value, number: int) -> Each:
    def results(frame: Frame, items: tuple[Any, ...]) -> tuple[Any, ...]:
        try:
            return tuple([impl(item, constant) for item in items])
        except Failure as failure:
            _place(failure, number)
            raise

    return results


def _once(code: Code) -> Each:
    return lambda frame, items: code(frame)


def _apply(impl: Function, cost: Callable[..., int], receiver: Code, parts: list[Each], size: int, number: int) -> Code:
    """The calls of the functions are paid before the first of them, then what the builtin does with their results."""

    def run(frame: Frame) -> Any:
        try:
            items = receiver(frame)
            _spend(frame, size * len(items))
            args = [part(frame, items) for part in parts]
            _spend(frame, cost(items, *args))
            return impl(items, *args)
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _absent(frame: Frame) -> None:
    return None


# A closure catches the failures of its operands too, but those have their place already.


def _place(failure: Failure, number: int) -> None:
    if failure.node < 0:
        failure.node = number


def _unary(impl: Function, operand: Code, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(operand(frame))
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _binary(impl: Function, args: tuple[Core, ...], codes: list[Code], number: int) -> Code:
    """Two operands, of which a local or a constant is read without a call."""
    first, second = args
    if isinstance(first, Local) and isinstance(second, Local):
        return _local_local(impl, first.slot, second.slot, number)
    if isinstance(first, Local) and isinstance(second, Const):
        return _local_const(impl, first.slot, second.value, number)
    if isinstance(second, Local):
        return _any_local(impl, codes[0], second.slot, number)
    if isinstance(second, Const):
        return _any_const(impl, codes[0], second.value, number)
    return _any_any(impl, codes[0], codes[1], number)


def _local_local(impl: Function, first: int, second: int, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(frame[first], frame[second])
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _local_const(impl: Function, first: int, constant: Value, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(frame[first], constant)
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _any_local(impl: Function, first: Code, second: int, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(first(frame), frame[second])
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _any_const(impl: Function, first: Code, constant: Value, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(first(frame), constant)
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _any_any(impl: Function, first: Code, second: Code, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(first(frame), second(frame))
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _general(impl: Function, operands: list[Code], number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            return impl(*[operand(frame) for operand in operands])
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _charged(impl: Function, cost: Callable[..., int], operands: list[Code], number: int) -> Code:
    """A builtin whose cost depends on its arguments: it is paid before the builtin runs."""

    def run(frame: Frame) -> Any:
        try:
            args = [operand(frame) for operand in operands]
            left = frame[-1] - cost(*args)
            if left < 0:
                raise fuel.out_of_fuel()
            frame[-1] = left
            return impl(*args)
        except Failure as failure:
            _place(failure, number)
            raise

    return run


def _compare(impl: Function, first: Code, second: Code, number: int) -> Code:
    """A comparison, which costs more than its node only where the values have parts."""
    atoms = fuel.ATOMS

    def run(frame: Frame) -> Any:
        a, b = first(frame), second(frame)
        if type(a) not in atoms:
            try:
                _spend(frame, fuel.comparing(a, b))
            except Failure as failure:
                _place(failure, number)
                raise
        return impl(a, b)

    return run


def _lambda(slots: tuple[int, ...], body: Code, size: int) -> Code:
    """A code whose value is the Python function that the builtin calls; its parameters are slots of the same frame."""
    if len(slots) == 1:
        return _lambda_of_one(slots[0], body, size)
    if len(slots) == 2:
        return _lambda_of_two(slots[0], slots[1], body, size)

    def make(frame: Frame) -> Function:
        def call(*args: Any) -> Any:
            _spend(frame, size)
            for slot, arg in zip(slots, args, strict=True):
                frame[slot] = arg
            return body(frame)

        return call

    return make


def _lambda_of_one(slot: int, body: Code, size: int) -> Code:
    def make(frame: Frame) -> Function:
        def call(arg: Any) -> Any:
            left = frame[-1] - size
            if left < 0:
                raise fuel.out_of_fuel()
            frame[-1] = left
            frame[slot] = arg
            return body(frame)

        return call

    return make


def _lambda_of_two(first: int, second: int, body: Code, size: int) -> Code:
    def make(frame: Frame) -> Function:
        def call(one: Any, other: Any) -> Any:
            left = frame[-1] - size
            if left < 0:
                raise fuel.out_of_fuel()
            frame[-1] = left
            frame[first], frame[second] = one, other
            return body(frame)

        return call

    return make


def _let(slot: int, value: Code, body: Code) -> Code:
    def run(frame: Frame) -> Any:
        frame[slot] = value(frame)
        return body(frame)

    return run


def _if(condition: Code, yes: Code, no: Code) -> Code:
    return lambda frame: yes(frame) if condition(frame) else no(frame)


def _and(left: Code, right: Code) -> Code:
    return lambda frame: left(frame) and right(frame)


def _or(left: Code, right: Code) -> Code:
    return lambda frame: left(frame) or right(frame)


def _coalesce(left: Code, right: Code) -> Code:
    def run(frame: Frame) -> Any:
        value = left(frame)
        return right(frame) if value is None else value

    return run


def _list(items: list[Code]) -> Code:
    return lambda frame: tuple([item(frame) for item in items])


def _record(names: tuple[str, ...], items: list[Code]) -> Code:
    return lambda frame: Record(names, tuple([item(frame) for item in items]))


def _field(record: Code, label: str) -> Code:
    return lambda frame: record(frame)[label]


def _map(keys: list[Code], values: list[Code], number: int) -> Code:
    """A map; to hash a key costs the parts that it has beyond one."""
    pairs = list(zip(keys, values, strict=True))
    atoms = fuel.ATOMS

    def run(frame: Frame) -> Map:
        entries = [(key(frame), value(frame)) for key, value in pairs]
        made = [key for key, _ in entries]
        try:
            _spend(frame, sum(fuel.comparing(key, key) for key in made if type(key) not in atoms))
            check_keys(made)
        except Failure as failure:
            _place(failure, number)
            raise
        return Map(dict(entries))

    return run


def _invoke(callee: Compiled, operands: list[Code], number: int) -> Code:
    """A call of another procedure. What fails in it has its place in another source: here the place is the call."""

    def run(frame: Frame) -> Any:
        args = [operand(frame) for operand in operands]
        try:
            result, frame[-1] = callee.invoke(args, frame[-1])
        except Failure as failure:
            failure.node = number
            raise
        return result

    return run


def _loop(
    loop: core.Loop, items: Code, inits: list[Code], until: Code | None, step: Code, size: int, body: Code, number: int
) -> Code:
    """`step` writes the next states to their slots, and appends what it yields to the list in the slot for it.

    A round that cannot be paid fails at the loop's own place.
    """
    item, states, yields = loop.item, loop.states, loop.yields

    def run(frame: Frame) -> Any:
        sequence = _items(items(frame))
        first = [init(frame) for init in inits]
        for slot, value in zip(states, first, strict=True):
            frame[slot] = value
        if yields >= 0:
            frame[yields] = []
        for each in sequence:
            left = frame[-1] - size
            if left < 0:
                raise fuel.out_of_fuel(number)
            frame[-1] = left
            frame[item] = each
            if until is not None and until(frame):
                break
            step(frame)
        if yields >= 0:
            frame[yields] = tuple(frame[yields])
        return body(frame)

    return run


def _items(sequence: Any) -> Iterable[Any]:
    """What a loop goes over: a list's items or a table's rows."""
    if type(sequence) is Table:
        return (Row(sequence, position) for position in range(sequence.length))
    items: tuple[Any, ...] = sequence
    return items


def _next(loop: core.Loop, codes: list[Code], yielded: Code | None) -> Code:
    states, yields = loop.states, loop.yields
    if yielded is None and len(states) == 1:
        (slot,), (code,) = states, codes

        def set_one(frame: Frame) -> None:
            frame[slot] = code(frame)

        return set_one

    def set_all(frame: Frame) -> None:
        values = [code(frame) for code in codes]
        if yielded is not None:
            frame[yields].append(yielded(frame))
        for slot, value in zip(states, values, strict=True):
            frame[slot] = value

    return set_all
