"""Where a miss spends its time: `python -m tests.bench.misses [--sets NAME,NAME] [--rows N] [--model FILE]`.

Requests of the development sets are asked of an engine with an empty cache, in this process, with a stopwatch around
each stage; the first miss of a process is the whole of `seglam exec`. Also printed is the most memory that the model's
process ever had (Linux only).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from seglam_lang import Seglam, compilation, engine
from seglam_lang.cli.errors import NOT_ANSWERED
from seglam_lang.store import Store
from seglam_lang.translator import Translator, prompt
from tests.bench.commands import WORKER, seglam
from tests.bench.hit import questions, run_cold, write_table
from tests.bench.process import children, peak_mb
from tests.bench.report import Figure, limited, machine, times
from tests.bench.sets import SETS, Row, add_options, parsed

DRAFTS = "drafts"
STAGES: dict[str, tuple[Any, str]] = {  # what is done, and the function that does it
    "reading": (engine, "read"),
    "matching": (engine, "match"),
    "scope": (compilation, "scope_of"),
    DRAFTS: (Translator, "draft"),
    "  of these, encoding": (prompt, "encode"),
    "judging": (compilation, "judge"),
    "storing": (Store, "admit"),
}
LIMITS = {DRAFTS: 400}  # ms, for the median
MISS_MS, FIRST_MS, MEMORY_MB = 900, 2000, 250


@dataclass(frozen=True, slots=True)
class Miss:
    """One request that the model was asked about: ms in all, and of each stage."""

    status: str
    ms: float
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def rest(self) -> float:
        """Return what no stage accounts for."""
        return self.ms - sum(ms for stage, ms in self.stages.items() if not stage.startswith(" "))


@contextmanager
def stopwatches(drafter: type = Translator) -> Iterator[dict[str, float]]:
    """Yield what the stages have taken so far, in ms; for as long as this lasts they are timed."""
    taken: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for stage, (home, name) in {**STAGES, DRAFTS: (drafter, "draft")}.items():
            stack.enter_context(patch.object(home, name, _timed(getattr(home, name), stage, taken)))
        yield taken


def _timed(function: Any, stage: str, taken: dict[str, float]) -> Any:
    def timed(*arguments: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            taken[stage] += (time.perf_counter() - started) * 1000

    return timed


def misses(asked: Seglam, rows: Sequence[Row], drafter: type = Translator) -> list[Miss]:
    """Return the requests for which the model was asked; the first row starts it and is left out."""
    found = []
    with stopwatches(drafter) as taken:
        for row in rows:
            taken.clear()
            answer = asked.exec(row["request"], inputs=row["inputs"])
            if DRAFTS in taken:
                found.append(Miss(answer.status, answer.ms, dict(taken)))
    return found[1:]


def report(found: Sequence[Miss]) -> list[Figure]:
    """Return what a miss takes in all, and each stage."""
    stages = [
        times(f"  {stage}", [miss.stages[stage] for miss in found if stage in miss.stages], LIMITS.get(stage))
        for stage in STAGES
    ]
    return [
        times("answered: ms", [miss.ms for miss in found if miss.status == "miss"], MISS_MS),
        times("refused: ms", [miss.ms for miss in found if miss.status == "refused"]),
        *stages,
        times("  the rest", [miss.rest for miss in found]),
    ]


def memory(module: str = WORKER) -> list[Figure]:
    """Return the most memory that the model's process, a child of this one, ever had; none where that is not known."""
    peaks = [peak for process in children(module) if (peak := peak_mb(process))]
    return [limited("the model's process: MB", peak, "<=", MEMORY_MB, "{:.0f}") for peak in peaks]


def first_misses(model: Path) -> Figure:
    """Return how long `seglam exec` takes where it has to load the model, each time in a fresh process."""
    with tempfile.TemporaryDirectory(prefix="seglam-misses-") as name:
        folder = Path(name)
        asked = ["--in", str(write_table(folder)), "--no-shipped", "--model", str(model)]
        taken = [
            run_cold(
                [*seglam(), "exec", request, *asked, "--cache", str(folder / f"{number}.sqlite")], (0, NOT_ANSWERED)
            )
            for number, (request, _) in enumerate(questions(0))
        ]
    return times("the first miss of a process: ms", taken, FIRST_MS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every target is met."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.misses", description="Where a miss spends its time.")
    add_options(parser, rows=100, sets=SETS[:1])
    options = parsed(parser, arguments)
    print(machine(), flush=True)
    rows = [row for data in options.sets for row in data.rows(options.shared, options.rows, options.seed)]
    with Seglam(":memory:", options.model, layers=()) as asked:
        figures = [*report(misses(asked, rows)), *memory()]
    figures.append(first_misses(options.model))
    print(*figures, sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
