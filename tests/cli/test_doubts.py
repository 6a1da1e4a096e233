"""The line about what may be meant otherwise."""

from __future__ import annotations

import pytest

from seglam_lang.cli.doubts import doubts_line


@pytest.mark.parametrize(
    ("doubts", "line"),
    [
        (["column a: Text, odd"], "note: column a: Text, odd"),
        (["column a: Text, odd", "column b: Text, odd"], "note: columns a and b: Text, odd"),
        (
            [
                "r.csv: a title",
                "column a: Text, odd",
                "column b: Date, odd",
                "column c: Text, odd",
                "column d: Text, odd",
            ],
            "note: r.csv: a title; columns a, c and d: Text, odd; column b: Date, odd",
        ),
        (["one \x1b[31m"], "note: one \\x1b[31m"),
    ],
)
def test_what_is_said_of_several_columns_is_said_once(doubts: list[str], line: str) -> None:
    assert doubts_line(doubts) == line
