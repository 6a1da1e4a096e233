"""The report of how much SQL becomes programs."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.translator.nano.sources.queries import TIE
from tests.bench import sql

pytest.importorskip("sqlglot", reason="the train extra is not installed")

TABLE = {"columns": ["name", "dept", "pay"], "rows": [["Ann", "IT", 3], ["Bob", "IT", 2], ["Cy", None, 3]]}


def row(query: str, answer: Any, *flags: str) -> dict[str, Any]:
    return {"sql": query, "answer": answer, "flags": list(flags), "inputs": {"table": TABLE}}


@pytest.mark.parametrize(
    ("given", "fate"),
    [
        (row("SELECT sum(pay) FROM staff", 8), "right"),
        (row("SELECT name FROM staff ORDER BY pay DESC LIMIT 1", "Ann"), "right"),
        (row("SELECT name FROM staff ORDER BY pay DESC LIMIT 1", "Cy", TIE), sql.RIGHT_BUT_FOR_TIES),
        (row("SELECT name FROM staff ORDER BY pay DESC LIMIT 1", "Bob", TIE), "another answer: tie_at_limit"),
        (row("SELECT name FROM staff ORDER BY pay DESC LIMIT 1", "Cy"), "another answer: other"),
        (row("SELECT dept FROM staff GROUP BY dept", ["IT", None], sql.BLANK), "another answer: null_in_answer"),
        (row("SELECT bonus FROM staff", []), "not converted: a column that the table does not have"),
        (row("SELECT avg(name) FROM staff", 0), "does not check: type-mismatch"),
        (row("SELECT avg(pay) FROM staff WHERE pay > 9", None), "fails: empty"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_row(given: dict[str, Any], fate: str) -> None:
    assert sql.outcome(given).fate == fate


def test_rows_flagged_as_wrong_are_left_out_and_counted() -> None:
    rows = [row("SELECT sum(pay) FROM staff", 8), row("SELECT pay FROM staff", 8, "order_cue_inconsistent")]
    assert list(sql.report(rows, show=False)) == [
        "1 of 1 queries become programs that give the same answer, 100.0%",
        "      1 right",
        "      1 left out: flagged order_cue_inconsistent",
    ]
