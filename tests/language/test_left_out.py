"""Which blanks keep their rows out of an answer: those without which it is the same."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language import Param, Signature, check, check_draft
from seglam_lang.language.checking.checker import CheckedDraft
from seglam_lang.language.failures import Failure
from seglam_lang.language.left_out import left_out
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table, Value

COLUMNS = (Column("a", NUMBER), Column("b", TEXT), Column("c", NUMBER))
BODIES = {  # with the columns whose blanks keep a row out
    "rows.group_by(b).total(a)": "b",
    "rows.group_by(b, a).count()": "ab",
    "rows.group_by(row => row[b].upper()).average(a)": "b",
    'rows.fill_blanks(b, "?").group_by(b).total(a)': "",
    "rows.where(row => row[a] > 1).total(c)": "a",
    'rows.where(row => row[a] > 1 and row[b] == "x").total(c)': "ab",
    'rows.where(row => row[a] > 1 or row[b] == "x").total(c)': "",
    'rows.where(row => not (row[a] > 1 or row[b] == "x")).total(c)': "ab",
    'rows.where(row => not (row[a] > 1 and row[b] == "x")).total(c)': "",
    "rows.where(row => row[a] > 1 or row[a] < 0).group_by(b).total(c)": "ab",
    "rows.where(row => (row.get(a) ?? 9) > 1).group_by(b).total(c)": "b",
    "rows.where(row => if row[a] > 1 then row[c] > 1 else true).count()": "a",
    "rows.where(row => row[a] > 1).count() / rows.count()": "",
    "rows.group_by(b).summary(g => {n: g.count(), m: g.where(r => r[a] > 1).count()})": "b",
    "rows.group_by(b).each(g => g.top(1, a))": "b",
    "rows.map(row => row[a] * row[c]).sum()": "ac",
    "rows.top(2, a).values(c)": "a",
    "rows.pivot(b, a)": "ab",
    "rows.total(a)": "",
}
CELLS = st.tuples(*(st.none() | each for each in (st.integers(-1, 3), st.sampled_from("xyX"), st.integers(0, 3))))
SIGNATURE = Signature(
    (Param("rows", table(("a", "b", "c"))), *(Param(each.header, column_of(each.type), "rows") for each in COLUMNS))
)


@cache
def draft_of(body: str) -> CheckedDraft:
    """Return the procedure with this body."""
    return check_draft(f"return {body}", SIGNATURE)


def outcome(draft: CheckedDraft, rows: list[tuple[Value, ...]]) -> object:
    """Return what a procedure computes of rows, or the code of its failure."""
    cells = tuple(zip(*rows, strict=True)) if rows else ((), (), ())
    given = {each.header: each for each in COLUMNS}
    all_rows = Table(tuple(given), (NUMBER, TEXT, NUMBER), cells, len(rows))
    try:
        return compile_procedure(draft.core).run([given.get(name, all_rows) for name in draft.params])
    except Failure as failure:
        return failure.code


@pytest.mark.parametrize(("body", "expected"), BODIES.items())
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_the_answer_is_the_same_without_these_rows(body: str, expected: str, rows: list[tuple[Value, ...]]) -> None:
    draft = draft_of(body)
    found = "".join(sorted(draft.params[at] for at in left_out(draft.core)))
    assert found == expected
    kept = [row for row in rows if all(row["abc".index(name)] is not None for name in found)]
    if kept:  # of no rows at all there may be no statistic
        assert outcome(draft, kept) == outcome(draft, rows)


def test_a_procedure_that_is_called_leaves_out_what_it_leaves_out() -> None:
    checked = check(
        """
        proc by<T>(all: Table, key: Column<T>, n: Column<Number>) -> Table { return all.group_by(key).total(n) }
        proc both(rows: Table, a: Column<Number>, b: Column<Text>) -> Table { return by(rows, b, a) }
        """
    )
    assert [checked[1].params[at] for at in left_out(checked[1].core)] == ["b"]
