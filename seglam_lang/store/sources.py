"""The sources of a wording's arguments, as the file has them."""

from __future__ import annotations

from seglam_lang.requests.model import (
    ArgumentSource,
    FromCellColumn,
    FromColumn,
    FromField,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
)

_NO_SLOT = -1  # in the row of a source that is no slot's


def source_row(source: ArgumentSource) -> list[str | int]:
    """Return a source as plain values: its kind, a slot, a name and a header."""
    match source:
        case FromSlot(slot):
            return ["slot", slot, "", ""]
        case FromPart(slot, part):
            return ["part", slot, part, ""]
        case FromColumn(slot, table):
            return ["column", slot, table, ""]
        case FromCellColumn(slot, table):
            return ["cell-column", slot, table, ""]
        case FromHeader(table, header):
            return ["header", _NO_SLOT, table, header]
        case FromField(input, field):
            return ["field", _NO_SLOT, input, field]
        case FromTable(input):
            return ["table", _NO_SLOT, input, ""]
        case FromInput(input):
            return ["input", _NO_SLOT, input, ""]


def source_of(kind: str, slot: int, name: str, header: str) -> ArgumentSource:
    """Return what `source_row` was given; raise ValueError where there is no such kind."""
    match kind:
        case "table":
            return FromTable(name)
        case "column":
            return FromColumn(slot, name)
        case "slot":
            return FromSlot(slot)
        case "part":
            return FromPart(slot, name)
        case "cell-column":
            return FromCellColumn(slot, name)
        case "header":
            return FromHeader(name, header)
        case "field":
            return FromField(name, header)
        case "input":
            return FromInput(name)
    raise ValueError(f"no argument comes from a {kind!r}")
