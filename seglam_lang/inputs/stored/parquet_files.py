"""Large Parquet files, read by DuckDB where they lie: a procedure reads only the columns that it uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from seglam_lang.inputs.file import File
from seglam_lang.inputs.paths import state_of
from seglam_lang.inputs.stored.typed_columns import Doubtful, Source, typed_table
from seglam_lang.language.backends.database import Database, database, quoted, text_literal
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Table

_POSITION = "file_row_number"
_NUMBERED = re.compile("_[0-9]+$")
_MOST_FILES = 300  # that a query reads one below the other
_Columns = dict[str, str]  # names with types in SQL


def read_parquet_files(files: Sequence[File], in_memory: Callable[[], Table]) -> TypedValue | None:
    """Return the table of Parquet files of the same columns, one below the other; None where another reader has to
    decide (see the package)."""
    paths = [file.path for file in files if file.path is not None]
    if len(paths) > _MOST_FILES:
        return None
    db, before = database(), list(map(state_of, paths))
    try:
        source = _source(db, list(map(_rows, paths)))
        return typed_table(db, source, in_memory, lambda: list(map(state_of, paths)) == before)
    except (DatabaseError, Doubtful):
        return None


def _rows(path: Path) -> str:
    return f"read_parquet({text_literal(str(path))}, {_POSITION} = true)"


def _source(db: Database, rows: Sequence[str]) -> Source:
    """Return the rows of all files, in their order. Raise Doubtful where their columns are not the same."""
    described = [_columns(db, each) for each in rows]
    first = described[0]
    if any(each != first for each in described):
        raise Doubtful
    named = [(name, quoted(name), kind) for name, kind in first.items()]
    if len(rows) == 1:
        return Source(rows[0], _POSITION, named)
    lengths = [db.row(f"SELECT count(*) FROM {each}")[0] for each in rows]
    asked = ", ".join(sql for _, sql, _ in named)
    parts = [
        f"SELECT {_POSITION} + {end - length} AS {_POSITION}, {asked} FROM {each}"
        for each, length, end in zip(rows, lengths, accumulate(lengths), strict=True)
    ]
    return Source(f"({' UNION ALL '.join(parts)})", _POSITION, named, is_ordered=False)


def _columns(db: Database, rows: str) -> _Columns:
    """Return the columns of a file with their types. Raise Doubtful where DuckDB or we would call one otherwise."""
    described = db.rows(f"DESCRIBE SELECT * FROM {rows}")
    columns = {name: kind for name, kind, *_ in described if name != _POSITION}
    if len(described) != len(columns) + 1:
        raise Doubtful
    numbered = [name for name in columns if _NUMBERED.search(name)]  # as of two names that differ in case alone
    if numbered and not {name for (name,) in db.rows(f"SELECT name FROM {_schema(rows)}")}.issuperset(numbered):
        raise Doubtful
    return columns


def _schema(rows: str) -> str:
    return rows.replace("read_parquet(", "parquet_schema(", 1).replace(f", {_POSITION} = true", "")
