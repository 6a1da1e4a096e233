"""Columns of timestamps, times of day and durations, as files have them.

    2024-01-31T09:30   31 Jan 2024 9:30 pm   2024-01-31 09:30:15Z   DateTime; Z is left out, with a note
    2024-01-31 00:00:00, in all cells                               Date
    9:30   09:30:15   9:30 pm                                       Time, where all are times of day
    36:15:00   9:05:00                                              Duration, where one of them is 24 hours or more
    PT1H30M                                                         Duration

A column with another offset than Z stays Text: there are no time zones. "5 m" or "2 d" may be anything, and stays Text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from seglam_lang.inputs.dates import is_slashed, order_of, parse_date
from seglam_lang.language.builtins.time_text import to_duration, to_time
from seglam_lang.language.types import DATE, DATETIME, DURATION, TIME, Con
from seglam_lang.language.values import Value

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"
_STAMP = re.compile(
    rf"(?P<date>.*?[0-9]{{4}}.*?)(?:T|,? +)(?P<clock>{_CLOCK})(?P<zone> ?(?:Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}}))?"
)
_TIME = re.compile(_CLOCK)
_COUNTED = re.compile(r"-?[0-9]{1,9}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?")
_ISO_DURATION = re.compile(r"-?P[0-9T][0-9A-Z.]*")
_UTC = ("Z", "UTC")
LONGEST = 60  # characters of a cell that is looked at


class Read(NamedTuple):
    """What a column of texts holds: None as the type where it stays Text, and what to tell people about that."""

    type: Con | None
    cells: Sequence[Value]
    note: str = ""


def read_times(present: Sequence[str]) -> Read | None:
    """Return different texts as DateTimes, Times, Durations or Dates, where all are of one of these types."""
    if any(len(text) > LONGEST for text in present):
        return None
    if all(map(_ISO_DURATION.fullmatch, present)):
        return _durations(present)
    if not all(":" in text for text in present):
        return None
    if all(map(_TIME.fullmatch, present)):
        clocks = [to_time(text, None) for text in present]
        if None not in clocks:
            return Read(TIME, clocks)
    if all(map(_COUNTED.fullmatch, present)):
        return _durations(present)
    return _stamps(present)


def _durations(present: Sequence[str]) -> Read | None:
    lengths: list[timedelta | None] = [to_duration(text) for text in present]
    return None if None in lengths else Read(DURATION, lengths)


def _stamps(present: Sequence[str]) -> Read | None:
    matches = [match for match in map(_STAMP.fullmatch, present) if match]
    if len(matches) < len(present):
        return None
    zones = {(match["zone"] or "").strip() for match in matches} - {""}
    if zones - set(_UTC):
        return Read(None, present, "dates with times in time zones, of which there are no values")
    slashed = [match["date"] for match in matches if is_slashed(match["date"])]
    day_first, note = order_of(slashed) if slashed else (False, "")
    stamps = []
    for match in matches:
        day, clock = parse_date(match["date"], day_first), to_time(match["clock"], None)
        if day is None or clock is None:
            return None
        stamps.append(datetime.combine(day, clock))
    notes = [note] if note else []
    if zones:
        notes.append("read as the time in UTC")
    if all(stamp.time() == time(0) for stamp in stamps):
        return Read(DATE, [stamp.date() for stamp in stamps], ", ".join([*notes, "all at midnight, read as days"]))
    return Read(DATETIME, stamps, ", ".join(notes))
