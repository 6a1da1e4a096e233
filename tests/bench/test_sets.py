"""The sets that the figures are of."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.translator.nano.splits import UNSEEN, is_dev
from tests.bench.commands import SHARED
from tests.bench.moments import in_moments
from tests.bench.sets import SETS, spread

BY_NAME = {data.name: data for data in SETS}


def write(folder: Path, file: str, *rows: dict[str, Any]) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def test_names_of_sets_are_distinct() -> None:
    assert len(BY_NAME) == len(SETS)


def test_charts_are_of_databases_that_are_held_back_and_cleaned(tmp_path: Path) -> None:
    one, other = (
        next(f"db{i}" for i in range(99) if is_dev(f"db{i}")),
        next(f"db{i}" for i in range(99) if not is_dev(f"db{i}")),
    )
    write(
        tmp_path,
        "data/nlv.train.jsonl.gz",
        *[{"id": db, "db": db, "source": "nlv", "flags": []} for db in (one, other)],
    )
    cleaned = [{"id": flag, "db": one, "source": "nvbench", "flags": [flag]} for flag in ("viseval", "chart:Bar")]
    write(tmp_path, "data/nvbench.train.jsonl.gz", *cleaned)
    assert [row["id"] for row in BY_NAME["charts"].rows(tmp_path)] == [one, "viseval"]


def test_days_get_a_time_where_they_are_asked_about(tmp_path: Path) -> None:
    table: dict[str, Any] = {"columns": ["job", "due"], "rows": [["a", "2024-03-01"], ["b", None], ["c", "2024-04-09"]]}

    def asked(name: str, program: str, answer: Any) -> dict[str, Any]:
        gold = {"seglam": program}
        return {"id": name, "inputs": {"table": table}, "expect": "answer", "gold": gold, "answer": answer}

    about = asked("about days", "rows.where(row => row[`due`] > @2024-03-05).count()", 1)
    others = [asked("of days", "rows.where(row => row[`due`] > @2024-03-05).values(`due`)", ["2024-04-09"])]
    others.append(asked("of jobs", "rows.count()", 3))
    found = in_moments([about, *others])
    assert [row["id"] for row in found] == ["about days"]
    timed = found[0]["inputs"]["table"]
    for (job, due), (same, moment) in zip(table["rows"], timed["rows"], strict=True):
        assert job == same
        assert moment is None if due is None else datetime.fromisoformat(moment).date().isoformat() == due
    assert found == in_moments([about, *others])


def test_stories_have_several_sentences_in_some_wording(tmp_path: Path) -> None:
    def told(block: str, request: str, **more: Any) -> dict[str, Any]:
        return {"type": block, "request": request, "inputs": {}, "expect": "answer", **more}

    rows = [
        told("a", "Ann has 5 pens. She loses 2. How many has she?"),
        told("a", "5 pens and 2 are lost: how many?"),
        told("b", "divisors of 36; all of them"),
        told("c", "One. Two.", inputs={"scores": [1]}),
        told("d", "One. Two.", expect="abstain"),
    ]
    write(tmp_path, "everyday/everyday.dev.jsonl.gz", *rows)
    assert BY_NAME["stories"].rows(tmp_path) == rows[:2]
    assert BY_NAME["refusals"].rows(tmp_path) == rows[-1:]


def test_a_sample_is_the_same_for_one_seed_and_in_the_order_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, "data/calc.dev.jsonl.gz", *[{"id": i} for i in range(100)])
    first, again, other = (BY_NAME["calc"].rows(tmp_path, 10, seed) for seed in (0, 0, 1))
    assert first == again != other
    assert len(first) == 10
    assert [row["id"] for row in first] == sorted(row["id"] for row in first)
    assert len(BY_NAME["calc"].rows(tmp_path, 1000)) == 100


@given(st.lists(st.integers(), unique=True), st.none() | st.integers(1, 50))
def test_what_is_spread_keeps_its_order_and_begins_with_the_first(items: list[int], count: int | None) -> None:
    found = spread(items, count)
    assert len(found) == (len(items) if count is None else min(count, len(items)))
    assert found == sorted(set(found), key=items.index)
    assert found[:1] == items[:1]


@pytest.mark.parametrize("data", SETS, ids=BY_NAME)
def test_every_set_has_rows(data: Any) -> None:
    if not all((SHARED / file).is_file() for file in data.files if file != UNSEEN):
        pytest.skip("the data sets are not here")
    assert len(data.rows()) >= 40
