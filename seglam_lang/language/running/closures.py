"""Closures of the forms and calls of the core, which `compiler` puts together.

A code is a function from the frame to a value. The frame is a list: the slots of the procedure, then the constants that
are read like slots, then the fuel that is left. An operand in a slot is read where it is needed, without a call.

A `Failure` that leaves a call gets the number of the call. A closure also catches the failures of its operands, but
those have their number already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.computing import fuel
from seglam_lang.language.failures import BLANK_CELL, CHECK, Failure
from seglam_lang.language.values import Map, Record, Value

Frame = list[Any]
Code = Callable[[Frame], Any]
Operand = int | Code  # an int is a slot of the frame
Function = Callable[..., Any]
EMPTY_MAP = Map({})


def spend(frame: Frame, amount: int) -> None:
    """Take fuel from the frame. Raise Failure if there is not enough."""
    left = frame[-1] - amount
    if left < 0:
        raise fuel.out_of_fuel()
    frame[-1] = left


def place(failure: Failure, number: int) -> None:
    """Set the place of a failure, unless it is known already."""
    if failure.node < 0:
        failure.node = number


def constant(value: Value) -> Code:
    """Return the code of a literal."""
    return lambda frame: value


def local(slot: int) -> Code:
    """Return the code that reads a slot."""
    return lambda frame: frame[slot]


def code_of(operand: Operand) -> Code:
    """Return the code of an operand of either kind."""
    return local(operand) if isinstance(operand, int) else operand


def absent(_frame: Frame) -> None:
    """Return None: the value of an argument that is left out."""


# --- calls --------------------------------------------------------------------------------------------------------


def unary(impl: Function, operand: Operand, number: int) -> Code:
    """Return the code of a builtin of one operand that costs nothing beyond its node."""
    if isinstance(operand, int):
        slot = operand

        def of_slot(frame: Frame) -> Any:
            try:
                return impl(frame[slot])
            except Failure as failure:
                place(failure, number)
                raise

        return of_slot

    def run(frame: Frame) -> Any:
        try:
            return impl(operand(frame))
        except Failure as failure:
            place(failure, number)
            raise

    return run


def binary(impl: Function, first: Operand, second: Operand, number: int) -> Code:
    """Return the code of a builtin of two operands that costs nothing beyond its node."""
    if isinstance(second, int):
        return _with_slot(impl, first, second, number)
    one, other = code_of(first), second

    def run(frame: Frame) -> Any:
        try:
            return impl(one(frame), other(frame))
        except Failure as failure:
            place(failure, number)
            raise

    return run


def _with_slot(impl: Function, first: Operand, slot: int, number: int) -> Code:
    if isinstance(first, int):

        def of_slots(frame: Frame) -> Any:
            try:
                return impl(frame[first], frame[slot])
            except Failure as failure:
                place(failure, number)
                raise

        return of_slots

    def run(frame: Frame) -> Any:
        try:
            return impl(first(frame), frame[slot])
        except Failure as failure:
            place(failure, number)
            raise

    return run


def general(impl: Function, operands: Sequence[Code], number: int) -> Code:
    """Return the code of a builtin of any number of operands that costs nothing beyond its node."""

    def run(frame: Frame) -> Any:
        try:
            return impl(*[operand(frame) for operand in operands])
        except Failure as failure:
            place(failure, number)
            raise

    return run


def charged(impl: Function, cost: Callable[..., int], operands: Sequence[Code], number: int) -> Code:
    """Return the code of a builtin whose cost depends on its arguments; the cost is charged before the builtin runs."""
    if len(operands) == 1:
        return _charged_unary(impl, cost, operands[0], number)

    def run(frame: Frame) -> Any:
        try:
            args = [operand(frame) for operand in operands]
            left = frame[-1] - cost(*args)
            if left < 0:
                raise fuel.out_of_fuel()
            frame[-1] = left
            return impl(*args)
        except Failure as failure:
            place(failure, number)
            raise

    return run


def _charged_unary(impl: Function, cost: Callable[..., int], operand: Code, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            value = operand(frame)
            left = frame[-1] - cost(value)
            if left < 0:
                raise fuel.out_of_fuel()
            frame[-1] = left
            return impl(value)
        except Failure as failure:
            place(failure, number)
            raise

    return run


def compare(impl: Function, first: Code, second: Code, number: int) -> Code:
    """Return the code of a comparison of values that may have parts, which then cost more than the node."""
    atoms = fuel.ATOMS

    def run(frame: Frame) -> Any:
        a, b = first(frame), second(frame)
        if type(a) not in atoms:
            try:
                spend(frame, fuel.comparing(a, b))
            except Failure as failure:
                place(failure, number)
                raise
        return impl(a, b)

    return run


def function(slots: tuple[int, ...], body: Code, size: int) -> Code:
    """Return a code whose value is the Python function for a lambda; its parameters are slots of the same frame.

    Each call costs the `size` of its body.
    """
    if len(slots) == 1:
        return _function_of_one(slots[0], body, size)
    if len(slots) == 2:
        return _function_of_two(slots[0], slots[1], body, size)

    def make(frame: Frame) -> Function:
        def call(*args: Any) -> Any:
            spend(frame, size)
            for slot, arg in zip(slots, args, strict=True):
                frame[slot] = arg
            return body(frame)

        return call

    return make


def _function_of_one(slot: int, body: Code, size: int) -> Code:
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


def _function_of_two(first: int, second: int, body: Code, size: int) -> Code:
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


# --- forms --------------------------------------------------------------------------------------------------------


def let(slot: int, value: Code, body: Code) -> Code:
    """Return the code of `let slot = value`, then the body."""

    def run(frame: Frame) -> Any:
        frame[slot] = value(frame)
        return body(frame)

    return run


def if_else(condition: Code, yes: Code, no: Code) -> Code:
    """Return the code of `if condition then yes else no`."""
    return lambda frame: yes(frame) if condition(frame) else no(frame)


def both(left: Code, right: Code) -> Code:
    """Return the code of `left and right`: false where one side is, whatever blank the other reads."""

    def run(frame: Frame) -> Any:
        try:
            found = left(frame)
        except Failure as failure:
            if failure.code != BLANK_CELL or right(frame):
                raise
            return False
        return found and right(frame)

    return run


def either(left: Code, right: Code) -> Code:
    """Return the code of `left or right`: true where one side is, whatever blank the other reads."""

    def run(frame: Frame) -> Any:
        try:
            found = left(frame)
        except Failure as failure:
            if failure.code != BLANK_CELL or not right(frame):
                raise
            return True
        return found or right(frame)

    return run


def coalesce(left: Code, right: Code) -> Code:
    """Return the code of `left ?? right`."""

    def run(frame: Frame) -> Any:
        value = left(frame)
        return right(frame) if value is None else value

    return run


def list_of(items: Sequence[Operand]) -> Code:
    """Return the code of `[items...]`."""
    slots = [item for item in items if isinstance(item, int)]
    if len(slots) == len(items) > 1:
        return itemgetter(*slots)
    codes = list(map(code_of, items))
    return lambda frame: tuple([code(frame) for code in codes])


def record_of(names: tuple[str, ...], items: Sequence[Operand]) -> Code:
    """Return the code of `{name: item, ...}`."""
    values = list_of(items)
    return lambda frame: Record(names, values(frame))


def field(record: Operand, label: str) -> Code:
    """Return the code of `record.label`."""
    if isinstance(record, int):
        return lambda frame: frame[record][label]
    return lambda frame: record(frame)[label]


def map_of(keys: list[Code], values: list[Code], number: int) -> Code:
    """Return the code of a map; to hash a key costs its parts beyond one."""
    if not keys:
        return constant(EMPTY_MAP)
    pairs = list(zip(keys, values, strict=True))
    atoms = fuel.ATOMS

    def run(frame: Frame) -> Map:
        entries = [(key(frame), value(frame)) for key, value in pairs]
        made = [key for key, _ in entries]
        try:
            spend(frame, sum(fuel.comparing(key, key) for key in made if type(key) not in atoms))
            check_keys(made)
        except Failure as failure:
            place(failure, number)
            raise
        return Map(dict(entries))

    return run


def checked(condition: Code, message: str, number: int, body: Code) -> Code:
    """Return the code of `check condition else message`, then the body."""

    def run(frame: Frame) -> Any:
        if not condition(frame):
            raise Failure(CHECK, message, number)
        return body(frame)

    return run


def ensured(body: Code, slot: int, promises: list[tuple[Code, int]]) -> Code:
    """Return the code of the body, then of its `ensure` conditions, which read the result in `slot`."""

    def run(frame: Frame) -> Any:
        result = frame[slot] = body(frame)
        for promise, number in promises:
            if not promise(frame):
                raise Failure("ensure", "the result is not what the procedure ensures", number)
        return result

    return run
