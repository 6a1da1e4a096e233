"""What counts as right."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.translator.nano.scoring import same
from tests.bench.scoring import Score, read_rows, score

TABLE = {"columns": ["city", "total"], "rows": [["Rome", 3], ["Oslo", 1]]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 3.0),
        (1000000, 1000000.9),
        (Decimal("0.1"), 0.1),
        (-0.0, 0),
        (10**400, Decimal("1E400")),
        ("Rome ", "rome"),
        ("STRASSE", "straße"),
        ([1, "b", 2], ["B", 2, 1]),
        ([1, 1, 2], [1, 2, 1]),
        ([[1, 2], [3]], [[3], [2, 1]]),
        ([], []),
        (True, True),
        (None, None),
        (TABLE, {"columns": ["City", "Total"], "rows": [["oslo", 1.0000001], ["rome", 3]]}),
    ],
)
def test_same(one: Any, other: Any) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1000000, 1000002),
        (0, 1e-9),  # a relative tolerance leaves no room at zero
        (1, -1),
        (1, True),
        (0, False),
        (0, None),
        ("", None),
        (5, "5"),
        ("rome", "roma"),
        ([1, 1, 2], [1, 2, 2]),
        ([1], 1),
        ([1], [1, 1]),
        ([True], [1]),
        (TABLE, {**TABLE, "rows": [["Rome", 3]]}),
        (TABLE, {"columns": ["total", "city"], "rows": [[3, "Rome"], [1, "Oslo"]]}),
        ({"columns": ["a", "b"], "rows": [[1, 2]]}, {"columns": ["a", "b"], "rows": [[2, 1]]}),
        (TABLE, TABLE["rows"]),
        ({}, {}),
    ],
)
def test_different(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


def row(id: str, answer: Any, *flags: str, expect: str = "answer") -> dict[str, Any]:
    return {"id": id, "answer": answer, "expect": expect, "flags": list(flags)}


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
    ]
    counted = score(data, results)
    assert counted == Score(right=2, wrong=2, refused=2, errors=1)
    assert (counted.answered, counted.rows) == (4, 7)


def test_results_of_other_rows_are_not_scored() -> None:
    with pytest.raises(ValueError, match="'b' stands where that of 'a'"):
        score([row("a", 1)], [result("b", "miss", 1)])
    with pytest.raises(ValueError):
        score([row("a", 1)], [])


def test_rows_keep_every_digit(tmp_path: Path) -> None:
    plain, packed = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.gz"
    line = '{"answer": 0.12345678901234567890123}\n'
    plain.write_text(line, encoding="utf-8")
    packed.write_bytes(gzip.compress(line.encode()))
    expected = [{"answer": Decimal("0.12345678901234567890123")}]
    assert read_rows(plain) == read_rows(packed) == expected
