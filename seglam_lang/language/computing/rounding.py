"""Rounding: to decimals, tens and hundreds, and to multiples, each rounded once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    InvalidOperation,
    Overflow,
    Underflow,
)

from seglam_lang.language.computing.numbers import (
    CONTEXT,
    DIGITS,
    EMAX,
    EMIN,
    EXACT,
    Number,
    absolute,
    canonical,
    exponent,
    modulo,
    range_failure,
    settled,
    whole,
)
from seglam_lang.language.failures import Failure

# What most roundings are to: so many decimals, or none. `_quantize` knows the others.
_QUANTA: dict[Number | None, Decimal] = {places: Decimal((0, (1,), -places)) for places in range(DIGITS + 1)}
_QUANTA[None] = Decimal(1)


def _quantize(value: Number, digits: Number | None, rounding: str) -> Number:
    places = 0 if digits is None else whole(digits, "the number of digits")
    if type(value) is int and places >= 0:
        return value
    exact = Decimal(value)
    if -places <= exponent(exact):
        return value
    if places < -EMAX:
        places = -EMAX - 1  # whatever it is, it rounds to 0 or overflows
    return canonical(exact.quantize(Decimal((0, (1,), -places)), rounding, EXACT))


def _rounding(rounding: str, doc: str) -> Callable[[Number, Number | None], Number]:
    """Return a function that rounds to a number of decimals (0 for None; negative for tens, hundreds, ...)."""
    quantize = Context(prec=DIGITS, rounding=rounding, Emin=EMIN, Emax=EMAX, traps=[InvalidOperation]).quantize

    def rounded(value: Number, digits: Number | None) -> Number:
        if digits not in _QUANTA:
            return _quantize(value, digits, rounding)
        if type(value) is int:
            return value
        try:
            result = quantize(value, _QUANTA[digits])
        except InvalidOperation:  # over 34 digits with so many decimals
            return _quantize(value, digits, rounding)
        return settled(result)

    rounded.__doc__ = doc
    return rounded


_DECIMALS = "`digits` decimals (0 if left out; negative for tens, hundreds, ...)"
round_half_up = _rounding(
    ROUND_HALF_UP, f"Return the number rounded to {_DECIMALS}. Halves are rounded away from zero."
)
round_half_even = _rounding(
    ROUND_HALF_EVEN, f"Return the number rounded to {_DECIMALS}. Halves are rounded to the even digit, as in banking."
)
round_down = _rounding(ROUND_FLOOR, f"Return the number rounded down (floor) to {_DECIMALS}.")
round_up = _rounding(ROUND_CEILING, f"Return the number rounded up (ceiling) to {_DECIMALS}.")
truncate = _rounding(ROUND_DOWN, f"Return the number rounded toward zero to {_DECIMALS}.")


def round_to(value: Number, multiple: Number) -> Number:
    """Return the nearest multiple of `multiple`, rounded once to 34 digits. Halves are rounded away from zero. Fail if
    `multiple` is zero or negative."""
    if multiple <= 0:
        raise Failure("out-of-range", "the multiple must be above zero")
    size = absolute(value)
    rest = modulo(size, multiple)
    # `multiple - rest` is exact: where it is used, both are of one magnitude.
    change = Decimal(rest).copy_negate() if EXACT.add(rest, rest) < multiple else EXACT.subtract(multiple, rest)
    try:
        return canonical(CONTEXT.add(size, change).copy_sign(Decimal(value)))
    except (Overflow, Underflow) as error:
        raise range_failure(error) from None
