"""Canonical msgpack of values, and what it shares with that of procedures.

Atoms are msgpack's own nil, bool, int and str; extension types are

    1 number   "-1234E-2": the digits without zeros at their end, for what is no 64-bit int
    2 date     "2024-01-31"
    3 list     the items, one after the other
    4 record   the number of fields, their names, their values
    5 table    the number of columns, headers, types, the number of rows, one list a column
    6 map      its keys, each with its value behind it, in order
    7 datetime "2024-01-31T09:30:00"
    8 time     "09:30:00"
    9 duration "P1DT2H30M"

Lists are no msgpack arrays: a hostile array header would reserve memory for as many items as it claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgpack

from seglam_lang.language.computing.fuel import MAX_DEPTH
from seglam_lang.language.computing.numbers import CONTEXT, canonical, is_canonical
from seglam_lang.language.computing.times import iso_text, parse_datetime, parse_duration, parse_time
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import SCALARS, Con
from seglam_lang.language.values import SCALAR_TYPES, Column, Map, Record, Table, Value

NUMBER, DATE, LIST, RECORD, TABLE, MAP, DATETIME, TIME, DURATION = 1, 2, 3, 4, 5, 6, 7, 8, 9
_INT64 = range(-(2**63), 2**64)
_TYPE_NAMES = {kind.name: kind for kind in SCALARS}
_EXACT_NUMBER = re.compile(rb"(-?[1-9][0-9]{0,33})E(-?[0-9]{1,4})")


class CodecError(ValueError):
    """Bytes that are not the encoding of a procedure or value, or something that has none; the message says why."""


def encode_value(value: Value) -> bytes:
    """The canonical bytes of a value: a scalar, absent, a List, Record, Map or Table."""
    return pack(_raw_value(value, 0))


def decode_value(data: bytes) -> Value:
    """The value that `data` encodes; CodecError on anything else."""
    value = _value(only(_items(data)), 0)
    if encode_value(value) != data:
        raise CodecError("the encoding is not canonical")
    return value


def _raw_value(value: Value, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise CodecError("a value is nested too deeply")
    if type(value) is tuple:
        return msgpack.ExtType(LIST, _packed(value, depth))
    if type(value) is Record:
        fields = (len(value.names), *value.names)
        return msgpack.ExtType(RECORD, b"".join(map(pack, fields)) + _packed(value.values, depth))
    if type(value) is Map:
        return msgpack.ExtType(MAP, _packed((part for pair in value.items.items() for part in pair), depth))
    if type(value) is Table:
        shape = (len(value.headers), *value.headers, *(kind.name for kind in value.types), value.length)
        return msgpack.ExtType(TABLE, b"".join(map(pack, shape)) + _packed(value.cells, depth))
    return raw_atom(value)


def _packed(values: Iterable[Value], depth: int) -> bytes:
    return b"".join([pack(_raw_value(value, depth + 1)) for value in values])


def _value(raw: Any, depth: int) -> Value:
    if not isinstance(raw, msgpack.ExtType) or raw.code not in (LIST, RECORD, TABLE, MAP):
        return atom_of(raw)
    if depth > MAX_DEPTH:
        raise CodecError("a value is nested too deeply")
    items = _items(raw.data)
    if raw.code == LIST:
        return tuple([_value(item, depth + 1) for item in items])
    if raw.code == RECORD:
        names, values = _split_record(items)
        return Record(names, tuple(_value(item, depth + 1) for item in values))
    if raw.code == MAP:
        parts = [_value(item, depth + 1) for item in items]
        if len(parts) % 2:
            raise CodecError("a map's keys and values do not match")
        return Map(dict(zip(parts[::2], parts[1::2], strict=True)))
    return _table(items, depth)


def _split_record(items: list[Any]) -> tuple[tuple[str, ...], list[Any]]:
    count = _count(items, 0)
    names, values = tuple(map(text_of, items[1 : count + 1])), items[count + 1 :]
    if len(values) != count or len(set(names)) != count:
        raise CodecError("a record's names and values do not match")
    return names, values


def _table(items: list[Any], depth: int) -> Table:
    width = _count(items, 0)
    headers = tuple(map(text_of, items[1 : width + 1]))
    types = tuple(_TYPE_NAMES.get(text_of(name)) for name in items[width + 1 : 2 * width + 1])
    length = _count(items, 2 * width + 1)
    columns = tuple(_value(item, depth + 1) for item in items[2 * width + 2 :])
    fits = all(type(column) is tuple and len(column) == length for column in columns)
    if len(columns) != width or not fits or len(set(headers)) != width:
        raise CodecError("a table whose columns do not match")
    known = tuple(kind for kind in types if kind is not None)
    if len(known) != width or not all(map(_is_column_of, columns, known)):
        raise CodecError("a table with cells of another type than their column")
    return Table(headers, known, columns, length)


def _is_column_of(column: tuple[Any, ...], kind: Con) -> bool:
    return all(cell is None or SCALAR_TYPES.get(type(cell)) is kind for cell in column)


def _count(items: list[Any], position: int) -> int:
    count = items[position] if position < len(items) else None
    if type(count) is not int or count < 0:
        raise CodecError("a number of parts expected")
    return count


def raw_atom(value: Value) -> Any:
    if value is None or type(value) in (bool, str) or (type(value) is int and value in _INT64):
        return value
    if type(value) in _TIMES:
        return msgpack.ExtType(_TIMES[type(value)], iso_text(value).encode())
    if is_canonical(value):
        sign, digits, exponent = CONTEXT.normalize(Decimal(value)).as_tuple()
        shown = "".join(map(str, digits))
        return msgpack.ExtType(NUMBER, f"{'-' if sign else ''}{shown}E{exponent}".encode())
    raise CodecError(f"{type(value).__name__} is no value of the language that can be stored")


def atom_of(raw: Any) -> Value:
    if raw is None or type(raw) in (bool, str, int):
        return raw
    if isinstance(raw, msgpack.ExtType) and raw.code == NUMBER:
        return _number(raw.data)
    if isinstance(raw, msgpack.ExtType) and raw.code in _READERS:
        return _time(raw)
    raise CodecError(f"{type(raw).__name__} is no value of the language")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_TIMES = {date: DATE, datetime: DATETIME, time: TIME, timedelta: DURATION}
_READERS: dict[int, Callable[[str], Value]] = {
    DATE: _date,
    DATETIME: parse_datetime,
    TIME: parse_time,
    DURATION: parse_duration,
}


def _time(raw: Any) -> Value:
    """Return a Date, DateTime, Time or Duration."""
    value = _READERS[raw.code](raw.data.decode("ascii", "replace"))
    if value is None:
        raise CodecError("a date or time that does not exist")
    return value


def _number(data: bytes) -> Value:
    match = _EXACT_NUMBER.fullmatch(data)
    if match is None:
        raise CodecError("a number that is not written canonically")
    try:
        return canonical(Decimal(data.decode("ascii")))
    except Failure as failure:
        raise CodecError(failure.message) from None


def text_of(raw: Any) -> str:
    if type(raw) is not str:
        raise CodecError("a text expected")
    return raw


def pack(raw: Any) -> bytes:
    try:
        return bytes(msgpack.packb(raw, use_bin_type=True))
    except (ValueError, OverflowError) as error:  # a lone surrogate; an int that is too large
        raise CodecError(f"cannot be encoded: {error}") from None


def _items(data: bytes) -> list[Any]:
    """The atoms and extensions that follow one another in `data`."""
    size = max(len(data), 1)
    return unpack(msgpack.Unpacker(max_buffer_size=size, max_array_len=0, max_map_len=0, use_list=False), data)


def unpack(unpacker: Any, data: bytes) -> list[Any]:
    unpacker.feed(data)
    items = []
    try:
        while unpacker.tell() < len(data):
            items.append(unpacker.unpack())
    except (ValueError, TypeError, RecursionError, msgpack.UnpackException) as error:
        # RecursionError: only of msgpack's own Python version, which has no limit on nesting
        raise CodecError(f"not readable: {type(error).__name__}") from None
    return items


def only(items: list[Any]) -> Any:
    if len(items) != 1:
        raise CodecError("one value expected")
    return items[0]


def encode_argument(value: Value) -> bytes:
    """The bytes of an argument: unlike results, arguments may be columns."""
    if isinstance(value, Column):
        return b"c" + encode_value((value.header, value.type.name))
    return b"v" + encode_value(value)


def decode_argument(data: bytes) -> Value:
    """The argument that `encode_argument` wrote; CodecError on anything else."""
    value = decode_value(data[1:])
    if data[:1] != b"c":
        return value
    if type(value) is not tuple or len(value) != 2 or value[1] not in _TYPE_NAMES:
        raise CodecError("a column is not written as its header and its type")
    header, kind = value
    return Column(header, _TYPE_NAMES[kind])
