"""How fast questions of large tables are answered, beside pandas, polars and DuckDB: `python -m tests.bench.tables`.

Each work of `table_works` is done by `seglam`, from the request and the files to the answer, and by the code that a
user of each peer would write (`--code` prints it). All have to come to the same answer. A cold run is a whole process,
its imports included. The others are run in a process that has done the same once before; what is read is read each
time. All of them take turns, so that what else the machine does is shared by all. The data are made in build/bench and
kept; --scale 10 divides all sizes, --huge 100000000 adds a file that large.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seglam_lang import Seglam
from tests.bench.commands import ROOT, seglam
from tests.bench.report import Figure, limited, machine
from tests.bench.table_works import DUCKDB, DUCKDB_COMMAND, MODULES, OURS, PROCEDURES, Sizes, Work, works

FOLDER = ROOT / "build" / "bench"
PEERS = (DUCKDB_COMMAND, *MODULES)
OURS_PREPARED = """
from seglam_lang import Seglam
from seglam_lang.inputs import read_inputs
engine = Seglam({cache!r}, use_model=False)
"""
OURS_CODE = """
found = engine.exec({request!r}, inputs=read_inputs({files!r}))
assert found.status == "hit", found.why
answer = found.value
"""
TWENTY = "20 rows, in process"
PRINTED = "\nimport json\nprint(json.dumps([list(row) for row in answer], default=str))\n"


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of some runs, or why there is none."""

    seconds: float = 0.0
    megabytes: float = 0.0
    answer: Any = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often each work is done, how long one run may take, and how much memory each who does it may have."""

    runs: int
    seconds: float
    gigabytes: float
    cpu: bool = False  # what is told is CPU time


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every target is met."""
    options = _options(arguments)
    folder = Path(options.folder)
    sizes = Sizes(
        [rows // options.scale for rows in options.csv],
        *(rows // options.scale for rows in (options.parquet, options.huge, options.sheet, options.lines)),
    )
    bounds = Bounds(options.runs, options.timeout, options.memory, options.cpu)
    folder.mkdir(parents=True, exist_ok=True)
    cache = taught(folder / "tables.sqlite")
    chosen = [work for work in works(sizes, folder) if options.only in work.name]
    print(machine(), versions(), "", heading(), sep="\n", flush=True)
    figures: list[Figure] = []
    for work in chosen:
        found = measured(work, cache, bounds)
        print(line(work, found), flush=True)
        figures += targets(work, found)
    if options.only in TWENTY:
        figures.append(twenty_rows(folder / "hits.sqlite"))
    print("", "targets", *figures, sep="\n")
    if options.code:
        print(*(codes(work) for work in chosen), sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Questions of large tables, beside pandas, polars and DuckDB.")
    sizes = Sizes()
    parser.add_argument("--scale", type=int, default=1, help="divide all sizes by this")
    parser.add_argument("--csv", type=int, nargs="*", default=sizes.csv, metavar="ROWS", help="of CSV files")
    parser.add_argument("--parquet", type=int, default=sizes.parquet, metavar="ROWS", help="of the Parquet file")
    parser.add_argument(
        "--huge",
        type=int,
        default=sizes.huge,
        metavar="ROWS",
        help="of one more, as in 100000000, of which nobody may have more than 4 GB",
    )
    parser.add_argument("--sheet", type=int, default=sizes.sheet, metavar="ROWS", help="of the workbook")
    parser.add_argument("--lines", type=int, default=sizes.lines, metavar="ROWS", help="of the JSON Lines file")
    parser.add_argument("--runs", type=int, default=5, help="that a median is of")
    parser.add_argument("--timeout", type=float, default=600, metavar="S", help="for one run")
    parser.add_argument("--memory", type=float, default=12, metavar="GB", help="that one work may have")
    parser.add_argument("--cpu", action="store_true", help="tell CPU time, which what else runs changes little")
    parser.add_argument("--only", default="", help="only works with this in their name")
    parser.add_argument("--code", action="store_true", help="print the code of the peers too")
    parser.add_argument("--folder", default=str(FOLDER), help="where the data are kept")
    return parser.parse_args(arguments)


def taught(cache: Path) -> Path:
    """A cache in which all requests are hits."""
    for each in cache.parent.glob(f"{cache.name}*"):
        each.unlink()
    with Seglam(cache, use_model=False) as engine:
        engine.add_source(PROCEDURES)
    return cache


def versions() -> str:
    """Which peers are measured."""
    from importlib.metadata import version

    found = [f"{who} {version(module.replace('_', '-'))}" for who, module in MODULES.items() if find_spec(module)]
    return ", ".join(found)


# --- measuring ----------------------------------------------------------------------------------------------------


def measured(work: Work, cache: Path, bounds: Bounds) -> dict[str, Measured]:
    """What each who does the work takes; SystemExit where two come to different answers."""
    with ExitStack() as stack:
        rivals: dict[str, _Rival | None] = {}
        for who in [who for who in (OURS, *PEERS) if who == OURS or who in work.codes]:
            rivals[who] = stack.enter_context(_Rival(work, who, cache, bounds)) if _is_there(who) else None
        for _ in range(1 if work.is_long else bounds.runs):
            for rival in filter(None, rivals.values()):
                rival.run()
        found = {who: rival.measured() if rival else Measured(why_not="not installed") for who, rival in rivals.items()}
    answers = {who: comparable(each.answer) for who, each in found.items() if work.is_compared and not each.why_not}
    first = next(iter(answers), "")
    for who, answer in answers.items():
        if answer != answers[first]:
            sys.exit(f"{work.name}: {first} answers {str(answers[first])[:300]}, {who} {str(answer)[:300]}")
    return found


def _is_there(who: str) -> bool:
    return who == OURS or bool(shutil.which("duckdb") if who == DUCKDB_COMMAND else find_spec(MODULES[who]))


def comparable(answer: Any) -> list[list[Any]]:
    """An answer in one form for all: rows in one order, numbers to the cent, days without a time."""
    return sorted([_cell(cell) for cell in row] for row in answer)


def _cell(cell: Any) -> str:
    try:
        return f"{float(cell):.2f}"
    except ValueError:
        return str(cell)[:10]


def _in_process(work: Work, who: str, cache: Path) -> dict[str, Any]:
    if who != OURS:
        return {"prepared": f"import {MODULES[who]}", "code": work.code(who)}
    named = [(name if len(work.files) > 1 else "", str(path)) for name, path in work.files.items()]
    code = OURS_CODE.format(request=work.request, files=named)
    return {"prepared": OURS_PREPARED.format(cache=str(cache)), "code": code}


def _cold(work: Work, who: str, cache: Path) -> dict[str, Any]:
    if who == OURS:
        about = ["--in", str(work.files["orders"]), "--cache", str(cache), "--no-model", "--json"]
        return {"command": [*seglam(), "exec", work.request, *about]}
    if who == DUCKDB_COMMAND:
        return {"command": ["duckdb", "-json", "-c", work.code(who)]}
    return {"command": [sys.executable, "-c", work.code(who) + PRINTED]}


class _Rival:
    """A process that does a work when it is asked to; `why_not` says why it does not any more."""

    def __init__(self, work: Work, who: str, cache: Path, bounds: Bounds) -> None:
        self._name, self._seconds = f"{work.name}, {who}", bounds.seconds
        self._gigabytes = min(bounds.gigabytes, work.gigabytes or bounds.gigabytes)
        self._told: list[dict[str, Any]] = []
        self._why_not, self._is_late = "", False
        job = (_cold if work.is_cold else _in_process)(work, who, cache)
        self._job = json.dumps(job | {"gigabytes": self._gigabytes, "cpu": bounds.cpu})

    def __enter__(self) -> _Rival:
        command, pipe = [sys.executable, "-m", "tests.bench.alone"], subprocess.PIPE
        self._error = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=self._error, cwd=ROOT, text=True, process_group=0
        )
        self._ask(self._job)
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._process.communicate()
        self._error.close()

    def run(self) -> None:
        """Do the work once."""
        if not self._why_not and (told := self._ask("")):
            self._told.append(json.loads(told))

    def measured(self) -> Measured:
        """The median of the runs, and the answer of the last one."""
        if self._why_not:
            return Measured(why_not=self._why_not)
        seconds = statistics.median(told["seconds"] for told in self._told)
        return Measured(seconds, max(told["megabytes"] for told in self._told), rows_of(self._told[-1]["answer"]))

    def _ask(self, line: str) -> str:
        """Return the line that comes back; none where it takes too long or too much memory."""
        assert self._process.stdin and self._process.stdout
        late = threading.Timer(self._seconds, self._stop)
        late.start()
        try:
            print(line, file=self._process.stdin, flush=True)
            told = self._process.stdout.readline()
        except BrokenPipeError:
            told = ""
        late.cancel()
        if not told:
            self._why_not = f"> {self._seconds:.0f} s" if self._is_late else self._failed()
        return told

    def _failed(self) -> str:
        code = self._process.wait()
        self._error.seek(0)
        error = self._error.read()
        if "memory" not in error.lower() and code >= 0:
            sys.exit(f"{self._name}: {error[-2000:]}")
        return f"> {self._gigabytes:g} GB"

    def _stop(self) -> None:
        self._is_late = True
        self._end()

    def _end(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # with what it has started


def rows_of(answer: Any) -> list[list[Any]]:
    """The rows of an answer: of what a command prints, those of the JSON in it."""
    if isinstance(answer, str):
        answer = json.loads(answer)
    if isinstance(answer, dict):  # what `seglam exec --json` prints
        answer = answer["answer"]
    if isinstance(answer, dict):  # a table with its columns
        answer = answer["rows"]
    return [list(row.values()) if isinstance(row, dict) else list(row) for row in answer]


# --- printing -----------------------------------------------------------------------------------------------------

_NAME, _CELL = 34, 20


def heading() -> str:
    """The names of the columns."""
    return (f"{'':{_NAME}} {OURS:>9} {'MB':>6}  " + "  ".join(f"{who:<{_CELL}}" for who in PEERS)).rstrip()


def line(work: Work, found: Mapping[str, Measured]) -> str:
    """One work: what ours takes, and what each peer takes and how many times as long ours does."""
    ours = found[OURS]
    took = ours.why_not or f"{ours.seconds:.3f} s"
    cells = [_peer(ours, found.get(who)) for who in PEERS]
    peers = "  ".join(f"{cell:<{_CELL}}" for cell in cells)
    return f"{work.name:{_NAME}} {took:>9} {ours.megabytes:6.0f}  {peers}".rstrip()


def _peer(ours: Measured, theirs: Measured | None) -> str:
    if theirs is None:
        return "-"
    if theirs.why_not:
        return theirs.why_not
    ratio = "" if ours.why_not else f" ({ours.seconds / theirs.seconds:.2f} x)"
    return f"{theirs.seconds:.3f} s{ratio}"


def targets(work: Work, found: Mapping[str, Measured]) -> list[Figure]:
    """What is wanted of a work. Where the command of DuckDB is not installed, its module is the rival."""
    ours = found[OURS]
    if ours.why_not:
        return [Figure(work.name, ours.why_not, "an answer", False)]
    figures = []
    rival = next((who for who in (work.rival, DUCKDB) if who in found and not found[who].why_not), None)
    if work.ratio is not None and rival:
        times_as_long = ours.seconds / found[rival].seconds
        figures.append(limited(work.name, times_as_long, "<=", work.ratio, "{:.2f} x", rival))
    if work.seconds is not None:
        figures.append(limited(work.name, ours.seconds, "<=", work.seconds, "{:.2f} s"))
    if work.megabytes is not None:
        figures.append(limited(work.name, ours.megabytes, "<=", work.megabytes, "{:.0f} MB"))
    return figures


def twenty_rows(cache: Path) -> Figure:
    """A hit over 20 rows, as `tests.bench.hit` measures it."""
    from tests.bench import hit

    for each in cache.parent.glob(f"{cache.name}*"):
        each.unlink()
    hit.teach(cache)
    return limited(TWENTY, statistics.median(hit.in_process_ms(cache)[0]), "<=", 0.35, "{:.2f} ms")


def codes(work: Work) -> str:
    """What the peers ran, as they ran it."""
    listed = [f"--- {work.name}: {who}\n{code}" for who, code in ((who, work.code(who).strip()) for who in work.codes)]
    return "\n" + "\n\n".join([f"--- {work.name}: {OURS}\n{work.request}", *listed])


if __name__ == "__main__":
    sys.exit(main())
