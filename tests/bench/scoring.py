"""The score of a batch: which of the rows that count were answered, and how many rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import sqrt
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.rightness import is_doubtful, is_nothing, is_right

ANSWERED = frozenset({"hit", "miss"})
Z95 = 1.959964  # standard deviations to both sides of a mean within which 95 % lie


class Fate(StrEnum):
    """What became of a row. An answer to a row that had to be refused is wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"
    ERROR = "error"
    NOTHING = "nothing"  # left out: no row of its table matches
    DOUBTFUL = "doubtful"  # left out: its answer in the data is


def fate_of(row: Mapping[str, Any], result: Mapping[str, Any]) -> Fate:
    """Return what became of a row of the data, by its result; the answer in it as JSON has it."""
    if row["id"] != result["id"]:
        raise ValueError(f"the result of {result['id']!r} stands where that of {row['id']!r} should")
    if is_doubtful(row):
        return Fate.DOUBTFUL
    if result["status"] not in ANSWERED:
        return Fate.REFUSED if result["status"] == "refused" else Fate.ERROR
    if is_nothing(row, result["answer"]):
        return Fate.NOTHING
    return Fate.RIGHT if is_right(row, result["answer"]) else Fate.WRONG


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the rows that count were answered rightly, wrongly, refused, or ended in an error."""

    right: int = 0
    wrong: int = 0
    refused: int = 0
    errors: int = 0

    @property
    def answered(self) -> int:
        """Return how many rows have an answer, right or wrong."""
        return self.right + self.wrong

    @property
    def rows(self) -> int:
        """Return how many rows count."""
        return self.answered + self.refused + self.errors

    def __str__(self) -> str:
        return f"right {self.right} · wrong {self.wrong} · refused {self.refused} · error {self.errors}"


def tally(fates: Iterable[Fate]) -> Score:
    """Count fates."""
    counted = Counter(fates)
    return Score(counted[Fate.RIGHT], counted[Fate.WRONG], counted[Fate.REFUSED], counted[Fate.ERROR])


def score(data: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]) -> Score:
    """Compare what `seglam exec --batch` wrote with the rows that it answers, which are in the same order."""
    return tally(fate_of(row, result) for row, result in zip(data, results, strict=True))


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return the bounds between which a share lies with 95 % confidence, if `part` of `whole` were seen (Wilson's)."""
    if not whole:
        return 0.0, 1.0
    share, spread = part / whole, Z95 * Z95 / whole
    middle = share + spread / 2
    reach = Z95 * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return max((middle - reach) / (1 + spread), 0.0), min((middle + reach) / (1 + spread), 1.0)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file, gzipped or not, with every digit of their numbers."""
    return list(rows(path, Decimal))
