"""Pairs of requests: of how many that ask for the same is one served by the other, and of how many that do not.

A pair is `{"a", "b", "same"}` with two texts, or a near miss (`{"a_request", "b_request"}`), which never asks for the
same; where `a` and `b` are the ids of rows in a file beside it, the requests are read with their inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.matching.asked import Asked, Row, asked_of, load, rows_of

BESIDE = "wikisql.dev.jsonl.gz"  # whose rows the near misses are


@dataclass(frozen=True, slots=True)
class Pair:
    """Two requests that ask for the same, or do not."""

    a: Asked
    b: Asked
    same: bool


def pairs_of(path: Path) -> list[Pair]:
    """Return the pairs of a file."""
    found = list(rows_of(path))
    known = _rows_beside(path, found)
    pairs = []
    for row in found:
        a, b = _asked(row, "a", known), _asked(row, "b", known)
        if a is not None and b is not None:
            pairs.append(Pair(a, b, bool(row.get("same", False))))
    return pairs


def _rows_beside(path: Path, found: Sequence[Row]) -> Mapping[str, Asked]:
    beside = path.with_name(BESIDE)
    wanted = {row[side] for row in found for side in "ab" if f"{side}_request" in row}
    if not wanted or not beside.exists():
        return {}
    return {each.id: each for each in load([row for row in rows_of(beside) if row["id"] in wanted]).asked}


def _asked(row: Row, side: str, known: Mapping[str, Asked]) -> Asked | None:
    if row[side] in known:
        return known[row[side]]
    text = row.get(f"{side}_request", row[side])
    bare: dict[str, Any] = {"id": f"{side}: {text}", "request": text, "inputs": {}, "type": side}
    return asked_of(bare)
