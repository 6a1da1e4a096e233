"""What the critic learns from: `python -m seglam_lang.translator.nano.verdicts --model decoder.gguf --requests 4000`.

A model judges its own drafts: after END it says RIGHT or WRONG. It learns that from drafts that it really writes. They
are drawn for known requests, and run beside the program that is right, on the request's inputs and on tables made of
them, so that no chance hit counts as right. Each draft is a lesson of which all but the last token is given; where a
request must be refused every draft is wrong.

The requests are of one half of the tables (`is_judged`): what a model says of its drafts about the others has not been
learned by heart. What is interrupted goes on where it was. The corpus takes the lessons in once they are there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import merge
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from seglam_lang.drafts import Draft
from seglam_lang.inputs import InputError, Inputs
from seglam_lang.language import Failure, LanguageError, check_draft, compile_procedure
from seglam_lang.language.completion import lexemes
from seglam_lang.language.values import Table, Value
from seglam_lang.requests import read
from seglam_lang.requests.scope import InputOrigin, Scope, scope_of
from seglam_lang.translator import Task, Translator
from seglam_lang.translator.failures import ModelDied
from seglam_lang.translator.model_files import checked_files
from seglam_lang.translator.nano.corpus import FOLDER, PROCESSES, VERDICTS, kept_lessons
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.lessons import LONGEST_PROMPT, Lesson, lessons
from seglam_lang.translator.nano.rewriting.agreement import runner, variations
from seglam_lang.translator.nano.sources import NAMES, PREPARED, Asked
from seglam_lang.translator.nano.sources.answers import agrees, atoms
from seglam_lang.translator.nano.sources.asked import as_json, from_line
from seglam_lang.translator.nano.sources.preparing import whole_lines
from seglam_lang.translator.prompt import encode
from seglam_lang.translator.vocabulary import END, RIGHT, WRONG, Vocabulary, tokens_of

CANDIDATES = 8  # drafts of a request
LIMIT_S = 120.0  # for them: no one waits, and the machine may be busy
CHANGED = 2  # tables made of the request's own on which a draft must be right as well
MOST_WRONG = 2  # drafts for each right one of a request (and of one without any): what is learned must be balanced
AT_ONCE = 4  # requests that a process is handed

Outcome = Value | Failure
Program = Callable[[Inputs], Outcome]
Place = tuple[str, int, int]  # of a request: its source, where its line begins, and which of that line it is


def is_judged(asked: Asked) -> bool:
    """Return whether a request is about one of the tables whose drafts are learned from. It never changes."""
    table = asked.group or asked.block or asked.request
    return hashlib.sha256(table.encode()).digest()[0] % 2 == 0


# The sample


def sample(
    names: Iterable[str], prepared: Path, seed: int, takes: Callable[[Asked], bool] = is_judged
) -> Iterator[Place]:
    """Yield requests of the sources in turn, those of each in an order by `seed`, one wording of each block."""
    for _, place in merge(*(_ranked(name, prepared, seed, takes) for name in names)):
        yield place


def _ranked(name: str, prepared: Path, seed: int, takes: Callable[[Asked], bool]) -> Iterator[tuple[int, Place]]:
    best: dict[str, tuple[bytes, Place]] = {}
    with (prepared / f"{name}.jsonl").open("rb") as lines:
        begin = 0
        for line in lines:
            for number, asked in enumerate(from_line(line.decode())):
                if takes(asked):
                    order = hashlib.sha256(f"{seed}/{asked.group}/{asked.request}".encode()).digest()
                    block = f"{asked.source}/{asked.block or asked.request}"
                    here = order, (name, begin, number)
                    best[block] = min(best.get(block, here), here)
            begin += len(line)
    yield from enumerate(place for _, place in sorted(best.values()))


def asked_at(place: Place, prepared: Path) -> Asked:
    """Return the request at a place."""
    name, begin, number = place
    with (prepared / f"{name}.jsonl").open("rb") as lines:
        lines.seek(begin)
        return list(from_line(lines.readline().decode()))[number]


# When a draft is right


@dataclass(frozen=True)
class Judge:
    """The right program of a request, and what it gives for inputs on which drafts are compared with it."""

    program: str
    expected: tuple[tuple[Inputs, Any], ...]

    @staticmethod
    def of(program: str, inputs: Inputs) -> Judge | None:
        """Return the judge of drafts; None where the program gives nothing by which they could be told apart.

        Raise LanguageError or UnknownColumn where it does not type-check.
        """
        right = runner(Headed.of(program), inputs)
        changed = variations(inputs) if len(inputs.tables) == 1 else iter(())
        own = list(_expected(right, [inputs]))
        return Judge(program, (*own, *islice(_expected(right, changed), CHANGED))) if own else None

    def is_right(self, draft: Program) -> bool:
        """Return whether a draft gives the same: in the same order too, where the right program sorts."""
        return all(self._agrees(draft(inputs), wanted) for inputs, wanted in self.expected)

    def _agrees(self, outcome: Outcome, wanted: Any) -> bool:
        if isinstance(outcome, Failure):
            return False
        answer = as_json(outcome)
        if not agrees(answer, wanted):
            return False
        got, expected = list(map(str, atoms(answer))), list(map(str, atoms(wanted)))
        return ".sort" not in self.program or len(got) != len(expected) or got == expected


def _expected(right: Program, given: Iterable[Inputs]) -> Iterator[tuple[Inputs, Any]]:
    """Yield inputs with what a program gives for them, but those for which it fails or gives nothing: any condition
    that no row meets comes to that.
    """
    for inputs in given:
        outcome = right(inputs)
        if not isinstance(outcome, Failure):
            answer = as_json(outcome)
            if any(atom not in (None, "", 0.0) for atom in atoms(answer)):
                yield inputs, answer


def program_of(text: str, scope: Scope) -> Program:
    """Return what a draft computes, as a function of inputs of the same types. Raise LanguageError."""
    checked = check_draft(text, scope.signature)
    compiled = compile_procedure(checked.core)

    def outcome(inputs: Inputs) -> Outcome:
        try:
            return compiled.run([_argument(scope, name, inputs) for name in checked.params])
        except Failure as failure:
            return failure

    return outcome


def _argument(scope: Scope, name: str, inputs: Inputs) -> Value:
    """Return what a name stands for, which is a table of `inputs` where it is one."""
    value, origin = scope.arguments[name], scope.origins[name]
    return inputs.values[origin.name] if isinstance(value, Table) and isinstance(origin, InputOrigin) else value


# Lessons


@dataclass(frozen=True)
class Reader:
    """A model that writes drafts, and the vocabulary in which it reads prompts."""

    vocabulary: Vocabulary
    draw: Callable[[Task], Sequence[Draft]]

    def verdicts(self, asked: Asked) -> list[Lesson] | str:
        """Return what the drafts of a request teach, or why they teach nothing."""
        try:
            inputs = asked.read()
            judge = None if asked.program is None else Judge.of(asked.program, inputs)
        except (InputError, LanguageError, UnknownColumn) as error:
            return f"not read: {type(error).__name__}"
        if asked.program is not None and judge is None:
            return "the right program gives nothing"
        reading = read(asked.request, inputs).loosely
        scope = scope_of(reading)
        prompt = tuple(encode(reading, scope, self.vocabulary))
        if len(prompt) > LONGEST_PROMPT:
            return "a long prompt"
        known = [lesson.program for lesson in lessons([asked], self.vocabulary, Counter()) if judge is not None]
        try:
            drafts = self.draw(Task(reading, scope, CANDIDATES, limit_s=LIMIT_S))
        except ModelDied:
            return "the model did not answer"
        right, wrong = _told_apart(drafts, scope, judge)
        right = list(dict.fromkeys([*known, *right]))
        wrong = wrong[: MOST_WRONG * max(1, len(right))]
        judged = [*((RIGHT, each) for each in right), *((WRONG, each) for each in wrong)]
        return [
            Lesson(VERDICTS, asked.group, asked.block, prompt, (*program, verdict), len(program))
            for verdict, program in judged
        ]


def _told_apart(
    drafts: Sequence[Draft], scope: Scope, judge: Judge | None
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the tokens of the drafts that are right and of those that are wrong, the most probable first.

    Without a judge none is right.
    """
    found: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = [], []
    for draft in drafts:
        if draft.finished:
            is_right = judge is not None and _is_right(draft.text, scope, judge)
            found[not is_right].append((*tokens_of(lexemes(draft.text)), END))
    return found


