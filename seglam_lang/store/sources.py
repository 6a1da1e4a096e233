"""The sources of a wording's arguments, as the file has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.language.storing.value_codec import decode_value, encode_value
from seglam_lang.language.types import SCALARS
from seglam_lang.language.values import SCALAR_TYPES
from seglam_lang.requests.families import FAMILIES
from seglam_lang.requests.headers import normal_header
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
    FromValue,
)

_NO_SLOT = -1  # in the row of a source that is no slot's
_TYPES = frozenset(kind.name for kind in SCALARS)
_HELD = "held"  # by a column that is an argument too: in the row of a slot's value


def source_row(source: ArgumentSource) -> list[Any]:
    """Return a source as plain values: its kind, a slot, a name, a header (of a slot's column its family, of a value
    its type, of a table the digest of its headers), and what only some kinds have.
    """
    match source:
        case FromSlot(slot, held, of):
            return ["slot", slot, _HELD if held else "", of]
        case FromPart(slot, part):
            return ["part", slot, part, ""]
        case FromColumn(slot, table, of, header):
            return ["column", slot, table, of, *([header] if header else [])]
        case FromCellColumn(slot, table, header):
            return ["cell-column", slot, table, header]
        case FromHeader(table, header, type):
            return ["header", _NO_SLOT, table, header, *([type] if type else [])]
        case FromValue(column, value, among):
            return ["value", _NO_SLOT, "", "", source_row(column), encode_value(value), encode_value(among)]
        case FromField(input, field):
            return ["field", _NO_SLOT, input, field]
        case FromTable(input, headers, amounts):
            return ["table", _NO_SLOT, input, headers, *([] if amounts is None else [list(amounts)])]
        case FromInput(input, of):
            return ["input", _NO_SLOT, input, of]


def source_of(kind: str, slot: int, name: str, header: str, *more: Any) -> ArgumentSource:
    """Return what `source_row` was given. Raise ValueError or TypeError where it is no such row."""
    match kind:
        case "table":
            return _table(name, header, *more)
        case "column":
            return _column(slot, name, header, *more)
        case "slot":
            return _value_of(slot, name, header)
        case "part":
            return FromPart(slot, name)
        case "cell-column":
            return _cell_column(slot, name, header)
        case "header":
            return _header(name, header, *more)
        case "value":
            return _value(*more)
        case "field":
            return FromField(name, header)
        case "input":
            return FromInput(name, header)
    raise ValueError(f"no argument comes from a {kind!r}")


def _table(input: str, headers: str, amounts: Sequence[str] | None = None) -> FromTable:
    if amounts is None:
        return FromTable(input, headers)
    if not isinstance(amounts, list) or not all(isinstance(each, str) for each in amounts):
        raise TypeError("words are texts")
    return FromTable(input, headers, tuple(amounts))


def _column(slot: int, table: str, of: str, header: str = "") -> FromColumn:
    if of and of not in FAMILIES | _TYPES:
        raise ValueError(f"no columns are of the family or type {of!r}")
    if header and header != normal_header(header):
        raise ValueError(f"no column is headed {header!r}")
    return FromColumn(slot, table, of, header)


def _cell_column(slot: int, table: str, header: str) -> FromCellColumn:
    if header and header != normal_header(header):
        raise ValueError(f"no column is headed {header!r}")
    return FromCellColumn(slot, table, header)


def _value_of(slot: int, held: str, of: str) -> FromSlot:
    if held not in ("", _HELD):
        raise ValueError(f"no value of a slot is {held!r}")
    return FromSlot(slot, bool(held), of)


def _header(table: str, header: str, type: str = "") -> FromHeader:
    """Return the source of a column; a header without a type is of the first version, which kept it as it was."""
    if type and (type not in _TYPES or header != normal_header(header)):
        raise ValueError(f"no column is headed {header!r} and of type {type!r}")
    return FromHeader(table, header, type)


def _value(column: Sequence[Any], value: bytes, among: bytes) -> FromValue:
    holder = source_of(*column)
    if not isinstance(holder, FromHeader | FromColumn | FromCellColumn):
        raise ValueError("no value is in what is no column")
    found, others = decode_value(value), decode_value(among)
    kind = SCALAR_TYPES.get(type(found))
    if kind is None or not isinstance(others, tuple) or any(SCALAR_TYPES.get(type(each)) != kind for each in others):
        raise ValueError("the values of a column are scalars of one type")
    return FromValue(holder, found, others)
