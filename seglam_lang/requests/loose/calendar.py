"""Weekdays and months by their names: "Sat" in a column of them is what "on Saturday" and "on Saturdays" ask for, and a
column `Feb` what "in February" does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from seglam_lang.inputs.dates import MONTHS
from seglam_lang.requests.dates import periods_in, relative_dates
from seglam_lang.requests.dates.words import WEEKDAYS
from seglam_lang.requests.model import Token

_ANY_DAY = date(2000, 1, 1)


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


def in_dates(tokens: Sequence[Token]) -> set[int]:
    """Return where months and weekdays are a part of dates with a number, and so no names: "march 2019", "5 march"."""
    named = {at for at, token in enumerate(tokens) if token.norm in MONTHS or token.norm in WEEKDAYS}
    if not named or not any(token.norm[0].isdigit() for token in tokens):
        return set()
    dates = [(first, last) for first, last, _ in periods_in([token.norm for token in tokens], _ANY_DAY)]
    numbered = [each for each in dates if any(token.norm[0].isdigit() for token in tokens[slice(*each)])]
    return {at for at in named if any(first <= at < last for first, last in numbered)}


def months_of_may(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield where "may" is the month: it stands as a date does ("in may"), or is written as a name."""
    if any(token.norm == "may" for token in tokens):
        alone = (first for first, last in relative_dates(tokens) if last == first + 1)
        yield from (at for at in alone if tokens[at].norm == "may")
