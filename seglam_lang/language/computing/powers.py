"""Powers, roots, logarithms and factorials of Numbers.

Whole powers are products, and cost only their digits; all others are `exp(exponent * ln(base))`. Python's `ln` and
`exp` are correctly rounded in the context that they are given. It has 80 digits here, so that the error of a few steps
does not change the 34 digits of the result. (An exact result of 34 digits or fewer, as in 8.root(3) == 2, is found: the
error is far below half of the last digit.)
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal, Overflow, Underflow

from seglam_lang.language.computing.numbers import (
    CONTEXT,
    EMAX,
    EMIN,
    SIGNALS,
    Number,
    canonical,
    from_int,
    range_failure,
    whole,
)
from seglam_lang.language.failures import Failure

_WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN, Emin=4 * EMIN, Emax=4 * EMAX, clamp=0, traps=SIGNALS)
_MAX_FACTORIAL = 2122  # 2123! has more than 6145 digits


def power(base: Number, exponent: Number) -> Number:
    """Return `base` raised to `exponent`; 0 to the power 0 is 1. Raise Failure for a negative base and a fraction."""
    if not exponent:
        return 1
    if not base:
        if exponent < 0:
            raise Failure("division-by-zero", "zero has no negative power")
        return 0
    try:
        if type(exponent) is int and abs(exponent) < 1_000_000:
            return canonical(whole_power(Decimal(base), exponent, _WIDE))
        if base < 0:
            raise Failure("negative-root", "a negative number has only whole powers of up to six digits")
        return canonical(_WIDE.exp(_WIDE.multiply(exponent, _WIDE.ln(base))))
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None


def whole_power(base: Decimal, exponent: int, context: Context) -> Decimal:
    """Return the power by repeated squaring from the highest bit, with correctly rounded operations only: the same
    everywhere."""
    result = Decimal(1)
    for bit in bin(abs(exponent))[2:]:
        result = context.multiply(result, result)
        if bit == "1":
            result = context.multiply(result, base)
    return result if exponent >= 0 else context.divide(1, result)


def root(value: Number, degree: Number) -> Number:
    """Return the number whose `degree`-th power is `value`. Raise Failure for a negative value and an even degree."""
    n = whole(degree, "the degree of a root")
    if n < 1:
        raise Failure("out-of-range", "the degree of a root must be at least 1")
    if value < 0 and n % 2 == 0:
        raise Failure("negative-root", "a negative number has no root of an even degree")
    if n == 1 or not value:
        return value
    size = _WIDE.exp(_WIDE.divide(_WIDE.ln(Decimal(value).copy_abs()), n))
    return canonical(size.copy_sign(Decimal(value)))


def natural_logarithm(value: Number) -> Number:
    """Return the natural logarithm, rounded once."""
    _must_have_a_logarithm(value)
    return canonical(CONTEXT.ln(value))


def logarithm(value: Number, base: Number) -> Number:
    """Return the logarithm of `value` to `base`."""
    _must_have_a_logarithm(value)
    _must_have_a_logarithm(base)
    if base == 1:
        raise Failure("out-of-range", "there is no logarithm to the base 1")
    return canonical(_WIDE.divide(_WIDE.ln(value), _WIDE.ln(base)))


def _must_have_a_logarithm(value: Number) -> None:
    if value <= 0:
        raise Failure("out-of-range", "only a number above zero has a logarithm")


def exponential(value: Number) -> Number:
    """Return e (2.718...) raised to `value`, rounded once."""
    try:
        return canonical(CONTEXT.exp(value))
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None


def factorial(value: Number) -> Number:
    """Return 1 * 2 * ... * value."""
    n = whole(value, "the number of a factorial")
    if n < 0:
        raise Failure("out-of-range", "a negative number has no factorial")
    if n > _MAX_FACTORIAL:
        raise Failure("overflow", "the result is too large")
    return from_int(math.factorial(n))
