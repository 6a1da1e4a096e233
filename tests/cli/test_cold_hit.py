"""A hit in a fresh process: what it imports, and what it costs."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ORDERS

NEVER = ("llama_cpp", "hypothesis", "lark", "numpy", "rich")
OF_OTHER_FORMATS = ("python_calamine", "pyarrow", "duckdb", "zstandard", "zipfile", "pandas", "polars")
OF_OTHER_INPUTS = tuple(
    f"seglam_lang.inputs.{name}"
    for name in ("arrow_files", "databases", "json_texts", "parts", "several", "sheets", "sniffing", "unpacking")
)
OF_OTHER_WORDS = (
    *(f"seglam_lang.matching.{name}" for name in ("alike", "learned", "signature", "history")),
    *("seglam_lang.requests.alike", "seglam_lang.store.signatures", "seglam_lang.store.own_changes"),
)
OF_A_MISS = (
    "seglam_lang.compilation",
    "seglam_lang.drafts",
    "seglam_lang.matching.lacking",
    "seglam_lang.store.entries",
    "seglam_lang.verifier",
)
HIT = ["exec", "total sales by region", "--in", "orders.csv", "--no-model"]
ANSWER = "region  sales\n------  -----\nNorth      15\nSouth     4.5\n"
PEERS = "import click, csv, datetime, decimal, hashlib, json, msgpack, sqlite3"  # what a hit stands on
MOST_TIMES_PEERS = 5
REPEATS = 7

LIST_MODULES = """
import atexit, json, sys
atexit.register(lambda: open("modules.json", "w").write(json.dumps(sorted(sys.modules))))
from seglam_lang.cli import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"SEGLAM_CACHE": str(folder / "cache.sqlite"), "PYTHONPATH": root}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "pyc")}


def start(folder: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_hit_imports_no_model_no_parser_and_no_verifier(folder: Path) -> None:
    result = start(folder, LIST_MODULES, *HIT)
    assert (result.returncode, result.stdout) == (0, ANSWER)
    assert result.stderr.startswith("hit · ")
    loaded = json.loads((folder / "modules.json").read_text())
    assert [name for name in loaded if name.partition(".")[0] in NEVER + OF_OTHER_FORMATS] == []
    assert [name for name in loaded if name.startswith(OF_A_MISS + OF_OTHER_WORDS + OF_OTHER_INPUTS)] == []


@pytest.mark.slow
def test_a_cold_hit_costs_little_more_than_the_libraries_that_it_loads(folder: Path) -> None:
    """In processor time, the least of several runs: the machine may be busy with other things. `make bench` has the
    ms.
    """
    code = "from seglam_lang.cli import main; main()"
    start(folder, code, *HIT)  # compiles the modules to bytecode, and makes the cache
    hit = min(processor_time(folder, code, *HIT) for _ in range(REPEATS))
    peers = min(processor_time(folder, PEERS) for _ in range(REPEATS))
    assert hit <= MOST_TIMES_PEERS * peers


def processor_time(folder: Path, code: str, *arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = start(folder, code, *arguments)
    assert result.returncode == 0, result.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_output_does_not_depend_on_the_locale(folder: Path) -> None:
    (folder / "orders.csv").write_text(ORDERS.replace("North", "Nørdi"), encoding="utf-8")
    code = "from seglam_lang.cli import main; main()"
    env = {**environment(folder), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Seoul"}
    result = subprocess.run([sys.executable, "-c", code, *HIT], cwd=folder, env=env, capture_output=True, check=False)
    assert result.stdout.decode() == ANSWER.replace("North", "Nørdi")


def test_a_reader_that_leaves_early_is_no_fault(folder: Path) -> None:
    code = "from seglam_lang.cli import main; main()"
    command = [sys.executable, "-c", code, "cache", "list", "--all"]
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(command, env=environment(folder), stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert result.stderr == b""
