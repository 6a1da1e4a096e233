"""Times of day and timestamps in the words of a request: "half past 3 pm", "8.15 a.m.", "2024-03-31 12:00".

A number alone is no time ("back at 7"), and neither is one with a point and no half of the day ("sold at 6.45"). What
follows a date with a time in UTC ("Z") is left out, as there are no time zones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from seglam_lang.language.types import DATETIME, TIME
from seglam_lang.requests import kinds, number_words
from seglam_lang.requests.dates import days_in
from seglam_lang.requests.model import Literal
from seglam_lang.requests.request import Request

_Clock = tuple[int, time]

_HALVES = {"am": 0, "a": 0, "pm": 12, "p": 12}  # when they begin
_PARTS_OF_DAY = {"morning": 0, "lunchtime": 11, "afternoon": 12, "evening": 12, "night": 18}  # when they begin
_NAMED = {"noon": 12, "midday": 12, "midnight": 0}
_BEFORE_SPOKEN = frozenset(("at", "by", "for", "until", "till", "before", "after", "since", "from", "past", "to"))
_MINUTES = frozenset(("minute", "minutes", "min", "mins"))
_FILLERS = frozenset(("at", ",", "on", "from", "around"))


def times_in(request: Request) -> Iterator[Literal]:
    """Find times of day."""
    position = 0
    while position < len(request.norms):
        found = _in_the_morning(request, position) or _time(request, position)
        if found:
            yield Literal(position, found[0], TIME, found[1], kinds.TIME)
        position = found[0] if found else position + 1


def timestamps_in(request: Request) -> Iterator[Literal]:
    """Find dates with a time of day: "2024-03-31T12:00:00Z", "March 5, 2024 at 3pm", "3 pm on 2024-03-31"."""
    times = list(times_in(request))
    days = list(days_in(request.norms, request.today, request.day_first)) if times else []
    for found in times:
        for first, last, day in days:
            if last <= found.first and _are_fillers(request, last, found.first, "t"):
                end = found.last + (request.norms[found.last : found.last + 1] == ["z"])
            elif found.last <= first and _are_fillers(request, found.last, first):
                end = last
            else:
                continue
            then = datetime.combine(day.first, found.value)
            yield Literal(min(first, found.first), end, DATETIME, then, kinds.DATETIME)


def _are_fillers(request: Request, start: int, end: int, *further: str) -> bool:
    return end - start <= 2 and all(norm in _FILLERS or norm in further for norm in request.norms[start:end])


def _time(request: Request, at: int) -> _Clock | None:
    if request.word(at) in _NAMED:
        return at + 1, time(_NAMED[request.norms[at]])
    return _past(request, at) or _on_the_clock(request, at)


def _in_the_morning(request: Request, at: int) -> _Clock | None:
    """Read "in the morning at 7", "afternoon at 3:15"."""
    start = at
    while request.word(start) in ("in", "the") and start < at + 2:
        start += 1
    part = _PARTS_OF_DAY.get(request.word(start))
    if part is None:
        return None
    start += 2 if request.word(start + 1) == "at" else 1
    is_said = request.word(start - 1) == "at"
    hour = _on_the_clock(request, start) or (_bare_hour(request, start) if is_said else None)
    return (hour[0], _since(part, hour[1])) if hour else None


def _past(request: Request, at: int) -> _Clock | None:
    """Read "half past 3 pm", "a quarter to noon", "ten minutes past nine". "9 to 5 pm" is a range."""
    start = at + 1 if request.word(at) in ("a", "an") else at
    named = {"half": 30, "quarter": 15}.get(request.word(start))
    if request.word(at) == "three" and request.word(at + 1) == "quarters":
        named, start = 45, at + 1
    found = (start + 1, named) if named else _small(request, at)
    if found is None or not 0 < found[1] < 60:
        return None
    end, minutes = found
    counted = named is not None or request.word(end) in _MINUTES
    end = end + 1 if request.word(end) in _MINUTES else end
    sign = {"past": 1, "after": 1, "to": -1, "before": -1, "till": -1}.get(request.word(end))
    if sign is None or not (counted or request.word(end) == "past" or request.word(at)[0].isalpha()):
        return None
    may_be_bare = counted or request.word(end) == "past"
    hour = _named_hour(request, end + 1) or (_bare_hour(request, end + 1) if may_be_bare else None)
    if hour is None or hour[1].minute:
        return None
    total = (hour[1].hour * 60 + sign * minutes) % (24 * 60)
    return hour[0], time(total // 60, total % 60)


def _named_hour(request: Request, at: int) -> _Clock | None:
    named = _NAMED.get(request.word(at))
    return _on_the_clock(request, at) if named is None else (at + 1, time(named))


def _bare_hour(request: Request, at: int) -> _Clock | None:
    bare = _hour(request, at)
    return (bare[0], time(bare[1])) if bare else None


def _on_the_clock(request: Request, at: int) -> _Clock | None:
    """Read "15:30", "3pm", "3:15:20 p.m.", "16h00", "8 o'clock", "eight forty pm", "8 in the morning"."""
    hour = _dotted(request, at) or _without_colon(request, at)
    if hour:
        return _in_half(request, *hour)
    bare = _hour(request, at)
    if bare is None:
        return None
    end, hours = bare
    minutes = seconds = 0
    stated = False
    if request.word(end) in (":", "h") and (found := _two_digits(request, end + 1)) is not None:
        minutes, end, stated = found, end + 2, True
        if request.word(end) == ":" and (found := _two_digits(request, end + 1)) is not None:
            seconds, end = found, end + 2
    elif request.word(end) == "h" and request.adjacent(end - 1):
        end, stated = end + 1, True
    elif (spoken := _small(request, end)) and spoken[1] < 60 and not request.word(at).isdigit():
        stated = spoken[1] >= 10 and not request.word(end).isdigit() and request.word(at - 1) in _BEFORE_SPOKEN
        end, minutes = spoken
        if not stated and _half_of_day(request, end) is None:
            return None
    if request.word(end) in ("o'clock", "oclock"):
        end, stated = end + 1, True
    clock = time(hours, minutes, seconds)
    return _in_half(request, end, clock) or ((end, clock) if stated else None)


def _in_half(request: Request, end: int, clock: time) -> _Clock | None:
    """Read the half of the day after a time on the clock."""
    half = _half_of_day(request, end)
    return (half[0], _since(half[1], clock)) if half else None


def _since(start: int, clock: time) -> time:
    """Return a time on a clock of 12 hours as that of a day, in the half or part of it that begins at an hour."""
    if clock.hour > 12:
        return clock
    early = clock.hour % 12
    return clock.replace(hour=early + 12 if early < start <= early + 12 else early)


def _dotted(request: Request, at: int) -> _Clock | None:
    """Read the "8.15" of "8.15 pm"."""
    hours, point, minutes = request.word(at).partition(".")
    if not point or len(minutes) != 2 or not (hours.isdecimal() and minutes.isdecimal()):
        return None
    is_time = len(hours) <= 2 and int(hours) < 24 and minutes < "60"
    return (at + 1, time(int(hours), int(minutes))) if is_time else None


def _without_colon(request: Request, at: int) -> _Clock | None:
    """Read the "1140" of "1140 am"."""
    norm = request.word(at)
    if len(norm) not in (3, 4) or not (norm.isdecimal() and norm.isascii()):
        return None
    hours, minutes = divmod(int(norm), 100)
    return (at + 1, time(hours, minutes)) if hours <= 12 and minutes < 60 else None


def _half_of_day(request: Request, at: int) -> tuple[int, int] | None:
    """Read "am", "p.m.", "p m", ".am", "in the afternoon"; return (end, the hour at which it begins)."""
    norms = request.norms
    norm = request.word(at)
    if norm == "." and request.word(at + 1) in ("am", "pm"):
        at, norm = at + 1, norms[at + 1]
    if norm in ("a", "p"):
        rest = [each for each in norms[at + 1 : at + 4] if each != "."][:1]
        if rest == ["m"]:
            end = norms.index("m", at) + 1
            return (end + 1 if norms[end : end + 1] == ["."] else end), _HALVES[norm]
        return (at + 1, _HALVES[norm]) if request.adjacent(at - 1) else None
    if norm in ("am", "pm"):
        return (at + 2 if norms[at + 1 : at + 2] == ["."] else at + 1), _HALVES[norm]
    if norm == "lunchtime":
        return at + 1, _PARTS_OF_DAY[norm]
    if norm in ("in", "at"):
        start = at + 2 if request.word(at + 1) == "the" else at + 1
        part = _PARTS_OF_DAY.get(request.word(start))
        return (start + 1, part) if part is not None else None
    return None


def _hour(request: Request, at: int) -> tuple[int, int] | None:
    found = _small(request, at)
    return found if found and found[1] < 24 else None


def _small(request: Request, at: int) -> tuple[int, int] | None:
    norm = request.word(at)
    if norm.isdecimal() and norm.isascii() and len(norm) <= 2:
        return at + 1, int(norm)
    return number_words.below_hundred(request.norms, at) if norm else None


def _two_digits(request: Request, at: int) -> int | None:
    norm = request.word(at)
    return int(norm) if len(norm) == 2 and norm.isdecimal() and norm.isascii() and norm < "60" else None
