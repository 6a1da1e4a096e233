"""Batches: the contract of --batch, resuming, and exact JSON."""

from __future__ import annotations

import gzip
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.batch import run
from seglam_lang.inputs.model import InputError
from seglam_lang.language.jsonvalue import dumps, same
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Record, Table
from tests.engine.conftest import Start

KEYS = ["id", "status", "answer", "procedure", "tier", "ms", "why"]
ROWS = [
    {"id": "a", "request": "what about 7 and 8", "inputs": {}},
    {"id": "b", "request": "what about 0.1 and 0.2"},
    {"id": "c", "request": "tell me a joke", "inputs": {}},
    {"id": "d", "request": "what about x", "inputs": {"table": {"columns": ["x"], "rows": [[1, 2]]}}},
    {"id": 5, "inputs": {}},
]


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_row_gets_its_result_in_order(start: Start, tmp_path: Path) -> None:
    seglam, _ = start(["return s0 + s1"])
    source, target = write(tmp_path / "in.jsonl", ROWS), tmp_path / "out.jsonl"
    with source.open("a") as file:
        file.write("not json\n")
    assert run(seglam.exec, source, target) == 0
    results = lines(target)
    assert [list(result) for result in results] == [[*KEYS, "confidence"], *[KEYS] * 5]
    assert [result["id"] for result in results] == ["a", "b", "c", "d", 5, None]
    assert [result["status"] for result in results] == ["miss", "hit", "refused", "error", "error", "error"]
    assert [result["tier"] for result in results] == ["model", "exact", "", "", "", ""]
    assert '"answer": 0.3,' in target.read_text()
    assert results[4]["why"] == 'this row has no "request" (a text)'


def test_the_second_run_hits_with_the_same_answers_and_no_model(start: Start, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", ROWS)
    seglam, _ = start(["return s0 + s1"])
    run(seglam.exec, source, tmp_path / "one.jsonl")
    again, model = start()
    run(again.exec, source, tmp_path / "two.jsonl")
    one, two = lines(tmp_path / "one.jsonl"), lines(tmp_path / "two.jsonl")
    assert [row["answer"] for row in one] == [row["answer"] for row in two]
    assert [row["status"] for row in two] == ["hit", "hit", "refused", "error", "error"]
    assert not model.calls


def test_a_run_goes_on_where_it_stopped(start: Start, tmp_path: Path) -> None:
    seglam, model = start(["return s0 + s1"])
    source, target = write(tmp_path / "in.jsonl", ROWS), tmp_path / "out.jsonl"
    run(seglam.exec, source, target)
    whole = target.read_bytes()
    cut = whole.index(b"\n") + 20  # in the middle of the second line
    target.write_bytes(whole[:cut])
    seen: list[Any] = []
    assert run(seglam.exec, source, target, seen.append) == 1
    assert [row["id"] for row in seen] == ["b", "c", "d", 5]
    assert [row["answer"] for row in lines(target)] == [15, 0.3, None, None, None]
    assert run(seglam.exec, source, target) == 5
    assert len(model.calls) == 1


@pytest.mark.parametrize("id", ["0.1", "1e400", "123456789.123456789123456789", "null", '{"page": 0.1}'])
def test_a_run_goes_on_after_any_id(start: Start, tmp_path: Path, id: str) -> None:
    seglam, _ = start(["return s0 + s1"])
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(f'{{"id": {id}, "request": "what about 7 and 8"}}\n')
    assert run(seglam.exec, source, target) == 0
    assert run(seglam.exec, source, target) == 1


def test_gzip_is_recognised_by_its_bytes(start: Start, tmp_path: Path) -> None:
    seglam, _ = start(["return s0 + s1"])
    source = tmp_path / "in.jsonl.gz"
    source.write_bytes(gzip.compress(json.dumps(ROWS[0]).encode()))
    run(seglam.exec, source, tmp_path / "out.jsonl")
    assert lines(tmp_path / "out.jsonl")[0]["answer"] == 15


def test_the_output_of_another_batch_is_not_touched(start: Start, tmp_path: Path) -> None:
    seglam, _ = start()
    source, target = write(tmp_path / "in.jsonl", ROWS), write(tmp_path / "out.jsonl", [{"id": "other"}])
    before = target.read_bytes()
    with pytest.raises(InputError, match="another batch"):
        run(seglam.exec, source, target)
    assert target.read_bytes() == before
    with pytest.raises(InputError, match="no output of a batch"):
        run(seglam.exec, source, write(tmp_path / "text.txt", ["hello"]))
    with pytest.raises(InputError, match="no file"):
        run(seglam.exec, tmp_path / "nowhere.jsonl", tmp_path / "new.jsonl")


def test_a_fault_in_one_row_is_that_rows_result(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    seglam, _ = start(["return s0 + s1"])
    ask = seglam.exec

    def broken(request: str, **options: Any) -> Any:
        if request.endswith("13"):
            raise RuntimeError("a fault of ours")
        return ask(request, **options)

    monkeypatch.setattr(seglam, "exec", broken)
    rows = [{"id": number, "request": f"what about 7 and {number}"} for number in (12, 13, 14)]
    found = list(seglam.batch(rows))
    assert [result["status"] for result in found] == ["miss", "error", "hit"]
    assert found[1]["id"] == 13
    assert found[1]["why"] == "something went wrong inside seglam (RuntimeError: a fault of ours)"


def test_rows_in_python(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    results = list(seglam.batch(iter(ROWS[:2])))
    assert [result["answer"] for result in results] == [15, Decimal("0.3")]


TABLE = Table(("city", "n"), (TEXT, NUMBER), (("Oslo", "Bergen"), (1, None)), 2)


@pytest.mark.parametrize(
    "value, text",
    [
        (10**30, "1" + "0" * 30),
        (Decimal("0.1"), "0.1"),
        (Decimal("1234567890123456789012345678901.25"), "1234567890123456789012345678901.25"),
        (Decimal("1E+6000"), "1E+6000"),
        (True, "true"),
        (None, "null"),
        (date(2024, 2, 29), '"2024-02-29"'),
        ("Tromsø\n", '"Tromsø\\n"'),
        ("\ud800", '"\\ud800"'),
        ((1, "a", None), '[1, "a", null]'),
        (Record(("a", "b"), (1, ())), '{"a": 1, "b": []}'),
        (TABLE, '{"columns": ["city", "n"], "rows": [["Oslo", 1], ["Bergen", null]]}'),
    ],
)
def test_values_as_json(value: Any, text: str) -> None:
    assert dumps(value) == text
    json.loads(text)


@pytest.mark.parametrize(
    "value, stated, equal",
    [
        (Decimal("0.3333333333"), Decimal("0.333333"), True),
        (Decimal("33.3333333333"), Decimal("33.33"), False),
        (3, 3.0, True),
        (3, "3", True),
        (3, True, False),
        ("Oslo", "oslo", False),
        (("Oslo",), "Oslo", True),
        (("a", "b"), ["b", "a"], False),
        (date(2024, 2, 29), "2024-02-29", True),
        (None, 0, False),
        (TABLE, {"columns": ["x", "y"], "rows": [["Oslo", 1], ["Bergen", None]]}, True),
        (TABLE, [["Oslo", 1]], False),
        (Record(("a",), (1,)), {"a": 1}, True),
    ],
)
def test_answers_that_people_state(value: Any, stated: Any, equal: bool) -> None:
    assert same(value, stated) is equal
