"""Columns of timestamps, times of day and durations, as files have them.

    2024-01-31T09:30   31 Jan 2024 9:30 pm   2024-01-31 09:30:15Z   DateTime; Z is left out, with a note
    2024-01-31 00:00:00, in all cells                               Date
    9:30   09:30:15   9:30 pm   9 am                                Time, where all are times of day
    0712, in all cells, under a header such as "Dep time"           Time
    36:15:00   9:05:00                                              Duration, where one of them is 24 hours or more
    00:42:10   1:05:00                                              Duration, under a header such as "Duration", or
                                                                    where half of them are less than an hour
    1:42:31   2:10:47                                               Duration, where none is as late as 10:00:00 and
                                                                    half of them would be in the small hours
    3:45   71:20   1:02:10                                          Duration, where many are no times of day
    07:12, under a header such as "Left (mm:ss)", "Pace (min/km)"   Duration
    7:30, under a header such as "Hours worked", "Flown (h)"        Duration
    PT1H30M   1 h 30 min   90 minutes                               Duration

Of 3:45 and 71:20 nothing shows whether they are hours and minutes or minutes and seconds, unless the header has the
unit ("Flown (h)"), or 1:02:10 stands beside 58:20. They are read as minutes and seconds, with a note. Where all may be
times of day, as 3:45 and 4:10, they are, unless the header has a unit.

A column with another offset than Z stays Text: there are no time zones. "5 m" or "2 d" may be anything, and stays Text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from seglam_lang.inputs.days import read_days
from seglam_lang.inputs.model import UNKNOWN, Inferred, Writing
from seglam_lang.language.builtins.time_text import to_duration, to_time
from seglam_lang.language.types import DATE, DATETIME, DURATION, TEXT, TIME
from seglam_lang.language.values import Notation

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"
_STAMP = re.compile(
    rf"(?P<date>.*?[0-9]{{2}}.*?)(?:T|,? +)(?P<clock>{_CLOCK})(?P<zone> ?(?:Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}}))?"
)
_TIME = re.compile(_CLOCK)
_COUNTED = re.compile(r"-?[0-9]{1,9}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?")
CLOCKED = re.compile(r"([0-9]{1,4}):([0-5][0-9])(:[0-5][0-9])?")
_HOUR = re.compile(r"[0-9]{1,2} ?[AaPp]\.?[Mm]\.?")
_DIGITS = re.compile(r"[0-9]{4}")
_WITH_UNITS = r"(?:[0-9]+(?:\.[0-9]+)? ?[A-Za-z]+(?:,? ?(?:and )?)(?![A-Za-z]))+"
_CERTAIN_UNIT = r"[0-9] ?(?:h|hrs?|hours?|mins?|minutes?|secs?|seconds?|days?|weeks?)(?![A-Za-z])"
_ISO_DURATION = re.compile(r"-?P[0-9T][0-9A-Z.]*")
_OF_CLOCK = re.compile(  # in a header: 1530 is a time of day under it
    r"(?i:\b(?:dep|arr|start|end|begin|finish|open|clos|check|board|sched|sunrise|sunset)\w*[ _.]*time|hhmm)"
    r"|(?:[Dd]ep|[Aa]rr|[Ss]tart|[Ee]nd)[a-z]*Time"
)
_OF_TIME = re.compile(r"(?i:\btime|_time|time$)|[a-z]Time")  # in a header: 0712 is one
_OF_MOMENT = re.compile(
    r"(?i:start|end\b|begin|depart|arriv|open|clos|time of|sunrise|sunset|sched|check|board|kick|tide|w[ao]ke|logged)"
)
_OF_LENGTH = re.compile(r"(?i:duration|length|elapsed|lasted|runtime|run time|time (?:taken|spent|on|in|to)\b|took)")
_UNITS = {  # as headers have them
    Notation.MINUTES: re.compile(
        r"(?i:\bmm?:ss\b|[(\[](?:m|mins?|minutes)[)\]]|(?:\b|_)(?:minutes|pace)(?:\b|_)|\bmin(?:/| per )[a-z0-9]+)"
    ),
    Notation.HOURS: re.compile(r"(?i:\bhh?:mm\b|[(\[](?:h|hrs?)[)\]]|(?:\b|_)(?:hours|hrs)(?:\b|_))"),
}
_UTC = ("Z", "UTC", "+00:00", "+0000")
_SMALL_HOURS = 6  # of the clock, before which little is noted
_MANY = 0.2  # a column with this share of times that are none is not one of times with mistakes in it
LONGEST = 60  # characters of a cell that is looked at


def read_times(present: Sequence[str], header: str, writing: Writing = UNKNOWN) -> Inferred | None:
    """Return different texts as DateTimes, Times, Durations or Dates, where all are of one of these types."""
    if len(max(present, key=len)) > LONGEST:
        return None
    if ":" not in present[0]:
        return _without_colons(present, header)
    if not all(":" in text for text in present):
        return None
    clocked = list(filter(None, map(CLOCKED.fullmatch, present)))
    unit = next((notation for notation, pattern in _UNITS.items() if pattern.search(header)), None)
    is_length = unit is Notation.MINUTES or (unit is Notation.HOURS and not _OF_MOMENT.search(header))
    if is_length and len(clocked) == len(present):
        return _lengths(clocked, unit)
    if all(map(_TIME.fullmatch, present)):
        clocks = [to_time(text, None) for text in present]
        if None not in clocks and len(clocked) < len(present):
            return Inferred(TIME, clocks)
        if None not in clocks:
            return _short_lengths(clocked, header) or Inferred(TIME, clocks, _about_clocks(clocked))
    if all(map(_COUNTED.fullmatch, present)):
        found = _durations(present)
        return found and found._replace(notation=Notation.HOURS)
    return _lengths(clocked, unit) if len(clocked) == len(present) else _stamps(present, writing)


def is_time(text: str) -> bool:
    """Return whether a single cell states a time of day."""
    return _TIME.fullmatch(text) is not None and to_time(text, None) is not None


def _without_colons(present: Sequence[str], header: str) -> Inferred | None:
    """Return 9 am as a Time, PT1H30M and 1 h 30 min as Durations; 0712 as a Time where the header speaks of a time."""
    if all(map(_HOUR.fullmatch, present)):
        clocks = [to_time(text, None) for text in present]
        return None if None in clocks else Inferred(TIME, clocks)
    is_padded = any(text.startswith("0") for text in present)  # 1998 and 2015 are years, 1200 is many things
    if all(map(_DIGITS.fullmatch, present)) and ((is_padded and _OF_TIME.search(header)) or _OF_CLOCK.search(header)):
        clocks = [to_time(text, "HHmm") for text in present]
        return None if None in clocks else Inferred(TIME, clocks, "hours and minutes (0712 is 07:12)")
    if all(map(_ISO_DURATION.fullmatch, present)):
        return _durations(present)
    if not present[0][-1:].isalpha() or not all(re.fullmatch(_WITH_UNITS, text) for text in present):
        return None
    return _durations(present) if any(re.search(_CERTAIN_UNIT, text, re.IGNORECASE) for text in present) else None


def _durations(present: Sequence[str]) -> Inferred | None:
    lengths: list[timedelta | None] = [to_duration(text) for text in present]
    return None if None in lengths else Inferred(DURATION, lengths)


def _lengths(clocked: Sequence[re.Match[str]], unit: Notation | None) -> Inferred | None:
    """Return 3:45, 71:20 and 1:02:10 as Durations; None where a few are no times of day among many that are.

    Without a unit, an hour that is written out shows that the others are minutes and seconds.
    """
    short = [match for match in clocked if match[3] is None]
    is_shown = unit is not None or not short or (len(short) < len(clocked) and all(int(each[1]) < 60 for each in short))
    if not is_shown and sum(int(match[1]) >= 24 for match in short) < _MANY * len(clocked):
        return None
    notation = unit or (Notation.MINUTES if short else Notation.HOURS)
    lengths: list[timedelta | None] = [length_on_clock(match[0], notation) for match in clocked]
    if not short:
        return Inferred(DURATION, lengths, "", notation)
    longest = max((match[0] for match in short), key=lambda text: int(text.partition(":")[0]))
    note = notation.value if is_shown else f"{longest} is read as minutes and seconds (it could also be hours)"
    return Inferred(DURATION, lengths, note, notation, not is_shown)


def _short_lengths(clocked: Sequence[re.Match[str]], header: str) -> Inferred | None:
    """Return 00:42:10, 1:42:31, or 00:30 of a break, as a Duration, though all may be times of day: where the header
    says so, or where so many would be just after midnight, or in the small hours, that they hardly are.
    """
    has_seconds = all(match[3] is not None for match in clocked)
    said = _OF_LENGTH.search(header) is not None
    if not has_seconds and (said or any(match[3] is not None or len(match[1]) < 2 for match in clocked)):
        return None  # 03:45 of a duration may be minutes and seconds
    is_bare = has_seconds and all(len(match[1]) == 1 for match in clocked)  # times of day have 01:42:31 more often
    at_night = sum(int(match[1]) < (_SMALL_HOURS if is_bare else 1) for match in clocked)
    if not said and (2 * at_night < len(clocked) or _OF_MOMENT.search(header)):
        return None
    lengths: list[timedelta | None] = [length_on_clock(match[0], Notation.HOURS) for match in clocked]
    note = "" if said else f"{clocked[0][0]} is read as a length of time (it could also be a time of day)"
    return Inferred(DURATION, lengths, note, Notation.HOURS, not said)


def length_on_clock(text: str, notation: Notation) -> timedelta:
    """Return 71:20 as a length, of hours and minutes or of minutes and seconds; 1:02:10 has all three."""
    parts = [int(part) for part in text.split(":")]
    if len(parts) == 2:
        parts = [0, *parts] if notation is Notation.MINUTES else [*parts, 0]
    hours, minutes, seconds = parts
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _about_clocks(clocked: Sequence[re.Match[str]]) -> str:
    """Return how to say that 3:45 is no time of day, where all may just as well be minutes and seconds."""
    if any(match[3] or int(match[1]) >= 12 for match in clocked) or all(len(match[1]) == 2 for match in clocked):
        return ""
    example = next(match[0] for match in clocked if len(match[1]) == 1)
    return f"read as times of day ({example} is minutes and seconds under a header with (m:ss))"


def _stamps(present: Sequence[str], writing: Writing) -> Inferred | None:
    matches = [match for match in map(_STAMP.fullmatch, present) if match]
    if len(matches) < len(present):
        return None
    zones = {(match["zone"] or "").strip() for match in matches} - {""}
    if zones - set(_UTC):
        return Inferred(TEXT, present, "dates with times in time zones, of which there are no values")
    dates = [match["date"] for match in matches]
    distinct = list(dict.fromkeys(dates))
    days = read_days(distinct, writing)
    if days is None or days.type != DATE:
        return days and Inferred(TEXT, present, days.note)
    day_of = dict(zip(distinct, days.cells, strict=True))
    stamps = []
    for match in matches:
        clock = to_time(match["clock"], None)
        if clock is None:
            return None
        stamps.append(datetime.combine(day_of[match["date"]], clock))
    notes = [days.note] if days.note else []
    if zones:
        notes.append("read as the time in UTC")
    if all(stamp.time() == time(0) for stamp in stamps):
        notes.append("all at midnight, read as days")
        return days._replace(cells=[stamp.date() for stamp in stamps], note=", ".join(notes))
    return days._replace(type=DATETIME, cells=stamps, note=", ".join(notes))
