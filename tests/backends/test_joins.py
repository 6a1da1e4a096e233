"""Joins and windows in the database: order and size, tables that are not stored, keys that match by their values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from seglam_lang.language import Param, Signature, check_draft, compile_procedure
from seglam_lang.language.backends import joins
from seglam_lang.language.backends.planner import Plan
from seglam_lang.language.builtins import table_shape
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table, Value
from tests.backends.comparing import Outcome, computed, interpreted
from tests.backends.stored import store

MANY = Table(("n", "key"), (NUMBER, TEXT), (tuple(range(6)), ("a", "b", None) * 2), 6)
SIGNATURE = Signature(
    (
        Param("rows", table(("n", "t"))),
        Param("n", column_of(NUMBER), "rows"),
        Param("t", column_of(TEXT), "rows"),
        Param("more", table(("u", "w"))),
        Param("u", column_of(TEXT), "more"),
        Param("w", column_of(NUMBER), "more"),
    )
)


def procedure(source: str) -> tuple[Compiled, tuple[str, ...]]:
    checked = check_draft(source, SIGNATURE)
    return compile_procedure(checked.core), tuple(checked.params)


def outcome(source: str, rows: Table, more: Table) -> tuple[Outcome, list[str]]:
    """What a procedure comes to, and why what was left to the interpreter was left to it."""
    compiled, names = procedure(source)
    columns = {
        name: Column(each.headers[at], each.types[at])
        for each, pair in ((rows, "nt"), (more, "uw"))
        for at, name in enumerate(pair)
    }

    def given(one: Table, two: Table) -> list[Value]:
        return [{"rows": one, "more": two, **columns}[name] for name in names]

    expected = interpreted(compiled, given(rows, more))
    why: list[str] = []
    for one, two in ((store(rows), store(more)), (store(rows), more), (rows, store(more))):
        plan = Plan()
        assert computed(compiled, given(one, two), plan) == expected
        why += [reason for _, reason in plan.steps if reason]
    return expected, why


def other(*cells: tuple[str | None, int | Decimal | None]) -> Table:
    texts, numbers = zip(*cells, strict=True)
    return Table(("u", "w"), (TEXT, NUMBER), (texts, numbers), len(cells))


def test_rows_stand_in_the_order_of_the_one_table_and_then_of_the_other() -> None:
    more = other(("b", 1), ("a", 2), ("b", Decimal("2.5")), (None, 3))
    (_, found, _), why = outcome(
        "return rows.sort_by_descending(n).join_on(t, more.sort_by_descending(w), u)", MANY, more
    )
    assert [row[::3] for row in found.rows()] == [
        (4, Decimal("2.5")),
        (4, 1),
        (3, 2),
        (1, Decimal("2.5")),
        (1, 1),
        (0, 2),
    ]
    assert not why
    (_, found, _), why = outcome("return rows.left_join_on(t, more, u).count_blanks(w)", MANY, more)
    assert found == 2 and not why


def test_keys_are_equal_by_their_values() -> None:
    """1 and 1.0, whatever room their columns have; "e" with an accent and "e" that is followed by one are two texts."""
    more = other(("\u00e9", Decimal("2.5")), ("e\u0301", 3), ("a", Decimal("0.5")))
    rows = Table(("n", "key"), (NUMBER, TEXT), ((Decimal("2.5"), 3, 10**17), ("\u00e9", "e", "A")), 3)
    assert outcome("return rows.join_on(n, more, w).values(u)", rows, more)[0][1] == ("\u00e9", "e\u0301")
    assert outcome("return rows.join_on(t, more, u).values(w)", rows, more)[0][1] == (Decimal("2.5"),)


@pytest.mark.parametrize("join", ["join_on", "left_join_on"])
def test_a_join_that_is_too_large_fails(join: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (table_shape, joins):
        monkeypatch.setattr(module, "MAX_LIST", 3)
    found, why = outcome(f"return rows.{join}(t, more, u).count()", MANY, other(("a", 1), ("b", 2), ("b", 3), ("c", 4)))
    assert (found[0], why == []) == (("too-large", False) if join == "left_join_on" else (int, True))


def test_tables_of_one_header_fail() -> None:
    more = Table(("n", "w"), (TEXT, NUMBER), (("a",), (1,)), 1)
    assert outcome("return rows.join_on(t, more, u)", MANY, more)[0][0] == "same-header"


def test_a_window_keeps_the_order_of_the_rows() -> None:
    """A rank is found in the order of its column; what the interpreter then gets are the rows in theirs."""
    source = 'return rows.with_rank_descending("rank", n).with_percent_change("change", n)'
    found, why = outcome(source, MANY, MANY)
    assert found[1].column("rank") == (6, 5, 4, 3, 2, 1) and not why
