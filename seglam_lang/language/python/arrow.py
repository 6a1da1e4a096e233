"""Tables of Apache Arrow: pyarrow's own, and what else speaks one of its protocols. Importing this imports pyarrow."""

from __future__ import annotations

from typing import Any

import pyarrow
import pyarrow.types as kinds

from seglam_lang.language.python.frame_cells import FrameParts, in_utc, present, short_floats
from seglam_lang.language.python.misfits import Unfit


def read_arrow(value: Any) -> FrameParts:
    """Return the headers and columns of a table in any form of Arrow; raise Unfit where it is none."""
    try:
        table = _as_table(value)
        headers = list(table.column_names)
    except (pyarrow.ArrowException, TypeError, ValueError) as error:
        raise Unfit(f"a {type(value).__name__} is no table for pyarrow: {_first_line(error)}") from None
    return headers, [_cells(*each) for each in zip(headers, table.columns, strict=True)]


def _as_table(value: Any) -> Any:
    if isinstance(value, pyarrow.Table):
        return value
    if isinstance(value, pyarrow.RecordBatch):
        return pyarrow.Table.from_batches([value])
    if hasattr(value, "to_table"):  # a dataset
        return value.to_table()
    if hasattr(value, "__arrow_c_stream__"):
        return pyarrow.RecordBatchReader.from_stream(value).read_all()
    if hasattr(value, "__arrow_c_array__"):
        return pyarrow.Table.from_batches([pyarrow.record_batch(value)])
    from pyarrow.interchange import from_dataframe

    return from_dataframe(value)


def _cells(header: str, column: Any) -> tuple[Any, ...]:
    """Return the cells of a column as Python has them, to the last digit; nothing finer than a microsecond is lost."""
    try:
        if isinstance(column.type, pyarrow.BaseExtensionType):
            column = column.cast(column.type.storage_type)
        if kinds.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        kind = column.type
        if kinds.is_float16(kind) or kinds.is_float32(kind):
            return short_floats(column.cast(pyarrow.string()).to_pylist())
        if kinds.is_timestamp(kind):
            cells = column.cast(pyarrow.timestamp("us")).to_pylist()
            return tuple(cells) if kind.tz is None else in_utc(cells)
        if kinds.is_time64(kind):
            column = column.cast(pyarrow.time64("us"))
        if kinds.is_duration(kind):
            column = column.cast(pyarrow.duration("us"))
        return present(column.to_pylist())
    except (pyarrow.ArrowException, ValueError, OverflowError, SystemError) as error:
        raise Unfit(f"column {header!r} cannot be read: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
