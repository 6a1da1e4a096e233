"""Times of day, timestamps and durations in the words of a request: "half past 3 pm", "2024-03-31 12:00", "1 h 30".

NOT OFFERED YET: no mention has these values until the language has the types Time, DateTime and Duration. Then they
join in `further`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from seglam_lang.language.computing.numbers import add, multiply
from seglam_lang.language.values import Number
from seglam_lang.requests import number_phrases, number_words
from seglam_lang.requests.dates import days_in
from seglam_lang.requests.request import Request


class Length(NamedTuple):
    """A duration: months, which have no fixed length, and seconds."""

    months: Number
    seconds: Number


_Clock = tuple[int, time]

_HALVES = {"am": 0, "a": 0, "pm": 12, "p": 12}
_PARTS_OF_DAY = {"morning": 0, "afternoon": 12, "evening": 12, "night": 12}
_NAMED = {"noon": 12, "midday": 12, "midnight": 0}
_SECONDS = {
    word: seconds
    for seconds, words in {
        1: "second seconds sec secs s",
        60: "minute minutes min mins",
        3_600: "hour hours hr hrs h",
        86_400: "day days",
        604_800: "week weeks wk wks",
        1_209_600: "fortnight fortnights",
    }.items()
    for word in words.split()
}
_MONTHS = {
    word: months
    for months, words in {
        1: "month months",
        3: "quarter quarters",
        12: "year years yr yrs",
        120: "decade decades",
    }.items()
    for word in words.split()
}
_BARE_MINUTES = 60


def times_in(request: Request) -> Iterator[tuple[int, int, time]]:
    """Find times of day, as (first token, last token, time)."""
    position = 0
    while position < len(request.norms):
        found = _time(request, position)
        if found:
            yield position, *found
        position = found[0] if found else position + 1


def timestamps_in(request: Request) -> Iterator[tuple[int, int, datetime]]:
    """Find dates with a time of day: "2024-03-31T12:00:00Z", "March 5, 2024 at 3pm", "3 pm on 2024-03-31"."""
    days = list(days_in(request.norms, request.today))
    for start, end, then in times_in(request):
        for first, last, day in days:
            if last <= start and _are_fillers(request, last, start, ("t", "at", ",", "on")):
                yield first, end + (request.norms[end : end + 1] == ["z"]), datetime.combine(day.first, then)
            elif end <= first and _are_fillers(request, end, first, ("on", ",")):
                yield start, last, datetime.combine(day.first, then)


def durations_in(request: Request) -> Iterator[tuple[int, int, Length]]:
    """Find durations, as (first token, last token, length): "90 minutes", "1 h 30", "two and a half hours"."""
    position = 0
    while position < len(request.norms):
        found = _duration(request, position)
        if found:
            yield position, *found
        position = found[0] if found else position + 1


def _are_fillers(request: Request, start: int, end: int, allowed: tuple[str, ...]) -> bool:
    return end - start <= 2 and all(norm in allowed for norm in request.norms[start:end])


def _word(request: Request, at: int) -> str:
    return request.norms[at] if 0 <= at < len(request.norms) else ""


# Times of day


def _time(request: Request, at: int) -> _Clock | None:
    if _word(request, at) in _NAMED:
        return at + 1, time(_NAMED[request.norms[at]])
    return _past(request, at) or _on_the_clock(request, at)


def _past(request: Request, at: int) -> _Clock | None:
    """Read "half past 3 pm", "a quarter to noon", "ten minutes past nine"."""
    start = at + 1 if _word(request, at) in ("a", "an") else at
    named = {"half": 30, "quarter": 15}.get(_word(request, start))
    if _word(request, at) == "three" and _word(request, at + 1) == "quarters":
        named, start = 45, at + 1
    found = (start + 1, named) if named else _small(request, at)
    if found is None or not 0 < found[1] < 60:
        return None
    end, minutes = found
    end = end + 1 if _word(request, end) in ("minute", "minutes", "min", "mins") else end
    sign = {"past": 1, "after": 1, "to": -1, "before": -1, "till": -1}.get(_word(request, end))
    if sign is None:
        return None
    hour = _whole_hour(request, end + 1)
    if hour is None or hour[1].minute:
        return None
    total = (hour[1].hour * 60 + sign * minutes) % (24 * 60)
    return hour[0], time(total // 60, total % 60)


def _whole_hour(request: Request, at: int) -> _Clock | None:
    if _word(request, at) in _NAMED:
        return at + 1, time(_NAMED[request.norms[at]])
    bare = _hour(request, at)
    return _on_the_clock(request, at) or ((bare[0], time(bare[1])) if bare else None)


def _on_the_clock(request: Request, at: int) -> _Clock | None:
    """Read "15:30", "3pm", "3:15:20 p.m.", "16h00", "8 o'clock", "eight forty pm", "8 in the morning"."""
    hour = _hour(request, at)
    if hour is None:
        return None
    end, hours = hour
    minutes = seconds = 0
    stated = False
    if _word(request, end) in (":", "h") and (found := _two_digits(request, end + 1)) is not None:
        minutes, end, stated = found, end + 2, True
        if _word(request, end) == ":" and (found := _two_digits(request, end + 1)) is not None:
            seconds, end = found, end + 2
    elif _word(request, end) == "h" and request.adjacent(end - 1):
        end, stated = end + 1, True
    elif (spoken := _small(request, end)) and spoken[1] < 60 and not _word(request, at).isdigit():
        if _half_of_day(request, spoken[0]) is None:
            return None
        end, minutes = spoken
    if _word(request, end) in ("o'clock", "oclock"):
        end, stated = end + 1, True
    half = _half_of_day(request, end)
    if half is None:
        return (end, time(hours, minutes, seconds)) if stated else None
    end, add_hours = half
    if hours > 12:
        return end, time(hours, minutes, seconds)
    return end, time(hours % 12 + add_hours, minutes, seconds)


def _half_of_day(request: Request, at: int) -> tuple[int, int] | None:
    """Read "am", "p.m.", "p m", "in the afternoon"; return (end, hours to add)."""
    norms = request.norms
    norm = _word(request, at)
    if norm in ("a", "p"):
        rest = [each for each in norms[at + 1 : at + 4] if each != "."][:1]
        if rest == ["m"]:
            end = norms.index("m", at) + 1
            return (end + 1 if norms[end : end + 1] == ["."] else end), _HALVES[norm]
        return (at + 1, _HALVES[norm]) if request.adjacent(at - 1) else None
    if norm in ("am", "pm"):
        return (at + 2 if norms[at + 1 : at + 2] == ["."] else at + 1), _HALVES[norm]
    if norm in ("in", "at"):
        start = at + 2 if _word(request, at + 1) == "the" else at + 1
        part = _PARTS_OF_DAY.get(_word(request, start))
        return (start + 1, part) if part is not None else None
    return None


def _hour(request: Request, at: int) -> tuple[int, int] | None:
    found = _small(request, at)
    return found if found and found[1] < 24 else None


def _small(request: Request, at: int) -> tuple[int, int] | None:
    norm = _word(request, at)
    if norm.isdecimal() and norm.isascii() and len(norm) <= 2:
        return at + 1, int(norm)
    return number_words.below_hundred(request.norms, at) if norm else None


def _two_digits(request: Request, at: int) -> int | None:
    norm = _word(request, at)
    return int(norm) if len(norm) == 2 and norm.isdecimal() and norm.isascii() and norm < "60" else None


# Durations


def _duration(request: Request, at: int) -> tuple[int, Length] | None:
    part = _part(request, at)
    if part is None:
        return None
    end, unit, length = part
    while True:
        start = end + 1 if _word(request, end) in ("and", ",") else end
        start = start + 1 if _word(request, start) == "and" else start
        further = _part(request, start)
        if further and further[1] < unit:
            end, unit, more = further
            length = Length(add(length.months, more.months), add(length.seconds, more.seconds))
            continue
        half = [each for each in request.norms[start : start + 2] if each != "a"][:1] == ["half"]
        if half and start > end:  # "an hour and a half"
            return request.norms.index("half", start) + 1, _plus_half(length, unit)
        bare = _small(request, start)
        if unit == _SECONDS["hour"] and bare and bare[1] < _BARE_MINUTES and len(_word(request, start)) > 1:
            return bare[0], Length(length.months, add(length.seconds, 60 * bare[1]))  # "1 h 30"
        return end, length


def _part(request: Request, at: int) -> tuple[int, int, Length] | None:
    """Read a number with its unit, as (end, seconds of the unit, length)."""
    norms = request.norms
    if at >= len(norms):
        return None
    number: tuple[int, Number] | None
    if norms[at] in ("a", "an") and (_word(request, at + 1) in _SECONDS or _word(request, at + 1) in _MONTHS):
        number = at + 1, 1
    elif number_words.is_digits(norms[at]) or norms[at] in number_phrases.STARTS:
        number = number_phrases.number_at(request, at)
    else:
        return None
    if number is None:
        return None
    end, count = number
    while _word(request, end) in ("a", "an", "of", "-", "more", "additional", "extra"):
        end += 1
    word = _word(request, end)
    if word in _SECONDS:
        return end + 1, _SECONDS[word], Length(0, multiply(count, _SECONDS[word]))
    if word in _MONTHS:
        return end + 1, _MONTHS[word] * 2_592_000, Length(multiply(count, _MONTHS[word]), 0)
    return None


def _plus_half(length: Length, unit: int) -> Length:
    if length.months:
        return Length(add(length.months, multiply(unit // 2_592_000, number_phrases.HALF)), length.seconds)
    return Length(0, add(length.seconds, unit // 2))
