"""Values as people read them: plain text, aligned.

The same value gives the same bytes on a terminal and in a file, except that a terminal is never sent the control
characters of a table's cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from seglam_lang.language.alignment import align, escape_controls, pad, width_of
from seglam_lang.language.computing.times import iso_text
from seglam_lang.language.jsonvalue import dumps, number
from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Map, Record, Table

LAYOUT = "\n\t"  # the control characters that lay a text out, and that a terminal may be sent


def format_value(value: Any) -> str:
    """Return a value, of the language or an ordinary Python one, for people and without a final newline.

    A table is aligned in columns, a list has one item a line.
    """
    if isinstance(value, ResultTable):
        value = value.table
    if isinstance(value, Table):
        return "\n".join(_table_lines(value))
    if isinstance(value, tuple | list):
        return "\n".join(_inline(item) for item in value)
    if isinstance(value, Record):
        return _entries(value.names, value.values)
    if isinstance(value, Map):
        return _entries([_inline(key) for key in value.items], list(value.items.values()))
    if isinstance(value, dict):
        return _entries([_inline(key) for key in value], list(value.values()))
    return format_scalar(value)


def format_scalar(value: Any) -> str:
    """Return one value that is neither a list nor a table, exactly: no digit of a number is dropped."""
    if value is None:
        return "none"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date | time | timedelta):
        return iso_text(value)
    if isinstance(value, Column):
        return value.header
    return str(value)


def is_empty(value: Any) -> bool:
    """Return whether a value prints as nothing: a list, a map or a table without members."""
    if isinstance(value, Table):
        return value.length == 0
    if isinstance(value, Map):
        return not value.items
    return isinstance(value, tuple | list | dict | ResultTable) and not len(value)


def _inline(value: Any) -> str:
    return (
        dumps(value)
        if isinstance(value, Table | Record | Map | tuple | list | dict | ResultTable)
        else format_scalar(value)
    )


def _entries(names: Sequence[str], values: Sequence[Any]) -> str:
    """Return names and values below one another."""
    width = max(map(width_of, names), default=0)
    return "\n".join(f"{pad(name, width)}  {_inline(value)}" for name, value in zip(names, values, strict=True))


def _table_lines(table: Table) -> list[str]:
    """Return the lines of a table: numbers to the right, blanks empty."""
    rows = [["" if cell is None else escape_controls(_inline(cell)) for cell in row] for row in table.rows()]
    right = [position for position, kind in enumerate(table.types) if kind == NUMBER]
    return align([escape_controls(header) for header in table.headers], rows, right)
