"""Numbers as people look at them: of a fraction too long to be read, the first digits."""

from __future__ import annotations

from decimal import Context, Decimal

from seglam_lang.language.computing.numbers import CONTEXT, Number, canonical

MOST_DIGITS = 15  # of a fraction: what people write has fewer, what a division leaves has up to 34
FIRST_DIGITS = Context(prec=10)  # that are shown of a longer one


def first_digits(number: Number) -> Number:
    """Return a number, rounded to its first digits where it is a fraction of more than can be read."""
    if isinstance(number, int) or number == number.to_integral_value():
        return number
    if len(number.as_tuple().digits) <= MOST_DIGITS:
        return number
    is_large = number.adjusted() >= FIRST_DIGITS.prec
    return canonical(CONTEXT.quantize(number, Decimal(1)) if is_large else FIRST_DIGITS.plus(number))
