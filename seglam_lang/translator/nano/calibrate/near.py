"""`python -m seglam_lang.translator.nano.calibrate.near`: from everyday requests to `near.json` and its figures.

The requests are those of `everyday.dev` and of `nano.unseen`. One about a table is asked when some of what is asked of
that table is known, from hardly anything to nearly all of it: of the procedures of all blocks, its own among them, a
share that is another for each request. Each is known by other words. What the model recognises, and what the verifier
makes of it, is kept in `runs/calibrate` by the model's hash (`--again` judges anew, where the verifier has changed);
fitting takes seconds. What ships is fitted to all tables. How many requests are answered from each chance on, and how
many of these wrongly, each tenth of the tables says by what was fitted to the others.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from multiprocessing import Pool
from pathlib import Path
from typing import TypeAlias

from seglam_lang.drafts import Draft
from seglam_lang.intervals import wilson
from seglam_lang.language.types import Type
from seglam_lang.layer import REPOSITORY
from seglam_lang.matching import use_of
from seglam_lang.matching.near import why_another
from seglam_lang.recognition import candidate
from seglam_lang.requests.described import described
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope, scope_of
from seglam_lang.store.records import Use
from seglam_lang.translator import DEFAULT_MODEL, Translator
from seglam_lang.translator.bodies import Known, known_body
from seglam_lang.translator.messages import Candidate, Task
from seglam_lang.translator.nano.calibrate import fitting
from seglam_lang.translator.nano.calibrate.asking import LIMIT_S, Row, reading_of
from seglam_lang.translator.nano.calibrate.judging import PARTS, Judged, Options, Sure, kept, to_lines
from seglam_lang.translator.nano.calibrate.same import Call, come_to_the_same
from seglam_lang.translator.nano.corpus import PROCESSES
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.splits import FILES, development_rows
from seglam_lang.translator.nano.worded import Worded, worded
from seglam_lang.verifier import Question, judge, refused_anyway
from seglam_lang.verifier.nearness import FILE, MOST_ERRORS, STEPS, Nearness, Step

CHANCES = (*(each / 100 for each in range(50, 97)), *(each / 1000 for each in range(970, 1000)))  # of the steps
SHOWN = (0.01, 0.02, 0.05, 0.1)  # shares of errors that somebody may bear

Drafts: TypeAlias = tuple[Draft, ...]

_translator: Translator | None = None


@dataclass(frozen=True)
class Asked:
    """A request about a table. `program` is what a perfect translator would have stored of it, None where it must be
    refused, or no draft could say it; `right` is what is right for it, however it is said.
    """

    row: Row
    reading: Reading
    program: Worded | None
    right: Call | None

    @staticmethod
    def of(row: Row) -> Asked:
        """Return the request of a row."""
        reading = reading_of(row)
        if row["expect"] != "answer":
            return Asked(row, reading, None, None)
        gold = row["gold"]["seglam"]
        return Asked(row, reading, worded(row["request"], row["inputs"], gold), Headed.of(gold).call(reading.inputs))

    @property
    def use(self) -> Use | None:
        """Of what its procedure answers it."""
        if self.program is None:
            return None
        wording, inputs = self.program.wording, self.reading.inputs
        return use_of(wording.procedure, wording.sources, self.program.arguments, inputs)

    def knows(self, use: Use) -> bool:
        """Return whether what has answered is known when this is asked: for always the same requests."""
        request = self.row["id"]
        return _chance(f"{request} {use}") < _chance(request)


@dataclass(frozen=True)
class Stored:
    """A procedure with of what it has answered: its body, the types of its parameters, and who has asked for it."""

    use: Use
    body: Known
    types: Sequence[Type]
    asked: Sequence[Asked]

    def wording_for(self, other: Asked) -> Wording | None:
        """Return the words of one of its requests but the `other`, always the same for that one; None where it has no
        further one.
        """
        by_digest = sorted(self.asked, key=lambda each: sha256((each.row["id"] + other.row["id"]).encode()).digest())
        words = (each.program.wording for each in by_digest if each is not other and each.program is not None)
        return next(words, None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Calibrate; 0 where there is a chance from which on errors are as rare as they must be."""
    options = _options(arguments)
    model = Translator(options.model).model_hash
    rows = list(_judged(options, model))
    steps = list(_steps(fitting.crossfitted(rows)))
    calibration = fitting.fit_curves([each for row in rows for each in row], model)
    nearness = Nearness(calibration, steps)
    least = nearness.least_chance(MOST_ERRORS)
    calibration = replace(calibration, accept=1.0 if least is None else least, about={STEPS: steps, "rows": len(rows)})
    print("\n".join(_report(nearness, rows)))
    if not options.dry:
        options.model.with_name(FILE).write_text(calibration.to_json(), encoding="utf-8")
    return 0 if least is not None else 1


