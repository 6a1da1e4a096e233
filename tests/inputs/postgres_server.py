"""A PostgreSQL server of the tests' own: its files and its socket are in a temporary folder, and it ends with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)


class Server:
    """A server that trusts whoever comes through its socket, and asks for a password over TCP."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def url(self, table: str = "", database: str = "postgres", user: str = "owner") -> str:
        part = f"::{table}" if table else ""
        return f"postgres://{user}@/{database}?host={self.folder}&port={self.port}{part}"

    def over_tcp(self, user: str, password: str = "", table: str = "") -> str:
        return f"postgres://{user}{f':{password}' if password else ''}@127.0.0.1:{self.port}/postgres::{table}"

    def execute(self, statement: str, rows: Sequence[Sequence[Any]] = ()) -> list[Any]:
        """Execute statements, or one for each of the rows; return what it gives."""
        psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
        with psycopg.connect(self.url(), autocommit=True) as connection, connection.cursor() as cursor:
            if rows:
                cursor.executemany(statement, rows)
            else:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL, or skip the test: Debian has them in a folder of their own."""
    found = shutil.which(name) or next((str(each / name) for each in DEBIAN if (each / name).exists()), None)
    if found is None:
        pytest.skip(f"PostgreSQL is not installed: there is no {name}")
    return found


def other_user() -> str | None:
    """Return who the server runs as, which refuses to be root; None where that is whoever runs the tests."""
    if os.geteuid():
        return None
    import pwd

    names = [each.pw_name for each in pwd.getpwall()]
    return next((name for name in ("postgres", "nobody") if name in names), None) or pytest.skip("no user but root")


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'seglam[postgres]'")
    initdb, pg_ctl, user = program("initdb"), program("pg_ctl"), other_user()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="seglam-pg-") as temporary:  # short: the path of a socket has few signs
        folder = Path(temporary)
        if user:
            shutil.chown(folder, user)
        data = str(folder / "data")

        def run(*command: str) -> None:
            done = subprocess.run(
                command, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
            )
            if done.returncode:
                pytest.fail(f"{command[0]} failed: {done.stderr}")

        run(initdb, "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        (folder / "data" / "pg_hba.conf").write_text("local all all trust\nhost all all all scram-sha-256\n")
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c lc_messages=C"
        run(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(folder, port)
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
