"""Number: arithmetic, rounding, and the comparisons of all types."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from seglam_lang.language import numbers
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.units import convert_number
from seglam_lang.language.fuel import MAX_LIST, comparing, too_large
from seglam_lang.language.numbers import Number

# The arithmetic that procedures do most is implemented, with its fast paths, in `numbers`.
builtin(
    "Number.+(other: Number) -> Number",
    id="number.add",
    examples=["0.1 + 0.2 == 0.3", "2 + 3 == 5"],
    laws=["commutative"],
)(numbers.add)
builtin("Number.-(other: Number) -> Number", id="number.subtract", examples=["5 - 7 == -2", "0.3 - 0.1 == 0.2"])(
    numbers.subtract
)
builtin(
    "Number.*(other: Number) -> Number",
    id="number.multiply",
    examples=["1.5 * 4 == 6", "50 * 18% == 9"],
    laws=["commutative"],
)(numbers.multiply)
builtin("Number./(other: Number) -> Number", id="number.divide", examples=["7 / 2 == 3.5", "6 / 3 == 2"])(
    numbers.divide
)
builtin("Number.unary -() -> Number", id="number.negate", examples=["-(1 + 2) == -3"])(numbers.negate)
builtin("Number.abs() -> Number", examples=["(2 - 5).abs() == 3"])(numbers.absolute)
builtin(
    "Number.round(digits?: Number) -> Number",
    examples=["2.5.round() == 3", "2.345.round(2) == 2.35", "1234.round(-2) == 1200", "(-2.5).round() == -3"],
)(numbers.round_half_up)
builtin(
    "Number.round_down(digits?: Number) -> Number",
    examples=["2.9.round_down() == 2", "39.337.round_down(2) == 39.33", "(-2.1).round_down() == -3"],
)(numbers.round_down)
builtin(
    "Number.round_up(digits?: Number) -> Number",
    examples=["2.1.round_up() == 3", "39.331.round_up(2) == 39.34", "(-2.9).round_up() == -2"],
)(numbers.round_up)
builtin("Number.mod(divisor: Number) -> Number", examples=["7.mod(3) == 1", "(-7).mod(3) == 2", "7.5.mod(2) == 1.5"])(
    numbers.modulo
)
builtin("Number.sqrt() -> Number", examples=["9.sqrt() == 3", "2.25.sqrt() == 1.5"])(numbers.square_root)


@builtin(
    "Number.power(exponent: Number) -> Number",
    cost=lambda base, exponent: 20,
    examples=["2.power(10) == 1024", "2.power(-1) == 0.5", "9.power(0.5) == 3"],
)
def power(base: Number, exponent: Number) -> Number:
    """The number to the power `exponent`, which may be negative or a fraction; zero to the zero is 1."""
    return numbers.power(base, exponent)


@builtin(
    "Number.factorial() -> Number",
    cost=lambda n: min(n, 3000) if type(n) is int and n > 0 else 0,
    examples=["5.factorial() == 120", "0.factorial() == 1"],
)
def factorial(n: Number) -> Number:
    """The product of the whole numbers from 1 to this one."""
    return numbers.factorial(n)


@builtin("Number.is_whole() -> Bool", examples=["3.is_whole()", "not 3.5.is_whole()"])
def is_whole(number: Number) -> bool:
    """Whether the number has no fraction."""
    return type(number) is int or not -numbers.LIMIT < number < numbers.LIMIT


@builtin("Number.is_even() -> Bool", examples=["4.is_even()", "not 7.is_even()"])
def is_even(number: Number) -> bool:
    """Whether a whole number is a multiple of 2; Failure for a number that is not whole."""
    return numbers.whole(number, "the number") % 2 == 0


@builtin("Number.smaller(other: Number) -> Number", examples=["3.smaller(5) == 3"], laws=["commutative"])
def smaller(number: Number, other: Number) -> Number:
    """The smaller of the two."""
    return number if number <= other else other


@builtin("Number.larger(other: Number) -> Number", examples=["3.larger(5) == 5"], laws=["commutative"])
def larger(number: Number, other: Number) -> Number:
    """The larger of the two."""
    return number if number >= other else other


@builtin("Number.to_text() -> Text", examples=['3.50.to_text() == "3.5"', '1000.to_text() == "1000"'])
def to_text(number: Number) -> str:
    """The number in plain digits (with an exponent only from 34 zeros on)."""
    return numbers.show_number(number)


@builtin(
    "Number.convert(from: Text, to: Text) -> Number",
    examples=['5.convert("ft", "in") == 60', '100.convert("celsius", "fahrenheit") == 212'],
)
def convert(number: Number, source: str, target: str) -> Number:
    """The quantity in another unit; Failure if a unit is unknown or measures something else."""
    return convert_number(number, source, target)


def _range_size(first: Any, last: Any) -> int:
    return max(0, last - first + 1) if type(first) is int and type(last) is int else 0


@builtin("Number.to(last: Number) -> List<Number>", id="number.to", cost=_range_size, examples=["1 to 3 == [1, 2, 3]"])
def whole_range(first: Number, last: Number) -> tuple[Number, ...]:
    """The whole numbers from the first to the last, both included; none if the last is smaller."""
    start, end = numbers.whole(first, "the start of a range"), numbers.whole(last, "the end of a range")
    if end - start >= MAX_LIST:
        raise too_large("the list")
    return tuple(range(start, end + 1))


# Python's own operators: a value has one representation, and the checker has proved that both sides are of one type.
def _comparison(sign: str, name: str, bound: str, impl: Callable[[Any, Any], Any], doc: str, example: str) -> None:
    builtin(f"{bound}T.{sign}(other: T) -> Bool", id=f"any.{name}", cost=comparing, doc=doc, examples=[example])(impl)


_comparison(
    "==", "equal", "", operator.eq, "Whether both are the same value; texts by their exact characters.", "1 == 1.0"
)
_comparison("!=", "unequal", "", operator.ne, "Whether the two are different values.", '"a" != "A"')
_comparison("<", "less", "<T: ordered>", operator.lt, "Whether it comes before the other in their order.", '"a" < "b"')
_comparison("<=", "at_most", "<T: ordered>", operator.le, "Whether it comes before the other or is equal.", "2 <= 2")
_comparison(">", "greater", "<T: ordered>", operator.gt, "Whether it comes after the other in their order.", "3 > 2")
_comparison(">=", "at_least", "<T: ordered>", operator.ge, "Whether it comes after the other or is equal.", "2 >= 2")


@builtin("Bool.not() -> Bool", id="bool.not", examples=["not false"])
def negation(value: bool) -> bool:
    """True for false, false for true."""
    return not value
