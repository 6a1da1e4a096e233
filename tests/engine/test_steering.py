"""Examples steer: the model writes on, from other seeds, until a draft is right for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from seglam_lang import Seglam
from seglam_lang.compilation import MOST_ROUNDS
from seglam_lang.drafts import Draft, Fate, together
from seglam_lang.translator.messages import Task
from tests.engine.scripted import REFUSE, Scripted

WORDS = "what about 7 and 8"


class Trying(Scripted):
    """Writes other bodies at each seed: those of `rounds`, then the last of them again and again."""

    def __init__(self, rounds: Sequence[Sequence[str]], delay_s: float = 0.0) -> None:
        super().__init__((), delay_s=delay_s)
        self.rounds = rounds

    def written(self, task: Task) -> Sequence[str]:
        return self.rounds[min(task.seed or 0, len(self.rounds) - 1)]


def seglam_with(model: Trying, limit_s: float = 10.0) -> Seglam:
    return Seglam(":memory:", translator=model, layers=(), limit_s=limit_s)


def test_it_is_asked_until_a_draft_fits() -> None:
    model = Trying(
        [["return s0 + s1"] * 8, ["return s0 - s1"] * 7 + [REFUSE], ["return s0 + s1"] * 7 + ["return s0 * s1"]]
    )
    with seglam_with(model) as seglam:
        answer = seglam.exec(WORDS, example=56)
        assert (answer.status, answer.value, len(model.calls)) == ("miss", 56, 3)
        assert [(draft.text, draft.count) for draft in answer.trace.drafts] == [
            ("return s0 + s1", 15),
            ("return s0 - s1", 7),
            ("", 1),
            ("return s0 * s1", 1),
        ]
        assert "it answers the example with 15, not 56" in answer.trace.drafts[0].why
        assert seglam.exec("what about 5 and 6").value == 30


def test_without_examples_it_is_asked_once() -> None:
    model = Trying([["return s0 + s1"] * 4 + ["return s0 * s1"] * 4])
    with seglam_with(model) as seglam:
        seglam.exec(WORDS)
    assert len(model.calls) == 1


def test_one_draft_that_fits_outweighs_all_that_refuse() -> None:
    model = Trying([[REFUSE] * 7 + ["return s0 + s1"]])
    with seglam_with(model) as seglam:
        assert seglam.exec(WORDS, example=15).value == 15


def test_what_was_tried_is_said_and_remembered() -> None:
    model = Trying([["return s0 + s1"] * 8])
    with seglam_with(model) as seglam:
        answer = seglam.exec(WORDS, example=56)
        assert answer.status == "refused" and len(model.calls) == MOST_ROUNDS
        assert f"(written {8 * MOST_ROUNDS} times in all): it answers the example with 15, not 56" in answer.why
        assert seglam.exec(WORDS, example=56).status == "refused" and len(model.calls) == MOST_ROUNDS


def test_it_ends_before_its_time_is_over() -> None:
    model = Trying([["return s0 + s1"] * 8], delay_s=0.1)
    with seglam_with(model, limit_s=0.25) as seglam:
        assert seglam.exec(WORDS, example=56).status == "refused"
    assert 1 <= len(model.calls) <= 2


@pytest.mark.parametrize("fate", Fate)
def test_drafts_are_together_where_they_say_and_are_the_same(fate: Fate) -> None:
    one = Draft("return 1", -1.0, fate, count=3)
    other = Draft("return 1", -1.0, Fate.CUT_OFF if fate is Fate.FINISHED else Fate.FINISHED)
    assert [each.count for each in together((one, other, one))] == [6, 1]
