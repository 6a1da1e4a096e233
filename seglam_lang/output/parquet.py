"""Answers as Parquet, written by pyarrow in groups of rows. No value is rounded: numbers are int64 or decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TIME, Con
from seglam_lang.language.values import Table, Value
from seglam_lang.output.failures import OutputError
from seglam_lang.output.libraries import PYARROW, load
from seglam_lang.output.tabular import as_table

_ROWS = 65_536  # of a group
_MOST_DIGITS = 76  # of a decimal


def write_parquet(value: Any, _title: str, path: Path) -> None:
    """Write an answer to a Parquet file."""
    pyarrow = load(PYARROW, "Parquet")
    parquet = load(PYARROW._replace(module="pyarrow.parquet"), "Parquet")
    table = as_table(value)
    types = [_arrow_type(pyarrow, *each) for each in zip(table.headers, table.types, table.cells, strict=True)]
    schema = pyarrow.schema(list(zip(table.headers, types, strict=True)))
    with parquet.ParquetWriter(str(path), schema) as writer:
        for start in range(0, table.length, _ROWS) or (0,):
            writer.write_batch(pyarrow.record_batch(_group(pyarrow, table, types, start), schema=schema))


def _group(pyarrow: Any, table: Table, types: Sequence[Any], start: int) -> list[Any]:
    """Return the columns of the rows from `start`."""
    columns = []
    for cells, kind in zip(table.cells, types, strict=True):
        some: Sequence[Value] = list(islice(cells, start, start + _ROWS))
        if pyarrow.types.is_decimal(kind):
            some = [None if cell is None else Decimal(cell) for cell in some]
        columns.append(pyarrow.array(some, kind))
    return columns


def _arrow_type(pyarrow: Any, header: str, kind: Con, cells: Sequence[Value]) -> Any:
    if kind == NUMBER:
        return _number_type(pyarrow, header, [cell for cell in cells if cell is not None])
    return {
        BOOL: pyarrow.bool_(),
        DATE: pyarrow.date32(),
        DATETIME: pyarrow.timestamp("us"),
        TIME: pyarrow.time64("us"),
        DURATION: pyarrow.duration("us"),
    }.get(kind, pyarrow.string())


def _number_type(pyarrow: Any, header: str, numbers: Sequence[Value]) -> Any:
    """Return the narrowest type that holds every number exactly."""
    if all(type(each) is int and -(2**63) <= each < 2**63 for each in numbers):
        return pyarrow.int64()
    whole, scale = 1, 0
    for each in map(Decimal, numbers):
        _, digits, exponent = each.as_tuple()
        assert isinstance(exponent, int)  # there are no infinities
        whole, scale = max(whole, len(digits) + exponent), max(scale, -exponent)
    if whole + scale > _MOST_DIGITS:
        apart = f"the numbers in {header!r} are too far apart for a column of Parquet ({whole + scale} digits)"
        raise OutputError("too-many-digits", f"{apart}; .csv and .json hold them")
    return pyarrow.decimal128(38, scale) if whole + scale <= 38 else pyarrow.decimal256(_MOST_DIGITS, scale)
