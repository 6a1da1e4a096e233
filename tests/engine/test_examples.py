"""What users state as the right answers: read as written, and refused where two of them contradict each other."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from seglam_lang.inputs.model import InputError
from seglam_lang.verifier.examples import parse_example
from tests.engine.conftest import Start

WORDS = "what about 7 and 8"
CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}


@pytest.mark.parametrize("written", ['=> {"a":', "=> [1, 2", "=> {1}", "[draft]", "=> {"])
def test_a_list_or_an_object_that_is_not_whole_is_no_text(written: str) -> None:
    with pytest.raises(InputError, match="the example, line 1: not JSON"):
        parse_example(written)


@pytest.mark.parametrize(
    ("written", "answer"),
    [("=> [1, 2.5]", [1, Decimal("2.5")]), ('=> "[draft]"', "[draft]"), ("12%", Decimal("0.12")), ("=> Oslo", "Oslo")],
)
def test_an_answer_is_read_as_it_is_written(written: str, answer: Any) -> None:
    assert parse_example(written) == answer


def table(*rows: list[Any]) -> dict[str, Any]:
    return {"columns": ["a", "b"], "rows": [list(row) for row in rows]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 4),
        (3, "four"),
        ([1, 2], [2, 1]),
        ([1], [1, 2]),
        ({"a": 1}, {"a": 2}),
        (table([1, 2]), table([1, 3])),
        (3, True),
    ],
)
def test_examples_that_contradict_each_other(start: Start, one: Any, other: Any) -> None:
    seglam, model = start(["return s0 + s1"])
    cases = [{"request": WORDS, "answer": one}, {"request": "what about 7 and 9", "answer": 16}]
    answer = seglam.exec("what about 1 and 2", examples=[*cases, {"request": WORDS, "answer": other}])
    assert answer.status == "error"
    assert "example 1 and example 3 contradict each other" in answer.why and WORDS in answer.why
    assert not model.calls
    own = seglam.exec(WORDS, example=one, examples=[{"request": WORDS, "inputs": {}, "answer": other}])
    assert "the example and example 1 contradict each other" in own.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (15, 15.0),
        (15, "15"),
        ([15], 15),
        (15, Decimal("15.000001")),
        ({"a": 1}, {"a": 1.0}),
        (table([1, 2]), [[1, 2.0]]),
        (table([1, 2], [3, 4]), [{"a": 1, "b": 2}, {"a": 3, "b": 4}]),
        ("2024-01-02", "2024-01-02"),
    ],
)
def test_one_answer_written_twice_is_no_contradiction(start: Start, one: Any, other: Any) -> None:
    seglam, _ = start(["return s0 + s1"])
    cases = [{"request": WORDS, "answer": one}, {"request": WORDS, "answer": other}]
    assert seglam.exec(WORDS, examples=cases).status != "error"


def test_the_same_words_about_other_inputs_are_another_question(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    cases = [{"request": "double n", "inputs": {"n": n}, "answer": 2 * n} for n in (1, 2)]
    assert "contradict" not in seglam.exec("double n", n=3, examples=cases).why


TOTALS = [["Oslo", 5], ["Rome", 5]]
TOTAL = "return rows.group_by(c1).total(c0)"


@pytest.mark.parametrize(
    "answer",
    [
        [{"city": name, "revenue": total} for name, total in TOTALS],
        [{"city": name, "revenue": f"${total}"} for name, total in TOTALS],
        {"columns": ["city", "revenue"], "rows": TOTALS},
        TOTALS,
    ],
)
def test_a_table_is_stated_in_any_form_wherever_it_is_stated(start: Start, answer: Any) -> None:
    request = "total revenue per city"
    row = {"request": request, "inputs": {"table": CITIES}, "answer": answer}
    for said in ({"examples": [row]}, {"example": parse_example(f"=> {json.dumps(answer)}")}, {"example": answer}):
        seglam, _ = start([TOTAL])
        assert seglam.exec(request, table=CITIES, **said).trace.level == "verified", said


def test_a_record_is_stated_as_an_object_wherever_it_is_stated(start: Start) -> None:
    row = {"request": WORDS, "answer": {"least": 7, "most": 8}}
    for said in ({"examples": [row]}, {"example": parse_example('=> {"least": 7, "most": 8}')}):
        seglam, _ = start(["return {least: [s0, s1].minimum(), most: [s0, s1].maximum()}"])
        assert seglam.exec(WORDS, **said).trace.level == "verified"


def test_an_example_decides_and_is_evidence(start: Start) -> None:
    seglam, _ = start(["return s0 + s1", "return s0 + s1", "return s0 * s1"])
    answer = seglam.exec("what about 7 and 8", example=56)
    assert (answer.status, answer.value, answer.trace.level) == ("miss", 56, "verified")
    losers = [draft for draft in answer.trace.drafts if draft.why]
    assert "it answers the example with 15, not 56" in losers[0].why
    assert seglam.exec("what about 2 and 5").value == 10


def test_more_examples_must_all_hold(start: Start) -> None:
    seglam, _ = start(["return s0 + s1", "return s0 * s1"])
    cases: list[dict[str, Any]] = [{"request": "what about 2 and 5", "inputs": {}, "answer": 10}]
    answer = seglam.exec("what about 2 and 2", examples=cases)
    assert (answer.status, answer.value) == ("miss", 4)
    assert "it answers example 1 with 7, not 10" in answer.trace.drafts[0].why


def test_an_example_that_a_hit_contradicts_replaces_it(start: Start) -> None:
    seglam, model = start(["return s0 + s1"])
    wrong = seglam.exec("what about 7 and 8")
    model.bodies = ["return s0 * s1"]
    right = seglam.exec("what about 7 and 8", example=56)
    assert (right.status, right.value) == ("miss", 56)
    assert seglam.exec("what about 7 and 2").value == 14
    assert [entry.action for entry in seglam.store.history(wrong.procedure)] == ["replaced"]


def test_nothing_is_the_answer_where_an_example_says_so(start: Start) -> None:
    seglam, _ = start(["return rows.where(row => row[c1] > s0).values(c0)"])
    words = "which city has revenue over 100"
    assert seglam.exec(words, table=CITIES).status == "refused"
    assert seglam.exec(words, table=CITIES, example=[]).value == []


def test_an_example_that_no_draft_satisfies_is_refused(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    answer = seglam.exec("what about 7 and 8", example=1)
    assert answer.status == "refused" and "not 1" in answer.why