def _judged(options: argparse.Namespace, model: str) -> Iterator[Options]:
    """Yield what the requests come to; those of the file are not asked again."""
    path = options.work / model[:12] / "near.judged.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {each[0].id: each for each in kept(path)} if path.exists() and not options.again else {}
    by_table: dict[str, list[Row]] = {}
    for row in development_rows((*FILES["everyday"], *FILES["unseen"]), options.shared):
        if "table" in row["inputs"]:
            by_table.setdefault(row["table"], []).append(row)
    tables = [by_table[table] for table in sorted(by_table)][: options.tables]
    new = [rows for rows in tables if any(row["id"] not in known for row in rows)]
    path_of_drafts = path.with_name("near.drafts.jsonl")
    chosen = dict(_chosen(path_of_drafts))
    writing = path.with_suffix(".new") if options.again else path  # what was judged stays until all is judged anew
    items = [(rows, {row["id"]: chosen[row["id"]] for row in rows if row["id"] in chosen}) for rows in new]
    with (
        writing.open("w" if options.again else "a", encoding="utf-8") as file,
        path_of_drafts.open("a", encoding="utf-8") as file_of_drafts,
        Pool(PROCESSES, partial(_start, options.model)) as pool,
    ):
        for number, (found, drafts) in enumerate(pool.imap(_of_table, items), 1):
            file_of_drafts.writelines(_line(*each) for each in drafts.items() if each[0] not in chosen)
            file_of_drafts.flush()
            file.write(to_lines(found))
            file.flush()
            print(f"\r{number} of {len(new)} tables", end="", file=sys.stderr, flush=True)
            known |= {each[0].id: each for each in found}
    writing.replace(path)
    for rows in tables:
        yield from (known[row["id"]] for row in rows)


def _start(model: Path) -> None:
    """Make ready one of the processes, with a model of its own; it ends with the process."""
    global _translator
    os.nice(12)
    _translator = Translator(model)


