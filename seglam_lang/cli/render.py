"""Values as people read them: plain text, aligned.

Nothing here is decorated: the same value gives the same bytes on a terminal and in a file, except that a terminal is
never sent control characters that stand in someone's table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from seglam_lang.language.jsonvalue import dumps, number
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Map, Record, Table


def text_of(value: Any) -> str:
    """The value for people, without a final newline: a table aligned in columns, a list one item a line."""
    if isinstance(value, Table):
        return "\n".join(_table_lines(value))
    if isinstance(value, tuple):
        return "\n".join(_inline(item) for item in value)
    if isinstance(value, Record):
        width = max((len(name) for name in value.names), default=0)
        return "\n".join(f"{name:<{width}}  {_inline(item)}" for name, item in _fields(value))
    if isinstance(value, Map):
        names = [_inline(key) for key in value.items]
        width = max(map(_width, names), default=0)
        return "\n".join(f"{_pad(name, width, right=False)}  {_inline(item)}" for name, item in _entries(names, value))
    return scalar(value)


def scalar(value: Any) -> str:
    """One value that is neither a list nor a table, exactly: no digit of a number is dropped."""
    if value is None:
        return "none"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Column):
        return value.header
    return str(value)


def visible(text: str, keep: str = "\n\t") -> str:
    """`text` with its control characters written out (`\\x1b`), so that no cell can steer a terminal."""
    return "".join(char if char in keep or not _steers(char) else _written_out(char) for char in text)


def aligned(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Headers, a rule and rows in columns; those at the positions in `right` are set to the right."""
    columns = []
    for position, cells in enumerate(zip(headers, *rows, strict=True)):
        width = max(map(_width, cells))
        padded = [_pad(cell, width, right=position in right) for cell in cells]
        columns.append([padded[0], "-" * width, *padded[1:]])
    return ["  ".join(line).rstrip() for line in zip(*columns, strict=True)]


def is_empty(value: Any) -> bool:
    """Whether the answer prints as nothing: a list or a table without members."""
    return value == () or value == Map({}) or (isinstance(value, Table) and value.length == 0)


def _inline(value: Any) -> str:
    return dumps(value) if isinstance(value, Table | Record | Map | tuple) else scalar(value)


def _fields(record: Record) -> Iterable[tuple[str, Any]]:
    return zip(record.names, record.values, strict=True)


def _entries(names: Sequence[str], value: Map) -> Iterable[tuple[str, Any]]:
    return zip(names, value.items.values(), strict=True)


def _table_lines(table: Table) -> list[str]:
    """Numbers to the right, blanks empty."""
    rows = [["" if cell is None else visible(_inline(cell), "") for cell in row] for row in table.rows()]
    right = [position for position, kind in enumerate(table.types) if kind == NUMBER]
    return aligned([visible(header, "") for header in table.headers], rows, right)


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _steers(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _written_out(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char) or (
        f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
    )
