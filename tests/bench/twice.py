"""The same requests twice: `python -m tests.bench.twice [--rows N] [--only NAME] [--model FILE]`.

Some sets are answered by the real command, `seglam exec --batch`, on an empty cache, and then once more on the cache
that this filled: the second run must answer the same to the byte and ask no model. Also counted is what became of the
drafts of the first. How right the answers are is for `tests.bench.figures`.

Whole sets take some 5 minutes on two cores; --rows takes that many rows of each, spread evenly.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seglam_lang.translator import DEFAULT_MODEL
from tests.bench.commands import SHARED, Watched, run_watched, seglam
from tests.bench.drafts import Drafts, count_drafts
from tests.bench.report import Figure, machine, model_identity, share, times
from tests.bench.scoring import ANSWERED, read_rows
from tests.bench.sets import spread

SETS = ("wikisql", "mawps", "calc", "abstain")
MISS_MS = 1000.0


@dataclass(frozen=True, slots=True)
class Run:
    """The same rows answered twice."""

    name: str
    rows: Sequence[Mapping[str, Any]]
    first: Sequence[Mapping[str, Any]]
    again: Sequence[Mapping[str, Any]]
    same_bytes: Sequence[bool]  # of the two answers, row by row
    first_watched: Watched
    again_watched: Watched
    drafts: Drafts

    def ms(self, status: str) -> list[float]:
        """The times of the rows that came out so the first time."""
        return [float(result["ms"]) for result in self.first if result["status"] == status]

    def hit_ms(self) -> list[float]:
        """The times of all hits."""
        return [float(result["ms"]) for result in [*self.first, *self.again] if result["status"] == "hit"]


def measure(name: str, data: Path, rows: int | None, model: Path, folder: Path) -> Run:
    """Answer a set twice, with everything that is written in `folder`."""
    folder.mkdir(parents=True)
    source, cache = folder / "rows.jsonl", folder / "cache.sqlite"
    source.write_bytes(b"".join(spread(_lines(data), rows)))
    options = ["--cache", str(cache), "--no-shipped", "--model", str(model)]
    command = [*seglam(), "exec", "--batch", str(source), *options, "--out"]
    first, again = folder / "first.jsonl", folder / "again.jsonl"
    first_watched = run_watched([*command, str(first)], folder / "first.watch")
    drafts = count_drafts(cache)
    again_watched = run_watched([*command, str(again)], folder / "again.watch")
    same_bytes = [one == other for one, other in zip(answer_texts(first), answer_texts(again), strict=True)]
    results = read_rows(first), read_rows(again)
    return Run(name, read_rows(source), *results, same_bytes, first_watched, again_watched, drafts)


def answer_texts(out: Path) -> list[str]:
    """The answer of each row as it is written, byte for byte.

    A quote within a JSON text is escaped, so that the key in quotes is nothing but the key.
    """
    lines = out.read_text(encoding="utf-8").splitlines()
    return [line.partition(', "answer": ')[2].rpartition(', "procedure": ')[0] for line in lines]


def _lines(data: Path) -> list[bytes]:
    with gzip.open(data) as file:
        return file.readlines()


def first_run(run: Run) -> list[Figure]:
    """How many rows have an answer, and the first error."""
    answered = sum(result["status"] in ANSWERED for result in run.first)
    errors = [result for result in run.first if result["status"] == "error"]
    return [
        share("answered", answered, len(run.first)),
        *(Figure("the first error", f"{result['id']}: {result['why']}") for result in errors[:1]),
    ]


def drafting(drafts: Drafts) -> list[Figure]:
    """How many drafts came to a well-typed end."""
    never = [
        Figure(f"samples that {what}", str(number))
        for what, number in (("refused at once", drafts.refusing), ("did not fit the model", drafts.too_long))
        if number
    ]
    return [
        Figure("drafts", f"begun {drafts.begun} · finished {drafts.finished} · typed {drafts.checked}"),
        share("drafts finished and typed", drafts.checked, drafts.begun, ">=", 0.98),
        *never,
    ]


def repeating(run: Run) -> list[Figure]:
    """Whether the warm cache knew everything, and asked nobody."""
    rows = list(zip(run.first, run.again, run.same_bytes, strict=True))
    answered = [(again, same) for first, again, same in rows if first["status"] in ANSWERED]
    refused = [again["status"] for first, again, _ in rows if first["status"] == "refused"]
    hits = sum(again["status"] == "hit" for again, _ in answered)
    kept, later = refused.count("refused"), refused.count("hit")
    note = f", {later} hit a procedure stored later" if later else ""
    errors = [(first["why"], again["why"]) for first, again, _ in rows if first["status"] == "error"]
    watched = run.again_watched
    figures = [] if not errors else [share("again: same errors", sum(a == b for a, b in errors), len(errors))]
    return [
        *figures,
        share("again: hits, of those answered", hits, len(answered), ">=", 1.0),
        share("again: same answers to the byte", sum(same for _, same in answered), len(answered), ">=", 1.0),
        Figure("again: refusals", f"{kept} of {len(refused)} remembered{note}", "all", kept + later == len(refused)),
        Figure(
            "again: model processes started",
            f"{watched.models} (first run {run.first_watched.models}; any process {len(watched.started)})",
            "== 0",
            not watched.started and watched.processes == 1,
        ),
    ]


def summary(runs: Sequence[Run]) -> list[Figure]:
    """What has one target over all sets."""
    figures = drafting(sum((run.drafts for run in runs), Drafts()))
    figures.append(times("miss ms", [ms for run in runs for ms in run.ms("miss")], MISS_MS))
    figures.append(times("model asked, then refused: ms", [ms for run in runs for ms in _asked_in_vain(run)]))
    figures.append(times("hit ms (any table)", [ms for run in runs for ms in run.hit_ms()]))
    return figures


def _asked_in_vain(run: Run) -> list[float]:
    """The first times of refusals that are remembered: what the model was not asked about is refused anew."""
    return [
        float(first["ms"])
        for first, again in zip(run.first, run.again, strict=True)
        if first["status"] == "refused" and "(remembered" in again["why"] and "(remembered" not in first["why"]
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every target is met."""
    options = _options(arguments)
    identity = model_identity(options.model)
    print(f"model {options.model.name} {identity} · {machine()}", flush=True)
    missed = 0
    runs = []
    with tempfile.TemporaryDirectory(prefix="seglam-twice-") as temporary:
        for name in options.only or SETS:
            folder = (options.keep or Path(temporary)) / name
            run = measure(name, options.data / f"{name}.dev.jsonl.gz", options.rows, options.model, folder)
            runs.append(run)
            missed += show(f"{name}.dev, {len(run.rows)} rows", [*first_run(run), *repeating(run)])
    missed += show("all of these sets", summary(runs))
    return 1 if missed else 0


def show(title: str, figures: Sequence[Figure]) -> int:
    """Print figures under a title; how many of them miss their target."""
    print(f"\n{title}", *figures, sep="\n", flush=True)
    return sum(figure.met is False for figure in figures)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.twice", description="The same requests twice.")
    parser.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets")
    parser.add_argument("--rows", type=int, metavar="N", help="only N rows of each set, spread evenly")
    parser.add_argument("--only", action="append", choices=SETS, help="only this set; may be repeated")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="GGUF file  [default: the one that ships]")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep caches and answers in FOLDER")
    options = parser.parse_args(arguments)
    for name in ("data", "model", "keep"):
        if getattr(options, name) is not None:
            setattr(options, name, getattr(options, name).resolve())
    for name in options.only or SETS:
        if not (options.data / f"{name}.dev.jsonl.gz").is_file():
            parser.error(f"there is no {name}.dev.jsonl.gz in {options.data}; say with --data where it is")
        if options.keep and (options.keep / name).exists():
            parser.error(f"{options.keep / name} exists; name another folder")
    if options.rows is not None and options.rows < 1:
        parser.error("--rows must be at least 1")
    return options


if __name__ == "__main__":
    sys.exit(main())
