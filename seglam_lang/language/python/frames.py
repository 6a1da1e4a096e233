"""Tables of other libraries, none of which is imported before one of its own is given.

    pandas, polars    DataFrames; a LazyFrame of polars is collected
    DuckDB            relations, each read by its own cursor
    pyarrow           Tables, record batches, readers and datasets
    any other         what has `__arrow_c_stream__`, `__arrow_c_array__` or `__dataframe__`; pyarrow reads it

A reader returns the headers and the columns of a frame, with None for each cell that its library counts as missing, and
for NaN. Points in time come with the time zone UTC where the frame has zones: what is done about them, a policy says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from seglam_lang.language.python.frame_cells import FrameParts, in_utc, present, short_floats
from seglam_lang.language.python.misfits import Unfit

_PROTOCOLS = ("__arrow_c_stream__", "__arrow_c_array__", "__dataframe__")


def is_frame(value: Any) -> bool:
    """Return whether a value is a table of another library. Nothing is read: a stream can be read only once."""
    if _library(value) in _READERS:
        return any(hasattr(value, each) for each in ("collect", "columns", "schema"))
    return not isinstance(value, type) and any(hasattr(value, each) for each in _PROTOCOLS)


def read_frame(value: Any) -> FrameParts:
    """Return the headers and columns of what `is_frame`; raise Unfit where it cannot be read."""
    return _READERS.get(_library(value), _read_by_arrow)(value)


def _library(value: Any) -> str:
    return type(value).__module__.partition(".")[0]


def _read_pandas(frame: Any) -> FrameParts:
    split = frame.to_dict("split")
    rows = [list(map(_pandas_cell, row)) for row in split["data"]]
    headers = list(split["columns"])
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headers)
    for place, kind in enumerate(getattr(frame, "dtypes", ())):
        if str(kind).lower() in ("float16", "float32"):
            columns[place] = short_floats(map(str, frame.iloc[:, place].array))
    return headers, columns


def _pandas_cell(cell: Any) -> Any:
    if type(cell).__name__ in ("NAType", "NaTType") or (isinstance(cell, float) and cell != cell):
        return None
    return cell.astimezone(UTC) if isinstance(cell, datetime) and cell.tzinfo is not None else cell


def _read_polars(frame: Any) -> FrameParts:
    if hasattr(frame, "collect"):
        frame = frame.collect()
    return list(frame.columns), [_polars_cells(series) for series in frame.get_columns()]


def _polars_cells(series: Any) -> tuple[Any, ...]:
    kind = str(series.dtype)
    if kind == "Float32":
        return short_floats(series.cast(type(series)([""]).dtype).to_list())
    if kind.startswith("Datetime") and series.dtype.time_zone is not None:
        return in_utc(series.dt.convert_time_zone("UTC").dt.replace_time_zone(None).to_list())
    return present(series.to_list())


def _read_duckdb(relation: Any) -> FrameParts:
    from seglam_lang.language.python.relations import read_relation

    return read_relation(relation)


def _read_by_arrow(value: Any) -> FrameParts:
    try:
        from seglam_lang.language.python.arrow import read_arrow
    except ImportError:
        hint = "pip install 'seglam[arrow]' has it"
        raise Unfit(f"a {type(value).__name__} is read by pyarrow, which is not installed", hint) from None
    return read_arrow(value)


_READERS: dict[str, Callable[[Any], FrameParts]] = {
    "pandas": _read_pandas,
    "polars": _read_polars,
    "pyarrow": _read_by_arrow,
    "duckdb": _read_duckdb,
    "_duckdb": _read_duckdb,
}
