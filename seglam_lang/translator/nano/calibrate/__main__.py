"""`python -m seglam_lang.translator.nano.calibrate`: from the development sets to `confidence.json` and its report.

Asking the model takes some minutes, judging its drafts about as many; both are kept in `runs/calibrate`, by the model's
hash, so that fitting is a matter of seconds. `--again` judges anew, for when the verifier has changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from seglam_lang.layer import REPOSITORY
from seglam_lang.translator import DEFAULT_MODEL, Translator
from seglam_lang.translator.nano.calibrate import fitting, report
from seglam_lang.translator.nano.calibrate.asking import SETS, Row, Set, ask, drafts_file, rows_of
from seglam_lang.translator.nano.calibrate.judging import (
    Options,
    Sure,
    judged,
    kept,
    likeliest,
    scored,
    to_lines,
)
from seglam_lang.verifier.confidence import FILE, Calibration

DRAFTS = 8  # for each request, as the engine asks for
FIGURES = re.compile(r"(?s)(<!-- figures -->\n).*(?=<!-- end of figures -->)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Calibrate; 0 where there is a bound at which every set is precise enough."""
    options = _options(arguments)
    rows = list(_judged(options))
    with Translator(options.model) as translator:
        calibration = fitting.fit_curves([each for row in rows for each in row], translator.model_hash)
    found = fitting.crossfitted(rows)
    chosen = report.chosen_bound(found) if options.accept is None else options.accept
    calibration = replace(calibration, accept=1.0 if chosen is None else chosen, about=_about(options, rows))
    lines = list(_report(calibration, rows, found))
    print("\n".join(lines))
    if not options.dry:
        options.model.with_name(FILE).write_text(calibration.to_json(), encoding="utf-8")
        _write_docs(options.docs, lines, report.diagram(report.reliability(found)))
    return 0 if chosen is not None else 1


def _judged(options: argparse.Namespace) -> Iterator[Options]:
    """Yield the rows of all sets, judged and scored."""
    with ExitStack() as opened:
        translator = opened.enter_context(Translator(options.model))  # starts when it is asked
        folder = options.work / translator.model_hash[:12]
        for chosen in SETS:
            rows = rows_of(chosen, options.shared, options.rows)
            yield from scored(_results(chosen, rows, translator, folder, options.again), rows)


def _results(chosen: Set, rows: Sequence[Row], translator: Translator, folder: Path, again: bool) -> list[Options]:
    """Return what the rows of a set come to, from the file where they are all there."""
    path = folder / f"{chosen.name}.judged.jsonl"
    if path.exists() and not again:
        found = kept(path)
        if [each[0].id for each in found] == [row["id"] for row in rows]:
            return found
    asked = ask(translator, rows, folder / drafts_file(chosen.name), DRAFTS)
    found = list(judged(chosen.name, asked))
    path.write_text(to_lines(found), encoding="utf-8")
    print(f"{chosen.name}: {len(found)} judged", file=sys.stderr)
    return found


def _about(options: argparse.Namespace, rows: Sequence[Options]) -> dict[str, object]:
    """Return what a file says of itself."""
    counts = {chosen.name: sum(row[0].set == chosen.name for row in rows) for chosen in SETS}
    return {"file": options.model.name, "rows": counts, "drafts": DRAFTS, "target": report.TARGET}


def _report(calibration: Calibration, rows: Sequence[Options], found: Sequence[Sure]) -> Iterator[str]:
    """Yield the figures as lines of Markdown."""
    bins = report.reliability(found)
    wanting = report.failing(report.shares(found, calibration.accept))
    yield f"Model `{calibration.about['file']}` {calibration.model[:12]}, bound {calibration.accept:g}."
    if wanting:
        yield f"At it these are not precise enough: {', '.join(wanting)}."
    yield ""
    yield from report.table_of_bounds(found, calibration.accept)
    yield ""
    yield from report.table_of_readings(found, rows)
    yield ""
    yield from report.table_of_bins(bins)
    yield ""
    yield f"Confidence and truth are {report.calibration_error(bins):.3f} apart on average."
    yield ""
    yield from report.table_of_worths(calibration)
    yield ""
    yield from _table_of_transfer(rows, found)


def _table_of_transfer(rows: Sequence[Options], found: Sequence[Sure]) -> Iterator[str]:
    """Yield the lines of a table: how well each set is foretold by all, and by the other sets alone."""
    yield "| set | answers | surprise in bits, fitted to all sets | fitted to the others |"
    yield "|---|---|---|---|"
    for chosen in SETS:
        own = [each for each in found if each.best.set == chosen.name and each.best.evidence is not None]
        others = fitting.fit_curves([each for row in rows for each in row if each.set != chosen.name])
        by_others = [likeliest(others, row) for row in rows if row[0].set == chosen.name]
        if own:
            losses = f"{fitting.log_loss(own):.2f} | {fitting.log_loss(by_others):.2f}"
            yield f"| {chosen.name} | {len(own)} | {losses} |"


def _write_docs(folder: Path, lines: Sequence[str], diagram: str) -> None:
    page = folder / "confidence.md"
    text = "\n".join([*lines, ""])
    page.write_text(FIGURES.sub(lambda found: found[1] + text, page.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "confidence.svg").write_text(diagram, encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seglam_lang.translator.nano.calibrate", description=__doc__)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="GGUF file  [default: the one that ships]")
    parser.add_argument("--shared", type=Path, default=REPOSITORY / ".." / "shared", help="folder of data and everyday")
    parser.add_argument("--rows", type=int, default=300, help="of each set at most  [default: 300]")
    parser.add_argument("--accept", type=float, help="the bound, instead of the lowest that is precise enough")
    parser.add_argument("--again", action="store_true", help="judge the drafts anew")
    parser.add_argument("--dry", action="store_true", help="print the report, and write nothing")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "runs" / "calibrate", help="folder for what is kept")
    parser.add_argument("--docs", type=Path, default=REPOSITORY / "docs", help="folder of confidence.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
