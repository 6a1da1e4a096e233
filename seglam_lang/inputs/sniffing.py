"""What bytes look like, where no name says it: standard input, and files that are not what they are called."""

from __future__ import annotations

import io
import json
import re

_BEGINNINGS = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"FEA1", "feather"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"\xff\xff\xff\xff", "arrows"),
)
_OF_RECORDS = re.compile(r"\ufeff?\s*(\[\s*)?\{")
_ZIP = b"PK\x03\x04"


def sniff(data: bytes) -> str:
    """Return the ending of the binary format that bytes are in, without its point; "" if they are in none."""
    for beginning, ending in _BEGINNINGS:
        if data.startswith(beginning):
            return ending
    if data[8:12] == b"DUCK":
        return "duckdb"
    return _in_zip(data) if data.startswith(_ZIP) else ""


def _in_zip(data: bytes) -> str:
    """Return which workbook a zip file is, if it is one: all of them are."""
    from zipfile import BadZipFile, ZipFile

    try:
        names = ZipFile(io.BytesIO(data)).namelist()
    except (BadZipFile, NotImplementedError, OSError, ValueError):  # damaged: whoever unpacks it says so
        return "zip"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "xlsx" if "xl/workbook.xml" in names else "ods" if "content.xml" in names else "zip"


def sniff_json(text: str) -> str:
    """Return "json" or "jsonl" where a text is that, of records, and "" elsewhere: no CSV begins so."""
    if not _OF_RECORDS.match(text):
        return ""
    ending = sniff_text(text)
    if ending == "jsonl":
        return ending
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return ending


def sniff_text(text: str) -> str:
    """Return "json", "jsonl" or "csv", whichever a text may be: JSON Lines have a value on the first line already."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] not in ("[", "{"):
        return "csv"
    first, _, rest = stripped.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json"
    return "jsonl" if rest.strip() else "json"
