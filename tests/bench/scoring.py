"""The score of what `seglam exec --batch` wrote: which of the rows that count it answered, and how many rightly."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.scoring import same

LEFT_OUT = frozenset({"agg_cue_inconsistent", "gold_wrong"})  # flags of rows whose answer in the data is doubtful
ANSWERED = frozenset({"hit", "miss"})


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the rows that count were answered rightly, wrongly, refused, or ended in an error.

    An answer to a row that had to be refused is wrong.
    """

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


def counts(row: Mapping[str, Any]) -> bool:
    """Return whether a row of the data counts: one whose answer in the data is doubtful does not."""
    return LEFT_OUT.isdisjoint(row.get("flags", ()))


def is_right(row: Mapping[str, Any], answer: Any) -> bool:
    """Return whether an answer is what the row of the data expects."""
    return bool(row["expect"] == "answer") and same(answer, row["answer"])


def score(data: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]) -> Score:
    """Compare what `seglam exec --batch` wrote with the rows that it answers, which are in the same order."""
    counted: Counter[str] = Counter()
    for row, result in zip(data, results, strict=True):
        if row["id"] != result["id"]:
            raise ValueError(f"the result of {result['id']!r} stands where that of {row['id']!r} should")
        if counts(row):
            counted[_fate(row, result)] += 1
    return Score(**counted)


def _fate(row: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    if result["status"] in ANSWERED:
        return "right" if is_right(row, result["answer"]) else "wrong"
    return "refused" if result["status"] == "refused" else "errors"


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file, gzipped or not, with every digit of their numbers."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n") if line]
