"""Number: decimal128 arithmetic (34 digits, half-even) with one representation for each value.

A number is an `int` while it is whole and under 10**34, else a normalised `Decimal` (no trailing zeros); there is no
-0, no NaN and no infinity. So `==` and `hash` of Python are `==` and grouping of the language.

Why two classes? `python -m tests.bench.representation` measures it. Most numbers in procedures are counts, positions
and whole amounts: as ints they are added and multiplied in a third of the time that normalised Decimals take, and
summed in a seventh, and they can index lists. Numbers that are not whole cost the same in both designs. Fractions would
be exact, but take four to ten times as long (sums thirty times and more), grow without bound, and need a rule for
displaying 1/3. For its one representation a number that is not whole needs two calls: `_TO_INTEGRAL` finds whether a
result is whole, `_NORMALIZE` removes trailing zeros.

Every operation names its context, because any library may change the context of the thread. All operations used are
exact or correctly rounded (add, subtract, multiply, divide, square root, exp, ln), so that the C and the Python
implementation of `decimal` agree to the digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Underflow,
    getcontext,
    setcontext,
)

from seglam_lang.language.failures import Failure

Number = int | Decimal

DIGITS = 34  # of decimal128
LIMIT = 10**DIGITS  # whole numbers below it are ints
EMAX, EMIN = 6144, -6143  # of decimal128
SIGNALS = [Overflow, Underflow, InvalidOperation, DivisionByZero]
CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=EMIN, Emax=EMAX, capitals=1, clamp=0, traps=SIGNALS)
# Wide enough that no sum of numbers ever rounds: their digits lie between 10**EMAX and 10**(EMIN - DIGITS + 1).
EXACT = Context(
    prec=13_000,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero],
)

# For whole quotients: rounded down, and what is next to nothing is 0 or -1.
_FLOOR = Context(prec=DIGITS, rounding=ROUND_FLOOR, Emin=EMIN, Emax=EMAX, clamp=0, traps=[Overflow])

# What every operation on Decimals calls, bound once.
_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE = CONTEXT.add, CONTEXT.subtract, CONTEXT.multiply, CONTEXT.divide
_TO_INTEGRAL, _NORMALIZE = CONTEXT.to_integral_value, CONTEXT.normalize
_LEAST, _LIMIT = -LIMIT, Decimal(LIMIT)
_NEGATIVE_LIMIT = -_LIMIT


def canonical(value: Decimal) -> Number:
    """Return `value` rounded to 34 digits, in its one representation."""
    try:
        value = _NORMALIZE(value)
    except Overflow:
        raise Failure("overflow", "the number is too large") from None
    except Underflow:
        raise Failure("underflow", "the number is too close to zero") from None
    return value if _TO_INTEGRAL(value) != value else _whole(value)


def settled(result: Decimal) -> Number:
    """Return the result of an operation in CONTEXT in its one representation."""
    if _TO_INTEGRAL(result) != result:
        return _NORMALIZE(result)
    return int(result) if _NEGATIVE_LIMIT < result < _LIMIT else _NORMALIZE(result)


def exactly(values: Sequence[Decimal]) -> list[Number] | None:
    """Return the Numbers that equal the Decimals, or None if one has no equal, or is whole and at least LIMIT.

    This is for many Decimals from outside, most of which are Numbers. `canonical` explains what is wrong with a single
    one.
    """
    try:
        normal = list(map(_NORMALIZE, values))
        if normal != list(values) or min(normal) <= _NEGATIVE_LIMIT or max(normal) >= _LIMIT:
            return None
    except ArithmeticError:  # one is beyond the range of Numbers, or NaN
        return None
    wholes = map(_TO_INTEGRAL, normal)
    return [int(number) if number == whole else number for number, whole in zip(normal, wholes, strict=True)]


def _whole(value: Decimal) -> Number:
    """Return a whole number of at most 34 digits in its one representation."""
    return int(value) if _NEGATIVE_LIMIT < value < _LIMIT else _NORMALIZE(value)


def is_canonical(value: object) -> bool:
    """Return whether `value` is a Number in its one representation."""
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
    """Return a Python int of any size as a Number, rounded if it has more than 34 digits."""
    return value if -LIMIT < value < LIMIT else canonical(Decimal(value))


def range_failure(error: ArithmeticError) -> Failure:
    """Return the failure of an operation whose result is out of the range of decimal128."""
    if isinstance(error, Overflow):
        return Failure("overflow", "the result is too large")
    return Failure("underflow", "the result is too close to zero")


# The four operations are the hot path of every procedure: each does all of its work itself, without a helper.


def add(a: Number, b: Number) -> Number:
    """Return the sum, rounded once to 34 digits."""
    if type(a) is int and type(b) is int:
        total = a + b
        return total if _LEAST < total < LIMIT else canonical(Decimal(total))
    try:
        result = _ADD(a, b)
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None
    return _NORMALIZE(result) if _TO_INTEGRAL(result) != result else _whole(result)


def subtract(a: Number, b: Number) -> Number:
    """Return the difference, rounded once to 34 digits."""
    if type(a) is int and type(b) is int:
        difference = a - b
        return difference if _LEAST < difference < LIMIT else canonical(Decimal(difference))
    try:
        result = _SUBTRACT(a, b)
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None
    return _NORMALIZE(result) if _TO_INTEGRAL(result) != result else _whole(result)


def multiply(a: Number, b: Number) -> Number:
    """Return the product, rounded once to 34 digits."""
    if type(a) is int and type(b) is int:
        product = a * b
        return product if _LEAST < product < LIMIT else canonical(Decimal(product))
    try:
        result = _MULTIPLY(a, b)
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None
    return _NORMALIZE(result) if _TO_INTEGRAL(result) != result else _whole(result)


def divide(a: Number, b: Number) -> Number:
    """Return the quotient, rounded once to 34 digits. Fail if the divisor is zero."""
    if not b:
        raise Failure("division-by-zero", "division by zero")
    if type(a) is int and type(b) is int and not a % b:
        return a // b
    try:
        result = _DIVIDE(a, b)
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None
    return _NORMALIZE(result) if _TO_INTEGRAL(result) != result else _whole(result)


def negate(a: Number) -> Number:
    """Return the number with the opposite sign."""
    return -a if isinstance(a, int) else a.copy_negate()


def absolute(a: Number) -> Number:
    """Return the absolute value."""
    return abs(a) if isinstance(a, int) else a.copy_abs()


def exact_sum(numbers: Iterable[Number]) -> Decimal | int:
    """Return the sum without rounding; it is not yet a Number of the language.

    Python's own `sum` is three times as fast as a loop, but adds Decimals in the context of the thread, which is set
    for this one call.
    """
    before = getcontext()
    setcontext(EXACT)
    try:
        return sum(numbers)
    finally:
        setcontext(before)


def total(numbers: Iterable[Number]) -> Number:
    """Return the sum, exact and rounded once, so that the order of the numbers does not matter."""
    result = exact_sum(numbers)
    return from_int(result) if isinstance(result, int) else canonical(result)


def average(numbers: tuple[Number, ...] | list[Number]) -> Number:
    """Return the mean, exact and rounded once. Raise Failure if there are no numbers."""
    if not numbers:
        raise Failure("empty", "the average of an empty list")
    return mean(exact_sum(numbers), len(numbers))


def mean(exact: Number, count: int) -> Number:
    """Return the quotient of an exact sum, of any number of digits, and how many numbers it is of, rounded once."""
    try:
        return canonical(_DIVIDE(exact, count))
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None


def median(numbers: Sequence[Number]) -> Number:
    """Return the middle of the sorted numbers, or the mean of the middle two. There must be a number."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else average(ordered[middle - 1 : middle + 1])


