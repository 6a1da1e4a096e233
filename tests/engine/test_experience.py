"""What a cache can teach: its wordings are asked again of made tables, and mean the same there."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.experience import Lived, lived
from seglam_lang.inputs import read_inputs
from seglam_lang.language.python.results import to_python
from seglam_lang.translator.nano.headed import Headed
from tests.engine.conftest import Start

SALES: dict[str, Any] = {
    "columns": ["Region", "Sales", "Year", "Status"],
    "rows": [
        ["North", 10, 2020, "Paid"],
        ["South", 20, 2021, "Unpaid"],
        ["North", 30, 2021, "Paid"],
        ["West", 5, 2021, "Unpaid"],
        ["South", 4, 2020, "Paid"],
        ["North", 5, 2022, "Paid"],
    ],
}
BODIES = {
    "total sales by region": "return rows.group_by(c1).total(c0)",
    "how many unpaid": "return rows.where(row => row[c0] == s0).count()",
    "total sales in North": "return rows.where(row => row[c1] == s0).total(c0)",
    "sales over 12": "return rows.where(row => row[c0] > s0)",
    "how much did we make in all": "return rows.total(c1)",
    "15% of 80": "return s0 * s1",
}
BY_HAND = """proc total_of(rows: Table, value: Column<Number>, group: Column<Text>) -> Table {
  ask "sum {value} per {group}"
  return rows.group_by(group).total(value)
}
proc doubled(x: Number) -> Number {
  ask "twice {x}"
  return x * 2
}
"""


def told(seglam: Seglam) -> dict[str, Lived]:
    left_out: Counter[str] = Counter()
    found = {each.request: each for each in lived(seglam.store, left_out)}
    assert not left_out
    return found


def learned(start: Start) -> Seglam:
    """An engine that a scripted model has answered everything in BODIES."""
    seglam, _ = start({request: [body] * 4 for request, body in BODIES.items()})
    for request in BODIES:
        assert seglam.exec(request, table=None if "%" in request else SALES).status == "miss"
    return seglam


def test_what_was_asked_is_told_with_its_program(start: Start) -> None:
    found = told(learned(start))
    assert found.keys() == BODIES.keys()
    assert found["total sales by region"].program == "return rows.group_by(`Region`).total(`Sales`)"
    assert found["how much did we make in all"].program == "return rows.total(`Sales`)"
    assert found["15% of 80"].program == "return 0.15 * 80"
    assert not any(each.is_vouched for each in found.values())


def test_a_hit_of_what_is_told_gives_what_its_program_gives(start: Start) -> None:
    seglam = learned(start)
    seglam.add_source(BY_HAND)
    for each in told(seglam).values():
        answer = seglam.exec(each.request, inputs=each.inputs)
        assert answer.status == "hit"
        assert answer.value == to_python(Headed.of(each.program).run(read_inputs(values=each.inputs)))


def test_the_columns_are_those_that_the_model_was_shown(start: Start) -> None:
    table = told(learned(start))["total sales in North"].inputs["table"]
    assert set(table["columns"]) == set(SALES["columns"])
    cells = dict(zip(table["columns"], zip(*table["rows"], strict=True), strict=True))
    assert "North" in cells["Region"] and set(cells["Status"]) == {"Paid", "Unpaid"}


def test_what_a_person_wrote_is_vouched_for(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(BY_HAND)
    found = told(seglam)
    assert found.keys() == {"sum value per group", "twice 25"}
    assert all(each.is_vouched for each in found.values())


def test_a_correction_is_vouched_for_and_what_it_replaced_is_not_told(start: Start) -> None:
    seglam, _ = start({"total sales by region": ["return rows.group_by(c1).average(c0)"] * 4})
    seglam.exec("total sales by region", table=SALES)
    seglam.add_source(BY_HAND.replace("sum {value} per {group}", "total {value} by {group}"))
    (corrected,) = [each for request, each in told(seglam).items() if request.startswith("total")]
    assert corrected.is_vouched and ".total(" in corrected.program


def test_what_was_removed_is_not_told(start: Start) -> None:
    seglam = learned(start)
    for stored in seglam.store.procedures():
        seglam.store.remove(stored.hash)
    assert told(seglam) == {}


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('proc f(x: Number) -> Number { ask "f {x}" check x > 0 else "no" return x }', "checks of its own"),
        ('proc f(x: List<Number>) -> Number { ask "f {x}" return x.sum() }', "the kind list"),
    ],
)
def test_what_cannot_be_told_is_counted(start: Start, source: str, why: str) -> None:
    seglam, _ = start()
    seglam.add_source(source)
    left_out: Counter[str] = Counter()
    assert list(lived(seglam.store, left_out)) == []
    assert any(why in each for each in left_out), left_out
