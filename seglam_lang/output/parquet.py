"""Answers as Parquet, written by pyarrow in groups of rows. No value is rounded: numbers are int64 or decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TIME
from seglam_lang.language.values import Table, Value
from seglam_lang.output.failures import OutputError
from seglam_lang.output.libraries import PYARROW, load
from seglam_lang.output.tabular import as_table

_ROWS = 65_536  # of a group
_MOST_DIGITS = 76  # of a decimal


def write_parquet(value: Any, _title: str, path: Path) -> None:
    """Write an answer to a Parquet file. No more than a group of its rows is looked at a time."""
    pyarrow = load(PYARROW, "Parquet")
    parquet = load(PYARROW._replace(module="pyarrow.parquet"), "Parquet")
    table = as_table(value)
    types = _arrow_types(pyarrow, table)
    schema = pyarrow.schema(list(zip(table.headers, types, strict=True)))
    with parquet.ParquetWriter(str(path), schema) as writer:
        for part in table.parts(_ROWS):
            writer.write_batch(pyarrow.record_batch(_group(pyarrow, part, types), schema=schema))


def _group(pyarrow: Any, part: Table, types: Sequence[Any]) -> list[Any]:
    """Return the columns of some rows."""
    columns = []
    for cells, kind in zip(part.cells, types, strict=True):
        some: Sequence[Value] = cells
        if pyarrow.types.is_decimal(kind):
            some = [None if cell is None else Decimal(cell) for cell in cells]
        columns.append(pyarrow.array(some, kind))
    return columns


def _arrow_types(pyarrow: Any, table: Table) -> list[Any]:
    known = {
        BOOL: pyarrow.bool_(),
        DATE: pyarrow.date32(),
        DATETIME: pyarrow.timestamp("us"),
        TIME: pyarrow.time64("us"),
        DURATION: pyarrow.duration("us"),
    }
    sizes = {place: _Size() for place, kind in enumerate(table.types) if kind == NUMBER}
    for part in table.parts(_ROWS) if sizes else ():
        for place, size in sizes.items():
            size.add(part.cells[place])
    return [
        _number_type(pyarrow, table.headers[place], sizes[place])
        if place in sizes
        else known.get(kind, pyarrow.string())
        for place, kind in enumerate(table.types)
    ]


class _Size:
    """How large the numbers of a column are: whether all are int64, and how many digits they have before and behind
    the point."""

    def __init__(self) -> None:
        self.is_int64, self.whole, self.scale = True, 1, 0

    def add(self, cells: Sequence[Value]) -> None:
        """Count some more numbers in."""
        least, most = (found([each for each in cells if type(each) is int], default=0) for found in (min, max))
        self.whole = max(self.whole, len(str(max(-least, most))))
        others = [each for each in cells if isinstance(each, Decimal)]
        self.is_int64 = self.is_int64 and not others and least >= -(2**63) and most < 2**63
        for each in others:
            _, digits, exponent = each.as_tuple()
            assert isinstance(exponent, int)  # there are no infinities
            self.whole, self.scale = max(self.whole, len(digits) + exponent), max(self.scale, -exponent)


def _number_type(pyarrow: Any, header: str, size: _Size) -> Any:
    """Return the narrowest type that holds every number exactly."""
    if size.is_int64:
        return pyarrow.int64()
    digits = size.whole + size.scale
    if digits > _MOST_DIGITS:
        apart = f"the numbers in {header!r} are too far apart for a column of Parquet ({digits} digits)"
        raise OutputError("too-many-digits", f"{apart}; .csv and .json hold them")
    return pyarrow.decimal128(38, size.scale) if digits <= 38 else pyarrow.decimal256(_MOST_DIGITS, size.scale)
