"""JSON and JSON Lines, with exact numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from seglam_lang.inputs.layout import find_data
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.numbers import refuse_rounding
from seglam_lang.inputs.python_values import explained, from_python
from seglam_lang.inputs.raw import RawTable, finished
from seglam_lang.language.computing.numbers import DIGITS, parse_number
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.python.tables import is_table, table_parts
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Number


def parse_json(text: str, name: str) -> Any:
    """Return what a JSON text states as Python has it, with exact numbers."""
    return _decoded(_decoder(name), text, name)


def _decoder(name: str) -> json.JSONDecoder:
    number = partial(_number, name)
    return json.JSONDecoder(
        object_pairs_hook=partial(_object, name),
        parse_int=partial(_whole, name),
        parse_float=number,
        parse_constant=number,
    )


def _decoded(decoder: json.JSONDecoder, text: str, name: str) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise InputError("bad-json", f"{name}, line {error.lineno}: not JSON ({error.msg})") from None
    except RecursionError:
        raise InputError("bad-json", f"{name} is nested too deeply") from None


def _object(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raise InputError where it has a key twice, as nothing says which of the values is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        repeated = next(key for key, count in counts.items() if count > 1)
        values = " and ".join(dumps(value)[:40] for key, value in pairs if key == repeated)
        message = f"{name}: an object has the key {dumps(repeated)[:40]} more than once ({values})"
        raise InputError("repeated-key", f"{message}; leave one of them")
    return found


def _whole(name: str, literal: str) -> Number:
    return int(literal) if len(literal) <= DIGITS else _number(name, literal)


def _number(name: str, literal: str) -> Number:
    if len(literal) > DIGITS:
        refuse_rounding(literal, name)
    value = parse_number(literal)
    if value is None:
        raise InputError("bad-number", f"{name} holds {literal[:40]}, which is not a number that can be represented")
    return value


def parse_json_lines(lines: Iterable[str], name: str, skipped: list[int] | None = None) -> list[Any]:
    """Return the values on the lines of a JSON Lines text.

    With a list for the numbers of lines that are `skipped`, a bad line is no error but is left out.
    """
    values = []
    decoder = _decoder(name)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values.append(_decoded(decoder, line, name))
        except InputError as error:
            if skipped is not None:
                skipped.append(number)
                continue
            about = error.message.replace(f"{name}, line 1", name, 1)
            raise InputError(error.code, about.replace(name, f"{name}, line {number}", 1)) from None
    if not values:
        raise InputError("empty-table", f"{name} is empty")
    return values


def read_json(text: str, name: str) -> TypedValue:
    """Return the value of a JSON text."""
    return finished(parse_json_table(text, name), name)


def read_json_lines(text: str, name: str) -> TypedValue:
    """Return the list, or the table, of the values on the lines of a JSON Lines text."""
    return finished(parse_json_lines_table(text, name), name)


def parse_json_table(text: str, name: str, keep_totals: bool = False) -> RawTable | TypedValue:
    """Return what a JSON text holds: the cells of a table, or any other value."""
    if not text.strip():
        raise InputError("empty-table", f"{name} is empty")
    return _table_or_value(parse_json(text, name), name, keep_totals)


def parse_json_lines_table(
    text: str, name: str, skipped: list[int] | None = None, keep_totals: bool = False
) -> RawTable | TypedValue:
    """Return what the lines of a JSON Lines text hold: the cells of a table, or a list."""
    return _table_or_value(parse_json_lines(text.split("\n"), name, skipped), name, keep_totals)


def _only_records(value: Any) -> tuple[str, Any]:
    """Return the records of an object that holds nothing else, behind the key that they stand under, with dots between
    several ({"data": {"orders": [...]}}); "" where there is no such key.
    """
    keys: list[str] = []
    while isinstance(value, Mapping) and len(value) == 1 and not is_table(value):
        ((key, value),) = value.items()
        keys.append(key)
    return (".".join(keys) if is_table(value) else ""), value


def _table_or_value(value: Any, name: str, keep_totals: bool) -> RawTable | TypedValue:
    if not is_table(value):
        keys, inside = _only_records(value)
        if not keys:
            return from_python(value, name)
        table = _table_or_value(inside, name, keep_totals)
        about = f"{name}: the table is what stands under {keys}"
        return table._replace(notes=(about, *table.notes)) if isinstance(table, TypedValue) else table.noted(about)
    headers, columns, _, types = explained(name, lambda: table_parts(value))
    if not headers:
        return from_python(value, name)  # which says what is wrong
    rows = list(zip(*columns, strict=True)) if len(set(map(len, columns))) == 1 else []
    found = find_data(rows, 0, range(1, len(rows) + 1), name, "row", keep_totals)
    if len(found.data) == len(rows):
        return RawTable(headers, columns, found.notes, types=types, is_json=True)
    kept = list(zip(*[rows[position] for position in found.data], strict=True))

    def place(position: int) -> str:
        return f"row {found.data[position] + 1}"

    return RawTable(headers, kept, found.notes, place=place, types=types, is_json=True)
