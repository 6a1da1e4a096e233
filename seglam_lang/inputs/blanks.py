"""Cells that are blank as a person says so: `DNF` among times, -999 among numbers (`--blank DNF`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from seglam_lang.inputs.numbers import parse_exact


def without_marks(columns: Sequence[Sequence[Any]], marks: Sequence[str]) -> list[Sequence[Any]]:
    """Return columns in which a cell that has one of these texts, or is the number that one of them states, is None."""
    is_mark = _is_one_of(marks)
    return [
        [None if is_mark(cell) else cell for cell in column] if any(map(is_mark, column)) else column
        for column in columns
    ]


def _is_one_of(marks: Sequence[str]) -> Callable[[Any], bool]:
    texts = frozenset(map(str.strip, marks))
    numbers = frozenset(number for number in map(parse_exact, texts) if number is not None)

    def is_mark(cell: Any) -> bool:
        if isinstance(cell, str):
            return cell.strip() in texts
        return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) and cell in numbers

    return is_mark


def how_to_say(texts: Sequence[str]) -> str:
    """Return how a person says that cells with one of these texts are blank, "" where they may be values after all:
    what has a digit may be a number that is not written well, and who writes a sentence says something.
    """
    different = list(dict.fromkeys(texts))
    if len(different) > _MOST or any(map(str.isdigit, "".join(different))):
        return ""
    if any(len(text) > _LONGEST or not text.isprintable() for text in different):
        return ""
    from shlex import quote  # most tables do not need it

    named = " ".join(f"--blank {quote(text)}" for text in different)
    return f" ({named} reads {'such a cell' if len(different) == 1 else 'such cells'} as blank)"


_MOST = 3  # different texts that people name
_LONGEST = 20  # characters of one
