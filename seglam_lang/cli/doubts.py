"""What may be meant otherwise than it was read, in the line that stands under an answer or a refusal."""

from __future__ import annotations

from collections.abc import Sequence

_COLUMN = "column "


def doubts_line(doubts: Sequence[str]) -> str:
    """Return the line for notes that a person is told without asking; what is said of several columns is said once."""
    from seglam_lang.language.alignment import escape_controls

    named: dict[tuple[str, str], list[str]] = {}
    for note in doubts:
        subject, colon, about = note.partition(": ")
        key = (_COLUMN, about) if colon and subject.startswith(_COLUMN) else (note, "")
        named.setdefault(key, []).append(subject.removeprefix(_COLUMN))
    said = [_of_columns(names, about) if start == _COLUMN else start for (start, about), names in named.items()]
    return escape_controls(f"note: {'; '.join(said)}")


def _of_columns(names: Sequence[str], about: str) -> str:
    *first, last = names
    return f"columns {', '.join(first)} and {last}: {about}" if first else f"{_COLUMN}{last}: {about}"
