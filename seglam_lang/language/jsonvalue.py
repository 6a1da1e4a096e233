"""Values of the language as JSON, exactly: what batches and `--json` write, and what examples are compared with.

Numbers keep every digit, dates, times and durations are ISO texts, tables are {"columns", "rows"}, records are objects,
what is absent is null; a map is an object where its keys are scalars, else a list of {"key", "value"}. The same value
is the same bytes, always, and a value of the language has the JSON of the ordinary Python value that it is given as.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from seglam_lang.language.computing.times import iso_text, parse_datetime, parse_duration, parse_time
from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.values import Column, Map, Record, Table, Value

TOLERANCE = Decimal("1e-6")  # relative: what a person who states an answer may have rounded away
_KEYS = frozenset({str, int, Decimal, bool, date, datetime, time, timedelta})  # may name a member of an object
_ENTRY = {"key", "value"}  # the members of an entry of a map whose keys are no scalars
PLAIN_EXPONENTS = range(-30, 31)  # beyond these a number is written with its exponent


def dumps(value: Any) -> str:
    """Return a value of the language, or an ordinary Python value, as JSON on one line."""
    if value is None or value is True or value is False or isinstance(value, int | float):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date | time | timedelta):
        return f'"{iso_text(value)}"'
    if isinstance(value, Column):
        return text(value.header)
    if isinstance(value, ResultTable):
        value = value.table
    if isinstance(value, Table):
        return dumps({"columns": value.headers, "rows": list(value.rows())})
    if isinstance(value, Record):
        return dumps(dict(zip(value.names, value.values, strict=True)))
    if isinstance(value, Map):
        value = value.items
    if isinstance(value, Mapping):
        if all(type(key) in _KEYS for key in value):
            return "{" + ", ".join([f"{text(key_text(key))}: {dumps(item)}" for key, item in value.items()]) + "}"
        return dumps([{"key": key, "value": item} for key, item in value.items()])
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return text(str(value))


def key_text(key: Value) -> str:
    """Return a scalar as the name of an object's member: a text as it is, anything else as it is written."""
    return key if isinstance(key, str) else dumps(key).strip('"')


def number(value: Decimal) -> str:
    """Return all digits of a number, with an exponent only where the zeros would be many."""
    return format(value, "f") if value.adjusted() in PLAIN_EXPONENTS else str(value)


def text(value: str) -> str:
    """Return a JSON string as it is read by people; what UTF-8 cannot carry is escaped."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


def same(value: Any, stated: Any) -> bool:
    """Return whether a value is the answer that was stated; each may be one of the language or of Python.

    Numbers may differ in what was rounded away (TOLERANCE); a list of one may be stated as its item; a date, or a
    number in texts, may be stated as it is written. Texts and the order of lists count, and that of a Record's fields.
    """
    if isinstance(value, Table | ResultTable):
        return _same_table(value, stated)
    if isinstance(value, Record):
        return (
            isinstance(stated, Mapping)
            and list(stated) == list(value.names)
            and _same_items(value.values, list(stated.values()))
        )
    if isinstance(value, Map | Mapping):
        return _same_map(value.items if isinstance(value, Map) else value, stated)
    if isinstance(value, tuple | list):
        stated_items = stated if isinstance(stated, list | tuple) else [stated]
        return _same_items(value, stated_items)
    if isinstance(stated, list | tuple):
        return len(stated) == 1 and same(value, stated[0])
    if isinstance(value, bool) or isinstance(stated, bool) or value is None or stated is None:
        return value is stated
    left, right = _as_number(value), _as_number(stated)
    if left is not None and right is not None:
        return abs(left - right) <= TOLERANCE * max(abs(left), abs(right))
    return _written(value) == _written(_read_as(value, stated))


def _same_items(values: Sequence[Value], stated: Sequence[Any]) -> bool:
    return len(values) == len(stated) and all(same(one, other) for one, other in zip(values, stated, strict=True))


def _same_map(value: Mapping[Any, Any], stated: Any) -> bool:
    """Return whether a map has the keys and values of a dict, or of a list of {"key", "value"}, in whatever order."""
    if isinstance(stated, list) and all(isinstance(each, Mapping) and each.keys() == _ENTRY for each in stated):
        theirs = _by_name([(each["key"], each["value"]) for each in stated])
    elif isinstance(stated, Mapping):
        theirs = _by_name(stated.items())
    else:
        return False
    ours = _by_name(value.items())
    return ours.keys() == theirs.keys() and all(same(item, theirs[name]) for name, item in ours.items())


def _by_name(pairs: Collection[tuple[Any, Any]]) -> dict[str, Any]:
    """Return the values of a map by their keys as JSON writes them."""
    name = key_text if all(type(key) in _KEYS for key, _ in pairs) else dumps
    return {name(key): item for key, item in pairs}


def _same_table(value: Table | ResultTable, stated: Any) -> bool:
    """Return whether the cells are as stated; headers are ours to choose."""
    ours, rows = _rows(value), _rows(stated)
    if not isinstance(rows, list | tuple) or len(rows) != len(ours):
        return False
    return all(
        isinstance(other, list | tuple) and _same_items(one, other) for one, other in zip(ours, rows, strict=True)
    )


def _rows(table: Any) -> Any:
    """Return the rows of a table in any of its forms; anything else as it is."""
    if isinstance(table, ResultTable):
        return table.rows
    if isinstance(table, Table):
        return list(table.rows())
    return table.get("rows") if isinstance(table, Mapping) else table


def _as_number(value: Any) -> Decimal | None:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return Decimal(repr(value)) if isinstance(value, float) else None


def _read_as(value: Any, stated: Any) -> Any:
    """Return what is stated; a text that states a DateTime, Time or Duration, as such where `value` is one."""
    read = _READERS.get(type(value))
    found = read(stated) if read is not None and isinstance(stated, str) else None
    return stated if found is None else found


_READERS: dict[type, Callable[[str], Any]] = {datetime: parse_datetime, time: parse_time, timedelta: parse_duration}


def _written(value: Any) -> str:
    if isinstance(value, date | time | timedelta):
        return iso_text(value)
    return number(value) if isinstance(value, Decimal) else str(value)
