"""When a number is the one that a suite states: its decimals may be cut off, or be those of a binary float.

The suites' own runners compare so: FEEL's takes numbers as equal that differ by less than 0.00000001. We ask for more:
what is written with few digits must be exact, and what is written with many must agree as far as it is written, but
no further than 14 significant digits: a binary float is sure of 15, and what is computed with some of 14.
"""

from __future__ import annotations

from decimal import Decimal

_FLOAT_DIGITS = 15  # that a binary float is sure of
_COMPUTED_DIGITS = 14  # that what is computed with binary floats is sure of
_MOST_FLOAT_DIGITS = 17  # that one is written with
_CUT_DECIMALS, _CUT_DIGITS = 8, 11  # a fraction written with as many may have been cut off


def near(value: Decimal, expected: Decimal) -> bool:
    """Whether `value` is the number that `expected` writes."""
    if value == expected:
        return True
    _, written, exponent = expected.normalize().as_tuple()
    assert isinstance(exponent, int), "no suite prints infinities here"
    digits = len(written)
    if exponent >= 0:  # a whole number is exact, but for one of a float's digits with zeros behind them
        rounded = exponent > 0 and _FLOAT_DIGITS <= digits <= _MOST_FLOAT_DIGITS
    else:
        rounded = -exponent >= _CUT_DECIMALS or digits >= _CUT_DIGITS
    place = max(exponent, expected.adjusted() - _COMPUTED_DIGITS + 1)
    return rounded and abs(value - expected) <= Decimal((0, (1,), place))
