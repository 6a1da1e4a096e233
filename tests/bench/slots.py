"""What the reader finds of what programs need: `python -m tests.bench.slots [SET] [--rows N]`.

The sets are everyday, own (the everyday requests of this project), spider, nvbench and schema2qa. What counts as
brought along by the program are the constants of the model (`nano.constants`).

For each wording of a set, its program is written over the names that the reader offers (`nano.placing`): columns,
values and inputs. Printed are, by what is needed, how often it is found in the words, offered though the words do not
spell it (implicit), brought along by the program itself (constants, names, messages), found but not offered to models
yet, or missing; the share of wordings, and of blocks with all their wordings, whose program can be written and
type-checks; and the commonest kinds of what is missing, with examples. `--literals` prints instead the literals that
the words do not say, with over how many tables they are taken: what constants are chosen from.

Programs of everyday.train are its `gold.seglam`; those of the other sets are made of their SQL (`nano.sql`), where that
gives the answer of the row. Left out, and counted, are rows that must be refused and rows without such a program.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import LanguageError, Signature, check_draft, show_value
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.nano import evidence
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.placing import OFFERED, Need, Placed, Way, place
from tests.bench.commands import SHARED
from tests.bench.scoring import read_rows
from tests.bench.sql import SETS, outcome, rows_of

EXAMPLES = 3  # of each kind of what is missing


@dataclass
class Tally:
    """What was counted over the wordings of a set."""

    ways: dict[str, Counter[Way]] = field(default_factory=lambda: defaultdict(Counter))
    wordings: Counter[str] = field(default_factory=Counter)
    blocks: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unsaid: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # literals -> the tables

    def add(self, row: Mapping[str, Any], placed: Placed, why_not: str) -> None:
        """Count one wording with its program placed; `why_not` says why the body does not check, "" where it does."""
        for need in placed.needs:
            self.ways[need.what][need.way] += 1
            if need.what not in ("column", "input") and need.way in (Way.OWN, Way.MISSING):
                self.unsaid[show_value(need.value)].add(str(row.get("table") or row["type"]))
            if need.way not in OFFERED:
                example = f"{show_value(need.value)} | {row['request']} | {row['program']}"
                self.missing[kind_of(need, row["request"])].append(example)
        if placed.body is not None and why_not:
            self.missing[f"the body does not check: {why_not}"].append(f"{row['request']} | {placed.body}")
        self.wordings["written" if placed.body is not None and not why_not else "not written"] += 1
        self.blocks[row["type"]].append(placed.body is not None and not why_not)


def kind_of(need: Need, request: str) -> str:
    """Say what kind of thing is missing, and whether the words spell it."""
    text = re.escape(show_value(need.value).strip('"@'))
    spelled = re.search(rf"(?<!\w){text}(?!\w)", request, re.IGNORECASE) is not None
    found = "found, not offered" if need.way is Way.NOT_OFFERED else "spelled" if spelled else "not spelled"
    return f"{need.what} {need.place} ({found})"


def own() -> Iterator[dict[str, Any]]:
    """Yield the everyday requests of this project, in the form of the shared ones."""
    for known in evidence.own():
        row = {"request": known.request, "inputs": known.inputs, "type": known.block, "table": known.group}
        yield {**row, "gold": {"seglam": known.program}}


def everyday(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of an everyday set with their program; None, with a reason, where there is none."""
    for row in rows:
        yield {**row, "program": row["gold"] and row["gold"]["seglam"], "why": "must be refused"}


