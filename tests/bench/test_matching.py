"""The harness of `make matching`: forms of rows, streams, intervals, pairs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.intervals import wilson
from seglam_lang.matching import TIERS
from seglam_lang.translator.messages import Candidate, Task
from seglam_lang.verifier import Calibration
from seglam_lang.verifier.confidence import Coefficient
from seglam_lang.verifier.nearness import FILE as NEAR_FILE
from seglam_lang.verifier.nearness import STEPS
from tests.bench.matching.asked import Asked, asked_of, load
from tests.bench.matching.caches import Nearest, Recognising, Tiers, text_of, tf_idf
from tests.bench.matching.pairs import pairs_of
from tests.bench.matching.streams import in_order, play

TABLE = {"columns": ["city", "sales"], "rows": [["Rome", 3], ["Oslo", 5], ["Rome", 4]]}


def wording(id: str, request: str, type: str, **slots: str) -> dict[str, Any]:
    marked = [{"name": name, "type": "city", "text": text} for name, text in slots.items()]
    return {"id": id, "set": "made", "request": request, "slots": marked, "type": type}


def request(id: str, text: str, program: str, type: str) -> dict[str, Any]:
    gold = {"seglam": program}
    return {"id": id, "request": text, "inputs": {"table": TABLE}, "gold": gold, "type": type, "table": "one"}


ROADS = [
    wording("1", "roads from Rome to Oslo", "road", a="Rome", b="Oslo"),
    wording("2", "roads from Bonn to Kiel", "road", a="Bonn", b="Kiel"),
    wording("3", "roads from Bern to Nice", "road", b="Bern", a="Nice"),
    wording("4", "people of Rome", "people", a="Rome"),
]


def exact(asked: list[Asked]) -> Tiers:
    cache = Tiers("exact", TIERS[:1])
    for each in asked:
        cache.learn(each)
    return cache


def test_a_wording_has_its_slots_and_is_served_with_their_arguments() -> None:
    one, again, turned, other = load(ROADS).asked
    assert text_of(one) == "roads from cell:city to cell:city"
    cache = exact([one])
    assert cache.serve(again) is True
    assert cache.serve(turned) is False  # its a and b stand the other way round
    assert cache.serve(other) is None


def test_a_request_is_served_rightly_by_a_program_that_computes_the_same() -> None:
    rows = [
        request("1", "total sales", "rows.total(`sales`)", "x"),
        request("2", "total sales", "rows.values(`sales`).sum()", "y"),
        request("3", "total sales", "rows.average(`sales`)", "z"),
    ]
    one, same, other = load(rows).asked
    cache = exact([one])
    assert cache.serve(same) is True
    assert cache.serve(other) is False


def test_a_program_that_the_reader_does_not_offer_is_left_out() -> None:
    rows = [
        request("1", "total sales", "rows.total(`price`)", "x"),
        request("2", "total sales", "rows.total(`sales`)", "x"),
    ]
    loaded = load(rows)
    assert (len(loaded.asked), loaded.left_out) == (1, 1)


def test_a_stream_counts_hits_wrong_ones_and_what_an_ideal_cache_would_serve() -> None:
    tally = play(Tiers("exact", TIERS[:1]), load(ROADS).asked, 2, by_table=False)
    assert (tally.requests, tally.ideal, tally.hits) == (8, 4, 4)
    assert tally.calls == 4
    assert 1 <= tally.false <= 4


def test_a_stream_by_table_finishes_one_table_before_the_next() -> None:
    asked = [Asked(str(i), None, "", str(i % 3), None, (), ()) for i in range(12)]  # type: ignore[arg-type]
    groups = [each.group for each in in_order(asked, 1, by_table=True)]
    assert sum(one != other for one, other in pairwise(groups)) == 2
    assert in_order(asked, 1, True) == in_order(asked, 1, True) != in_order(asked, 2, True)


def test_the_nearest_text_is_served_however_wrong_it_is() -> None:
    asked = load(
        [
            wording("1", "people of the town of Rome", "p", a="Rome"),
            wording("2", "dogs of the town of Rome", "d", a="Rome"),
        ]
    ).asked
    cache = Nearest("TF-IDF", asked, tf_idf([text_of(each) for each in asked]), 0.3)
    cache.learn(asked[0])
    assert cache.serve(asked[1]) is False


def test_pairs_are_read_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl.gz"
    rows = [
        {"a": "add 3 to 4", "b": "add 5 to 6", "same": True},
        {"a": "add 3 to 4", "b": "take 3 from 4", "same": False},
    ]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    same, other = pairs_of(path)
    assert (same.same, other.same) == (True, False)
    assert exact([same.a]).serve(same.b) is not None
    assert exact([other.a]).serve(other.b) is None


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 300, 0.0, 0.0127), (5, 100, 0.0215, 0.1118), (0, 0, 0, 1)]
)
def test_the_interval_is_that_of_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=2e-4)


def test_a_row_of_no_known_form_of_program_is_known_by_its_type() -> None:
    row = {"id": "1", "request": "sales in Rome", "inputs": {"table": TABLE}, "type": "t", "gold": None}
    found = asked_of(row)
    assert found is not None and found.wording.procedure == "t"
    assert text_of(found) == "column in cell"


class Choosing:
    """A translator that takes the first candidate for meant, and is sure of it."""

    model_hash = "hash"

    def __init__(self, folder: Path) -> None:
        self.model = folder / "model.gguf"
        measured = Calibration(0.5, 0.0, {"meant": Coefficient(0.0, 1.0, 1.0)}, "hash", {STEPS: [[0.9, 1000, 0]]})
        self.model.with_name(NEAR_FILE).write_text(measured.to_json(), encoding="utf-8")

    def choose(self, task: Task, candidates: Sequence[Candidate]) -> list[Draft]:
        text = candidates[0].body.written([names[0] for names in candidates[0].names])
        return [Draft(text, -0.1, Fate.FINISHED, meant=0.99)]


@pytest.mark.parametrize(("program", "is_right"), [("rows.total(`sales`)", True), ("rows.maximum(`sales`)", False)])
def test_what_is_recognised_is_right_where_it_computes_what_is_asked(
    tmp_path: Path, program: str, is_right: bool
) -> None:
    rows = [request("a", "total of the sales", "rows.total(`sales`)", "a"), request("b", "what came in?", program, "b")]
    first, other = map(asked_of, rows)
    assert first is not None and other is not None
    translator: Any = Choosing(tmp_path)
    cache = Recognising(translator, 0.01)
    assert cache.serve(first) is None
    cache.learn(first)
    assert cache.serve(other) is is_right
    assert cache.tier == "near"
    cache.forget()
    assert cache.serve(other) is None
