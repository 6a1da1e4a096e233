"""DateTime, Time and Duration: their texts, their stored forms and their arithmetic."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.language import LanguageError, jsonvalue
from seglam_lang.language.builtins import REGISTRY, time_text
from seglam_lang.language.computing import times
from seglam_lang.language.computing.times import DAY, HOUR, MAX_DURATION, microseconds
from seglam_lang.language.failures import Failure
from seglam_lang.language.storing.value_codec import CodecError, decode_value, encode_value
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.values import Map

moments, clocks = st.datetimes(), st.times()
lengths = st.timedeltas(-MAX_DURATION, MAX_DURATION)
some_time = st.one_of(moments, clocks, lengths)
short = st.timedeltas(timedelta(days=-400), timedelta(days=400))
late = st.datetimes(datetime(1000, 1, 1), datetime(3000, 1, 1))
factors = st.one_of(st.integers(-(10**6), 10**6), st.decimals(-1000, 1000, places=9))


def call(name: str, *args: Any) -> Any:
    """Return the result of a builtin, by its id without the version."""
    return REGISTRY.by_id[f"{name}@1"].impl(*args)


def evaluate(expression: str, kind: str) -> Any:
    """Return the value of an expression of the language."""
    return language.load(f"proc shown() -> {kind} {{ return {expression} }}")["shown"]()


# --- texts --------------------------------------------------------------------------------------------------------


@given(some_time)
def test_every_value_has_one_text_that_is_read_again(value: Any) -> None:
    read = {datetime: times.parse_datetime, time: times.parse_time, timedelta: times.parse_duration}[type(value)]
    assert read(times.iso_text(value)) == read(times.literal_text(value)) == value
    assert decode_value(encode_value(value)) == value
    assert jsonvalue.same(value, jsonvalue.dumps(value).strip('"'))


@given(some_time)
def test_a_value_is_written_as_a_literal_that_is_the_value(value: Any) -> None:
    kind = {datetime: "DateTime", time: "Time", timedelta: "Duration"}[type(value)]
    assert evaluate(show_value(value), kind) == value


@pytest.mark.parametrize(
    ("value", "text", "literal"),
    [
        (datetime(2024, 1, 31, 9, 30), "2024-01-31T09:30:00", "@2024-01-31T09:30"),
        (datetime(5, 1, 31, 9, 30, 15, 250_000), "0005-01-31T09:30:15.25", "@0005-01-31T09:30:15.25"),
        (time(0), "00:00:00", "@00:00"),
        (time(9, 30, 0, 1), "09:30:00.000001", "@09:30:00.000001"),
        (timedelta(0), "PT0S", "@PT0S"),
        (timedelta(hours=36, minutes=5), "P1DT12H5M", "@P1DT12H5M"),
        (timedelta(days=-2), "-P2D", "-@P2D"),
        (timedelta(microseconds=-1500), "-PT0.0015S", "-@PT0.0015S"),
    ],
)
def test_texts(value: Any, text: str, literal: str) -> None:
    assert times.iso_text(value) == text
    assert show_value(value) == literal


@pytest.mark.parametrize("text", ["P2W", "P14D", "PT336H", "P13DT24H", "P1DT312H"])
def test_forms_of_one_duration(text: str) -> None:
    assert times.parse_duration(text) == timedelta(days=14)
    assert evaluate(f"@{text}", "Duration") == timedelta(days=14)


@pytest.mark.parametrize(
    ("literal", "code"),
    [
        ("@2024-02-30T09:30", "no-such-date"),
        ("@2024-02-28T24:00", "no-such-date"),
        ("@24:00", "no-such-time"),
        ("@09:60", "no-such-time"),
        ("@P1M", "no-such-duration"),
        ("@P1Y2M", "no-such-duration"),
        ("@P1DT", "no-such-duration"),
        ("@PT1.5H", "no-such-duration"),
        ("@P1000000000D", "no-such-duration"),
        ("@PT1M1H", "no-such-duration"),
        ("@9:30", "date-form"),
        ("@2024-01-31T9:30", "no-such-duration"),
    ],
)
def test_literals_that_are_none(literal: str, code: str) -> None:
    with pytest.raises(LanguageError) as caught:
        language.check(f"proc wrong() -> Bool {{ return {literal} == {literal} }}")
    assert code in {each.code for each in caught.value.diagnostics} or code == "no-such-duration"


@pytest.mark.parametrize("code", [7, 8, 9])
def test_bytes_that_are_no_time_are_refused(code: int) -> None:
    import msgpack

    for text in (b"", b"x", b"2024-01-31", b"24:00:00", b"09:30", b"P1W", b"\xff"):
        with pytest.raises(CodecError):
            decode_value(msgpack.packb(msgpack.ExtType(code, text)))


# --- one value ----------------------------------------------------------------------------------------------------


@given(st.dates())
def test_a_datetime_at_midnight_is_no_date(day: date) -> None:
    midnight = datetime.combine(day, time(0))
    assert midnight != day
    assert len(Map({day: 1, midnight: 2}).items) == 2
    assert encode_value(midnight) != encode_value(day)
    assert call("datetime.date", midnight) == day


@given(moments, moments)
def test_order_is_that_of_the_texts(one: datetime, other: datetime) -> None:
    assert (one < other) == (times.position(one) < times.position(other))


# --- arithmetic ---------------------------------------------------------------------------------------------------


@given(late, short)
def test_adding_and_subtracting(moment: datetime, length: timedelta) -> None:
    later = call("datetime.add", moment, length)
    assert call("datetime.difference", later, moment) == length
    assert call("datetime.time_until", moment, later) == length
    assert call("datetime.subtract", later, length) == moment


@given(moments, lengths)
def test_what_is_beyond_the_calendar_is_a_failure(moment: datetime, length: timedelta) -> None:
    position = times.position(moment) + microseconds(length)
    if 0 <= position <= times.position(datetime.max):
        assert times.position(call("datetime.add", moment, length)) == position
    else:
        with pytest.raises(Failure):
            call("datetime.add", moment, length)


@given(clocks, clocks, lengths)
def test_a_clock_runs_on_over_midnight(clock: time, other: time, length: timedelta) -> None:
    assert call("time.add", clock, call("time.time_until", clock, other)) == other
    assert timedelta(0) <= call("time.time_until", clock, other) < timedelta(days=1)
    assert call("time.subtract", call("time.add", clock, length), length) == clock
    assert abs(call("time.difference", clock, other)) < timedelta(days=1)


@given(lengths, lengths)
def test_sums_are_exact_or_failures(one: timedelta, other: timedelta) -> None:
    size = microseconds(one) + microseconds(other)
    if abs(size) <= microseconds(MAX_DURATION):
        assert microseconds(call("duration.add", one, other)) == size
        assert call("duration.subtract", call("duration.add", one, other), other) == one
    else:
        with pytest.raises(Failure):
            call("duration.add", one, other)


def nearest(exact: Fraction) -> int:
    """Return the whole number nearest to a fraction, of two the even one: as `round` does."""
    return round(exact)


@given(short, factors)
def test_products_and_quotients_are_rounded_once(length: timedelta, factor: Any) -> None:
    factor = factor if isinstance(factor, int) else Decimal(factor)
    assert microseconds(call("duration.multiply", length, factor)) == nearest(microseconds(length) * Fraction(factor))
    if factor and abs(factor) >= 1:
        assert microseconds(call("duration.divide", length, factor)) == nearest(microseconds(length) / Fraction(factor))


def test_a_quotient_is_rounded_to_no_fewer_digits_before() -> None:
    """Half a microsecond and a little more is one: of 34 digits it would be half a one, and so none."""
    size, divisor = 5 * 10**19, Decimal("99999999999999999999.99999999999999")
    length, one = timedelta(microseconds=size), timedelta(microseconds=1)
    assert times.divided_duration(size, divisor) == call("duration.divide", length, divisor) == one
    assert times.divided_duration(1, 2) == call("list.average_duration", (one, timedelta(0))) == timedelta(0)


def test_division_by_zero_is_a_failure() -> None:
    for name, divisor in (("duration.divide", 0), ("duration.ratio", timedelta(0))):
        with pytest.raises(Failure, match="division by"):
            call(name, timedelta(hours=1), divisor)


@given(short, st.timedeltas(timedelta(microseconds=1), timedelta(days=3)))
def test_rounding_to_multiples(length: timedelta, step: timedelta) -> None:
    down, up, near = (call(f"duration.{name}", length, step) for name in ("round_down_to", "round_up_to", "round_to"))
    assert down <= length <= up
    assert near in (down, up)
    assert up - down in (timedelta(0), step)
    assert abs(near - length) * 2 <= step


@given(st.lists(short, min_size=1))
def test_totals_and_averages(some: list[timedelta]) -> None:
    total = call("list.total_duration", tuple(some))
    assert total == sum(some, timedelta(0))
    assert microseconds(call("list.average_duration", tuple(some))) == nearest(Fraction(microseconds(total), len(some)))


@given(late, st.sampled_from(["second", "minute", "hour", "day", "week", "month", "quarter", "year"]))
def test_truncating(moment: datetime, unit: str) -> None:
    begun = call("datetime.truncate", moment, unit)
    assert begun <= moment
    assert call("datetime.truncate", begun, unit) == begun
    assert unit in ("second", "minute", "hour") or begun.time() == time(0)


def test_steps_begin_at_midnight() -> None:
    for hours in (1, 6, 12, 24):
        step = timedelta(hours=hours)
        assert call("datetime.round_down_to", datetime(2024, 5, 16), step) == datetime(2024, 5, 16)
    assert call("datetime.round_down_to", datetime(2024, 5, 16, 9), timedelta(days=7)) == datetime(2024, 5, 13)
    assert HOUR * 24 == DAY


# --- formatting and reading -----------------------------------------------------------------------------------------


@given(late, st.sampled_from(["yyyy-MM-dd HH:mm:ss", "d MMMM yyyy h:mm:ss a", "EEE dd.MM.yyyy, H:mm:ss"]))
def test_what_is_formatted_is_read(moment: datetime, pattern: str) -> None:
    moment = moment.replace(microsecond=0)
    assert time_text.to_datetime(time_text.format_datetime(moment, pattern), pattern) == moment


@given(clocks)
def test_times_are_read_as_they_are_written(clock: time) -> None:
    assert time_text.to_time(times.iso_text(clock), None) == clock
    half = clock.replace(second=0, microsecond=0)
    assert time_text.to_time(time_text.format_time(half, "h:mm a"), None) == half


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_durations_are_read_as_they_are_written(length: timedelta) -> None:
    assert time_text.to_duration(times.iso_text(length)) == length
    whole = length - timedelta(microseconds=length.microseconds)
    assert time_text.to_duration(time_text.format_duration(whole, "h:mm:ss")) == whole
    assert time_text.to_duration(time_text.format_duration(whole, "d 'days' h 'h' m 'min' s 'sec'")) == whole


@given(st.text("0123456789:.TP-+DHMS ampWdhmins,", max_size=40))
def test_reading_any_text_never_fails(text: str) -> None:
    assert isinstance(time_text.to_datetime(text, None), datetime | None)
    assert isinstance(time_text.to_time(text, None), time | None)
    assert isinstance(time_text.to_duration(text), timedelta | None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05 09:30", datetime(2024, 3, 5, 9, 30)),
        ("March 5th, 2024 at 9 pm", datetime(2024, 3, 5, 21)),
        ("5 March 2024T09:30", None),
        ("2024-03-05T09:30Z", None),
        ("2024-03-05T09:30+01:00", None),
        ("2024-03-05 9", None),
    ],
)
def test_datetimes_without_a_pattern(text: str, expected: datetime | None) -> None:
    assert time_text.to_datetime(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90 minutes", timedelta(minutes=90)),
        ("-1.5 h", timedelta(hours=-1.5)),
        ("2 days, 3 h", timedelta(days=2, hours=3)),
        ("3 h 2 days", None),
        ("1 month", None),
        ("5", None),
        ("", None),
        ("1:30", None),
    ],
)
def test_durations_in_words(text: str, expected: timedelta | None) -> None:
    assert time_text.to_duration(text) == expected


@pytest.mark.parametrize("pattern", ["h:mm", "HH:mm a", "mm", "HH:HH", "KK:mm", "'HH"])
def test_patterns_of_times_that_are_wrong(pattern: str) -> None:
    with pytest.raises(Failure) as caught:
        time_text.to_datetime("x", f"dd/MM/{pattern}")
    assert caught.value.code == "bad-date-pattern"


def test_a_table_of_times() -> None:
    source = """
    proc by_hour(rows: Table, start: Column<DateTime>, lasted: Column<Duration>) -> Duration {
      return rows.where(row => row[start].hour() >= 9).total_duration(lasted)
    }
    """
    shifts = [
        {"start": datetime(2024, 1, 31, 9, 30), "lasted": timedelta(hours=2)},
        {"start": datetime(2024, 1, 31, 7, 30), "lasted": timedelta(hours=3)},
        {"start": None, "lasted": timedelta(hours=4)},
    ]
    assert language.load(source)["by_hour"](shifts, "start", "lasted") == timedelta(hours=2)
