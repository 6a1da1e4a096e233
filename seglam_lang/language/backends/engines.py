"""Engines: what the planner asks of a database, whichever it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from seglam_lang.language.backends.dialects import Dialect

Rows = list[tuple[Any, ...]]

_HEARD = threading.local()


class DatabaseError(Exception):
    """The database cannot compute something; the message is the first line of its own."""


class Engine(Protocol):
    """What computes with rows. Any number of threads may use one."""

    dialect: Dialect

    def rows(self, sql: str) -> Rows:
        """Return the rows of a query. Raise DatabaseError, or NoRoom."""

    def row(self, sql: str) -> tuple[Any, ...]:
        """Return the only row of a query. Raise DatabaseError, or NoRoom."""

    def new_name(self) -> str:
        """Return a name that no other has."""

    def put(self, name: str, columns: Sequence[tuple[str, str]], cells: Sequence[Sequence[str | None]]) -> None:
        """Make a table of columns, whose names and types are given, and a position `p`; each cell is a text that SQL
        casts to the type. Raise DatabaseError, or NoRoom."""

    def keep(self, owner: object, name: str) -> None:
        """Drop the table `name` when nobody has `owner` any more."""

    def save(self, sql: str, name: str) -> None:
        """Make a table `name` of DuckDB of what a query gives, in its order. Raise DatabaseError, or NoRoom."""


@contextmanager
def listening() -> Iterator[list[str]]:
    """Give a list to which all queries of this thread are added, to whichever engine; whoever listened before hears of
    them then."""
    before: list[str] | None = getattr(_HEARD, "queries", None)
    queries: list[str] = []
    _HEARD.queries = queries
    try:
        yield queries
    finally:
        _HEARD.queries = before
        if before is not None:
            before += queries


def tell(sql: str) -> None:
    """Tell whoever listens in this thread of a query."""
    heard: list[str] | None = getattr(_HEARD, "queries", None)
    if heard is not None:
        heard.append(sql)
