"""The figures of the data sets: `python -m tests.bench.figures [--rows N] [--only NAME] [--model FILE]`.

Every set is answered by the real command, `seglam exec --batch`, on an empty cache, and then once more on the cache
that this filled. The procedures that ship are left out (`--no-shipped`), so that the figures are the model's.

Whole sets take some 5 minutes on two cores; --rows takes that many rows of each, spread evenly.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seglam_lang.translator import DEFAULT_MODEL, ModelError, Translator
from tests.bench.commands import ROOT, Watched, run_watched, seglam
from tests.bench.drafts import Drafts, count_drafts
from tests.bench.report import Figure, machine, share, times
from tests.bench.scoring import ANSWERED, counts, is_right, read_rows, score

SETS = ("wikisql", "mawps", "calc", "abstain")
MISS_MS = 1000.0
IN_TRAINING = "dup_of_train"  # flag: the same words are in the training data


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
    source.write_bytes(b"".join(_spread(_lines(data), rows)))
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


def _spread(lines: list[bytes], count: int | None) -> list[bytes]:
    if count is None or count >= len(lines):
        return lines
    return [lines[i * len(lines) // count] for i in range(count)]


def answering(run: Run) -> list[Figure]:
    """What was answered and how well, and what of it has a target in this set."""
    counted = score(run.rows, run.first)
    left_out = len(run.rows) - counted.rows
    figures = [Figure("rows", f"{counted}" + (f" · {left_out} left out" if left_out else ""))]
    if run.name == "wikisql":
        figures += [
            share("answered right", counted.right, counted.rows, ">=", 0.5),
            share("right, of those answered", counted.right, counted.answered, ">=", 0.8),
        ]
    elif run.name == "abstain":
        figures.append(share("answered", counted.answered, counted.rows, "<=", 0.05))
    else:
        figures.append(share("right, of those answered", counted.right, counted.answered))
        must = [result for row, result in zip(run.rows, run.first, strict=True) if counts(row) and is_abstention(row)]
        if must:
            kept = sum(result["status"] not in ANSWERED for result in must)
            figures.append(share("refused, of those to refuse", kept, len(must)))
    return figures + marginal(run)


def marginal(run: Run) -> list[Figure]:
    """What must be known to judge the other figures; nothing where there is nothing of the kind."""
    figures = []
    fresh = [(row, result) for row, result in zip(run.rows, run.first, strict=True) if IN_TRAINING not in flags(row)]
    if len(fresh) < len(run.rows):
        unseen = score([row for row, _ in fresh], [result for _, result in fresh])
        figures.append(Figure("  without words seen in training", str(unseen)))
    hits = [(row, result) for row, result in zip(run.rows, run.first, strict=True) if result["status"] == "hit"]
    counted = score([row for row, _ in hits], [result for _, result in hits])
    if counted.rows:
        figures.append(share("right, of first-run hits", counted.right, counted.rows))
    figures += [
        Figure("the first error", f"{result['id']}: {result['why']}")
        for result in [result for result in run.first if result["status"] == "error"][:1]
    ]
    return figures


def flags(row: Mapping[str, Any]) -> Sequence[str]:
    """What is known about a row of the data."""
    found: Sequence[str] = row.get("flags", ())
    return found


def is_abstention(row: Mapping[str, Any]) -> bool:
    """Whether the right behaviour is to refuse."""
    return bool(row["expect"] == "abstain")


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


def wrong_rows(run: Run) -> list[dict[str, Any]]:
    """Rows with a wrong answer, for people who want to know why."""
    return [
        {"id": row["id"], "request": row["request"], "answer": result["answer"], "stated": row["answer"]}
        for row, result in zip(run.rows, run.first, strict=True)
        if counts(row) and result["status"] in ANSWERED and not is_right(row, result["answer"])
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every target is met."""
    options = _options(arguments)
    try:
        identity = Translator(options.model).model_hash[:12]
    except ModelError as error:
        sys.exit(str(error))
    print(f"model {options.model.name} {identity} · {machine()}", flush=True)
    missed = 0
    runs = []
    with tempfile.TemporaryDirectory(prefix="seglam-figures-") as temporary:
        for name in options.only or SETS:
            folder = (options.keep or Path(temporary)) / name
            run = measure(name, options.data / f"{name}.dev.jsonl.gz", options.rows, options.model, folder)
            runs.append(run)
            missed += show(f"{name}.dev, {len(run.rows)} rows", [*answering(run), *repeating(run)])
            if options.keep:
                text = "".join(json.dumps(row, ensure_ascii=False, default=float) + "\n" for row in wrong_rows(run))
                (folder / "wrong.jsonl").write_text(text, encoding="utf-8")
    missed += show("all of these sets", summary(runs))
    return 1 if missed else 0


def show(title: str, figures: Sequence[Figure]) -> int:
    """Print figures under a title; how many of them miss their target."""
    print(f"\n{title}", *figures, sep="\n", flush=True)
    return sum(figure.met is False for figure in figures)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.figures", description="The figures of the data sets.")
    parser.add_argument("--data", type=Path, default=ROOT / ".." / "shared" / "data", help="folder of the data sets")
    parser.add_argument("--rows", type=int, metavar="N", help="only N rows of each set, spread evenly")
    parser.add_argument("--only", action="append", choices=SETS, help="only this set; may be repeated")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="GGUF file  [default: the one that ships]")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep caches, answers and wrong.jsonl in FOLDER")
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
