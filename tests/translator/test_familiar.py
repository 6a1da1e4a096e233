"""Moments, times of day and lengths of time are days and numbers to a model that knows only these."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft, compile_procedure
from seglam_lang.language.checking.signature import is_column
from seglam_lang.language.types import show
from seglam_lang.requests import read
from seglam_lang.requests.scope import ColumnOrigin, scope_of
from seglam_lang.translator.familiar import Familiar, familiar
from seglam_lang.translator.messages import Task

DAY = date(2024, 1, 31)  # the first of four with one call
COLUMNS = ("caller", "begun", "charge", "paid on", "duration", "ring", "rate €/h", "per min")
ROWS = (
    ("Ann", "2024-01-31T08:00", "10", "2024-02-01", "00:03:12", "08:00", "60", "1"),
    ("Ann", "2024-02-01T00:05", "20", "2024-02-01", "00:12:40", "09:10", "60", "1"),
    ("Bob", "2024-02-29T23:59", "30", "2024-03-01", "00:45:02", "17:30", "30", "0.5"),
    ("Bob", "2024-03-01T00:00", "40", "2024-03-01", "00:10:00", "18:05", "30", "0.5"),
)


def seen_of(request: str, *without: str) -> tuple[Task, Familiar]:
    """The task of a request about calls, without some of their columns, and how it is seen."""
    kept = [place for place, header in enumerate(COLUMNS) if header not in without]
    table = {"columns": [COLUMNS[place] for place in kept], "rows": [[row[place] for place in kept] for row in ROWS]}
    reading = read(request, read_inputs(values={"table": table})).loosely
    task = Task(reading, scope_of(reading))
    return task, familiar(task)


def types_of(task: Task) -> dict[str, str]:
    """The types of cells, by the headers of their columns."""
    scope = task.scope
    headers = {name: each.header for name, each in scope.origins.items() if isinstance(each, ColumnOrigin)}
    params = scope.signature.params
    return {headers[each.name]: show(each.type.args[0]) for each in params if is_column(each.type)}


@pytest.mark.parametrize(
    ("request_", "header", "kind"),
    [
        ("charge in February 2024", "begun", "Date"),
        ("charge on 1 March 2024", "begun", "Date"),
        ("charge per day", "begun", "Date"),
        ("total charge by caller", "begun", "DateTime"),
        ("charge of calls after 2024-02-01 09:30", "begun", "Date"),
        ("total duration by caller", "duration", "Number"),
        ("total charge by caller", "ring", "Time"),
        ("charge of calls after 5pm", "ring", "Date"),
        ("charge of calls after 5pm", "paid on", "Text"),  # no day is after five
    ],
)
def test_what_columns_are_put_as(request_: str, header: str, kind: str) -> None:
    _, seen = seen_of(request_)
    assert types_of(seen.task)[header] == kind


@pytest.mark.parametrize(
    ("request_", "without", "body", "answer"),
    [
        (
            "total charge in February 2024",
            (),
            "rows.where(row => row [{begun}] >= s1 and row [{begun}] <= s2).total({charge})",
            50,
        ),
        ("charge on 1 March 2024", (), "rows.where(row => row [{begun}] == s0).total({charge})", 40),
        ("charge per day", (), "rows.group_by({begun}).total({charge}).count()", 4),
        ("which day had most calls", (), 'rows.group_by({begun}).count().top(1, "count").values({begun}).first()', DAY),
        ("calls per day and caller", (), "rows.group_by({begun}, {caller}).count().count()", 4),
        ("days on which Ann called", (), "rows.distinct({begun}).where(row => row [{caller}] == s0).count()", 2),
        ("different days by caller", (), 'rows.group_by({caller}).count_distinct({begun}).maximum("count")', 2),
        ("different days of calls", (), "rows.values({begun}).distinct().count()", 4),
        ("the last call of the day", (), "rows.top(1, {begun}).values({caller}).first()", "Bob"),
        ("calls after 2024-02-01 00:05", (), "rows.where(row => row [{begun}] > s0).count()", 2),
        ("calls longer than 10 minutes", (), "rows.where(row => row [{duration}] > s0).count()", 2),
        ("callers of calls of at least 10 min", (), "rows.where(row => row [{duration}] >= s0).count()", 3),
        ("calls after 5pm", (), "rows.where(row => row [{ring}] > s0).count()", 2),
        ("calls between 9am and 6pm", (), "rows.where(row => row [{ring}] >= s0 and row [{ring}] <= s1).count()", 2),
        ("longest, in euros", (), "rows.maximum(row => row [{duration}] * row [{rate €/h}])", Decimal("22.51666667")),
        ("longest, in euros", (), "rows.maximum(row => row [{per min}] * row [{duration}])", Decimal("22.51666667")),
        ("calls after 5pm", ("ring",), "rows.where(row => row [{begun}] > s0).count()", 1),
    ],
)
def test_what_is_written_is_said_of_what_there_is(
    request_: str, without: tuple[str, ...], body: str, answer: object
) -> None:
    task, seen = seen_of(request_, *without)
    shown = seen.task.scope
    names = {each.header: name for name, each in shown.origins.items() if isinstance(each, ColumnOrigin)}
    written = f"return {body.format(**names)}"
    check_draft(written, shown.signature)
    draft = seen.meant(Draft(written, 0.0, Fate.FINISHED))
    checked = check_draft(draft.text, task.scope.signature)
    arguments = [task.scope.arguments[name] for name in checked.params]
    found = compile_procedure(checked.core).run(arguments)
    assert (round(found, 8) if isinstance(answer, Decimal) else found) == answer


def test_a_task_without_such_columns_stays_as_it_is() -> None:
    task, seen = seen_of("total charge in February 2024", "begun", "duration", "ring")
    draft = Draft("return rows.total(c0)", 0.0, Fate.FINISHED)
    assert seen.task is task
    assert seen.meant(draft) is draft


def test_names_have_no_gaps() -> None:
    """As while it learned: the first value is s0."""
    task, seen = seen_of("calls of Ann longer than 10 minutes")
    stated = [name for name in seen.task.scope.origins if name.startswith("s")]
    assert stated == [f"s{place}" for place in range(len(stated))]
    assert len(stated) < sum(name.startswith("s") for name in task.scope.origins)
