"""Classes of numbers for a histogram: round steps, and never more classes than can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from seglam_lang.language.computing.numbers import CONTEXT, canonical, show_number
from seglam_lang.language.values import Number

MOST_CLASSES = 20
_ROUND = (1, 2, 5)


def classes_of(numbers: Sequence[Number]) -> list[tuple[str, int]]:
    """Return each class from the smallest to the largest number with how many lie in it; its upper end is not in it.

    Whole numbers in classes of one are named by themselves.
    """
    if not numbers:
        return []
    with localcontext(CONTEXT):
        return list(_classes(numbers))


def _classes(numbers: Sequence[Number]) -> Iterator[tuple[str, int]]:
    exact = [Decimal(number) for number in numbers]
    whole = all(number == number.to_integral_value() for number in exact)
    step = _step(max(exact) - min(exact), whole)
    counts: dict[int, int] = {}
    for number in exact:
        at = int((number / step).to_integral_value("ROUND_FLOOR"))
        counts[at] = counts.get(at, 0) + 1
    for at in range(min(counts), max(counts) + 1):
        low, high = _text(at * step), _text((at + 1) * step)
        yield (low if whole and step == 1 else f"{low} to {high}"), counts.get(at, 0)


def _step(span: Decimal, whole: bool) -> Decimal:
    """Return the smallest round step that makes few enough classes of a span."""
    least = span / (MOST_CLASSES - 1)
    if not least:
        return Decimal(1)
    exponent = least.adjusted()
    steps = (Decimal(factor).scaleb(exponent + more) for more in (0, 1) for factor in _ROUND)
    found = next(step for step in steps if step >= least)
    return max(found, Decimal(1)) if whole else found


def _text(number: Decimal) -> str:
    return show_number(canonical(number))
