"""Answers as an Excel workbook of one sheet, written by XlsxWriter row by row.

A number is a number where Excel keeps it as it is (at most 15 digits), else a text; so are days before 1900-03-01, of
which Excel has none or another. A text is a text, whatever it begins with: never a formula or a link.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from seglam_lang.language.types import DATE, DATETIME, DURATION, TIME
from seglam_lang.language.values import Table, Value
from seglam_lang.output.failures import OutputError
from seglam_lang.output.libraries import XLSXWRITER, load
from seglam_lang.output.tabular import as_table
from seglam_lang.output.texts import cell_text

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767
_FORMATS = {DATE: "yyyy-mm-dd", DATETIME: "yyyy-mm-dd hh:mm:ss", TIME: "hh:mm:ss", DURATION: "[h]:mm:ss"}
_FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year
_DIGITS = 15
_SAMPLE = 100  # rows that decide how wide a column is
_WIDEST = 60  # characters
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same answer is the same bytes


def write_workbook(value: Any, title: str, path: Path) -> None:
    """Write an answer to a workbook; `title` is among its properties."""
    xlsxwriter = load(XLSXWRITER, ".xlsx")
    table = as_table(value)
    _expect_room(table)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"title": title[:255], "created": _MADE.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        formats = [
            book.add_format({"num_format": _FORMATS[kind]}) if kind in _FORMATS else None for kind in table.types
        ]
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        first = next(table.parts(_SAMPLE))
        for column, header in enumerate(table.headers):
            texts = [header, *(cell_text(cell) for cell in first.cells[column] if cell is not None)]
            sheet.set_column(column, column, min(max(map(len, texts)) + 2, _WIDEST))
            sheet.write_string(0, column, header, bold)
        for number, row in enumerate(table.rows(), 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    _write(sheet, number, column, cell, formats[column])


def _write(sheet: Any, row: int, column: int, cell: Value, format: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | Decimal) and _is_kept(cell):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date | time | timedelta) and _is_in_excel(cell):
        sheet.write_datetime(row, column, cell, format)
    else:
        text = cell_text(cell)
        if len(text) > MOST_CHARACTERS:
            about = (
                f"row {row} has a text of {len(text):,} characters, and a cell of a workbook holds {MOST_CHARACTERS:,}"
            )
            raise OutputError("too-long", f"{about}; .csv and .parquet hold it")
        sheet.write_string(row, column, text)


def _is_kept(number: int | Decimal) -> bool:
    _, digits, exponent = Decimal(number).normalize().as_tuple()
    assert isinstance(exponent, int)  # there are no infinities
    return len(digits) <= _DIGITS and -300 < exponent < 290


def _is_in_excel(value: date | time | timedelta) -> bool:
    if isinstance(value, timedelta):
        return timedelta(0) <= value < timedelta(days=2_958_466) and not value.microseconds % 1000
    if isinstance(value, datetime):
        return value.date() >= _FIRST_DAY and not value.microsecond % 1000
    return not value.microsecond % 1000 if isinstance(value, time) else value >= _FIRST_DAY


def _expect_room(table: Table) -> None:
    """Raise OutputError where the table is larger than a sheet."""
    if table.length >= MOST_ROWS or len(table.headers) > MOST_COLUMNS:
        size = f"{table.length:,} rows and {len(table.headers):,} columns"
        most = f"a sheet holds {MOST_ROWS - 1:,} below the headers and {MOST_COLUMNS:,}"
        raise OutputError("too-large", f"the answer has {size}, and {most}; .csv and .parquet hold it")
