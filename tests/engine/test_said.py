"""What is said beside an answer: blanks, what is level with it, amounts in several currencies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import Start
from tests.engine.scripted import REFUSE

BY_GROUP = "return rows.group_by(c1).total(c0)"


def test_blank_cells_of_the_columns_used_are_counted(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    table = {"columns": ["city", "revenue", "note"], "rows": [["Oslo", 2, ""], ["Rome", None, ""], ["Oslo", 3, "x"]]}
    answer = seglam.exec("total revenue by city", table=table)
    assert answer.blanks == answer.trace.blanks == ("1 of 3 cells in revenue is blank (all of Rome)",)


def test_what_is_level_with_the_answer_and_not_in_it_is_said(start: Start) -> None:
    seglam, _ = start(["return rows.group_by(c0).total(c1).top(1, c1)"])
    table: dict[str, Any] = {
        "columns": ["city", "revenue"],
        "rows": [["Oslo", 5], ["Rome", 2], ["Rome", 3], ["Bonn", 1]],
    }
    answer = seglam.exec("the city with the most revenue", table=table)
    assert answer.value.rows == (("Oslo", 5),)
    assert answer.ties == answer.trace.ties == (["Rome", 5],)
    assert '"ties": [["Rome", 5]]' in answer.to_json()
    table["rows"][0] = ["Oslo", 6]
    assert "ties" not in seglam.exec("the city with the most revenue", table=table).to_dict()


@pytest.mark.parametrize(
    ("blank", "said"),
    [
        ({"Oslo"}, "1 of 6 cells in revenue is blank (all of Oslo)"),
        ({"Rome", "Bern"}, "2 of 6 cells in revenue are blank (all of Rome, Bern)"),
        ({"Oslo", "Rome", "Bern", "Kiel"}, "4 of 6 cells in revenue are blank (all of Oslo, Rome, Bern and 1 more)"),
        ({"Lima"}, "1 of 6 cells in revenue is blank"),  # it has another one
    ],
)
def test_a_total_of_blanks_alone_is_told(start: Start, blank: set[str], said: str) -> None:
    """The language adds them up to 0, as people would not."""
    seglam, _ = start(["return rows.group_by(c1).total(c0)"] * 4)
    cities = ("Oslo", "Rome", "Bern", "Kiel", "Lima")
    rows = [[city, None if city in blank else 5] for city in cities]
    table = {"columns": ["city", "revenue"], "rows": [*rows, ["Lima", 7]]}
    answer = seglam.exec("total revenue by city", table=table)
    assert answer.trace.blanks == (said,)


def test_rows_left_out_for_a_blank_key_are_counted(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    table = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], [None, None], [None, 4], ["Rome", 3]]}
    assert seglam.exec("total revenue by city", table=table).trace.blanks == (
        "2 of 4 cells in city are blank, and their rows are left out",
        "1 of 4 cells in revenue is blank",
    )


def test_amounts_in_several_currencies_are_told(start: Start) -> None:
    seglam, _ = start([REFUSE])
    seglam.add_source(
        """
        proc both(a: Number, b: Number) -> Number {
          ask "add {a:money in USD} and {b:money in EUR}"
          return a + b
        }
        """
    )
    told = "'20 euros' and '$50' are in several currencies (EUR, USD), and nothing converts one into another"
    answer = seglam.exec("add $50 and 20 euros")
    assert (answer.value, answer.notes) == (70, (told,))
    assert told in seglam.exec("split $50 and 20 euros").why
    assert "currencies" not in seglam.exec("split $5 by 2").why
