"""What the critic learns from: drafts that are run beside the right program, and judged by what they compute."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.nano.lessons import Lesson
from seglam_lang.translator.nano.sources import Asked
from seglam_lang.translator.nano.verdicts import Judge, Reader, program_of
from seglam_lang.translator.vocabulary import END, RIGHT, WRONG
from tests.translator.models import small_vocabulary

STAFF: dict[str, Any] = {
    "table": {
        "columns": ["Name", "Team", "Pay"],
        "rows": [["Ann", "Red", 10], ["Bo", "Red", 20], ["Cy", "Blue", 30], ["Di", "Blue", 50]],
    }
}
READS = small_vocabulary()
RED = 'rows.where(row => row[`Team`] == "Red").count()'
COUNTED = "return rows.where(row => row[c0] == s0).count()"


def asked(request: str, program: str | None) -> Asked:
    return Asked("everyday", "table:1", request, STAFF, program, block="b-1")


def taught(asked: Asked, *drafts: str) -> list[Lesson] | str:
    """What these drafts teach of a request, each having been written by a model."""
    return Reader(READS, lambda task: [Draft(text, -1.0, Fate.FINISHED) for text in drafts]).verdicts(asked)


def judged(lessons: list[Lesson] | str) -> list[tuple[str, str]]:
    assert not isinstance(lessons, str)
    assert all(lesson.program[-2] == END and lesson.given == len(lesson.program) - 1 for lesson in lessons)
    return [(" ".join(lesson.program[:-2]), lesson.program[-1]) for lesson in lessons]


def test_what_the_right_program_gives_is_right() -> None:
    found = judged(taught(asked("how many with Team Red", RED), COUNTED, "return rows.count()"))
    assert [verdict for _, verdict in found] == [RIGHT, WRONG]


def test_a_chance_hit_is_wrong() -> None:
    """Two rows are red, and two teams there are."""
    found = judged(taught(asked("how many with Team Red", RED), "return rows.values(c0).distinct().count()"))
    assert found[-1][1] == WRONG


def test_a_draft_with_a_text_that_is_no_unit_is_wrong() -> None:
    drafts = ('return rows.where(row => row[c0] == s0).count().convert("km", "nonsense")', "return rows.count()")
    found = judged(taught(asked("how many with Team Red", RED), *drafts))
    assert [verdict for _, verdict in found] == [RIGHT, WRONG, WRONG]


def test_of_what_must_be_refused_every_draft_is_wrong() -> None:
    found = judged(taught(asked("how many with Team Green", None), "return rows.count()"))
    assert [verdict for _, verdict in found] == [WRONG]


def test_wrong_drafts_do_not_outnumber_the_right_ones_by_far() -> None:
    texts = [f"return rows.count() + {number}" for number in range(1, 8)]
    found = judged(taught(asked("how many with Team Red", RED), *texts))
    assert [verdict for _, verdict in found] == [RIGHT, WRONG, WRONG]


def test_where_nothing_comes_out_nothing_is_learned() -> None:
    nothing = asked("how many with Team Red", "rows.where(row => row[`Pay`] > 99).count()")
    assert taught(nothing, "return rows.count()") == "the right program gives nothing"


def test_drafts_in_another_order_are_wrong_where_the_right_program_sorts() -> None:
    sorts = asked("names by Pay descending", "rows.sort_by_descending(`Pay`).values(`Name`)")
    found = judged(taught(sorts, "return rows.sort_by(c0).values(c1)"))
    assert [verdict for _, verdict in found] == [RIGHT, WRONG]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(("Red", "Blue")), st.integers(1, 9)), min_size=1, max_size=8))
def test_the_right_program_is_right_about_every_table(rows: list[tuple[str, int]]) -> None:
    inputs = read_inputs(values={"table": {"columns": ["Team", "Pay"], "rows": [list(row) for row in rows]}})
    judge = Judge.of("rows.total(`Pay`)", inputs)
    assert judge is not None
    scope = scope_of(read("total Pay", inputs).loosely)
    assert judge.is_right(program_of("return rows.total(c0)", scope))


def test_a_lesson_keeps_what_is_given() -> None:
    lesson = Lesson("verdicts", "g", "b", (1, 2), ("return", "s0", END, RIGHT), 3)
    assert Lesson.from_json(lesson.to_json()) == lesson
    assert Lesson.from_json('["calc","g","b",[1],["s0","<end>"]]').given == 0


@pytest.mark.parametrize("program", ["rows.total(`Team`)", "rows.nothing()"])
def test_programs_that_do_not_check_teach_nothing(program: str) -> None:
    assert isinstance(taught(asked("total", program)), str)
