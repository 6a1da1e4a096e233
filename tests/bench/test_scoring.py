"""What is counted, and as what."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.scoring import Score, interval, read_rows, score


def row(id: str, answer: Any, *flags: str, expect: str = "answer") -> dict[str, Any]:
    inputs: dict[str, Any] = {"table": {"columns": [], "rows": []}}
    return {"id": id, "answer": answer, "expect": expect, "flags": list(flags), "inputs": inputs, "gold": ""}


def result(id: str, status: str, answer: Any = None) -> dict[str, Any]:
    return {"id": id, "status": status, "answer": answer}


def test_score() -> None:
    data = [
        row("right", [1, 2]),
        row("also right", "a"),
        row("wrong", 5),
        row("refused", 5),
        row("error", 5),
        row("had to be refused", None, expect="abstain"),
        row("was refused", None, expect="abstain"),
        row("doubtful", 5, "agg_cue_inconsistent"),
        row("doubtful too", 5, "gold_wrong", "other"),
        row("nothing", 0),
    ]
    results = [
        result("right", "miss", [2, 1]),
        result("also right", "hit", "A"),
        result("wrong", "hit", 6),
        result("refused", "refused"),
        result("error", "error"),
        result("had to be refused", "miss", None),
        result("was refused", "refused"),
        result("doubtful", "miss", 6),
        result("doubtful too", "refused"),
        result("nothing", "miss", 0),
    ]
    counted = score(data, results)
    assert counted == Score(right=2, wrong=2, refused=2, errors=1)
    assert (counted.answered, counted.rows) == (4, 7)


def test_results_of_other_rows_are_not_scored() -> None:
    with pytest.raises(ValueError, match="'b' stands where that of 'a'"):
        score([row("a", 1)], [result("b", "miss", 1)])
    with pytest.raises(ValueError):
        score([row("a", 1)], [])


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_is_around_its_share_and_narrower_the_more_is_known(part: int, more: int) -> None:
    whole = part + more
    low, high = interval(part, whole)
    assert 0 <= low < high <= 1
    if whole:
        assert low - 1e-12 <= part / whole <= high + 1e-12
        closer = interval(10 * part, 10 * whole)
        assert closer[1] - closer[0] < high - low


def test_a_known_interval() -> None:
    assert [round(bound, 4) for bound in interval(9, 10)] == [0.5958, 0.9821]


def test_rows_keep_every_digit(tmp_path: Path) -> None:
    plain, packed = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.gz"
    line = '{"answer": 0.12345678901234567890123}\n'
    plain.write_text(line, encoding="utf-8")
    packed.write_bytes(gzip.compress(line.encode()))
    expected = [{"answer": Decimal("0.12345678901234567890123")}]
    assert read_rows(plain) == read_rows(packed) == expected
