"""Weekdays and months by their names: "Sat" in a column of them is what "on Saturday" and "on Saturdays" ask for, and a
column `Feb` what "in February" does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.inputs.dates import MONTHS
from seglam_lang.requests.dates.words import WEEKDAYS


def other_names(cells: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return, by the cell, what else weekdays or months are called in a column that has nothing but these.

    Of any other column "sun" and "may" are words like others.
    """
    plain = {cell: cell.casefold().removesuffix(".") for cell in cells}
    for names in (WEEKDAYS, MONTHS):
        if plain and all(name in names for name in plain.values()):
            return {cell: _others(name, names) for cell, name in plain.items()}
    return {}


def _others(name: str, names: Mapping[str, int]) -> tuple[str, ...]:
    return tuple([other for other, which in names.items() if which == names[name] and other != name])


def is_same(word: str, other: str) -> bool:
    """Return whether two words are names of one weekday or month."""
    return any(word in names and names[word] == names.get(other) for names in (WEEKDAYS, MONTHS))
