"""The report of what the reader finds."""

from __future__ import annotations

from typing import Any

from tests.bench.slots import everyday, measure, report, spread

TABLE = {"columns": ["Name", "Dept", "Salary"], "rows": [["Ann", "Sales", 30], ["Bob", "IT", 20], ["Cy", "Sales", 25]]}


def row(block: str, request: str, program: str | None) -> dict[str, Any]:
    gold = {"seglam": program} if program else None
    return {"request": request, "inputs": {"table": TABLE}, "gold": gold, "type": block}


ROWS = [
    row("a", "total salary", "rows.total(`Salary`)"),
    row("a", "what do we pay in all?", "rows.total(`Salary`)"),
    row("b", "how many begin with An?", 'rows.where(row => row[`Name`].starts_with("An")).count()'),
    row("b", 'how many begin with "An"?', 'rows.where(row => row[`Name`].starts_with("An")).count()'),
    row("c", "average bonus", None),
    row("d", "total of the names", "rows.total(`Name`)"),
    row("e", "total bonus", "rows.total(`Bonus`)"),
]


def test_what_is_found_and_what_is_missing() -> None:
    lines = "\n".join(report(measure(everyday(ROWS)), 5))
    assert "wordings whose program can be written and checks: 3 of 4, 75.0%" in lines
    assert "blocks of which that holds for all wordings: 1 of 2, 50.0%" in lines
    assert "1 left out: must be refused" in lines
    assert "1 left out: the program does not check" in lines
    assert "1 left out: the program names a column that the table does not have" in lines
    assert "1 Text .starts_with( (spelled)" in lines
    assert '"An" | how many begin with An? | ' in lines


def test_a_block_is_taken_whole() -> None:
    assert {each["type"] for each in spread(ROWS, 3)} == {"a", "c", "e"}
    assert len(spread(ROWS, 3)) == 4
    assert spread(ROWS, None) == ROWS
