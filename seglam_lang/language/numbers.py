"""Number: decimal128 arithmetic (34 digits, half-even) with one representation for each value.

A number is an `int` while it is whole and under 10**34, else a normalised `Decimal` (no trailing zeros); there is no
-0, no NaN and no infinity. So `==` and `hash` of Python are `==` and grouping of the language, and the whole numbers
that most procedures compute with cost what Python's own cost.

Every operation names its context: the thread's context, which any library may change, is never read. All operations
used are exact or correctly rounded (add, subtract, multiply, divide, square root, exp, ln), so that the C and the
Python implementation of `decimal` agree to the digit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Underflow,
)

from seglam_lang.language.failures import Failure

Number = int | Decimal

DIGITS = 34  # of decimal128
LIMIT = 10**DIGITS  # whole numbers below it are ints
EMAX, EMIN = 6144, -6143  # of decimal128
_SIGNALS = [Overflow, Underflow, InvalidOperation, DivisionByZero]
CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=EMIN, Emax=EMAX, capitals=1, clamp=0, traps=_SIGNALS)
# Wide enough that no sum of numbers ever rounds: their digits lie between 10**EMAX and 10**(EMIN - DIGITS + 1).
_EXACT = Context(
    prec=13_000,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero],
)
# For powers: the error of a long product stays far below the 34 digits that are kept.
_WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN, Emin=4 * EMIN, Emax=4 * EMAX, clamp=0, traps=_SIGNALS)

_MAX_FACTORIAL = 2122  # 2123! has more than 6145 digits


def canonical(value: Decimal) -> Number:
    """`value` rounded to 34 digits, in its one representation."""
    try:
        value = CONTEXT.normalize(value)
    except Overflow:
        raise Failure("overflow", "the number is too large") from None
    except Underflow:
        raise Failure("underflow", "the number is too close to zero") from None
    if -LIMIT < value < LIMIT:
        whole = int(value)
        if whole == value:
            return whole
    return value


def is_canonical(value: object) -> bool:
    """Whether `value` is a Number in its one representation."""
    if isinstance(value, int):
        return type(value) is int and -LIMIT < value < LIMIT
    if type(value) is not Decimal or not value.is_finite():
        return False
    try:
        again = canonical(value)
    except Failure:
        return False
    return type(again) is Decimal and again.as_tuple() == value.as_tuple()


def from_int(value: int) -> Number:
    """A Python int of any size as a Number, rounded where it has more than 34 digits."""
    return value if -LIMIT < value < LIMIT else canonical(Decimal(value))


def _failed(error: ArithmeticError) -> Failure:
    if isinstance(error, Overflow):
        return Failure("overflow", "the result is too large")
    return Failure("underflow", "the result is too close to zero")


def add(a: Number, b: Number) -> Number:
    """`a + b`, rounded once."""
    if type(a) is int and type(b) is int:
        total = a + b
        return total if -LIMIT < total < LIMIT else canonical(Decimal(total))
    try:
        return canonical(CONTEXT.add(a, b))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def subtract(a: Number, b: Number) -> Number:
    """`a - b`, rounded once."""
    if type(a) is int and type(b) is int:
        difference = a - b
        return difference if -LIMIT < difference < LIMIT else canonical(Decimal(difference))
    try:
        return canonical(CONTEXT.subtract(a, b))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def multiply(a: Number, b: Number) -> Number:
    """`a * b`, rounded once."""
    if type(a) is int and type(b) is int:
        product = a * b
        return product if -LIMIT < product < LIMIT else canonical(Decimal(product))
    try:
        return canonical(CONTEXT.multiply(a, b))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def divide(a: Number, b: Number) -> Number:
    """`a / b`, rounded once; Failure on division by zero."""
    if not b:
        raise Failure("division-by-zero", "division by zero")
    if type(a) is int and type(b) is int:
        quotient, rest = divmod(a, b)
        if not rest:
            return quotient
    try:
        return canonical(CONTEXT.divide(a, b))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def negate(a: Number) -> Number:
    """`-a`; there is no -0."""
    return -a if type(a) is int else Decimal(a).copy_negate()


def absolute(a: Number) -> Number:
    """`a` without its sign."""
    return abs(a) if type(a) is int else Decimal(a).copy_abs()


def exact_sum(numbers: Iterable[Number]) -> Decimal | int:
    """The sum without any rounding; not yet a Number of the language."""
    whole = 0
    parts: Decimal | None = None
    for number in numbers:
        if type(number) is int:
            whole += number
        else:
            parts = Decimal(number) if parts is None else _EXACT.add(parts, number)
    return whole if parts is None else _EXACT.add(parts, whole)


def total(numbers: Iterable[Number]) -> Number:
    """The exact sum, rounded once; so the order of the numbers never matters."""
    result = exact_sum(numbers)
    return from_int(result) if isinstance(result, int) else canonical(result)


def average(numbers: tuple[Number, ...] | list[Number]) -> Number:
    """The exact mean, rounded once; Failure on no numbers."""
    if not numbers:
        raise Failure("empty", "the average of nothing")
    try:
        return canonical(CONTEXT.divide(exact_sum(numbers), len(numbers)))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def modulo(a: Number, b: Number) -> Number:
    """What is left of `a` after taking `b` away a whole number of times; has the sign of `b`."""
    if not b:
        raise Failure("division-by-zero", "the remainder of a division by zero")
    if type(a) is int and type(b) is int:
        return a % b
    rest = _EXACT.remainder(a, b)  # has the sign of `a`
    if rest and (rest < 0) != (b < 0):
        rest = _EXACT.add(rest, b)
    return canonical(rest)


def whole(value: Number, what: str) -> int:
    """`value` as an int where the language needs a whole number; Failure if it is not one (or has over 34 digits)."""
    if type(value) is int:
        return value
    if -LIMIT < value < LIMIT:
        raise Failure("not-whole", f"{what} must be a whole number, not {show_number(value)}")
    raise Failure("out-of-range", f"{what} has more than {DIGITS} digits")


def natural(value: Number, what: str) -> int:
    """As `whole`; Failure if it is negative."""
    number = whole(value, what)
    if number < 0:
        raise Failure("out-of-range", f"{what} is negative")
    return number


def _quantize(value: Number, digits: Number | None, rounding: str) -> Number:
    places = 0 if digits is None else whole(digits, "the number of digits")
    if type(value) is int and places >= 0:
        return value
    exact = Decimal(value)
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -places <= exponent:
        return value
    if places < -EMAX:
        places = -EMAX - 1  # whatever it is, it rounds to 0 or overflows
    return canonical(exact.quantize(Decimal((0, (1,), -places)), rounding, _EXACT))


def round_half_up(value: Number, digits: Number | None) -> Number:
    """To the nearest with `digits` decimals (0 if None; negative for tens, hundreds); halves go away from zero."""
    return _quantize(value, digits, ROUND_HALF_UP)


def round_down(value: Number, digits: Number | None) -> Number:
    """To the largest with `digits` decimals that is not above `value`."""
    return _quantize(value, digits, ROUND_FLOOR)


def round_up(value: Number, digits: Number | None) -> Number:
    """To the smallest with `digits` decimals that is not below `value`."""
    return _quantize(value, digits, ROUND_CEILING)


def linear(value: Number, factor: int, constant: int, divisor: int) -> Number:
    """`(value * factor + constant) / divisor`, exact until its one rounding; for conversions of units."""
    try:
        return canonical(CONTEXT.divide(_EXACT.add(_EXACT.multiply(value, factor), constant), divisor))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def square_root(value: Number) -> Number:
    """The square root, rounded once; Failure below zero."""
    if value < 0:
        raise Failure("negative-root", "the square root of a negative number")
    return canonical(CONTEXT.sqrt(value))


def power(base: Number, exponent: Number) -> Number:
    """`base` to the `exponent`; a fraction as exponent needs a base that is not negative; 0 to the 0 is 1."""
    if not exponent:
        return 1
    if not base:
        if exponent < 0:
            raise Failure("division-by-zero", "zero to a negative power")
        return 0
    try:
        if type(exponent) is int and abs(exponent) < 1_000_000:
            return canonical(_whole_power(Decimal(base), exponent))
        if base < 0:
            raise Failure("negative-root", "a negative number to a power that is not a small whole number")
        return canonical(_WIDE.exp(_WIDE.multiply(exponent, _WIDE.ln(base))))
    except (Overflow, Underflow) as error:
        raise _failed(error) from None


def _whole_power(base: Decimal, exponent: int) -> Decimal:
    """By repeated squaring, from the highest bit: correctly rounded operations only, so the same everywhere."""
    result = Decimal(1)
    for bit in bin(abs(exponent))[2:]:
        result = _WIDE.multiply(result, result)
        if bit == "1":
            result = _WIDE.multiply(result, base)
    return result if exponent > 0 else _WIDE.divide(1, result)


def factorial(value: Number) -> Number:
    """1 * 2 * ... * value."""
    n = whole(value, "the number of a factorial")
    if n < 0:
        raise Failure("out-of-range", "the factorial of a negative number")
    if n > _MAX_FACTORIAL:
        raise Failure("overflow", "the result is too large")
    return from_int(math.factorial(n))


_NUMBER = re.compile(
    r"([+\-\u2212]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,5}))?(%?)"
)
_MAX_NUMBER_TEXT = 10_000  # characters; a longer text is no number


def parse_number(text: str) -> Number | None:
    """The number that `text` states, or None: our own grammar, the same in every locale.

    An optional sign, ASCII digits with or without commas between thousands, an optional fraction, an optional
    exponent, an optional percent sign; spaces around it do not count: "1,299.99", "-0.5", ".5", "6.02e23", "15%".
    """
    if len(text) > _MAX_NUMBER_TEXT:
        return None
    match = _NUMBER.fullmatch(text.strip(" \t\r\n"))
    if match is None:
        return None
    sign, digits, exponent, percent = match.groups()
    value = _EXACT.create_decimal(digits.replace(",", ""))
    value = _EXACT.scaleb(value, int(exponent or 0) - (2 if percent else 0))
    try:
        return canonical(value if sign in ("", "+") else value.copy_negate())
    except Failure:
        return None


def show_number(value: Number) -> str:
    """The number as `parse_number` reads it: plain digits, with an exponent only where there would be many zeros."""
    if type(value) is int:
        return str(value)
    exact = Decimal(value)
    if -DIGITS <= exact.adjusted() < DIGITS:
        return f"{exact:f}"
    sign, digits, _ = exact.as_tuple()
    shown = "".join(map(str, digits))
    mantissa = f"{shown[0]}.{shown[1:]}" if len(shown) > 1 else shown
    return f"{'-' if sign else ''}{mantissa}e{exact.adjusted()}"
