"""docs/architecture.md says what is so: which room may import which, what the store has, where things are."""

from __future__ import annotations

import re
from pathlib import Path

from seglam_lang.store.schema import SCHEMA
from tests.test_rooms import MAY_KNOW

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def table(heading: str) -> dict[str, str]:
    """The rows of the table that begins with these headings: the first cell, and the second."""
    lines = PAGE.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows: dict[str, str] = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        first, second = (cell.strip() for cell in line.strip("|").split("|", 1))
        rows[first] = second
    return rows


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_which_room_may_import_which() -> None:
    stated = {quoted(room)[0]: set(quoted(known)) for room, known in table("room | may import").items()}
    assert stated == {room: known for room, known in MAY_KNOW.items()}


def test_the_tables_of_the_store() -> None:
    assert {quoted(name)[0] for name in table("table")} == set(re.findall(r"CREATE TABLE (\w+)", SCHEMA))


def test_the_glossary_is_in_order() -> None:
    words = [word.strip("*") for word in table("word")]
    assert words == sorted(words)


def test_what_it_names_is_there() -> None:
    for name in quoted("".join(table("room | what it knows"))):
        assert (ROOT / "seglam_lang" / name).exists(), name
