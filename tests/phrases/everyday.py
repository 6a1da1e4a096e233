"""What the phrases in `everyday.txt` state, and which of it is read.

Each line is `request | kind value; kind value`. A value is right where `Reading.values` offers it; `- kind` says that
the request states no value of that kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.inputs import read_inputs
from seglam_lang.language.computing.times import literal_text
from seglam_lang.language.values import Record
from seglam_lang.requests import read

TODAY = date(2024, 5, 15)
INPUTS = read_inputs(
    table={
        "columns": ["city", "product", "amount", "day", "start"],
        "rows": [
            ["Oslo", "tea", 40, "2024-05-03", "9:30"],
            ["Rome", "coffee", 55, "2024-05-04", "15:00"],
            ["Bern", "sugar", 12, "2024-05-05", "16:15"],
        ],
    }
)


class Phrase(NamedTuple):
    """A request with what it states."""

    text: str
    expected: tuple[str, ...]

    def missed(self) -> list[str]:
        """Return what it states and is not read, or is read and not stated."""
        found = stated_in(self.text)
        return [each for each in self.expected if not _is_right(each, found)]


def phrases() -> Iterator[Phrase]:
    """Yield the phrases of the file."""
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        text, bar, expected = line.rpartition(" | ")
        if bar and not line.startswith("#"):
            yield Phrase(text, tuple(each.strip() for each in expected.split(";")))


def stated_in(text: str) -> list[str]:
    """Return the values that a request states, as the file writes them."""
    return [f"{each.mention.kind} {_shown(each.mention.value)}" for each in read(text, INPUTS, TODAY).values]


def _is_right(expected: str, found: list[str]) -> bool:
    if expected.startswith("- "):
        return not any(each.startswith(f"{expected[2:]} ") for each in found)
    return expected in found


def _shown(value: Any) -> str:
    match value:
        case Record():
            return "..".join(map(_shown, value.values))
        case tuple():
            return "|".join(map(_shown, value))
        case date() | time() | timedelta():
            return literal_text(value)
        case Decimal():
            return f"{value:f}"
    return str(value)
