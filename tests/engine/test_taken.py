"""What was taken for what is shown under an answer, on a hit too, where the words do not spell it."""

from __future__ import annotations

from seglam_lang.requests.taken import Taken, format_taken
from tests.engine.conftest import Start

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}


def test_a_column_that_the_words_do_not_mention(start: Start) -> None:
    seglam, _ = start(["return rows.where(row => row[c1] > s0).values(c0)"])
    assert seglam.exec("which city has more than 4", table=CITIES, example=["Rome"]).read == (Taken("", "revenue"),)
    hit = seglam.exec("which city has more than 5", table={"columns": ["REVENUE", "city"], "rows": [[9, "Bern"]]})
    assert hit.read == (Taken("", "REVENUE"),)
    assert hit.to_dict()["read"] == [{"column": "REVENUE"}]
    assert "taken      REVENUE" in hit.trace.lines()


def test_words_that_may_mean_the_column_are_named(start: Start) -> None:
    seglam, _ = start(["return rows.maximum(c0)"])
    table = {"columns": ["Item", "List Price"], "rows": [["a", 2], ["b", 5]]}
    for status in ("miss", "hit"):
        answer = seglam.exec("what is the highest price", table=table)
        assert (answer.status, format_taken(answer.read)) == (status, "read: price = List Price")


def test_nothing_is_said_where_the_words_spell_all(start: Start) -> None:
    seglam, _ = start(["return rows.total(c0)"])
    answer = seglam.exec("total revenue", table=CITIES)
    assert answer.answered and not answer.read
    assert "read" not in answer.to_dict()


def test_the_line_for_people() -> None:
    parts = [
        Taken("", "Name"),
        Taken("earns", "Salary"),
        Taken("acme", "Client", "Acme Corp."),
        Taken("", "Status", "Unpaid"),
        Taken("", "Remote", True),
    ]
    said = 'read: earns = Salary, acme = "Acme Corp." · taken: Name, Status = "Unpaid", Remote = true'
    assert format_taken(parts) == said
    assert format_taken([]) == ""
