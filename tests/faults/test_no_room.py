"""Tables that are larger than the database's memory: they spill to a temporary folder, until that is full."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = 150_000
SOURCE = """
proc names(rows: Table, name: Column<Text>) -> Number { return rows.distinct(name).count() }
proc last(rows: Table, name: Column<Text>) -> Table { return rows.sort_by_descending(name).take(1) }
"""
RUN = """
import resource, sys
from seglam_lang.cli import main
from seglam_lang.language.backends import database
database._memory = lambda: int(sys.argv[3]) * 2**20
database.database().run("SET threads = 1")
most = int(sys.argv[1])
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
sys.argv[1:] = ["run", "procedures.seg", sys.argv[2], "rows.csv", "name"]
main()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table of some 10 MB, and a procedure."""
    folder = tmp_path_factory.mktemp("large")
    lines = [f"{number},{sha256(str(number).encode()).hexdigest()}" for number in range(ROWS)]
    (folder / "rows.csv").write_text("\n".join(["number,name", *lines]) + "\n")
    (folder / "procedures.seg").write_text(SOURCE)
    return folder


def ran(
    folder: Path, temporary: Path, most: int, procedure: str = "last", mebibytes: int = 32
) -> subprocess.CompletedProcess[str]:
    """The command with so much memory for the database, in a process that writes no file larger than `most` bytes (0:
    any)."""
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUN, str(most), procedure, str(mebibytes)]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_table_that_is_larger_than_the_memory_spills(folder: Path, tmp_path: Path) -> None:
    result = ran(folder, tmp_path, 0)
    greatest = max(sha256(str(number).encode()).hexdigest() for number in range(ROWS))
    assert result.returncode == 0, result.stderr
    assert greatest in result.stdout
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_a_full_folder_is_said(folder: Path, tmp_path: Path) -> None:
    result = ran(folder, tmp_path, 1 << 20)
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr.startswith(
        "seglam: there is no room for a computation of this size: 32 MiB of memory are full"
    )
    assert str(tmp_path) in result.stderr and result.stderr.count("\n") == 1


def test_a_step_that_needs_more_at_once_is_said(folder: Path, tmp_path: Path) -> None:
    result = ran(folder, tmp_path, 0, "names", 12)
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr == (
        "seglam: there is no room for a computation of this size: 12 MiB of memory are full, and a step of it needs "
        "more at once\n"
    )


EAT = """
import click
from seglam_lang.cli import Commands
class Eating(Commands):
    def get_command(self, ctx, name):
        return click.Command(name, callback=lambda: bytearray(2**62))
Eating(name="seglam").main(["eat"])
"""


def test_too_little_memory_is_said() -> None:
    result = subprocess.run([sys.executable, "-c", EAT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr == (
        "seglam: there is not enough memory for this; large CSV, Parquet and Arrow files take the least\n"
    )
