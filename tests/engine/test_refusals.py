"""Refusals: why a request is not answered, and what is remembered of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from seglam_lang import Seglam
from seglam_lang.drafts import Draft
from seglam_lang.store.claims import Claim
from seglam_lang.translator.messages import Task
from tests.engine.conftest import Start
from tests.engine.scripted import CUT_OFF, FORCED, OUT_OF_TIME, REFUSE

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}


def test_drafts_that_disagree_are_refused_and_remembered(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    first = seglam.exec("what about 7 and 8")
    assert first.status == "refused"
    assert "do not agree" in first.why and "15" in first.why and "56" in first.why
    again = seglam.exec("what about 3 and 4")
    assert again.status == "refused" and "remembered" in again.why
    assert [draft.text for draft in again.trace.drafts] == ["return s0 + s1", "return s0 * s1"]
    assert len(model.calls) == 1


def test_a_refusal_for_want_of_time_is_not_remembered(start: Start) -> None:
    seglam, model = start([OUT_OF_TIME, OUT_OF_TIME])
    first = seglam.exec("what about 7 and 8")
    assert first.status == "refused" and "time limit" in first.why
    model.bodies = ["return s0 + s1"]
    assert seglam.exec("what about 7 and 8").status == "miss"
    model.bodies = [REFUSE, REFUSE, OUT_OF_TIME]  # here time is not the cause
    seglam.exec("what of 7 and 8")
    assert "remembered" in seglam.exec("what of 7 and 8").why


def test_asking_again_judges_what_was_written_before_too(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    assert seglam.exec("what about 7 and 8").status == "refused"
    assert "--retry" in seglam.exec("what about 7 and 8").why
    model.bodies = ["return s0 + s1"] * 6
    again = seglam.exec("what about 7 and 8", retry=True)
    assert [draft.count for draft in again.trace.drafts] == [7, 1]
    assert len(model.calls) == 2
    model.bodies = ["return s0 - s1"] * 3
    other = seglam.exec("what of 7 and 8")
    assert (other.status, len(model.calls)) == ("miss", 3)
    assert seglam.exec("what of 7 and 8", retry=True).status == "hit"  # nothing was refused


def test_asking_again_draws_from_another_seed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    seglam, model = start(["return s0 + s1"] * 4 + ["return s0 * s1"] * 4)
    seeds = []
    draft = model.draft

    def noted(task: Task) -> list[Draft]:
        seeds.append(task.seed)
        return draft(task)

    monkeypatch.setattr(model, "draft", noted)
    for _ in range(3):
        seglam.exec("what about 7 and 8", retry=True)
    assert seeds == [None, 1, 2]  # the likeliest first


def test_a_request_with_a_day_to_count_from_is_another_one(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    seglam.exec("what about 7 and 8")
    assert "remembered" not in seglam.exec("what about 7 and 8", today="2024-03-31").why
    assert "remembered" in seglam.exec("what about 7 and 8", today="2024-04-01").why
    assert len(model.calls) == 2


def test_what_another_process_found_impossible_is_not_tried_again(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    seglam, model = start([REFUSE])
    other, _ = start([REFUSE])
    claim = seglam.store.claim
    claimed = []

    def claim_late(key: str) -> AbstractContextManager[Claim]:
        """The other process refuses between our first look and our claim."""
        claimed.append(key)
        other.exec("what about 7 and 8")
        return claim(key)

    monkeypatch.setattr(seglam.store, "claim", claim_late)
    assert "remembered" in seglam.exec("what about 7 and 8").why
    assert not model.calls
    with other.store.claim(claimed[0]) as again:
        assert not again.waited  # it was given back


def test_another_model_or_another_example_asks_again(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    seglam.exec("what about 7 and 8")
    assert seglam.exec("what about 7 and 8", example=56).status == "miss"
    assert len(model.calls) == 2
    other, better = start(["return s0 - s1"], name="better")
    assert other.exec("what about 9 less 2").status == "miss"
    assert better.calls == ["what about 9 less 2"]


def test_a_column_of_numbers_that_stay_texts_is_named_in_a_refusal(tmp_path: Path) -> None:
    table = [{"item": "A", "price": "$5", "weight": "5 kg"}, {"item": "B", "price": "7", "weight": "7 kg"}]
    with Seglam(tmp_path / "cache.sqlite", use_model=False, layers=()) as seglam:
        why = [seglam.exec(f"total {name}", table=table).why for name in ("price", "weight", "item")]
    assert why[0].endswith("; the column 'price' is read as Text: amounts in USD and in no currency")
    assert why[1].endswith("; the column 'weight' is read as Text: numbers with a unit (5 kg)")
    assert "is read as Text" not in why[2]


def test_without_a_model_a_miss_is_refused(tmp_path: Path) -> None:
    with Seglam(tmp_path / "cache.sqlite", use_model=False, layers=()) as seglam:
        answer = seglam.exec("total revnue", table=CITIES)
    assert answer.status == "refused"
    assert "no model may be asked" in answer.why and "did you mean 'revenue' for 'revnue'?" in answer.why


def test_a_request_with_nothing_to_compute_does_not_reach_the_model(start: Start) -> None:
    seglam, model = start()
    answer = seglam.exec("tell me a joke")
    assert answer.status == "refused" and "nothing to compute" in answer.why
    assert not model.calls


def test_the_model_may_refuse(start: Start) -> None:
    seglam, _ = start([REFUSE, REFUSE])
    answer = seglam.exec("book a table for 4 people")
    assert answer.status == "refused"
    assert answer.why == "the model found nothing in the request that a procedure could compute"


def test_a_model_that_mostly_refuses_says_so_beside_what_else_it_came_to(start: Start) -> None:
    seglam, _ = start([REFUSE, REFUSE, "return s0"])
    answer = seglam.exec("book a table for 4 people")
    assert answer.status == "refused"
    assert answer.why == (
        "the model mostly finds nothing to compute in this request (67 % of its weight), and of what else it came to I "
        "am only 15 % sure"
    )
    assert [each.description for each in answer.choices] == ["4"]


def test_drafts_that_were_cut_off_or_do_not_check_lose_with_a_reason(start: Start) -> None:
    seglam, _ = start([CUT_OFF, "return s0 + 'x'", "return s0 + s1", "return s0 + s1", "return s1 + s0"])
    answer = seglam.exec("what about 7 and 8")
    assert answer.value == 15
    whys = [draft.why for draft in answer.trace.drafts]
    assert "cut off" in whys[0] and "type-check" in whys[1]
    assert whys.count("") == 1
    fates = [draft.fate for draft in answer.trace.drafts]
    assert fates == ["cut-off", "ill-typed", "finished", "finished", "finished"]
    assert seglam.store.provenance(answer.procedure)[0].drafts == answer.trace.drafts


def test_a_draft_that_the_language_forced_on_the_model_does_not_stand(start: Start) -> None:
    seglam, _ = start([FORCED + "return s0 + s1"])
    answer = seglam.exec("what about 3 and 4")
    assert answer.status == "refused"
    assert "cannot be computed; say it in other words" in answer.why
    assert "wanted to write what the language does not allow" in answer.trace.drafts[0].why


def test_what_the_request_says_in_digits_must_be_used(start: Start) -> None:
    seglam, _ = start(["return s0 * 2"])
    answer = seglam.exec("double 7 and then 9")
    assert answer.status == "refused" and '"9"' in answer.why
