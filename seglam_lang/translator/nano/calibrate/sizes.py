"""How sure is sure of a model that nobody has measured.

    python -m seglam_lang.translator.nano.calibrate.sizes MODEL ...

A model that was not made for SEGLAM has no calibration beside it. What is known of some is taken for others: few pieces
of evidence (`EVIDENCE`) have one weight for all of them, fitted to all that are named, and each size has its intercept;
behind another model (`OF_SECOND`) each has its own.
What is printed stands in `verifier/confidence.py`; nothing is written. It is printed twice: of a model alone, and of
one that is asked where the one that ships was not believed, which has come to programs itself.

The figures are of both halves of the tables, each by what was fitted to the other one. Drafts are kept in the folder of
the calibration, as a large model takes long: `--kept` asks for no others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from seglam_lang.layer import REPOSITORY
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator import Translator
from seglam_lang.translator.gguf_header import read_header
from seglam_lang.translator.nano.calibrate import fitting
from seglam_lang.translator.nano.calibrate.asking import (
    SETS,
    Drafted,
    KeptDrafts,
    Row,
    ask,
    drafts_file,
    key_of,
    rows_of,
)
from seglam_lang.translator.nano.calibrate.judging import Options, Sure, judged, likeliest, scored
from seglam_lang.verifier import EvidencePolicy, Opinion, Question, judge
from seglam_lang.verifier.confidence import UNCALIBRATED, Calibration

DRAFTS = 8  # for each request, as the engine asks for
EVIDENCE = ("log_probability", "unused", "implicit_columns", "nodes", "meant")
OF_SECOND = ("log_probability", "seconded")
BOUNDS = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75)

ByModel = Mapping[str, Sequence[Options]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, and print what came of it."""
    options = _options(arguments)
    for is_second in (False, True):
        rows: dict[str, list[Options]] = {}
        for model in options.models:
            size = read_header(model).parameters
            rows[f"{size / 1e9:.2f} billion parameters"] = list(_rows(model, options, is_second))
        print(f"\n{'behind the one that ships' if is_second else 'alone'}")
        print("\n".join(_report(rows, is_second)))
    return 0


def _rows(model: Path, options: argparse.Namespace, is_second: bool) -> Iterator[Options]:
    """Yield the rows of all sets, judged and scored."""
    with Translator(model) as translator, Translator() as ours:
        folder = options.work / translator.model_hash[:12]
        for chosen in (each for each in SETS if each.name in options.sets.split(",")):
            path = folder / drafts_file(chosen.name, is_second)
            rows = rows_of(chosen, options.shared, options.rows)
            before = _refused(ours, chosen.name, rows, options) if is_second else {}
            rows = [row for row in rows if not is_second or key_of(row) in before]
            if options.kept:
                kept = KeptDrafts(path)
                found = [(row, kept.find(row, row["request"])) for row in rows]
                asked = [
                    Drafted(row, written.drafts, before.get(key_of(row)))
                    for row, written in found
                    if written is not None
                ]
            else:
                asked = list(ask(translator, rows, path, DRAFTS, before))
            yield from scored(judged(chosen.name, asked), [each.row for each in asked])


def _refused(
    ours: Translator, name: str, rows: Sequence[Row], options: argparse.Namespace
) -> dict[str, tuple[Opinion, ...]]:
    """Return what the model that ships came to for the rows of a set of which it is not believed."""
    policy = EvidencePolicy(calibration=Calibration.beside(ours.model, ours.model_hash))
    found = {}
    for each in ask(ours, rows, options.work / ours.model_hash[:12] / drafts_file(name), DRAFTS):
        reading = each.reading()
        verdict = judge(each.drafts, Question(reading, scope_of(reading)), policy)
        if verdict.winner is None and verdict.opinions:
            found[key_of(each.row)] = verdict.opinions
    return found


def _fitted(rows: ByModel, fitting_to: frozenset[int], is_second: bool) -> dict[str, Calibration]:
    """Return the calibration of each model, fitted to one half of the tables or to both."""
    chosen = {
        model: [each for row in known if row[0].part % 2 in fitting_to for each in row] for model, known in rows.items()
    }
    if is_second:
        return {model: fitting.fit(known, among=OF_SECOND) for model, known in chosen.items()}
    common = fitting.fit([each for known in chosen.values() for each in known], among=EVIDENCE)
    return {model: fitting.shifted(common, known) for model, known in chosen.items()}


def _report(rows: ByModel, is_second: bool) -> Iterator[str]:
    """Yield the figures as lines of Markdown, and then the numbers."""
    halves = [_fitted(rows, frozenset({half}), is_second) for half in (0, 1)]
    yield f"| model | rows | {' | '.join(map(str, BOUNDS))} |"
    yield f"|---|---|{'---|' * len(BOUNDS)}"
    for model, known in rows.items():
        fits = {0: halves[1][model], 1: halves[0][model]}  # by the half that a row is in
        rule = dict.fromkeys(fits, UNCALIBRATED)
        for name, by_half in ((model, fits), ("by the cautious rule", rule)):
            best = [likeliest(by_half[row[0].part % 2], row) for row in known]
            yield f"| {name} | {len(known)} | {' | '.join(_cell(best, bound) for bound in BOUNDS)} |"
    yield ""
    for model, calibration in _fitted(rows, frozenset({0, 1}), is_second).items():
        yield f"{model}: intercept {calibration.intercept:+.2f}"
        for name, (mean, scale, weight) in calibration.coefficients.items():
            yield f'  "{name}": Coefficient({mean:.2f}, 1.0, {weight / scale:.3f})'


def _cell(found: Sequence[Sure], bound: float) -> str:
    """Return how many of the answers at a bound are right."""
    known = [(best, chance) for best, chance in found if best.evidence is not None and not best.refused]
    answers = [best.right for best, chance in known if chance >= bound]
    return f"{sum(answers)} of {len(answers)}" if answers else "-"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seglam_lang.translator.nano.calibrate.sizes", description=__doc__)
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL", help="GGUF files that write text")
    parser.add_argument("--sets", default="everyday,spider,charts,wikisql,refusals", metavar="NAMES")
    parser.add_argument("--rows", type=int, default=52, help="of each set at most  [default: 52]")
    parser.add_argument("--kept", action="store_true", help="only the rows whose drafts are kept")
    parser.add_argument("--shared", type=Path, default=REPOSITORY / ".." / "shared", help="folder of data and everyday")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "runs" / "calibrate", help="folder for what is kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