def modulo(a: Number, b: Number) -> Number:
    """Return the remainder of the floor division, which has the sign of the divisor. Fail if the divisor is zero."""
    if not b:
        raise Failure("division-by-zero", "the divisor of a remainder is zero")
    if type(a) is int and type(b) is int:
        return a % b
    try:
        rest = CONTEXT.remainder(a, b)  # exact, with the sign of `a`
    except InvalidOperation:
        rest = _remainder_of_many_digits(Decimal(a), Decimal(b))
    if rest and (rest < 0) != (b < 0):
        rest = _ADD(rest, b)
    return canonical(rest)


def _remainder_of_many_digits(a: Decimal, b: Decimal) -> Decimal:
    """Return the remainder if the whole quotient has more than 34 digits, so that the last digit of `a` stands above
    that of `b`."""
    shift = exponent(a) - exponent(b)
    divisor = abs(int(EXACT.scaleb(b, -exponent(b))))
    dividend = abs(int(EXACT.scaleb(a, -exponent(a))))
    rest = Decimal(dividend * pow(10, shift, divisor) % divisor)
    return EXACT.scaleb(rest, exponent(b)).copy_sign(a)


def exponent(value: Decimal) -> int:
    """Return the place of the last digit: -2 for hundredths."""
    return int(value.as_tuple().exponent)  # of a finite number it is an int


