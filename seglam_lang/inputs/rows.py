"""The rows of a table that is held in columns, as that of a sheet is, for those who look at its rows.

Most of them look at a few rows alone, or at what stands first in each; so no row is made before it is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from seglam_lang.inputs.sums import is_blank


class RowsOfColumns(Sequence[tuple[Any, ...]]):
    """The rows of columns, without those of blanks alone at the end."""

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self.columns, self._length = columns, len(columns[0]) if columns else 0
        while self._length and all(map(is_blank, self[-1])):
            self._length -= 1

    @overload
    def __getitem__(self, place: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Any, ...]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            start, stop, step = place.indices(self._length)
            return list(zip(*[column[start:stop:step] for column in self.columns], strict=True))
        position = range(self._length)[place]
        return tuple([column[position] for column in self.columns])

    def __len__(self) -> int:
        return self._length


def first_cells(rows: Sequence[Sequence[Any]], start: int, end: int) -> Sequence[Any]:
    """Return what stands first in the rows from `start` to `end`."""
    if isinstance(rows, RowsOfColumns):
        return rows.columns[0][start:end]
    return [row[0] for row in rows[start:end]]
