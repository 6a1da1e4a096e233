"""The cells of columns that other libraries hold, as Python has them: what all readers of frames have in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

FrameParts = tuple[list[Any], list[tuple[Any, ...]]]  # headers, columns

_MISSING = frozenset({None, "nan", "NaN", "<NA>"})


def present(cells: Iterable[Any]) -> tuple[Any, ...]:
    """Return the cells of a column with None for each that is missing."""
    return tuple([None if isinstance(cell, float) and cell != cell else cell for cell in cells])


def short_floats(texts: Iterable[str | None]) -> tuple[Any, ...]:
    """Return floats of 32 bits, as their library prints them, as the decimal numbers that they show."""
    return tuple([None if text in _MISSING else Decimal(text or 0) for text in texts])


def in_utc(cells: Iterable[datetime | None]) -> tuple[datetime | None, ...]:
    """Return points in time, as datetimes without a zone that show the time in UTC, with that zone."""
    return tuple([None if cell is None else cell.replace(tzinfo=UTC) for cell in cells])
