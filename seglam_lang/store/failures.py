"""Every way in which a cache can fail, as a sentence for people."""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Any


class StoreError(Exception):
    """The cache cannot be used as asked; the message is a sentence for people, `code` is stable and in kebab case.

    Of the file: "not-a-cache", "newer-version", "corrupt", "read-only", "busy", "unusable", "closed".
    Of a procedure that is asked for: "unknown-procedure", "ambiguous-hash", "called", "not-restorable".
    Of a procedure that is to be stored: "unsound", "wrong-hash", "missing-callee".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message)  # so that it can leave a worker process


class _Explaining:
    """A context that raises StoreError in place of some errors: each look into a cache is in one, so that it is no
    generator, which would take several times as long.
    """

    __slots__ = ("_damage", "_path")

    def __init__(self, path: str, damage: tuple[type[Exception], ...]) -> None:
        self._path, self._damage = path, damage

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error):
            raise _explain(self._path, error) from error
        if isinstance(error, self._damage):
            raise damaged(self._path) from error


_OF_SCHEMA = (UnicodeDecodeError,)  # of what SQLite says about a damaged schema
_OF_ROWS = (ValueError, TypeError, LookupError)  # msgpack's and the codec's are ValueErrors


def explaining(path: str) -> _Explaining:
    """Return a context that raises StoreError in place of what SQLite raises while it works on `path`."""
    return _Explaining(path, _OF_SCHEMA)


def reading(path: str) -> _Explaining:
    """Do as `explaining`, around what makes records of rows: rows that are none are damage too."""
    return _Explaining(path, _OF_ROWS)


def damaged(path: str) -> StoreError:
    """Return the error for a file whose contents are not what was written."""
    advice = "it was left as it is: move it away or restore a copy"
    return StoreError("corrupt", f"the cache {path} is damaged; {advice}")


def _explain(path: str, error: sqlite3.Error) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_NOTADB"):
        return StoreError("not-a-cache", f"{path} is no seglam cache (it is no SQLite file); it was left as it is")
    if name.startswith("SQLITE_CORRUPT") or "UTF-8" in str(error):
        return damaged(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return StoreError("read-only", f"the cache {path} cannot be written; what it knows is still served")
    if name.startswith("SQLITE_FULL"):
        return StoreError("read-only", f"the cache {path} cannot be written: the disk is full")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError("busy", f"the cache {path} is locked by another program: try again when that has ended")
    return StoreError("unusable", f"the cache {path} cannot be used: {error}")
