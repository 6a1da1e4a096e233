"""The table of figures: `python -m tests.bench.figures [--rows N] [--sets NAME,NAME] [--no-shipped] [--show K]`.

    python -m tests.bench.figures --writer big.gguf --rows 50 --keep runs/figures     # a model alone
    python -m tests.bench.figures --model big.gguf --rows 50 --keep runs/figures      # the one that ships before it

Each set of `tests.bench.sets` is answered through the whole loop, in this process and on an empty cache, and each
answer compared with that of the data (`nano.rightness` says what is right). A line of the table is a set: what
became of its rows, the share that is right, the share that is answered, how much of that is right (with 95 %
confidence), and the median time of a miss. A share that is below its goal has a "<", one that should not be above it
and is has a ">".

Left out, and counted, are rows whose answer in the data is doubtful, and answers that come only from no row's matching.
Whole sets take some 20 minutes; --rows takes as many rows of each, picked by --seed. With --keep the drafts of the
models are kept in a folder, by the model's hash, and not asked for again: a draft is then that of the run which asked
first, whatever procedures were stored by then to show the model. Times are then CPU times, and with `--limit 600` no
other program on the machine changes anything. `--calibrated` takes the rows of `nano.calibrate` instead, those with an
answer whose checksums are the least: the drafts that it keeps in runs/calibrate, without examples of the cache, serve.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from seglam_lang import Answer, Seglam
from seglam_lang.batch import results
from seglam_lang.compilation import Drafter
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.models import Models
from seglam_lang.translator import Translator
from seglam_lang.translator.nano.calibrate import asking
from seglam_lang.translator.nano.rightness import is_right_in_another_order
from tests.bench.keeping import Keeping, kept_results
from tests.bench.report import machine, model_identity
from tests.bench.scoring import Fate, Score, fate_of, interval, tally
from tests.bench.sets import DataSet, Row, add_options, parsed, positive, spread

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)  # of confidence, by their lower bounds
LONGEST = 160  # characters of what is shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; `result` is as a batch has it, with the answer as JSON."""

    row: Row
    result: Mapping[str, Any]
    description: str
    fate: Fate

    @property
    def confidence(self) -> float | None:
        """Return the chance, as the engine saw it, that the answer is right."""
        found = self.result.get("confidence")
        return None if found is None else float(found)

    def to_dict(self) -> dict[str, Any]:
        """Return what is kept of it in a file."""
        kept = {name: self.row[name] for name in ("id", "type", "request")}
        return {**self.result, **kept, "fate": str(self.fate), "expected": self.row["answer"], "does": self.description}


def outcomes(engine: Seglam, rows: Sequence[Row], kept: Sequence[Keeping] = ()) -> list[Outcome]:
    """Answer rows one after the other, with what is kept of models. Raise ModelError where there is none to ask."""
    answers: list[Answer] = []

    def ask(request: str, inputs: Any) -> Answer:
        answers[:] = [engine.exec(request, inputs=inputs)]
        return answers[0]

    found = []
    for row, result in zip(rows, kept_results(ask, rows, kept) if kept else results(ask, rows), strict=True):
        result = {**result, "answer": json.loads(dumps(result["answer"]), parse_float=Decimal)}
        fate = fate_of(row, result)
        description = answers[0].description if fate in (Fate.RIGHT, Fate.WRONG) else ""
        found.append(Outcome(row, result, description, fate))
    return found


# The table

HEADINGS = f"{'':<25}{'rows':>5}{'right':>6}{'wrong':>6}{'refused':>8}{'error':>6}  {'right':<13}{'answered':<13}"
HEADINGS += f"{'precision (95 % interval)':<27}{'miss ms':>8}  hits right   left out"


