"""Words that the winning program leaves out: the refusal names them, and what is unknown is reported."""

from __future__ import annotations

from pathlib import Path

from seglam_lang import Seglam
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
