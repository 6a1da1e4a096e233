"""Text: what the examples do not show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY, Builtin, text, text_forms, text_reading, text_search
from seglam_lang.language.computing import fuel
from seglam_lang.language.computing.numbers import is_canonical, parse_number
from seglam_lang.language.computing.unicode_pinned import WHITE_SPACE
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER, TEXT, Constructor, is_a, list_of, optional

ANY_TEXT = st.text(st.characters(), max_size=30)  # lone surrogates among them
FEW = st.text("abAB", max_size=8)  # texts that hold one another
ODD = [0, 1, -1, 10**33, -(10**33), Decimal("9.99E+6144"), Decimal("1E-6000"), Decimal("2.5")]
ANY_NUMBER = st.integers(-2, 40) | st.sampled_from(ODD)
METHODS = [
    each
    for each in REGISTRY.by_id.values()
    if each.receiver == "Text" and each.impl.__module__.rpartition(".")[2].startswith(("text", "pattern"))
]


@given(st.text(), st.text(min_size=1, max_size=2))
def test_split_and_join_are_inverse(whole: str, separator: str) -> None:
    assert separator.join(text.split(whole, separator)) == whole


@given(st.text())
def test_laws(whole: str) -> None:
    assert text.reverse(text.reverse(whole)) == whole
    assert text.trim(text.trim(whole)) == text.trim(whole)
    assert text.upper(text.upper(whole)) == text.upper(whole)
    assert all(word and not set(word) & set(WHITE_SPACE) for word in text.words(whole))
    assert text.slice_text(whole, 1, None) == whole


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
        (lambda: text_search.find("a", "", None), "empty-text"),
        (lambda: text_search.find("a", "a", Decimal("1.5")), "not-whole"),
        (lambda: text_search.before_last("a", ""), "empty-text"),
        (lambda: text_search.before_last("a", "b"), "not-found"),
        (lambda: text_search.between("(a", "(", ")"), "not-found"),
        (lambda: text_search.between("a)", "(", ")"), "not-found"),
        (lambda: text_search.between("()", "(", ""), "empty-text"),
        (lambda: text_search.replace_first("a", "", "b"), "empty-text"),
        (lambda: text_search.take("a", -1), "out-of-range"),
        (lambda: text_forms.pad_left("a", 3, ""), "not-one-character"),
        (lambda: text_forms.pad_left("a", 3, "ab"), "not-one-character"),
        (lambda: text_forms.pad_right("a", 10**9, None), "too-large"),
        (lambda: text_forms.center("a", -1, None), "out-of-range"),
        (lambda: text_forms.fill("{2}", ("a",)), "not-found"),
        (lambda: text_forms.fill("{1}" * 10_000, ("a" * 10_000,)), "too-large"),
        (lambda: text_reading.code(""), "empty-text"),
        (lambda: text_reading.from_base("1", 37), "out-of-range"),
        (lambda: text_reading.from_base("1", 1), "out-of-range"),
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


def arguments(kind: Any) -> st.SearchStrategy[Any]:
    """Arguments of a parameter's type, those on which builtins stumble among them."""
    if kind == TEXT:
        return (
            ANY_TEXT | FEW | st.sampled_from(["\\1", "(a)(b)?", "[^a]*", "(?i)\\w+", "{1}{2}", "1,000.5e3%", "(", "ΑΣ"])
        )
    if kind == NUMBER:
        return ANY_NUMBER
    assert kind == list_of(TEXT), kind
    return st.lists(ANY_TEXT, max_size=3).map(tuple)


def admits(kind: Any, value: Any) -> bool:
    """Whether the value is one of that type."""
    if is_a(kind, Constructor.OPTIONAL):
        return value is None or admits(kind.args[0], value)
    if kind == NUMBER:
        return is_canonical(value)
    if is_a(kind, Constructor.LIST):
        return type(value) is tuple and all(admits(kind.args[0], each) for each in value)
    return type(value) is (str if kind == TEXT else bool)


@pytest.mark.parametrize("builtin", METHODS, ids=lambda each: each.id)
@given(st.data())
def test_a_value_or_a_failure(builtin: Builtin, data: st.DataObject) -> None:
    required = len(builtin.params) - builtin.optional
    drawn = [
        data.draw(arguments(kind) if place < required else st.none() | arguments(kind))
        for place, kind in enumerate(builtin.params)
    ]
    try:
        cost = builtin.cost(*drawn)
        assert type(cost) is int and cost >= 0
        if cost < fuel.BASE_BUDGET:
            assert admits(builtin.result, builtin.impl(*drawn))
    except Failure as failure:
        assert failure.code == failure.code.lower()
        assert failure.message.isprintable() or "\n" not in failure.message


def test_optional_results_are_what_the_tests_take_them_for() -> None:
    assert admits(optional(NUMBER), None) and not admits(NUMBER, None) and not admits(NUMBER, Decimal("1"))


@given(FEW, FEW.filter(bool))
def test_find_agrees_with_slice(whole: str, part: str) -> None:
    first, last = text_search.find(whole, part, None), text_search.find_last(whole, part)
    assert (first is None) == (last is None) == (not text.contains(whole, part))
    for position in (first, last):
        if position is not None:
            assert text.slice_text(whole, position, position + len(part) - 1) == part
    assert first == (whole.index(part) + 1 if part in whole else None)
    assert last == (whole.rindex(part) + 1 if part in whole else None)
    every, start = [], 1
    while (position := text_search.find(whole, part, start)) is not None:
        every.append(position)
        start = position + len(part)
    assert len(every) == text.count(whole, part)


