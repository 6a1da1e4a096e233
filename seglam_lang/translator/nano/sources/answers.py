"""When an answer is the one that the data state: the rules by which the sets are scored (../shared/everyday/score.py).

Numbers agree within a millionth, texts whatever their case. A table, a list and a value are compared by their cells,
in any order: whether an order was asked for, the program says, not the answer. A table may have up to two columns more,
the key that its rows are grouped or sorted by.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from math import isclose
from typing import Any

Atom = bool | float | str | None
BESIDE = 2  # columns that may stand beside those that were asked for
MOST_COLUMNS = 7  # of a table whose columns are tried in every order


def agrees(answer: Any, expected: Any, tolerance: float = 0) -> bool:
    """Return whether an answer, as JSON has it, is the one expected; `tolerance` is for answers that are one number."""
    got, wanted = list(atoms(answer)), list(atoms(expected))
    if tolerance and len(got) == len(wanted) == 1 and isinstance(got[0], float) and isinstance(wanted[0], float):
        return isclose(got[0], wanted[0], rel_tol=tolerance)
    if len(got) != len(wanted):
        return set(map(str, got)) == set(map(str, wanted)) or _covers(answer, expected)
    return _are_paired(got, wanted) or _covers(answer, expected)


def atom(value: Any) -> Atom:
    """Return a cell as it is compared: a number, also one in a text, or a text without regard to case and spaces."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:  # a whole number beyond the largest float
            return str(value)
    text = " ".join(str(value).split()).casefold()
    try:
        return float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return text


def atoms(value: Any) -> Iterator[Atom]:
    """Yield the cells of a value, from left to right."""
    if isinstance(value, dict):
        inner = value["rows"] if _is_table(value) else value.values()
        for each in inner:
            yield from atoms(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from atoms(each)
    else:
        yield atom(value)


def _are_paired(got: list[Atom], wanted: list[Atom]) -> bool:
    """Return whether each atom has its own partner."""
    left = list(wanted)
    for each in got:
        partner = next((place for place, other in enumerate(left) if _are_close(each, other)), None)
        if partner is None:
            return False
        del left[partner]
    return True


def _are_close(one: Atom, other: Atom) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return one == other


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and "rows" in value and "columns" in value


def _grid(value: Any) -> list[list[Atom]]:
    """Return a table or a list as rows of atoms, [] for anything else."""
    if _is_table(value):
        value = value["rows"]
    if not isinstance(value, list):
        return []
    return [list(atoms(row)) for row in value]


def _covers(answer: Any, expected: Any) -> bool:
    """Return whether some columns of a table are the rows expected."""
    got, wanted = _grid(answer), _grid(expected)
    widths = {len(row) for row in got}, {len(row) for row in wanted}
    if len(got) != len(wanted) or not got or any(len(each) != 1 for each in widths):
        return False
    ((have,), (want,)) = widths
    if not 0 < want <= have <= min(want + BESIDE, MOST_COLUMNS):
        return False
    target = _sorted(wanted)
    return any(
        _sorted([[row[place] for place in places] for row in got]) == target
        for places in permutations(range(have), want)
    )


def _sorted(rows: list[list[Atom]]) -> list[str]:
    return sorted(str([f"{cell:.9g}" if isinstance(cell, float) else cell for cell in row]) for row in rows)
