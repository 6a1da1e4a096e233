"""Requests beside the words of others: `python -m seglam_lang.translator.nano.cross.wordings`.

Two requests about one table ask for the same where the procedure is the same, of the same columns; what the words state
(numbers, dates, cells) may be another. The words of the other are said of what this request states, as those that have
asked before are when a procedure is recognised. Different are those that sound most like it, and one by chance.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import NamedTuple

from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import FromColumn, FromHeader, FromTable, FromValue
from seglam_lang.requests.spoken import spoken
from seglam_lang.requests.tokens import norms
from seglam_lang.translator.nano.corpus import PROCESSES
from seglam_lang.translator.nano.cross.pairs import by_table
from seglam_lang.translator.nano.cross.told import TOLD
from seglam_lang.translator.nano.sources import PREPARED
from seglam_lang.translator.nano.sources.asked import from_line
from seglam_lang.translator.nano.worded import Worded, worded

NAMES = ("everyday", "own")
FILE = "wordings.jsonl"
SHARE = 0.4  # of the requests that something is told of: there are 50,000
MOST_SAME, MOST_ALIKE = 2, 3  # other wordings of a request: that ask for the same, and that only sound like it
JITTER = 0.05  # of how alike two wordings sound, so that not always the same are taken


class Beside(NamedTuple):
    """A request beside other words, and whether these ask for the same; `table` is a number."""

    request: str
    words: str
    same: bool
    table: int


@dataclass(frozen=True, eq=False)
class _Asked:
    """A request with the wording that asks for its program, of what that takes, and which thing is asked."""

    request: str
    worded: Worded
    use: tuple[str, ...]
    block: str

    @property
    def norms(self) -> frozenset[str]:
        return frozenset(norms(self.request))


def beside(table: int, lines: Sequence[str]) -> Iterator[Beside]:
    """Yield what is learned from prepared requests about one table."""
    dice = Random(table)
    asked = list(_asked(lines))
    for each in asked:
        if dice.random() < SHARE:
            same = [other for other in asked if other is not each and other.use == each.use]
            others = [other for other in asked if other.use != each.use and other.block != each.block]
            for other in dice.sample(same, min(MOST_SAME, len(same))):
                yield Beside(each.request, _said(other, each), True, table)
            for other in (*_most_alike(each, others, dice), *dice.sample(others, min(1, len(others)))):
                yield Beside(each.request, _said(other, each), False, table)


def _asked(lines: Sequence[str]) -> Iterator[_Asked]:
    for each in chain.from_iterable(map(from_line, lines)):
        found = worded(each.request, each.inputs, each.program) if each.program and "table" in each.inputs else None
        if found is not None:
            yield _Asked(each.request, found, _use(found), each.block)


def _use(asked: Worded) -> tuple[str, ...]:
    """Return the procedure with what it takes: of what the words state nothing, as that may be another."""
    taken = [
        argument.header if isinstance(argument, Column) else repr(argument) if isinstance(source, FromValue) else ""
        for source, argument in zip(asked.wording.sources, asked.arguments, strict=True)
    ]
    return asked.wording.procedure, *taken


def _most_alike(asked: _Asked, others: Sequence[_Asked], dice: Random) -> Iterator[_Asked]:
    """Yield those of the others that share most words, of each thing asked one at most."""
    own = asked.norms
    ranked = sorted(
        others, key=lambda other: len(own & other.norms) / len(own | other.norms) + dice.random() * JITTER, reverse=True
    )
    by_block: dict[str, _Asked] = {}
    for other in ranked:
        by_block.setdefault(other.block, other)
    yield from list(by_block.values())[:MOST_ALIKE]


def _said(other: _Asked, asked: _Asked) -> str:
    """Return the words of another request, said of what this one states as far as that is of the same types."""
    arguments = list(other.worded.arguments)
    stated = _stated(asked)
    for place in _places(other):
        of_type = next((value for value in stated if type(value) is type(arguments[place])), None)
        if of_type is not None:
            stated.remove(of_type)
            arguments[place] = of_type
    return spoken(other.worded.wording, arguments)


def _stated(asked: _Asked) -> list[Value]:
    return [asked.worded.arguments[place] for place in _places(asked)]


def _places(asked: _Asked) -> list[int]:
    """Return which arguments the words state: these may be others."""
    kept = (FromTable, FromHeader, FromValue, FromColumn)
    return [at for at, source in enumerate(asked.worded.wording.sources) if not isinstance(source, kept)]


def kept_pairs(path: Path) -> list[Beside]:
    """Return what a file holds."""
    with path.open(encoding="utf-8") as lines:
        return [Beside(*json.loads(line)) for line in lines]


def _lines(item: tuple[int, list[str]]) -> list[str]:
    return [json.dumps(each, ensure_ascii=False) + "\n" for each in beside(*item)]


def main() -> None:
    """Write what is told, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prepared", type=Path, default=PREPARED)
    parser.add_argument("--out", type=Path, default=TOLD)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tables = (lines for name in NAMES for _, lines in by_table(options.prepared / f"{name}.jsonl"))
    with Pool(PROCESSES) as pool, (options.out / FILE).open("w", encoding="utf-8") as file:
        for lines in pool.imap(_lines, enumerate(tables), 4):
            file.writelines(lines)


if __name__ == "__main__":
    main()
