"""Columns of moments are columns of days to a model that is asked about days."""

from __future__ import annotations

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft, compile_procedure
from seglam_lang.requests import read
from seglam_lang.requests.scope import ColumnOrigin, scope_of
from seglam_lang.translator.in_days import in_days, of_moments
from seglam_lang.translator.messages import Task

READ = {
    "columns": ["meter", "read at", "kwh", "due"],
    "rows": [
        ["M-1", "2024-01-31T08:00", 10, "2024-02-01"],
        ["M-1", "2024-02-01T00:05", 20, "2024-02-01"],
        ["M-2", "2024-02-29T23:59", 30, "2024-03-01"],
        ["M-2", "2024-03-01T00:00", 40, "2024-03-01"],
    ],
}


def task_of(request: str) -> Task:
    reading = read(request, read_inputs(values={"table": READ})).loosely
    return Task(reading, scope_of(reading))


def names_of(task: Task) -> dict[str, str]:
    """The names of columns by their headers, and of what the words state by its place."""
    scope = task.scope
    columns = {each.header: name for name, each in scope.origins.items() if isinstance(each, ColumnOrigin)}
    return {**columns, **{name: name for name in scope.origins if name.startswith("s")}}


@pytest.mark.parametrize(
    ("request_", "is_seen"),
    [
        ("total kwh in February 2024", True),
        ("kwh on 1 March 2024", True),
        ("kwh per day", True),
        ("total kwh by meter", False),
        ("kwh read after 2024-02-01 09:30", False),  # of a moment
        ("how many were read before 9:30 am on 1 March 2024", False),
    ],
)
def test_moments_are_days_where_a_request_is_about_days(request_: str, is_seen: bool) -> None:
    task = task_of(request_)
    seen = in_days(task)
    shown = [str(param.type) for param in seen.scope.signature.params]
    assert (shown != [str(param.type) for param in task.scope.signature.params]) is is_seen
    assert (seen is not task) is is_seen
    assert seen.scope.arguments is task.scope.arguments


@pytest.mark.parametrize(
    ("request_", "body", "answer"),
    [
        (
            "total kwh in February 2024",
            "return rows.where(row => row [{read at}] >= {s1} and row [{read at}] <= {s2}).total({kwh})",
            50,
        ),
        ("kwh on 1 March 2024", "return rows.where(row => row [{read at}] == {s0}).total({kwh})", 40),
        ("kwh per day", "return rows.group_by({read at}).total({kwh}).count()", 4),
        ("meters due within a day", "return rows.map(row => row [{read at}].days_until(row [{due}])).maximum()", 1),
        ("days that were read", "return rows.values({read at}).distinct().count()", 4),
        ("the last reading of the day", "return rows.top(1, {read at}).values({meter}).first()", "M-2"),
    ],
)
def test_what_is_written_of_days_is_said_of_moments(request_: str, body: str, answer: object) -> None:
    task = task_of(request_)
    seen = in_days(task)
    written = body.format(**names_of(task))
    check_draft(written, seen.scope.signature)
    draft = of_moments(Draft(written, 0.0, Fate.FINISHED), task, seen)
    checked = check_draft(draft.text, task.scope.signature)
    arguments = [task.scope.arguments[name] for name in checked.params]
    assert compile_procedure(checked.core).run(arguments) == answer


def test_a_task_that_is_not_about_days_stays_as_it_is() -> None:
    task = task_of("total kwh by meter")
    draft = Draft("return rows.group_by(c0).total(c1)", 0.0, Fate.FINISHED)
    assert of_moments(draft, task, in_days(task)) is draft
