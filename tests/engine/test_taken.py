"""What was taken for what is shown under an answer, on a hit too, where the words do not spell it."""

from __future__ import annotations

import pytest

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


def test_a_word_of_the_header_is_named_too(start: Start) -> None:
    """Whether "units" are meant by Unit Price, a person sees at a glance."""
    seglam, _ = start(["return rows.maximum(c0)"])
    table = {"columns": ["Unit Price", "Rep"], "rows": [[2, "Ann"], [5, "Bob"]]}
    assert format_taken(seglam.exec("the most units", table=table, pick=1).read) == "read: units = Unit Price"


@pytest.mark.parametrize(
    ("header", "words", "said"),
    [
        ("Net (EUR)", "net", "read: net = Net (EUR)"),
        ("Salary", "salaries", "read: salaries = Salary"),
        ("Leave_Days", "leave days", ""),
        ("Dept.", "dept", ""),
        ("NetValue", "net value", ""),
    ],
)
def test_a_header_in_part_or_in_another_form(start: Start, header: str, words: str, said: str) -> None:
    seglam, _ = start(["return rows.values(c0).distinct().count()"])
    table = {"columns": [header, "Item"], "rows": [[2, "a"], [2, "b"]]}
    answer = seglam.exec(f"different {words} there are", table=table, pick=1)
    assert answer.value == 1 and format_taken(answer.read) == said


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


def test_other_columns_that_may_be_called_so_are_named(start: Start) -> None:
    """Which of two scores was taken, a person sees, and what the words may mean as well."""
    seglam, _ = start(["return rows.average(c0)"])
    films = {"columns": ["Score 1", "Score 2", "Title", "Score note"], "rows": [[2, 4, "a", "x"], [4, 5, "b", "y"]]}
    answer = seglam.exec("average score", table=films, pick=1)
    assert format_taken(answer.read) == "read: score = Score 1 (not Score 2)"
    assert answer.to_dict()["read"] == [{"words": "score", "column": "Score 1", "others": ["Score 2"]}]
    assert format_taken(seglam.exec("average score 1", table=films, pick=1).read) == ""


def test_what_is_taken_too_is_no_other_column(start: Start) -> None:
    seglam, _ = start(["return rows.total(c0) + rows.total(c1)"])
    films = {"columns": ["Score 1", "Score 2", "Title"], "rows": [[2, 4, "a"], [4, 5, "b"]]}
    assert "not" not in format_taken(seglam.exec("all scores together", table=films, pick=1).read)


def test_a_header_in_another_form_leaves_no_doubt(start: Start) -> None:
    seglam, _ = start(["return rows.total(c0)"])
    pay = {"columns": ["Salary", "Salary cap", "Name"], "rows": [[2, 4, "a"], [4, 5, "b"]]}
    assert format_taken(seglam.exec("total of salaries", table=pay, pick=1).read) == "read: salaries = Salary"
