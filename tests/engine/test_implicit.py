"""Columns and values that the words do not spell: what a procedure may take, and what hits afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.requests.taken import Taken, format_taken
from tests.engine.conftest import Start

STAFF = {
    "columns": ["Name", "Salary", "Remote"],
    "rows": [["Ann", 10, "Yes"], ["Bob", 30, "No"], ["Cid", 20, "Yes"], ["Dan", 5, "No"]],
}
INVOICES = {
    "columns": ["No", "Status", "Amount"],
    "rows": [[f"a{i}", status, i] for i, status in enumerate(("Unpaid", "Paid", "Open", "Unpaid", "Paid", "Open"))],
}
EARNS = "return rows.top(1, c1).values(c0)"
UNPAID = "return rows.where(row => row[c1] == v2).count()"


def invoices(*statuses: str | None, columns: tuple[str, ...] = ("no", "STATUS", "amount")) -> dict[str, Any]:
    return {"columns": list(columns), "rows": [[f"b{i}", status, i] for i, status in enumerate(statuses)]}


def test_columns_that_no_word_mentions(start: Start) -> None:
    seglam, model = start([EARNS])
    first = seglam.exec("who earns the most", table=STAFF)
    assert (first.status, first.value, format_taken(first.read)) == ("miss", ["Bob"], "taken: Salary, Name")
    moved = {"columns": ["SALARY", "Office", "name"], "rows": [[1, "Ulm", "Eve"], [2, "Bonn", "Fay"]]}
    hit = seglam.exec("Who earns the most?", table=moved)
    assert (hit.status, hit.value, format_taken(hit.read)) == ("hit", ["Fay"], "taken: SALARY, name")
    assert len(model.calls) == 1


@pytest.mark.parametrize(
    "table",
    [
        {"columns": ["Name", "Wage"], "rows": [["Eve", 1]]},  # the column is gone
        {"columns": ["Name", "Salary"], "rows": [["Eve", "low"]]},  # it has another type
        {"columns": ["Name", "Salary", "salary"], "rows": [["Eve", 1, 2]]},  # which of the two?
    ],
)
def test_a_table_without_the_column_is_a_miss(start: Start, table: dict[str, Any]) -> None:
    seglam, model = start([EARNS])
    seglam.exec("who earns the most", table=STAFF)
    seglam.exec("who earns the most", table=table)
    assert len(model.calls) == 2


def test_a_value_that_no_word_spells(start: Start) -> None:
    seglam, model = start([UNPAID])
    first = seglam.exec("how many are still owed", table=INVOICES)
    assert (first.status, first.value) == ("miss", 2)
    assert first.read == (Taken("", "Status", "Unpaid"),)
    assert first.to_dict()["read"] == [{"column": "Status", "value": "Unpaid"}]
    hit = seglam.exec("how many are still owed", table=invoices("Unpaid", "Late"))
    assert (hit.status, hit.value, format_taken(hit.read)) == ("hit", 1, 'taken: STATUS = "Unpaid"')
    assert len(model.calls) == 1


@pytest.mark.parametrize(("statuses", "status"), [(("Paid", "Open", None), "hit"), (("Paid", "unpaid"), "miss")])
def test_a_column_without_the_value(start: Start, statuses: tuple[str | None, ...], status: str) -> None:
    """It is a column of the same kind where it holds nothing that is new; else the value may be written otherwise."""
    seglam, model = start([UNPAID])
    seglam.exec("how many are still owed", table=INVOICES)
    model.bodies = ["return rows.where(row => row[c1] == v1).count()"]
    again = seglam.exec("how many are still owed", table=invoices(*statuses, *statuses))
    assert again.status == status
    assert again.value == (0 if status == "hit" else 2)


def test_a_value_of_the_column_that_the_words_name(start: Start) -> None:
    seglam, model = start(["return rows.where(row => row[c0] == v1).count()"])
    first = seglam.exec("remote employees", table=STAFF)
    assert (first.value, format_taken(first.read)) == (2, 'taken: Remote = "Yes"')
    paid = {"columns": ["Paid", "Name"], "rows": [["Yes", "x"], ["No", "y"], ["Yes", "z"], ["No", "w"]]}
    assert seglam.exec("paid employees", table=paid).value == 2
    assert len(model.calls) == 1
    flags = {"columns": ["Paid", "Name"], "rows": [["1st", "x"], ["2nd", "y"], ["1st", "z"], ["2nd", "w"]]}
    seglam.exec("paid employees", table=flags)
    assert len(model.calls) == 2


def test_other_remaining_words_are_a_miss(start: Start) -> None:
    seglam, model = start([EARNS])
    seglam.exec("who earns the most", table=STAFF)
    seglam.exec("who earns the least", table=STAFF)
    assert len(model.calls) == 2


def test_the_source_that_people_see_names_the_value(start: Start) -> None:
    seglam, _ = start([UNPAID])
    source = seglam.exec("how many are still owed", table=INVOICES).trace.source
    assert "row[status] == unpaid" in source
