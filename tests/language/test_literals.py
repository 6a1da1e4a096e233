"""Texts with a notation of their own are read when the source is checked, if they are literals."""

from __future__ import annotations

import pytest

from tests.language.test_loops import codes, value


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ('text.has_match("(a")', "bad-pattern"),
        ('text.to_date("yyyy-QQ")', "bad-date-pattern"),
        ('text.length().convert("km", "no unit")', "unknown-unit"),
    ],
)
def test_what_cannot_be_read_is_found_before_anything_runs(expression: str, code: str) -> None:
    assert codes(f"proc f(text: Text) {{ return {expression} }}") == [code]


def test_what_is_computed_is_read_when_it_runs() -> None:
    assert value('proc f(text: Text, end: Text) -> Bool { return text.has_match("a" + end) }', "ab", "b") is True
