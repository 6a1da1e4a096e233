"""Large Parquet files, read by DuckDB where they lie: a procedure reads only the columns that it uses.

Where another engine is asked for, it reads them if it can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from seglam_lang.inputs.file import File
from seglam_lang.inputs.paths import state_of
from seglam_lang.inputs.stored.several_files import MOST_FILES, POSITION, Columns, below_each_other
from seglam_lang.inputs.stored.typed_columns import Doubtful, typed_table
from seglam_lang.language.backends.database import Database, database, path_literal
from seglam_lang.language.backends.engine_names import DUCKDB
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Table

_NUMBERED = re.compile("_[0-9]+$")


def read_parquet_files(files: Sequence[File], in_memory: Callable[[], Table]) -> TypedValue | None:
    """Return the table of Parquet files of the same columns, one below the other; None where another reader has to
    decide (see the package)."""
    paths = [file.path for file in files if file.path is not None]
    if files[0].engine != DUCKDB:
        from seglam_lang.inputs.stored.in_spark import read_parquet_in_spark

        in_spark = read_parquet_in_spark(paths, files[0].engine, in_memory)
        if in_spark is not None:
            return in_spark
    if len(paths) > MOST_FILES:
        return None
    db, before = database(), list(map(state_of, paths))
    try:
        rows = list(map(_rows, paths))
        source = below_each_other(db, rows, [_columns(db, each) for each in rows])
        return typed_table(db, source, in_memory, lambda: list(map(state_of, paths)) == before)
    except (DatabaseError, Doubtful):
        return None


def _rows(path: Path) -> str:
    return f"read_parquet({path_literal(path)}, {POSITION} = true)"


def _columns(db: Database, rows: str) -> Columns:
    """Return the columns of a file with their types. Raise Doubtful where DuckDB or we would call one otherwise."""
    described = db.rows(f"DESCRIBE SELECT * FROM {rows}")
    columns = {name: kind for name, kind, *_ in described if name != POSITION}
    if len(described) != len(columns) + 1:
        raise Doubtful
    numbered = [name for name in columns if _NUMBERED.search(name)]  # as of two names that differ in case alone
    if numbered and not {name for (name,) in db.rows(f"SELECT name FROM {_schema(rows)}")}.issuperset(numbered):
        raise Doubtful
    return columns


def _schema(rows: str) -> str:
    return rows.replace("read_parquet(", "parquet_schema(", 1).replace(f", {POSITION} = true", "")
