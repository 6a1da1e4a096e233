"""Arithmetic in closures: what is left as it comes out inside of an expression never shows outside of it."""

from __future__ import annotations

import threading
from decimal import Context, Decimal, getcontext, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.language.computing.numbers import LIMIT, canonical
from seglam_lang.language.core import Call, Const, Core, Let, Local, Procedure
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.value_codec import encode_value
from seglam_lang.language.types import BOOL, NUMBER, Type
from tests import reference

PARAMS = 3
EXTREMES = [
    *(0, 1, -1, 7, 10, LIMIT - 1, 1 - LIMIT, 10**17, 3**60),
    *map(
        Decimal,
        ("0.1", "0.5", "-0.005", "2.675", "1E+34", "-12345E+30", "9.99E+6144", "-9E+6144", "1E-6143", "1E-3072"),
    ),
]
numbers = st.one_of(
    st.sampled_from(EXTREMES),
    st.integers(-(10**20), 10**20),
    st.decimals(min_value=-(10**12), max_value=10**12, places=4).map(canonical),
)
OPERATORS = ["number.add@1", "number.subtract@1", "number.multiply@1", "number.divide@1"]
ROUNDINGS = [f"number.{name}@1" for name in ("round", "round_down", "round_up", "round_half_even", "truncate")]
COMPARISONS = [f"any.{name}@1" for name in ("equal", "unequal", "less", "at_most", "greater", "at_least")]
PLACES = st.sampled_from([0, 2, 34, 35, -2, Decimal("0.5")])


def _larger(parts: st.SearchStrategy[Core]) -> st.SearchStrategy[Core]:
    two = st.tuples(parts, parts)
    return st.one_of(
        st.builds(Call, st.sampled_from(OPERATORS), two),
        st.builds(Call, st.sampled_from(ROUNDINGS), st.tuples(parts, PLACES.map(Const))),
        st.builds(Call, st.sampled_from(ROUNDINGS), st.tuples(parts)),
        st.builds(lambda part: Call("number.negate@1", (part,)), parts),
        st.builds(lambda value, body: Let(PARAMS, value, body), parts, parts),
    )


leaves: st.SearchStrategy[Core] = st.one_of(st.builds(Local, st.integers(0, PARAMS - 1)), st.builds(Const, numbers))
expressions = st.recursive(leaves, _larger, max_leaves=12)
comparisons = st.builds(Call, st.sampled_from(COMPARISONS), st.tuples(expressions, expressions))
arguments = st.tuples(*[numbers] * PARAMS)


def procedure(body: Core, result: Type = NUMBER) -> Procedure:
    return Procedure((NUMBER,) * PARAMS, (-1,) * PARAMS, result, (), body, (), PARAMS + 1)


def outcome(compiled: Compiled, args: tuple[Any, ...]) -> reference.Outcome:
    try:
        value, spent = compiled.run_counted(args, 10_000)
        assert compiled.run(args) == value
    except Failure as failure:
        return reference.Outcome(failure=failure.code, message=failure.message, node=failure.node)
    return reference.Outcome(value, spent)


@settings(max_examples=400, deadline=None)
@given(expressions, arguments)
def test_expressions_agree_with_the_reference(body: Core, args: tuple[Any, ...]) -> None:
    made = procedure(body)
    ours, naive = outcome(compile_procedure(made), args), reference.run(made, args, 10_000)
    assert ours == naive
    assert type(ours.value) is type(naive.value)
    assert encode_value(ours.value) == encode_value(naive.value)


@settings(max_examples=200, deadline=None)
@given(comparisons, arguments)
def test_comparisons_agree_with_the_reference(body: Core, args: tuple[Any, ...]) -> None:
    made = procedure(body, BOOL)
    assert outcome(compile_procedure(made), args) == reference.run(made, args, 10_000)


def product_and_sum() -> Compiled:
    product = Call("number.multiply@1", (Local(0), Local(1)))
    return compile_procedure(procedure(Call("number.add@1", (product, Local(2)))))


def test_a_run_neither_reads_nor_changes_the_decimal_context_of_its_thread() -> None:
    with localcontext(Context(prec=3)):
        before = getcontext()
        assert product_and_sum().run((Decimal("1.2345"), 2, Decimal("0.0001"))) == Decimal("2.4691")
        assert getcontext() is before and before.prec == 3
        with pytest.raises(Failure, match="too large"):
            product_and_sum().run((Decimal("9E+6000"), Decimal("9E+6000"), 0))
        assert getcontext() is before


def test_runs_at_one_time_do_not_share_a_decimal_context() -> None:
    run, third = product_and_sum().run, Decimal("0." + "3" * 34)
    found: list[Any] = []

    def work() -> None:
        found.extend(run((third, 3, Decimal("1E-34"))) for _ in range(300))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [1] * 2400
