"""Large tables of DuckDB and SQLite files.

A DuckDB file is attached to the database, to be read alone, as long as somebody has a table of it: nobody can write to
it meanwhile. Views are left aside: they may read anything. The rows of a SQLite table are copied, as the database reads
no such files by itself; what they hold, SQLite counts.
"""

from __future__ import annotations

import csv
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from weakref import WeakValueDictionary, finalize

from seglam_lang.inputs.databases import STAMP, opened, tables_of
from seglam_lang.inputs.file import File, is_large_table
from seglam_lang.inputs.paths import state_of
from seglam_lang.inputs.sniffing import sniff
from seglam_lang.inputs.stored.typed_columns import Doubtful, Source, typed_table
from seglam_lang.language.backends.database import Database, database, path_literal, quoted, text_literal
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.backends.relation import Owner
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Table


def read_database_file(file: File, in_memory: Callable[[], Table]) -> TypedValue | None:
    """Return a large table of a database file; None where another reader has to decide (see the package)."""
    found = {"duckdb": _of_duckdb, "sqlite": _of_sqlite}.get(sniff(file.start))
    if found is None:
        return None
    try:
        return typed_table(database(), found(database(), file), in_memory)
    except (DatabaseError, Doubtful, sqlite3.Error, UnicodeError, OSError):
        return None


def _chosen(part: str, names: Sequence[str]) -> str:
    """Return the table that is meant. Raise Doubtful where there is none, or several may be."""
    if part in names:
        return part
    if part or len(names) != 1:
        raise Doubtful
    return names[0]


# --- DuckDB


class _Attached(Owner):
    """A file that is attached under a name."""

    def __init__(self, db: Database, path: Path) -> None:
        self.name, self.state = db.new_name(), state_of(path)
        db.run(f"ATTACH {text_literal(str(path))} AS {self.name} (TYPE duckdb, READ_ONLY)")
        finalize(self, db.detach, self.name)


_ATTACHED: WeakValueDictionary[Path, _Attached] = WeakValueDictionary()  # a file cannot be attached twice
_ATTACHING = threading.Lock()


def _of_duckdb(db: Database, file: File) -> Source:
    assert file.path is not None, "it is large, and so it is a file"
    path = file.path.resolve()
    with _ATTACHING:
        attached = _ATTACHED.get(path) or _Attached(db, path)
        if attached.state != state_of(path):
            raise Doubtful  # another file has taken its place, and what is attached is still in use
        _ATTACHED[path] = attached
    known = db.rows(
        f"SELECT table_name, estimated_size, column_count FROM duckdb_tables() WHERE database_name = "
        f"'{attached.name}' AND schema_name = 'main'"
    )
    views = db.rows(
        f"SELECT view_name FROM duckdb_views() WHERE database_name = '{attached.name}' AND schema_name = 'main' "
        "AND NOT internal"
    )
    sizes = {name: rows * columns for name, rows, columns in known}
    table = _chosen(file.part, [*sizes, *(name for (name,) in views)])
    if table not in sizes or not is_large_table(sizes[table]):
        raise Doubtful
    rows = f"{attached.name}.main.{quoted(table)}"
    described = db.rows(f"DESCRIBE SELECT * FROM {rows}")
    if any(name.lower() == "rowid" for name, *_ in described):
        raise Doubtful
    return Source(rows, "rowid", [(name, quoted(name), kind) for name, kind, *_ in described], attached)


# --- SQLite


