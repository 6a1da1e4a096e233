"""Soundness: every core that the checker makes is accepted, and ill-typed ones are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from seglam_lang.language import check
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking.soundness import Unsound, check_types
from seglam_lang.language.core import (
    Call,
    Coalesce,
    Const,
    Core,
    Field,
    If,
    Lambda,
    Let,
    ListOf,
    Local,
    Procedure,
    RecordOf,
)
from seglam_lang.language.types import BOOL, NUMBER, TABLE, TEXT, Type, Var, column_of, list_of, optional
from tests import procedures
from tests.builtins.test_examples import checked_example

ROOT = Path(__file__).parents[2]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(procedures.procedures())
def test_generated_procedures_are_sound(generated: Procedure) -> None:
    check_types(generated)


def test_examples_of_builtins_are_sound() -> None:
    for builtin in REGISTRY.by_id.values():
        for example in builtin.examples:
            check_types(checked_example(example).core)


@pytest.mark.parametrize("file", sorted((ROOT / "cache").glob("*.seg")), ids=lambda file: file.stem)
def test_shipped_procedures_are_sound(file: Path) -> None:
    for checked in check(file.read_text(encoding="utf-8")):
        check_types(checked.core)


def procedure(body: Core, result: Type, *params: Type) -> Procedure:
    return Procedure(params, (-1,) * len(params), result, (), body, (), len(params) + 4)


def test_types_that_double_are_refused() -> None:
    body: Core = Const(1)
    for slot in range(40, 0, -1):
        body = Let(slot, RecordOf(("a", "b"), (Local(slot - 1), Local(slot - 1))), body)
    with pytest.raises(Unsound, match="parts"):
        check_types(Procedure((NUMBER,), (-1,), NUMBER, (), body, (), 41))


A, B = Var("T0"), Var("T1")
ADD = "number.add@1"


@pytest.mark.parametrize(
    ("body", "result", "params"),
    [
        (If(Const(True), Const(1), Const(None)), optional(NUMBER), ()),
        (If(Const(True), Const(None), Const(1)), optional(NUMBER), ()),
        (Const(1), optional(NUMBER), ()),
        (ListOf((Const(None), Const(1))), list_of(optional(NUMBER)), ()),
        (ListOf(()), list_of(TEXT), ()),
        (Local(0), A, (A,)),
        (Call("any.less@1", (Local(0), Local(0))), BOOL, (Var("T0", "ordered"),)),
        (Coalesce(Const(None), Const("a")), TEXT, ()),
        (Coalesce(Const(1), Const(2)), NUMBER, ()),  # a T stands for a T?
    ],
)
def test_sound(body: Core, result: Type, params: tuple[Type, ...]) -> None:
    check_types(procedure(body, result, *params))


@pytest.mark.parametrize(
    ("body", "result", "params"),
    [
        (Call(ADD, (Const("a"), Const(1))), NUMBER, ()),
        (Call("number.multiply@1", (Const("a"), Const(10**9))), NUMBER, ()),
        (Const(1), TEXT, ()),
        (Const(True), NUMBER, ()),
        (If(Const(1), Const(1), Const(2)), NUMBER, ()),
        (If(Const(True), Const(1), Const("a")), NUMBER, ()),
        (ListOf((Const(1), Const("a"))), list_of(NUMBER), ()),
        (Coalesce(Const(1), Const("a")), NUMBER, ()),
        (Field(RecordOf(("a",), (Const(1),)), "b"), NUMBER, ()),
        (Field(Const(1), "a"), NUMBER, ()),
        (Call(ADD, (Const(None), Const(1))), NUMBER, ()),
        (Call(ADD, (Local(0), Const(1))), NUMBER, (A,)),  # not for every type
        (Call("any.less@1", (Local(0), Local(0))), BOOL, (A,)),  # needs a bound
        (Call("any.equal@1", (Local(0), Local(1))), BOOL, (A, B)),  # needs one type
        (
            Call("list.map@1", (ListOf((Const("a"),)), Lambda((0,), Call(ADD, (Local(0), Const(1)))))),
            list_of(NUMBER),
            (),
        ),
        (Call("table.total@1", (Local(0), Local(1))), NUMBER, (TABLE, column_of(TEXT))),
        (Call("row.cell@1", (Local(0), Local(1))), NUMBER, (TABLE, column_of(NUMBER))),
        (Local(1), column_of(NUMBER), (TABLE, column_of(NUMBER))),  # a column is no value
        (Call("any.to_json@1", (Local(1),)), TEXT, (TABLE, column_of(NUMBER))),
        (ListOf((Local(1),)), list_of(column_of(NUMBER)), (TABLE, column_of(NUMBER))),
        (Call("table.total@1", (Local(0), Call("list.first@1", (ListOf(()),)))), NUMBER, (TABLE,)),
        (ListOf((Local(0),)), list_of(TABLE), (TABLE,)),  # nor is a table a part of one
        (Const(1), NUMBER, (list_of(column_of(NUMBER)),)),
    ],
)
def test_unsound(body: Core, result: Type, params: tuple[Type, ...]) -> None:
    with pytest.raises(Unsound):
        check_types(procedure(body, result, *params))


@pytest.mark.parametrize(
    "source",
    [
        "proc f(x: Number) -> List<Number?> { return [none, x] }",
        "proc f(x: Number, b: Bool) -> Number? { return if b then none else x }",
        "proc f<T>(x: T, b: Bool) -> T? { let y = if b then none else x return y }",
        "proc f<T>(xs: List<T>, y: T) -> List<T?> { return [none, y].concat(xs.map(x => if x == y then none else x)) }",
    ],
)
def test_a_value_of_a_type_parameter_stands_where_it_may_be_absent(source: str) -> None:
    (checked,) = check(source)
    check_types(checked.core)
