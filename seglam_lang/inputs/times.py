"""Columns of timestamps, times of day and durations, as files have them.

    2024-01-31T09:30   31 Jan 2024 9:30 pm   2024-01-31 09:30:15Z   DateTime; Z is left out, with a note
    2024-01-31 00:00:00, in all cells                               Date
    9:30   09:30:15   9:30 pm   9 am                                Time, where all are times of day
    0712, in all cells, under a header such as "Dep time"           Time
    07:12, under a header such as "Left (mm:ss)"                    Duration
    36:15:00   9:05:00                                              Duration, where one of them is 24 hours or more
    PT1H30M   1 h 30 min   90 minutes                               Duration

A column with another offset than Z stays Text: there are no time zones. "5 m" or "2 d" may be anything, and stays Text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from seglam_lang.inputs.days import read_days
from seglam_lang.inputs.model import Inferred
from seglam_lang.language.builtins.time_text import to_duration, to_time
from seglam_lang.language.types import DATE, DATETIME, DURATION, TEXT, TIME

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"
_STAMP = re.compile(
    rf"(?P<date>.*?[0-9]{{2}}.*?)(?:T|,? +)(?P<clock>{_CLOCK})(?P<zone> ?(?:Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}}))?"
)
_TIME = re.compile(_CLOCK)
_COUNTED = re.compile(r"-?[0-9]{1,9}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?")
_TWO_PARTS = re.compile(r"[0-9]{1,2}:[0-5][0-9]")
_HOUR = re.compile(r"[0-9]{1,2} ?[AaPp]\.?[Mm]\.?")
_DIGITS = re.compile(r"[0-9]{4}")
_WITH_UNITS = r"(?:[0-9]+(?:\.[0-9]+)? ?[A-Za-z]+(?:,? ?(?:and )?)(?![A-Za-z]))+"
_CERTAIN_UNIT = r"[0-9] ?(?:h|hrs?|hours?|mins?|minutes?|secs?|seconds?|days?|weeks?)(?![A-Za-z])"
_ISO_DURATION = re.compile(r"-?P[0-9T][0-9A-Z.]*")
_OF_TIME = re.compile(r"(?i:\btime|_time|time$|hhmm)|[a-z]Time")  # in a header
_MINUTES_SECONDS = re.compile(r"(?i:\bmm?:ss\b)")
_UTC = ("Z", "UTC")
LONGEST = 60  # characters of a cell that is looked at


def read_times(present: Sequence[str], header: str, day_first: bool = False) -> Inferred | None:
    """Return different texts as DateTimes, Times, Durations or Dates, where all are of one of these types."""
    if len(max(present, key=len)) > LONGEST:
        return None
    if ":" not in present[0]:
        return _without_colons(present, header)
    if not all(":" in text for text in present):
        return None
    if _MINUTES_SECONDS.search(header) and all(map(_TWO_PARTS.fullmatch, present)):
        found = _durations([f"0:{text}" if len(text) > 4 else f"0:0{text}" for text in present])
        return found and found._replace(note="minutes and seconds")
    if all(map(_TIME.fullmatch, present)):
        clocks = [to_time(text, None) for text in present]
        if None not in clocks:
            return Inferred(TIME, clocks)
    if all(map(_COUNTED.fullmatch, present)):
        return _durations(present)
    return _stamps(present, day_first)


def is_time(text: str) -> bool:
    """Return whether a single cell states a time of day."""
    return _TIME.fullmatch(text) is not None and to_time(text, None) is not None


def _without_colons(present: Sequence[str], header: str) -> Inferred | None:
    """Return 9 am as a Time, PT1H30M and 1 h 30 min as Durations; 0712 as a Time where the header speaks of a time."""
    if all(map(_HOUR.fullmatch, present)):
        clocks = [to_time(text, None) for text in present]
        return None if None in clocks else Inferred(TIME, clocks)
    if all(map(_DIGITS.fullmatch, present)) and _OF_TIME.search(header):
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


def _stamps(present: Sequence[str], day_first: bool) -> Inferred | None:
    matches = [match for match in map(_STAMP.fullmatch, present) if match]
    if len(matches) < len(present):
        return None
    zones = {(match["zone"] or "").strip() for match in matches} - {""}
    if zones - set(_UTC):
        return Inferred(TEXT, present, "dates with times in time zones, of which there are no values")
    dates = [match["date"] for match in matches]
    distinct = list(dict.fromkeys(dates))
    days = read_days(distinct, day_first)
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
        return Inferred(DATE, [stamp.date() for stamp in stamps], ", ".join(notes), days.order)
    return Inferred(DATETIME, stamps, ", ".join(notes), days.order)
