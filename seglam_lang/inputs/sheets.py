"""Sheets of workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), read by python-calamine.

Dates, times and lengths are those of the cells' formats; of percents and currencies the library gives the number alone.
A number has the 15 digits that a spreadsheet shows. A cell that holds an error is blank.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from operator import itemgetter
from types import NoneType
from typing import Any

from seglam_lang.inputs.file import CUT, File
from seglam_lang.inputs.formulas import note_uncomputed
from seglam_lang.inputs.layout import find_layout
from seglam_lang.inputs.libraries import library
from seglam_lang.inputs.merged_cells import fill_merged, merged_headers, merged_in, refuse_merged_headers
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.parts import choose
from seglam_lang.inputs.raw import RawTable
from seglam_lang.inputs.rows import RowsOfColumns
from seglam_lang.inputs.sniffing import sniff
from seglam_lang.inputs.value_types import as_text
from seglam_lang.language.computing.numbers import canonical
from seglam_lang.language.values import Number

_DIGITS = 15  # that a spreadsheet keeps of a number and shows
_WHOLE = 10**_DIGITS  # numbers below it have all their digits
_AT_ONCE = 1_000  # rows
_NUMERIC = frozenset((float, int, bool))  # classes of cells of which one may be equal to one of another
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"  # how zip files begin, which most workbooks are, and what their end has
_LONGEST_END = 22 + 65_535  # bytes of that end with its comment


def read_sheet(file: File) -> RawTable:
    """Return the cells of the sheet that the file names, or of the only one that is not empty."""
    calamine = library("python_calamine", "excel", file.name)
    if not file.data:
        raise InputError("empty-table", f"{file.name} is empty")
    if sniff(file.data[:16]) == "xls" and _ENCRYPTED in file.data:  # what is encrypted is packed as .xls is
        raise _encrypted(file.name)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.data)) as workbook:
            sheet = workbook.get_sheet_by_name(_chosen(workbook, file))
            return _table(sheet, file)
    except calamine.PasswordError:
        raise _encrypted(file.name) from None
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        raise _no_workbook(file, f": {CUT if _is_cut(file.data) else f'{error}{_hint(file)}'}") from None
    except BaseException as error:  # a panic of Rust, over a damaged file, is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _no_workbook(file, "; it is damaged") from None


def _no_workbook(file: File, why: str) -> InputError:
    return InputError("no-workbook", f"{file.name} is no workbook that can be read{why}")


def _encrypted(name: str) -> InputError:
    return InputError("encrypted-file", f"{name} is encrypted; save a copy of it without a password")


def _is_cut(data: bytes) -> bool:
    return data.startswith(_ZIP) and _ZIP_END not in data[-_LONGEST_END:]


def _hint(file: File) -> str:
    ending = sniff(file.data)
    if ending in ("xlsx", "xlsb", "xls", "ods", "zip"):
        return ""
    if not ending and b"\0" in file.data[:1024]:
        return ""
    return f" (it looks like .{ending or 'csv'}: --format {ending or 'csv'} reads it so)" if file.data else ""


def _chosen(workbook: Any, file: File) -> str:
    """Return the name of the sheet. Of several, those without a cell do not count."""
    names = [each.name for each in workbook.sheets_metadata if "WorkSheet" in str(each.typ)]  # others are charts
    if file.part:
        return choose(file.part, names, file.name, "sheet")
    filled = [name for name in names if workbook.get_sheet_by_name(name).height] if len(names) > 1 else names
    if not filled:
        raise InputError("empty-table", f"{file.name} is empty: none of its sheets ({', '.join(names)}) has a cell")
    return choose("", filled, file.name, "sheet")


def _table(sheet: Any, file: File) -> RawTable:
    name = f"{file.name}::{sheet.name}"
    filled = _columns(sheet)
    rows = RowsOfColumns(filled)
    if not rows:
        raise InputError("empty-table", f"{name} is empty: it has no cells")
    lines = range(sheet.start[0] + 1, sheet.start[0] + 1 + len(rows))
    layout = find_layout(rows, lines, name, "row", file.asked)
    merged = merged_in(rows, sheet.merged_cell_ranges or (), sheet.start)
    if file.asked.header is None:
        refuse_merged_headers(merged, layout.header, lines, name)
    headers = [None] * len(rows[0]) if layout.header < 0 else merged_headers(rows[layout.header], merged, layout.header)
    data = layout.data
    notes = (*layout.notes, *fill_merged(filled, merged, layout.header + 1, name))
    columns = [_at(column, data) for column in filled]
    classes = [set(map(type, column)) for column in columns]
    if any(NoneType in each for each in classes):
        notes = (*notes, *note_uncomputed(file.data, sheet.name, name))
    cells = list(map(_one_kind_of_date, columns, classes))
    raw = RawTable(list(map(_text, headers)), cells, notes, True, lambda position: f"row {lines[data[position]]}")
    return raw.expect_rows(name)


def _columns(sheet: Any) -> list[list[Any]]:
    """Return the cells of a sheet, column by column, from its first row with a cell on.

    Some rows at a time are read and taken apart: so few of the library's cells exist at once, which are many times as
    large as what is kept of them, and they are looked at while they are in the processor's cache.
    """
    columns: list[list[Any]] = [[] for _ in range(sheet.width)]
    rows = islice(sheet.iter_rows(), sheet.start[0], None) if columns else iter(())
    while some := list(islice(rows, _AT_ONCE)):
        for place, column in enumerate(columns):
            column += _cells(list(map(itemgetter(place), some)))
    return columns


def _at(column: Sequence[Any], data: Sequence[int]) -> Sequence[Any]:
    """Return the cells of a column in these rows, which mostly follow each other."""
    if isinstance(data, range):
        return column[data.start : data.stop]
    return [column[position] for position in data]


def _cells(given: Sequence[Any]) -> list[Any]:
    """Return cells of a column, numbers as they are shown, and None where there is nothing.

    Where most are equal to others, the different ones are read, and equal ones become one value.
    """
    different = list(set(given))
    if 2 * len(different) > len(given) or len(_NUMERIC.intersection(map(type, given))) > 1:
        return _each_read(given)
    read = dict(zip(different, _each_read(different), strict=True))
    return list(map(read.__getitem__, given))


def _each_read(given: Sequence[Any]) -> list[Any]:
    classes = list(map(type, given))
    if float not in classes:
        return [None if cell == "" else cell for cell in given]
    first = classes.index(float)  # a header stands above it
    if classes.count(float) < len(classes) - first:
        numbers = iter(_all_shown([cell for cell in given if type(cell) is float]))
        return [next(numbers) if type(cell) is float else None if cell == "" else cell for cell in given]
    return [None if cell == "" else cell for cell in given[:first]] + _all_shown(given[first:])


def _all_shown(given: Sequence[float]) -> list[Number]:
    """Return the numbers that are shown of floats."""
    if all(map(float.is_integer, given)) and min(given) > -_WHOLE and max(given) < _WHOLE:
        return list(map(int, given))
    texts = map(f"{{:.{_DIGITS}g}}".format, given)  # without zeros at the end
    pairs = zip(given, texts, strict=True)
    return [Decimal(text) if "." in text and "e" not in text else _shown(cell) for cell, text in pairs]


def _shown(cell: float) -> Number:
    """Return the number that is shown of a float, with the digits that it is shown with."""
    is_exact = cell.is_integer() and abs(cell) < _WHOLE
    return int(cell) if is_exact else canonical(Decimal(f"{cell:.{_DIGITS}g}"))


def _one_kind_of_date(cells: Sequence[Any], classes: set[type]) -> Sequence[Any]:
    """Return a column of datetimes, of which those at midnight came as dates, as datetimes."""
    if not {date, datetime} <= classes:
        return cells
    return [datetime.combine(cell, time()) if type(cell) is date else cell for cell in cells]


def _text(header: Any) -> str:
    return "" if header is None else as_text(header) or ""
