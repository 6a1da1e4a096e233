"""Dates that leave out a part of their year, where no day is given to count from: "april 24", "19 may 24", "in February
or March 2024", "June 3-9, 2024"; and years alone, wherever they stand: "born 2000 or later".

Two digits behind a month are its year ("on april 24" is a day), and what has no year at all is of the one year that the
request states; a day, where it states none, of the one year in which the data has such a day ("on 1 October"; see
`years_of_data`). Whoever gives a day to count from gets the latest such days instead (see `calendar`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from seglam_lang.inputs.dates import MONTHS
from seglam_lang.language.computing.times import full_year
from seglam_lang.requests.dates import words
from seglam_lang.requests.dates.calendar import TO
from seglam_lang.requests.dates.days import Days, Named
from seglam_lang.requests.dates.named import named
from seglam_lang.requests.dates.units import Read, in_year_or_none
from seglam_lang.requests.dates.words import PARTS, Norms, joint, word
from seglam_lang.requests.dates.years_of_data import YearsOfData

YEARS = range(1900, 2100)  # numbers that may be years though nothing else says so
_PREPOSITIONS = """
    in of since from until till before after by to and or than between for during through , / - onwards onward
"""
_BESIDE = frozenset(_PREPOSITIONS.split())
_NAMES = frozenset((*MONTHS, *PARTS))
_BEFORE_DAYS = frozenset(("on", "since", "from", "until", "till", "before", "after", "by", "of"))
_NO_DATA = YearsOfData(())


def shortened_dates(
    norms: Norms, taken: Collection[int], data: YearsOfData = _NO_DATA
) -> Iterator[tuple[int, int, Days]]:
    """Find such dates and periods, as (first token, last token, days). No token at a position in `taken` begins one."""
    if _NAMES.isdisjoint(norms):
        return
    reader = _Reader(norms, data)
    at = 0
    while at < len(norms):
        found = reader.stretch(at) if at not in taken else None
        if found:
            yield at, *found
        at = found[0] if found else at + 1


def years_alone(norms: Norms, taken: Collection[int]) -> Iterator[tuple[int, int, Days]]:
    """Find years that no word says to be one."""
    for at in range(len(norms)):
        found = words.year(norms, at) if at not in taken else None
        if found and found[1] in YEARS:
            yield at, found[0], Days(date(found[1], 1, 1), date(found[1], 12, 31))


class _Reader:
    def __init__(self, norms: Norms, data: YearsOfData) -> None:
        self.norms, self._data = norms, data
        stated = {int(norm) for norm in norms if norm.isdecimal() and norm.isascii() and len(norm) == 4}
        years = stated.intersection(YEARS)
        self.year = min(years) if len(years) == 1 else None

    def stretch(self, at: int) -> Read:
        """Read a date or period, or what lies between two: "Oct 23 - Mar 24", "12-20 feb 24", "June 3-9, 2024"."""
        first = self._one(at)
        if first is None:
            return self._days_before(at)
        end, days = first
        sign = word(self.norms, end)
        if sign in TO or (sign == "and" and word(self.norms, at - 1) == "between"):
            last = self._one(end + 1) or self._day_beside(end + 1, days)
            if last and days.first < last[1].last:
                return last[0], Days(days.first, last[1].last)
        return first

    def _one(self, at: int) -> Read:
        """Read a single date or period that has two digits for its year, or none."""
        found = named(self.norms, at)
        if found is None or found[1].year is not None or _NAMES.isdisjoint(self.norms[at : found[0]]):
            return None
        end, name = found
        if name.day is not None and (year := self._short_year(end)) is not None:
            return _in_year(end + 1, name, year)
        month = words.month(self.norms, at)
        if self.year is None:
            year = self._short_year(month[0]) if month and word(self.norms, at - 1) != "on" else None
            of_year = None if month is None or year is None else _in_year(month[0] + 1, name._replace(day=None), year)
            return of_year if of_year and self._data.has(of_year[1]) else self._day_of_data(at, end, name) or of_year
        if end == at + 1 and _BESIDE.isdisjoint((word(self.norms, at - 1), word(self.norms, end))):
            return None  # "may" is a word too
        return _in_year(end, name, self.year)

    def _day_of_data(self, at: int, end: int, name: Named) -> Read:
        """Read a day of the only year in which the data has it. "2 dec" may be how a number is rounded."""
        are_decimals = word(self.norms, end - 1) == "dec" and word(self.norms, at - 1) not in _BEFORE_DAYS
        year = None if name.day is None or are_decimals else self._data.year_of(name)
        return None if year is None else _in_year(end, name, year)

    def _short_year(self, at: int) -> int | None:
        norm = word(self.norms, at)
        return full_year(int(norm)) if len(norm) == 2 and norm.isdecimal() and norm.isascii() else None

    def _days_before(self, at: int) -> Read:
        """Read "12-20 feb 24" and what is "between 12 and 20 feb 24": a day, and the last one with its month."""
        day = words.day_of_month(self.norms, at)
        signs = {*TO, "and"} if word(self.norms, at - 1) == "between" else TO
        if day is None or word(self.norms, day[0]) not in signs:
            return None
        last = self._one(day[0] + 1)
        if last is None or not last[1].is_day or day[1] >= last[1].last.day:
            return None
        return last[0], Days(last[1].last.replace(day=day[1]), last[1].last)

    def _day_beside(self, at: int, first: Days) -> Read:
        """Read the 9 of "June 3-9, 2024", with the year."""
        day = words.day_of_month(self.norms, at)
        if day is None or not first.is_day or words.month(self.norms, day[0]):
            return None
        year = words.year(self.norms, joint(self.norms, day[0]))
        name = Named(None, first.first.month, first.first.month, day[1])
        return _in_year(year[0] if year else day[0], name, first.first.year)


def _in_year(end: int, name: Named, year: int) -> Read:
    days = in_year_or_none(name, year)
    return (end, days) if days else None
