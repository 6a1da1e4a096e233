"""`type` declarations, maps, and types as arguments."""

from __future__ import annotations

import pytest

from seglam_lang.language import content_hash
from seglam_lang.language.values import Map, Record
from tests.language.test_loops import codes, only, value


def test_a_type_is_what_it_stands_for() -> None:
    named = "type Sale = {region: Text, amount: Number}\nproc f(s: Sale) -> Number { return s.amount }"
    plain = "proc f(s: {region: Text, amount: Number}) -> Number { return s.amount }"
    assert content_hash(only(named).core) == content_hash(only(plain).core)


def test_types_may_use_those_before_them() -> None:
    source = "type A = {n: Number}\ntype As = List<A>\nproc f(x: As) -> Number { return x.map(a => a.n).sum() }"
    assert value(source, (Record(("n",), (1,)), Record(("n",), (2,)))) == 3


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("type A = Nothing", ["unknown-type"]),
        ("type A = List<A>", ["type-order"]),
        ("type Number = Text", ["name-taken"]),
        ("type A = Text\ntype A = Number", ["name-taken"]),
        ("type A = Map<Text>", ["type-arguments"]),
        ("type A = Table", ["type-place"]),
        ("type A = Text\nproc f<A>(x: A) { return x }", ["name-taken"]),
        ("type A = Nothing\nproc f(x: A) -> Number { return x.sum() }", ["unknown-type"]),
    ],
)
def test_what_is_wrong_with_types_is_said(source: str, expected: list[str]) -> None:
    assert codes(source)[: len(expected)] == expected


def test_maps() -> None:
    assert value('proc f(n: Number) -> Map<Text, Number> { return ["a": n, "b": 2] }', 1) == Map({"a": 1, "b": 2})
    assert value("proc f() -> Map<Text, Number> { return [:] }") == Map({})
    assert value('proc f(k: Text) -> Number? { return ["a": 1].get(k) }', "a") == 1
    assert codes('proc f() { return ["a": 1, 2: 2] }') == ["type-mismatch"]
    assert codes('proc f() { return ["a": 1, "b": "c"] }') == ["type-mismatch"]


def test_a_map_is_equal_in_whatever_order() -> None:
    assert value('proc f() -> Bool { return ["a": 1, "b": 2] == ["b": 2, "a": 1] }') is True


def test_fields_may_have_any_name() -> None:
    source = 'type R = {type: Text, "two words": Number}\nproc f(r: R) -> Text { return r.type.repeat(r."two words") }'
    assert value(source, Record(("type", "two words"), ("x", 3))) == "xxx"


def test_a_type_is_an_argument() -> None:
    source = """type Sale = {region: Text, amount: Number}
    proc f(text: Text) -> Number { return text.parse_json(Sale).amount }"""
    assert value(source, '{"region": "N", "amount": 1.5}') * 2 == 3
    assert codes(source.replace("(Sale)", "(5)")) == ["type-expected"]
    assert codes(source.replace("(Sale)", "(Sales)")) == ["type-expected"]
