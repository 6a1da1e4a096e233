"""Closures of arithmetic and comparison, the most frequent operators of procedures.

An addition takes less time than a Python call. So the code of an operator does its work itself and reads operands in
slots itself. This is why each operator has a closure for each kind of operands: `slots` (both are slots), `left` (the
first is code), `right` (the second is code), `both` (both are code).

A run has `numbers.CONTEXT` as its decimal context (see `compiler`), so that `a + b` is right for whole numbers and for
Decimals. Within an expression only the value of a number matters: an `inner` operator, one that is an operand of
another operator here, returns a Decimal as it is, and only the outermost one gives it its one representation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Decimal,
    InvalidOperation,
    Overflow,
    Underflow,
)
from typing import Any, NamedTuple

from seglam_lang.language.computing.numbers import DIGITS, LIMIT, divide, from_int, range_failure, settled
from seglam_lang.language.core import Const, Core
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.closures import Code, Frame, Function, Operand, code_of, local, place

_LEAST = -LIMIT
_BEYOND = (Overflow, Underflow)


class _Forms(NamedTuple):
    """The closures of one operator; each takes its operands, `inner` and the number of its node."""

    slots: Callable[[int, int, bool, int], Code]
    left: Callable[[Code, int, bool, int], Code]
    right: Callable[[int, Code, bool, int], Code]
    both: Callable[[Code, Code, bool, int], Code]


def operator(builtin: str, first: Operand, second: Operand, inner: bool, number: int) -> Code:
    """Return the code of one of OPERATORS."""
    forms = OPERATORS[builtin]
    if isinstance(first, int):
        if isinstance(second, int):
            return forms.slots(first, second, inner, number)
        return forms.right(first, second, inner, number)
    if isinstance(second, int):
        return forms.left(first, second, inner, number)
    return forms.both(first, second, inner, number)


def compare_atoms(impl: Function, first: Operand, second: Operand) -> Code:
    """Return the code of a comparison of values without parts, which costs nothing beyond its node and never fails."""
    if isinstance(second, int):
        if isinstance(first, int):
            return lambda frame: impl(frame[first], frame[second])
        return lambda frame: impl(first(frame), frame[second])
    one, other = code_of(first), second
    return lambda frame: impl(one(frame), other(frame))


def _placed(error: ArithmeticError, number: int) -> Failure:
    failure = range_failure(error)
    failure.node = number
    return failure


# --- addition -----------------------------------------------------------------------------------------------------


def _add_slots(first: int, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            total = frame[first] + frame[second]
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(total) is int:
            return total if _LEAST < total < LIMIT else from_int(total)
        return total if inner else settled(total)

    return run


def _add_left(first: Code, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            total = first(frame) + frame[second]
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(total) is int:
            return total if _LEAST < total < LIMIT else from_int(total)
        return total if inner else settled(total)

    return run


def _add_both(first: Code, second: Code, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            total = first(frame) + second(frame)
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(total) is int:
            return total if _LEAST < total < LIMIT else from_int(total)
        return total if inner else settled(total)

    return run


# --- subtraction --------------------------------------------------------------------------------------------------


def _subtract_slots(first: int, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            difference = frame[first] - frame[second]
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(difference) is int:
            return difference if _LEAST < difference < LIMIT else from_int(difference)
        return difference if inner else settled(difference)

    return run


def _subtract_left(first: Code, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            difference = first(frame) - frame[second]
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(difference) is int:
            return difference if _LEAST < difference < LIMIT else from_int(difference)
        return difference if inner else settled(difference)

    return run


def _subtract_both(first: Code, second: Code, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            difference = first(frame) - second(frame)
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(difference) is int:
            return difference if _LEAST < difference < LIMIT else from_int(difference)
        return difference if inner else settled(difference)

    return run


# --- multiplication -----------------------------------------------------------------------------------------------


def _multiply_slots(first: int, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            product = frame[first] * frame[second]
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(product) is int:
            return product if _LEAST < product < LIMIT else from_int(product)
        return product if inner else settled(product)

    return run


def _multiply_left(first: Code, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            product = first(frame) * frame[second]
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(product) is int:
            return product if _LEAST < product < LIMIT else from_int(product)
        return product if inner else settled(product)

    return run


def _multiply_both(first: Code, second: Code, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            product = first(frame) * second(frame)
        except _BEYOND as error:
            raise _placed(error, number) from None
        if type(product) is int:
            return product if _LEAST < product < LIMIT else from_int(product)
        return product if inner else settled(product)

    return run


# --- which operators there are -------------------------------------------------------------------------------------


def _add_right(first: int, second: Code, inner: bool, number: int) -> Code:
    return _add_left(second, first, inner, number)  # a slot is read without failing, so that either may come first


def _subtract_right(first: int, second: Code, inner: bool, number: int) -> Code:
    return _subtract_both(local(first), second, inner, number)


def _multiply_right(first: int, second: Code, inner: bool, number: int) -> Code:
    return _multiply_left(second, first, inner, number)


# --- division -----------------------------------------------------------------------------------------------------


def _divide_slots(first: int, second: int, inner: bool, number: int) -> Code:
    def run(frame: Frame) -> Any:
        a, b = frame[first], frame[second]
        try:
            if not b or (type(a) is int and type(b) is int):
                return divide(a, b)
            quotient = a / b
        except _BEYOND as error:
            raise _placed(error, number) from None
        except Failure as failure:
            place(failure, number)
            raise
        return quotient if inner else settled(quotient)

    return run


def _divide_both(first: Operand, second: Operand, inner: bool, number: int) -> Code:
    one, other = code_of(first), code_of(second)

    def run(frame: Frame) -> Any:
        a, b = one(frame), other(frame)
        try:
            if not b or (type(a) is int and type(b) is int):
                return divide(a, b)
            quotient = a / b
        except _BEYOND as error:
            raise _placed(error, number) from None
        except Failure as failure:
            place(failure, number)
            raise
        return quotient if inner else settled(quotient)

    return run


# --- rounding -----------------------------------------------------------------------------------------------------


ROUNDINGS = {
    "number.round@1": ROUND_HALF_UP,
    "number.round_down@1": ROUND_FLOOR,
    "number.round_up@1": ROUND_CEILING,
    "number.round_half_even@1": ROUND_HALF_EVEN,
    "number.truncate@1": ROUND_DOWN,
}


def known_places(args: Sequence[Core]) -> int | None:
    """Return the number of decimals that a call rounds to, if it is known and at most DIGITS."""
    if len(args) == 1:
        return 0
    given = args[1].value if isinstance(args[1], Const) else None
    return given if type(given) is int and 0 <= given <= DIGITS else None


def rounded(builtin: str, impl: Function, operand: Code, places: int, number: int) -> Code:
    """Return the code of one of ROUNDINGS to a known number of decimals."""
    rounding, quantum = ROUNDINGS[builtin], Decimal((0, (1,), -places))

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if type(value) is int:
            return value
        try:
            return settled(value.quantize(quantum, rounding))
        except InvalidOperation:  # over 34 digits with so many decimals
            pass
        try:
            return impl(settled(value), places)
        except Failure as failure:
            place(failure, number)
            raise

    return run


# --- which operators there are ------------------------------------------------------------------------------------


OPERATORS = {
    "number.add@1": _Forms(_add_slots, _add_left, _add_right, _add_both),
    "number.subtract@1": _Forms(_subtract_slots, _subtract_left, _subtract_right, _subtract_both),
    "number.multiply@1": _Forms(_multiply_slots, _multiply_left, _multiply_right, _multiply_both),
    "number.divide@1": _Forms(_divide_slots, _divide_both, _divide_both, _divide_both),
}
