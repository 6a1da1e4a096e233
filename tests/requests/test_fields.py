"""Fields of records and inputs that a request calls by name: mentions, templates, scope and what they bind."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft
from seglam_lang.matching import find_arguments
from seglam_lang.requests import Reading, Wording, read
from seglam_lang.requests.model import FromField
from seglam_lang.requests.scope import InputOrigin, scope_of
from seglam_lang.requests.shape import inputs_shape
from seglam_lang.requests.wordings import wording_of

ORDER = {"order": {"price": 10, "quantity": 3}}


def reading_of(request: str, inputs: dict[str, Any]) -> Reading:
    return read(request, read_inputs(values=inputs))


def compiled(request: str, inputs: dict[str, Any], body: str) -> tuple[Wording, Any]:
    """The wording by which the request asks for `body`, and the procedure's parameters."""
    reading = reading_of(request, inputs)
    scope = scope_of(reading)
    checked = check_draft(body, scope.signature)
    wording = wording_of(reading, scope, checked.params, "hash")
    assert wording is not None
    return wording, checked.core.params


def served(wording: Wording, params: Any, request: str, inputs: dict[str, Any]) -> tuple[Any, ...] | None:
    """The arguments of a hit, None for a miss."""
    bound = find_arguments(wording, reading_of(request, inputs), params)
    return None if bound is None else bound.arguments


@pytest.mark.parametrize(
    ("request_text", "inputs"),
    [
        ("cost times pieces", {"article": {"cost": 2, "pieces": 7}}),
        ("Cost times pieces?", {"cost": 2, "pieces": 7}),
        ("{cost} times {pieces}", {"cost": 2, "pieces": 7}),
        ("unit cost times piece", {"a": {"unit_cost": 2, "shipping": 9}, "pieces": 7}),
        ("a times b", {"a": 2, "b": 7}),
    ],
)
def test_other_names_hit(request_text: str, inputs: dict[str, Any]) -> None:
    wording, params = compiled("price times quantity", ORDER, "return s0 * s1")
    assert wording.template.key == "\n{0:field} times {1:field}"
    assert served(wording, params, request_text, inputs) == (2, 7)


@pytest.mark.parametrize(
    ("request_text", "inputs"),
    [
        ("cost times pieces", {"cost": "two", "pieces": 7}),  # another type
        ("cost times cost", {"cost": 2, "pieces": 7}),  # one field twice
        ("cost times pieces", {"cost": 2, "pieces": 7, "discount": 1}),  # one more input, which no word speaks of
        ("cost times pieces", {"cost": 2}),
        ("cost times 7", {"cost": 2}),
    ],
)
def test_what_is_not_the_same_misses(request_text: str, inputs: dict[str, Any]) -> None:
    wording, params = compiled("price times quantity", ORDER, "return s0 * s1")
    assert served(wording, params, request_text, inputs) is None


def test_a_field_that_is_mentioned_again_is_one_slot() -> None:
    wording, params = compiled("price times quantity minus price", ORDER, "return s0 * s1 - s0")
    assert wording.template.text == "{0:field} times {1:field} minus {0}"
    assert served(wording, params, "cost times pieces minus cost", {"cost": 2, "pieces": 7}) == (2, 7)
    three = {"cost": 2, "pieces": 7, "price": 1}
    assert served(wording, params, "cost times pieces minus price", three) is None


def test_a_column_that_is_mentioned_again_is_one_slot() -> None:
    sales = {"table": {"columns": ["sales", "region"], "rows": [[1, "x"]]}}
    wording, params = compiled("total sales where sales > 5", sales, "return rows.where(row => row[c0] > s0).total(c0)")
    assert wording.template.text == "total {0:column} where {0} > {1:number}"
    both = {"table": {"columns": ["revenue", "sales"], "rows": [[1, 2]]}}
    assert served(wording, params, "total revenue where sales > 5", both) is None
    assert served(wording, params, "total revenue where revenue > 5", both) is not None


def test_fields_that_are_not_mentioned_are_inputs() -> None:
    scope = scope_of(reading_of("discounted price", {"order": {"price": 10, "discount": 3}, "day": "2024-01-31"}))
    assert {name: scope.arguments[name] for name in ("s0", "i0")} == {"s0": 10, "i0": 3}
    assert scope.origins["i0"] == InputOrigin("order", "discount")
    assert scope.origins["i1"] == InputOrigin("day")


def test_a_field_that_no_word_names_is_bound_by_name() -> None:
    wording, params = compiled("area", {"room": {"width": 4, "height": 3}}, "return i0 * i1")
    assert wording.sources == (FromField("room", "width"), FromField("room", "height"))
    assert served(wording, params, "area", {"room": {"height": 5, "width": 6}}) == (6, 5)
    assert served(wording, params, "area", {"room": {"height": 5, "width": 6, "radius": 1}}) is None


def test_the_same_value_is_offered_once() -> None:
    scope = scope_of(reading_of("price and again the price", {"price": 10}))
    assert list(scope.arguments) == ["s0"]


def test_shapes_of_records() -> None:
    reading = reading_of("price times rate", ORDER | {"rate": 2})
    assert inputs_shape(reading.inputs) == "order:record(price,quantity) rate:number"
    assert inputs_shape(reading.inputs, ["order"]) == "rate:number"