def converted(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows that have SQL with the program that is made of it; None where that is not right."""
    for row in rows:
        found = outcome(row)
        yield {**row, "program": found.program if found.is_right else None, "why": "the SQL does not become a program"}


@lru_cache(maxsize=4096)
def flaw(body: str, signature: Signature) -> str:
    """Return why a body does not check over a signature, "" where it does."""
    try:
        check_draft(body, signature)
    except LanguageError as error:
        return error.diagnostics[0].code
    return ""


def measure(rows: Iterable[Mapping[str, Any]]) -> Tally:
    """Place the programs of all rows, over what a model is offered."""
    tally = Tally()
    for row in rows:
        if row["program"] is None:
            tally.wordings[f"left out: {row['why']}"] += 1
            continue
        inputs = read_inputs(values=row["inputs"])
        program = Headed.of(row["program"])
        if why := _unusable(program, inputs):
            tally.wordings[f"left out: {why}"] += 1
            continue
        reading = read(row["request"], inputs).loosely
        scope = scope_of(reading)
        placed = place(program, reading, scope)
        tally.add(row, placed, flaw(placed.body, scope.signature) if placed.body is not None else "")
    return tally


def _unusable(program: Headed, inputs: Inputs) -> str:
    try:
        program.check(inputs)
    except LanguageError as error:
        return f"the program does not check ({error.diagnostics[0].code})"
    except UnknownColumn:
        return "the program names a column that the table does not have"
    return ""


def report(tally: Tally, kinds: int) -> Iterator[str]:
    """Yield the lines of a report, with the commonest `kinds` of what is missing."""
    ways = list(Way)
    yield f"{'':12}" + "".join(f"{way.value:>19}" for way in ways)
    for what, counted in sorted(tally.ways.items()):
        yield f"{what:12}" + "".join(f"{counted[way]:12} {counted[way] / counted.total():6.1%}" for way in ways)
    written, others = tally.wordings["written"], tally.wordings["not written"]
    whole = sum(map(all, tally.blocks.values()))
    yield f"wordings whose program can be written and checks: {_share(written, written + others)}"
    yield f"blocks of which that holds for all wordings: {_share(whole, len(tally.blocks))}"
    for why, count in tally.wordings.most_common():
        if why.startswith("left out"):
            yield f"{count:7} {why}"
    for kind, examples in sorted(tally.missing.items(), key=lambda item: -len(item[1]))[:kinds]:
        yield f"{len(examples):7} {kind}"
        step = max(1, len(examples) // EXAMPLES)
        yield from (f"          {example[:220]}" for example in examples[::step][:EXAMPLES])


def literals(tally: Tally, tables: int) -> Iterator[str]:
    """Yield the literals that the words do not say and that are taken over so many tables, the commonest first."""
    for literal, found in sorted(tally.unsaid.items(), key=lambda item: -len(item[1])):
        if len(found) >= tables:
            yield f"{len(found):5} {literal}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {part / (whole or 1):.1%}"


def spread(rows: Sequence[dict[str, Any]], number: int | None) -> list[dict[str, Any]]:
    """Return about that many rows, all of a block or none, spread evenly."""
    blocks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        blocks[row["type"]].append(row)
    every = list(blocks.values())
    step = 1 if number is None else max(1, len(rows) // number)
    return [row for block in every[::step] for row in block]


def main() -> None:
    """Print the report of a set."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.slots", description="What the reader finds.")
    parser.add_argument("set", nargs="?", default="everyday", choices=("own", *SETS))
    parser.add_argument("--rows", type=int, help="that many wordings, spread evenly")
    parser.add_argument("--kinds", type=int, default=12, help="how many kinds of what is missing")
    parser.add_argument("--literals", type=int, metavar="TABLES", help="literals taken over so many tables, unsaid")
    options = parser.parse_args()
    if options.set == "own":
        found = everyday(spread(list(own()), options.rows))
    elif options.set == "everyday":
        found = everyday(spread(read_rows(SHARED / "everyday" / "everyday.train.jsonl.gz"), options.rows))
    else:
        found = converted(spread(rows_of(options.set), options.rows))
    tally = measure(found)
    print("\n".join(literals(tally, options.literals) if options.literals else report(tally, options.kinds)))


if __name__ == "__main__":
    main()
