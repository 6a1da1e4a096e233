"""Requests that call columns and cells by other names: what is a hit, what a miss, and what is said about it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from seglam_lang.language.jsonvalue import dumps
from seglam_lang.requests.taken import Taken, format_taken
from tests.engine.conftest import Start

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}
SHOPS = {"columns": ["Dept", "Net Sales (EUR)"], "rows": [["a", 2.5], ["b", 5], ["a", 3]]}
STOCK = {
    "columns": ["item", "kind", "state"],
    "rows": [["peas", "Vegetable", "Canned"], ["tuna", "Fish", "Canned"], ["kale", "Vegetable", "Fresh"]],
}
BY_GROUP = "return rows.group_by(c1).total(c0)"


def test_a_column_by_another_name_is_a_hit_and_is_told(start: Start) -> None:
    seglam, model = start([BY_GROUP])
    first = seglam.exec("total revenue for each city", table=CITIES)
    hit = seglam.exec("total net sales for each department", table=SHOPS)
    assert (hit.status, hit.tier, hit.procedure) == ("hit", "exact", first.procedure)
    assert hit.value.rows == (("a", 5.5), ("b", 5))
    assert hit.read == (Taken("net sales", "Net Sales (EUR)"), Taken("department", "Dept"))
    assert format_taken(hit.read) == "read: net sales = Net Sales (EUR), department = Dept"
    assert "read       department = Dept" in hit.trace.lines()
    department = {"words": "department", "column": "Dept"}
    assert hit.to_dict()["read"] == [{"words": "net sales", "column": "Net Sales (EUR)"}, department]
    assert len(model.calls) == 1


def test_nothing_is_told_where_names_are_the_very_names(start: Start) -> None:
    answer = start([BY_GROUP])[0].exec("total revenue for each city", table=CITIES)
    assert answer.trace.read == ()
    assert "read" not in answer.to_dict()


@pytest.mark.parametrize(
    ("request_text", "table"),
    [
        ("total sales for each dept", {"columns": ["dept", "Net Sales"], "rows": [["a", 1]]}),  # a part of a header
        ("total revenue for each departmnet", {"columns": ["department", "revenue"], "rows": [["a", 1]]}),  # a slip
        (
            "total pay for each dept",
            {"columns": ["dept", "pay (usd)", "pay (eur)"], "rows": [["a", 1, 2]]},  # either
        ),
    ],
)
def test_what_may_mean_something_else_is_no_hit(start: Start, request_text: str, table: dict[str, Any]) -> None:
    seglam, model = start([BY_GROUP])
    seglam.exec("total revenue for each city", table=CITIES)
    assert seglam.exec(request_text, table=table).status != "hit"
    assert len(model.calls) == 2


def test_what_a_miss_took_for_a_column_is_a_slot_afterwards(start: Start) -> None:
    seglam, model = start([BY_GROUP])
    request = "sum of net sales per department"
    miss = seglam.exec(request, table=SHOPS)
    assert (miss.status, miss.trace.template) == ("miss", "sum of {0:column} per {1:column}")
    assert miss.read == (Taken("net sales", "Net Sales (EUR)"), Taken("department", "Dept"))
    assert seglam.exec(request, table=SHOPS).value == miss.value
    assert seglam.exec("sum of revenue per city", table=CITIES).status == "hit"
    assert len(model.calls) == 1


def test_inflected_cells(start: Start) -> None:
    seglam, _ = start(["return rows.where(row => row[c0] == s0 and row[c1] == s1).count()"])
    answer = seglam.exec("how many vegetables are canned", table=STOCK)
    assert (answer.status, answer.value) == ("miss", 1)
    assert answer.trace.template == "how many {0:cell} are {1:cell}"
    assert dumps(answer.to_dict()["read"]) == '[{"words": "vegetables", "column": "kind", "value": "Vegetable"}]'


def test_a_hint_is_no_mention(start: Start) -> None:
    """A part of a header may mean something else: what the model takes for it is shown, as nothing spells it."""
    seglam, _ = start(["return rows.maximum(c0)"])
    table = {"columns": ["Item", "List Price"], "rows": [["a", 2], ["b", 5]]}
    answer = seglam.exec("what is the highest price", table=table)
    assert (answer.status, answer.value, format_taken(answer.read)) == ("miss", 5, "read: price = List Price")


def test_an_example_may_call_columns_by_other_names(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    example = {"request": "total net sales for each department", "inputs": {"table": SHOPS}}
    right = {**example, "answer": [["a", 5.5], ["b", 5]]}
    assert seglam.exec("total revenue for each city", table=CITIES, examples=[right]).status == "miss"
    wrong = {**example, "answer": [["a", 1], ["b", 5]]}
    assert seglam.exec("total revenue for each city", table=CITIES, examples=[wrong]).status == "refused"


def test_an_exact_hit_looks_for_no_other_names() -> None:
    code = """
import sys
from seglam_lang import Seglam
with Seglam(":memory:", use_model=False) as seglam:
    answer = seglam.exec("total sales by region", table=[{"region": "a", "sales": 1}])
assert answer.status == "hit", answer
print([name for name in sys.modules if "requests.loose" in name])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
