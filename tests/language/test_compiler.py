"""The compiler: agreement with the naive evaluator, fuel, places of failures, checks and ensures."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.language import core
from seglam_lang.language.compiler import compile_procedure
from seglam_lang.language.core import Call, Const, Lambda, Let, ListOf, Local, Procedure
from seglam_lang.language.failures import Failure
from seglam_lang.language.fuel import budget
from seglam_lang.language.types import BOOL, NUMBER, TABLE, TEXT, Type, Var, column_of, list_of
from seglam_lang.language.value_codec import encode_value
from seglam_lang.language.values import Column, Table
from tests import procedures, reference


def procedure(body: core.Core, params: tuple[Type, ...] = (), frame: int = 8, **more: Any) -> Procedure:
    return Procedure(
        params,
        (-1,) * len(params),
        more.pop("result", NUMBER),
        more.pop("checks", ()),
        body,
        more.pop("ensures", ()),
        frame,
    )


def evaluate(body: core.Core, *args: Any) -> Any:
    return compile_procedure(procedure(body, (NUMBER,) * len(args))).run(args)


def outcome(compiled_from: Procedure, args: tuple[Any, ...], fuel: int) -> reference.Outcome:
    try:
        value, spent = compile_procedure(compiled_from).run_counted(args, fuel)
    except Failure as failure:
        return reference.Outcome(failure=failure.code, message=failure.message, node=failure.node)
    return reference.Outcome(value, spent)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(procedures.procedures(), procedures.arguments(), st.sampled_from([30, 200, 20_000]))
def test_agrees_with_the_reference(generated: Procedure, args: tuple[Any, ...], fuel: int) -> None:
    ours, naive = outcome(generated, args, fuel), reference.run(generated, args, fuel)
    assert ours == naive
    assert encode_value(ours.value) == encode_value(naive.value)  # 1 is not true


def test_operators_of_locals_and_constants() -> None:
    add = "number.add@1"
    assert evaluate(Call(add, (Local(0), Local(1))), 1, 2) == 3
    assert evaluate(Call(add, (Local(0), Const(Decimal("0.5")))), 1) == Decimal("1.5")
    assert evaluate(Call(add, (Const(1), Local(0))), 1) == 2
    assert evaluate(Call(add, (Const(1), Const(2)))) == 3
    assert evaluate(Call(add, (Call(add, (Const(1), Const(2))), Call(add, (Const(3), Const(4)))))) == 10
    assert evaluate(Call("number.round@1", (Const(Decimal("2.5")),))) == 3


def test_a_failure_has_the_place_of_its_call() -> None:
    division = Call("number.divide@1", (Const(1), Const(0)))
    body = Call("list.map@1", (ListOf((Const(1),)), Lambda((0,), Call("number.add@1", (Local(0), division)))))
    places = [i for i, node in enumerate(core.preorder(body)) if node is division]
    with pytest.raises(Failure) as caught:
        evaluate(body)
    assert (caught.value.code, caught.value.node) == ("division-by-zero", places[0])


def test_checks_and_ensures() -> None:
    positive = Call("any.greater@1", (Local(0), Const(0)))
    checked = procedure(Local(0), (NUMBER,), checks=((positive, "must be positive"),))
    assert compile_procedure(checked).run((1,)) == 1
    with pytest.raises(Failure, match="must be positive") as caught:
        compile_procedure(checked).run((-1,))
    assert (caught.value.code, caught.value.node) == ("check", 0)
    promise = Call("any.equal@1", (Local(7), Const(2)))
    ensured = procedure(Local(0), (NUMBER,), ensures=(promise,))
    assert compile_procedure(ensured).run((2,)) == 2
    with pytest.raises(Failure) as caught:
        compile_procedure(ensured).run((3,))
    assert (caught.value.code, caught.value.node) == ("ensure", 1)


def rows_where() -> Procedure:
    cell = Call("row.cell@1", (Local(4), Local(1)))
    kept = Call("table.where@1", (Local(0), Lambda((4,), Call("any.equal@1", (cell, Local(2))))))
    params = (TABLE, column_of(Var("T0")), Var("T0"), column_of(Var("T1")))
    values = Call("table.values@1", (kept, Local(3)))
    return Procedure(params, (-1, 0, -1, 0), list_of(Var("T1")), (), values, (), 5)


def test_a_row_whose_predicate_reads_a_blank_is_not_kept() -> None:
    table = Table(("a", "b"), (TEXT, NUMBER), (("x", None, "x", "y"), (1, 2, None, 4)), 4)
    run = compile_procedure(rows_where()).run
    assert run((table, Column("a", TEXT), "x", Column("b", NUMBER))) == (1,)
    assert run((table, Column("b", NUMBER), 4, Column("a", TEXT))) == ("y",)


def test_a_column_that_the_table_has_not() -> None:
    table = Table(("a",), (TEXT,), (("x",),), 1)
    with pytest.raises(Failure) as caught:
        compile_procedure(rows_where()).run((table, Column("z", TEXT), "x", Column("a", TEXT)))
    assert caught.value.code == "no-column"


def doubling(steps: int) -> core.Core:
    """let x1 = [x0, x0] let x2 = [x1, x1] ...: a small program, a huge tree."""
    body: core.Core = Call("any.equal@1", (Local(steps), Local(steps)))
    for step in range(steps, 0, -1):
        body = Let(step, ListOf((Local(step - 1), Local(step - 1))), body)
    return Let(0, Const(1), body)


def test_shared_parts_count_each_time() -> None:
    small = compile_procedure(procedure(doubling(5), frame=6, result=BOOL))
    large = compile_procedure(procedure(doubling(60), frame=61, result=BOOL))
    assert small.run(()) is True
    with pytest.raises(Failure, match="too large"):
        large.run(())


@pytest.mark.parametrize(
    "body",
    [
        Call("text.repeat@1", (Const("ab"), Const(10**12))),
        Call("list.count@1", (Call("number.to@1", (Const(1), Const(10**15))),)),
        Call("text.replace@1", (Const("a" * 1000), Const("a"), Const("b" * 100_000))),
        Call("number.factorial@1", (Const(10**6),)),
    ],
)
def test_what_enlarges_is_stopped_before_it_runs(body: core.Core) -> None:
    with pytest.raises(Failure) as caught:
        evaluate(body)
    assert caught.value.code in ("out-of-fuel", "too-large", "overflow")
    assert caught.value.node >= 0


def test_nested_loops_run_out_of_fuel() -> None:
    thousand = Call("number.to@1", (Const(1), Const(1000)))
    body: core.Core = Const(1)
    for slot in range(4):
        body = Call("list.sum@1", (Call("list.map@1", (thousand, Lambda((slot,), body))),))
    with pytest.raises(Failure, match="too much work"):
        evaluate(body)


def test_the_budget_grows_with_the_input() -> None:
    table = Table(("a",), (TEXT,), (("x",) * 10,), 10)
    assert budget((table,)) > budget((1,)) > 0


def test_the_threads_decimal_context_is_not_read() -> None:
    with localcontext() as context:
        context.prec = 3
        assert evaluate(Call("number.divide@1", (Local(0), Const(3))), 1) == Decimal("0." + "3" * 34)
        assert evaluate(Call("number.negate@1", (Local(0),)), Decimal("1.23456789")) == Decimal("-1.23456789")


def test_too_deep_a_core_is_refused() -> None:
    body: core.Core = Const(1)
    for _ in range(core.MAX_DEPTH):
        body = Call("number.negate@1", (body,))
    with pytest.raises(ValueError, match="nested"):
        compile_procedure(procedure(body))


def test_the_deepest_core_compiles_and_runs() -> None:
    body: core.Core = Local(0)
    for _ in range((core.MAX_DEPTH - 1) // 2):
        body = Call("list.count@1", (Call("list.map@1", (ListOf((Const(1),)), Lambda((7,), body))),))
        if core.depth(procedure(body)) + 3 > core.MAX_DEPTH:
            break
    assert core.depth(procedure(body)) > core.MAX_DEPTH - 4
    assert evaluate(body, 1) == 1
