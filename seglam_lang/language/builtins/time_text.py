"""DateTimes, Times and Durations as texts: patterns to format and read them, and the forms read without a pattern.

A pattern for a DateTime has the fields of a date's pattern and these, a pattern for a Time these alone:

    HH  09  of 0 to 23     hh  09  of 1 to 12     mm  05     ss  07     SSS  250, milliseconds
    H   9                  h   9                  m   5      s   7      a    AM or PM

A pattern for a Duration has h, m and s, each alone or doubled, SSS, and d for days. The largest of its fields counts
all that is in it, so that a day and a half is "36:00" as "h:mm"; what is smaller than the smallest is cut off.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import lru_cache

from seglam_lang.language.builtins.date_text import (
    DATE_FIELDS,
    DATE_PARTS,
    FLAGS,
    MAX_DATE_TEXT,
    SPACE,
    Piece,
    bad_pattern,
    date_of,
    expression_of,
    need_parts,
    pattern_size,
    pieces_of,
    to_date,
    written,
)
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import times
from seglam_lang.language.computing.fuel import reading
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure

_TIME_FIELDS = {
    "HH": "[0-9]{2}",
    "H": "[0-9]{1,2}",
    "hh": "[0-9]{2}",
    "h": "[0-9]{1,2}",
    "mm": "[0-9]{2}",
    "m": "[0-9]{1,2}",
    "ss": "[0-9]{2}",
    "s": "[0-9]{1,2}",
    "SSS": "[0-9]{3}",
    "a": "AM|PM",
}
_TIME_PARTS = {"H": "hour", "h": "hour", "m": "minute", "s": "second", "S": "fraction", "a": "half"}
_FIELDS = {**DATE_FIELDS, **_TIME_FIELDS}
_PARTS = {**DATE_PARTS, **_TIME_PARTS}
_DURATION_FIELDS = {"d": times.DAY, "h": times.HOUR, "m": times.MINUTE, "s": times.SECOND, "S": times.SECOND // 1000}
_OF_DURATIONS = ("d", "h", "hh", "m", "mm", "s", "ss", "SSS")


# --- formatting ---------------------------------------------------------------------------------------------------


def _datetime_pieces(pattern: str) -> tuple[Piece, ...]:
    return pieces_of(pattern, tuple(_FIELDS), "date and time")


def _time_pieces(pattern: str) -> tuple[Piece, ...]:
    return pieces_of(pattern, tuple(_TIME_FIELDS), "time")


def _duration_pieces(pattern: str) -> tuple[Piece, ...]:
    return pieces_of(pattern, _OF_DURATIONS, "duration")


def _clock_written(clock: time | datetime, field: str) -> str:
    if field == "a":
        return "AM" if clock.hour < 12 else "PM"
    number = {
        "H": clock.hour,
        "h": (clock.hour + 11) % 12 + 1,
        "m": clock.minute,
        "s": clock.second,
        "S": clock.microsecond // 1000,
    }[field[0]]
    return f"{number:0{len(field)}}"


@builtin(
    "DateTime.to_text() -> Text",
    phrase="the ISO text of {self}",
    examples=['@2024-01-31T09:30.to_text() == "2024-01-31T09:30:00"'],
)
@builtin("Time.to_text() -> Text", phrase="the ISO text of {self}", examples=['@09:30.to_text() == "09:30:00"'])
@builtin(
    "Duration.to_text() -> Text",
    phrase="the ISO text of {self}",
    examples=['@PT90M.to_text() == "PT1H30M"', '(@PT36H + @PT0.5S).to_text() == "P1DT12H0.5S"'],
)
def to_text(value: datetime | time | timedelta) -> str:
    """Return the value as a text in ISO 8601 form."""
    return times.iso_text(value)


@builtin(
    "DateTime.format(pattern: Text) -> Text",
    literals={"pattern": _datetime_pieces},
    cost=pattern_size,
    phrase="{self} written as {pattern}",
    examples=[
        '@2024-03-05T14:07.format("d MMM yyyy, HH:mm") == "5 Mar 2024, 14:07"',
        '@2024-03-05T00:07.format("h:mm a") == "12:07 AM"',
    ],
)
def format_datetime(moment: datetime, pattern: str) -> str:
    """Return the DateTime as a text in the form of a pattern: the fields of a date's pattern and HH or H (0 to 23), hh
    or h (1 to 12), mm or m, ss or s, SSS (milliseconds), a (AM or PM). Other letters must be in single quotes; all
    other characters are copied. Fail if the pattern is not valid."""
    return "".join(
        [
            text if not field else _clock_written(moment, field) if field in _TIME_FIELDS else written(moment, field)
            for field, text in _datetime_pieces(pattern)
        ]
    )


@builtin(
    "Time.format(pattern: Text) -> Text",
    literals={"pattern": _time_pieces},
    cost=pattern_size,
    phrase="{self} written as {pattern}",
    examples=['@14:07.format("h:mm a") == "2:07 PM"', '@09:05:07.format("HH:mm:ss") == "09:05:07"'],
)
def format_time(clock: time, pattern: str) -> str:
    """Return the time as a text in the form of a pattern: HH or H (0 to 23), hh or h (1 to 12), mm or m, ss or s, SSS
    (milliseconds), a (AM or PM). Other letters must be in single quotes; all other characters are copied. Fail if the
    pattern is not valid."""
    return "".join([_clock_written(clock, field) if field else text for field, text in _time_pieces(pattern)])


@builtin(
    "Duration.format(pattern: Text) -> Text",
    literals={"pattern": _duration_pieces},
    cost=pattern_size,
    phrase="{self} written as {pattern}",
    examples=[
        '@P1DT12H5M.format("h:mm") == "36:05"',
        "@P1DT12H5M.format(\"d 'days' h 'hours'\") == \"1 days 12 hours\"",
        '(-@PT90S).format("m:ss") == "-1:30"',
    ],
)
def format_duration(length: timedelta, pattern: str) -> str:
    """Return the duration as a text in the form of a pattern: d (days), hh or h, mm or m, ss or s, SSS (milliseconds).
    The largest of these counts all that is in it; what is smaller than the smallest is cut off. A negative duration has
    a minus in front. Other letters must be in single quotes; all other characters are copied. Fail if the pattern is
    not valid."""
    pieces = _duration_pieces(pattern)
    rest, numbers = times.microseconds(abs(length)), {}
    for letter, size in _DURATION_FIELDS.items():
        if any(field[:1] == letter for field, _ in pieces):
            numbers[letter], rest = divmod(rest, size)
    sign = "-" if length < timedelta(0) and any(numbers.values()) else ""
    return sign + "".join([f"{numbers[field[0]]:0{len(field)}}" if field else text for field, text in pieces])


# --- reading ------------------------------------------------------------------------------------------------------


def _compiled(expression: str, pattern: str) -> re.Pattern[str]:
    """Return the regular expression that reads texts of a pattern with a time of day."""
    if ("<half>" in expression) != any(field[:1] == "h" for field, _ in _datetime_pieces(pattern)):
        raise bad_pattern(f"the pattern {quoted(pattern)} has h without a (AM or PM), or a without h")
    return re.compile(expression, FLAGS)


@lru_cache(maxsize=64)
def _datetime_reader(pattern: str) -> re.Pattern[str]:
    expression = expression_of(_datetime_pieces(pattern), pattern, _FIELDS, _PARTS)
    need_parts(expression, pattern, ("year", "month", "day", "hour"), "date with a time")
    return _compiled(expression, pattern)


@lru_cache(maxsize=64)
def _time_reader(pattern: str) -> re.Pattern[str]:
    expression = expression_of(_time_pieces(pattern), pattern, _TIME_FIELDS, _TIME_PARTS)
    need_parts(expression, pattern, ("hour",), "time")
    return _compiled(expression, pattern)


_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?)?"
    r"(?: ?(?P<half>[AP]M|[ap]\.m\.))?",
    FLAGS,
)
_DATE_AND_CLOCK = re.compile(rf"(?P<date>.{{6,}}?)(?P<between>T|,? at |, ?| )(?P<clock>{_CLOCK.pattern})", FLAGS)
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _clock_of(parts: dict[str, str | None]) -> time | None:
    """Return the time of the parts that were read, or None if there is none."""
    hour, half = int(parts["hour"] or ""), (parts.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    fraction = (parts.get("fraction") or "").ljust(6, "0")
    try:
        return time(hour, int(parts.get("minute") or 0), int(parts.get("second") or 0), int(fraction))
    except ValueError:
        return None


def _read_clock(text: str) -> time | None:
    """Return the time of day of a text in a usual form, or None: an hour alone needs AM or PM."""
    match = _CLOCK.fullmatch(text)
    return None if match is None or not (match["minute"] or match["half"]) else _clock_of(match.groupdict())


@builtin(
    "Text.to_time(pattern?: Text) -> Time?",
    literals={"pattern": _time_reader},
    cost=lambda text, pattern: 10 + pattern_size(text, pattern),
    phrase="the time in {self}[ read as {pattern}]",
    examples=[
        '"9:30".to_time() == @09:30',
        '"2:07 pm".to_time() == @14:07',
        '"0930".to_time("HHmm") == @09:30',
        '"25:00".to_time() == none',
    ],
)
def to_time(text: str, pattern: str | None) -> time | None:
    """Return the time of day that the text contains, or `none` if it is not one. Without a pattern these forms are
    read: 9:30, 09:30:15, 09:30:15.25, each with or without am or pm, and 9 am. With a pattern only that form is read;
    it has the fields of `format`. Case and surrounding spaces are ignored. Fail if the pattern is not valid."""
    form = _time_reader(pattern) if pattern is not None else None
    if len(text) > MAX_DATE_TEXT:
        return None
    if form is None:
        return _read_clock(text.strip(SPACE))
    match = form.fullmatch(text.strip(SPACE))
    return _clock_of(match.groupdict()) if match else None


@builtin(
    "Text.to_datetime(pattern?: Text) -> DateTime?",
    literals={"pattern": _datetime_reader},
    cost=lambda text, pattern: 20 + pattern_size(text, pattern),
    phrase="the date and time in {self}[ read as {pattern}]",
    examples=[
        '"2024-03-05T09:30".to_datetime() == @2024-03-05T09:30',
        '"5 March 2024, 2:07 pm".to_datetime() == @2024-03-05T14:07',
        '"05/03/2024 09:30".to_datetime("dd/MM/yyyy HH:mm") == @2024-03-05T09:30',
        '"2024-03-05".to_datetime() == none',
    ],
)
def to_datetime(text: str, pattern: str | None) -> datetime | None:
    """Return the DateTime that the text contains, or `none` if it is not one. Without a pattern a date in a form that
    `to_date` reads is followed by a time in a form that `to_time` reads, with a space, a comma, "at" or (after
    2024-03-05) T between them. A time zone is not read. With a pattern only that form is read; it has the fields of
    `format`. Case and surrounding spaces are ignored. Fail if the pattern is not valid."""
    form = _datetime_reader(pattern) if pattern is not None else None
    if len(text) > MAX_DATE_TEXT:
        return None
    match = (form or _DATE_AND_CLOCK).fullmatch(text.strip(SPACE))
    if match is None:
        return None
    parts = match.groupdict()
    if form is not None:
        day, clock = date_of(parts), _clock_of(parts)
    else:
        with_t = match["between"] in ("T", "t")
        day = None if with_t and not _ISO_DAY.fullmatch(match["date"]) else to_date(match["date"], None)
        clock = _read_clock(match["clock"])
    return None if day is None or clock is None else datetime.combine(day, clock)


_UNITS: dict[str, int] = {
    **dict.fromkeys(("w", "week", "weeks"), 7 * times.DAY),
    **dict.fromkeys(("d", "day", "days"), times.DAY),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), times.HOUR),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), times.MINUTE),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), times.SECOND),
}
_AMOUNT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([a-z]{1,7})(?:,? and |, ?| )?", FLAGS)
_COUNTED = re.compile(
    r"(?P<hours>[0-9]{1,9}):(?P<minutes>[0-5][0-9]):(?P<seconds>[0-5][0-9])(?:\.(?P<rest>[0-9]{1,6}))?"
)


@builtin(
    "Text.to_duration() -> Duration?",
    cost=lambda text: 10 + reading(text),
    phrase="the duration in {self}",
    examples=[
        '"PT1H30M".to_duration() == @PT1H30M',
        '"1 h 30 min".to_duration() == @PT1H30M',
        '"36:15:00".to_duration() == @PT36H15M',
        '"1:30".to_duration() == none',
    ],
)
def to_duration(text: str) -> timedelta | None:
    """Return the duration that the text contains, or `none` if it is not one. These forms are read: PT1H30M (ISO 8601,
    without months and years), 36:15:00 (hours, minutes, seconds), and numbers with units such as "90 minutes" or "2
    days, 3 h". Case and surrounding spaces are ignored, and a minus in front makes it negative."""
    if len(text) > MAX_DATE_TEXT:
        return None
    trimmed = text.strip(SPACE)
    found = times.parse_duration(trimmed.upper())
    if found is not None:
        return found
    unsigned = trimmed.removeprefix("-").lstrip(SPACE)
    counted = _COUNTED.fullmatch(unsigned)
    size = _size_of_counted(counted) if counted else _size_of_amounts(unsigned)
    if size is None:
        return None
    try:
        return times.duration(-size if trimmed.startswith("-") else size)
    except Failure:
        return None


def _size_of_counted(match: re.Match[str]) -> int:
    size = sum(int(match[part]) * _UNITS[part] for part in ("hours", "minutes", "seconds"))
    return size + int((match["rest"] or "").ljust(6, "0"))


def _size_of_amounts(text: str) -> int | None:
    """Return the microseconds of amounts with units, each unit once and larger ones first; None of anything else."""
    size, at, least = 0, 0, 0
    while at < len(text) or not at:
        match = _AMOUNT.match(text, at)
        unit = _UNITS.get(match[2].lower()) if match else None
        if match is None or unit is None or (least and unit >= least):
            return None
        size, at, least = size + times.sized(parse_number(match[1]) or 0, unit), match.end(), unit
    return size
