"""An answer says in plain words what was computed, with the request's own headers, values and inputs."""

from __future__ import annotations

from unittest.mock import patch

from seglam_lang import Seglam
from tests.engine.conftest import Start

SHOPS = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}
TIP = """
proc tip_of(bill: Number, rate: Number) -> Number {
  ask "a tip of {rate} on {bill}"
  check bill >= 0 else "a bill is not negative"
  return (bill * rate).round(2)
}
example tip_of(80, 15%) == 12
"""
TWICE = """
proc half(x: Number) -> Number { return x / 2 }
proc half_more(x: Number) -> Number {
  ask "half of {x} and one more"
  return half(x) + 1
}
"""


def written(source: str) -> Seglam:
    seglam = Seglam(":memory:", use_model=False, layers=[])
    seglam.add_source(source)
    return seglam


LEADING = """
proc leading<N>(rows: Table, name: Column<N>, value: Column<Number>) -> List<N> {
  ask "leading {name} by {value}"
  let highest = rows.maximum(value)
  let names = rows.where(row => row[value] == highest).values(name)
  let totals = rows.group_by(name).total(value)
  check names.count() < totals.count() else "all lead"
  return names
}
example leading([{name: "Ann", n: 5}, {name: "Bob", n: 6}], "name", "n") == ["Bob"]
"""


def test_what_is_checked_on_the_way_is_not_what_is_computed() -> None:
    description = written(LEADING).exec("leading city by revenue", table=SHOPS).description
    assert description == "the city of each row where revenue is the largest revenue"


def test_headers_and_cells(start: Start) -> None:
    seglam, _ = start(["return rows.where(row => row[c1] == s0).total(c0)"] * 4)
    asked = "total revenue where city is Oslo"
    assert seglam.exec(asked, table=SHOPS).description == 'the total revenue of the rows where city is "Oslo"'
    again = seglam.exec("total revenue where city is Rome", table=SHOPS)
    assert (again.status, again.description) == ("hit", 'the total revenue of the rows where city is "Rome"')
    assert again.trace.lines()[0] == f"computes   {again.description}"


def test_values_of_the_words_and_inputs_by_name() -> None:
    answer = written(TIP).exec("a tip of 20% on 50")
    assert (answer.value, answer.description) == (10, "50 × 0.2, rounded to 2 decimals")


def test_a_called_procedure_is_named() -> None:
    answer = written(TWICE).exec("half of 8 and one more")
    assert (answer.value, answer.description) == (5, "what half gives for (8) + 1")


def test_what_is_not_answered_is_not_described() -> None:
    assert written(TIP).exec("the capital of Korea").description == ""


def test_nothing_is_described_before_somebody_reads_it() -> None:
    with patch("seglam_lang.language.describing.describe", side_effect=AssertionError):
        assert written(TIP).exec("a tip of 20% on 50").status == "hit"
