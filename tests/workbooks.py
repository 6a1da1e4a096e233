"""Workbooks of one sheet, written for tests: .xlsx by openpyxl, .ods and .xls by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

Rows = Sequence[Sequence[Any]]


def as_xlsx(rows: Rows, sheet: str = "Sheet1") -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl, which writes .xlsx files, is not installed")
    book = openpyxl.Workbook()
    book.active.title = sheet
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            written = book.active.cell(number, column, cell)
            if isinstance(cell, str):
                written.data_type = "s"  # not a formula, whatever it begins with
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# --- .ods: a zip file with one file of XML

_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3"><office:body><office:spreadsheet><table:table table:name={name}>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def as_ods(rows: Rows, sheet: str = "Sheet1") -> bytes:
    written = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", _MANIFEST)
        file.writestr("content.xml", _CONTENT.format(name=quoteattr(sheet), rows=written))
    return packed.getvalue()


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        value = f'"boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, int | float | Decimal):
        value = f'"float" office:value="{cell}"'
    elif isinstance(cell, date):
        value = f'"date" office:date-value="{cell.isoformat()}"'
    else:
        text = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    return f"<table:table-cell office:value-type={value}><text:p>{cell}</text:p></table:table-cell>"


# --- .xls: records of BIFF8, in a stream of a compound file

_SECTOR = 512
_FEWEST = 4096  # bytes of a stream that lies in sectors of its own
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_DATE_FORMATS = (0, 14, 22)  # those of the built-in formats that cells have here: General, a date, a date with a time
_EPOCH = datetime(1899, 12, 30)


def as_xls(rows: Rows, sheet: str = "Sheet1") -> bytes:
    name = sheet.encode("utf-16-le")
    cells = b"".join(_xls_cell(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row))
    formats = b"".join(_record(0xE0, struct.pack("<HH", 0, each) + bytes(16)) for each in _DATE_FORMATS)
    start = (
        _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200)) + formats
    )
    bound = struct.pack("<HBB", 0, len(sheet), 1) + name
    at = len(start) + 4 + 4 + len(bound) + 4
    globals_ = start + _record(0x85, struct.pack("<I", at) + bound) + _record(0x0A, b"")
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + cells + _record(0x0A, b"")
    return compound_file("Workbook", globals_ + body)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _xls_cell(row: int, column: int, cell: Any) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, bool):
        return _record(0x205, struct.pack("<HHHBB", row, column, 0, cell, 0))
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
    style = 2 if isinstance(cell, datetime) else 1 if isinstance(cell, date) else 0
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        cell = (moment - _EPOCH).total_seconds() / 86_400
    return _record(0x203, struct.pack("<HHHd", row, column, style, float(cell)))


def compound_file(name: str, stream: bytes) -> bytes:
    """Return a compound file (OLE) of one stream: .xls files are such, and encrypted workbooks."""
    stream = stream.ljust(_FEWEST, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    chain = [*range(3, 2 + sectors), _END]
    fat = [_FAT, _END, *chain]
    assert len(fat) <= _SECTOR // 4, "one sector is enough for tests"
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _FEWEST, _END, 0, _END, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", _FREE) * ((_SECTOR - len(header)) // 4)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NONE, 2, len(stream)) + bytes(256)
    return header + struct.pack("<128I", *fat) + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    entry = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _NONE, _NONE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
