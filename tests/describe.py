"""Descriptions of everyday programs: `python -m tests.describe [FILE.jsonl.gz]`."""

from __future__ import annotations

import gzip
import json
import random
import re
import statistics
import sys
from collections.abc import Iterator
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

FILE = Path("/work/shared/everyday/everyday.train.jsonl.gz")


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
            names[label] = Argument(Column(header, kind), header)
        text = re.sub(r"`([^`]+)`", lambda found, labels=labels: labels[found[1]], text)
    for name in inputs.values:
        params.append(Param(name, inputs.types[name]))
        names[name] = name
    made = check_draft(text, Signature(tuple(params)))
    return made.core, [names[name] for name in made.params]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    found: dict[tuple[str, str], str] = {}
    lengths, same, failed, sample = [], [], [], []
    for case in everyday(path):
        try:
            core, names = checked(case)
        except Exception as error:
            failed.append((case.program, str(error)))
            continue
        text = describe(core, names)
        lengths.append(len(text.split()))
        other = found.setdefault((case.table, text), case.program)
        if other != case.program:
            same.append((text, other, case.program))
        sample.append((case.request, case.program, text))
    for one in failed[:5]:
        print("failed", one)
    print(f"{len(sample)} descriptions, {len(failed)} programs that do not check")
    print(f"words: median {statistics.median(lengths)}, 95th percentile {sorted(lengths)[int(len(lengths) * 0.95)]}")
    print(f"{len(same)} programs with the description of another one of their table")
    if len(sys.argv) > 5:
        sample = [one for one in sample if len(one[2].split()) > int(sys.argv[5])]
    for each in same[: int(sys.argv[3]) if len(sys.argv) > 3 else 10]:
        print("\n ".join(each))
    for request, program, text in random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 0).sample(
        sample, int(sys.argv[2]) if len(sys.argv) > 2 else 10
    ):
        print(f"\n  {request}\n  {program}\n  {text}")


main()
