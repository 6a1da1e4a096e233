"""What counts as right: numbers within 1e-6 relative, texts without regard to case, lists without regard to order."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEFT_OUT = {"agg_cue_inconsistent", "gold_wrong"}
TOLERANCE = 1e-6


def same(one: Any, other: Any) -> bool:
    """Whether two JSON answers are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        return same(one.get("columns"), other.get("columns")) and same(one.get("rows"), other.get("rows"))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and _matched(one, other)
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().casefold() == other.strip().casefold()
    if _is_number(one) and _is_number(other):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other)) if other == 0 else abs(one - other) <= TOLERANCE * abs(other)
    return bool(one == other) and type(one) is type(other)


def _matched(one: list[Any], other: list[Any]) -> bool:
    left = list(other)
    for item in one:
        found = next((i for i, candidate in enumerate(left) if same(item, candidate)), None)
        if found is None:
            return False
        del left[found]
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Score:
    """Rows right, wrong and refused (a row that must be refused is right when it is)."""

    right: int
    wrong: int
    refused: int

    @property
    def rows(self) -> int:
        return self.right + self.wrong + self.refused

    def __str__(self) -> str:
        answered = self.right + self.wrong
        precision = f", of the answered {self.right / answered:.1%} right" if answered else ""
        return f"{self.rows} rows: right {self.right} ({self.right / self.rows:.1%}), wrong {self.wrong}, refused {self.refused}{precision}"


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file, gzipped or not."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines]


def score(data: Path, answers: Path) -> Score:
    """Hold the rows that `seglam exec --batch` wrote against the data they answer."""
    given = {row["id"]: row for row in read_rows(answers)}
    counted: Counter[str] = Counter()
    for row in read_rows(data):
        if LEFT_OUT.isdisjoint(row.get("flags", [])):
            answer = given[row["id"]]
            if answer["status"] not in ("hit", "miss"):
                counted["refused"] += 1
            else:
                counted["right" if row["expect"] == "answer" and same(answer["answer"], row["answer"]) else "wrong"] += 1
    return Score(counted["right"], counted["wrong"], counted["refused"])