def quotient(a: Number, b: Number) -> Number:
    """Return the quotient of the floor division, so that a == a.quotient(b) * b + a.mod(b). A quotient of more than 34
    digits is rounded down. Fail if the divisor is zero."""
    if not b:
        raise Failure("division-by-zero", "the divisor of a quotient is zero")
    if type(a) is int and type(b) is int:
        return a // b
    try:
        return canonical(_FLOOR.to_integral_value(_FLOOR.divide(a, b)))
    except Overflow as error:
        raise range_failure(error) from None


def whole(value: Number, what: str) -> int:
    """Return `value` as an int. Raise Failure if it is not whole or has over 34 digits; `what` names it in the
    message."""
    if type(value) is int:
        return value
    if -LIMIT < value < LIMIT:
        raise Failure("not-whole", f"{what} must be a whole number, not {show_number(value)}")
    raise Failure("out-of-range", f"{what} has more than {DIGITS} digits")


def natural(value: Number, what: str) -> int:
    """Return `value` as an int. Raise Failure if it is not whole, or is negative."""
    number = whole(value, what)
    if number < 0:
        raise Failure("out-of-range", f"{what} is negative")
    return number


def linear(value: Number, factor: int, constant: int, divisor: int) -> Number:
    """Return `(value * factor + constant) / divisor`, exact and rounded once; for conversions of units."""
    try:
        return canonical(CONTEXT.divide(EXACT.add(EXACT.multiply(value, factor), constant), divisor))
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None


def square_root(value: Number) -> Number:
    """Return the square root, rounded once to 34 digits. Fail if the number is negative."""
    if value < 0:
        raise Failure("negative-root", "the square root of a negative number")
    return canonical(CONTEXT.sqrt(value))


_NUMBER = re.compile(
    r"([+\-\u2212]?)((?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,5}))?(%?)"
)
# Within a text. Where commas separate other numbers they are none of thousands: the last two of "85,92,100" are two
# numbers, as they are of "85,92,78".
THOUSANDS_IN_TEXT = r"(?<![0-9],)[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9]|,[0-9])"
_MAX_NUMBER_TEXT = 10_000  # characters; a longer text is no number


def parse_number(text: str) -> Number | None:
    """Return the number that `text` contains, or None. The grammar is our own and the same in every locale.

    It is an optional sign, ASCII digits with or without commas between thousands, an optional fraction, an optional
    exponent and an optional percent sign; surrounding spaces are ignored: "1,299.99", "-0.5", ".5", "6.02e23", "15%".
    No thousands begin with 0: "0,125" is no number, as it is 0.125 where people write decimal commas.
    """
    if len(text) > _MAX_NUMBER_TEXT:
        return None
    match = _NUMBER.fullmatch(text.strip(" \t\r\n"))
    if match is None:
        return None
    sign, digits, exponent, percent = match.groups()
    value = EXACT.create_decimal(digits.replace(",", ""))
    value = EXACT.scaleb(value, int(exponent or 0) - (2 if percent else 0))
    try:
        return canonical(value if sign in ("", "+") else value.copy_negate())
    except Failure:
        return None


def number_value(text: str) -> Number:
    """Return the value of a number literal: `12`, `0.50`, `18%` (0.18), `1.5e-7`. Raise Failure if it is too large."""
    if text.isdigit() and len(text) <= DIGITS:
        return int(text)
    try:
        value = CONTEXT.create_decimal(text.rstrip("%"))
        return canonical(CONTEXT.scaleb(value, -2) if text.endswith("%") else value)
    except ArithmeticError:  # an exponent beyond all bounds
        raise Failure("overflow", "the number is too large or too small") from None


def show_number(value: Number) -> str:
    """Return the number as text that `parse_number` reads: plain digits, with an exponent only if there would be many
    zeros."""
    if type(value) is int:
        return str(value)
    exact = Decimal(value)
    if -DIGITS <= exact.adjusted() < DIGITS:
        return f"{exact:f}"
    sign, digits, _ = exact.as_tuple()
    written = "".join(map(str, digits))
    mantissa = f"{written[0]}.{written[1:]}" if len(written) > 1 else written
    return f"{'-' if sign else ''}{mantissa}e{exact.adjusted()}"
