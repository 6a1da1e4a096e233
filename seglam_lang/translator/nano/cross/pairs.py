"""Requests beside what programs do, from the prepared sources: `python -m seglam_lang.translator.nano.cross.pairs`.

A request's own program is right for it. Wrong are those of other requests about the same table, those that sound most
like it first, and mutants of its own; but none that gives the same as the right one for the request's table and some
that are made of it. What must be refused has no right program, and those of its table are wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import Pool
from pathlib import Path
from random import Random

from seglam_lang.inputs import InputError, Inputs
from seglam_lang.language import Failure, LanguageError
from seglam_lang.language.describing import Argument, describe
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests.tokens import norms
from seglam_lang.translator.nano.corpus import PROCESSES
from seglam_lang.translator.nano.cross.mutants import mutants
from seglam_lang.translator.nano.cross.told import TOLD, Told
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.rewriting.agreement import runner, same, variations
from seglam_lang.translator.nano.sources import PREPARED, Asked
from seglam_lang.translator.nano.sources.asked import from_line

NAMES = ("everyday", "own", "spider", "schema2qa", "nvbench", "nlv", "calc", "everyday-dev")
CHANGED = 4  # tables made of the request's own on which programs are compared
MOST_OTHERS, MOST_MUTANTS, TRIED = 4, 6, 14  # wrong programs of a request, and mutants that are tried
AT_ONCE = 40  # lines of one table that are looked at together
UNUSABLE = (LanguageError, UnknownColumn, InputError, Failure)


@dataclass(frozen=True)
class Known:
    """A program for some inputs, what it does in words, and what it gives for them and for what is made of them."""

    program: str
    words: str
    outcomes: tuple[Value | Failure, ...]

    @staticmethod
    def of(program: str, inputs: Inputs, given: Sequence[Inputs]) -> Known:
        """Return a program with what it does. Raise LanguageError or UnknownColumn where it does not type-check."""
        headed = Headed.of(program)
        return Known(program, _words(headed, inputs), tuple(map(runner(headed, inputs), given)))

    def does_the_same(self, other: Known) -> bool:
        """Return whether nothing tells the two apart."""
        return all(map(same, self.outcomes, other.outcomes))

    @property
    def only_fails(self) -> bool:
        """Return whether there is nothing that it can be used for."""
        return all(isinstance(outcome, Failure) for outcome in self.outcomes)


def _words(headed: Headed, inputs: Inputs) -> str:
    arguments = {param.name: value for param, value in headed.parameters(inputs)}
    checked = headed.check(inputs)
    return describe(checked.core, [_called(name, arguments[name]) for name in checked.params], conditions=False)


def _called(name: str, value: Value) -> str | Argument:
    """Return how a description calls an argument, as that of a draft does: a column by its header."""
    return "table" if isinstance(value, Table) else Argument(value) if isinstance(value, Column) else name


def told_of(number: int, lines: Sequence[str]) -> list[Told]:
    """Return what is learned from requests about one table."""
    dice = Random(number)
    asked: dict[tuple[str, str | None], list[Asked]] = {}
    for each in chain.from_iterable(map(from_line, lines)):
        asked.setdefault((each.block or each.request, each.program), []).append(each)
    here = [(wordings, _read(wordings[0])) for wordings in asked.values()]
    programs = [(inputs, known) for _, (inputs, known) in here if known is not None]
    found = []
    for wordings, (inputs, known) in here:
        if inputs is None or (known is None and wordings[0].program is not None):
            continue
        others = [each for other, each in programs if other is not None and _alike(inputs, other)]
        wrong = _others(wordings[0].request, inputs, known, others)
        wrong += _mutants(wordings[0].program or "", inputs, known, dice) if known else []
        requests = tuple(sorted({each.request for each in wordings}))
        right = (known.words,) if known else ()
        distinct = tuple(dict.fromkeys(each for each in wrong if each not in right))
        found.append(Told(wordings[0].source, wordings[0].group, requests, right, distinct))
    return found


def _read(asked: Asked) -> tuple[Inputs | None, Known | None]:
    """Return the inputs of a request and its program; None for what cannot be used."""
    try:
        inputs = asked.read()
    except InputError:
        return None, None
    try:
        return inputs, None if asked.program is None else Known.of(asked.program, inputs, _given(inputs))
    except UNUSABLE:
        return inputs, None


def _given(inputs: Inputs) -> list[Inputs]:
    return [inputs, *islice(variations(inputs), CHANGED)] if len(inputs.tables) == 1 else [inputs]


def _alike(one: Inputs, other: Inputs) -> bool:
    """Return whether there is a table in both, with the same headers."""
    headers = [[table.headers for table in each.tables.values()] for each in (one, other)]
    return bool(headers[0]) and headers[0] == headers[1]


def _others(request: str, inputs: Inputs, known: Known | None, others: Sequence[Known]) -> list[str]:
    """Return what other programs of the table do, those first that sound most like the right one, or like the request
    where there is none.
    """
    sound = {*norms(known.words if known else request)}
    ranked = sorted(others, key=lambda each: (-_overlap(sound, {*norms(each.words)}), each.words))
    different = (each for each in ranked if known is None or _differs(known, each, inputs))
    return [each.words for each in islice(different, MOST_OTHERS)]


def _differs(known: Known, other: Known, inputs: Inputs) -> bool:
    """Return whether a program for another row of the same table does something else for these inputs."""
    try:
        return not known.does_the_same(Known.of(other.program, inputs, _given(inputs)))
    except UNUSABLE:
        return False


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _mutants(program: str, inputs: Inputs, known: Known, dice: Random) -> list[str]:
    found: list[str] = []
    for each in mutants(program, inputs, dice)[:TRIED]:
        try:
            other = Known.of(each, inputs, _given(inputs))
        except UNUSABLE:
            continue
        if not other.only_fails and not known.does_the_same(other):
            found.append(other.words)
    return found[:MOST_MUTANTS]


def by_table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a prepared file that are about one table, with a number."""
    group, lines, number = "", list[str](), 0
    with path.open(encoding="utf-8") as file:
        for line in file:
            asked = next(from_line(line), None)
            if asked is None:
                continue
            if lines and (asked.group != group or len(lines) >= AT_ONCE):
                yield number, lines
                lines, number = [], number + 1
            group = asked.group
            lines.append(line)
    if lines:
        yield number, lines


def _lines(item: tuple[int, list[str]]) -> str:
    return "".join(each.to_line() for each in told_of(*item))


def main() -> None:
    """Write what is told, as the options say: a file for each source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=NAMES)
    parser.add_argument("--prepared", type=Path, default=PREPARED)
    parser.add_argument("--out", type=Path, default=TOLD)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.sources:
        with Pool(PROCESSES) as pool, (options.out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(pool.imap(_lines, by_table(options.prepared / f"{name}.jsonl"), 4))
        print(name, flush=True)


if __name__ == "__main__":
    main()
