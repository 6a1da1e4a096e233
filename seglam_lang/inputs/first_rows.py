"""Whether a first row has headers, or is a row like those below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from seglam_lang.inputs.amounts import is_amount
from seglam_lang.inputs.days import is_day
from seglam_lang.inputs.labels import Row
from seglam_lang.inputs.numbers import parse_exact
from seglam_lang.inputs.sums import is_blank, says_blank
from seglam_lang.inputs.times import is_time

_FIRST = 5  # rows below the headers that show what columns hold
_YEARS = range(1900, 2101)
_TEXT = "text"


def says_a_number(cell: Any) -> bool:
    """Return whether a cell is a number or a date, or a text that states one: headers seldom are."""
    return not is_blank(cell) and (not isinstance(cell, str) or is_amount(cell.strip()) or is_day(cell.strip()))


def about_headers(rows: Sequence[Row], header: int, unit: str) -> str:
    """Return what to tell people about the row of headers where it may be a row of the table: they are all numbers or
    dates, or what the columns below them hold is of the same kind. "" of any other.
    """
    headers = rows[header]
    if all(_begins_with_digit(header) and says_a_number(header) for header in headers):
        return f"its first {unit} is read as the headers, though all of them are numbers or dates"
    kinds = list(map(_kind, headers))
    below = [row for row in rows[header + 1 : header + 1 + _FIRST] if len(row) == len(headers)]
    columns = [{_kind(row[place]) for row in below if not says_blank(row[place])} for place in range(len(headers))]
    held = [(kind, found) for kind, found in zip(kinds, columns, strict=True) if found and found != {_TEXT}]
    if not held or any(found != {kind} for kind, found in held) or _are_counted(headers):
        return ""
    return f"its first {unit} is read as the headers, though it may be one like the others (--header 0 if it is)"


def _begins_with_digit(header: Any) -> bool:
    return not isinstance(header, str) or header.strip()[:1].isdigit()


def _kind(cell: Any) -> str:
    """Return whether a cell is, or states, a date, a number, a time or a text."""
    if is_blank(cell):
        return _TEXT
    if not isinstance(cell, str):
        return "date" if isinstance(cell, date) else "time" if isinstance(cell, time | timedelta) else "number"
    text = cell.strip()
    if text.isalpha():
        return _TEXT
    return "date" if is_day(text) else "number" if is_amount(text) else "time" if is_time(text) else _TEXT


def _are_counted(headers: Row) -> bool:
    """Return whether the numbers among headers are years, or follow each other in even steps, as those of months do."""
    numbers = [parse_exact(header.strip()) if isinstance(header, str) else header for header in headers]
    known = [number for number in numbers if isinstance(number, int)]
    if all(number in _YEARS for number in known):
        return bool(known)
    return len({later - earlier for earlier, later in pairwise(known)}) == 1
