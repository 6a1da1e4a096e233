"""DuckDB in this process: one database in memory, which spills to a temporary folder what does not fit."""

from __future__ import annotations

import atexit
import os
import re
import tempfile
import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from seglam_lang.language.backends.dialects import DUCKDB
from seglam_lang.language.backends.engines import DatabaseError, Rows, tell
from seglam_lang.language.backends.memory import memory
from seglam_lang.language.failures import NoRoom

T = TypeVar("T")

_SIGNS_OF_PATTERNS = re.compile(r"([*?\[])")  # of paths
_OF_MEMORY = 0.6  # of the memory of this process that the database may take
_MIB = 2**20


class Database:
    """Tables in memory and files that are read where they lie. Any number of threads may use one."""

    dialect = DUCKDB

    def __init__(self) -> None:
        self._folder = str(Path(tempfile.gettempdir(), f"seglam-{os.getpid()}"))
        self._limit = f"{_memory() // _MIB} MiB"
        settings = {
            "temp_directory": self._folder,
            "memory_limit": self._limit,
            "python_enable_replacements": "false",  # a name in a query is none of Python's variables
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        self._connection = duckdb.connect(":memory:", config=settings)
        self._numbers = count(1)
        self._making = threading.Lock()
        self._worker = ThreadPoolExecutor(1)  # for the main thread

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> Rows:
        """Return the rows of a query. Raise DatabaseError, or NoRoom."""
        tell(sql)

        def ask(cursor: duckdb.DuckDBPyConnection) -> Rows:
            found: Rows = (cursor.execute(sql, parameters) if parameters else cursor.execute(sql)).fetchall()
            return found

        return self._asked(ask)

    def _asked(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Return what is asked of a cursor of its own. Raise DatabaseError, or NoRoom."""
        cursor = self._connection.cursor()
        try:
            if threading.current_thread() is not threading.main_thread():
                return ask(cursor)
            return self._worker.submit(ask, cursor).result()  # it does not always hear Ctrl-C, which this thread does
        except KeyboardInterrupt:
            cursor.interrupt()
            raise
        except duckdb.Error as error:
            raise self._failed(error) from error

    def _failed(self, error: duckdb.Error) -> DatabaseError | NoRoom:
        """Return what an error of the database is. What it has no room for, Python's memory would hold even less."""
        message = str(error).partition("\n")[0]
        is_full = isinstance(error, duckdb.IOException) and self._folder in message
        if not is_full and not isinstance(error, duckdb.OutOfMemoryException):
            return DatabaseError(message)
        why = "a step of it needs more at once"
        if is_full or "offload" in message:
            why = f"the temporary folder {self._folder} cannot hold the rest (TMPDIR may name another one)"
        return NoRoom(f"there is no room for a computation of this size: {self._limit} of memory are full, and {why}")

    def row(self, sql: str, parameters: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        """Return the only row of a query. Raise DatabaseError."""
        (row,) = self.rows(sql, parameters)
        return row

    def run(self, sql: str, parameters: tuple[Any, ...] = ()) -> None:
        """Run a statement that gives no rows. Raise DatabaseError."""
        self.rows(sql, parameters)

    def copy_arrow(self, table: Any, name: str) -> None:
        """Make a table `name` of an Arrow table, its rows in the same order. Raise DatabaseError, or NoRoom."""

        def copy(cursor: duckdb.DuckDBPyConnection) -> None:
            cursor.register("given", table)  # for this cursor alone
            cursor.execute(f"CREATE TABLE {name} AS FROM given")

        self._asked(copy)

    def put(self, name: str, columns: Sequence[tuple[str, str]], cells: Sequence[Sequence[str | None]]) -> None:
        """Make a table of columns, whose names and types are given, and a position `p`; each cell is a text that SQL
        casts to the type. Raise DatabaseError, or NoRoom."""
        length = len(cells[0]) if cells else 0
        asked = [f"CAST(unnest(?::VARCHAR[]) AS {kind}) AS {column}" for column, kind in columns]
        self.run(f"CREATE TABLE {name} AS SELECT {', '.join([f'unnest(range({length})) AS p', *asked])}", tuple(cells))

    def save(self, sql: str, name: str) -> None:
        """Make a table `name` of what a query gives, in its order. Raise DatabaseError, or NoRoom."""
        self.run(f"CREATE TABLE {name} AS {sql}")

    def arrow(self, sql: str) -> Any:
        """Return what a query gives as an Arrow table. Raise DatabaseError, or NoRoom."""
        return self._asked(lambda cursor: cursor.sql(sql).to_arrow_table())

    def new_name(self) -> str:
        """Return a name for a table that no other has."""
        with self._making:
            return f"t{next(self._numbers)}"

    def keep(self, owner: object, name: str) -> None:
        """Drop the table `name` when nobody has `owner` any more."""
        weakref.finalize(owner, self.drop, name)

    def drop(self, name: str) -> None:
        """Drop a table, if there is one of that name."""
        self._forget(f"DROP TABLE IF EXISTS {name}")

    def detach(self, name: str) -> None:
        """Close a file that is attached under a name."""
        self._forget(f"DETACH DATABASE IF EXISTS {name}")

    def close(self) -> None:
        """Forget all tables, and remove what has been spilled."""
        self._connection.close()

    def _forget(self, sql: str) -> None:
        try:
            self._connection.cursor().execute(sql)
        except duckdb.Error:  # the process ends: what is in memory goes with it
            return


@cache
def database() -> Database:
    """Return the database of this process, made when it is first asked for and closed when the process ends."""
    made = Database()
    atexit.register(made.close)
    return made


def path_literal(path: Path) -> str:
    """Return the path of one file as SQL has it, with what would be a pattern of several written as itself."""
    return "'" + _SIGNS_OF_PATTERNS.sub(r"[\1]", str(path)).replace("'", "''") + "'"


def text_literal(text: str) -> str | None:
    """Return a text as DuckDB has it, None if it has no form there."""
    return DUCKDB.text(text)


def quoted(name: str) -> str:
    """Return a name as DuckDB has it."""
    return DUCKDB.name(name)


def _memory() -> int:
    """Return how many bytes the database may take."""
    return int(memory() * _OF_MEMORY)
