"""Number: arithmetic, rounding, powers and limits, and the comparisons of all types.

Whole numbers have more builtins in `whole_number`; number formats are in `number_format`, angles in `trigonometry`, and
finance in `finance`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from seglam_lang.language.builtins import units
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import numbers, powers, rounding
from seglam_lang.language.computing.fuel import MAX_LIST, comparing, too_large
from seglam_lang.language.computing.numbers import Number
from seglam_lang.language.failures import Failure

# The arithmetic that procedures do most is implemented, with its fast paths, in `numbers`.
builtin(
    "Number.+(other: Number) -> Number",
    id="number.add",
    phrase="{self} + {other}",
    examples=["0.1 + 0.2 == 0.3", "2 + 3 == 5"],
    laws=[Law.COMMUTATIVE],
)(numbers.add)
builtin(
    "Number.-(other: Number) -> Number",
    id="number.subtract",
    phrase="{self} - {other}",
    examples=["5 - 7 == -2", "0.3 - 0.1 == 0.2"],
)(numbers.subtract)
builtin(
    "Number.*(other: Number) -> Number",
    id="number.multiply",
    phrase="{self} × {other}",
    examples=["1.5 * 4 == 6", "50 * 18% == 9"],
    laws=[Law.COMMUTATIVE],
)(numbers.multiply)
builtin(
    "Number./(other: Number) -> Number",
    id="number.divide",
    phrase="{self} ÷ {other}",
    examples=["7 / 2 == 3.5", "6 / 3 == 2"],
)(numbers.divide)
builtin("Number.unary -() -> Number", id="number.negate", phrase="minus {self}", examples=["-(1 + 2) == -3"])(
    numbers.negate
)
builtin(
    "Number.abs() -> Number",
    phrase="the absolute value of {self}",
    examples=["(2 - 5).abs() == 3"],
    laws=[Law.IDEMPOTENT],
)(numbers.absolute)
builtin(
    "Number.round(digits?: Number) -> Number",
    phrase=", rounded[ to {digits:decimal}| to a whole number]",
    examples=["2.5.round() == 3", "2.345.round(2) == 2.35", "1234.round(-2) == 1200", "(-2.5).round() == -3"],
)(rounding.round_half_up)
builtin(
    "Number.round_down(digits?: Number) -> Number",
    phrase=", rounded down[ to {digits:decimal}| to a whole number]",
    examples=["2.9.round_down() == 2", "39.337.round_down(2) == 39.33", "(-2.1).round_down() == -3"],
)(rounding.round_down)
builtin(
    "Number.round_up(digits?: Number) -> Number",
    phrase=", rounded up[ to {digits:decimal}| to a whole number]",
    examples=["2.1.round_up() == 3", "39.331.round_up(2) == 39.34", "(-2.9).round_up() == -2"],
)(rounding.round_up)
builtin(
    "Number.mod(divisor: Number) -> Number",
    phrase="the remainder of {self} divided by {divisor}",
    examples=["7.mod(3) == 1", "(-7).mod(3) == 2", "7.5.mod(2) == 1.5"],
)(numbers.modulo)
builtin(
    "Number.round_half_even(digits?: Number) -> Number",
    phrase=", rounded half to even[ to {digits:decimal}| to a whole number]",
    examples=["2.5.round_half_even() == 2", "3.5.round_half_even() == 4", "2.345.round_half_even(2) == 2.34"],
)(rounding.round_half_even)
builtin(
    "Number.truncate(digits?: Number) -> Number",
    phrase=", cut off[ after {digits:decimal}| after the whole number]",
    examples=[
        "2.9.truncate() == 2",
        "(-2.9).truncate() == -2",
        "1.999.truncate(2) == 1.99",
        "1789.truncate(-2) == 1700",
    ],
)(rounding.truncate)
builtin(
    "Number.round_to(multiple: Number) -> Number",
    cost=lambda number, multiple: 30,
    phrase=", rounded to a multiple of {multiple}",
    examples=["23.round_to(5) == 25", "1.23.round_to(0.05) == 1.25", "(-7.5).round_to(5) == -10"],
)(rounding.round_to)
builtin(
    "Number.quotient(divisor: Number) -> Number",
    phrase="the whole number of times that {divisor} goes into {self}",
    examples=["17.quotient(5) == 3", "(-7).quotient(2) == -4", "7.5.quotient(2) == 3"],
)(numbers.quotient)
builtin(
    "Number.sqrt() -> Number", phrase="the square root of {self}", examples=["9.sqrt() == 3", "2.25.sqrt() == 1.5"]
)(numbers.square_root)

# What takes `exp` or `ln` in many digits: tens of microseconds.
LOGARITHM_COST = 600


@builtin(
    "Number.power(exponent: Number) -> Number",
    cost=lambda base, exponent: 20,
    phrase="{self} to the power of {exponent}",
    examples=["2.power(10) == 1024", "2.power(-1) == 0.5", "9.power(0.5) == 3"],
)
def power(base: Number, exponent: Number) -> Number:
    """Return the number raised to a power, which may be negative or a fraction; 0 to the power 0 is 1. Fail if zero is
    raised to a negative power, or a negative number to a power that is not whole or has more than six digits."""
    return powers.power(base, exponent)


@builtin(
    "Number.root(degree: Number) -> Number",
    cost=lambda number, degree: 2 * LOGARITHM_COST,
    phrase="the root of degree {degree} of {self}",
    examples=["27.root(3) == 3", "(-8).root(3) == -2", "2.root(2) == 2.sqrt()"],
)
def root(number: Number, degree: Number) -> Number:
    """Return the root of a degree: the cube root for 3. Fail if the degree is less than 1 or not whole, or if it is
    even and the number is negative."""
    return powers.root(number, degree)


@builtin(
    "Number.ln() -> Number",
    cost=lambda number: LOGARITHM_COST,
    phrase="the natural logarithm of {self}",
    examples=["1.ln() == 0", "10.ln().round(4) == 2.3026"],
)
def natural_logarithm(number: Number) -> Number:
    """Return the natural logarithm (to the base e = 2.718...). Fail if the number is zero or negative."""
    return powers.natural_logarithm(number)


@builtin(
    "Number.log(base: Number) -> Number",
    cost=lambda number, base: 2 * LOGARITHM_COST,
    phrase="the logarithm to base {base} of {self}",
    examples=["1000.log(10) == 3", "8.log(2) == 3", "2.log(4) == 0.5"],
)
def logarithm(number: Number, base: Number) -> Number:
    """Return the logarithm to a base. Fail if the number or the base is zero or negative, or if the base is 1."""
    return powers.logarithm(number, base)


@builtin(
    "Number.exp() -> Number",
    cost=lambda number: LOGARITHM_COST,
    phrase="e to the power of {self}",
    examples=["0.exp() == 1", "1.exp().round(6) == 2.718282"],
)
def exponential(number: Number) -> Number:
    """Return e = 2.718... raised to the power of this number."""
    return powers.exponential(number)


@builtin(
    "Number.factorial() -> Number",
    cost=lambda n: min(n, 3000) if type(n) is int and n > 0 else 0,
    phrase="the factorial of {self}",
    examples=["5.factorial() == 120", "0.factorial() == 1"],
)
def factorial(n: Number) -> Number:
    """Return the factorial: the product of the whole numbers from 1 to this one. Fail if the number is negative or not
    whole."""
    return powers.factorial(n)


@builtin(
    "Number.is_whole() -> Bool", phrase="{self} <is|is not> whole", examples=["3.is_whole()", "not 3.5.is_whole()"]
)
def is_whole(number: Number) -> bool:
    """Return whether the number is whole."""
    return type(number) is int or not -numbers.LIMIT < number < numbers.LIMIT


@builtin("Number.is_even() -> Bool", phrase="{self} <is|is not> even", examples=["4.is_even()", "not 7.is_even()"])
def is_even(number: Number) -> bool:
    """Return whether the number is even. Fail if it is not whole."""
    return numbers.whole(number, "the number") % 2 == 0


@builtin(
    "Number.is_odd() -> Bool",
    phrase="{self} <is|is not> odd",
    examples=["7.is_odd()", "(-3).is_odd()", "not 4.is_odd()"],
)
def is_odd(number: Number) -> bool:
    """Return whether the number is odd. Fail if it is not whole."""
    return numbers.whole(number, "the number") % 2 == 1


@builtin(
    "Number.sign() -> Number",
    phrase="the sign of {self}",
    examples=["(-3.5).sign() == -1", "0.sign() == 0", "9.sign() == 1"],
    laws=[Law.IDEMPOTENT],
)
def sign(number: Number) -> Number:
    """Return the sign of the number: 1 if it is positive, -1 if it is negative, 0 for zero."""
    return (number > 0) - (number < 0)


@builtin(
    "Number.is_between(low: Number, high: Number) -> Bool",
    phrase="{self} <is|is not> from {low} to {high}",
    examples=["5.is_between(1, 5)", "not 0.is_between(1, 5)"],
)
def is_between(number: Number, low: Number, high: Number) -> bool:
    """Return whether the number is from `low` to `high`, both included."""
    return low <= number <= high


@builtin(
    "Number.clamp(low: Number, high: Number) -> Number",
    phrase="{self} limited to {low} to {high}",
    examples=["12.clamp(0, 10) == 10", "(-3).clamp(0, 10) == 0", "7.clamp(0, 10) == 7"],
)
def clamp(number: Number, low: Number, high: Number) -> Number:
    """Return the number limited to the range from `low` to `high`. Fail if `low` is greater than `high`."""
    if low > high:
        raise Failure("out-of-range", "the lower limit is greater than the upper limit")
    return low if number < low else high if number > high else number


@builtin(
    "Number.smaller(other: Number) -> Number",
    phrase="the smaller of {self} and {other}",
    examples=["3.smaller(5) == 3"],
    laws=[Law.COMMUTATIVE],
)
def smaller(number: Number, other: Number) -> Number:
    """Return the smaller of two numbers."""
    return number if number <= other else other


@builtin(
    "Number.larger(other: Number) -> Number",
    phrase="the larger of {self} and {other}",
    examples=["3.larger(5) == 5"],
    laws=[Law.COMMUTATIVE],
)
def larger(number: Number, other: Number) -> Number:
    """Return the larger of two numbers."""
    return number if number >= other else other


@builtin(
    "Number.to_text() -> Text",
    phrase="the text of {self}",
    examples=['3.50.to_text() == "3.5"', '1000.to_text() == "1000"'],
)
def to_text(number: Number) -> str:
    """Return the number as plain digits, with an exponent only if there would be 34 zeros or more."""
    return numbers.show_number(number)


@builtin(
    "Number.convert(from: Text, to: Text) -> Number",
    phrase="{self} converted from {from} to {to} where Mb is megabyte",
    examples=['5.convert("ft", "in") == 60', '100.convert("celsius", "fahrenheit") == 212'],
    current=False,
)
def convert_first(number: Number, source: str, target: str) -> Number:
    """Return the quantity converted from one unit to another, with `Mb` read as megabyte. Fail if a unit is unknown, or
    if the units measure different things."""
    return units.convert_number(number, source, target)


@builtin(
    "Number.convert(from: Text, to: Text) -> Number",
    phrase="{self} converted from {from} to {to}",
    examples=[
        '5.convert("ft", "in") == 60',
        '100.convert("celsius", "fahrenheit") == 212',
        '8.convert("Mb", "MB") == 1',
    ],
    literals={"from": units.known_unit, "to": units.known_unit},
    version=2,
)
def convert(number: Number, source: str, target: str) -> Number:
    """Return the quantity converted from one unit to another. Fail if a unit is unknown, or if the units measure
    different things."""
    return units.convert(number, source, target)


def _range_size(first: Any, last: Any) -> int:
    return max(0, last - first + 1) if type(first) is int and type(last) is int else 0


@builtin(
    "Number.to(last: Number) -> List<Number>",
    id="number.to",
    cost=_range_size,
    phrase="the whole numbers from {self} to {last};",
    examples=["1 to 3 == [1, 2, 3]"],
)
def whole_range(first: Number, last: Number) -> tuple[Number, ...]:
    """Return the whole numbers from the first to the last, both included, or an empty list if the last is smaller. Fail
    if one of them is not whole."""
    start, end = numbers.whole(first, "the start of a range"), numbers.whole(last, "the end of a range")
    if end - start >= MAX_LIST:
        raise too_large("the list")
    return tuple(range(start, end + 1))


def _numbers(found: range) -> tuple[Number, ...]:
    """Return whole numbers, each in its one representation: an int only below 10^34."""
    if not found or max(abs(found[0]), abs(found[-1])) < numbers.LIMIT:
        return tuple(found)
    return tuple([numbers.canonical(Decimal(each)) for each in found])


def _steps(first: Number, last: Number, step: Number) -> int:
    """Return how many numbers there are from `first` to `last`, at most one more than a list may have; 0 for a step of
    0."""
    if not step:
        return 0
    if type(first) is int and type(last) is int and type(step) is int:
        return max(0, min((last - first) // step, MAX_LIST) + 1)
    way = numbers.EXACT.subtract(last, first)
    if way and (way < 0) != (step < 0):
        return 0
    if way.copy_abs() > numbers.EXACT.multiply(numbers.absolute(step), MAX_LIST):
        return MAX_LIST + 1
    return int(numbers.EXACT.divide_int(way, step)) + 1


@builtin(
    "Number.range(last: Number, step: Number) -> List<Number>",
    cost=lambda first, last, step: 4 * _steps(first, last, step),
    phrase="the numbers from {self} to {last} in steps of {step};",
    examples=["1.range(10, 3) == [1, 4, 7, 10]", "3.range(1, -1) == [3, 2, 1]", "0.range(1, 0.5) == [0, 0.5, 1]"],
)
def stepped_range(first: Number, last: Number, step: Number) -> tuple[Number, ...]:
    """Return the numbers from this one in steps of `step`, which may be negative, up to `last` and including it if a
    step reaches it. Return an empty list if `last` lies in the other direction. Each number is rounded once to 34
    digits. Fail if `step` is zero."""
    if not step:
        raise Failure("out-of-range", "the step of a range is zero")
    size = _steps(first, last, step)
    if size > MAX_LIST:
        raise too_large("the range")
    if type(first) is int and type(step) is int:
        return _numbers(range(first, first + size * step, step))
    return tuple([numbers.canonical(numbers.CONTEXT.fma(step, i, first)) for i in range(size)])


# Python's own operators: a value has one representation, and the checker has proved that both sides are of one type.
def _comparison(
    sign: str, name: str, bound: str, impl: Callable[[Any, Any], Any], doc: str, phrase: str, example: str
) -> None:
    signature = f"{bound}T.{sign}(other: T) -> Bool"
    builtin(signature, id=f"any.{name}", cost=comparing, doc=doc, phrase=phrase, examples=[example])(impl)


_ORDER = "Numbers are compared by size, dates by time, texts character by character by their code points."
_EQUAL, _DIFFER = (
    f"Return whether the values {relation}. In texts case counts." for relation in ("are equal", "differ")
)
_comparison("==", "equal", "", operator.eq, _EQUAL, "{self} is {other}", "1 == 1.0")
_comparison("!=", "unequal", "", operator.ne, _DIFFER, "{self} is not {other}", '"a" != "A"')
for _sign, _name, _impl, _relation, _phrase, _example in (
    ("<", "less", operator.lt, "less than", "{self} is less than {other}", '"a" < "b"'),
    ("<=", "at_most", operator.le, "less than or equal to", "{self} is at most {other}", "2 <= 2"),
    (">", "greater", operator.gt, "greater than", "{self} is more than {other}", "3 > 2"),
    (">=", "at_least", operator.ge, "greater than or equal to", "{self} is at least {other}", "2 >= 2"),
):
    _doc = f"Return whether the left value is {_relation} the right one. {_ORDER}"
    _comparison(_sign, _name, "<T: ordered>", _impl, _doc, _phrase, _example)


@builtin("Bool.not() -> Bool", id="bool.not", phrase="not {self}", examples=["not false"])
def negation(value: bool) -> bool:
    """Return the opposite: true for false, false for true."""
    return not value
