"""Quotients in the database: how they compare with numbers, and rounded to some decimals."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from seglam_lang.language import Param, Signature, check_draft, compile_procedure
from seglam_lang.language.backends.planner import Plan
from seglam_lang.language.types import NUMBER, column_of, table
from seglam_lang.language.values import Column, Number, Table
from tests.backends.comparing import computed, interpreted
from tests.backends.stored import store

SIGNATURE = Signature(
    (
        Param("rows", table(("a", "b"))),
        Param("a", column_of(NUMBER), "rows"),
        Param("b", column_of(NUMBER), "rows"),
    )
)
DIVIDENDS = (
    0,
    1,
    -1,
    3,
    5,
    -5,
    7,
    25,
    1000,
    Decimal("0.1"),
    Decimal("-0.15"),
    Decimal("99.99"),
    Decimal("0.005"),
    None,
)
DIVISORS = (1, -1, 2, 3, -4, 8, 7, 40, Decimal("0.3"), Decimal("-0.25"), 999, None)
ASKED = (
    *(f"rows.map(row => (row[a] / row[b]).round({places}))" for places in (0, 1, 2, 5)),
    "rows.map(row => (row[a] / row[b]).round())",
    "rows.map(row => row[a].round(1))",
    "rows.total(row => (row[a] / row[b]).round(3))",
    *(
        f"rows.where(row => row[a] / row[b] {sign} {value})"
        for sign in ("<", "<=", "==", "!=", ">", ">=")
        for value in ("0.125", "-1", "0", "row[b]")
    ),
    "rows.where(row => 0.5 < row[a] / row[b])",
    "rows.where(row => row[b] >= row[a] / row[b])",
)


def pairs(dividends: tuple[Number | None, ...], divisors: tuple[Number | None, ...]) -> Table:
    cells = tuple(zip(*product(dividends, divisors), strict=True))
    return Table(("a", "b"), (NUMBER, NUMBER), cells, len(cells[0]))


def ran(source: str, given: Table) -> list[str]:
    """Why what the interpreter did was left to it; what it came to must be the same."""
    checked = check_draft(f"return {source}", SIGNATURE)
    compiled, plan = compile_procedure(checked.core), Plan()
    columns = {name: Column(name, NUMBER) for name in "ab"}
    args, stored = ([{"rows": each, **columns}[name] for name in checked.params] for each in (given, store(given)))
    assert computed(compiled, stored, plan) == interpreted(compiled, args), source
    return [why for _, why in plan.steps if why]


@pytest.mark.parametrize("source", ASKED)
def test_they_are_those_of_the_interpreter(source: str) -> None:
    assert ran(source, pairs(DIVIDENDS, DIVISORS)) == []


@pytest.mark.parametrize(
    "source", [ASKED[0], ASKED[-1], "rows.map(row => if row[b] == 0 then 0 else (row[a] / row[b]).round())"]
)
def test_a_divisor_of_zero_fails_at_its_place_or_not_at_all(source: str) -> None:
    ran(source, pairs(DIVIDENDS, (2, 0, 3)))


LATE = tuple([2] * 5_000 + [0])


@pytest.mark.parametrize(
    "source",
    [
        'rows.with_column("q", row => (row[a] / row[b]).round(1)).count()',
        'rows.with_column("q", row => (row[a] / row[b]).round(1)).select(a).take(3)',
        "rows.sort_by(row => (row[a] / row[b]).round(1)).count()",
        "rows.where(row => row[a] / row[b] > 1).columns()",
        "rows.where(row => row[a] / row[b] > 1).take(0)",
        "rows.top(0, row => (row[a] / row[b]).round(1))",
        "rows.where(row => row[a] / row[b] > 1).lookup(a, 5, b)",
        "rows.group_by(row => (row[a] / row[b]).round(1)).top(1, a).columns()",
    ],
)
def test_a_divisor_of_zero_fails_where_nobody_needs_the_quotient(source: str) -> None:
    """The database would not look at the row, nor at the column."""
    ran(source, Table(("a", "b"), (NUMBER, NUMBER), (tuple(range(len(LATE))), LATE), len(LATE)))


def test_where_the_rounding_may_matter_the_interpreter_divides() -> None:
    """10**17 - 1 by 10**17 is next to 1, but its digits are counted, and would be too many with such another."""
    many = pairs((10**17 - 1, 1), (10**17, Decimal("1e-15")))
    assert ran("rows.map(row => (row[a] / row[b]).round(2))", many) == ["a quotient whose rounding may matter"]
    assert ran("rows.where(row => row[a] / row[b] < 1)", many) == ["a quotient whose rounding may matter"]


def test_a_quotient_alone_is_left_to_the_interpreter() -> None:
    assert ran("rows.map(row => row[a] / row[b])", pairs(DIVIDENDS, DIVISORS)) == [
        "divide of a number has no form in SQL"
    ]