def line(data: DataSet, found: Sequence[Outcome]) -> tuple[str, bool]:
    """Return the line of a set, and whether it reaches its goals."""
    score = tally(outcome.fate for outcome in found)
    cells = [_right(data, score, found), _answered(data, score), _precision(data, score)]
    counted = f"{score.rows:>5}{score.right:>6}{score.wrong:>6}{score.refused:>8}{score.errors:>6}"
    shares = "".join(f"{text:<{width}}" for (text, _), width in zip(cells, (13, 13, 27), strict=True))
    text = f"{data.title:<25}{counted}  {shares}{_miss_ms(found):>8}  {_hits(found):<13}{_left_out(found)}"
    return text.rstrip(), all(met for _, met in cells)


def _share(part: int, whole: int, goal: float | None, least: bool = True, mark: str = "") -> tuple[str, bool]:
    """Return a share beside its goal, and whether it is reached; nothing has no share."""
    if not whole:
        return "-", goal is None
    share = part / whole
    if goal is None:
        return f"{share:.1%}{mark}", True
    met = share >= goal if least else share <= goal
    sign = (">=" if met else "<") if least else ("<=" if met else ">")
    return f"{share:.1%}{mark} {sign} {goal:.0%}", met


def _right(data: DataSet, score: Score, found: Sequence[Outcome]) -> tuple[str, bool]:
    if data.goal.right_of_answerable is not None:
        answerable = tally(outcome.fate for outcome in found if outcome.row["expect"] == "answer")
        return _share(score.right, answerable.rows, data.goal.right_of_answerable, mark="*")
    return _share(score.right, score.rows, data.goal.right) if data.goal.answered is None else ("-", True)


def _answered(data: DataSet, score: Score) -> tuple[str, bool]:
    return _share(score.answered, score.rows, data.goal.answered, least=False)


def _precision(data: DataSet, score: Score) -> tuple[str, bool]:
    if data.goal.answered is not None:
        return "-", True
    text, met = _share(score.right, score.answered, data.goal.precision)
    low, high = interval(score.right, score.answered)
    return f"{text} ({100 * low:.1f}-{100 * high:.1f})", met


def _miss_ms(found: Iterable[Outcome]) -> str:
    taken = [outcome.result["ms"] for outcome in found if outcome.result["status"] == "miss"]
    return f"{statistics.median(taken):.1f}" if taken else "-"


def _hits(found: Iterable[Outcome]) -> str:
    score = tally(outcome.fate for outcome in found if outcome.result["status"] == "hit")
    return f"{score.right} of {score.answered}" if score.answered else "-"


def _left_out(found: Sequence[Outcome]) -> str:
    counted = {what: sum(outcome.fate is what for outcome in found) for what in (Fate.DOUBTFUL, Fate.NOTHING)}
    return ", ".join(f"{number} {what}" for what, number in counted.items() if number)


# What the answers say


def reliability(found: Iterable[Outcome]) -> list[str]:
    """Return how right answers are at each confidence; no lines where none has one."""
    answered = [outcome for outcome in found if outcome.fate in (Fate.RIGHT, Fate.WRONG)]
    sure = [(outcome.confidence, outcome.fate is Fate.RIGHT) for outcome in answered]
    known = [(confidence, right) for confidence, right in sure if confidence is not None]
    if not known:
        return []
    lines = [f"{'confidence':<14}{'answers':>8}{'mean':>8}{'right':>8}{'right from here on':>20}"]
    for low, high in zip(BINS, (*BINS[1:], 2.0), strict=True):
        within = [each for each in known if low <= each[0] < high]
        above = [right for confidence, right in known if confidence >= low]
        if within:
            mean = statistics.mean(confidence for confidence, _ in within)
            right = statistics.mean(right for _, right in within)
            bounds = f"{low:.2f} to {min(high, 1):.2f}"
            lines.append(f"{bounds:<14}{len(within):>8}{mean:>8.3f}{right:>8.1%}{statistics.mean(above):>20.1%}")
    return lines