class _Held(NamedTuple):
    """What SQLite says of a column: between which the names of its cells' types lie, and the cells themselves."""

    first_type: str | None
    last_type: str | None
    least: Any
    most: Any

    def sql_type(self, declared: str) -> str:
        """Return the type that all cells have in the database. Raise Doubtful where there is none."""
        match self.first_type, self.last_type:
            case (None, None) | ("text", "text"):
                return "VARCHAR"
            case ("integer", "integer") if declared.upper().startswith("BOOL") and {self.least, self.most} <= {0, 1}:
                return "BOOLEAN"
            case "integer", "integer":
                return "BIGINT"
            case "integer" | "real", "real":
                is_exact = self.first_type == "real" or max(-self.least, self.most) < 2**53
                if is_exact and not declared.upper().startswith("BOOL"):
                    return "DOUBLE"
        raise Doubtful

    @property
    def is_of_moments(self) -> bool:
        """Whether it may be one of texts that are all moments, but for empty ones, which are blanks."""
        return self.first_type == "text"


_ASKED = (
    "min(CASE WHEN {0} IS NOT NULL THEN typeof({0}) END)",
    "max(CASE WHEN {0} IS NOT NULL THEN typeof({0}) END)",
    "min({0})",
    "max({0})",
)
_LARGER = 4  # times as many cells as of other formats: a copy takes longer than to read into memory, but less room
_NULL = "max(instr({0}, char(0)))"  # the place of a null character in texts: the database may read those otherwise


def _of_sqlite(db: Database, file: File) -> Source:
    with closing(opened(file)) as lite:
        lite.execute("BEGIN")  # all that is read is of one moment
        table = _chosen(file.part, tables_of(lite))
        declared = {name: kind for _, name, kind, *_ in lite.execute(f"PRAGMA table_info({quoted(table)})")}
        (is_table,) = lite.execute("SELECT count(*) FROM sqlite_master WHERE name = ? AND type = 'table'", (table,))
        if not is_table[0] or not _is_large(lite, table, len(declared)):
            raise Doubtful
        held = [_Held(*told) for told in _told(lite, table, declared, _ASKED)]
        types = [each.sql_type(kind) for each, kind in zip(held, declared.values(), strict=True)]
        texts = [header for header, kind in zip(declared, types, strict=True) if kind == "VARCHAR"]
        if any(place for (place,) in _told(lite, table, texts, (_NULL,))):
            raise Doubtful
        name, owner = db.new_name(), Owner()
        db.keep(owner, name)
        _copy(db, name, types, lite.execute(f"SELECT * FROM {quoted(table)}"))
    columns = [
        (header, _as_moments(db, name, f"c{place}") if each.is_of_moments else f"c{place}", kind)
        for place, (header, each, kind) in enumerate(zip(declared, held, types, strict=True))
    ]
    return Source(name, "rowid", columns, owner)


def _told(
    lite: sqlite3.Connection, table: str, columns: Collection[str], asked: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield what is asked of each of some columns."""
    if columns:
        each = ", ".join(what.format(quoted(name)) for name in columns for what in asked)
        found = lite.execute(f"SELECT {each} FROM {quoted(table)}").fetchone()
        yield from (found[start : start + len(asked)] for start in range(0, len(found), len(asked)))


def _is_large(lite: sqlite3.Connection, table: str, width: int) -> bool:
    (length,) = lite.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()
    return is_large_table(length * width // _LARGER)


def _copy(db: Database, name: str, types: Sequence[str], rows: sqlite3.Cursor) -> None:
    """Put rows into a table of the database by way of a file: one by one they would take many times as long.

    A blank and an empty text are both nothing in it, as they are blanks to us.
    """
    columns = {f"c{place}": kind for place, kind in enumerate(types)}
    db.run(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    declared = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    form = (
        f"columns = {{{declared}}}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', "
        "new_line = '\\r\\n', nullstr = '', parallel = false"
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        db.run(f"INSERT INTO {name} SELECT * FROM read_csv({path_literal(path)}, {form})")


def _as_moments(db: Database, table: str, column: str) -> str:
    """Return a column of texts; where all are moments as SQLite writes them, in the ISO form."""
    others = f"count({column}) - count_if(regexp_full_match({column}, '{STAMP}'))"
    return column if db.row(f"SELECT {others} FROM {table}")[0] else f"replace({column}, ' ', 'T')"
