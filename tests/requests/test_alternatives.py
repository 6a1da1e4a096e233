"""The notation of phrases with alternatives, beside an expander that knows nothing of how it is read."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.language import LanguageError
from seglam_lang.requests.alternatives import MAX_CHARACTERS, MAX_DEPTH, parse
from seglam_lang.translator.nano.phrases import FOLDER, lines

PATTERNS = [line.strip() for file in ("tables", "values", "refused") for line in lines(file) if line.startswith(" ")]
FEW = 300  # expansions; the naive expander is slow
STAND_INS = {"{(}": "\1", "{|}": "\2", "{)}": "\3"}
SIGN = {"{(}": "(", "{|}": "|", "{)}": ")"}


def expanded(text: str) -> set[str]:
    """What a phrase stands for: the first parentheses are replaced by each of their alternatives, until none are."""
    for sign, stand_in in STAND_INS.items():
        text = text.replace(sign, stand_in)
    done: set[str] = set()
    left = {text}
    while left:
        text = left.pop()
        if "(" not in text:
            done.add(text)
            continue
        start = text.index("(")
        depth, bars, end = 0, [start], start
        for end in range(start, len(text)):
            depth += (text[end] == "(") - (text[end] == ")")
            if not depth:
                break
            if text[end] == "|" and depth == 1:
                bars.append(end)
        for begin, stop in pairwise([*bars, end]):
            left.add(text[:start] + text[begin + 1 : stop] + text[end + 1 :])
    return {text.translate(str.maketrans("\1\2\3", "(|)")) for text in done}


def as_pattern(text: str) -> str:
    """The regular expression of what a phrase stands for: but for the signs in braces it is one already."""
    pieces = re.split(r"(\{[^{}]*\}|[(|)])", text)
    return "".join(
        "(?:" if each == "(" else each if each in ("|", ")") else re2.escape(SIGN.get(each, each)) for each in pieces
    )


def phrases(depth: int = MAX_DEPTH) -> st.SearchStrategy[str]:
    """Phrases that follow the notation, every word with a space after it."""
    part = st.sampled_from(["the ", "total ", "{value} ", "{wanted:cell of key} ", "{(} ", "{|}{)} ", "é ", "{ "])
    if depth:
        alternatives = st.lists(phrases(depth - 1), min_size=2, max_size=3 if depth == MAX_DEPTH else 2, unique=True)
        part |= alternatives.map(lambda each: f"({'|'.join(each)})")
    return st.lists(part, max_size=3).map("".join).filter(lambda text: len(text) < 300 * depth + 100)


@settings(deadline=None)
@given(phrases())
def test_a_phrase_stands_for_what_the_naive_expander_says(text: str) -> None:
    parsed = parse(text)
    if parsed.count() <= FEW:
        found = [each.text for each in parsed.expansions()]
        assert len(found) == parsed.count()
        assert set(found) == expanded(text)
        assert parsed.has_choices == (len(found) > 1)


@settings(deadline=None)
@given(phrases(), st.integers())
def test_what_is_drawn_is_one_of_the_expansions(text: str, seed: int) -> None:
    parsed = parse(text)
    drawn = parsed.draw(random.Random(seed))
    assert re2.fullmatch(as_pattern(text), drawn)


@settings(deadline=None)
@given(phrases())
def test_every_character_has_its_place(text: str) -> None:
    parsed = parse(text)
    for expansion in list(parsed.expansions())[:5] if parsed.count() <= FEW else []:
        places = [expansion.place(offset) for offset in range(len(expansion.text))]
        assert places == sorted(places)
        for character, place in zip(expansion.text, places, strict=True):
            assert text[place] == character or text[place : place + 3] == f"{{{character}}}"


@given(st.text("(|){}a ", max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        parsed = parse(text)
    except LanguageError as error:
        [wrong] = error.diagnostics
        assert wrong.code == "ask-alternatives"
        assert 0 <= wrong.start < wrong.end <= len(text)
    else:
        assert parsed.count() >= 1


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_patterns_of_the_model_are_in_the_notation(pattern: str) -> None:
    parsed = parse(pattern)
    if parsed.count() <= FEW:
        assert {each.text for each in parsed.expansions()} == expanded(pattern)
    assert re2.fullmatch(as_pattern(pattern), parsed.draw(random.Random(0)))


def test_there_are_patterns() -> None:
    assert FOLDER.is_dir()
    assert len(PATTERNS) > 300


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("(a|b", "never closed", "("),
        ("a) b", "closes nothing", ")"),
        ("a | b", "stand in parentheses", "|"),
        ("total (sum)", "only one alternative", "(sum)"),
        ("() total", "only one alternative", "()"),
        ("(a|b|a) total", "the same", "(a|b|a"),
        ("(what is|)the total", '"what is" and "the" run together', "(what is|)"),
        ("((((a|b) |c) |d) |e) f", "nest at most 3 deep", "("),
    ],
)
def test_what_breaks_the_notation(text: str, message: str, place: str) -> None:
    with pytest.raises(LanguageError, match=message) as raised:
        parse(text)
    [wrong] = raised.value.diagnostics
    assert text[wrong.start : wrong.end] == place


@pytest.mark.parametrize("text", ["day(s|) left", "colo(u|)r", "cent(er|re)", "{a}(|st|nd) root", "(by|per){group}"])
def test_alternatives_may_be_parts_of_words(text: str) -> None:
    assert {each.text for each in parse(text).expansions()} == expanded(text)


def test_a_long_phrase_has_no_alternatives() -> None:
    long = "a" * (MAX_CHARACTERS + 1)
    assert [each.text for each in parse(long).expansions()] == [long]
    with pytest.raises(LanguageError, match="at most 1,000 characters"):
        parse(f"{long} (a|b)")