@given(FEW, FEW.filter(bool), FEW)
def test_before_and_after_are_what_stands_around(whole: str, part: str, new: str) -> None:
    if part not in whole:
        assert text_search.replace_first(whole, part, new) == whole
        return
    assert text.before(whole, part) + part + text.after(whole, part) == whole
    assert text_search.before_last(whole, part) + part + text_search.after_last(whole, part) == whole
    assert text.before(whole, part) + new + text.after(whole, part) == text_search.replace_first(whole, part, new)
    enclosed = f"{whole}<{new}>{part}"
    assert text_search.between(enclosed, "<", ">") == new


@given(ANY_TEXT, st.integers(0, 40))
def test_parts_make_the_whole(whole: str, number: int) -> None:
    assert text_search.take(whole, number) + text_search.drop(whole, number) == whole
    assert text_search.drop_last(whole, number) + text_search.take_last(whole, number) == whole
    assert text_search.take(whole, number) == text.slice_text(whole, 1, number)
    assert "".join(text_search.characters(whole)) == whole
    assert text_forms.trim_start(text_forms.trim_end(whole)) == text.trim(whole)
    assert text_reading.is_blank(whole) == (text.words(whole) == ())


@given(ANY_TEXT, st.integers(0, 40), st.characters())
def test_padding(whole: str, width: int, fill: str) -> None:
    padded = [pad(whole, width, fill) for pad in (text_forms.pad_left, text_forms.pad_right, text_forms.center)]
    assert {len(each) for each in padded} == {max(width, len(whole))}
    assert all(whole in each and each.count(fill) >= len(each) - len(whole) for each in padded)


@pytest.mark.parametrize("unit", ["1", "111,", "1.", "+", "1e", "-.1", " ", "1,"])
def test_numbers_take_no_product_of_time(unit: str) -> None:
    text_reading.numbers(unit * 200_000 + "1111")


def test_searching_from_the_end_takes_no_product_of_time() -> None:
    whole, part = "a" * 1_000_000, "b" + "a" * 500_000
    assert text_search.find_last(whole, part) is None
    assert text_search.find(whole, part, None) is None
    with pytest.raises(Failure):
        text_search.after_last(whole, part)


@pytest.mark.parametrize(
    ("phrase", "numbers"),
    [
        ("", ()),
        ("1,299.50 and 3.", (Decimal("1299.5"), 3)),
        ("10-20, 5 - 3, 5 -3", (10, 20, 5, 3, 5, -3)),
        ("covid-19 (-7) x=-8 \u22129", (19, -7, -8, -9)),
        ("1,2,3 1,234,5 12,345,678 1,2345", (1, 2, 3, 1, 234, 5, 12345678, 1, 2345)),
        ("1.2.3 .5 a.5 ...7", (Decimal("1.2"), 3, Decimal("0.5"), Decimal("0.5"), 7)),
        ("15% 6.02e23 3em 2e5x 1E3", (Decimal("0.15"), 602 * 10**21, 3, 2, 5, 1000)),
        ("0x1F 007 ٣ ²", (0, 1, 7)),
        ("1e99999 9" + "9" * 10_000, ()),
        ("$42.50 №5", (Decimal("42.5"), 5)),
    ],
)
def test_numbers_in_a_text(phrase: str, numbers: tuple[Any, ...]) -> None:
    assert text_reading.numbers(phrase) == numbers


@given(
    st.from_regex(
        r"[+-]?(0|[1-9][0-9]{0,2}(,[0-9]{3}){0,3}|[0-9]{1,9})(\.[0-9]{1,5})?([eE][+-]?[0-9]{1,3})?%?", fullmatch=True
    )
)
def test_a_text_that_is_a_number_holds_that_number(phrase: str) -> None:
    number = parse_number(phrase)
    assert text_reading.numbers(phrase) == (number,)
    assert text_reading.numbers(f"it is {phrase}; or {phrase}") == (number, number)


@given(st.integers(-(10**33), 10**33), st.integers(2, 36))
@example(2**100, 2)
def test_from_base(number: int, base: int) -> None:
    digits, rest = "", abs(number)
    while rest:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % base] + digits
        rest //= base
    written = ("-" if number < 0 else "") + (digits or "0")
    assert text_reading.from_base(written, base) == text_reading.from_base(f" {written.upper()} ", base) == number
    assert text_reading.from_base(f"{written}_0", base) is None


def test_from_base_at_the_ends() -> None:
    assert text_reading.from_base("", 10) is text_reading.from_base("-", 10) is text_reading.from_base("٣", 10) is None
    assert text_reading.from_base("0" * 100_000 + "1", 2) == 1
    assert text_reading.from_base("9" * 6145, 10) is None  # rounds to more than the largest number
    assert text_reading.from_base("8" * 6145, 10) is not None
    assert text_reading.from_base("1" * 30_000, 2) is None


def slow_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        row, above = [i], row
        for j, each in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (char != each)))
    return row[-1]


@given(st.text("abc", max_size=40), st.text("abc", max_size=40))
def test_edit_distance(one: str, other: str) -> None:
    assert text_reading.edit_distance(one, other) == slow_distance(one, other)


def test_fill_looks_at_values_once() -> None:
    assert text_forms.fill("{1}{2} {0} {} {x} {01}", ("{2}", "b")) == "{2}b {0} {} {x} {01}"


def test_kinds_of_characters() -> None:
    assert text_reading.is_letters("Ñandúελ日本") and not text_reading.is_letters("a1")
    assert not text_reading.is_digits("") and not text_reading.is_digits("٣") and not text_reading.is_digits("²")
    assert text_reading.equals_ignoring_case("ΟΔΟΣ", "οδος") and text_reading.equals_ignoring_case("ﬁ", "FI")
    assert text_forms.capitalize("ǆUNGLA") == "ǅungla"
