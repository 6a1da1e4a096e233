"""Opening the file of a cache: making it, checking that it is ours and of a version that we know, and one write."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from seglam_lang.store.failures import StoreError, explaining
from seglam_lang.store.schema import ADDED, APPLICATION, SCHEMA, SCHEMA_VERSION

BUSY_S = 10.0  # how long a write waits for another process's write; ours last milliseconds
NEEDED = 1 << 17  # bytes on the disk: an empty cache has 70 kB, and as many in its journal
IN_MEMORY = ":memory:"


def connect(path: str, make: bool = True) -> tuple[sqlite3.Connection, str]:
    """Open the cache at `path`, making it if there is none; the second part says why it cannot be written, "" if it
    can.

    Where the file cannot be made, or is not to be (`make`), an empty cache in memory stands in for it: what lies below
    is still served.
    """
    file = Path(path)
    if path == IN_MEMORY:
        return _stand_in(), ""
    if not make and not os.path.exists(path):
        return _stand_in(), "there is no such file yet"
    if os.path.isdir(path):
        raise StoreError("not-a-cache", f"{path} is a folder, no seglam cache")
    if os.path.exists(path) and not os.access(path, os.W_OK) and not _is_unmade(path):
        return connect_read_only(path), os.strerror(errno.EACCES)
    if not file.parent.is_dir():
        return _stand_in(), f"there is no folder {file.parent}"
    try:
        return _prepare(_open(path), path), ""
    except StoreError as error:
        if error.code not in ("read-only", "unusable"):
            raise
        why = _why_not(file, error)
        return _stand_in() if _is_unmade(path) else _fall_back(path, error), why


def _is_unmade(path: str) -> bool:
    """Whether there is no file, or one that is still empty: making a cache may fail half-way, as on a full disk."""
    if not os.path.exists(path) or not os.path.getsize(path):
        return True
    with closing(_open_immutable(path)) as connection, explaining(path):
        return _pragma(connection, "user_version") == 0 and _is_empty(connection)


def _stand_in() -> sqlite3.Connection:
    return _prepare(_open(IN_MEMORY), IN_MEMORY)


def _why_not(file: Path, error: StoreError) -> str:
    """Why a file cannot be written: SQLite does not pass on what the system said, so the system is asked again."""
    import shutil  # a hit on a sound cache does not need it

    try:
        with file.open("ab"):
            full = shutil.disk_usage(file.parent).free < NEEDED
            return "the disk is full" if full else str(error.__cause__ or error)
    except OSError as refusal:
        return refusal.strerror or str(refusal)


def connect_read_only(path: str) -> sqlite3.Connection:
    """Open an existing cache that cannot be written, or must not be."""
    uri = Path(path).absolute().as_uri()
    try:
        return _stand_in_for_tables(_check(_open(f"{uri}?mode=ro", uri=True), path), path)
    except StoreError as error:
        if error.code not in ("unusable", "read-only"):
            raise
    # In a folder that cannot be written WAL's shared memory cannot be made: read the file by itself, as nobody can
    # write it.
    return _stand_in_for_tables(_check(_open_immutable(path), path), path)


def _stand_in_for_tables(connection: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Give a connection to an earlier version's file, which cannot be written, the later tables: empty, in memory."""
    with explaining(path):
        if missing := _missing_tables(connection):
            connection.execute("PRAGMA temp_store = MEMORY")
            _run(connection, missing.replace("CREATE TABLE", "CREATE TEMP TABLE"))
    return connection


def _fall_back(path: str, error: StoreError) -> sqlite3.Connection:
    try:
        return connect_read_only(path)
    except StoreError:
        raise error from None


def connect_layer(path: str) -> sqlite3.Connection:
    """Open a layer that nobody writes (the procedures that are shipped)."""
    if not os.path.exists(path):
        raise StoreError("unusable", f"there is no layer {path}")
    return _check(_open_immutable(path), path)


def _open_immutable(path: str) -> sqlite3.Connection:
    return _open(f"{Path(path).absolute().as_uri()}?immutable=1", uri=True)


def connect_to_write(path: str) -> sqlite3.Connection:
    """Open a cache that `connect` has made or checked once more, for writes of its own."""
    connection = _open(path)
    with explaining(path):
        connection.execute("PRAGMA synchronous = FULL")  # a write is rare (a miss), and is not to be lost
    return connection


def set_patience(connection: sqlite3.Connection, wait: bool) -> None:
    """Let a connection wait for another program's write, or fail at once."""
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000) if wait else 0}")


def _open(path: str, *, uri: bool = False) -> sqlite3.Connection:
    with explaining(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, uri=uri, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


def _prepare(connection: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Check a writable file's version, and give an empty one its schema."""
    try:
        with explaining(path):
            if _pragma(connection, "user_version") == 0 and _is_empty(connection):
                _switch_to_wal(connection)
                with transaction(connection, path):
                    if _is_empty(connection):  # another process may just have been quicker
                        _create(connection)
        return _with_later_tables(_check(connection, path), path)
    except StoreError:
        connection.close()
        raise


def _with_later_tables(connection: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Give a file of an earlier version the tables that came later."""
    with explaining(path):
        if _missing_tables(connection):
            with transaction(connection, path):
                _run(connection, _missing_tables(connection))  # as above
    return connection


def _missing_tables(connection: sqlite3.Connection) -> str:
    """Return the statements that make those of the later tables that a file does not have."""
    marks = ",".join("?" * len(ADDED))
    known = connection.execute(f"SELECT name FROM sqlite_master WHERE name IN ({marks})", tuple(ADDED)).fetchall()
    return "".join(statement for name, statement in ADDED.items() if (name,) not in known)


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _create(connection: sqlite3.Connection) -> None:
    _run(connection, SCHEMA)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """The switch does not wait for a lock by itself, and two processes may make the file at the same time."""
    deadline = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _check(connection: sqlite3.Connection, path: str) -> sqlite3.Connection:
    try:
        with explaining(path):
            application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
        if application != APPLICATION:
            message = f"{path} is no seglam cache (another program made it); it was left as it is"
            raise StoreError("not-a-cache", message)
        if version > SCHEMA_VERSION:
            raise StoreError(
                "newer-version",
                f"the cache {path} was written by a newer seglam (its version {version}, known here {SCHEMA_VERSION}); "
                "update seglam or name another cache",
            )
        return connection
    except StoreError:
        connection.close()
        raise


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


@contextmanager
def transaction(connection: sqlite3.Connection, path: str) -> Iterator[None]:
    """One write: all of it or nothing, whatever happens to this process."""
    with explaining(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite itself has ended it where the disk is full
                connection.execute("ROLLBACK")
            raise
