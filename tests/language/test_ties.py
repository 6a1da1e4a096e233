"""What is level with an answer and not in it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language import Param, Signature, check_draft
from seglam_lang.language.checking.checker import CheckedDraft
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.ties import level, ranks
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table, Value

COLUMNS = (Column("a", NUMBER), Column("b", TEXT))
RANKING = (
    "rows.top(1, a).values(b)",
    "rows.bottom(2, a)",
    "rows.where(row => row[a] > 0).top(2, a).select(b)",
    "rows.group_by(b).total(a).top(1, a).values(b)",
    "rows.map(row => {name: row[b], twice: row[a] * 2}).maximum_by(each => each.twice).name",
    "rows.sort_by_descending(a).take(3).values(b)",
    "rows.sort_by(a).values(b).first()",
    "let sorted = rows.sort_by(a)\nreturn sorted.values(b).take(2)",
    'rows.with_rank("place", a).top(1, a)',
)
COUNTING = ("rows.values(b).mode()", 'rows.group_by(b).count().top(2, "count")')
OTHERS = (
    "rows.total(a)",
    "rows.sort_by(a)",
    "rows.take(2)",
    "rows.values(b).first()",
    "rows.take(5).top(1, a).values(b)",
    'rows.with_running_total("sum", a).top(1, a)',
    "rows.distinct(b).top(1, a)",
    'rows.top(2, a).values(b).join(", ")',
)
SIGNATURE = Signature(
    (Param("rows", table(("a", "b"))), *(Param(each.header, column_of(each.type), "rows") for each in COLUMNS))
)


@cache
def draft_of(body: str) -> CheckedDraft:
    return check_draft(body if "return" in body else f"return {body}", SIGNATURE)


def level_in(body: str, rows: list[tuple[Value, ...]]) -> list[Value]:
    """Return what is level with what a body gives for rows."""
    draft = draft_of(body)
    cells = tuple(zip(*rows, strict=True)) if rows else ((), ())
    given = {each.header: each for each in COLUMNS}
    all_rows = Table(tuple(given), (NUMBER, TEXT), cells, len(rows))
    return list(level(compile_procedure(draft.core), [given.get(name, all_rows) for name in draft.params]))


@pytest.mark.parametrize("body", RANKING + COUNTING)
def test_who_is_first_decides_between_equals(body: str) -> None:
    assert ranks(draft_of(body).core)


@pytest.mark.parametrize("body", OTHERS)
def test_nothing_is_ranked_or_the_order_is_read_otherwise(body: str) -> None:
    assert not ranks(draft_of(body).core)


@pytest.mark.parametrize(
    ("body", "given", "expected"),
    [
        ("rows.top(1, a).values(b)", [(3, "Ann"), (5, "Bob"), (5, "Cy")], ["Cy"]),
        ("rows.top(1, a).values(a)", [(3, "Ann"), (5, "Bob"), (5, "Cy")], []),
        ("rows.top(2, a).values(b)", [(3, "Ann"), (5, "Bob"), (5, "Cy")], []),
        ("rows.bottom(1, a)", [(3, "Ann"), (3, "Bob")], [(3, "Bob")]),
        ("rows.values(b).mode()", [(1, "x"), (2, "y")], ["y"]),
        ("rows.values(b).mode()", [(1, "x"), (2, "y"), (3, "y"), (4, "x")], ["y"]),
        ("rows.top(1, a).values(b)", [(1, "Ann"), (1, "Bob"), (1, "Cy"), (1, "Di")], ["Di", "Cy", "Bob"]),
        ("rows.top(1, a).values(b)", [], []),
        ("rows.sort_by(a).values(b).first()", [], []),
    ],
)
def test_what_is_level(body: str, given: list[tuple[Value, ...]], expected: list[Value]) -> None:
    assert level_in(body, given) == expected


@given(body=st.sampled_from(RANKING), numbers=st.permutations(range(1, 7)), names=st.permutations("uvwxyz"))
def test_nothing_is_level_where_no_two_are_equal(body: str, numbers: list[int], names: list[str]) -> None:
    assert level_in(body, list(zip(numbers, names, strict=True))) == []
