"""Parts of a period: "the first Friday of July", "week 31", "the week of April 10th", "the rest of the month"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from seglam_lang.requests import number_words
from seglam_lang.requests.dates import words
from seglam_lang.requests.dates.days import Days, parts_of, shift, unit_at
from seglam_lang.requests.dates.relative import STARTING, RelativeReader
from seglam_lang.requests.dates.units import Read
from seglam_lang.requests.dates.words import UNITS, WEEKDAYS, joint, skip, word


class PartReader(RelativeReader):
    """Reads what lies in a period."""

    def _forms(self) -> list[Callable[[int], Read]]:
        forms = super()._forms()
        return [*forms, self._week, self._inside, self._rest] if self.today else [*forms, self._inside]

    def _inside(self, at: int) -> Read:
        """Read "the first Friday of July", "the last week of 2018", "the 20th of next month", "first 2 days of May"."""
        norms = self.norms
        at = skip(norms, at, "the")
        ordinal = number_words.ordinal(norms, at) if words.is_ordinal(word(norms, at)) else None
        end, index = (ordinal[0], int(ordinal[1])) if ordinal else (at, 0)
        if word(norms, end) == "last":
            end, index = end + 1, -max(index, 1)
        elif ordinal and word(norms, end) in ("day", "of", "in"):
            return self._day_of(skip(norms, end, "day"), index)
        elif word(norms, at).isdecimal() and word(norms, at + 1) == "of":
            day = words.day_of_month(norms, at)
            return self._day_of(at + 1, day[1]) if day and self._relative_unit(joint(norms, at + 1)) else None
        if not index:
            return None
        count = self._count(end) if abs(index) == 1 else None
        end, count_of = count or (end, 1)
        weekday, unit = WEEKDAYS.get(word(norms, end)), UNITS.get(word(norms, end))
        if unit == "half" and count_of == 1:
            return self._half_of_month(end + 1, index)
        if weekday is None and unit in (None, "weekend", "half", "fortnight"):
            return None
        whole = self._whole(end + 1)
        if whole is None and weekday is not None:  # "the first Sunday": of this month
            whole = end + 1, unit_at(self._now, "month")
        if whole is None:
            return None
        if weekday is not None:
            days = [day for day in parts_of(whole[1], "day") if day.first.weekday() == weekday]
        else:
            days = parts_of(whole[1], unit or "day")
        chosen = (
            days[index - 1 : index - 1 + count_of] if index > 0 else days[max(len(days) + index + 1 - count_of, 0) :]
        )
        chosen = chosen[:count_of]
        return (
            (whole[0], Days(chosen[0].first, chosen[-1].last, chosen[0].is_day and count_of == 1)) if chosen else None
        )

    def _half_of_month(self, at: int, index: int) -> Read:
        """Read the month of which something is the first half, to the 15th, or the second."""
        whole = self._whole(at)
        if whole is None or whole[1] != unit_at(whole[1].first, "month"):
            return None
        middle = whole[1].first.replace(day=15)
        if index == 1:
            return whole[0], Days(whole[1].first, middle)
        return (whole[0], Days(shift(middle, "day", 1), whole[1].last)) if index in (2, -1) else None

    def _day_of(self, at: int, index: int) -> Read:
        """Read the period in which a day is the `index`th."""
        whole = self._whole(at)
        if whole is None or not 0 < index <= (whole[1].last - whole[1].first).days + 1:
            return None
        return whole[0], Days.of(shift(whole[1].first, "day", index - 1))

    def _whole(self, at: int) -> Read:
        """Read the period after "of" or "in" that something is a part of."""
        norms = self.norms
        start = joint(norms, at)
        found = self._relative_unit(start - 1) if word(norms, start - 1) == "the" else None
        return found or self._relative_unit(start) or self._named(start) or self._plain_year(start)

    def _week(self, at: int) -> Read:
        """Read "week 31", "week 3 of 2027", "the week of April 10th", "the week starting February 4"."""
        norms = self.norms
        if tuple(norms[at : at + 3]) == ("w", "/", "c"):
            base = self._point(at + 3)
            return (base[0], unit_at(base[1].first, "week")) if base and base[1].is_day else None
        at = skip(norms, at, "the")
        unit = UNITS.get(word(norms, at))
        if unit not in ("week", "month"):
            return None
        following = word(norms, at + 1)
        if following in ("of", *STARTING):
            base = self._point(skip(norms, at + 2, "on", "the")) or self._point(skip(norms, at + 2, "on"))
            return (base[0], unit_at(base[1].first, unit)) if base and base[1].is_day else None
        if unit != "week" or not following.isdecimal() or len(following) > 2:
            return None
        whole = self._whole(at + 2)
        is_year = whole is not None and whole[1] == unit_at(whole[1].first, "year")
        year = whole[1].first.year if whole and is_year else self._now.year
        monday = date.fromisocalendar(year, int(following), 1)
        return (whole[0] if whole and is_year else at + 2), unit_at(monday, "week")

    def _rest(self, at: int) -> Read:
        """Read "the rest of the week", "year to date", "earlier this year", "later this month"."""
        norms = self.norms
        if word(norms, at) in ("ytd", "mtd"):
            return at + 1, Days(unit_at(self._now, "year" if norms[at] == "ytd" else "month").first, self._now)
        if tuple(norms[at + 1 : at + 3]) == ("to", "date") and word(norms, at) in UNITS:
            return at + 3, Days(unit_at(self._now, UNITS[norms[at]]).first, self._now)
        start = skip(norms, at, "the")
        if word(norms, start) == "rest":
            found = self._relative_unit(skip(norms, skip(norms, start + 1, "of"), "the", "my"))
            return (found[0], Days(self._now, found[1].last)) if found and self._now <= found[1].last else None
        if word(norms, at) in ("earlier", "later"):
            found = self._whole(at + 1)
            if found and found[1].first <= self._now <= found[1].last:
                if norms[at] == "later":
                    return found[0], Days(self._now, found[1].last)
                return found[0], Days(found[1].first, max(found[1].first, shift(self._now, "day", -1)))
        return None
