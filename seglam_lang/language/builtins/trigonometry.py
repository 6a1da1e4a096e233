"""Number: angles and trigonometric functions.

Angles are in radians; `to_radians` and `to_degrees` convert. The functions are computed in decimal arithmetic with 60
digits and rounded to 34: the angle is reduced to -pi/4 to pi/4 with 150 digits of pi (so that nothing is lost near the
zeros, for any angle below 10^34), then the Taylor series is summed. Only correctly rounded operations are used, so that
every machine computes the same digits; before the one rounding the error is below 10^-50 of the result.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.numbers import DIGITS, LIMIT, Number, canonical
from seglam_lang.language.failures import Failure

_SIGNALS = [InvalidOperation, DivisionByZero]
_WORK = Context(prec=60, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, clamp=0, traps=_SIGNALS)
_REDUCE = Context(prec=190, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, clamp=0, traps=_SIGNALS)
_PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"
    "3282306647093844609550582231725359408128"
)
_HALF_PI = _REDUCE.divide(_PI, 2)
_ONE = Decimal(1)
_NEGLIGIBLE = Decimal("1E-62")  # beside the sum of a series, whose terms shrink by half at least

_COST = 1000  # about forty operations with 60 digits, and a few with 190


@builtin(
    "Number.times_pi() -> Number",
    cost=lambda number: 20,
    phrase="pi times {self}",
    examples=["(5 * 5).times_pi().round(2) == 78.54"],
)
def times_pi(number: Number) -> Number:
    """Return the number times pi (3.14159...), rounded once to 34 digits. `(r * r).times_pi()` is the area of a
    circle."""
    return canonical(_WORK.multiply(_PI, number))


@builtin(
    "Number.to_radians() -> Number",
    cost=lambda number: 20,
    phrase="{self} degrees in radians",
    examples=["180.to_radians() == 1.times_pi()"],
)
def to_radians(number: Number) -> Number:
    """Return an angle in degrees converted to radians."""
    return canonical(_WORK.divide(_WORK.multiply(_PI, number), 180))


@builtin(
    "Number.to_degrees() -> Number",
    cost=lambda number: 20,
    phrase="{self} radians in degrees",
    examples=["1.times_pi().to_degrees() == 180"],
)
def to_degrees(number: Number) -> Number:
    """Return an angle in radians converted to degrees."""
    return canonical(_WORK.divide(_WORK.multiply(number, 180), _PI))


@builtin(
    "Number.sin() -> Number",
    cost=lambda angle: _COST,
    phrase="the sine of {self}",
    examples=["0.sin() == 0", "30.to_radians().sin() == 0.5"],
)
def sine(angle: Number) -> Number:
    """Return the sine of an angle in radians. Fail if the angle is not between -10^34 and 10^34."""
    return canonical(_sine_and_cosine(angle)[0])


@builtin(
    "Number.cos() -> Number",
    cost=lambda angle: _COST,
    phrase="the cosine of {self}",
    examples=["0.cos() == 1", "1.times_pi().cos() == -1"],
)
def cosine(angle: Number) -> Number:
    """Return the cosine of an angle in radians. Fail if the angle is not between -10^34 and 10^34."""
    return canonical(_sine_and_cosine(angle)[1])


@builtin(
    "Number.tan() -> Number",
    cost=lambda angle: _COST,
    phrase="the tangent of {self}",
    examples=["0.tan() == 0", "1.tan().round(6) == 1.557408"],
)
def tangent(angle: Number) -> Number:
    """Return the tangent of an angle in radians. Fail if the angle is not between -10^34 and 10^34."""
    sine, cosine = _sine_and_cosine(angle)
    return canonical(_WORK.divide(sine, cosine))


@builtin(
    "Number.arctan() -> Number",
    cost=lambda number: _COST,
    phrase="the arctangent of {self}",
    examples=["1.arctan() == 45.to_radians()"],
)
def arctangent(number: Number) -> Number:
    """Return the angle in radians, from -pi/2 to pi/2, that has this tangent."""
    return canonical(_angle_of(Decimal(number)))


@builtin(
    "Number.arcsin() -> Number",
    cost=lambda number: _COST,
    phrase="the arcsine of {self}",
    examples=["1.arcsin() == 90.to_radians()"],
)
def arcsine(number: Number) -> Number:
    """Return the angle in radians, from -pi/2 to pi/2, that has this sine. Fail if the number is not from -1 to 1."""
    _must_be_a_sine(number)
    other = _WORK.sqrt(_WORK.multiply(_REDUCE.subtract(1, number), _REDUCE.add(1, number)))
    return canonical(_angle_of(_WORK.divide(number, other)) if other else _WORK.multiply(_HALF_PI, number))


@builtin(
    "Number.arccos() -> Number",
    cost=lambda number: _COST,
    phrase="the arccosine of {self}",
    examples=["1.arccos() == 0", "0.arccos() == 90.to_radians()"],
)
def arccosine(number: Number) -> Number:
    """Return the angle in radians, from 0 to pi, that has this cosine. Fail if the number is not from -1 to 1."""
    _must_be_a_sine(number)
    if number == -1:
        return canonical(_WORK.plus(_PI))
    half = _angle_of(_WORK.sqrt(_WORK.divide(_REDUCE.subtract(1, number), _REDUCE.add(1, number))))
    return canonical(_WORK.multiply(half, 2))


def _must_be_a_sine(number: Number) -> None:
    if not -1 <= number <= 1:
        raise Failure("out-of-range", "a sine or cosine must be from -1 to 1")


def _sine_and_cosine(angle: Number) -> tuple[Decimal, Decimal]:
    if not -LIMIT < angle < LIMIT:
        raise Failure("out-of-range", f"an angle must be between -10^{DIGITS} and 10^{DIGITS}")
    quarters = _REDUCE.to_integral_value(_REDUCE.divide(angle, _HALF_PI))
    rest = _WORK.plus(_REDUCE.subtract(angle, _REDUCE.multiply(quarters, _HALF_PI)))
    sine = _series(rest, rest, 2)
    cosine = _series(_ONE, rest, 1)
    turns = int(quarters) % 4
    if turns % 2:
        sine, cosine = cosine, sine.copy_negate()
    return (sine.copy_negate(), cosine.copy_negate()) if turns >= 2 else (sine, cosine)


def _series(first: Decimal, angle: Decimal, place: int) -> Decimal:
    """Return `first` - `first` * angle^2 / (place * (place + 1)) + ...: the Taylor series of sine and cosine."""
    square = _WORK.multiply(angle, angle)
    total = term = first
    while term.copy_abs() > _WORK.multiply(total.copy_abs(), _NEGLIGIBLE):
        term = _WORK.divide(_WORK.multiply(term, square), -place * (place + 1))
        total = _WORK.add(total, term)
        place += 2
    return total


def _angle_of(tangent: Decimal) -> Decimal:
    """Return the angle with this tangent: halve the angle three times, then sum the series of the arctangent."""
    size = tangent.copy_abs()
    if size > 1:
        rest = _WORK.subtract(_HALF_PI, _angle_of(_WORK.divide(1, size)))
        return rest.copy_sign(tangent)
    for _ in range(3):
        size = _WORK.divide(size, _WORK.add(1, _WORK.sqrt(_WORK.add(1, _WORK.multiply(size, size)))))
    square = _WORK.multiply(size, size)
    total = power = size
    place = 1
    while power > _WORK.multiply(total, _NEGLIGIBLE):
        power = _WORK.multiply(power, square)
        place += 2
        total = _WORK.add(total, _WORK.divide(power, place if place % 4 == 1 else -place))
    return _WORK.multiply(total, 8).copy_sign(tangent)
