"""Of several processes that miss on one template, one asks the model and the others wait for what it finds."""

from __future__ import annotations

import os
import sqlite3
import time

CLAIM_S = 120.0  # a claim older than this is void: no miss takes so long


def take(connection: sqlite3.Connection, key: str, owner: str) -> bool:
    """Make `key` the claim of `owner` unless a living process has it; call it inside a transaction."""
    row = connection.execute("SELECT owner, host, pid, taken FROM claims WHERE key = ?", (key,)).fetchone()
    if row is not None and row[0] != owner and _holds(*row[1:]):
        return False
    connection.execute(
        "INSERT OR REPLACE INTO claims (key, owner, host, pid, taken) VALUES (?, ?, ?, ?, ?)",
        (key, owner, _host(), os.getpid(), time.time()),
    )
    return True


def release(connection: sqlite3.Connection, key: str, owner: str) -> None:
    """Give `key` back, if it still is `owner`'s."""
    connection.execute("DELETE FROM claims WHERE key = ? AND owner = ?", (key, owner))


def _holds(host: str, pid: int, taken: float) -> bool:
    if abs(time.time() - taken) > CLAIM_S:
        return False
    # Only on this machine can we see whether the owner lives; on Windows os.kill(pid, 0) would end it.
    return host != _host() or os.name == "nt" or _alive(pid)


def _host() -> str:
    import socket  # only a miss needs it

    return socket.gethostname()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, and is another user's
        return True
    return True
