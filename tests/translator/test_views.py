"""Whatever is written for a task as a model sees it can be said of the task itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import LanguageError, check_draft
from seglam_lang.language.completion import LITERAL_CLASSES
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.familiar import familiar
from seglam_lang.translator.lengths import with_lengths
from seglam_lang.translator.messages import Task
from seglam_lang.translator.points import with_points
from seglam_lang.translator.seen import View
from tests.language.test_completion_walks import walk

TABLE = {
    "columns": ["tour", "growth %", "left", "back"],
    "rows": [["T1", 8.1, "2024-03-01T06:10", "2024-03-01T14:30"], ["T2", -3, "2024-03-02T06:10", "2024-03-02T09:30"]],
}
picked = st.lists(st.integers(0, 2**16), max_size=40)


def drafted(request: str, view: Callable[[Task], View], picks: list[int]) -> tuple[Task, str]:
    """A task, and what is meant by something that is written for it as it is seen, and well typed so."""
    reading = read(request, read_inputs(values={"table": TABLE})).loosely
    task = Task(reading, scope_of(reading))
    seen = view(task)
    written = walk(seen.task.scope.signature, picks, LITERAL_CLASSES)
    check_draft(written, seen.task.scope.signature)
    return task, seen.meant(Draft(written, 0.0, Fate.FINISHED)).text


@pytest.mark.parametrize("view", [with_lengths, with_points])
@given(picks=picked)
@settings(max_examples=60, deadline=None)
def test_what_is_well_typed_as_it_is_seen_is_so_as_it_is_meant(view: Callable[[Task], View], picks: list[int]) -> None:
    try:
        task, meant = drafted("tours over 3%", view, picks)
    except LanguageError:
        return  # a number that no literal of the language may be, say
    check_draft(meant, task.scope.signature)


@given(picks=picked)
@settings(max_examples=60, deadline=None)
def test_moments_as_days_may_be_ill_typed_and_nothing_worse(picks: list[int]) -> None:
    """A moment is no day in all that may be done with one: such drafts are discarded."""
    with suppress(LanguageError):
        task, meant = drafted("tours on 1 March 2024", familiar, picks)
        check_draft(meant, task.scope.signature)
