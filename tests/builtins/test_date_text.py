"""Dates as texts: patterns there and back, what is read without one, and what is no pattern."""

from __future__ import annotations

import locale
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins.date_text import MAX_PATTERN, format_date, to_date
from seglam_lang.language.failures import Failure

days = st.dates(date.min, date.max)
YEARS, MONTHS, DAYS, WEEKDAYS = ("yyyy",), ("MMMM", "MMM", "MM", "M"), ("dd", "d"), ("EEEE", "EEE")
separators = st.sampled_from(["", " ", ".", "/", "-", ", ", " 'of' ", "''", "'d'", "年", "(", "\\", "[", "*"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Patterns that name year, month and day in any order, with a separator between any two that are digits."""
    fields = [draw(st.sampled_from(options)) for options in (YEARS, MONTHS, DAYS)]
    if draw(st.booleans()):
        fields.append(draw(st.sampled_from(WEEKDAYS)))
    fields = draw(st.permutations(fields))
    pattern = ""
    for field in fields:
        separator = draw(separators)
        pattern += (separator or " ") + field if pattern else field
    return pattern


@given(days, patterns())
def test_what_is_written_is_read(day: date, pattern: str) -> None:
    assert to_date(format_date(day, pattern), pattern) == day
    assert to_date(f"  {format_date(day, pattern)}\n", pattern) == day


@given(days)
def test_fields(day: date) -> None:
    assert format_date(day, "yyyy-MM-dd") == day.isoformat()
    assert format_date(day, "yyyyMMdd") == day.isoformat().replace("-", "")
    assert to_date(format_date(day, "yyyyMMdd"), "yyyyMMdd") == day
    assert format_date(day, "d/M") == f"{day.day}/{day.month}"
    assert format_date(day, "yy") == f"{day.year:04}"[2:]
    if locale.setlocale(locale.LC_TIME) == "C":
        assert format_date(day, "EEEE EEE MMMM MMM") == day.strftime("%A %a %B %b")
        assert to_date(day.strftime("%d %B ") + f"{day.year:04}", None) == day


@given(days)
def test_forms_that_are_read_without_a_pattern(day: date) -> None:
    for pattern in (
        "yyyy-MM-dd",
        "d MMMM yyyy",
        "dd MMM yyyy",
        "d-MMM-yyyy",
        "d'th of' MMMM yyyy",
        "d'st' MMM., yyyy",
        "MMMM d, yyyy",
        "MMM. d yyyy",
        "MMMM d'nd', yyyy",
        "EEEE, d MMMM yyyy",
        "EEE MMM d yyyy",
    ):
        written = format_date(day, pattern)
        assert to_date(written, None) == to_date(written.upper(), None) == to_date(written.lower(), None) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sept 5, 2024", date(2024, 9, 5)),
        ("5 Sept. 2024", date(2024, 9, 5)),
        ("Thu, 29 Feb 2024", date(2024, 2, 29)),
        ("Fri, 29 Feb 2024", None),  # it was a Thursday
        ("29 February 2023", None),
        ("0000-01-01", None),
        ("2024-13-01", None),
        ("1/2/2024", None),  # two dates are possible
        ("1.2.2024", None),
        ("2024-1-31", None),
        ("2024-01-31T10:00:00", None),
        ("tomorrow", None),
        ("", None),
        ("5 ſept 2024", None),  # a long s is no s
        ("٢٠٢٤-٠١-٣١", None),  # only ASCII digits
        ("5\u00a0March\u00a02024", None),
        ("May", None),
        (" " * 300 + "2024-01-31", None),  # longer than any date
    ],
)
def test_texts(text: str, expected: date | None) -> None:
    assert to_date(text, None) == expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("31/01/24", "dd/MM/yy", date(2024, 1, 31)),
        ("31/01/68", "dd/MM/yy", date(2068, 1, 31)),
        ("31/01/69", "dd/MM/yy", date(1969, 1, 31)),
        ("1/2/2024", "d/M/yyyy", date(2024, 2, 1)),
        ("01/02/2024", "d/M/yyyy", date(2024, 2, 1)),
        ("1/2/2024", "dd/MM/yyyy", None),
        ("2024年3月5日", "yyyy年M月d日", date(2024, 3, 5)),
        ("week of 5 Mar 2024", "'week of' d MMM yyyy", date(2024, 3, 5)),
        ("30.02.2024", "dd.MM.yyyy", None),
        ("Monday 05.03.2024", "EEEE dd.MM.yyyy", None),
        ("Tuesday 05.03.2024", "EEEE dd.MM.yyyy", date(2024, 3, 5)),
        ("1112024", "dMyyyy", date(2024, 1, 11)),
    ],
)
def test_texts_with_a_pattern(text: str, pattern: str, expected: date | None) -> None:
    assert to_date(text, pattern) == expected


@pytest.mark.parametrize(
    "pattern", ["YYYY-MM-DD", "mm", "ddd", "yyyyy", "y", "it's", "'", "a", "%Y", "x" * 101, " " * 101]
)
def test_what_is_no_pattern(pattern: str) -> None:
    for operation in (lambda: format_date(date(2024, 1, 1), pattern), lambda: to_date("2024-01-01", pattern)):
        with pytest.raises(Failure) as caught:
            operation()
        assert caught.value.code == "bad-date-pattern"
        assert len(caught.value.message) < 400


@pytest.mark.parametrize("pattern", ["", "yyyy", "MM.dd", "yyyy-MM-dd MM", "yyyy yy MM dd", "'yyyy-MM-dd'"])
def test_what_can_be_written_but_not_read(pattern: str) -> None:
    assert isinstance(format_date(date(2024, 1, 1), pattern), str)
    with pytest.raises(Failure) as caught:
        to_date("2024-01-01", pattern)
    assert caught.value.code == "bad-date-pattern"


@given(days, st.text(max_size=MAX_PATTERN + 5), st.text(alphabet="yMdE' -ſKé", max_size=20))
def test_any_text_is_a_pattern_or_a_failure(day: date, text: str, pattern: str) -> None:
    for each in (text, pattern):
        try:
            assert len(format_date(day, each)) <= 3 * MAX_PATTERN
            to_date(text, each)
        except Failure as failure:
            assert failure.code == "bad-date-pattern"
    to_date(text, None)


def test_no_text_takes_long_to_read() -> None:
    for text in ("1" * 200, "1 " * 100, "May " * 50, "1" * 10_000_000, " " * 200):
        assert to_date(text, None) is None
        assert to_date(text, "dMyyyy" + " " * 90) is None
