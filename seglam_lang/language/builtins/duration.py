"""Duration: an exact length of time, positive or negative, to the microsecond.

A day in it has 24 hours. Months and years are no durations, because they differ in length. A result that is not a whole
number of microseconds is rounded once to the nearest one, halves to the even one. Operations fail with `out-of-range`
if a duration is longer than 999,999,999 days.
"""

from __future__ import annotations

from datetime import timedelta

from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import times
from seglam_lang.language.computing.numbers import EXACT, Number
from seglam_lang.language.computing.times import duration, microseconds, sized, step_size
from seglam_lang.language.failures import Failure


def _made_of(unit: str, size: int, example: str) -> None:
    """Declare the method that makes a Duration of a number of units, and the one that makes a Number of it."""

    def made(number: Number) -> timedelta:
        return duration(sized(number, size))

    def total(length: timedelta) -> Number:
        return times.count_of(length, size)

    doc = f"Return the duration of this number of {unit}, to the nearest microsecond."
    phrase = f"the duration of {{self:{unit[:-1]}}}"
    builtin(f"Number.{unit}() -> Duration", doc=doc, phrase=phrase, examples=[f"1.5.{unit}() == {example}"])(made)
    doc = f"Return the whole duration as a number of {unit}, with its fraction."
    phrase = f"the number of {unit} in {{self}}"
    builtin(
        f"Duration.total_{unit}() -> Number", doc=doc, phrase=phrase, examples=[f"{example}.total_{unit}() == 1.5"]
    )(total)


_made_of("seconds", times.SECOND, "@PT1.5S")
_made_of("minutes", times.MINUTE, "@PT1M30S")
_made_of("hours", times.HOUR, "@PT1H30M")
_made_of("days", times.DAY, "@P1DT12H")
_made_of("weeks", 7 * times.DAY, "@P10DT12H")


@builtin(
    "Duration.+(other: Duration) -> Duration",
    id="duration.add",
    phrase="{self} + {other}",
    examples=["@PT1H30M + @PT45M == @PT2H15M"],
    laws=[Law.COMMUTATIVE],
)
def add(one: timedelta, other: timedelta) -> timedelta:
    """Return the sum of two durations."""
    return duration(microseconds(one) + microseconds(other))


@builtin(
    "Duration.-(other: Duration) -> Duration",
    id="duration.subtract",
    phrase="{self} - {other}",
    examples=["@PT1H - @PT90M == -@PT30M"],
)
def subtract(one: timedelta, other: timedelta) -> timedelta:
    """Return the difference of two durations."""
    return duration(microseconds(one) - microseconds(other))


@builtin(
    "Duration.*(factor: Number) -> Duration",
    id="duration.multiply",
    phrase="{self} × {factor}",
    examples=["@PT45M * 3 == @PT2H15M"],
)
def multiply(length: timedelta, factor: Number) -> timedelta:
    """Return the duration multiplied by a number, to the nearest microsecond."""
    return times.rounded_duration(EXACT.multiply(microseconds(length), factor))


@builtin(
    "Duration./(divisor: Number) -> Duration",
    id="duration.divide",
    phrase="{self} ÷ {divisor}",
    examples=["@PT2H15M / 3 == @PT45M"],
)
def divide(length: timedelta, divisor: Number) -> timedelta:
    """Return the duration divided by a number, to the nearest microsecond. Fail if the number is zero."""
    if not divisor:
        raise Failure("division-by-zero", "division by zero")
    return times.divided_duration(microseconds(length), divisor)


@builtin(
    "Duration.ratio(other: Duration) -> Number",
    phrase="the number of times that {other} goes into {self}",
    examples=["@PT2H.ratio(@PT30M) == 4", "@PT45M.ratio(@PT1H) == 0.75"],
)
def ratio(length: timedelta, other: timedelta) -> Number:
    """Return how many times the other duration goes into this one, rounded once to 34 digits. Fail if the other is
    zero."""
    if not other:
        raise Failure("division-by-zero", "division by a duration of zero")
    return times.count_of(length, microseconds(other))


@builtin(
    "Duration.unary -() -> Duration",
    id="duration.negate",
    phrase="minus {self}",
    examples=["-(@PT1H - @PT2H) == @PT1H"],
)
def negate(length: timedelta) -> timedelta:
    """Return the duration with the opposite sign."""
    return -length


@builtin(
    "Duration.abs() -> Duration",
    phrase="the absolute value of {self}",
    examples=["(@PT1H - @PT2H).abs() == @PT1H"],
    laws=[Law.IDEMPOTENT],
)
def absolute(length: timedelta) -> timedelta:
    """Return the duration without its sign."""
    return abs(length)


@builtin(
    "Duration.is_between(shortest: Duration, longest: Duration) -> Bool",
    phrase="{self} <is|is not> from {shortest} to {longest}",
    examples=["@PT45M.is_between(@PT30M, @PT1H)"],
)
def is_between(length: timedelta, shortest: timedelta, longest: timedelta) -> bool:
    """Return whether the duration is from `shortest` to `longest`, both included."""
    return shortest <= length <= longest


@builtin(
    "Duration.round_to(multiple: Duration) -> Duration",
    phrase=", rounded to a multiple of {multiple}",
    examples=["@PT52M.round_to(@PT15M) == @PT45M", "(-@PT7M30S).round_to(@PT15M) == -@PT15M"],
)
def round_to(length: timedelta, multiple: timedelta) -> timedelta:
    """Return the nearest multiple of a duration. Halves are rounded away from zero. Fail if the multiple is zero or
    negative."""
    step, size = step_size(multiple), microseconds(abs(length))
    rounded = (2 * size + step) // (2 * step) * step
    return duration(rounded if length >= timedelta(0) else -rounded)


@builtin(
    "Duration.round_down_to(multiple: Duration) -> Duration",
    phrase=", rounded down to a multiple of {multiple}",
    examples=["@PT59M.round_down_to(@PT15M) == @PT45M"],
)
def round_down_to(length: timedelta, multiple: timedelta) -> timedelta:
    """Return the largest multiple of a duration that is not longer than this one. Fail if the multiple is zero or
    negative."""
    return duration(microseconds(length) // step_size(multiple) * step_size(multiple))


@builtin(
    "Duration.round_up_to(multiple: Duration) -> Duration",
    phrase=", rounded up to a multiple of {multiple}",
    examples=["@PT46M.round_up_to(@PT15M) == @PT1H"],
)
def round_up_to(length: timedelta, multiple: timedelta) -> timedelta:
    """Return the smallest multiple of a duration that is not shorter than this one. Fail if the multiple is zero or
    negative."""
    return duration(-(-microseconds(length) // step_size(multiple)) * step_size(multiple))