def _chosen(path: Path) -> Iterator[tuple[str, Drafts]]:
    """Yield what the model chose for requests, by their ids."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        plain = json.loads(line)
        yield plain["id"], tuple(map(Draft.from_dict, plain["drafts"]))


def _line(request: str, drafts: Drafts) -> str:
    return json.dumps({"id": request, "drafts": [each.to_dict() for each in drafts]}) + "\n"


def _of_table(item: tuple[Sequence[Row], Mapping[str, Drafts]]) -> tuple[list[Options], dict[str, Drafts]]:
    """Return what the requests about one table come to, each where the others are known, and what the model chose; it
    is not asked again for what it has chosen.
    """
    assert _translator is not None
    rows, chosen = item
    asked = list(map(Asked.of, rows))
    known: dict[Use, list[Asked]] = {}
    for each in asked:
        if each.use is not None:
            known.setdefault(each.use, []).append(each)
    stored = [found for use, some in known.items() if (found := _stored(use, some)) is not None]
    drafts = {
        each.row["id"]: chosen[each.row["id"]] if each.row["id"] in chosen else _choose(each, stored, _translator)
        for each in asked
    }
    judged = [tuple(_judged_of(each, drafts[each.row["id"]], stored)) or (_nothing(each),) for each in asked]
    return judged, drafts


def _stored(use: Use, asked: Sequence[Asked]) -> Stored | None:
    program = asked[0].program
    assert program is not None, "it has a use"
    checked = program.draft.named()
    body = known_body(checked.source, checked.params, checked.core.params)
    return None if body is None else Stored(use, body, checked.core.params, asked)


def _choose(asked: Asked, stored: Sequence[Stored], translator: Translator) -> Drafts:
    """Return what the model chooses for a request of what is known when it is asked."""
    scope = scope_of(asked.reading)
    offered = list(_offered(asked, stored, scope))
    return tuple(translator.choose(Task(asked.reading, scope, limit_s=LIMIT_S), offered)) if offered else ()


def _judged_of(asked: Asked, drafts: Drafts, stored: Sequence[Stored]) -> Iterator[Judged]:
    """Yield what may answer a request, with what speaks for it and whether it is right. What its words speak against
    (see `matching.near`) is refused.
    """
    question = Question(asked.reading, scope_of(asked.reading))
    for each in judge(drafts, question).candidates if drafts else ():
        call = (each.program.checked.core, each.bound.arguments)
        right = asked.right is not None and come_to_the_same(call, asked.right)
        known = list(_known_wordings(asked, stored, each.program.hash))
        computed = described(each.program.checked, question.scope)
        why = why_another(asked.reading, each.wording, each.bound, known, computed)
        refused = bool(why or refused_anyway(each.weighed, question))
        yield replace(_nothing(asked), evidence=each.weighed.evidence, right=right, refused=refused)


def _known_wordings(asked: Asked, stored: Sequence[Stored], procedure: str) -> Iterator[Wording]:
    """Yield the words that have asked for a procedure when a request is asked."""
    for each in stored:
        wording = each.wording_for(asked)
        if each.use.procedure == procedure and wording is not None and asked.knows(each.use):
            yield wording


def _offered(asked: Asked, stored: Sequence[Stored], scope: Scope) -> Iterator[Candidate]:
    """Yield the procedures that are known when a request is asked."""
    for each in stored:
        wording = each.wording_for(asked)
        if wording is not None and asked.knows(each.use):
            found = candidate(each.body, each.types, each.use.sources, scope, wording)
            if found is not None:
                yield found


def _chance(text: str) -> float:
    """Return a number from 0 to 1, always the same for a text."""
    return int(sha256(text.encode()).hexdigest()[:8], 16) / 16**8


def _nothing(asked: Asked) -> Judged:
    """Return that nothing answers a request."""
    part = int(asked.row["table"], 16) % PARTS
    return Judged("everyday", asked.row["id"], part, None)  # one set, so that each request weighs the same


def _steps(found: Sequence[Sure]) -> Iterator[Step]:
    """Yield what is answered from each chance on, and how much of that wrongly."""
    served = [each for each in found if each.best.evidence is not None and not each.best.refused]
    for chance in CHANCES:
        answered = [each.best.right for each in served if each.chance >= chance]
        yield Step(chance, len(answered), answered.count(False))


def _report(nearness: Nearness, rows: Sequence[Options]) -> Iterator[str]:
    """Yield what is answered where so many errors are borne, of the requests that somebody has asked before."""
    known = sum(any(each.right for each in row) for row in rows)
    yield f"{len(rows)} requests, of {known} the right procedure is among what is recognised"
    yield "| errors that are borne | from a chance of | answered | wrong (95 %) |"
    yield "|---|---|---|---|"
    for most in SHOWN:
        least = nearness.least_chance(most)
        step = next((each for each in nearness.steps if each.chance == least), None)
        if step is None:
            yield f"| {most:.0%} | none | 0 | |"
        else:
            low, high = wilson(step.wrong, step.answered)
            yield f"| {most:.0%} | {least} | {step.answered} | {step.wrong} ({low:.1%} - {high:.1%}) |"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seglam_lang.translator.nano.calibrate.near", description=__doc__)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="GGUF file  [default: the one that ships]")
    parser.add_argument("--shared", type=Path, default=REPOSITORY / ".." / "shared", help="folder of data and everyday")
    parser.add_argument("--tables", type=int, help="so many of them  [default: all]")
    parser.add_argument("--again", action="store_true", help="judge anew")
    parser.add_argument("--dry", action="store_true", help="print the figures, and write nothing")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "runs" / "calibrate", help="folder for what is kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
