"""What asking a model costs: `python -m tests.bench.model [--model FILE]`, the one that ships where none is named.

How long its process takes to load it and to write eight drafts, and how much memory it ever had. Every run asks about
other values, so that nothing is remembered. The times in CPU are what another program on the same cores cannot change.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator import DEFAULT_MODEL, Task, Translator
from seglam_lang.translator.client import CROSS
from seglam_lang.translator.model_files import checked_files
from tests.bench.hit import TABLE, questions
from tests.bench.process import cpu_ms, peak_mb
from tests.bench.report import Figure, limited, machine, times

CANDIDATES = 8
ROUNDS = 8
LOAD_S, DRAFTS_MS, MEMORY_MB, FILES_MB = 0.5, 400.0, 250, 40


def main(model: Path) -> int:
    """Measure and print; 0 where every target is met."""
    print(machine(), flush=True)
    figures = measured(model)
    print(*figures, sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def measured(model: Path) -> list[Figure]:
    """Load a model and ask it, with one thread as by default."""
    files = checked_files(model)
    size = sum(path.stat().st_size for path in (files.decoder, files.encoder, CROSS)) / 1e6
    took, used, lengths = [], [], []
    with Translator(model) as translator:
        started = time.perf_counter()
        translator._ready()
        loaded = time.perf_counter() - started
        process = translator._worker.process.pid if translator._worker else 0
        loading = cpu_ms(process) / 1000
        for task in tasks():
            before, started = cpu_ms(process), time.perf_counter()
            drafts = translator.draft(task)
            took.append((time.perf_counter() - started) * 1000)
            used.append(cpu_ms(process) - before)
            lengths.append(max(len(draft.text) for draft in drafts))
        memory = peak_mb(process)
    return [
        limited("files: MB", round(size, 1), "<=", FILES_MB),
        limited("load: s", round(loaded, 2), "<=", LOAD_S, note=f"{loading:.2f} in CPU"),
        Figure("the first drafts: ms", f"{took[0]:.0f}"),
        times(f"{CANDIDATES} drafts: ms", took[1:], DRAFTS_MS),
        times("  in CPU", used[1:]),
        times("  characters of the longest", lengths[1:]),
        limited("memory at its most: MB", round(memory), "<=", MEMORY_MB),
    ]


def tasks() -> list[Task]:
    """Questions about a table of 20 rows, each turn with other values."""
    inputs = read_inputs(values={"table": TABLE})
    found = []
    for turn in range(ROUNDS):
        for request, _ in questions(turn):
            reading = read(request, inputs).loosely
            scope = scope_of(reading)
            found.append(Task(reading, scope, candidates=CANDIDATES))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.model", description="What asking a model costs.")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="GGUF file [default: the one that ships]")
    sys.exit(main(parser.parse_args().model))
