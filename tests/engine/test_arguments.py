"""What programs hand to `exec`: tables in the forms that they have them in, and mistakes as answers, not exceptions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from tests.engine.conftest import Start

CSV = "region,sales\nNorth,10\nSouth,4.5\nNorth,5\n"
RECORDS = [{"region": "North", "sales": 10}, {"region": "South", "sales": 4.5}, {"region": "North", "sales": 5}]


def test_a_table_in_any_form_is_the_same_table(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(CSV)
    columns = {"region": ["North", "South", "North"], "sales": (10, 4.5, 5)}
    stated = {"columns": list(columns), "rows": [list(row.values()) for row in RECORDS]}
    seglam, _ = start(["return rows.group_by(c1).total(c0)"])
    answers = [
        seglam.exec("total sales by region", table=table) for table in (str(path), path, columns, RECORDS, stated)
    ]
    assert [answer.status for answer in answers] == ["miss", "hit", "hit", "hit", "hit"], answers
    assert len({repr(answer.value) for answer in answers}) == 1
    assert answers[0].trace.notes == ("column region: Text", "column sales: Number")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("nowhere.csv", "there is no file 'nowhere.csv'"),
        ({"a": [1, 2], "b": [3]}, "not equally long: 'a' has 2, 'b' has 1"),
        ({"a": 1}, "expected Table, got {'a': 1} (a table is a list of dicts"),
        ({}, "expected Table, got {}"),
        ([1, 2], "row 1 is 1, not a dict (a table is a list of dicts"),
        ([], "no rows and no columns (a table is a list of dicts"),
        (3, "expected Table, got 3 (a table is a list of dicts"),
        (b"a,b\n1,2\n", "bytes are no Text; decode them"),
        (object(), "expected Table, got <object object"),
    ],
)
def test_what_is_no_table(start: Start, table: Any, why: str) -> None:
    seglam, model = start(["return rows.count()"])
    answer = seglam.exec("how many rows", table=table)
    assert answer.status == "error" and why in answer.why, answer.why
    assert not model.calls


def test_a_file_that_holds_no_table(start: Start, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("some words")
    seglam, _ = start()
    answer = seglam.exec("how many rows", table=tmp_path / "notes.txt")
    assert answer.status == "error" and "read as Text" in answer.why


@pytest.mark.parametrize("request_", [3, None, b"what is 3 plus 4", ["a"]])
def test_a_request_that_is_no_text(start: Start, request_: Any) -> None:
    seglam, _ = start()
    answer = seglam.exec(request_)
    assert answer.status == "error" and "the request is a text" in answer.why


@pytest.mark.parametrize(
    "options",
    [
        {"examples": [1]},
        {"examples": 5},
        {"examples": [{"request": 3, "answer": 4}]},
        {"inputs": [1]},
        {"inputs": "orders.csv"},
        {"inputs": {"table": RECORDS}, "table": RECORDS},
        {"n": 10**7000},
        {"n": object()},
    ],
)
def test_other_mistakes_are_answers_too(start: Start, options: dict[str, Any]) -> None:
    seglam, model = start(["return s0 + s1"])
    answer = seglam.exec("what about 7 and 8", **options)
    assert answer.status == "error" and answer.why, answer
    assert not model.calls


def test_inputs_that_have_been_read_take_no_others(start: Start) -> None:
    from seglam_lang.inputs import read_inputs

    seglam: Seglam = start()[0]
    answer = seglam.exec("how many rows", RECORDS, inputs=read_inputs(values={"n": 3}))
    assert answer.status == "error" and "not both" in answer.why
