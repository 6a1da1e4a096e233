"""Text: what the examples do not show."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import text
from seglam_lang.language.failures import Failure


@given(st.text(), st.text(min_size=1, max_size=2))
def test_split_and_join_are_inverse(whole: str, separator: str) -> None:
    assert separator.join(text.split(whole, separator)) == whole


@given(st.text())
def test_laws(whole: str) -> None:
    assert text.reverse(text.reverse(whole)) == whole
    assert text.trim(text.trim(whole)) == text.trim(whole)
    assert text.upper(text.upper(whole)) == text.upper(whole)
    assert all(word and not set(word) & set(text.WHITE_SPACE) for word in text.words(whole))
    assert text.slice_text(whole, 1, None) == whole


@pytest.mark.parametrize("change", [text.upper, text.lower, text.title])
def test_letters_that_got_a_case_after_unicode_14_stay(change: Any) -> None:
    later = "\u019b\u0264\ua7cb\ua7da\U00010d50\U00010d70\U00016ea0"
    assert change(later) == later
    assert change(f"aé{later}É") == f"{change('aé')}{later}{'é' if change is text.title else change('É')}"


def test_cases() -> None:
    assert text.upper("straße") == "STRASSE"
    assert text.title("ßa von ÉMILE o'neil") == "Ssa Von Émile O'neil"
    assert text.lower("ΟΔΟΣ") == "οδος"


def test_lines_and_words() -> None:
    assert text.lines("a\r\nb\rc\n\nd") == ("a", "b", "c", "", "d")
    assert text.lines("") == ()
    assert text.lines("\x0b\x0c\u2028") == ("\x0b\x0c\u2028",)
    assert text.words("a\u00a0b\u3000c") == ("a", "b", "c")
    assert text.words("\x1c") == ("\x1c",)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(1, 3, "abc"), (0, 2, "ab"), (-5, 2, "ab"), (3, 99, "c"), (3, 2, ""), (1, -1, ""), (9, None, "")],
)
def test_slice(first: int, last: int | None, expected: str) -> None:
    assert text.slice_text("abc", first, last) == expected


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: text.split("a", ""), "empty-text"),
        (lambda: text.replace("a", "", "b"), "empty-text"),
        (lambda: text.count("a", ""), "empty-text"),
        (lambda: text.before("a", "b"), "not-found"),
        (lambda: text.after("a", "b"), "not-found"),
        (lambda: text.repeat("a", -1), "out-of-range"),
        (lambda: text.repeat("ab", 10**9), "too-large"),
        (lambda: text.replace("a" * 10_000, "a", "b" * 10_000), "too-large"),
    ],
)
def test_failures(operation: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code


def test_repeating_nothing_costs_nothing() -> None:
    assert text.repeat("", 10**30) == ""
