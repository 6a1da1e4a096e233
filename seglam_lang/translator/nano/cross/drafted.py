"""What a model drafts, in words: `python -m seglam_lang.translator.nano.cross.drafted --model decoder.gguf`.

These are the mistakes that the cross-encoder is there for. A draft is right where it gives what the right program of
its request gives, as for the critic (`nano.verdicts`); of a request that must be refused every draft is wrong.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

from seglam_lang.drafts import Draft
from seglam_lang.inputs import InputError
from seglam_lang.language import LanguageError
from seglam_lang.requests import read
from seglam_lang.requests.scope import Scope, scope_of
from seglam_lang.translator import DEFAULT_MODEL, Task, Translator
from seglam_lang.translator.failures import ModelDied
from seglam_lang.translator.in_words import descriptions
from seglam_lang.translator.nano.corpus import PROCESSES
from seglam_lang.translator.nano.cross.told import TOLD, Told
from seglam_lang.translator.nano.headed import UnknownColumn
from seglam_lang.translator.nano.sources import PREPARED, Asked
from seglam_lang.translator.nano.verdicts import (
    AT_ONCE,
    CANDIDATES,
    LIMIT_S,
    Judge,
    Place,
    asked_at,
    program_of,
    sample,
)

NAMES = ("everyday", "own", "spider", "schema2qa", "nvbench")
DRAFTED = "drafted"  # the name of the file

_translator: Translator | None = None


def told_of(asked: Asked, translator: Translator) -> Told | None:
    """Return what the drafts of a request tell; None where they tell nothing."""
    try:
        inputs = asked.read()
        judge = None if asked.program is None else Judge.of(asked.program, inputs)
    except (InputError, LanguageError, UnknownColumn):
        return None
    if asked.program is not None and judge is None:
        return None
    reading = read(asked.request, inputs).loosely
    scope = scope_of(reading)
    try:
        drafts = translator.draft(Task(reading, scope, CANDIDATES, limit_s=LIMIT_S))
    except ModelDied:
        return None
    right, wrong = _told_apart(drafts, scope, judge)
    return Told(asked.source, asked.group, (asked.request,), right, wrong) if right or wrong else None


def _told_apart(drafts: Sequence[Draft], scope: Scope, judge: Judge | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the drafts do that are right, and what those do that are wrong; without a judge all are."""
    found: dict[str, set[bool]] = {}
    for draft, words in zip(drafts, descriptions(drafts, scope), strict=True):
        if words is not None:
            is_right = judge is not None and judge.is_right(program_of(draft.text, scope))
            found.setdefault(words, set()).add(is_right)
    right, wrong = (tuple(each for each in found if found[each] == {verdict}) for verdict in (True, False))
    return right, wrong


def _start(model: Path) -> None:
    """Make ready one of the processes, with a model of its own; it ends with the process."""
    global _translator
    os.nice(12)
    _translator = Translator(model, compares=False)


def _line(prepared: Path, place: Place) -> str:
    """Return what the drafts of a request tell, as a line; "" where that is nothing."""
    assert _translator is not None
    found = told_of(asked_at(place, prepared), _translator)
    return found.to_line() if found else ""


def main() -> None:
    """Write what is told, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=NAMES)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the decoder's file of a model")
    parser.add_argument("--requests", type=int, default=6000, metavar="N", help="to draw drafts for, in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prepared", type=Path, default=PREPARED)
    parser.add_argument("--out", type=Path, default=TOLD)
    options = parser.parse_args()
    places = list(islice(sample(options.sources, options.prepared, options.seed, lambda asked: True), options.requests))
    options.out.mkdir(parents=True, exist_ok=True)
    with (
        Pool(PROCESSES, partial(_start, options.model)) as pool,
        (options.out / f"{DRAFTED}.jsonl").open("w", encoding="utf-8") as file,
    ):
        lines = list(pool.imap(partial(_line, options.prepared), places, AT_ONCE))
        file.writelines(lines)
    print(f"{len(lines)} requests, of which {lines.count('')} tell nothing")


if __name__ == "__main__":
    main()
