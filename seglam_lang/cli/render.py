"""Values as people read them: plain text, aligned.

The same value gives the same bytes in a pipe and in a file. A terminal is never sent control characters, and is shown
of a long table or list only the beginning and the end, of a long fraction only the first digits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias

from seglam_lang.language.alignment import aligned, escape_controls, pad, width_of
from seglam_lang.language.computing.first_digits import first_digits
from seglam_lang.language.computing.times import iso_text
from seglam_lang.language.jsonvalue import dumps, number
from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Map, Record, Table

FIRST_ROWS, LAST_ROWS = 20, 5  # of a table on a terminal that has more than MOST_ROWS
MOST_ROWS = 30
LAYOUT = "\n\t"  # the control characters that lay a text out, and that a terminal may be sent

Shown: TypeAlias = Callable[[Any], str]  # how one cell or item is written


def print_value(value: Any) -> None:
    """Write a value to stdout, line by line: a large one is never one text."""
    if sys.stdout.isatty():
        write_pieces(f"{line}\n" for line in _for_terminal(value))
    else:
        write_pieces(f"{line}\n" for line in _lines(value, format_inline))


def write_pieces(pieces: Iterable[str]) -> None:
    """Write a text to stdout, piece by piece; a terminal is never sent control characters."""
    if sys.stdout.isatty():
        pieces = (escape_controls(piece, LAYOUT) for piece in pieces)
    sys.stdout.writelines(pieces)
    sys.stdout.flush()


def format_value(value: Any) -> str:
    """Return a value, of the language or an ordinary Python one, for people and without a final newline.

    A table is aligned in columns, a list has one item a line.
    """
    return "\n".join(_lines(value, format_inline))


def _lines(value: Any, shown: Shown) -> Iterator[str]:
    if isinstance(value, ResultTable):
        value = value.table
    if isinstance(value, Table):
        yield from _table_lines(value, shown)
    elif isinstance(value, tuple | list):
        yield from map(shown, value)
    elif isinstance(value, Record):
        yield from _entries(value.names, value.values, shown)
    elif isinstance(value, Map):
        yield from _entries([shown(key) for key in value.items], list(value.items.values()), shown)
    elif isinstance(value, dict):
        yield from _entries([shown(key) for key in value], list(value.values()), shown)
    else:
        yield shown(value)


def _for_terminal(value: Any) -> Iterator[str]:
    """Yield the lines of a value; of many rows or items the first and the last, and how many there are."""
    if isinstance(value, ResultTable):
        value = value.table
    length = value.length if isinstance(value, Table) else len(value) if isinstance(value, tuple | list) else 0
    if length <= MOST_ROWS:
        yield from _lines(value, _first_digits)
        return
    if isinstance(value, Table):
        lines = _table_lines(value.take([*range(FIRST_ROWS), *range(length - LAST_ROWS, length)]), _first_digits)
        before = FIRST_ROWS + 2  # the headers and the rule
    else:
        lines = map(_first_digits, [*value[:FIRST_ROWS], *value[-LAST_ROWS:]])
        before = FIRST_ROWS
    what = "rows" if isinstance(value, Table) else "items"
    yield from islice(lines, before)
    yield f"... {length - FIRST_ROWS - LAST_ROWS:,} of {length:,} {what} are not shown here; piped output has all"
    yield from lines


def format_scalar(value: Any) -> str:
    """Return one value that is neither a list nor a table, exactly: no digit of a number is dropped."""
    if value is None:
        return "none"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, timedelta):
        from seglam_lang.language.describing.names import duration

        return duration(value)
    if isinstance(value, date | time):
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


def format_inline(value: Any) -> str:
    """Return a value on one line: as `format_scalar` does, a list or a table as JSON."""
    return (
        dumps(value)
        if isinstance(value, Table | Record | Map | tuple | list | dict | ResultTable)
        else format_scalar(value)
    )


def _first_digits(value: Any) -> str:
    """Return a value as `format_inline` does, but of a fraction too long to be read the first digits, rounded."""
    return format_inline(first_digits(value) if isinstance(value, Decimal) else value)


def _entries(names: Sequence[str], values: Sequence[Any], shown: Shown) -> Iterator[str]:
    """Yield names and values, line by line."""
    width = max(map(width_of, names), default=0)
    return (f"{pad(name, width)}  {shown(value)}" for name, value in zip(names, values, strict=True))


def _table_lines(table: Table, shown: Shown) -> Iterator[str]:
    """Yield the lines of a table: numbers to the right, blanks empty."""

    def rows() -> Iterator[list[str]]:
        return (["" if cell is None else escape_controls(shown(cell)) for cell in row] for row in table.rows())

    right = [position for position, kind in enumerate(table.types) if kind == NUMBER]
    return aligned([escape_controls(header) for header in table.headers], rows, right)
