"""Values on the terminal: aligned, exact, and harmless."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from seglam_lang.cli.render import LAYOUT, format_value
from seglam_lang.language.alignment import escape_controls
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Record, Table, Value


def table(headers: tuple[str, ...], *rows: tuple[Value, ...]) -> Table:
    types = tuple(TEXT if isinstance(cell, str) else NUMBER for cell in rows[0])
    return Table(headers, types, tuple(zip(*rows, strict=True)), len(rows))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (42, "42"),
        (Decimal("0.3"), "0.3"),
        (Decimal("1E-7"), "0.0000001"),
        (True, "true"),
        (None, "none"),
        ("two\nlines", "two\nlines"),
        (date(2024, 2, 29), "2024-02-29"),
        (timedelta(days=1, hours=2, seconds=5), "1 d 2 h 5 s"),
        ((1, Decimal("2.5")), "1\n2.5"),
        ((), ""),
        (((1, 2), (3,)), "[1, 2]\n[3]"),
        (Record(("name", "n"), ("Ann", 3)), "name  Ann\nn     3"),
    ],
)
def test_text(value: Value, text: str) -> None:
    assert format_value(value) == text


def test_numbers_stand_to_the_right_and_blanks_are_empty() -> None:
    text = format_value(table(("city", "n"), ("Oslo", 5), ("Rome", None), ("Bergen", 120)))
    assert text.split("\n") == ["city      n", "------  ---", "Oslo      5", "Rome", "Bergen  120"]


def test_wide_characters_take_two_columns() -> None:
    text = format_value(table(("名前", "n"), ("서울", 1), ("Oslo", 22)))
    assert text.split("\n") == ["名前   n", "----  --", "서울   1", "Oslo  22"]


def test_cells_cannot_steer_the_terminal() -> None:
    text = format_value(table(("a",), ("x\x1b[2Jy\nz",)))
    assert text.split("\n")[-1] == "x\\x1b[2Jy\\nz"
    assert escape_controls("\u202eevil\n", LAYOUT) == "\\u202eevil\n"
