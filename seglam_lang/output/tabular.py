"""Any answer as a table, for formats that have nothing else.

A list is a column `value`, and so is a single value; a list of records has a column for each field; a map has the
columns `key` and `value`; a record is a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.types import TEXT, Con
from seglam_lang.language.values import SCALAR_TYPES, Map, Record, Table, Value
from seglam_lang.output.failures import OutputError

VALUE, KEY = "value", "key"  # headers where the answer has none


def as_table(value: Any) -> Table:
    """Return an answer as a table. Raise OutputError where it holds what no cell can."""
    value = unwrapped(value)
    if isinstance(value, Table):
        return value
    if isinstance(value, Mapping):
        items = list(value.values())
        if len({type(item) for item in items if item is not None}) <= 1:
            return _table({KEY: list(value), VALUE: items})
        return _table({str(name): [item] for name, item in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _of_items([unwrapped(item) for item in value])
    return _table({VALUE: [value]})


def unwrapped(value: Any) -> Any:
    """Return a table as the language has it, a record and a map as a dict, and anything else as it is."""
    if isinstance(value, ResultTable):
        return value.table
    if isinstance(value, Record):
        return dict(zip(value.names, value.values, strict=True))
    return value.items if isinstance(value, Map) else value


def _of_items(items: list[Any]) -> Table:
    if items and all(isinstance(item, Mapping) and item.keys() == items[0].keys() for item in items):
        return _table({str(name): [item[name] for item in items] for name in items[0]})
    return _table({VALUE: items})


def _table(columns: Mapping[str, Sequence[Value]]) -> Table:
    types = tuple(_type(cells) for cells in columns.values())
    cells = tuple(tuple(cells) for cells in columns.values())
    return Table(tuple(columns), types, cells, len(cells[0]) if cells else 0)


def _type(cells: Sequence[Value]) -> Con:
    """Return the type of a column; Raise OutputError where its cells are no scalars, or of several types."""
    types = {SCALAR_TYPES.get(type(cell)) for cell in cells if cell is not None}
    if None in types:
        raise OutputError("nested", "this answer has values inside of values, which only .json and .jsonl can hold")
    if len(types) > 1:
        raise OutputError("mixed", "this answer mixes types of values, which only .json and .jsonl can hold")
    return next((kind for kind in types if kind is not None), TEXT)
