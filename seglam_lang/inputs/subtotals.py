"""The rows among the data of a table that have the totals of those above: subtotals of groups, totals of subtotals.

    North, A, 10
    North, B, 20
    Subtotal, , 30               the sum of the rows since the last one; or "North Total"
    South, A, 5
    Subtotal, , 5
    Total, , 35                  the sum of groups before it, without their subtotals

Such a row says what it is, *and* all of its numbers bear it out: there is a filling station named Total, and one column
may be the sum of the rows above by chance, as years and ranks are. A row that only repeats the one above it is a total
where others, of more rows, are. Where a label has another word ("Total Wine"), the rows of its group or a header have
that word too, or there are more rows like it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from seglam_lang.inputs.labels import (
    SUM_WORDS,
    Row,
    is_called_totals,
    label_of,
    label_of_sums,
    labels_of,
    what_is_summed,
)
from seglam_lang.inputs.sums import is_blank, is_sum, numbers_of, says_blank
from seglam_lang.language.computing.numbers import exact_sum
from seglam_lang.language.values import Number

_NAME_TOO = re.compile(r"\s*totals?[: ]*", re.IGNORECASE)  # that of filling stations
_MOST_GROUPS = 50  # that a total among the rows has the sum of
_MOST_DOUBTFUL = 200  # rows called totals, of which none is one: then it is a name
_FEWEST_LIKE_IT = 2  # rows with another word in their label that are totals all the same


class Subtotals(NamedTuple):
    """The positions of rows that have totals, each with whether they are those of all rows before it; and of rows that
    are called so, or have such sums, but not both for certain."""

    borne_out: dict[int, bool]
    doubtful: tuple[int, ...] = ()


class _Group(NamedTuple):
    """So many `rows` from `start` on without those of totals, as the sums of their columns; None in a column without a
    number."""

    start: int
    rows: int
    sums: tuple[Number | None, ...]


def subtotals(rows: Sequence[Row], first: int, end: int) -> Subtotals:
    """Return which of the rows from `first` to `end` have the totals of rows above them."""
    may_be = [position for position in _labelled(rows, first, end) if may_be_subtotal(rows[position])]
    if not may_be:
        return Subtotals({})
    walk = _Walk(rows, first, end, frozenset(may_be))
    found = walk.found()
    weak = [position for position in found.borne_out if not walk.is_said(position)]
    if 0 < len(weak) < _FEWEST_LIKE_IT:
        walk = _Walk(rows, first, end, frozenset(may_be).difference(weak))
        found = walk.found()
        found = found._replace(doubtful=tuple(sorted([*found.doubtful, *weak])))
    if all(map(walk.is_of_one, found.borne_out)):
        return Subtotals({}, tuple(sorted([*found.doubtful, *found.borne_out])))
    return found


def may_be_subtotal(row: Row) -> bool:
    """Return whether a row is called a total, and has nothing beside its label but numbers and blanks."""
    others = [cell for cell in row if not says_blank(cell)][1:]
    return bool(label_of_sums(row)) and bool(others) and all(map(_has_digits, others))


def _has_digits(cell: Any) -> bool:
    return not isinstance(cell, str) or any(map(str.isdigit, cell))


def _labelled(rows: Sequence[Row], first: int, end: int) -> Iterator[int]:
    """Yield the positions of rows that have a word for totals in their first cell; most tables have none, which is
    seen at once."""
    labels = labels_of(rows, first, end)
    joined = "\n".join(labels).casefold()
    if any(word in joined for word in SUM_WORDS):
        for position, label in enumerate(labels, first):
            if any(word in label.casefold() for word in SUM_WORDS):
                yield position


class _Walk:
    """One walk over the rows of a table, from group to group; rows at other positions than `may_be` are data."""

    def __init__(self, rows: Sequence[Row], first: int, end: int, may_be: frozenset[int]) -> None:
        self._rows, self._first = rows, first
        ((width, _),) = Counter(map(len, rows[first:end])).most_common(1)
        self._positions = [position for position in range(first, end) if len(rows[position]) == width]
        columns = [numbers_of([rows[position][place] for position in self._positions]) for place in range(width)]
        self._columns = [column for column in columns if column is not None]
        self._may_be = may_be
        self._groups: dict[int, _Group] = {}  # of which a row has the totals

    def found(self) -> Subtotals:
        """Return which rows have totals of those above."""
        groups: list[_Group] = []
        borne_out: dict[int, bool] = {}
        doubtful: list[int] = []
        begun = 0  # among the positions
        for at, position in enumerate(self._positions):
            if position not in self._may_be:
                continue
            ended = [*groups, self._group(begun, at)] if at > begun else groups
            since = self._summed(ended, at)
            if since is not None:
                borne_out[position] = since == 0
                self._groups[position] = _together(ended[since:])
                groups = [*ended[:since], self._groups[position]]
                # A total that is right without those before it shows that they are none of the data either.
                borne_out.update(dict.fromkeys([each for each in doubtful if each > groups[-1].start], False))
                doubtful = [each for each in doubtful if each < groups[-1].start]
            elif is_called_totals(label_of(self._rows[position])):
                doubtful.append(position)
                groups = ended
                if len(doubtful) > _MOST_DOUBTFUL and not borne_out:
                    break
            else:
                continue  # a row like the others
            begun = at + 1
        return Subtotals(borne_out, tuple(doubtful))

    def is_said(self, position: int) -> bool:
        """Return whether a row with totals is called nothing else than what it has the totals of."""
        said = what_is_summed(label_of(self._rows[position]))
        if not said:
            return True
        rows = [
            *self._rows[max(0, self._first - 1) : self._first],
            *self._rows[self._groups[position].start : position],
        ]
        return any(isinstance(cell, str) and cell.strip().casefold() == said for row in rows for cell in row)

    def is_of_one(self, position: int) -> bool:
        """Return whether a row with totals has those of a single row, and a label that may be a name too."""
        may_be_name = _NAME_TOO.fullmatch(label_of(self._rows[position])) or not self.is_said(position)
        return self._groups[position].rows == 1 and bool(may_be_name)

    def _group(self, start: int, end: int) -> _Group:
        parts = [[number for number in column[start:end] if number is not None] for column in self._columns]
        return _Group(self._positions[start], end - start, tuple([exact_sum(part) if part else None for part in parts]))

    def _summed(self, groups: Sequence[_Group], at: int) -> int | None:
        """Return from which group on a row has the sum of a column, the last one first."""
        stated = [column[at] for column in self._columns]
        together: _Group | None = None
        for since in range(len(groups) - 1, max(-1, len(groups) - 1 - _MOST_GROUPS), -1):
            together = groups[since] if together is None else _together([groups[since], together])
            pairs = [(found, total) for found, total in zip(together.sums, stated, strict=True) if total is not None]
            if any(total for _, total in pairs) and all(
                found is not None and (found == total or is_sum([found, total])) for found, total in pairs
            ):
                return since
        return None


def _together(groups: Sequence[_Group]) -> _Group:
    """Return groups as one, with the sums of their columns."""
    columns = zip(*(group.sums for group in groups), strict=True)
    parts = [[number for number in column if number is not None] for column in columns]
    sums = tuple([exact_sum(part) if part else None for part in parts])
    return _Group(groups[0].start, sum(group.rows for group in groups), sums)


def with_blanks_beside(rows: Sequence[Row], totals: Sequence[int], first: int, end: int) -> set[int]:
    """Return the positions of totals with those of the rows of blanks that set them apart."""
    found = set(totals)
    for position in totals:
        for step in (-1, 1):
            beside = position + step
            while first <= beside < end and all(map(is_blank, rows[beside])):
                found.add(beside)
                beside += step
    return found
