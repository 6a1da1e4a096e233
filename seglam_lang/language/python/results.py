"""Values of the language to ordinary Python values: what a program gets from a procedure.

    Number    int while it is whole and has at most 34 digits, else a Decimal
    Text, Bool, T?          str, bool, None or the value
    Date, DateTime, Time, Duration    datetime.date, datetime, time, timedelta
    List      list
    record    dict
    Map       dict; where the keys are no scalars, a list of {"key": ..., "value": ...}
    Table     a `ResultTable`, which equals a list of dicts

Each of them may be given to a procedure again, and is the same value then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.values import SCALAR_TYPES, Map, Record, Table, Value

PLAIN = frozenset({*SCALAR_TYPES, type(None)})  # values that are the same in Python


def to_python(value: Value, tables: Callable[[Table], Any] = ResultTable) -> Any:
    """Return a value of the language as Python has it; `tables` says how tables in it are given."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple:
        if PLAIN.issuperset(map(type, value)):
            return list(value)
        return [to_python(each, tables) for each in value]
    if kind is Record:
        if PLAIN.issuperset(map(type, value.values)):
            return dict(zip(value.names, value.values))  # noqa: B905 - they are, and to ask takes half the time
        return {name: to_python(each, tables) for name, each in zip(value.names, value.values, strict=True)}
    if isinstance(value, Map):
        if PLAIN.issuperset(map(type, value.items)):
            return {key: to_python(item, tables) for key, item in value.items.items()}
        entries = value.items.items()
        return [{"key": to_python(key, tables), "value": to_python(item, tables)} for key, item in entries]
    if isinstance(value, Table):
        return tables(value)
    raise TypeError(f"{kind.__name__} is no result of a procedure")


def as_records(table: Table) -> list[dict[str, Value]]:
    """Return a table as a list of dicts, one for each row; a blank cell is None."""
    return list(ResultTable(table))


def as_columns_and_rows(table: Table) -> dict[str, Any]:
    """Return a table as {"columns": headers, "rows": lists of cells}, which keeps the headers of one without rows."""
    return ResultTable(table).to_dict()
