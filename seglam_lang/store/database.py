"""Opening the file: its schema and version, and every way in which SQLite can fail as a sentence for people."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SCHEMA_VERSION = 1  # of the tables below; a file of a newer one is refused
APPLICATION = 0x5347_4C4D  # "SGLM": tells a cache of ours from another program's SQLite file
BUSY_S = 10.0  # how long a write waits for another process's write; ours last milliseconds
NEEDED = 1 << 17  # bytes on the disk: an empty cache has 70 kB, and as many in its journal
IN_MEMORY = ":memory:"

SCHEMA = """
CREATE TABLE procedures (
    hash TEXT PRIMARY KEY,          -- SHA-256 of core
    core BLOB NOT NULL,             -- the codec's canonical bytes
    name TEXT NOT NULL,
    source TEXT NOT NULL,           -- formatted, as people see it
    details BLOB NOT NULL,          -- msgpack: parameter names, and the span in source of each node of core
    added TEXT NOT NULL             -- UTC, ISO 8601
) WITHOUT ROWID;
CREATE TABLE certificates (
    id INTEGER PRIMARY KEY,
    procedure TEXT NOT NULL,
    template TEXT NOT NULL,
    level TEXT NOT NULL,            -- "agreed" or "verified"
    body BLOB NOT NULL,             -- msgpack
    added TEXT NOT NULL
);
CREATE INDEX certificates_of ON certificates (procedure);
CREATE TABLE wordings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    template TEXT NOT NULL,         -- Template.key
    procedure TEXT NOT NULL REFERENCES procedures (hash),
    sources BLOB NOT NULL,          -- msgpack: where each parameter takes its argument from
    certificate INTEGER NOT NULL REFERENCES certificates (id),
    added TEXT NOT NULL,
    UNIQUE (template, procedure, sources)
);
CREATE INDEX wordings_of ON wordings (procedure);
CREATE TABLE provenance (
    id INTEGER PRIMARY KEY,
    procedure TEXT NOT NULL,
    template TEXT NOT NULL,
    body BLOB NOT NULL,             -- msgpack: request, model and its hash, prompt, seed, candidates and why each lost
    added TEXT NOT NULL
);
CREATE INDEX provenance_of ON provenance (procedure);
CREATE TABLE refusals (
    template TEXT NOT NULL,
    model TEXT NOT NULL,            -- hash of the model file
    examples TEXT NOT NULL,         -- digest of the user's examples
    body BLOB NOT NULL,             -- msgpack: why, and the candidates
    added TEXT NOT NULL,
    PRIMARY KEY (template, model, examples)
) WITHOUT ROWID;
CREATE TABLE hits (
    template TEXT NOT NULL,
    procedure TEXT NOT NULL,
    count INTEGER NOT NULL,
    latest TEXT NOT NULL,
    PRIMARY KEY (template, procedure)
) WITHOUT ROWID;
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL,           -- "removed" or "replaced"
    procedure TEXT NOT NULL,
    body BLOB NOT NULL,             -- msgpack: the rows as they were
    added TEXT NOT NULL
);
CREATE INDEX history_of ON history (procedure);
CREATE TABLE hidden (
    procedure TEXT PRIMARY KEY      -- removed here, still present in a layer below
) WITHOUT ROWID;
CREATE TABLE claims (
    key TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    taken REAL NOT NULL             -- seconds since 1970
) WITHOUT ROWID;
"""


class StoreError(Exception):
    """The cache cannot be used as asked; the message is a sentence for people, `code` is stable and in kebab case.

    Codes: "not-a-cache", "newer-version", "corrupt", "read-only", "busy", "unusable", "unknown-procedure",
    "ambiguous-hash".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@contextmanager
def sentences(path: str) -> Iterator[None]:
    """Turn what SQLite raises while working on `path` into a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(path, error) from error
    except UnicodeDecodeError as error:  # of what SQLite says about a damaged schema
        raise _damaged(path) from error


@contextmanager
def reading(path: str) -> Iterator[None]:
    """As `sentences`, around what makes records of rows: rows that are none are damage too."""
    try:
        with sentences(path):
            yield
    except (ValueError, TypeError, LookupError) as error:  # msgpack's are ValueErrors
        raise _damaged(path) from error


def _damaged(path: str) -> StoreError:
    advice = "it was left as it is: move it away or restore a copy"
    return StoreError("corrupt", f"the cache {path} is damaged; {advice}")


def _explain(path: str, error: sqlite3.Error) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_NOTADB"):
        return StoreError("not-a-cache", f"{path} is no seglam cache (it is no SQLite file); it was left as it is")
    if name.startswith("SQLITE_CORRUPT") or "UTF-8" in str(error):
        return _damaged(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return StoreError("read-only", f"the cache {path} cannot be written; what it knows is still served")
    if name.startswith("SQLITE_FULL"):
        return StoreError("read-only", f"the cache {path} cannot be written: the disk is full")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError("busy", f"the cache {path} has been locked by another program for {BUSY_S:.0f} s")
    return StoreError("unusable", f"the cache {path} cannot be used: {error}")


def connect(path: str) -> tuple[sqlite3.Connection, str]:
    """Open the cache at `path`, making it if there is none; the second part says why it cannot be written, "" if it
    can.

    Where the file cannot even be made, an empty cache in memory stands in for it: what lies below is still served.
    """
    file = Path(path)
    if path == IN_MEMORY:
        return _stand_in(), ""
    if os.path.isdir(path):
        raise StoreError("not-a-cache", f"{path} is a folder, no seglam cache")
    if os.path.exists(path) and not os.access(path, os.W_OK) and not _is_unmade(path):
        return connect_read_only(path), os.strerror(errno.EACCES)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _stand_in(), f"the folder {file.parent} cannot be made: {error.strerror}"
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
    with closing(_open_immutable(path)) as connection, sentences(path):
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
        return _check(_open(f"{uri}?mode=ro", uri=True), path)
    except StoreError as error:
        if error.code not in ("unusable", "read-only"):
            raise
    # In a folder that cannot be written WAL's shared memory cannot be made: read the file by itself, as nobody can
    # write it.
    return _check(_open_immutable(path), path)


def _fall_back(path: str, error: StoreError) -> sqlite3.Connection:
    try:
        return connect_read_only(path)
    except StoreError:
        raise error from None


def connect_layer(path: str) -> sqlite3.Connection:
    """Open a layer that nobody writes (the procedures that are shipped)."""
    return _check(_open_immutable(path), path)


def _open_immutable(path: str) -> sqlite3.Connection:
    return _open(f"{Path(path).absolute().as_uri()}?immutable=1", uri=True)


def _open(path: str, *, uri: bool = False) -> sqlite3.Connection:
    with sentences(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, uri=uri, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


def _prepare(connection: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Check a writable file's version, and give an empty one its schema."""
    try:
        with sentences(path):
            if _pragma(connection, "user_version") == 0 and _is_empty(connection):
                _switch_to_wal(connection)
                with transaction(connection, path):
                    if _is_empty(connection):  # another process may just have been quicker
                        _create(connection)
        _check(connection, path)
        with sentences(path):
            connection.execute("PRAGMA synchronous = FULL")  # a write is rare (a miss), and is not to be lost
        return connection
    except StoreError:
        connection.close()
        raise


def _create(connection: sqlite3.Connection) -> None:
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
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
        with sentences(path):
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
    with sentences(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
