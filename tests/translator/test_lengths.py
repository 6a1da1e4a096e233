"""How long something took, of which the table has the two ends, is a column to a model."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft, compile_procedure
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.familiar import familiar
from seglam_lang.translator.joined import joined
from seglam_lang.translator.lengths import Lengths, with_lengths
from seglam_lang.translator.messages import Task

TOURS: dict[str, list[Any]] = {
    "tour": ["T1", "T2", "T3", "T4"],
    "back": ["2024-03-01T14:30", "2024-03-02T00:15", "2024-03-04T12:00", None],
    "left": ["2024-03-01T06:10", "2024-03-01T17:00", "2024-03-04T09:00", "2024-03-05T09:00"],
    "starts": ["06:10", "17:00", "21:30", "09:00"],
    "ends": ["14:30", "23:15", "04:00", "11:00"],
    "paid": ["2024-03-01", "2024-03-02", "2024-03-04", "2024-03-05"],
    "due": ["2024-03-04", "2024-03-02", "2024-03-24", None],
    "took": ["01:20:00", "02:10:00", "00:40:00", "00:50:00"],
}


def seen_of(*headers: str, request: str = "the longest tour", **changed: list[Any]) -> tuple[Task, Lengths]:
    """The task of a request about some of the columns, and how it is seen."""
    cells = [(TOURS | changed)[header] for header in headers]
    table = {"columns": list(headers), "rows": [list(row) for row in zip(*cells, strict=True)]}
    reading = read(request, read_inputs(values={"table": table})).loosely
    task = Task(reading, scope_of(reading))
    return task, with_lengths(task)


def answer(headers: tuple[str, ...], body: str) -> object:
    """What a body over the column of lengths, {it}, gives for the table itself."""
    task, seen = seen_of(*headers)
    written = f"return {body.format(it=seen.column)}"
    check_draft(written, seen.task.scope.signature)
    checked = check_draft(seen.meant(Draft(written, 0.0, Fate.FINISHED)).text, task.scope.signature)
    return compile_procedure(checked.core).run([task.scope.arguments[name] for name in checked.params])


@pytest.mark.parametrize(
    ("headers", "begins", "ends"),
    [
        (("tour", "back", "left"), "left", "back"),  # by the cells, whatever stands first
        (("tour", "left", "back", "paid"), "left", "back"),
        (("tour", "starts", "ends"), "starts", "ends"),  # though one is over midnight
        (("tour", "left", "back", "starts", "ends"), "left", "back"),
        (("tour", "due", "paid"), "paid", "due"),
    ],
)
def test_what_begins_and_ends(headers: tuple[str, ...], begins: str, ends: str) -> None:
    task, seen = seen_of(*headers)
    origins = task.scope.arguments
    assert (origins[seen.begins].header, origins[seen.ends].header) == (begins, ends)


@pytest.mark.parametrize(
    "headers",
    [
        ("tour", "left"),
        ("tour", "left", "starts"),  # no two of one kind
        ("tour", "left", "paid"),
        ("tour", "left", "back", "took"),  # the table has lengths
        ("tour", "starts", "ends", "also"),
    ],
)
def test_a_table_without_two_ends_stays_as_it_is(headers: tuple[str, ...]) -> None:
    task, seen = seen_of(*headers, also=TOURS["starts"])
    draft = Draft("return rows.count()", 0.0, Fate.FINISHED)
    assert seen.task is task
    assert seen.meant(draft) is draft


def test_moments_of_which_neither_is_first_are_no_ends() -> None:
    task, seen = seen_of("tour", "left", "back", back=[*reversed(TOURS["left"])])
    assert seen.task is task


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("rows.top(1, {it}).values(c0).first()", "T1"),
        ("rows.where(row => row [{it}] < row [{it}] * 2).count()", 3),  # a tour that is not back has no length
        ("rows.total({it})", timedelta(hours=18, minutes=35)),
        ("rows.group_by(c0).average({it}).maximum({it})", timedelta(hours=8, minutes=20)),
    ],
)
def test_what_is_written_of_lengths_is_said_of_their_ends(body: str, expected: object) -> None:
    assert answer(("tour", "left", "back"), body) == expected


def test_over_midnight() -> None:
    assert answer(("tour", "starts", "ends"), "rows.minimum({it})") == timedelta(hours=2)
    assert answer(("tour", "starts", "ends"), "rows.total({it})") == timedelta(hours=23, minutes=5)


def test_lengths_in_days_are_numbers() -> None:
    assert answer(("tour", "paid", "due"), "rows.total({it})") == 23
    assert answer(("tour", "paid", "due"), "rows.where(row => row [{it}] == 0).values(c0)") == ("T2",)


@pytest.mark.parametrize(
    ("request_", "headers", "expected"),
    [
        ("tours longer than 2 weeks", ("tour", "paid", "due"), ("T3",)),
        ("tours longer than 3 days", ("tour", "paid", "due"), ("T3",)),
        ("tours longer than 7 hours", ("tour", "left", "back"), ("T1", "T2")),
    ],
)
def test_stated_lengths_are_compared_with_it(request_: str, headers: tuple[str, ...], expected: object) -> None:
    task, seen = seen_of(*headers, request=request_)
    form = familiar(seen.task, in_days=seen.in_days)
    (stated,) = (name for name in form.task.scope.origins if name.startswith("s"))
    draft = Draft(f"return rows.where(row => row [{seen.column}] > {stated}).values(c0)", 0.0, Fate.FINISHED)
    check_draft(draft.text, form.task.scope.signature)
    checked = check_draft(seen.meant(form.meant(draft)).text, task.scope.signature)
    found = compile_procedure(checked.core).run([task.scope.arguments[name] for name in checked.params])
    assert found == expected


def test_days_that_are_stated_are_their_number() -> None:
    """So that the procedure takes 3 days, and not the length of them in days."""
    _, seen = seen_of("tour", "paid", "due", request="tours longer than 3 days")
    form = familiar(seen.task, in_days=seen.in_days)
    draft = Draft(f"return rows.where(row => row [{seen.column}] > s0).count()", 0.0, Fate.FINISHED)
    assert "total_days" not in form.meant(draft).text


def test_days_of_two_tables_are_no_ends() -> None:
    """Though they are put as one table."""
    orders = {"columns": ["order", "customer_id", "ordered"], "rows": [[1, 7, "2024-03-01"], [2, 7, "2024-03-02"]]}
    customers = {"columns": ["customer_id", "since"], "rows": [[7, "2020-01-01"]]}
    reading = read("orders by customer", read_inputs(values={"orders": orders, "customers": customers})).loosely
    task = joined(Task(reading, scope_of(reading))).task
    assert len(task.scope.signature.tables) == 1
    assert with_lengths(task).task is task


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("rows.where(row => row [{back}].days_until(row [{forth}]) >= 20).count()", 1),  # nothing ends before it begins
        ("rows.where(row => row [{forth}].days_until(row [{back}]) >= 20).count()", 1),
        ("rows.where(row => - row [{back}].days_until(row [{forth}]) >= 20).count()", 1),
    ],
)
def test_days_are_counted_forth(body: str, count: int) -> None:
    task, seen = seen_of("tour", "paid", "due")
    written = f"return {body.format(back=seen.ends, forth=seen.begins)}"
    checked = check_draft(seen.meant(Draft(written, 0.0, Fate.FINISHED)).text, task.scope.signature)
    assert compile_procedure(checked.core).run([task.scope.arguments[name] for name in checked.params]) == count


def test_beside_days_numbers_of_minutes_are_lengths() -> None:
    assert seen_of("tour", "paid", "due")[1].column
    table = {"columns": ["Len (min)", "paid", "due"], "rows": [[38, "2024-03-01", "2024-03-04"]] * 3}
    reading = read("the longest tour", read_inputs(values={"table": table})).loosely
    assert not with_lengths(Task(reading, scope_of(reading))).column
