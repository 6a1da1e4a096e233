"""CSV texts to tables: which sign separates, where the header is, and what is wrong with which line."""

from __future__ import annotations

from itertools import islice

from seglam_lang.inputs.amounts import is_amount
from seglam_lang.inputs.days import is_day
from seglam_lang.inputs.guessing import text_columns
from seglam_lang.inputs.model import InputError
from seglam_lang.language.builtins.csv_text import Fields, read_csv_leniently
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.tables import Columns
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import TABLE

_SEPARATORS = ",;\t|"
_SAMPLE = 20  # records that decide the separator


def read_csv(text: str, name: str) -> TypedValue:
    """Return the table of a CSV text, with its type and the notes about it."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("empty-table", f"{name} is empty")
    rows = _rows(text, _separator(text), name)
    lines, records = [line for line, _ in rows], [row for _, row in rows]
    header = [cell or "" for cell in records[0]]
    for line, row in rows:
        if len(row) != len(header):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            raise InputError("ragged-row", f"{name}, line {line}: {cells} where the header has {len(header)}")
    if len(rows) == 1:
        raise InputError("empty-table", f"{name} has a header but no rows")
    columns = list(zip(*records[1:], strict=True))
    typed = text_columns(header, columns, lambda position: f"line {lines[position + 1]}")
    read = Columns.of(typed, len(records) - 1)
    return TypedValue(read.table(), TABLE, (*_about_headers(header, name), *read.notes))


def _about_headers(headers: list[str], name: str) -> list[str]:
    """Return what to tell people about a first line that may be a row of the table."""
    if not all(header[:1].isdigit() and (is_amount(header) or is_day(header)) for header in map(str.strip, headers)):
        return []
    return [f"{name}: its first line is read as the headers, though all of them are numbers or dates"]


def _rows(text: str, separator: str, name: str) -> list[tuple[int, Fields]]:
    """Return the records that are not empty, each with the line on which it begins.

    Inside the table a row of blanks is a row; after it, spreadsheets write as many as someone once clicked on.
    """
    try:
        rows = [(line, row) for line, row in read_csv_leniently(text, separator) if len(row) > 1 or not _is_blank(row)]
    except Failure as failure:
        raise InputError("bad-csv", f"{name}, {failure.message}") from None
    while len(rows) > 1 and _is_blank(rows[-1][1]):
        rows.pop()
    return rows


def _is_blank(row: Fields) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _separator(text: str) -> str:
    """Return the sign that splits the first records into the most cells, equally many; else the header into most."""
    best = (False, 1, ",")
    for sign in _SEPARATORS:
        try:
            widths = [len(row) for _, row in islice(read_csv_leniently(text, sign), _SAMPLE)]
        except Failure:  # it is not this one, or the reading says what is wrong
            continue
        if widths and widths[0] > 1:
            even = widths.count(widths[0]) == len(widths)
            best = max(best, (even, widths[0], sign), key=lambda choice: choice[:2])
    return best[2]
