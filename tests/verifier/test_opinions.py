"""What another model has come to speaks for what computes the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.verifier import EvidencePolicy, Question, judge
from seglam_lang.verifier.confidence import SECOND, Calibration, by_size

TABLE = {"columns": ["city", "sales"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 4]]}
READING = read("total sales in Oslo", read_inputs(values={"table": TABLE})).loosely
QUESTION = Question(READING, scope_of(READING))
TOTAL, AGAIN, COUNT = (
    "return rows.where(row => row[c1] == s0).total(c0)",
    "return rows.where(row => row[c1] == s0).values(c0).sum()",
    "return rows.where(row => row[c1] == s0).count()",
)


def drafts(*bodies: str) -> list[Draft]:
    return [Draft(body, -1.0 - place, Fate.FINISHED, meant=0.5) for place, body in enumerate(bodies)]


def seconded(body: str, *before: str) -> float | None:
    opinions = judge(drafts(*before), QUESTION).opinions if before else ()
    (candidate,) = judge(drafts(body), replace(QUESTION, before=opinions)).candidates
    return candidate.weighed.evidence.seconded


def test_the_same_program_is_seconded_however_it_is_written() -> None:
    assert seconded(TOTAL, TOTAL)
    assert seconded(TOTAL, AGAIN) == seconded(AGAIN, AGAIN)
    assert seconded(TOTAL, COUNT) == 0
    assert seconded(TOTAL) == 0


def test_without_another_model_nothing_is_said_of_it() -> None:
    (candidate,) = judge(drafts(TOTAL), QUESTION).candidates
    assert candidate.weighed.evidence.seconded is None
    assert "seconded" not in candidate.weighed.evidence.features()


@pytest.mark.parametrize("size", [size for size, _ in SECOND])
def test_what_two_models_come_to_is_surer(size: int) -> None:
    second = EvidencePolicy(calibration=by_size(size, is_second=True))
    before = judge(drafts(TOTAL), QUESTION).opinions
    alone, both = (judge(drafts(TOTAL), replace(QUESTION, before=each), second).confidence for each in ((), before))
    assert alone is not None and both is not None
    assert both > alone


def test_a_calibration_of_the_second_has_its_own_sizes() -> None:
    assert isinstance(by_size(7_000_000_000, is_second=True), Calibration)
    assert by_size(0, is_second=True) is SECOND[0][1]
    assert by_size(0, is_second=True) != by_size(0)
