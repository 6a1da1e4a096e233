"""What a grammar gives beside the typed constraint: `python -m tests.bench.gbnf MODEL [--rows N] [--set NAME]`.

A model that was not made for SEGLAM is asked the same requests under both: how many of its drafts are finished, how
many of those are well typed, for how many requests its likeliest program answers rightly, whatever the bound, and what
a request costs in CPU time. The rows are those of `nano.calibrate`, with an answer each.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from seglam_lang.drafts import Draft, Fate
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator import Task, Translator
from seglam_lang.translator.nano.calibrate.asking import LIMIT_S, SETS, Drafted, Row, reading_of, rows_of
from seglam_lang.translator.nano.calibrate.judging import judged, likeliest, scored
from seglam_lang.verifier.confidence import UNCALIBRATED
from tests.bench.commands import SHARED
from tests.bench.keeping import spent_ms
from tests.bench.report import Figure, machine, model_identity, share

CANDIDATES = 8
CONSTRAINTS = {"typed": False, "GBNF": True}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _options(arguments)
    (chosen,) = (each for each in SETS if each.name == options.set)
    rows = rows_of(chosen, options.shared, options.rows)
    print(f"model {model_identity(options.model)} · {machine()} · {len(rows)} requests of {chosen.name}", flush=True)
    for name, syntax_only in CONSTRAINTS.items():
        print(name, *measured(options.model, chosen.name, rows, syntax_only), sep="\n", flush=True)
    return 0


def measured(model: Path, name: str, rows: Sequence[Row], syntax_only: bool) -> Iterator[Figure]:
    """Yield the figures of a constraint."""
    asked, took = [], []
    with Translator(model, syntax_only=syntax_only) as translator:
        for row in rows:
            before = spent_ms()
            asked.append(Drafted(row, tuple(_drafts(translator, row))))
            took.append((spent_ms() - before) / 1000)
    fates: Counter[Fate] = Counter()
    for draft in (draft for each in asked for draft in each.drafts):
        fates[draft.fate] += draft.count
    finished = fates[Fate.FINISHED] + fates[Fate.ILL_TYPED]
    found = [likeliest(UNCALIBRATED, options).best for options in scored(judged(name, asked), rows)]
    yield share("  drafts that are finished", finished, fates.total())
    yield share("  of these well typed", fates[Fate.FINISHED], finished)
    yield share("  requests answered rightly", sum(each.right for each in found), len(found))
    yield share("  requests with an answer", sum(each.evidence is not None for each in found), len(found))
    yield Figure("  a request: CPU s, median", f"{statistics.median(took):.1f}")


def _drafts(translator: Translator, row: Row) -> list[Draft]:
    reading = reading_of(row)
    return translator.draft(Task(reading, scope_of(reading), CANDIDATES, limit_s=LIMIT_S))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.gbnf", description="What a grammar gives beside the typed constraint."
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a GGUF file that was not made for seglam")
    parser.add_argument("--rows", type=int, default=20, metavar="N", help="how many requests  [default: 20]")
    parser.add_argument("--set", default="everyday", choices=[each.name for each in SETS], help="[default: everyday]")
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="FOLDER", help="where the data sets lie")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
