"""Descriptions of everyday programs: `python -m tests.describe [FILE.jsonl.gz]`."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.language import Param, Signature, check_draft
from seglam_lang.language.core import Procedure
from seglam_lang.language.describing import Argument, describe
from seglam_lang.language.types import column_of
from seglam_lang.language.types import table as table_of
from seglam_lang.language.values import Column

FILE = Path(__file__).parents[2] / "shared" / "everyday" / "everyday.train.jsonl.gz"


@dataclass(frozen=True)
class Everyday:
    """One program over one table, with a request for it."""

    table: str
    request: str
    program: str
    inputs: dict[str, Any]


def everyday(path: Path) -> Iterator[Everyday]:
    """Yield the programs of a file of requests, each once for its table."""
    seen = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["gold"] and (key := (row["table"], row["gold"]["seglam"])) not in seen:
                seen.add(key)
                yield Everyday(row["table"], row["request"], row["gold"]["seglam"], row["inputs"])


def checked(case: Everyday) -> tuple[Procedure, list[str | Argument]]:
    """Return the procedure of a program, with the names of its parameters."""
    *steps, last = case.program.split("\n")
    text = "\n".join([*steps, last if re.match(r"\s*return\b", last) else f"return {last}"])
    params: list[Param] = []
    names: dict[str, str | Argument] = {"rows": "rows"}
    inputs = read_inputs(table=case.inputs["table"]) if "table" in case.inputs else read_inputs(values=case.inputs)
    for table in inputs.tables.values():
        used = list(dict.fromkeys(re.findall(r"`([^`]+)`", text)))
        labels = {header: f"c{place}" for place, header in enumerate(used)}
        params.append(Param("rows", table_of(tuple(labels.values()))))
        for header, label in labels.items():
            kind = table.types[table.headers.index(header)]
            params.append(Param(label, column_of(kind), "rows"))
            names[label] = Argument(Column(header, kind))
        for header, label in labels.items():
            text = text.replace(f"`{header}`", label)
    for name in inputs.values:
        params.append(Param(name, inputs.types[name]))
        names[name] = name
    made = check_draft(text, Signature(tuple(params)))
    return made.core, [names[name] for name in made.params]


@dataclass(frozen=True)
class Described:
    """A program with its description."""

    case: Everyday
    text: str

    @property
    def words(self) -> int:
        """How many words the description has."""
        return len(self.text.split())


def described(path: Path) -> list[Described]:
    """Return the descriptions of all programs of a file; raise what goes wrong with one."""
    return [Described(case, describe(*checked(case))) for case in everyday(path)]


def namesakes(descriptions: Iterable[Described]) -> list[tuple[str, str, str]]:
    """Return the descriptions that two different programs of one table share, with both programs."""
    first: dict[tuple[str, str], str] = {}
    pairs = ((each, first.setdefault((each.case.table, each.text), each.case.program)) for each in descriptions)
    return [(each.text, other, each.case.program) for each, other in pairs if other != each.case.program]


def main() -> None:
    """Print the figures, and some descriptions to read."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, default=FILE)
    options.add_argument("--sample", type=int, default=10, help="how many descriptions to print")
    options.add_argument("--seed", type=int, default=0, help="another seed prints others")
    options.add_argument("--longer", type=int, default=0, help="print only descriptions of more words than this")
    given = options.parse_args()
    found = described(given.file)
    lengths = sorted(each.words for each in found)
    same = namesakes(found)
    print(f"{len(found)} descriptions of {len({each.case.table for each in found})} tables' programs")
    print(f"words: median {statistics.median(lengths):.0f}, 95th percentile {lengths[len(lengths) * 95 // 100]}")
    print(f"programs with the description of another one of their table: {len(same)}")
    for text, one, other in same:
        print(f"\n{text}\n  {one}\n  {other}")
    long = [each for each in found if each.words > given.longer]
    for each in random.Random(given.seed).sample(long, min(given.sample, len(long))):
        print(f"\n{each.case.request}\n  {each.case.program}\n  {each.text}")


if __name__ == "__main__":
    main()
