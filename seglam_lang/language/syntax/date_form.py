"""A difference that is written like a date, `2024-01-31`: it lacks the `@`.

One with a zero in front is no difference of numbers, which the parser sees. `2024-11-30` is one: only where a Date is
needed the checker sees what it is meant to be. Both say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import LEADING_ZEROS

_DIGITS = [4, 2, 2]


def without_sign(day: str, span: tuple[int, int]) -> Diagnostic:
    """Return the diagnostic of a date, as it is written at `span`, that lacks its sign."""
    return Diagnostic("date-form", f"`{day}` is no date: a date begins with `@`", *span, f"write `@{day}`")


def of_tree(difference: Any) -> str:
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
    return _written(parts) if any(map(LEADING_ZEROS.match, parts[1:])) else ""


def of_node(node: nodes.Expression | nodes.Lambda | None) -> str:
    """Return the date that a difference of numbers is written like; "" of anything else."""
    match node:
        case nodes.Binary("-", nodes.Binary("-", nodes.Number(year), nodes.Number(month)), nodes.Number(day)):
            return _written((year, month, day))
    return ""


def _written(parts: Sequence[str]) -> str:
    return "-".join(parts) if all(map(str.isdigit, parts)) and list(map(len, parts)) == _DIGITS else ""
