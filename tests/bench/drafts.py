"""What became of every draft that a model began, as the cache remembers it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from seglam_lang.answer import Attempt
from seglam_lang.drafts import Fate
from seglam_lang.store.packing import unpack


@dataclass(frozen=True, slots=True)
class Drafts:
    """Samples counted one by one: those that came out as the same text count each.

    `refusing` are samples whose first and only token was the refusal: no draft was begun. Nor was one where the request
    did not fit into the model (`too_long`).
    """

    begun: int = 0
    finished: int = 0
    checked: int = 0
    refusing: int = 0
    too_long: int = 0

    def __add__(self, other: Drafts) -> Drafts:
        return Drafts(
            self.begun + other.begun,
            self.finished + other.finished,
            self.checked + other.checked,
            self.refusing + other.refusing,
            self.too_long + other.too_long,
        )


def count_drafts(cache: Path) -> Drafts:
    """The drafts of all misses, of those that were stored and of those that came to nothing."""
    fates: Counter[str] = Counter()
    for attempt in _attempts(cache):
        fates[attempt.fate] += attempt.count
    checked = fates[Fate.FINISHED]
    finished = checked + fates[Fate.ILL_TYPED]
    begun = finished + fates[Fate.CUT_OFF] + fates[Fate.OUT_OF_TIME]
    return Drafts(begun, finished, checked, fates[Fate.REFUSED], fates[Fate.TOO_LONG])


def _attempts(cache: Path) -> Iterator[Attempt]:
    """Read past `Store`, which tells of one procedure or template at a time."""
    with closing(sqlite3.connect(f"{cache.absolute().as_uri()}?mode=ro", uri=True)) as database:
        for (body,) in database.execute("SELECT body FROM provenance UNION ALL SELECT body FROM refusals"):
            yield from map(Attempt.from_dict, unpack(body)["candidates"])
