"""Relations of DuckDB, read by their own cursor: what a query gives, or a table of a DuckDB file."""

from __future__ import annotations

from typing import Any

from seglam_lang.language.python.frame_cells import FrameParts, in_utc, present, short_floats
from seglam_lang.language.python.misfits import Unfit

# What is asked for in place of a column that Python would not get exactly, by its type; {0} is the column.
_ASKED_FOR = {
    "FLOAT": "CAST({0} AS VARCHAR)",  # the digits that it shows, not those of the double that it would become
    "TIMESTAMP WITH TIME ZONE": "make_timestamp(epoch_us({0}))",
    "TIMESTAMP_NS": "CASE WHEN epoch_ns({0}) % 1000 = 0 THEN {0} "
    "ELSE error('there are microseconds, but no nanoseconds') END",
    "INTERVAL": "CASE WHEN datepart('year', {0}) = 0 AND datepart('month', {0}) = 0 THEN {0} "
    "ELSE error('an interval of months is not always the same length') END",
    "UUID": "CAST({0} AS VARCHAR)",
    "BIT": "CAST({0} AS VARCHAR)",
    "TIME WITH TIME ZONE": "CAST({0} AS VARCHAR)",
}


def read_relation(relation: Any) -> FrameParts:
    """Return the headers and columns of a relation; raise Unfit where it fails."""
    headers, types = list(relation.columns), list(map(str, relation.types))
    asked = [_ASKED_FOR.get(kind, "{0}").format(f"#{n}") for n, kind in enumerate(types, 1)]
    try:
        rows = relation.project(", ".join(asked)).fetchall()
    except Exception as error:
        if type(error) is RuntimeError and str(error) == "Query interrupted":
            raise KeyboardInterrupt from None  # Ctrl-C, of which DuckDB keeps no more than that
        if type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        raise Unfit(f"DuckDB cannot read it: {str(error).partition(chr(10))[0]}") from None
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headers)
    return headers, [_cells(*each) for each in zip(types, columns, strict=True)]


def _cells(kind: str, cells: tuple[Any, ...]) -> tuple[Any, ...]:
    if kind == "FLOAT":
        return short_floats(cells)
    return in_utc(cells) if kind == "TIMESTAMP WITH TIME ZONE" else present(cells)
