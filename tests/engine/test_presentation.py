"""A request that asks for a chart is of the type that it is of without those words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import Start
from tests.engine.scripted import REFUSE

TABLE = {"columns": ["region", "sales"], "rows": [["North", 10], ["South", 4.5], ["North", 5]]}
TOTALS = [{"region": "North", "sales": 15}, {"region": "South", "sales": 4.5}]
BODY = ["return rows.group_by(c1).total(c0)"] * 4


def test_the_same_procedure_answers_with_and_without_the_words(start: Start) -> None:
    seglam, model = start(BODY)
    first = seglam.exec("bar chart of total sales by region", TABLE)
    assert (first.status, first.shown_as, first.trace.template) == ("miss", "bar", "total {0:column} by {1:column}")
    for request, kind in (
        ("total sales by region", ""),
        ("total sales by region as a pie chart", "pie"),
        ("plot total sales by region", "any"),
        ("total sales by region. Show me a line graph.", "line"),
    ):
        answer = seglam.exec(request, TABLE)
        assert (answer.status, answer.shown_as, answer.trace.request) == ("hit", kind, request)
        assert answer.procedure == first.procedure
    assert model.calls == ["total sales by region"]
    assert "chart" not in seglam.exec("total sales by region", TABLE).to_dict()
    assert first.to_dict()["chart"] == "bar"


def test_a_procedure_that_is_known_by_all_of_the_words_answers_them(start: Start) -> None:
    """Those of earlier versions, and those that a person has written."""
    seglam, model = start(BODY)
    seglam.add_source(
        'proc largest(rows: Table, value: Column<Number>) -> Number {\n  ask "bar chart of total {value} by region"\n'
        "  return rows.maximum(value)\n}\n"
    )
    answer = seglam.exec("bar chart of total sales by region", TABLE)
    assert (answer.value, answer.status, answer.shown_as) == (10, "hit", "bar")
    assert model.calls == []


def test_all_of_the_words_are_asked_for_where_nothing_comes_of_the_others(start: Start) -> None:
    """Here "pie of" says that something is counted."""
    whole, part = "pie of sales by region", "sales by region"
    seglam, model = start({part: [REFUSE] * 4, whole: ["return rows.group_by(c1).count()"] * 4})
    answer = seglam.exec(whole, TABLE)
    assert (answer.status, answer.shown_as) == ("miss", "pie"), answer.why
    assert seglam.exec(whole, TABLE).status == "hit"
    refused = seglam.exec(part, TABLE)
    assert (refused.status, model.calls) == ("refused", [part, whole])


def test_a_refusal_is_of_what_is_to_be_computed(start: Start) -> None:
    seglam, model = start([REFUSE] * 4)
    refused = seglam.exec("bar chart of nothing by region", TABLE)
    assert (refused.status, refused.trace.template) == ("refused", "nothing by {0:column}")
    assert len(model.calls) == 2


def test_examples_are_of_what_is_to_be_computed_too(start: Start) -> None:
    seglam, _ = start([*BODY, "return rows.group_by(c1).count()"])
    examples = [
        {
            "request": "plot total sales by region",
            "inputs": {"table": TABLE},
            "answer": {"columns": ["region", "sales"], "rows": [["North", 15], ["South", 4.5]]},
        }
    ]
    cases: Any = iter(examples)
    assert seglam.exec("bar chart of total sales by region", TABLE, examples=cases).value == TOTALS


def test_an_answer_is_drawn_and_saved(start: Start, tmp_path: Any) -> None:
    seglam, _ = start(BODY)
    answer = seglam.exec("pie chart of total sales by region", TABLE)
    answer.save(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "region,sales\nNorth,15\nSouth,4.5\n"
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    spec = answer.chart().to_dict()
    assert spec["mark"] == {"type": "arc"}
    assert spec["title"]["text"] == ["the total sales by region"]
    assert answer.chart("line").to_dict()["mark"]["type"] == "line"
    answer.save(tmp_path / "a.svg")
    assert "<svg" in (tmp_path / "a.svg").read_text()
