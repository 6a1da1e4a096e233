"""CSV files to tables: which sign separates, where the header is, and what is wrong with which line."""

from __future__ import annotations

import csv
import io
from itertools import islice

from seglam_lang.inputs.columns import make_table
from seglam_lang.inputs.model import InputError
from seglam_lang.language.types import TABLE, Con
from seglam_lang.language.values import Table

_DELIMITERS = ",;\t|"
_SAMPLE = 20  # records that decide the delimiter


def read_csv(text: str, name: str) -> tuple[Table, Con, tuple[str, ...]]:
    """The table of a CSV text, with its type and the notes about it."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("empty-table", f"{name} is empty")
    rows = _rows(text, _delimiter(text, name), name)
    _, header = rows[0]
    for line, row in rows[1:]:
        if len(row) != len(header):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            message = f"{name}, line {line}: {cells} where the header has {len(header)}"
            raise InputError("ragged-row", message)
    if len(rows) == 1:
        raise InputError("empty-table", f"{name} has a header but no rows")
    columns = [[row[position] for _, row in rows[1:]] for position in range(len(header))]
    table, notes = make_table(header, columns, (), True, name)
    return table, TABLE, notes


def _rows(text: str, delimiter: str, name: str) -> list[tuple[int, list[str]]]:
    """The records that are not empty, each with the line on which it ends.

    Inside the table a row of blanks is a row; after it, spreadsheets write as many as someone once clicked on.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row) or len(row) > 1]
    except csv.Error as error:
        raise InputError("bad-csv", f"{name}, line {reader.line_num}: {error}") from None
    while len(rows) > 1 and not any(cell.strip() for cell in rows[-1][1]):
        rows.pop()
    return rows


def _delimiter(text: str, name: str) -> str:
    """The sign that splits the first records into the most cells, equally many; else what splits the header most."""
    best = (False, 1, ",")
    for sign in _DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
            widths = [len(row) for row in islice(reader, _SAMPLE) if row]
        except csv.Error as error:
            raise InputError("bad-csv", f"{name}: {error}") from None
        if widths and widths[0] > 1:
            even = widths.count(widths[0]) == len(widths)
            best = max(best, (even, widths[0], sign), key=lambda choice: choice[:2])
    return best[2]
