"""Tables and views of SQLite and DuckDB files, opened to be read alone. SQLite is read by Python, DuckDB by itself."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from seglam_lang.inputs.file import File
from seglam_lang.inputs.libraries import library
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.parts import choose
from seglam_lang.inputs.python_values import explained
from seglam_lang.inputs.raw import RawTable
from seglam_lang.inputs.sniffing import sniff
from seglam_lang.language.python.frame_cells import FrameParts

_STEPS = 100_000  # of SQLite, between two moments at which Ctrl-C is heard: about a millisecond
STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"  # as SQLite writes a moment, or ISO
_DUCKDB_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
_TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"


def read_database(file: File) -> RawTable:
    """Return the cells of the table, or the view, that the file names; or of the only one."""
    if not file.start:
        raise InputError("empty-table", f"{file.name} is empty")
    reader = {"sqlite": _read_sqlite, "duckdb": _read_duckdb}.get(sniff(file.start))
    if reader is None:
        raise InputError("no-database", f"{file.name} is no SQLite file and no DuckDB file")
    return reader(file).expect_rows(f"{file.name}::{file.part}" if file.part else file.name)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_sqlite(file: File) -> RawTable:
    try:
        with closing(opened(file)) as database:
            table = choose(file.part, tables_of(database), file.name, "table")
            cursor = database.execute(f"SELECT * FROM {_quoted(table)}")
            headers = [each[0] for each in cursor.description]
            rows = cursor.fetchall()
            declared = {name: kind for _, name, kind, *_ in database.execute(f"PRAGMA table_info({_quoted(table)})")}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if str(error) == "interrupted":
            raise KeyboardInterrupt from None
        raise InputError("unreadable-file", f"{file.name} cannot be read: {error}") from None
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headers)
    cells = [_sqlite_cells(column, declared.get(header, "")) for header, column in zip(headers, columns, strict=True)]
    return RawTable(headers, cells)


def _listen() -> int:
    """Return that SQLite may go on. While it asks, Ctrl-C is heard, and ends the query."""
    return 0


def opened(file: File) -> sqlite3.Connection:
    """Return a SQLite file, opened to be read alone; Ctrl-C ends its queries."""
    if file.path is not None:
        database = sqlite3.connect(f"{file.path.resolve().as_uri()}?mode=ro", uri=True)
    else:
        database = sqlite3.connect(":memory:")
        database.deserialize(file.data)
    database.set_progress_handler(_listen, _STEPS)
    return database


def tables_of(database: sqlite3.Connection) -> list[str]:
    """Return the names of the tables and views of a SQLite file, in the order in which they were made."""
    return [name for (name,) in database.execute(f"{_TABLES} ORDER BY rowid")]


def _sqlite_cells(column: Sequence[Any], declared: str) -> Sequence[Any]:
    """Return the cells of a column as of the types that SQLite lacks: flags, and times as its functions write them."""
    present = {cell for cell in column if cell is not None}
    if declared.upper().startswith("BOOL") and present <= {0, 1}:
        return [None if cell is None else bool(cell) for cell in column]
    stated = present - {""}
    if stated and all(isinstance(cell, str) and re.fullmatch(STAMP, cell) for cell in stated):
        return [cell and cell.replace(" ", "T") for cell in column]
    return column


def _read_duckdb(file: File) -> RawTable:
    duckdb = library("duckdb", "duckdb", file.name)
    from seglam_lang.language.python.relations import read_relation

    with _on_disk(file) as path:
        try:
            with duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as database:
                names = [name for (name,) in database.execute(_DUCKDB_TABLES).fetchall()]
                table = choose(file.part, names, file.name, "table")
                relation = database.table(_quoted(table))
                read = _interruptible(database, lambda: read_relation(relation))
                headers, columns = explained(file.name, read)
        except duckdb.Error as error:
            why = str(error).partition("\n")[0]
            raise InputError("unreadable-file", f"{file.name} cannot be read: {why}") from None
    return RawTable(headers, columns)


def _interruptible(database: Any, read: Callable[[], FrameParts]) -> Callable[[], FrameParts]:
    """Return what reads in a thread of its own: DuckDB does not always hear Ctrl-C, which this one does."""

    def reading() -> FrameParts:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as executor:
            result = executor.submit(read)
            try:
                return result.result()
            except KeyboardInterrupt:
                database.interrupt()
                raise

    return reading


@contextmanager
def _on_disk(file: File) -> Iterator[Path]:
    """Give a path for DuckDB, which reads no bytes: what was packed, or piped, is written to a temporary file."""
    if file.path is not None:
        yield file.path
        return
    from tempfile import TemporaryDirectory

    with ExitStack() as stack:
        try:
            path = Path(stack.enter_context(TemporaryDirectory()), "data.duckdb")
            path.write_bytes(file.data)
        except OSError as error:
            message = f"{file.name} is unpacked to a temporary file, which cannot be written: {error.strerror or error}"
            raise InputError("no-space", f"{message} (TMPDIR may name another folder)") from None
        yield path
