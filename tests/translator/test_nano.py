"""The model that ships, through the whole loop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.translator.model_files import checked_files
from tests.bench.commands import SHARED
from tests.bench.scoring import read_rows, score

DATA = SHARED / "data"
MOST_BYTES = 40_000_000  # that the repository allows a model

ORDERS = {
    "columns": ["region", "customer", "amount", "day"],
    "rows": [
        ["North", "Hansen", 120, "2024-03-01"],
        ["South", "Rossi", 310.5, "2024-03-01"],
        ["North", "Lindqvist", 89.9, "2024-03-02"],
        ["East", "Novak", 460, "2024-03-04"],
    ],
}


@pytest.fixture
def seglam() -> Iterator[Seglam]:
    """The loop on an empty cache, without what ships but the model."""
    with Seglam(":memory:", DEFAULT_MODEL, layers=()) as found:
        yield found


def test_the_files_are_whole_and_small_enough() -> None:
    files = checked_files(DEFAULT_MODEL)
    assert files.decoder.stat().st_size + files.encoder.stat().st_size <= MOST_BYTES


@pytest.mark.slow
def test_it_compiles_what_people_ask_of_a_table_and_the_next_table_is_a_hit(seglam: Seglam) -> None:
    answer = seglam.exec("total amount by region", table=ORDERS)
    assert (answer.status, json.loads(dumps(answer.value))["rows"]) == (
        "miss",
        [["North", 209.9], ["South", 310.5], ["East", 460]],
    )
    shops = {"columns": ["city", "revenue"], "rows": [["Oslo", 5], ["Rome", 7], ["Oslo", 6]]}
    again = seglam.exec("total revenue by city", table=shops)
    assert (again.status, again.procedure) == ("hit", answer.procedure)
    assert json.loads(dumps(again.value))["rows"] == [["Oslo", 11], ["Rome", 7]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("request_", "value"),
    [
        ("what is 12 plus 30", 42),
        ("square root of 81", 9),
        ("3 to the power of 4", 81),
        ('reverse "abc"', "cba"),
    ],
)
def test_it_compiles_calculations(seglam: Seglam, request_: str, value: Any) -> None:
    answer = seglam.exec(request_)
    assert (answer.status, answer.value) == ("miss", value)


@pytest.mark.slow
def test_what_it_is_not_sure_of_can_be_picked(seglam: Seglam) -> None:
    assert seglam.exec("20% off 150").choices[0].description == "150 × (1 - 0.2)"
    assert seglam.exec("20% off 150", pick=1).value == 120


@pytest.mark.slow
@pytest.mark.parametrize(
    "request_",
    [
        "wie viel ist 3 plus 4",
        "3 더하기 4",
        "🎉 3 🎉 4",
        "what will the weather be in 3 days",
        "total zebra",
        "🎉 3 🎉 4",
    ],
)
def test_it_refuses_what_it_does_not_understand(seglam: Seglam, request_: str) -> None:
    answer = seglam.exec(request_, table=ORDERS if request_ == "total zebra" else None)
    assert answer.status == "refused", answer.value


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the data sets are not beside this repository (../shared/data)")
@pytest.mark.parametrize(("name", "every"), [("wikisql.dev", 30), ("abstain.dev", 6)])
def test_a_sample_of_people_s_requests(seglam: Seglam, name: str, every: int) -> None:
    rows = read_rows(DATA / f"{name}.jsonl.gz")[::every]
    results = []
    for row in rows:
        answer = seglam.exec(row["request"], inputs=row["inputs"])
        results.append({"id": row["id"], "status": answer.status, "answer": json.loads(dumps(answer.value))})
    found = score(rows, results)
    if name == "wikisql.dev":
        assert found.right >= 0.5 * found.rows
        assert found.right >= 0.8 * found.answered
    else:
        assert found.answered <= 0.05 * found.rows
