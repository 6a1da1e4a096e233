"""What is read from the grammar's text is what Lark makes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax import lexicon, nodes
from seglam_lang.language.syntax.grammar import grammar
from seglam_lang.language.syntax.lexicon import BINDINGS, KEYWORDS, LEVELS, PATTERNS, SIGNS, UNARY_LEVELS
from seglam_lang.language.syntax.parser import parse_body
from seglam_lang.language.syntax.printer import print_body
from seglam_lang.language.syntax.syntax_place import STATEMENTS


def literals() -> dict[str, str]:
    """Return the terminals that are one literal text, by name."""
    return {each.name: each.pattern.value for each in grammar().terminals if each.pattern.type == "str"}


def test_every_literal_terminal_is_a_keyword_or_a_sign_with_a_name_of_its_own() -> None:
    words = {name: text for name, text in literals().items() if text.isidentifier()}
    assert sorted(words.values()) == sorted(KEYWORDS)
    assert {name: text for name, text in literals().items() if name not in words} == SIGNS
    assert all(name == text.upper() for name, text in words.items())


def test_patterns_are_those_of_the_terminals() -> None:
    patterns = {each.name: each.pattern.value for each in grammar().terminals if each.pattern.type == "re"}
    assert set(patterns) == set(PATTERNS)
    for name, pattern in PATTERNS.items():
        text = 'a_1 18.50e3% @2024-01-31 "a \\" b" # rest \t\n\f'
        assert re.findall(pattern, text) == re.findall(patterns[name], text)


def rules(origin: str) -> Iterator[tuple[str, list[str]]]:
    """Return the alternatives of a rule as Lark has them, each with its alias."""
    for each in grammar().rules:
        if each.origin.name == origin:
            parts = [literals().get(symbol.name, symbol.name) for symbol in each.expansion]
            yield str(each.alias or ""), parts


def test_levels_and_operators_are_those_of_the_rules() -> None:
    binary: dict[str, Any] = {}
    unary: dict[str, int] = {}
    tighter: defaultdict[str, set[str]] = defaultdict(set)
    for rule, level in LEVELS.items():
        for alias, parts in rules(rule):
            if alias == "binary":
                left, sign, right = parts
                binary[sign] = (level, LEVELS[left], LEVELS[right])
            elif alias == "unary":
                unary[parts[0]] = level
            elif len(parts) == 1 and parts[0] in LEVELS:
                tighter[rule].add(parts[0])
    names = list(LEVELS)
    assert tighter == {rule: {after} for rule, after in pairwise(names)}
    assert binary == BINDINGS
    assert unary == UNARY_LEVELS


@pytest.mark.parametrize("outer", sorted(BINDINGS))
@pytest.mark.parametrize("inner", sorted(BINDINGS))
def test_parentheses_stand_where_the_grammar_needs_them_and_people_do(outer: str, inner: str) -> None:
    """Few know whether `??` binds tighter than what stands beside it."""
    mixed = outer != inner and "??" in (outer, inner)
    for source in (f"return (a {inner} b) {outer} c", f"return a {outer} (b {inner} c)"):
        body = parse_body(source)
        printed = print_body(body)
        assert parse_body(printed) == body
        assert not mixed or "(" in printed
        if "(" in printed and not mixed:
            with suppress(LanguageError):  # comparisons and ranges do not chain
                assert parse_body(printed.replace("(", "").replace(")", "")) != body


def test_statements_and_declarations_begin_with_a_keyword() -> None:
    assert set(lexicon.DECLARING) == {"proc", "type", "example"}
    assert {word.upper() for word in lexicon.STATING} == {*STATEMENTS, "IF"}
    for word in lexicon.STATING:
        assert any(parts[0] == word for each in grammar().rules for _, parts in rules(each.origin.name) if parts)


@pytest.mark.parametrize("word", [*sorted(KEYWORDS), "a", "_", "a1", "1a", "", "a-b", "ä", "a\n"])
def test_a_name_is_what_the_grammar_takes_for_one(word: str) -> None:
    value: object = None
    with suppress(LanguageError):
        value = parse_body(f"return {word}").result.value
    assert lexicon.is_name(word) == (value == nodes.Name(word))
