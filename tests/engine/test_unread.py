"""Words that the winning program leaves out: the refusal names them, and what is unknown is reported."""

from __future__ import annotations

from pathlib import Path

from seglam_lang import Seglam
from seglam_lang.requests.taken import format_taken
from tests.engine.conftest import Start
from tests.engine.scripted import Scripted

PINGS = {"columns": ["Hour", "ms"], "rows": [[9, 10], [10, 30], [9, 20], [11, 40]]}


def test_a_dropped_word_is_a_refusal_that_names_it(start: Start) -> None:
    seglam, _ = start(["return rows.average(c0)"])
    answer = seglam.exec("average ms by hour", table=PINGS)
    assert answer.status == "refused"
    assert answer.why.startswith("nothing in the procedure that was found explains \"by hour\": it does not use 'Hour'")


def test_an_example_decides_whatever_the_words_mean(start: Start) -> None:
    seglam, _ = start(["return rows.average(c0)"])
    assert seglam.exec("average ms by hour", table=PINGS, example=25).status == "miss"


def test_unread_words_are_reported_of_a_miss_and_not_looked_up_on_a_hit(start: Start) -> None:
    seglam, _ = start(["return rows.average(c0)"])
    first = seglam.exec("average ms frobnicated", table=PINGS, example=25)
    assert first.trace.unread == ("frobnicated",)
    assert "unread     frobnicated" in first.trace.lines()
    assert seglam.exec("average ms frobnicated", table=PINGS).trace.unread == ()


def test_no_chance_of_being_right_makes_up_for_words_that_are_dropped(tmp_path: Path) -> None:
    model = Scripted(["return rows.average(c0)"] * 8)
    with Seglam(tmp_path / "cache.sqlite", translator=model, layers=(), accept=0.0) as bold:
        answer = bold.exec("average ms by hour", table=PINGS)
    assert answer.why.startswith('nothing in the procedure that was found explains "by hour"')
    assert answer.choices  # a person may say that they do not matter


def test_the_program_that_explains_the_words_comes_before_the_one_that_is_written_more_often(tmp_path: Path) -> None:
    model = Scripted(["return rows.average(c0)"] * 5 + ["return rows.group_by(c1).average(c0)"] * 3)
    with Seglam(tmp_path / "cache.sqlite", translator=model, layers=(), accept=0.0) as bold:
        answer = bold.exec("average ms by hour", table=PINGS)
    assert (answer.status, answer.description) == ("miss", "the average ms by Hour")


ORDERS = {"columns": ["order_id", "customer"], "rows": [[1, "Ann"], [2, "Bob"], [3, "Cid"]]}
WINES = {"columns": ["wine", "bottles"], "rows": [["Musar", 6], ["Chablis", 2]]}


def test_what_rows_are_called_is_no_hit_of_a_table_with_other_headers(start: Start) -> None:
    """How many technicians there are, a table of wines does not say."""
    seglam, model = start(["return rows.count()"])
    assert seglam.exec("how many technicians are there", table=ORDERS, pick=1).value == 3
    hit = seglam.exec("how many technicians are there", table=ORDERS)
    assert (hit.status, format_taken(hit.read)) == ("hit", "read: technicians = the rows")
    assert hit.to_dict()["read"] == [{"words": "technicians", "rows": True}]
    again = {"columns": ["Customer", "Order ID"], "rows": [["Ann", 1]]}
    assert seglam.exec("how many technicians are there", table=again).status == "hit"
    assert len(model.calls) == 1
    seglam.exec("how many technicians are there", table=WINES)
    assert len(model.calls) == 2  # it is a miss


def test_words_for_any_rows_are_a_hit_of_any_table(start: Start) -> None:
    seglam, _ = start(["return rows.count()"])
    assert seglam.exec("how many records altogether", table=ORDERS, pick=1).value == 3
    hit = seglam.exec("how many records altogether", table=WINES)
    assert (hit.status, hit.read) == ("hit", ())


def test_a_word_that_was_not_understood_is_not_the_rows_where_a_column_is_taken(start: Start) -> None:
    seglam, _ = start(["return rows.average(c0)"])
    seglam.exec("average ms of technicians without pings", table=PINGS, example=25)
    hit = seglam.exec("average ms of technicians without pings", table=PINGS)
    assert (hit.status, hit.read) == ("hit", ())
