"""Which names go together, beyond their types: a value is compared only with columns that hold it.

    row[c8] == v3       v3: a value of other columns

A model that has learned which column is meant still mixes up names, as it has seen each of them in all places. What
compares others is not followed, which leaves room for drafts that may be right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

_EQUAL = frozenset(("==", "!="))
_CELL = 4  # tokens before a name: [ c1 ] ==


class Together(NamedTuple):
    """The names of values, each with those of the columns that hold it."""

    holders: Mapping[str, Sequence[str]]

    def admits(self, written: Sequence[str], name: str) -> bool:
        """Return whether a name may follow what has been written."""
        if name not in self.holders or len(written) < _CELL:
            return True
        opening, column, closing, sign = written[-_CELL:]
        is_cell = (opening, closing) == ("[", "]") and sign in _EQUAL
        return not is_cell or column in self.holders[name]


ANY = Together({})
