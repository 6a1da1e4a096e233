"""Days that count from today: "yesterday", "next Friday", "3 days ago", "in two months", "2 weeks before May 13"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from seglam_lang.requests.dates.calendar import CalendarReader
from seglam_lang.requests.dates.days import Days, shift, unit_at
from seglam_lang.requests.dates.units import STEPS, Read
from seglam_lang.requests.dates.words import UNITS, WEEKDAYS, joint, skip, word

TODAY = {"today": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1}
_AHEAD = frozenset(("hence", "later", "ahead"))
STARTING = frozenset(("starting", "commencing", "beginning"))
_ON = frozenset(
    ("on", "from", "to", "until", "till", "since", "by", "before", "after", "between", "and", "or", "every")
)


class RelativeReader(CalendarReader):
    """Reads days that count from today, or from another day."""

    def _days(self, at: int) -> Read:
        """Read the longest date or period that begins here."""
        if not word(self.norms, at):
            return None
        return _longest(self._forms(), at)

    def _forms(self) -> list[Callable[[int], Read]]:
        """Return the methods that may read a date or period."""
        return [*self._points(), self._offset] if self.today else self._points()

    def _points(self) -> list[Callable[[int], Read]]:
        """Return those of them that other dates may be counted from."""
        forms: list[Callable[[int], Read]] = [self._with_weekday, self._named, self._year, self._decade]
        return [*forms, self._relative_day, self._relative_unit] if self.today else forms

    def _point(self, at: int) -> Read:
        """Read the date or period that another is counted from."""
        return _longest(self._points(), at)

    def _relative_day(self, at: int) -> Read:
        """Read "yesterday", "the day after tomorrow", "Friday", "next Friday", "Friday of last week"."""
        norms = self.norms
        if word(norms, at) in TODAY:
            return at + 1, Days.of(shift(self._now, "day", TODAY[norms[at]]))
        start = skip(norms, at, "the")
        if tuple(norms[start : start + 3]) in (("day", "after", "tomorrow"), ("day", "before", "yesterday")):
            return start + 3, Days.of(shift(self._now, "day", 2 if norms[start + 1] == "after" else -2))
        past = tuple(norms[at : at + 2]) == ("this", "past")
        start = at + 2 if past else at
        norm = "past" if past else word(norms, at)
        step = STEPS.get(norm)
        if step is not None and word(norms, at + 1 + past) in WEEKDAYS:
            start = at + 1 + past
            weekday = WEEKDAYS[norms[start]]
            if norm in ("past", "coming", "upcoming"):
                return start + 1, Days.of(self._nearest(weekday, -1 if step < 0 else 1))
            return start + 1, Days.of(shift(unit_at(self._now, "week", step).first, "day", weekday))
        if word(norms, at) in WEEKDAYS:
            weekday = WEEKDAYS[norms[at]]
            week = self._relative_unit(joint(norms, at + 1))
            if week and week[1] == unit_at(week[1].first, "week"):
                return week[0], Days.of(shift(week[1].first, "day", weekday))
            is_short = not norms[at].endswith("day")  # "she sat in the sun"
            if is_short and word(norms, at - 1) not in _ON and word(norms, at + 1) != ".":
                return None
            return skip(norms, at + 1, ".") if is_short else at + 1, Days.of(self._nearest(weekday, 0))
        week = self._relative_unit(at)
        if week and week[1] == unit_at(week[1].first, "week"):
            end = skip(norms, week[0], "on", "-")
            if word(norms, end) in WEEKDAYS:
                return end + 1, Days.of(shift(week[1].first, "day", WEEKDAYS[norms[end]]))
        return None

    def _nearest(self, weekday: int, step: int) -> date:
        """Return the latest such weekday: today or before; with a step, before or after today."""
        ahead = (weekday - self._now.weekday()) % 7
        days = ahead - 7 if step == 0 and ahead else ahead or 7 * step
        return shift(self._now, "day", days - 7 if step < 0 and ahead else days)

    def _durations(self, at: int) -> tuple[int, list[tuple[str, int]]] | None:
        """Read "2 weeks", "1 month and 21 days", "two Sundays"."""
        parts: list[tuple[str, int]] = []
        end = at
        while count := self._count(skip(self.norms, end, "and", ",") if parts else end):
            unit = UNITS.get(word(self.norms, count[0]))
            if unit is None or unit in ("half", "weekend", *(known for known, _ in parts)):
                break
            parts.append((unit, count[1]))
            end = count[0] + 1
        return (end, parts) if parts else None

    def _offset(self, at: int) -> Read:
        """Read "3 days ago", "in two months", "2 weeks from now", "two days before yesterday", "2 Sundays ago"."""
        norms = self.norms
        found = self._durations(skip(norms, at, "in") if word(norms, at) == "in" else at)
        if found is None:
            return self._weekdays_off(at)
        end, parts = found
        following = word(norms, end)
        if following == "ago" or following == "back":
            return end + 1, Days.of(_moved(self._now, parts, -1))
        if following in _AHEAD or tuple(norms[end : end + 2]) == ("from", "now"):
            return end + (1 if following in _AHEAD else 2), Days.of(_moved(self._now, parts, 1))
        start = skip(norms, end, ",")
        if word(norms, start) == "from" and word(norms, at - 1) == "for":  # "for 3 days from Monday"
            end, following = start, "starting"
        if following in ("from", "after", "before"):
            base = self._point(end + 1)
            return (
                (base[0], Days.of(_moved(base[1].first, parts, -1 if following == "before" else 1))) if base else None
            )
        if following in STARTING:
            base = self._point(skip(norms, end + 1, "on", "from"))
            return (base[0], Days(base[1].first, shift(_moved(base[1].first, parts, 1), "day", -1))) if base else None
        return (end, Days.of(_moved(self._now, parts, 1))) if word(norms, at) == "in" else None

    def _weekdays_off(self, at: int) -> Read:
        count = self._count(at)
        if count is None:
            return None
        end, norms = count[0], self.norms
        weekday = WEEKDAYS.get(word(norms, end), WEEKDAYS.get(word(norms, end).removesuffix("s")))
        following = word(norms, end + 1)
        if weekday is None or following not in ("ago", "back", "later", "from"):
            return None
        step = -1 if following in ("ago", "back") else 1
        last = end + 3 if tuple(norms[end + 1 : end + 3]) == ("from", "now") else end + 2
        return last, Days.of(shift(self._nearest(weekday, step), "week", step * (count[1] - 1)))


def _moved(day: date, parts: Sequence[tuple[str, int]], sign: int) -> date:
    """Return the day this long before or after: first by years and months, then by weeks and days."""
    for unit, count in sorted(parts, key=lambda part: part[0] in ("day", "week", "fortnight")):
        day = shift(day, unit, sign * count)
    return day


def _longest(forms: Sequence[Callable[[int], Read]], at: int) -> Read:
    reads = [read for form in forms if (read := form(at))]
    return max(reads, key=lambda read: read[0], default=None)
