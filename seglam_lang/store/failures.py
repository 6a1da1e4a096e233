"""Every way in which a cache can fail, as a sentence for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def explaining(path: str) -> Iterator[None]:
    """Raise StoreError in place of what SQLite raises while it works on `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(path, error) from error
    except UnicodeDecodeError as error:  # of what SQLite says about a damaged schema
        raise damaged(path) from error


@contextmanager
def reading(path: str) -> Iterator[None]:
    """As `explaining`, around what makes records of rows: rows that are none are damage too."""
    try:
        with explaining(path):
            yield
    except (ValueError, TypeError, LookupError) as error:  # msgpack's and the codec's are ValueErrors
        raise damaged(path) from error


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
