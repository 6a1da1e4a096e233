"""When a number is the one that a suite states: its decimals may be cut off, or be those of a binary float.

The suites' own runners compare so: FEEL's takes numbers as equal that differ by less than 0.00000001. We ask for more.
What is written with few digits must be exact. What is written with many must agree as far as it is written (many rows
are cut off after 8 decimals, zeros at the end left out), but no further than 14 significant digits: a binary float is
sure of 15, and what is computed with some of 14. A result of ours whose digits go on may be the round number that such
floats come to.
"""

from __future__ import annotations

from decimal import Context, Decimal

_FLOAT_DIGITS = 15  # that a binary float is sure of
_MOST_FLOAT_DIGITS = 17  # that one is written with
_COMPUTED = Context(prec=14)  # what is computed with binary floats is sure of so many digits
_CUT_DECIMALS, _CUT_DIGITS = 8, 11  # a fraction written with as many may have been cut off


def near(value: Decimal, expected: Decimal) -> bool:
    """Whether `value` is the number that `expected` writes."""
    if value == expected or (_goes_on(value) and _COMPUTED.plus(value) == expected):
        return True
    if expected == 0:
        return abs(value) < Decimal(1).scaleb(-_CUT_DECIMALS)
    _, written, exponent = expected.normalize().as_tuple()
    assert isinstance(exponent, int), "no suite prints infinities here"
    if exponent >= 0:  # a whole number is exact, but for one of a float's digits with zeros behind them
        rounded = exponent > 0 and _FLOAT_DIGITS <= len(written) <= _MOST_FLOAT_DIGITS
    else:
        rounded = -exponent >= _CUT_DECIMALS - 1 or len(written) >= _CUT_DIGITS
    last = -_CUT_DECIMALS if -exponent == _CUT_DECIMALS - 1 else exponent
    place = max(last, expected.adjusted() - _COMPUTED.prec + 1)
    return rounded and abs(value - expected) <= Decimal((0, (1,), place))


def _goes_on(value: Decimal) -> bool:
    return len(value.as_tuple().digits) > _MOST_FLOAT_DIGITS
