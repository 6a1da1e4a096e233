"""Text in aligned columns, for terminals and for the `repr` of tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence


def align(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return the lines of a table: headers, a rule, and rows; the columns at the positions in `right` end flush."""
    return list(aligned(headers, lambda: rows, right))


def aligned(
    headers: Sequence[str], rows: Callable[[], Iterable[Sequence[str]]], right: Collection[int] = ()
) -> Iterator[str]:
    """Yield the lines of a table, as `align` returns them. `rows` gives the rows twice: a first time for the widths."""
    if not headers:
        return
    widths = list(map(width_of, headers))
    for row in rows():
        widths = list(map(max, widths, map(width_of, row)))
    flush = [position in right for position in range(len(widths))]

    def line(cells: Iterable[str]) -> str:
        padded = [pad(cell, width, right=at) for cell, width, at in zip(cells, widths, flush, strict=True)]
        return "  ".join(padded).rstrip()

    yield line(headers)
    yield line(["-" * width for width in widths])
    yield from map(line, rows())


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` filled up with spaces to `width` columns of a terminal; `right` puts them before it."""
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def escape_controls(text: str, keep: str = "") -> str:
    """Return `text` with its control characters written out (`\\x1b`), so that no cell can steer a terminal."""
    if text.isprintable():  # most are, and it is told at once
        return text
    return "".join(char if char in keep or not _is_control(char) else _written_out(char) for char in text)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _written_out(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char) or (
        f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
    )