def _is_right(text: str, scope: Scope, judge: Judge) -> bool:
    """Return whether a draft is right; one with a text that is no unit or no pattern does not type-check."""
    try:
        program = program_of(text, scope)
    except LanguageError:
        return False
    return judge.is_right(program)


_reader: Reader | None = None


def _start(model: Path) -> None:
    """Make ready one of the processes, with a model of its own; it ends with the process."""
    global _reader
    os.nice(12)
    vocabulary = Vocabulary.from_json(checked_files(model).vocabulary)
    _reader = Reader(vocabulary, Translator(model, compares=False).draft)


def _line(prepared: Path, place: Place) -> str:
    assert _reader is not None
    found = _reader.verdicts(asked_at(place, prepared))
    made, left_out = ([], {found: 1}) if isinstance(found, str) else ([each.to_json() for each in found], {})
    return json.dumps([made, left_out], separators=(",", ":"), ensure_ascii=False)


def main() -> None:
    """Write the lessons, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="the decoder's file of a model")
    parser.add_argument("--sources", nargs="*", default=NAMES)
    parser.add_argument("--requests", type=int, default=4000, metavar="N", help="to draw drafts for, in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--prepared", type=Path, default=PREPARED)
    options = parser.parse_args()
    path = options.folder / "lessons" / f"{VERDICTS}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    done = whole_lines(path)
    places = list(islice(sample(options.sources, options.prepared, options.seed), done, options.requests))
    with path.open("a", encoding="utf-8") as file, Pool(PROCESSES, partial(_start, options.model)) as pool:
        for line in pool.imap(partial(_line, options.prepared), places, AT_ONCE):
            file.write(line + "\n")
            file.flush()
    left_out: Counter[str] = Counter()
    taught = Counter(lesson.program[-1] for lesson in kept_lessons(VERDICTS, left_out, options.folder))
    print(f"{taught[RIGHT]} right drafts, {taught[WRONG]} wrong ones, {left_out.total()} requests that teach nothing")
    for why, count in left_out.most_common():
        print(f"{count:9} {why}")


if __name__ == "__main__":
    main()
