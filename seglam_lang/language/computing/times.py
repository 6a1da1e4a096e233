"""DateTime, Time and Duration: their texts in ISO 8601, and exact arithmetic in microseconds.

A DateTime is a `datetime` and a Time a `time`, both without a time zone, to the microsecond. A Duration is a
`timedelta`: a whole number of microseconds, positive or negative, of at most MAX_DURATION. A day in it is 24 hours;
months and years are no durations, because they are not always the same length.

Each value has one text (`iso_text`), and a shorter one as a literal of a source (`literal_text`):

    DateTime   2024-01-31T09:30:00        2024-01-31T09:30
    Time       09:30:00                   09:30
    Duration   P1DT2H30M, PT0.25S, -PT1H  the same
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from seglam_lang.language.computing.numbers import CONTEXT, EXACT, Number, canonical
from seglam_lang.language.failures import Failure

DAY, HOUR, MINUTE, SECOND = 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000  # microseconds
MAX_DURATION = timedelta(days=999_999_999)
_MICROSECOND = timedelta(microseconds=1)
_MOST = MAX_DURATION // _MICROSECOND
_EPOCH = datetime(1, 1, 1)
# So many digits that no quotient that is a Duration is rounded before it is rounded to a microsecond.
_WIDE = Context(prec=150, rounding=ROUND_HALF_EVEN)
FIRST_OF_TWO_DIGITS = 1969  # two digits of a year stand for 1969 to 2068, as in POSIX

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_TIME = re.compile(_CLOCK)
_DATETIME = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}")
_DURATION = re.compile(
    r"(?P<sign>-?)P(?=[0-9T])(?:(?P<weeks>[0-9]+)W|(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+)(?:\.(?P<fraction>[0-9]{1,6}))?S)?)?)"
)
_MAX_DIGITS = 20  # of one part of a Duration: more is beyond MAX_DURATION, whatever the part is
_SIZES = {"weeks": 7 * DAY, "days": DAY, "hours": HOUR, "minutes": MINUTE, "seconds": SECOND}


CLOCK_UNITS = {"second": SECOND, "minute": MINUTE, "hour": HOUR}


# --- texts --------------------------------------------------------------------------------------------------------


def full_year(two_digits: int) -> int:
    """Return the year of which these are the last two digits, from 1969 to 2068."""
    return FIRST_OF_TWO_DIGITS + (two_digits - FIRST_OF_TWO_DIGITS) % 100


def iso_text(value: date | time | timedelta) -> str:
    """Return a Date, DateTime, Time or Duration as a text in ISO 8601 form."""
    if isinstance(value, timedelta):
        return _duration_text(value)
    text = value.isoformat()
    return text.rstrip("0") if "." in text else text


def literal_text(value: date | time | timedelta) -> str:
    """Return a value as a literal has it after the `@`: without seconds where they are 0."""
    text = iso_text(value)
    return text.removesuffix(":00") if isinstance(value, (datetime, time)) and len(text) in (8, 19) else text


def _duration_text(value: timedelta) -> str:
    size = abs(microseconds(value))
    days, rest = divmod(size, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    if seconds or fraction or not size:
        clock += f"{seconds}{f'.{fraction:06}'.rstrip('0') if fraction else ''}S"
    return f"{'-' if value < timedelta(0) else ''}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


def parse_datetime(text: str) -> datetime | None:
    """Return the DateTime of a text in the form 2024-01-31T09:30, with or without seconds, or None."""
    try:
        return datetime.fromisoformat(_padded(text)) if _DATETIME.fullmatch(text) else None
    except ValueError:  # there is no such day, or no such time
        return None


def parse_time(text: str) -> time | None:
    """Return the Time of a text in the form 09:30, with or without seconds, or None."""
    try:
        return time.fromisoformat(_padded(text)) if _TIME.fullmatch(text) else None
    except ValueError:
        return None


def _padded(text: str) -> str:
    """Return a text with six digits behind the point: Python 3.13 reads others, too, but not all that we do."""
    whole, point, fraction = text.partition(".")
    return f"{whole}.{fraction:0<6}" if point else text


def parse_duration(text: str) -> timedelta | None:
    """Return the Duration of a text in the form P1DT2H30M15.5S or P2W, or None. A minus in front makes it negative."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    size = int((match["fraction"] or "").ljust(6, "0"))
    for part, unit in _SIZES.items():
        digits = (match[part] or "0").lstrip("0") or "0"
        if len(digits) > _MAX_DIGITS:
            return None
        size += int(digits) * unit
    return timedelta(microseconds=-size if match["sign"] else size) if size <= _MOST else None


# --- microseconds ---------------------------------------------------------------------------------------------------


def microseconds(value: timedelta) -> int:
    """Return a Duration as a number of microseconds."""
    return value // _MICROSECOND


def duration(size: int) -> timedelta:
    """Return the Duration of so many microseconds. Raise Failure if it is too long."""
    if not -_MOST <= size <= _MOST:
        raise Failure("out-of-range", "the duration is longer than 999,999,999 days")
    return timedelta(microseconds=size)


def rounded_duration(size: Number) -> timedelta:
    """Return the Duration of a number of microseconds that may be a fraction: the nearest, of two the even one."""
    if not -2 * _MOST <= size <= 2 * _MOST:
        return duration(2 * _MOST)
    return duration(int(Decimal(size).to_integral_value(ROUND_HALF_EVEN, EXACT)))


def divided_duration(size: int, divisor: Number) -> timedelta:
    """Return the Duration of a number of microseconds divided by a number that is not zero, rounded once as above."""
    return rounded_duration(_WIDE.divide(Decimal(size), Decimal(divisor)))


def sized(number: Number, unit: int) -> int:
    """Return so many units of so many microseconds, as microseconds. Raise Failure if a Duration cannot be so long."""
    return microseconds(rounded_duration(EXACT.multiply(number, unit)))


def step_size(step: timedelta) -> int:
    """Return a step in microseconds. Raise Failure if it is zero or negative."""
    if step <= timedelta(0):
        raise Failure("out-of-range", "the step must be above zero")
    return microseconds(step)


def count_of(value: timedelta, unit: int) -> Number:
    """Return how many units of so many microseconds a Duration is, rounded once to 34 digits."""
    return canonical(CONTEXT.divide(Decimal(microseconds(value)), Decimal(unit)))


def is_in_range(value: timedelta) -> bool:
    """Return whether a `timedelta` is a Duration: none is longer than MAX_DURATION."""
    return -MAX_DURATION <= value <= MAX_DURATION


def position(value: datetime) -> int:
    """Return the microseconds from the first DateTime, a Monday at midnight, to this one."""
    return (value - _EPOCH) // _MICROSECOND


def at_position(size: int) -> datetime:
    """Return the DateTime so many microseconds after the first. Raise Failure outside the years 1 to 9999."""
    try:
        return _EPOCH + timedelta(microseconds=size)
    except OverflowError:
        raise Failure("out-of-range", "the date is not between the years 1 and 9999") from None


def since_midnight(value: time) -> int:
    """Return the microseconds from midnight to a Time."""
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond


def at_time(size: int) -> time:
    """Return the Time so many microseconds after midnight; what is beyond a day goes on at midnight."""
    return (_EPOCH + timedelta(microseconds=size % DAY)).time()
