"""Number: texts for people to read. For the plain form, which `Text.to_number` reads back, use `to_text`.

Halves are rounded away from zero, as by `round`. Nothing depends on a locale: other separators than those of "1,234.50"
are arguments.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import numbers, rounding
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, MAX_TEXT, too_large
from seglam_lang.language.computing.numbers import DIGITS, EMIN, Number, natural, whole

_MAX_DECIMALS = DIGITS - 1 - EMIN  # no number has more


def _length(number: Number, decimals: Any = None, thousands: str | None = None, point: str | None = None) -> int:
    """Return an upper bound of the number of characters."""
    magnitude = Decimal(number).adjusted()
    before = max(magnitude, 0) + 4  # with a digit from rounding up, two from percent
    after = DIGITS - magnitude if decimals is None else decimals
    places = max(0, after) if type(after) is int else 0
    return 2 + before + before // 3 * len("," if thousands is None else thousands) + len(point or ".") + places


def _making(number: Number, *options: Any) -> int:
    return 2 + _length(number, *options) // CHARACTERS_PER_UNIT


@builtin(
    "Number.format(decimals?: Number, thousands?: Text, point?: Text) -> Text",
    cost=_making,
    phrase=", written[ with {decimals:decimal}| in full][, thousands as {thousands}][ and decimal point {point}]",
    examples=[
        '1234.5.format(2) == "1,234.50"',
        '1234.5.format() == "1,234.5"',
        '1234567.8.format(2, ".", ",") == "1.234.567,80"',
        '1234.5.format(0, "") == "1235"',
    ],
)
def format_number(number: Number, decimals: Number | None, thousands: str | None, point: str | None) -> str:
    """Return the number as a text for people, rounded to `decimals` decimals (all if left out). The `thousands`
    separator is a comma and the decimal `point` is a point, unless other texts are given. Fail if `decimals` is
    negative or not whole."""
    places = 0 if decimals is None else natural(decimals, "the number of decimals")
    if places > _MAX_DECIMALS or _length(number, decimals, thousands, point) > MAX_TEXT:
        raise too_large("the text")
    rounded = number if decimals is None else rounding.round_half_up(number, places)
    before, _, after = f"{Decimal(rounded):,f}".partition(".")
    after = after.ljust(places, "0")
    if thousands is not None:
        before = before.replace(",", thousands)
    return before + ("." if point is None else point) + after if after else before


@builtin(
    "Number.format_percent(decimals?: Number) -> Text",
    cost=_making,
    phrase=", written as a percentage[ with {decimals:decimal}]",
    examples=[
        '0.185.format_percent() == "18.5%"',
        '(2 / 3).format_percent(1) == "66.7%"',
        '12.format_percent() == "1,200%"',
    ],
)
def format_percent(number: Number, decimals: Number | None) -> str:
    """Return the number as a percentage for people, so that 0.5 is 50%, rounded to `decimals` decimals (all if left
    out). Fail if `decimals` is negative or not whole."""
    return format_number(numbers.multiply(number, 100), decimals, None, None) + "%"


@builtin(
    "Number.ordinal() -> Text",
    cost=lambda number: DIGITS // CHARACTERS_PER_UNIT,
    phrase="the ordinal of {self}",
    examples=['1.ordinal() == "1st"', '12.ordinal() == "12th"', '103.ordinal() == "103rd"'],
)
def ordinal(number: Number) -> str:
    """Return the English ordinal, such as 1st or 12th. Fail if the number is not whole."""
    n = whole(number, "the number")
    last_two = abs(n) % 100
    suffix = "th" if 11 <= last_two <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(last_two % 10, "th")
    return f"{n}{suffix}"
