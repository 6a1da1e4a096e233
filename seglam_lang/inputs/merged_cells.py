"""Merged cells of a sheet. Only the first of them has a value in the file; what it says, it says of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from seglam_lang.inputs.model import Doubt, InputError

_MOST_NAMED = 3  # in a message
Range = tuple[tuple[int, int], tuple[int, int]]  # row and column of its first and of its last cell


class Merged(NamedTuple):
    """Cells that are merged, by the positions of the first and the last in the rows that were read."""

    top: int
    left: int
    bottom: int
    right: int
    value: Any


def merged_in(rows: Sequence[Sequence[Any]], ranges: Iterable[Range], start: tuple[int, int]) -> list[Merged]:
    """Return the merged cells that have a value; `start` is the row and column of the sheet that `rows` begin with."""
    found = []
    for (top, left), (bottom, right) in sorted(ranges):  # files have them in any order
        row, column = top - start[0], left - start[1]
        inside = 0 <= row < len(rows) and 0 <= column < len(rows[0])
        if inside and (top, left) != (bottom, right) and rows[row][column] is not None:
            last = (min(bottom - start[0], len(rows) - 1), min(right - start[1], len(rows[0]) - 1))
            found.append(Merged(row, column, *last, rows[row][column]))
    return found


def refuse_merged_headers(merged: Sequence[Merged], header: int, lines: Sequence[int], name: str) -> None:
    """Raise InputError where headers are merged: there may be a second row of them, which only a person can tell."""
    across = [each for each in merged if each.top <= header <= each.bottom]
    if across:
        texts = [f"{each.value}" for each in across]
        listed = ", ".join(texts[:_MOST_NAMED]) + (", ..." if len(texts) > _MOST_NAMED else "")
        likely = lines[min(max(header + 1, *(each.bottom for each in across)), len(lines) - 1)]
        told = f"say which row has them, as in --header {likely}"
        raise InputError("merged-header", f"{name}: the headers have merged cells ({listed}); {told}")


def merged_headers(headers: Sequence[Any], merged: Sequence[Merged], header: int) -> list[Any]:
    """Return headers, those that are merged with a cell above them as that one says."""
    found = list(headers)
    for each in merged:
        if each.left == each.right and each.top <= header <= each.bottom:
            found[each.left] = each.value
    return found


def fill_merged(columns: Sequence[list[Any]], merged: Sequence[Merged], start: int, name: str) -> list[str]:
    """Write texts that stand in merged cells of one column into all of their rows; return a note if there are any.

    Numbers are left as they are: they may be of all rows together.
    """
    filled = [each for each in merged if each.left == each.right and each.top >= start and isinstance(each.value, str)]
    for each in filled:
        columns[each.left][each.top : each.bottom + 1] = [each.value] * (each.bottom + 1 - each.top)
    if not filled:
        return []
    first = filled[0].value
    return [Doubt(f"{name}: what stands in merged cells is read as if it stood in each of their rows ({first}, ...)")]
