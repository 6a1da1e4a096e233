"""Converts every set of the data once, in two processes, into one file each; what is interrupted goes on where it was.

A file has a line for each row of the set, in the set's order: what it asks, or why it was left out.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.sources.asked import DEVELOPMENT, Asked, LeftOut, from_line, is_dev, to_line
from seglam_lang.translator.nano.sources.derived import REFUSED, VARIED, lines_of, refused, unanswerable_rows, varied
from seglam_lang.translator.nano.sources.everyday import everyday_blocks, from_block, own_blocks
from seglam_lang.translator.nano.sources.financial import from_financial
from seglam_lang.translator.nano.sources.problems import from_problem
from seglam_lang.translator.nano.sources.queries import SETS, from_query, query_rows
from seglam_lang.translator.nano.sources.sampled import from_sample, sampled_rows
from seglam_lang.translator.nano.sources.searching import from_answer

Row = Any  # of the data a dict, of what is sampled an example, of what is made of others what it asks
PREPARED = Path("build/sources")
EVERYDAY, EVERYDAY_DEV = Path("everyday") / "everyday.train.jsonl.gz", Path("everyday") / "everyday.dev.jsonl.gz"
PROCESSES = 2
AT_ONCE = 50  # rows that a process is handed


@dataclass(frozen=True)
class Source:
    """A set of the data: its rows, given the folders of the data and of what is prepared, and what one of them asks."""

    rows: Callable[[Path, Path], Iterable[Row]]
    convert: Callable[[Row], list[Asked]]


def _queries(name: str) -> Source:
    return Source(lambda shared, prepared: query_rows(name, shared / "data"), from_query)


def _problems(name: str) -> Source:
    return Source(lambda shared, prepared: rows(shared / "data" / f"{name}.train.jsonl.gz"), from_problem)


def _itself(row: Asked) -> list[Asked]:
    return [row]


def for_development(row: Row) -> list[Asked]:
    """Return what a row of a development file asks, which nobody learns from."""
    found = from_block(row) if "wordings" in row else from_problem(row)
    return [replace(each, source=f"{each.source}-dev", group=f"{DEVELOPMENT}{each.group}") for each in found]


SOURCES = {
    **{name: _queries(name) for name in SETS},
    **{name: _problems(name) for name in ("mawps", "gsm8k", "calc", "wikisql")},
    "tatqa": Source(lambda shared, prepared: rows(shared / "data" / "tatqa.train.jsonl.gz"), from_financial),
    "wtq": Source(lambda shared, prepared: rows(shared / "data" / "wtq.train.jsonl.gz"), from_answer),
    "own": Source(lambda shared, prepared: own_blocks(), from_block),
    "everyday": Source(lambda shared, prepared: everyday_blocks(shared / EVERYDAY), from_block),
    "everyday-dev": Source(lambda shared, prepared: everyday_blocks(shared / EVERYDAY_DEV), for_development),
    "wikisql-dev": Source(lambda shared, prepared: rows(shared / "data" / "wikisql.dev.jsonl.gz"), for_development),
    "sampled": Source(lambda shared, prepared: sampled_rows(shared), from_sample),
    # Of what was prepared before:
    "varied": Source(lambda shared, prepared: lines_of(VARIED, prepared), varied),
    "refused": Source(lambda shared, prepared: lines_of(REFUSED, prepared), refused),
    "unanswerable": Source(lambda shared, prepared: unanswerable_rows(prepared), _itself),
}
NAMES = tuple(SOURCES)


def asked(names: Iterable[str] = NAMES, folder: Path = PREPARED) -> Iterator[Asked]:
    """Yield what was prepared of sets, in a fixed order. Raise FileNotFoundError where one was not."""
    for name in names:
        with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                yield from from_line(line)


def prepare(name: str, shared: Path, folder: Path = PREPARED) -> None:
    """Write the file of a set, from where it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    done = whole_lines(path)
    left = islice(SOURCES[name].rows(shared, folder), done, None)
    with Pool(PROCESSES, partial(os.nice, 12)) as pool, path.open("a", encoding="utf-8") as file:
        for line in pool.imap(partial(_line, name), left, AT_ONCE):
            file.write(line + "\n")


def whole_lines(path: Path) -> int:
    """Return how many lines a file has; what was being written when it was interrupted is cut off."""
    if not path.exists():
        return 0
    text = path.read_bytes()
    end = text.rfind(b"\n") + 1
    if end < len(text):
        os.truncate(path, end)
    return text.count(b"\n")


def _line(name: str, row: Row) -> str:
    try:
        return to_line(SOURCES[name].convert(row))
    except LeftOut as error:
        return json.dumps({"left_out": str(error)})


def counts(names: Sequence[str] = NAMES, folder: Path = PREPARED) -> Iterator[str]:
    """Yield the lines of a table: what there is to learn from, and why the rest was left out."""
    for name in names:
        kept: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        for line in (folder / f"{name}.jsonl").open(encoding="utf-8"):
            found = list(from_line(line))
            if not found:
                left_out[json.loads(line)["left_out"]] += 1
            for each in found:
                what = "refused" if each.program is None else "programs"
                kept[f"{each.source}: {what}{', held back' if is_dev(each.group) else ''}"] += 1
        yield from (f"{count:7} {what}" for what, count in sorted(kept.items()))
        yield from (f"{count:15} rows of {name} left out: {why}" for why, count in left_out.most_common())
