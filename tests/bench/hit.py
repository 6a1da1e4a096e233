"""What a hit costs: `python -m tests.bench.hit`.

In process: questions about a table of 20 rows, each with other values than the last, from the words and the plain rows
to the value. Cold: the whole process of `seglam exec`, in turns with a Python that does nothing. The procedures come
from a scripted model, so that no model file is needed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from seglam_lang import Seglam
from seglam_lang.inputs import read_inputs
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.decoding import decode
from seglam_lang.store import Store
from seglam_lang.store.program import load
from tests.bench.commands import ROOT, run_watched, seglam
from tests.bench.report import Figure, limited, machine, times
from tests.engine.scripted import Scripted

CITIES = (
    *("Oslo", "Rome", "Lima", "Bonn", "Cairo", "Quito", "Sofia", "Delhi", "Tokyo", "Paris"),
    *("Turin", "Perth", "Osaka", "Miami", "Dakar", "Accra", "Hanoi", "Milan", "Leeds", "Porto"),
)
COUNTRIES = ("Norway", "Italy", "Peru", "Germany", "Egypt")
COLUMNS = ["city", "country", "population", "area", "founded", "mayor"]
TABLE: dict[str, Any] = {
    "columns": COLUMNS,
    "rows": [
        [city, COUNTRIES[i % 5], 400_000 + 37_411 * i, 80.5 + 12.25 * i, 1000 + 41 * i, f"mayor number {i + 1}"]
        for i, city in enumerate(CITIES)
    ],
}
QUESTIONS = {  # how a question is put, and the body that answers it
    "What is the population of {city}?": "return rows.where(row => row[c1] == s0).values(c0)",
    "Which mayor governs {city}?": "return rows.where(row => row[c1] == s0).values(c0)",
    "How many cities were founded after {year}?": "return rows.where(row => row[c1] > s0).count()",
    "Name the city with a population over {number} in {country}":
        "return rows.where(row => row[c1] > s0 and row[c2] == s1).values(c0)",
    "total population by country, please": "return rows.group_by(c1).total(c0)",
    "average area where country is {country}": "return rows.where(row => row[c1] == s0).average(c0)",
}  # fmt: skip
WARM_UP, ROUNDS, COLD_RUNS = 2, 20, 21
COLD = ["exec", "What is the population of Rome?", "--no-model"]


def main() -> int:
    """Measure and print; 0 where every target is met."""
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="seglam-hit-") as temporary:
        folder = Path(temporary)
        cache = folder / "cache.sqlite"
        teach(cache)
        figures = [*in_process(cache), *procedures(cache), *cold(cache, folder)]
    print(*figures, sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def questions(turn: int) -> Iterator[tuple[str, str]]:
    """Each question with the values of this turn, and its body."""
    row = TABLE["rows"][turn % len(CITIES)]
    for question, body in QUESTIONS.items():
        yield question.format(city=row[0], country=row[1], number=row[2] - 1, year=row[4] - 1), body


def teach(cache: Path) -> None:
    """Fill the cache with the procedures that answer the questions."""
    bodies = {request: [body] for request, body in questions(0)}
    with Seglam(cache, translator=Scripted(bodies)) as engine:
        for request in bodies:
            answer = engine.exec(request, table=TABLE)
            if not answer.answered:
                sys.exit(f"{request} was not answered: {answer.why}")


def in_process(cache: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Hits by an engine that has been asked before."""
    whole, read_before = in_process_ms(cache, rounds)
    return [
        times("hit in process, 20 rows: ms", whole, 1.0),
        times("  the table read before: ms", read_before),
    ]


def in_process_ms(cache: Path, rounds: int = ROUNDS) -> tuple[list[float], list[float]]:
    """The ms of each hit, from the rows, and with the table read before."""
    whole, read_before = [], []
    with Seglam(cache, use_model=False) as engine:
        inputs = read_inputs(values={"table": TABLE})
        for turn in range(-WARM_UP, rounds):
            for request, _ in questions(turn):
                from_rows = timed(lambda: engine.exec(request, table=TABLE))  # noqa: B023 - called at once
                from_inputs = timed(lambda: engine.exec(request, inputs=inputs))  # noqa: B023 - called at once
                if turn >= 0:
                    whole.append(from_rows)
                    read_before.append(from_inputs)
    return whole, read_before


def timed(call: Callable[[], Any]) -> float:
    """The ms that a hit takes; anything but a hit ends the measurement."""
    started = time.perf_counter()
    answer = call()
    took = (time.perf_counter() - started) * 1000
    if answer.status != "hit":
        sys.exit(f"{answer.trace.request} was no hit: {answer.status} {answer.why}")
    return took


def procedures(cache: Path) -> list[Figure]:
    """From bytes to something that runs, and the same with the reading from the cache."""
    built, loaded = [], []
    with Store.open(cache) as store:
        for stored in store.procedures() * ROUNDS:
            started = time.perf_counter()
            compile_procedure(decode(stored.core))
            middle = time.perf_counter()
            load(store, stored.hash)
            built.append((middle - started) * 1000)
            loaded.append((time.perf_counter() - middle) * 1000)
    return [times("decode and build a procedure: ms", built), times("  read it from the cache too: ms", loaded)]


def cold(cache: Path, folder: Path) -> list[Figure]:
    """Fresh processes: a hit, and a Python that does nothing, in turns."""
    arguments = [*COLD, "--in", str(write_table(folder)), "--cache", str(cache)]
    # This first run also writes the bytecode, which is not to be measured.
    watched = run_watched([*seglam(), *arguments], folder / "watch")
    hits, spent, nothing = [], [], []
    for _ in range(COLD_RUNS):
        before = cpu_of_children_ms()
        hits.append(run_cold([*seglam(), *arguments]))
        spent.append(cpu_of_children_ms() - before)
        nothing.append(run_cold([sys.executable, "-c", "pass"]))
    more = statistics.median(hits) - statistics.median(nothing)
    heavy = ", ".join(watched.heavy) or "none"
    return [
        times("seglam exec, cold hit: ms", hits),
        times("  CPU time of it: ms", spent),
        times("python -c pass: ms", nothing),
        limited("  difference of the medians: ms", more, "<=", 250, "{:.0f}"),
        Figure("llama_cpp, hypothesis, lark", f"{heavy} imported", "none", not watched.heavy),
        limited("processes started by a cold hit", len(watched.started), "==", 0),
    ]


def cpu_of_children_ms() -> float:
    """The CPU time of all processes that were started here and have ended, in ms."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def write_table(folder: Path) -> Path:
    """Write the table that the questions are about."""
    table = folder / "table.csv"
    lines = [TABLE["columns"], *TABLE["rows"]]
    table.write_text("".join(",".join(map(str, line)) + "\n" for line in lines), encoding="utf-8")
    return table


def run_cold(command: list[str], expected: Collection[int] = (0,)) -> float:
    """The ms of a whole process; SystemExit where its exit code is none of those that are expected."""
    started = time.perf_counter()
    result = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    took = (time.perf_counter() - started) * 1000
    if result.returncode not in expected:
        sys.exit(f"{command} failed: {result.stderr}")
    return took


if __name__ == "__main__":
    sys.exit(main())
