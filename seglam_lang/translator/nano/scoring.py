"""What counts as right: numbers within 1e-6 relative, texts without regard to case, lists without regard to order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

TOLERANCE = Decimal("1e-6")


def same(one: Any, other: Any) -> bool:
    """Return whether two JSON answers are the same.

    Of a table the columns and the cells of a row have an order, the rows have none. A list of one is not its item.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return _in_order(one.get("columns"), other.get("columns")) and _paired(
            one.get("rows"), other.get("rows"), by_place=True
        )
    if isinstance(one, list) and isinstance(other, list):
        return _paired(one, other)
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().casefold() == other.strip().casefold()
    if _is_number(one) and _is_number(other):
        # As decimals: an exact answer may have more digits than a float, or be beyond the largest one.
        left, right = Decimal(str(one)), Decimal(str(other))
        return abs(left - right) <= TOLERANCE * max(abs(left), abs(right))
    return type(one) is type(other) and bool(one == other)


def _in_order(one: Any, other: Any) -> bool:
    if not isinstance(one, list) or not isinstance(other, list):
        return False
    return len(one) == len(other) and all(map(same, one, other))


def _paired(one: Any, other: Any, *, by_place: bool = False) -> bool:
    """Return whether each item of one list has its own partner in the other; `by_place`: items are lists in order."""
    if not isinstance(one, list) or not isinstance(other, list) or len(one) != len(other):
        return False
    alike = _in_order if by_place else same
    left = list(other)
    for item in one:
        found = next((i for i, candidate in enumerate(left) if alike(item, candidate)), None)
        if found is None:
            return False
        del left[found]
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
