"""What a program does with the two ends of a period that the words state, and what is hardly ever meant.

"Hired in 2023" is from the first day on to the last, of one column. After a year is later than its last day, and before
it earlier than its first: of 382 programs of the data that take an end of a period 2 are after the first day, or before
the last ("before the last day of 2025"). What is open at the start or the end of a month, or all through it, is taken
from or up to these days, and may be meant. Of 212 that take both ends none takes the rows that begin and end in it, in
two columns; what overlaps it begins by its last day and ends from its first day on, so that the one column never comes
after the other. And of "from 6 to 18 January" the 6th, by itself and as the first day of the period, is not both ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from seglam_lang.language.core import Procedure
from seglam_lang.language.values import Table, Value
from seglam_lang.requests.model import Mention
from seglam_lang.requests.parts import ENDS
from seglam_lang.requests.scope import Origin, PartOrigin, mention_in
from seglam_lang.verifier.cells import column_of, compared_with_parameters
from seglam_lang.verifier.vacuous import AT_LEAST, AT_MOST, GREATER, LESS

_FIRST, _LAST = ENDS
_ORDERS = {LESS: "before", AT_MOST: "up to", GREATER: "after", AT_LEAST: "from"}
_NOT_MEANT = frozenset({(GREATER, _FIRST), (LESS, _LAST)})
_ROWS = 1_000  # that are looked at: more than these would say the same


class _Use(NamedTuple):
    """A comparison with an `end` of a period: of the cells of a column, by its parameter's place, if it is of cells."""

    column: int | None
    operator: str
    end: PartOrigin
    day: Value

    @property
    def is_meant(self) -> bool:
        """Return whether people may mean this comparison, or the period is not a whole month, quarter or year."""
        return (self.operator, self.end.part) not in _NOT_MEANT or not _has_whole_months(self.end.mention)

    def __str__(self) -> str:
        return f"{_ORDERS[self.operator]} {self.day}, the {self.end.part} day of the period"


def why_misused(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin]) -> str:
    """Return, as a sentence, what a procedure does with the ends of a period that is hardly ever meant; "" where there
    is nothing of that kind.
    """
    uses = list(_uses(core, arguments, origins))
    wrong = next((use for use in uses if not use.is_meant), None)
    if wrong is not None:
        return f"it takes what is {wrong} that the request names"
    if (twice := next(_twice(core, arguments, origins), None)) is not None:
        return f"it takes {twice} for both ends of a period"
    for first, last in _apart(uses):
        if not _comes_before(last, first, core, arguments):  # else it is what overlaps the period
            headers = arguments[first].header, arguments[last].header
            return "it takes the first day of a period for {!r} and the last day of it for {!r}".format(*headers)
    return ""


def _twice(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin]) -> Iterator[Value]:
    """Yield the days that are taken for both ends of a period of a column, as two readings of the same words."""
    bounds: dict[tuple[int, bool], list[int]] = {}
    for subject, operator, slot in compared_with_parameters(core):
        column = column_of(subject, len(origins))
        if operator in _ORDERS and column is not None:
            bounds.setdefault((column, operator in (AT_LEAST, GREATER)), []).append(slot)
    for (column, is_lower), slots in bounds.items():
        for slot, other in product(slots, bounds.get((column, False), ()) if is_lower else ()):
            if slot != other and arguments[slot] == arguments[other] and _overlap(origins[slot], origins[other]):
                yield arguments[slot]


def _overlap(one: Origin, other: Origin) -> bool:
    first, second = mention_in(one), mention_in(other)
    return first is not None and second is not None and first.first < second.last and second.first < first.last


def _uses(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin]) -> Iterator[_Use]:
    for subject, operator, slot in compared_with_parameters(core):
        origin = origins[slot]
        if operator in _ORDERS and isinstance(origin, PartOrigin) and origin.part in ENDS:
            yield _Use(column_of(subject, len(origins)), operator, origin, arguments[slot])


def _has_whole_months(mention: Mention) -> bool:
    """Return whether a mention is a period of whole months: of two days that are named, each may be meant by itself."""
    first, last = mention.value.values
    return type(first) is date and first.day == 1 and (last + timedelta(days=1)).day == 1


def _apart(uses: Sequence[_Use]) -> Iterator[tuple[int, int]]:
    """Yield the columns of which one is taken from the first day of a period on, the other up to its last, and none
    both.
    """
    for mention in {id(use.end.mention): use.end.mention for use in uses}.values():
        of_it = [use for use in uses if use.end.mention is mention and use.column is not None]
        lower = {use.column for use in of_it if use.operator in (AT_LEAST, GREATER) and use.end.part == _FIRST}
        upper = {use.column for use in of_it if use.operator in (AT_MOST, LESS) and use.end.part == _LAST}
        if lower.isdisjoint(upper):
            yield from ((one, other) for one in lower for other in upper if one is not None and other is not None)


def _comes_before(one: int, other: int, core: Procedure, arguments: Sequence[Value]) -> bool:
    """Return whether the days of one column come before those of another in the rows of their table."""
    table = arguments[core.tables[one]]
    if core.tables[one] != core.tables[other] or not isinstance(table, Table):
        return False
    rows = next(table.parts(_ROWS))
    both = zip(rows.column(arguments[one].header), rows.column(arguments[other].header), strict=True)
    return all(first <= last for first, last in both if first is not None and last is not None)
