"""Processes that die while they write, and processes that miss at the same time."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seglam_lang import Seglam
from seglam_lang.store import Store
from seglam_lang.store.program import load
from tests.engine.scripted import Scripted

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from seglam_lang.language.core import Const, Procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.types import TEXT
from seglam_lang.requests import Template, Wording
from seglam_lang.store import Entry, Provenance, Store
from tests.store.entries import certificate
store = Store.open(sys.argv[1])
start = int(sys.argv[2])
for number in range(start, start + 100_000):
    core = Procedure((), (), TEXT, (), Const(f"{number} {'x' * 5000}"), (), 0)
    hash = content_hash(core)
    wording = Wording(Template.parse(f"\\nt {number}"), hash, ())
    store.admit(Entry(core, "p", "proc p", (), (), (wording,), certificate(hash), Provenance("r")))
    print(hash, flush=True)
"""

ASKER = """
import sys
from pathlib import Path
from seglam_lang import Seglam
from tests.engine.scripted import Scripted
model = Scripted(["return s0 + s1"], log=Path(sys.argv[2]), delay_s=float(sys.argv[4]))
with Seglam(sys.argv[1], translator=model, layers=()) as seglam:
    print("ready", flush=True)
    sys.stdin.readline()
    answer = seglam.exec(sys.argv[3])
    print(answer.status, answer.value, flush=True)
"""


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_writer_that_is_killed_loses_nothing_that_it_had_written(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    acknowledged = 0
    for round_, moment_s in enumerate((0.01, 0.05, 0.02)):
        writer = python(WRITER, cache, round_ * 1_000_000)
        assert writer.stdout is not None
        first = writer.stdout.readline().strip()
        time.sleep(moment_s)
        writer.send_signal(signal.SIGKILL)
        written = [first, *(line.strip() for line in writer.stdout if line.endswith("\n"))]
        writer.wait()
        writer.stdout.close()
        acknowledged += len(written)
        with Store.open(cache) as store:
            there = {each.hash for each in store.procedures()}
            assert set(written) <= there
            # One may be written and not yet acknowledged.
            assert acknowledged <= len(there) <= acknowledged + round_ + 1
            assert all(store.wordings(hash) and store.certificates(hash) for hash in there)
    with sqlite3.connect(cache) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


CHAINS = """
import sys
from seglam_lang.language import check
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.store import Entry, Provenance, Store
from tests.store.entries import certificate
store = Store.open(sys.argv[1])
for number in range(100_000):
    parts = [f"proc p0(x: Number) -> Number {{ return x + {number} }}"]
    parts += [f"proc p{i}(x: Number) -> Number {{ return p{i - 1}(x) * {i} }}" for i in range(1, 12)]
    entries = [
        Entry(c.core, c.name, c.source, c.params, c.spans, (), certificate(content_hash(c.core)), Provenance("r"))
        for c in check("\\n".join(parts))
    ]
    store.admit(*reversed(entries))
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_what_is_admitted_together_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    for moment_s in (0.013, 0.031, 0.047):
        writer = python(CHAINS, cache)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(moment_s)
        writer.kill()
        writer.communicate()
        with Store.open(cache) as store:
            there = store.procedures()
            assert there and len(there) % 12 == 0
            for stored in there:
                load(store, stored.hash)  # everything that it calls is there
                assert store.certificates(stored.hash) and store.provenance(stored.hash)


def test_of_two_processes_that_miss_at_once_one_asks_the_model(tmp_path: Path) -> None:
    cache, log = tmp_path / "cache.sqlite", tmp_path / "calls.log"
    askers = [python(ASKER, cache, log, f"what about {number} and 8", 0.5) for number in (7, 2)]
    for asker in askers:
        assert asker.stdout is not None and asker.stdout.readline() == "ready\n"
    for asker in askers:
        assert asker.stdin is not None
        asker.stdin.write("go\n")
        asker.stdin.flush()
    lines = [asker.communicate(timeout=60)[0].strip() for asker in askers]
    assert [line.split()[1] for line in lines] == ["15", "10"]
    assert sorted(line.split()[0] for line in lines) == ["hit", "miss"]
    assert len(log.read_text().splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_process_that_dies_while_it_compiles_stops_nobody(tmp_path: Path) -> None:
    cache, log = tmp_path / "cache.sqlite", tmp_path / "calls.log"
    asker = python(ASKER, cache, log, "what about 7 and 8", 60)
    assert asker.stdout is not None and asker.stdin is not None
    asker.stdout.readline()
    asker.stdin.write("go\n")
    asker.stdin.flush()
    while not log.exists():
        assert asker.poll() is None, "it ended before it asked the model"
        time.sleep(0.01)
    asker.kill()
    asker.communicate()
    with Seglam(cache, translator=Scripted(["return s0 + s1"]), layers=()) as seglam:
        answer = seglam.exec("what about 7 and 8")
    assert (answer.status, answer.value) == ("miss", 15)
