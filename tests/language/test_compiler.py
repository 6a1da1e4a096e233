"""The compiler: fuel, places of failures, checks and ensures.

That it agrees with the naive evaluator on whatever is well typed is shown in tests/totality.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest

from seglam_lang.language import core
from seglam_lang.language.computing.fuel import budget, tree_size
from seglam_lang.language.core import Call, Const, Lambda, Let, ListOf, Local, Loop, MapOf, Next, Procedure
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.types import BOOL, NUMBER, TABLE, TEXT, Type, Var, column_of, list_of, map_of
from seglam_lang.language.values import Column, Groups, Map, Table
from tests import reference
from tests.totality.judge import outcome, same


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


def both(body: core.Core, args: tuple[Any, ...], budget: int, **more: Any) -> reference.Outcome:
    """The outcome by the naive evaluator, which must be that of the closures."""
    made = procedure(body, tuple(NUMBER for _ in args), **more)
    naive = reference.run(made, args, budget)
    assert same(outcome(compile_procedure(made), args, budget), naive)
    return naive


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


def test_a_map_pays_for_the_parts_of_its_keys() -> None:
    key = ListOf(tuple(Const(i) for i in range(10)))
    of_numbers = both(MapOf((Const(1),), (Const(2),)), (), 100, result=map_of(NUMBER, NUMBER))
    of_lists = both(MapOf((key,), (Const(2),)), (), 100, result=map_of(list_of(NUMBER), NUMBER))
    assert of_numbers.spent == 3 + 3  # three nodes, three parts of the result
    assert of_lists.spent == (3 + 10) + 10 + (3 + 10)
    assert both(MapOf((key,), (Const(2),)), (), 15).failure == "out-of-fuel"


def test_a_map_refuses_keys_that_share_a_hash() -> None:
    keys = tuple(Const(i * (2**61 - 1)) for i in range(200))
    failed = both(MapOf(keys, keys), (), 10_000)
    assert (failed.failure, failed.node) == ("keys-alike", 0)


def test_of_two_equal_keys_the_later_value_counts() -> None:
    equal = MapOf((Const(1), Const(2), Const(1)), (Const("a"), Const("b"), Const("c")))
    assert both(equal, (), 100, result=map_of(NUMBER, TEXT)).value == Map({1: "c", 2: "b"})


def test_a_round_that_cannot_be_paid_fails_at_its_loop() -> None:
    """Also where the loop is an operand of a builtin, which has a place of its own."""
    rounds = Loop(
        1, Call("number.to@1", (Const(1), Local(0))), (2,), (Const(0),), None, Next((Local(1),), None), -1, Local(2)
    )
    body = Call("number.negate@1", (rounds,))
    assert both(body, (5,), 100).value == -5
    failed = both(body, (90,), 150)
    assert (failed.failure, failed.node) == ("out-of-fuel", 1)


def test_what_is_sought_is_measured_and_paid_for() -> None:
    sought = ListOf(tuple(Const(i) for i in range(50)))
    nowhere = Call("list.contains@1", (ListOf(()), sought))
    assert both(nowhere, (), 1000, result=BOOL).spent == (3 + 50) + 50 + 1


def test_a_table_with_long_texts_is_large() -> None:
    long = "a" * 640
    table = Table(("a", "b"), (TEXT, NUMBER), ((long, None, "x"), (1, 2, 3)), 3)
    assert tree_size(table) == 1 + 6 + 10
    assert tree_size((table, table)) == 1 + 2 * 17
    groups = Groups(table, Column("b", NUMBER), (None,), (1, 2, 3), ((0,), (1,), (2,)))
    assert tree_size(groups) == 17 + 3
    assert budget((table,)) == budget((table.take([0, 1, 2]),))
