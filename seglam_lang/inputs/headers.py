"""What columns are called: their headers as texts, distinct ones, and how notes name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from seglam_lang.inputs.model import Doubt, Numbered
from seglam_lang.language.python.scalars import to_text
from seglam_lang.language.types import Con

_LONGEST_HEADER = 60  # characters of a header in a note


def name_of(key: Any) -> str:
    """Return the name of a field, or a header, as a text."""
    return to_text(key if isinstance(key, str) else str(key))


def as_header(given: Any) -> str:
    """Return what stands above a column as a text, "" where nothing does."""
    return "" if given is None else name_of(given)


def distinct_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Return headers as given, an empty one named by its position, those that several columns have numbered."""
    given = [" ".join(header.split()) for header in headers]
    if all(given) and len(set(given)) == len(given):
        return tuple(given)
    times = Counter(given)
    taken = {header for header in given if header and times[header] == 1}
    numbers: dict[str, int] = {}  # the next one of each header

    def numbered(header: str) -> str:
        name, number = "", numbers.get(header, 1)
        while not name or name in taken:
            name, number = f"{header} {number}", number + 1
        taken.add(name)
        numbers[header] = number
        return name

    def by_position(position: int) -> str:
        name = f"column {position}"
        numbers[name] = max(2, numbers.get(name, 2))
        if name in taken:
            return numbered(name)
        taken.add(name)
        return name

    return tuple(
        [
            by_position(position)
            if not header
            else Numbered.of(numbered(header), header)
            if times[header] > 1
            else header
            for position, header in enumerate(given, 1)
        ]
    )


def describe(name: str, header: str, kind: Con, blanks: int, about: str, is_doubtful: bool) -> str:
    """Return the note about a column: its type, how many of its cells are blank, and what else there is to say."""
    written = " ".join(header.split())
    headed = f'headed "{written[:_LONGEST_HEADER]}"' if written not in ("", name) else ""
    parts = [kind.name, f"{blanks} blank" if blanks else "", about, headed]
    note = f"{called(name)}: {', '.join(filter(None, parts))}"
    return Doubt(note) if is_doubtful else note


def called(header: str) -> str:
    """Return a column as notes call it: a header of any length in a line that people read."""
    return f"column {header if len(header) <= _LONGEST_HEADER else header[:_LONGEST_HEADER] + '...'}"
