"""The sets that the figures are of, and what is to be reached on each."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.translator.nano.splits import FILES, UNSEEN, development_rows
from tests.bench.commands import SHARED
from tests.bench.moments import in_moments

Row = Mapping[str, Any]
Choice = Callable[[Sequence[Row]], list[Row]]
T = TypeVar("T")

_NEXT_SENTENCE = re.compile(r"[.!?;]\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class Goal:
    """Shares to be reached: right of all rows or of those that have an answer, right of what is answered, and, of what
    must be refused, what may be answered at most.
    """

    right: float | None = None
    right_of_answerable: float | None = None
    precision: float | None = None
    answered: float | None = None


def _all(rows: Sequence[Row]) -> list[Row]:
    return list(rows)


def _refusals(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["expect"] == "abstain"]


def _stories(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without inputs that tell a story before they ask: some wording of it has several sentences."""
    told = [row for row in rows if not row["inputs"] and row["expect"] == "answer"]
    types = {row["type"] for row in told if _NEXT_SENTENCE.search(row["request"])}
    return [row for row in told if row["type"] in types]


@dataclass(frozen=True, slots=True)
class DataSet:
    """Rows for development in some files of ../shared, those that `chosen` picks."""

    name: str
    title: str
    files: tuple[str, ...]
    goal: Goal = field(default_factory=Goal)
    chosen: Choice = _all

    def rows(self, folder: Path = SHARED, count: int | None = None, seed: int = 0) -> list[Row]:
        """Return the rows, or `count` of them picked by `seed`, in the order of the files."""
        found = self.chosen(list(development_rows(self.files, folder, Decimal)))
        if count is None or count >= len(found):
            return found
        return [found[i] for i in sorted(random.Random(seed).sample(range(len(found)), count))]


SETS = (
    DataSet("everyday", "everyday.dev", FILES["everyday"], Goal(right=0.62, precision=0.90)),
    DataSet("unseen", "everyday requests of our own, unseen", FILES["unseen"], Goal(right=0.62, precision=0.90)),
    DataSet("moments", "of both, over days with times", (*FILES["everyday"], *FILES["unseen"]), chosen=in_moments),
    DataSet("spider", "spider, held back", FILES["spider"], Goal(0.62, precision=0.88)),
    DataSet("schema2qa", "schema2qa, held back", FILES["schema2qa"], Goal(0.60, precision=0.88)),
    DataSet("charts", "nlv + nvbench, held back", FILES["charts"], Goal(0.55, precision=0.85)),
    DataSet("wikisql", "wikisql.dev", FILES["wikisql"], Goal(0.84, precision=0.95)),
    DataSet("wtq", "wtq.dev600", FILES["wtq"], Goal(0.30, precision=0.80)),
    DataSet("mawps", "mawps.dev", FILES["mawps"], Goal(0.70, precision=0.90)),
    DataSet("stories", "stories of everyday.dev", FILES["everyday"], Goal(0.70, precision=0.90), _stories),
    DataSet("calc", "calc.dev", FILES["calc"], Goal(right_of_answerable=0.90, precision=0.97)),
    DataSet("abstain", "abstain.dev", FILES["abstain"], Goal(answered=0.01)),
    DataSet("refusals", "refusals of everyday.dev", FILES["everyday"], Goal(answered=0.08), _refusals),
)


def spread(items: Sequence[T], count: int | None) -> list[T]:
    """Return `count` of the items, spread evenly; all of them where they are fewer or none are counted."""
    if count is None or count >= len(items):
        return list(items)
    return [items[i * len(items) // count] for i in range(count)]


# How commands choose among them


def add_options(parser: argparse.ArgumentParser, rows: int | None = None, sets: Sequence[DataSet] = SETS) -> None:
    """Add the options that say which rows are asked of which model."""
    names = ", ".join(data.name for data in SETS)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with data/ and everyday/")
    parser.add_argument("--sets", type=_named, default=sets, metavar="NAMES", help=f"of {names}, with commas between")
    parser.add_argument("--rows", type=positive, default=rows, metavar="N", help="only N rows of each set")
    parser.add_argument("--seed", type=int, default=0, help="which rows --rows picks")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="GGUF file  [default: the one that ships]")


def parsed(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse arguments; end with a message where a file of the sets is missing."""
    options = parser.parse_args(arguments)
    for file in [file for data in options.sets for file in data.files if file != UNSEEN]:
        if not (options.shared / file).is_file():
            parser.error(f"there is no {file} in {options.shared}; say with --shared where it is")
    return options


def positive(text: str) -> int:
    """Return the whole number from 1 on that an argument states."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, not {text!r}")
    return int(text)


def _named(names: str) -> list[DataSet]:
    known = {data.name: data for data in SETS}
    unknown = [name for name in names.split(",") if name not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no set {unknown[0]!r}; there are {', '.join(known)}")
    return [known[name] for name in names.split(",")]
