"""Time: a time of day from 00:00 to 23:59:59.999999, without a date and without a time zone.

A clock runs on over midnight: adding an hour to 23:30 is 00:30, and from 22:00 until 06:00 it is eight hours. The
difference with `-` is that of two times of one day, and negative if the first is earlier.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import times
from seglam_lang.language.computing.numbers import CONTEXT, Number, canonical, show_number, whole
from seglam_lang.language.computing.times import CLOCK_UNITS, sized, step_size
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure


@builtin(
    "Number.time(minute: Number, second?: Number) -> Time",
    phrase="the time with hour {self}, minute {minute}[ and second {second}]",
    examples=["9.time(30) == @09:30", "23.time(59, 59.5) == @23:59:59.5"],
)
def time_of_parts(hour: Number, minute: Number, second: Number | None) -> time:
    """Return the time of day with this hour (0 to 23), a minute and a second (0 if left out), to the nearest
    microsecond. Fail if there is no such time."""
    seconds = second or 0
    parts = whole(hour, "the hour"), whole(minute, "the minute")
    if not (0 <= parts[0] <= 23 and 0 <= parts[1] <= 59 and 0 <= seconds < 60):
        raise Failure("no-such-time", f"there is no time {':'.join(map(show_number, (*parts, seconds)))}")
    rest = min(sized(seconds, times.SECOND), times.MINUTE - 1)
    return times.at_time(parts[0] * times.HOUR + parts[1] * times.MINUTE + rest)


@builtin("Time.hour() -> Number", phrase="the hour of {self}", examples=["@09:30.hour() == 9"])
def hour(clock: datetime | time) -> int:
    """Return the hour, from 0 to 23."""
    return clock.hour


@builtin("Time.minute() -> Number", phrase="the minute of {self}", examples=["@09:30.minute() == 30"])
def minute(clock: datetime | time) -> int:
    """Return the minute, from 0 to 59."""
    return clock.minute


@builtin(
    "Time.second() -> Number",
    phrase="the second of {self}",
    examples=["@09:30:15.5.second() == 15.5", "@09:30.second() == 0"],
)
def second(clock: datetime | time) -> Number:
    """Return the second with its fraction, from 0 to less than 60."""
    if not clock.microsecond:
        return clock.second
    return canonical(CONTEXT.divide(clock.second * times.SECOND + clock.microsecond, times.SECOND))


def _moved(clock: time, size: int) -> time:
    return times.at_time(times.since_midnight(clock) + size)


@builtin(
    "Time.+(duration: Duration) -> Time",
    id="time.add",
    phrase="{self} + {duration}",
    examples=["@14:50 + @PT95M == @16:25"],
)
def add(clock: time, duration: timedelta) -> time:
    """Return the time of day that much later, or earlier if the duration is negative; it goes on over midnight."""
    return _moved(clock, times.microseconds(duration))


@builtin(
    "Time.subtract(duration: Duration) -> Time",
    phrase="{self} - {duration}",
    examples=["@00:30.subtract(@PT1H) == @23:30"],
)
def subtract(clock: time, duration: timedelta) -> time:
    """Return the time of day that much earlier, or later if the duration is negative; it goes on over midnight."""
    return _moved(clock, -times.microseconds(duration))


@builtin(
    "Time.add_minutes(minutes: Number) -> Time",
    phrase="the time {minutes:minute} after {self}",
    examples=["@23:30.add_minutes(45) == @00:15"],
)
def add_minutes(clock: time, minutes: Number) -> time:
    """Return the time of day that many minutes later, or earlier if `minutes` is negative, to the nearest microsecond.
    It goes on over midnight."""
    return _moved(clock, sized(minutes, times.MINUTE))


@builtin(
    "Time.add_hours(hours: Number) -> Time",
    phrase="the time {hours:hour} after {self}",
    examples=["@23:30.add_hours(1.5) == @01:00"],
)
def add_hours(clock: time, hours: Number) -> time:
    """Return the time of day that many hours later, or earlier if `hours` is negative, to the nearest microsecond. It
    goes on over midnight."""
    return _moved(clock, sized(hours, times.HOUR))


@builtin(
    "Time.-(other: Time) -> Duration",
    id="time.difference",
    phrase="the time from {other} to {self}",
    examples=["@17:00 - @09:30 == @PT7H30M", "@06:00 - @22:00 == -@PT16H"],
)
def difference(clock: time, other: time) -> timedelta:
    """Return the duration from the other time to this one on the same day, negative if this one is earlier."""
    return times.duration(times.since_midnight(clock) - times.since_midnight(other))


@builtin(
    "Time.time_until(other: Time) -> Duration",
    phrase="the time from {self} until the next {other}",
    examples=[
        "@09:30.time_until(@17:00) == @PT7H30M",
        "@22:00.time_until(@06:00) == @PT8H",
        "@06:00.time_until(@06:00) == @PT0S",
    ],
)
def time_until(clock: time, other: time) -> timedelta:
    """Return the duration from this time to the next time that a clock shows the other: over midnight if the other is
    earlier, zero if both are equal."""
    return times.duration((times.since_midnight(other) - times.since_midnight(clock)) % times.DAY)


@builtin(
    "Time.is_between(first: Time, last: Time) -> Bool",
    phrase="{self} <is|is not> from {first} to {last}",
    examples=["@09:30.is_between(@09:00, @17:00)", "@23:30.is_between(@22:00, @06:00)"],
)
def is_between(clock: time, first: time, last: time) -> bool:
    """Return whether the time is from `first` to `last`, both included; over midnight if `last` is earlier."""
    return first <= clock <= last if first <= last else clock >= first or clock <= last


def _unit(name: str) -> int:
    if name not in CLOCK_UNITS:
        raise Failure(
            "no-such-unit", f"{quoted(name)} is not a unit to truncate to; those are {', '.join(CLOCK_UNITS)}"
        )
    return CLOCK_UNITS[name]


@builtin(
    "Time.truncate(unit: Text) -> Time",
    literals={"unit": _unit},
    phrase="the beginning of the {unit} of {self}",
    examples=['@09:45:30.truncate("hour") == @09:00'],
)
def truncate(clock: time, unit: str) -> time:
    """Return the beginning of the second, minute or hour that the time is in. Fail if there is no such unit."""
    return _moved(clock, -(times.since_midnight(clock) % _unit(unit)))


@builtin(
    "Time.round_down_to(step: Duration) -> Time",
    phrase="{self} rounded down to a multiple of {step}",
    examples=["@09:44.round_down_to(@PT15M) == @09:30"],
)
def round_down_to(clock: time, step: timedelta) -> time:
    """Return the latest multiple of a step, counted from midnight, up to this time. Fail if the step is zero or
    negative."""
    return _moved(clock, -(times.since_midnight(clock) % step_size(step)))


@builtin(
    "Time.to_seconds() -> Number",
    phrase="the seconds from midnight to {self}",
    examples=["@01:00:00.5.to_seconds() == 3600.5"],
)
def to_seconds(clock: time) -> Number:
    """Return the number of seconds since midnight."""
    return times.count_of(times.duration(times.since_midnight(clock)), times.SECOND)
