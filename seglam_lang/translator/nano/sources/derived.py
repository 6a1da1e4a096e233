"""What is made of other sources: the same asked otherwise, and what must be refused."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.sources.asked import Asked, LeftOut, from_line, is_dev
from seglam_lang.translator.nano.sources.refusals import refusals, unanswerable
from seglam_lang.translator.nano.sources.variations import vary

VARIED = ("everyday", "own", "spider", "nvbench", "schema2qa", "nlv", "tatqa")
REFUSED = (*VARIED, "wikisql")
SHARE = 0.25  # of requests over tables, of which a refusal is made


def lines_of(names: Iterable[str], folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the prepared lines of sources, each with its number and the line before."""
    lines = chain.from_iterable((folder / f"{name}.jsonl").open(encoding="utf-8") for name in names)
    for number, (before, line) in enumerate(pairwise(chain([""], lines))):
        yield {"number": number, "before": before, "line": line}


def varied(row: dict[str, Any]) -> list[Asked]:
    """Return one of the requests of a line, asked otherwise. Raise LeftOut where there is none."""
    chance = random.Random(row["number"])
    found = [each for each in from_line(row["line"]) if not is_dev(each.group)]
    if not found:
        raise LeftOut("nothing to vary")
    one = chance.choice(found)
    other = vary(one, chance)
    if other == one:
        raise LeftOut("the variation is the same")
    return [other]


def refused(row: dict[str, Any]) -> list[Asked]:
    """Return one of the requests of a line over a table that cannot answer it. Raise LeftOut where there is none."""
    chance = random.Random(row["number"])
    before = list(from_line(row["before"])) if row["before"] else []
    found = [each for each in from_line(row["line"]) if not is_dev(each.group)]
    if not found or chance.random() > SHARE:
        raise LeftOut("not one of those that are refused")
    made = list(refusals([*before[:1], chance.choice(found)], 1.0, row["number"]))
    if not made or made[-1].request not in {each.request for each in found}:
        raise LeftOut("nothing to take away")
    return [made[-1]]


def unanswerable_rows(folder: Path) -> Iterator[Asked]:
    """Yield what no procedure answers, over tables of the everyday requests."""
    tables = [each for line in (folder / "everyday.jsonl").open(encoding="utf-8") for each in from_line(line)]
    yield from unanswerable(tables)
