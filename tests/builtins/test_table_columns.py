"""Columns added, changed, renamed and left out: what is in the result and what can still be named."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import table as t
from seglam_lang.language.builtins import table_columns as c
from seglam_lang.language.computing.numbers import total
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DATE, NUMBER, TEXT
from seglam_lang.language.values import Column, Table
from tests.builtins.test_table import CITY, SALES, SHOPS, rows
from tests.procedures import tables

N, T, D = Column("n", NUMBER), Column("t", TEXT), Column("d", DATE)


def fails(method: Any, *args: Any) -> str:
    with pytest.raises(Failure) as caught:
        method(*args)
    return caught.value.code


def test_with_column() -> None:
    made = c.with_column(SHOPS, "double", lambda row: t.cell(row, SALES) * 2)
    assert made.headers == ("city", "sales", "day", "double")
    assert made.types[-1] == NUMBER
    assert made.column("double") == (3, None, 6, 4, None)  # blank where a blank was read
    assert c.with_column(SHOPS, "x", lambda row: t.get(row, CITY)).types[-1] == TEXT
    assert c.with_column(SHOPS.take([]), "x", lambda row: 1).types[-1] == TEXT


def test_with_column_takes_no_header_that_is_there() -> None:
    made = c.with_column(c.with_column(SHOPS, "sales", lambda row: 1), "sales", lambda row: 2)
    assert made.headers == ("city", "sales", "day", "sales 2", "sales 3")
    assert made.column("sales") == SHOPS.column("sales")


def test_with_column_only_forgives_blanks() -> None:
    def divides(row: Any) -> Any:
        raise Failure("division-by-zero", "no")

    assert fails(c.with_column, SHOPS, "x", divides) == "division-by-zero"
    assert fails(c.with_column, SHOPS, "x", lambda row: (1, 2)) == "not-a-cell"


def test_without_and_rename() -> None:
    assert c.without(SHOPS, SALES, None, None, None).headers == ("city", "day")
    assert c.without(SHOPS, SALES, SALES, CITY, None).headers == ("day",)
    assert fails(c.without, c.select(SHOPS, CITY), CITY) == "no-columns"
    renamed = c.rename(SHOPS, SALES, "revenue")
    assert (renamed.headers, renamed.cells) == (("city", "revenue", "day"), SHOPS.cells)
    assert c.rename(SHOPS, SALES, "sales") == SHOPS
    assert c.rename(SHOPS, SALES, "day").headers == ("city", "day 2", "day")  # `day` still finds its column
    assert fails(t.total, renamed, SALES) == "no-column"


def test_running_totals_are_exact() -> None:
    made = c.with_running_total(SHOPS, "so far", SALES)
    assert made.column("so far") == (Decimal("1.5"), Decimal("1.5"), Decimal("4.5"), Decimal("6.5"), Decimal("6.5"))
    far = Table(("n",), (NUMBER,), ((Decimal("1E+40"), 1, Decimal("-1E+40"), Decimal("1E-6000")),), 4)
    assert c.with_running_total(far, "x", N).column("x")[:3] == (Decimal("1E+40"), Decimal("1E+40"), 1)
    large = Table(("n",), (NUMBER,), ((Decimal("9E+6144"), Decimal("9E+6144")),), 2)
    assert fails(c.with_running_total, large, "x", N) == "overflow"


def test_ranks() -> None:
    scores = Table(("n",), (NUMBER,), ((5, None, 9, 5, 1),), 5)
    assert c.with_rank(scores, "rank", N).column("rank") == (2, None, 4, 2, 1)
    assert c.with_rank_descending(scores, "rank", N).column("rank") == (2, None, 1, 2, 4)


@given(tables(), st.sampled_from([N, T, D]))
def test_a_rank_counts_what_comes_before(table: Table, column: Column) -> None:
    values = table.column(column.header)
    present = [value for value in values if value is not None]
    up = [None if value is None else 1 + sum(other < value for other in present) for value in values]
    down = [None if value is None else 1 + sum(other > value for other in present) for value in values]
    assert list(c.with_rank(table, "r", column).column("r")) == up
    assert list(c.with_rank_descending(table, "r", column).column("r")) == down


@given(tables())
def test_running_totals_are_totals_of_the_rows_so_far(table: Table) -> None:
    made = c.with_running_total(table, "x", N).column("x")
    assert list(made) == [t.total(t.take(table, number + 1), N) for number in range(table.length)]
    assert not made or made[-1] == total(t.values(table, N))


@given(tables(), st.sampled_from([N, T, D]), st.data())
def test_blanks_are_filled(table: Table, column: Column, data: st.DataObject) -> None:
    place = table.headers.index(column.header)
    value = {N: 7, T: "x"}.get(column, data.draw(st.dates()))
    filled = c.fill_blanks(table, column, value)
    assert filled.types == table.types
    assert [row[place] for row in rows(filled)] == [value if row[place] is None else row[place] for row in rows(table)]
    above, expected = None, []
    for cell in table.cells[place]:
        above = above if cell is None else cell
        expected.append(above)
    assert list(c.fill_down(table, column).cells[place]) == expected
    assert c.fill_down(table, column).cells[place - 1] == table.cells[place - 1]
