"""Numbers with zeros in front, which are none: `007` is a code, `[1,000]` would be a list of two numbers, and of
`2024-01-31` without its `@` the month is one.
"""

from __future__ import annotations

from typing import Any

from seglam_lang.language.syntax.lexicon import LEADING_ZEROS

LONGEST_SHOWN = 40  # characters of a number in a message


def complaint(number: str) -> tuple[str, str]:
    """Return what is wrong with a NUMBER that has zeros in front, and the mend; two empty texts for any other."""
    zeros = LEADING_ZEROS.match(number)
    if zeros is None:
        return "", ""
    shown = number if len(number) <= LONGEST_SHOWN else f"{number[:LONGEST_SHOWN]}..."
    hint = f'write `{number[zeros.end() :]}`, `"{shown}"` where it is a code, and `1000` for 1,000'
    return f"`{shown}` is no number: it has zeros in front", hint


def date_without_sign(difference: Any) -> str:
    """Return the date that a difference of numbers, one with a zero in front, is written like; "" of any other node of
    the parser with two sides.
    """
    left, operator, right = difference.children
    if operator != "-" or left.data != "binary" or left.children[1] != "-":
        return ""
    numbers = (left.children[0], left.children[2], right)
    if any(each.data != "number" for each in numbers):
        return ""
    parts = [str(each.children[0]) for each in numbers]
    has_zeros = any(map(LEADING_ZEROS.match, parts[1:]))
    return "-".join(parts) if has_zeros and list(map(len, parts)) == [4, 2, 2] else ""