def wrong_answers(found: Sequence[Outcome], count: int) -> list[str]:
    """Return lines about wrong answers, `count` of them spread evenly."""
    wrong = [outcome for outcome in found if outcome.fate is Fate.WRONG]
    return [text for outcome in spread(wrong, count) for text in _about(outcome)]


def _about(outcome: Outcome) -> list[str]:
    row, result = outcome.row, outcome.result
    expected = dumps(row["answer"]) if row["expect"] == "answer" else "a refusal"
    other_order = is_right_in_another_order(row, result["answer"])
    sure = "" if outcome.confidence is None else f", confidence {outcome.confidence:.2f}"
    parts = {
        "request": row["request"],
        "program": f"{outcome.description} ({result['status']}{sure})",
        "got": dumps(result["answer"]) + (" (only the order is wrong)" if other_order else ""),
        "expected": expected,
    }
    return [f"    {name:<9} {_short(text)}" for name, text in parts.items()] + [""]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


# The command


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every goal is reached."""
    options = _options(arguments)
    files = Models().order(options.writer, options.model)
    identities = {file.name: model_identity(file) for file in files}
    models = ", then ".join(f"{name} {identity}" for name, identity in identities.items())
    print(f"model {models} · {machine()}", HEADINGS, sep="\n", flush=True)
    found: dict[str, list[Outcome]] = {}
    missed = 0
    for data in options.sets:
        rows = _rows(data, options)
        found[data.name] = _answered_by(files, data, rows, options)
        text, met = line(data, found[data.name])
        missed += not met
        print(text, flush=True)
    if any(data.goal.right_of_answerable for data in options.sets):
        print("* of the rows that have an answer")
    if bins := reliability(outcome for each in found.values() for outcome in each):
        print("", *bins, sep="\n")
    if options.show:
        for data in options.sets:
            print(f"\n{data.title}: wrong answers", *wrong_answers(found[data.name], options.show), sep="\n")
    if options.json:
        kept = {name: [outcome.to_dict() for outcome in each] for name, each in found.items()}
        options.json.write_text(dumps({"models": identities, "sets": kept}) + "\n", encoding="utf-8")
    return 1 if missed else 0


def _rows(data: DataSet, options: argparse.Namespace) -> list[Row]:
    if not options.calibrated:
        return data.rows(options.shared, options.rows, options.seed)
    (chosen,) = (each for each in asking.SETS if each.name == data.name)
    return asking.rows_of(chosen, options.shared, options.rows or sys.maxsize)


def _answered_by(
    files: Sequence[Path], data: DataSet, rows: Sequence[Row], options: argparse.Namespace
) -> list[Outcome]:
    models: list[Drafter] = [Translator(file) for file in files]
    named = enumerate(models) if options.keep else ()
    kept = [Keeping(model, options.keep, data.name, place > 0) for place, model in named]
    layers = () if options.no_shipped else None
    with Seglam(":memory:", translator=kept or models, layers=layers, limit_s=options.limit) as engine:
        return outcomes(engine, rows, kept)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.figures", description="The table of figures.")
    add_options(parser)
    parser.add_argument(
        "--writer", action="append", default=[], metavar="NAME", help="a model to ask in its turn; several, in order"
    )
    parser.add_argument(
        "--calibrated", action="store_true", help="the rows of nano.calibrate, whose drafts may be kept"
    )
    parser.add_argument("--limit", type=float, default=10.0, metavar="S", help="for the drafts of a row  [default: 10]")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the drafts here, and take those that are")
    parser.add_argument("--no-shipped", action="store_true", help="leave the procedures that ship out")
    parser.add_argument("--show", type=positive, metavar="K", help="show K wrong answers of each set")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write what became of every row to OUT")
    options = parsed(parser, arguments)
    known = {each.name for each in asking.SETS}
    if options.calibrated and (others := [data.name for data in options.sets if data.name not in known]):
        parser.error(f"--calibrated: nano.calibrate has no set {others[0]!r}")
    return options


if __name__ == "__main__":
    sys.exit(main())
