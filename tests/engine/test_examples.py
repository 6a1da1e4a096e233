"""What users state as the right answers: read as written, and refused where two of them contradict each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from seglam_lang.inputs.model import InputError
from seglam_lang.verifier.examples import parse_example
from tests.engine.conftest import Start

WORDS = "what about 7 and 8"


@pytest.mark.parametrize("written", ['=> {"a":', "=> [1, 2", "=> {1}", "[draft]", "=> {"])
def test_a_list_or_an_object_that_is_not_whole_is_no_text(written: str) -> None:
    with pytest.raises(InputError, match="the example, line 1: not JSON"):
        parse_example(written)


@pytest.mark.parametrize(
    ("written", "answer"),
    [("=> [1, 2.5]", (1, Decimal("2.5"))), ('=> "[draft]"', "[draft]"), ("12%", Decimal("0.12")), ("=> Oslo", "Oslo")],
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
