"""Several models: the next is asked where those before it are not believed, with what is like the request."""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.engine import Seglam
from seglam_lang.layer import current_layer
from seglam_lang.models import Models
from seglam_lang.translator import DEFAULT_MODEL, ModelError, Task
from seglam_lang.translator.failures import ModelUnusable
from tests.engine.scripted import REFUSE, Scripted
from tests.translator.foreign_models import foreign_model
from tests.translator.models import random_model

REQUEST = "add 2 and 3"
SUM, PRODUCT = "return s0 + s1", "return s0 * s1"
SALES = {"columns": ["city", "sales"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 4]]}


def seglam(*writers: Scripted, accept: float | None = None) -> Seglam:
    return Seglam(":memory:", translator=writers, layers=(), accept=accept)


def test_the_second_is_asked_where_the_first_refuses() -> None:
    first, second = Scripted([REFUSE] * 4, name="first"), Scripted([SUM] * 4, name="second")
    with seglam(first, second) as asked:
        answer = asked.exec(REQUEST)
        assert (answer.status, answer.value) == ("miss", 5)
        assert answer.trace.model is not None and answer.trace.model.startswith("second.gguf")
        assert asked.exec(REQUEST).status == "hit"
    assert len(first.calls) == len(second.calls) == 1


def test_the_second_is_not_asked_where_the_first_is_believed() -> None:
    first, second = Scripted([SUM] * 4, name="first"), Scripted([PRODUCT] * 4, name="second")
    with seglam(first, second) as asked:
        assert asked.exec(REQUEST).value == 5
    assert second.calls == []


def test_both_refusals_are_remembered() -> None:
    first, second = Scripted([REFUSE] * 4, name="first"), Scripted([REFUSE] * 4, name="second")
    with seglam(first, second) as asked:
        for _ in range(2):
            assert asked.exec(REQUEST).status == "refused"
    assert len(first.calls) == len(second.calls) == 1


def test_what_is_picked_is_of_those_that_were_shown() -> None:
    first, second = Scripted([SUM] * 2 + [PRODUCT] * 2, name="first"), Scripted([REFUSE] * 4, name="second")
    with seglam(first, second, accept=1.0) as asked:
        refused = asked.exec(REQUEST)
        assert refused.status == "refused" and len(refused.choices) == 2
        picked = asked.exec(REQUEST, pick=2)
        assert picked.value == 6
    assert len(first.calls) == len(second.calls) == 1


def test_trouble_names_the_model_that_makes_it() -> None:
    first, second = Scripted([REFUSE] * 4, name="first"), Scripted([], name="second")
    second.trouble = ModelUnusable("it is broken")
    with seglam(first, second) as asked:
        answer = asked.exec(REQUEST)
        assert answer.status == "error" and answer.trace.model == "second.gguf"


def test_a_draft_that_uses_nothing_never_stands() -> None:
    with seglam(Scripted(["return 503 * 503"] * 8), accept=0.0) as asked:
        answer = asked.exec("what is the sales volume", SALES)
        assert answer.status == "refused" and not answer.choices


class Hearing(Scripted):
    """One that is told of what another has come to, and finds it this likely."""

    def __init__(self, own: str, likely: float) -> None:
        super().__init__([own] * 2, name="hearing")
        self.likely = likely

    def draft(self, task: Task) -> list[Draft]:
        self.heard = task.heard
        return [*super().draft(task), *(Draft(each, self.likely, Fate.FINISHED, count=0) for each in task.heard)]


def test_the_second_hears_what_the_first_came_to() -> None:
    first, second = Scripted([SUM, PRODUCT] * 2, name="first"), Hearing(SUM, -0.1)
    with seglam(first, second, accept=0.999) as asked:
        asked.exec(REQUEST)
    assert {*second.heard} == {SUM, PRODUCT}
    assert second.calls == [REQUEST]


def test_what_no_other_came_to_is_heard_of_nobody() -> None:
    first, second = Scripted([REFUSE] * 4, name="first"), Hearing(SUM, -0.1)
    with seglam(first, second) as asked:
        asked.exec(REQUEST)
    assert second.heard == ()


def test_what_is_picked_of_a_second_model_is_the_reading_that_was_shown() -> None:
    """The order of its readings depends on what the first has come to, which is judged again and not asked again."""
    first, second = Scripted([PRODUCT] * 2, name="first"), Scripted([SUM, PRODUCT], name="second")
    with seglam(first, second, accept=1.0) as asked:
        refused = asked.exec(REQUEST)
        assert refused.status == "refused" and len(refused.choices) == 2
        for choice in refused.choices:
            with Seglam(":memory:", translator=(first, second), layers=(), accept=1.0) as again:
                again.exec(REQUEST)
                picked = again.exec(REQUEST, pick=choice.number)
                assert picked.description == choice.description
    assert len(second.calls) == 3


def test_the_readings_of_a_second_model_can_be_picked_where_the_first_came_to_nothing() -> None:
    first, second = Scripted([REFUSE] * 4, name="first"), Scripted([SUM, PRODUCT], name="second")
    with seglam(first, second, accept=1.0) as asked:
        refused = asked.exec(REQUEST)
        assert refused.status == "refused" and len(refused.choices) == 2
        picked = asked.exec(REQUEST, pick=refused.choices[1].number)
        assert (picked.status, picked.description) == ("miss", refused.choices[1].description)
    assert len(second.calls) == 1


def test_what_was_refused_alone_is_no_refusal_behind_another(tmp_path: Path) -> None:
    first, second = Scripted([PRODUCT] * 4, name="first"), Scripted([REFUSE] * 4, name="second")
    for writers, calls in ((second,), 1), ((first, second), 2), ((first, second), 2):
        with Seglam(tmp_path / "cache.sqlite", translator=writers, layers=(), accept=1.0) as asked:
            assert asked.exec(REQUEST).status == "refused"
        assert len(second.calls) == calls


class Curious(Scripted):
    """One that looks at what it is shown."""

    def draft(self, task: Task) -> list[Draft]:
        self.shots = task.shots()
        return super().draft(task)


def test_the_nearest_procedures_are_shown() -> None:
    model = Curious([REFUSE] * 4)
    with Seglam(":memory:", translator=model, layers=(current_layer(),)) as asked:
        asked.exec("median total of sales by city squared", SALES)
        assert len(model.shots) == 4
        assert any("group_by" in shot.program for shot in model.shots)
        assert all("Oslo" not in shot.request and "Oslo" not in str(shot.inputs) for shot in model.shots)


def test_the_order_of_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEGLAM_MODEL", raising=False)
    ours = random_model().write(tmp_path)
    other = foreign_model().write(tmp_path / "other.gguf")
    models = Models(tmp_path / "models")
    assert models.order() == (DEFAULT_MODEL,)
    assert models.order(model=ours) == (ours,)
    assert models.order(model=str(other)) == (DEFAULT_MODEL, other)
    assert models.order(model="no-such.gguf") == (Path("no-such.gguf"),)
    assert models.order(["shipped", str(ours)], other) == (DEFAULT_MODEL, ours)
    assert models.order([str(other)]) == (other,)
    monkeypatch.setenv("SEGLAM_MODEL", str(other))
    assert models.order() == (DEFAULT_MODEL, other)
    monkeypatch.delenv("SEGLAM_MODEL")
    models.use(str(other))
    assert models.order() == (DEFAULT_MODEL, other)
    with pytest.raises(ModelError, match="there is no model"):
        models.order(["nobody"])
