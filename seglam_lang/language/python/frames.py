"""Data frames of other libraries, none of which is imported: each has one reader here.

A reader returns the headers and the columns of a frame, with None for each cell that its library counts as missing.
Where polars, pyarrow and others are to be read, their readers go into `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FrameParts = tuple[list[Any], list[tuple[Any, ...]]]  # headers, columns


def read_frame(value: Any) -> FrameParts | None:
    """Return the headers and columns of a data frame; None of what is none that is known."""
    reader = _READERS.get(type(value).__module__.partition(".")[0])
    return reader(value) if reader is not None and hasattr(value, "columns") else None


def _read_pandas(frame: Any) -> FrameParts:
    split = frame.to_dict("split")
    rows = [[None if _is_missing(cell) else cell for cell in row] for row in split["data"]]
    headers = list(split["columns"])
    return headers, list(zip(*rows, strict=True)) if rows else [()] * len(headers)


def _is_missing(cell: Any) -> bool:
    if type(cell).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(cell, float) and cell != cell


_READERS: dict[str, Callable[[Any], FrameParts]] = {"pandas": _read_pandas}
