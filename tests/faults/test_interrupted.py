"""Ctrl-C ends a long run at once, whoever computes: exit code 130 and one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = """
proc sorted(rows: Table, key: Column<Number>) -> Table { return rows.sort_by_descending(key) }
"""
RUN = """
import os, signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's jobs in the background ignore it
from seglam_lang.cli import cli
from seglam_lang.inputs import csv_texts
from seglam_lang.language.backends import database
def press():
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
LONG = "SELECT count(*) FROM range(1000000000) AS a(i), range(1000) AS b(j) WHERE i * j % 7 = 3"
def in_the_database(self, sql, parameters=()):
    press()
    return self._asked(lambda cursor: cursor.execute(LONG).fetchall())
def in_python(*given):
    press()
    while True:
        sum(range(1000))
if sys.argv[1] == "database":
    database.Database.rows = in_the_database
else:
    csv_texts.csv_rows = in_python
cli(sys.argv[2:])
"""


@pytest.mark.parametrize("who", ["database", "python"])
def test_a_long_run_ends_at_once(who: str, tmp_path: Path) -> None:
    lines = [f"{number},{number % 7}" for number in range(300_000 if who == "database" else 3)]
    (tmp_path / "rows.csv").write_text("\n".join(["number,key", *lines]) + "\n")
    (tmp_path / "p.seg").write_text(SOURCE)
    asked = ["run", "p.seg", "sorted", "rows.csv", "key"]
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", RUN, who, *asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "seglam: interrupted\n")
    assert time.monotonic() - started < 50
