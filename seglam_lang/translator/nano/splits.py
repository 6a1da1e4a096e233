"""Which rows of a data set are held back: those of about one database in eight, always the same ones.

Sets without a development part of their own (spider, schema2qa, nlv, nvbench) are split by the database that a row asks
about, so that no table of the development part is seen in training. Databases that several sets share fall on the same
side in all of them.

`FILES` are where each set has its rows for development: those of a file for development, and of one for training those
that are held back. Our own stand in this repository (`UNSEEN`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.unseen import unseen_rows

PARTS, HELD_BACK = 8, 4  # this part of eight has databases of all four sets in it

UNSEEN = "unseen"  # in the place of a file
FILES = {
    "everyday": ("everyday/everyday.dev.jsonl.gz",),
    "unseen": (UNSEEN,),
    "spider": ("data/spider.train.jsonl.gz",),
    "schema2qa": ("data/schema2qa.train.jsonl.gz",),
    "charts": ("data/nlv.train.jsonl.gz", "data/nvbench.train.jsonl.gz"),
    "wikisql": ("data/wikisql.dev.jsonl.gz",),
    "wtq": ("data/wtq.dev600.jsonl.gz",),
    "mawps": ("data/mawps.dev.jsonl.gz",),
    "calc": ("data/calc.dev.jsonl.gz",),
    "abstain": ("data/abstain.dev.jsonl.gz",),
}


def is_dev(group: str) -> bool:
    """Return whether the rows of a group (their `db`) are for development, not for training."""
    return crc32(group.encode()) % PARTS == HELD_BACK


def development_rows(
    files: Sequence[str], folder: Path, number: Callable[[str], Any] = float
) -> Iterator[dict[str, Any]]:
    """Yield the rows for development of some of `FILES` in a folder, of nvbench those of its cleaned part."""
    for file in files:
        for row in unseen_rows(number=number) if file == UNSEEN else rows(folder / file, number):
            if ".train." not in file or (is_dev(row["db"]) and _is_clean(row)):
                yield row


def _is_clean(row: dict[str, Any]) -> bool:
    return row["source"] != "nvbench" or "viseval" in row["flags"]
