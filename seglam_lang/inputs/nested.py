"""Columns of records as columns of their fields: `{"address": {"city": "Oslo"}}` has the column `address.city`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

MOST_FIELDS = 50  # of a record: one with more maps keys to values, and its keys are no headers
MOST_LEVELS = 8  # of records in one another
MOST_COLUMNS = 200  # that one column becomes: 50 fields a record over some levels are more columns than there are cells

Headed = tuple[str, tuple[Any, ...]]  # a column with its header


def spread(headers: Sequence[str], columns: Sequence[tuple[Any, ...]]) -> tuple[list[str], Sequence[tuple[Any, ...]]]:
    """Return the headers and the columns, in the places of those of records the columns of their fields, in order of
    appearance. A column that would become more than MOST_COLUMNS stays as it is."""
    found = [each for pair in zip(headers, columns, strict=True) for each in _taken_apart(*pair)]
    return [header for header, _ in found], [column for _, column in found]


def _taken_apart(header: str, column: tuple[Any, ...]) -> list[Headed]:
    found = list(islice(_fields(header, column, MOST_LEVELS), MOST_COLUMNS + 1))
    return found if len(found) <= MOST_COLUMNS else [(header, column)]


def _fields(header: str, column: tuple[Any, ...], levels: int) -> Iterator[Headed]:
    names = _names(column) if levels else {}
    if not names:
        yield header, column
        return
    for name in names:
        cells = tuple([None if record is None else record.get(name) for record in column])
        yield from _fields(f"{header}.{name}", cells, levels - 1)


def _names(column: tuple[Any, ...]) -> dict[str, None]:
    """Return the names of the fields of a column of records; none where it holds anything else."""
    names: dict[str, None] = {}
    for record in column:
        if record is None:
            continue
        if not isinstance(record, Mapping) or not all(isinstance(name, str) for name in record):
            return {}
        names.update(dict.fromkeys(record))
        if len(names) > MOST_FIELDS:
            return {}
    return names
