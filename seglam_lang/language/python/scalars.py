"""Scalars of Python to scalars of the language, exactly or not at all: the same for every door.

    Number    int, Decimal, float, and whatever counts as an Integral; comes back as an int or a Decimal
    Text      str
    Bool      bool; never a Number
    Date      datetime.date; a datetime is a DateTime, and refused where a Date is expected
    DateTime  datetime.datetime without a time zone
    Time      datetime.time without a time zone
    Duration  datetime.timedelta of at most 999,999,999 days

A float is the decimal number that Python prints for it: 0.1 is 0.1, not the binary fraction nearest to it; NaN and
infinities are refused. Nothing is rounded: a number of more than 34 digits is refused. Scalars of numpy are taken as
the scalars of Python that they are equal to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Integral
from typing import Any

from seglam_lang.language.computing.numbers import DIGITS, LIMIT, canonical, exactly
from seglam_lang.language.computing.times import is_in_range
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.misfits import MOST_BITS, unfit
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con, Type
from seglam_lang.language.values import SCALAR_TYPES, Number, Value

Converter = Callable[[Any], Value]
TOO_MANY_DIGITS = "too-many-digits"


def to_number(value: Any) -> Number:
    """Return a Python number as a Number, or raise `Unfit`."""
    if type(value) is int and -LIMIT < value < LIMIT:
        return value
    if isinstance(value, Decimal):
        return _exactly(value, value)
    if isinstance(value, bool):
        raise unfit(NUMBER, value, "a bool is no Number")
    if isinstance(value, float):
        return _exactly(Decimal(float.__repr__(value)), value)
    if isinstance(value, Integral):  # a long int, or one of a class of its own, as of an Enum or of numpy
        whole = int(value)
        if whole.bit_length() > MOST_BITS:
            raise unfit(NUMBER, value, "the number is too large", "bad-number")
        return _exactly(Decimal(whole), value)
    if kind_in_numpy(value) == "f":
        return _exactly(Decimal(str(value)), value)  # of a float32 the digits that numpy prints
    raise unfit(NUMBER, value, "a text is no Number; give an int or a Decimal" if isinstance(value, str) else "")


def _exactly(number: Decimal, given: object) -> Number:
    """Return the Number that is equal to a Decimal."""
    if not number.is_finite():
        hint = "what is missing is None" if number.is_nan() else ""
        raise unfit(NUMBER, given, hint, "bad-number")
    try:
        found = canonical(number)
    except Failure as failure:
        raise unfit(NUMBER, given, failure.message, "bad-number") from None
    if found != number:
        hint = f"a Number has at most {DIGITS} digits; round it first, or give it as a text"
        raise unfit(NUMBER, given, hint, TOO_MANY_DIGITS)
    return found


def to_numbers(values: Sequence[Any]) -> list[Number] | None:
    """Return ints, floats and Decimals as Numbers, all at once; None where one is no Number, which `to_number` says."""
    try:
        return exactly([Decimal(float.__repr__(value)) if type(value) is float else Decimal(value) for value in values])
    except (TypeError, ValueError):
        return None


def to_text(value: Any) -> str:
    """Return a str as a Text, or raise `Unfit`."""
    if type(value) is str and value.isascii():
        return value
    if not isinstance(value, str):
        raise unfit(TEXT, value)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        hint = f"character {error.start + 1} is half a character (a lone surrogate)"
        raise unfit(TEXT, value, hint) from None
    return str.__str__(value)  # of an Enum or another class of texts, the text


def to_bool(value: Any) -> bool:
    """Return a bool, or raise `Unfit`."""
    if type(value) is bool:
        return value
    if kind_in_numpy(value) == "b":
        return bool(value)
    raise unfit(BOOL, value)


def to_date(value: Any) -> date:
    """Return a date as a Date, or raise `Unfit`."""
    if type(value) is date:
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    if isinstance(value, str):
        raise unfit(DATE, value, "give a datetime.date: `date.fromisoformat(...)` reads one")
    raise unfit(DATE, value)


def to_datetime(value: Any) -> datetime:
    """Return a datetime as a DateTime, or raise `Unfit`."""
    if not isinstance(value, datetime):
        raise unfit(DATETIME, value, _HINTS.get(scalar_type(value) or NUMBER, ""))
    if value.tzinfo is not None:
        raise unfit(DATETIME, value, _NO_ZONES)
    if getattr(value, "nanosecond", 0):  # of pandas
        raise unfit(DATETIME, value, _NO_NANOSECONDS)
    return datetime.combine(value.date(), value.time().replace(fold=0))


def to_time(value: Any) -> time:
    """Return a time as a Time, or raise `Unfit`."""
    if not isinstance(value, time):
        raise unfit(TIME, value, "give `.time()` of it" if isinstance(value, datetime) else "")
    if value.tzinfo is not None:
        raise unfit(TIME, value, _NO_ZONES)
    return time(value.hour, value.minute, value.second, value.microsecond)


def to_duration(value: Any) -> timedelta:
    """Return a timedelta as a Duration, or raise `Unfit`."""
    if not isinstance(value, timedelta):
        raise unfit(DURATION, value, "give a datetime.timedelta" if isinstance(value, (int, float)) else "")
    if not is_in_range(value):
        raise unfit(DURATION, value, "a Duration has at most 999,999,999 days")
    if getattr(value, "nanoseconds", 0):
        raise unfit(DURATION, value, _NO_NANOSECONDS)
    return timedelta(value.days, value.seconds, value.microseconds)


_NO_NANOSECONDS = "there are microseconds, but no nanoseconds; round it first"
_NO_ZONES = "there are no time zones: give the local time, `.replace(tzinfo=None)` of it"
_HINTS = {
    DATE: "give a datetime.datetime: `datetime.combine(day, time())` makes one",
    TEXT: "give a datetime.datetime: `datetime.fromisoformat(...)` reads one",
}
SCALAR_CONVERTERS: dict[Type, Converter] = {
    NUMBER: to_number,
    TEXT: to_text,
    BOOL: to_bool,
    DATE: to_date,
    DATETIME: to_datetime,
    TIME: to_time,
    DURATION: to_duration,
}
_TYPES: dict[type, Con] = {**SCALAR_TYPES, float: NUMBER}


def scalar_type(value: Any) -> Con | None:
    """Return the type that a Python scalar has in the language; None of what is no scalar."""
    found = _TYPES.get(type(value))
    if found is not None:
        return found
    for python in (bool, int, float, Decimal, str, datetime, date, time, timedelta):  # a subclass before its base
        if isinstance(value, python):
            return _TYPES[python]
    if isinstance(value, Integral):
        return NUMBER
    return {"f": NUMBER, "b": BOOL}.get(kind_in_numpy(value))


def kind_in_numpy(value: Any) -> str:
    """Return numpy's letter for the kind of a scalar of its own ("f" of float32, "b" of bool); "" of anything else."""
    if type(value).__module__ != "numpy" or getattr(value, "ndim", 1) != 0:
        return ""
    return str(value.dtype.kind)
