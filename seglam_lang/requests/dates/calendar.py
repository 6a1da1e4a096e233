"""Dates and periods as the calendar has them: "January 12, 2016", "March 2024", "Q3 2023", "FY2023", "the 90s"."""

from __future__ import annotations

from datetime import date

from seglam_lang.language.computing.times import full_year
from seglam_lang.requests import number_words
from seglam_lang.requests.dates import words
from seglam_lang.requests.dates.days import Days, unit_at
from seglam_lang.requests.dates.named import named
from seglam_lang.requests.dates.units import Read, UnitReader
from seglam_lang.requests.dates.words import FISCAL, WEEKDAYS, joint, skip, word

_PREPOSITIONS = """
    in of during since for from until till before after by between through throughout than to year and or =
"""
_YEAR_AFTER = frozenset(_PREPOSITIONS.split())
TO = frozenset(("to", "until", "till", "through", "thru", "-", "~"))
DECADES = {
    tens[:-1] + "ies": number for tens, number in number_words.TENS.items()
}  # the twenties, ..., the nineties: those of this century that have begun, else of the last
_CENTURY_DECADES = frozenset(("1800s", "1900s", "2000s"))


class CalendarReader(UnitReader):
    """Reads what the calendar names. Without a year it is the latest that has begun, counted from today."""

    def _named(self, at: int) -> Read:
        found = named(self.norms, at, self.day_first)
        if found is None:
            return None
        end, name = found
        if name.year is not None:
            self.with_year.add(at)
            return end, name.in_year(name.year)
        step = self._year_step(joint(self.norms, end))
        if step:
            return step[0], name.in_year(step[1].first.year)
        self.without_year[at] = name
        days = self.latest(name)
        return (end, days) if days else None

    def _year_step(self, at: int) -> Read:
        """Read "this year", "next year", "last year" after a month or quarter."""
        found = self._relative_unit(at)
        return found if found and found[1] == unit_at(found[1].first, "year") else None

    def _year(self, at: int) -> Read:
        """Read a year where the word before says that it is one, "year 2008", "CY18", "FY2023"."""
        norms, norm = self.norms, word(self.norms, at)
        if norm in (*FISCAL, "calendar", "cy", "year") or norm[:2] in ("fy", "cy"):
            start = skip(norms, at + 1, "year") if norm in (*FISCAL, "calendar") else at + 1
            if norm[2:].isdecimal() and norm[:2] in ("fy", "cy"):
                return at + 1, _whole_year(int(norm[2:]) if len(norm) == 6 else full_year(int(norm[2:4])))
            found = words.short_year(norms, start) if norm != "year" else words.year(norms, start)
            if found is None or self._goes_on(*found):
                return None
            return found[0], _whole_year(found[1])
        return self._plain_year(at) if word(norms, at - 1) in _YEAR_AFTER else None

    def _goes_on(self, end: int, year: int) -> bool:
        """Return whether a year goes on into the next, "2023/24": it is no calendar year."""
        following = word(self.norms, end + 1)
        return word(self.norms, end) in ("/", "-") and following in (f"{(year + 1) % 100:02}", str(year + 1))

    def _plain_year(self, at: int) -> Read:
        found = words.year(self.norms, at)
        return (found[0], _whole_year(found[1])) if found else None

    def _is_year_range(self, at: int) -> bool:
        """Return whether "2014-2018" begins here: two years that may follow each other, with a hyphen between them."""
        first, second = word(self.norms, at), word(self.norms, at + 2)
        return word(self.norms, at + 1) in TO and "1500" <= first <= "2200" and first < second <= "2200"

    def _decade(self, at: int) -> Read:
        """Read "the 1970s", "the 70's", "nineteen seventies", "the nineties", "the noughties"."""
        norms = self.norms
        at = skip(norms, at, "the")
        norm = word(norms, at)
        if norm in _CENTURY_DECADES:
            norm = norm[:-1]
        if norm.isdecimal() and len(norm) in (2, 4) and norm[-1] == "0" and word(norms, at + 1) in ("s", "'s"):
            first = int(norm) if len(norm) == 4 else full_year(int(norm))
            return at + 2, Days(date(first, 1, 1), date(first + 9, 12, 31))
        century = number_words.below_hundred(norms, at)
        if century and 15 <= century[1] <= 20 and word(norms, century[0]) in DECADES:
            first = century[1] * 100 + DECADES[norms[century[0]]]
            return century[0] + 1, Days(date(first, 1, 1), date(first + 9, 12, 31))
        if norm == "noughties":
            return at + 1, Days(date(2000, 1, 1), date(2009, 12, 31))
        if norm in DECADES and word(norms, at - 1) in ("the", "in"):
            first = full_year(DECADES[norm])
            return at + 1, Days(date(first, 1, 1), date(first + 9, 12, 31))
        return None

    def _with_weekday(self, at: int) -> Read:
        """Read "Monday, January 22, 2018", "Friday the 22nd": the date says it all."""
        norms = self.norms
        if word(norms, at) not in WEEKDAYS:
            return None
        start = skip(norms, skip(norms, at + 1, "."), ",", "-")
        found = self._named(start)
        if found and found[1].is_day:
            return found
        day = words.day_of_month(norms, start)
        if day is None or not self.today:
            return None
        for back in range(48):  # the latest month with such a weekday
            month = unit_at(self.today, "month", -back)
            if day[1] <= month.last.day:
                then = month.first.replace(day=day[1])
                if then.weekday() == WEEKDAYS[norms[at]] and then <= unit_at(self.today, "month").last:
                    return day[0], Days.of(then)
        return None


def _whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))
