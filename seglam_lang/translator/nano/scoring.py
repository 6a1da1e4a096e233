"""What counts as right: numbers within 1e-6 relative, texts without regard to case, lists without regard to order."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

LEFT_OUT = frozenset({"agg_cue_inconsistent", "gold_wrong"})
TOLERANCE = Decimal("1e-6")
ANSWERED = frozenset({"hit", "miss"})


def same(one: Any, other: Any) -> bool:
    """Whether two JSON answers are the same.

    Of a table the columns and the cells of a row have an order, the rows have none. A list of one is not its item.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return _in_order(one.get("columns"), other.get("columns")) and _paired(
            one.get("rows"), other.get("rows"), by_place=True
        )
    if isinstance(one, list) and isinstance(other, list):
        return _paired(one, other)
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().casefold() == other.strip().casefold()
    if _is_number(one) and _is_number(other):
        # As decimals: an exact answer may have more digits than a float, or be beyond the largest one.
        left, right = Decimal(str(one)), Decimal(str(other))
        return abs(left - right) <= TOLERANCE * max(abs(left), abs(right))
    return type(one) is type(other) and bool(one == other)


def _in_order(one: Any, other: Any) -> bool:
    if not isinstance(one, list) or not isinstance(other, list):
        return False
    return len(one) == len(other) and all(map(same, one, other))


def _paired(one: Any, other: Any, *, by_place: bool = False) -> bool:
    """Whether each item of one list has a partner of its own in the other; `by_place`: items are lists in order."""
    if not isinstance(one, list) or not isinstance(other, list) or len(one) != len(other):
        return False
    alike = _in_order if by_place else same
    left = list(other)
    for item in one:
        found = next((i for i, candidate in enumerate(left) if alike(item, candidate)), None)
        if found is None:
            return False
        del left[found]
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the rows that count. A row that had to be refused and was answered is wrong."""

    right: int = 0
    wrong: int = 0
    refused: int = 0
    errors: int = 0

    @property
    def answered(self) -> int:
        """Rows with an answer, right or wrong."""
        return self.right + self.wrong

    @property
    def rows(self) -> int:
        """All rows that count."""
        return self.answered + self.refused + self.errors

    def __str__(self) -> str:
        return f"right {self.right} · wrong {self.wrong} · refused {self.refused} · error {self.errors}"


def counts(row: Mapping[str, Any]) -> bool:
    """Whether a row of the data counts: one whose stated answer is doubtful does not."""
    return LEFT_OUT.isdisjoint(row.get("flags", ()))


def is_right(row: Mapping[str, Any], answer: Any) -> bool:
    """Whether an answer is what the row of the data states."""
    return bool(row["expect"] == "answer") and same(answer, row["answer"])


def score(data: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]) -> Score:
    """Hold what `seglam exec --batch` wrote against the rows that it answers, which are in the same order."""
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
    """The rows of a JSONL file, gzipped or not, with every digit of their numbers."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n") if line]
