"""The year of a day that is said without one: that of the only such day within the dates of the inputs.

    games from 2023-09-02 to 2024-05-25      "on 1 October" is in 2023, "on 8 June" in none of its months
    invoices from 2022-01-03 to 2024-12-30   "on 1 October" may be in three years

A column of days has the whole months of its first and its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from seglam_lang.language.types import DATE, DATETIME
from seglam_lang.language.values import Table
from seglam_lang.requests.dates.days import Days, Named, month_of
from seglam_lang.requests.dates.units import in_year_or_none


class YearsOfData:
    """The months from the first to the last of each column of days of some tables, looked up when first needed."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = tuple(tables)

    @cached_property
    def spans(self) -> tuple[Days, ...]:
        """The months of each column of days."""
        return tuple(_spans(self._tables))

    def year_of(self, name: Named) -> int | None:
        """Return the only year in which these days lie within a column of days; None where there are none or several.

        A column with other years than the rest (birthdays beside visits) leaves it open which are meant.
        """
        years = {year for span in self.spans for year in range(span.first.year, span.last.year + 1)}
        found = [year for year in years if (days := in_year_or_none(name, year)) and self.has(days)]
        return found[0] if len(found) == 1 else None

    def has(self, days: Days) -> bool:
        """Return whether some days lie within a column of days."""
        return any(span.first <= days.first and days.last <= span.last for span in self.spans)


def _spans(tables: Iterable[Table]) -> Iterator[Days]:
    for table in tables:
        for place, kind in enumerate(table.types):
            ends = table.ends(place) if kind in (DATE, DATETIME) else None
            if ends is not None:
                first, last = ends
                yield Days(month_of(first.year, first.month).first, month_of(last.year, last.month).last)
