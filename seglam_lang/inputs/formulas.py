"""Formulas of a workbook whose values are not in it: programs that write workbooks leave them to be computed by a
spreadsheet, and until one has saved the workbook their cells are blank.

The library that reads sheets gives their values alone. So a sheet in which a cell is blank is unpacked once more.
"""

from __future__ import annotations

import io
import re
from xml.sax.saxutils import unescape
from zipfile import BadZipFile, ZipFile

from seglam_lang.inputs.model import Doubt

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET, _RELATION = re.compile(r"<(?:\w+:)?sheet\s[^>]*>"), re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_UNCOMPUTED = re.compile(  # a text that is empty is computed: its cell has t="str"
    rb'<c\s(?![^>]*t="str")[^>]*?r="([A-Z]+[0-9]+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_MOST_NAMED = 3  # cells in a note


def note_uncomputed(data: bytes, sheet: str, name: str) -> list[str]:
    """Return a note about the cells of a sheet of an .xlsx file that have a formula and no value, if there are any."""
    xml = _sheet(data, sheet)
    cells = [match.decode() for match in _UNCOMPUTED.findall(xml)] if b"<f" in xml else []
    if not cells:
        return []
    listed = ", ".join(cells[:_MOST_NAMED]) + (", ..." if len(cells) > _MOST_NAMED else "")
    have = "1 cell has a formula" if len(cells) == 1 else f"{len(cells):,} cells have formulas"
    mend = "a spreadsheet that opens and saves the workbook computes them"
    return [Doubt(f"{name}: {have} without a value ({listed}), read as blank; {mend}")]


def _sheet(data: bytes, sheet: str) -> bytes:
    """Return the XML of a sheet; nothing where the workbook is of another format."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            sheets = _elements(_SHEET, packed.read(_WORKBOOK))
            targets = {each["Id"]: each["Target"] for each in _elements(_RELATION, packed.read(_RELATIONS))}
            found = next(each for each in sheets if unescape(each["name"], {"&quot;": '"'}) == sheet)
            target = next(targets[value] for key, value in found.items() if key.endswith(":id"))
            return packed.read(target[1:] if target.startswith("/") else f"xl/{target}")
    except (BadZipFile, KeyError, StopIteration):
        return b""


def _elements(form: re.Pattern[str], xml: bytes) -> list[dict[str, str]]:
    """Return the attributes of the elements of a form."""
    return [dict(_ATTRIBUTE.findall(each)) for each in form.findall(xml.decode("utf-8", "replace"))]
