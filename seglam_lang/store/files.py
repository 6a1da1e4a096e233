"""The files of a cache, safe for several threads: the user's own, and the read-only layers below it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, RLock
from typing import Any, TypeAlias

from seglam_lang.store.database import IN_MEMORY, connect_to_write, set_patience, transaction
from seglam_lang.store.failures import StoreError, explaining

Row = tuple[Any, ...]
Query: TypeAlias = Callable[[str, tuple[Any, ...]], list[Row]]  # its words and what stands for its marks


class _Connection:
    """A connection that one thread at a time uses, for no longer than one query or one write."""

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self._path, self._connection, self._lock = path, connection, RLock()  # what writes may read too
        self._is_open = True

    def rows(self, query: str, args: tuple[Any, ...]) -> list[Row]:
        """Return all rows of a query."""
        with explaining(self._path), self._lock:
            self._expect_open()
            return self._connection.execute(query, args).fetchall()

    @contextmanager
    def writing(self, wait: bool) -> Iterator[sqlite3.Connection]:
        """One transaction; within it only the connection that it gives may be used.

        Another program's write is waited for, or is trouble at once.
        """
        with self._lock:
            self._expect_open()
            set_patience(self._connection, wait)
            with transaction(self._connection, self._path):
                yield self._connection

    def close(self) -> None:
        with self._lock:
            self._is_open = False
            self._connection.close()

    def _expect_open(self) -> None:
        if not self._is_open:
            message = f"the cache {self._path} is closed: ask inside of its `with` block, or open it again"
            raise StoreError("closed", message)


class Files:
    """The own file of a cache and the layers below it.

    Reading and writing have a connection each, so that a hit waits for no write, not even for one of another thread; a
    cache in memory has one for both. `unwritable` says why nothing can be stored, "" where it can. A procedure that is
    `hidden` was removed in the own file: what a layer knows of it is not served.
    """

    def __init__(
        self, path: str, connection: sqlite3.Connection, unwritable: str, layers: Mapping[str, sqlite3.Connection]
    ) -> None:
        self.path, self.unwritable = path, unwritable
        self._own = _Connection(path, connection)
        self._writer: _Connection | None = self._own if path == IN_MEMORY else None  # opened for the first write
        self._opening = Lock()
        self._layers = [_Connection(layer, each) for layer, each in layers.items()]
        self._version = 0
        self.writes = 0  # of this process
        self.is_open = True
        self.hidden: frozenset[str] = frozenset()
        self.read_hidden()

    def own_rows(self, query: str, args: tuple[Any, ...] = ()) -> list[Row]:
        """Return the rows of a query in the own file."""
        return self._own.rows(query, args)

    def layer_rows(self, query: str, args: tuple[Any, ...] = ()) -> list[Row]:
        """Return the rows of a query in the layers, those of hidden procedures too."""
        return [row for layer in self._layers for row in layer.rows(query, args)]

    def each_layer(self) -> list[Query]:
        """Return what gives the rows of a query in each of the layers, those of hidden procedures too."""
        return [layer.rows for layer in self._layers]

    def served_layer_rows(self, query: str, args: tuple[Any, ...] = ()) -> list[Row]:
        """Return the rows of a query in the layers, without those of hidden procedures; a row begins with the hash."""
        rows = self.layer_rows(query, args)
        if rows and self._changed():
            self.read_hidden()
        return [row for row in rows if row[0] not in self.hidden]

    def rows(self, query: str, args: tuple[Any, ...] = ()) -> list[Row]:
        """Return the rows of a query in the own file, then those served of the layers; a row begins with the hash."""
        return self._own.rows(query, args) + self.served_layer_rows(query, args)

    def in_a_layer(self, hash: str) -> bool:
        """Return whether a layer has that procedure, hidden or not."""
        return bool(self.layer_rows("SELECT 1 FROM procedures WHERE hash = ?", (hash,)))

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[sqlite3.Connection]:
        """One write to the own file, all of it or nothing; read within it by the connection that it gives.

        Raise StoreError where the file cannot be written, or where another program is at it and this one does not wait.
        """
        if self.unwritable:
            message = f"the cache {self.path} cannot be written ({self.unwritable}); what it knows is still served"
            raise StoreError("read-only", message)
        with self._opening:
            if self._writer is None and self.is_open:
                self._writer = _Connection(self.path, connect_to_write(self.path))
        with (self._writer or self._own).writing(wait) as own:  # of what is closed the own connection says so
            yield own
        self.writes += 1

    def read_hidden(self) -> None:
        """Read anew which procedures of the layers are hidden."""
        if self._layers:
            self.hidden = frozenset(row[0] for row in self._own.rows("SELECT procedure FROM hidden", ()))

    def version(self) -> tuple[int, int]:
        """Return what is another pair of numbers after each write to the own file, whoever wrote it."""
        ((version,),) = self._own.rows("PRAGMA data_version", ())
        return int(version), self.writes

    def _changed(self) -> bool:
        """Return whether another connection has written the own file since this was asked last."""
        version, _ = self.version()
        seen, self._version = self._version, version
        return bool(seen != version)

    def close(self) -> None:
        """Let go of the files."""
        self.is_open = False
        if self._writer is not None and self._writer is not self._own:
            self._writer.close()
        for connection in (self._own, *self._layers):
            connection.close()
