"""Tables: blanks, headers of results, ties; columns and rows put together are in test_table_columns and _shape."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import groups as g
from seglam_lang.language.builtins import table as t
from seglam_lang.language.builtins import table_columns as c
from seglam_lang.language.computing.numbers import divide
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT
from seglam_lang.language.values import Column, Record, Row, Table
from tests.procedures import tables

CITY, SALES, DAY = Column("city", TEXT), Column("sales", NUMBER), Column("day", DATE)
SHOPS = Table(
    ("city", "sales", "day"),
    (TEXT, NUMBER, DATE),
    (
        ("Ulm", "Bonn", None, "Ulm", "Bonn"),
        (Decimal("1.5"), None, 3, 2, None),
        (date(2024, 1, 2), date(2024, 1, 1), None, date(2024, 1, 2), date(2024, 1, 3)),
    ),
    5,
)
NOTHING = Table(("city", "sales"), (TEXT, NUMBER), ((None,), (None,)), 1)


def rows(table: Table) -> list[tuple[Any, ...]]:
    return list(table.rows())


def test_aggregates_skip_blanks() -> None:
    assert t.total(SHOPS, SALES) == Decimal("6.5")
    assert t.average(SHOPS, SALES) == divide(Decimal("6.5"), 3)
    assert t.minimum(SHOPS, SALES) == Decimal("1.5")
    assert t.maximum(SHOPS, CITY) == "Ulm"
    assert t.values(SHOPS, SALES) == (Decimal("1.5"), 3, 2)
    assert t.count(SHOPS) == 5
    assert t.total(NOTHING, SALES) == 0


@pytest.mark.parametrize("aggregate", [t.average, t.minimum, t.maximum])
def test_aggregates_of_nothing_fail(aggregate: Any) -> None:
    with pytest.raises(Failure) as caught:
        aggregate(NOTHING, SALES)
    assert caught.value.code == "empty"


def test_headers_of_results_are_distinct() -> None:
    assert t.distinct_headers(["a", "a", "a 2", "a"]) == ("a", "a 2", "a 2 2", "a 3")
    assert g.group_total(g.group_by(SHOPS, SALES), SALES).headers == ("sales", "sales 2")
    assert c.select(SHOPS, SALES, SALES, None, None).headers == ("sales", "sales 2")
    counts = Table(("count",), (NUMBER,), ((1, 1),), 2)
    assert g.group_count(g.group_by(counts, Column("count", NUMBER))).headers == ("count", "count 2")


def test_sorting_is_stable_and_puts_blanks_last() -> None:
    assert t.sort_by(SHOPS, SALES).column("sales") == (Decimal("1.5"), 2, 3, None, None)
    assert t.sort_by_descending(SHOPS, SALES).column("sales") == (3, 2, Decimal("1.5"), None, None)
    assert t.sort_by(SHOPS, CITY).column("day")[:2] == (date(2024, 1, 1), date(2024, 1, 3))
    assert t.sort_by_descending(SHOPS, CITY).column("sales")[:2] == (Decimal("1.5"), 2)


def test_top_and_bottom() -> None:
    assert t.top(SHOPS, 1, SALES).column("sales") == (3,)
    assert t.bottom(SHOPS, 9, SALES).column("sales") == (Decimal("1.5"), 2, 3)  # rows with a blank are not ranked
    assert t.top(SHOPS, 0, SALES).length == 0
    for wrong, code in ((-1, "out-of-range"), (Decimal("1.5"), "not-whole")):
        with pytest.raises(Failure) as caught:
            t.top(SHOPS, wrong, SALES)
        assert caught.value.code == code


def test_distinct_and_where() -> None:
    assert t.distinct(SHOPS, CITY).column("city") == ("Ulm", "Bonn")
    kept = t.where(SHOPS, lambda row: bool(t.cell(row, SALES) > 1))
    assert kept.column("sales") == (Decimal("1.5"), 3, 2)
    assert t.where(SHOPS, lambda row: t.get(row, SALES) is None).length == 2


def test_where_only_forgives_blanks() -> None:
    def fails(row: Any) -> bool:
        raise Failure("division-by-zero", "no")

    with pytest.raises(Failure, match="no"):
        t.where(SHOPS, fails)


@pytest.mark.parametrize("method", [t.total, t.values, t.sort_by, g.group_by, t.distinct, c.select])
def test_no_such_column(method: Any) -> None:
    with pytest.raises(Failure) as caught:
        method(SHOPS, Column("town", TEXT))
    assert caught.value.code == "no-column"


def test_map_leaves_rows_out_that_read_a_blank() -> None:
    assert t.map_rows(SHOPS, lambda row: t.cell(row, SALES) * 2) == (3, 6, 4)
    assert t.map_rows(SHOPS, lambda row: t.get(row, SALES)) == (Decimal("1.5"), None, 3, 2, None)
    with pytest.raises(Failure, match="division"):
        t.map_rows(SHOPS, lambda row: divide(1, 0))


def test_lookup() -> None:
    assert t.lookup(SHOPS, CITY, "Ulm", SALES) == Decimal("1.5")  # the first of two
    assert t.lookup(SHOPS, CITY, "Bonn", SALES) is None  # blank
    assert t.lookup(SHOPS, CITY, "Rome", DAY) is None
    assert t.lookup(SHOPS, SALES, 2, CITY) == "Ulm"


def test_rows_and_columns_are_counted() -> None:
    assert t.columns(SHOPS) == ("city", "sales", "day")
    assert [t.count_blanks(SHOPS, column) for column in (CITY, SALES, DAY)] == [1, 2, 1]
    assert t.drop(SHOPS, 3).column("sales") == (2, None)
    assert t.drop(SHOPS, 10**33).length == 0
    with pytest.raises(Failure, match="whole"):
        t.drop(SHOPS, Decimal("0.5"))


def test_what_a_cell_can_hold() -> None:
    assert t.cells_type([None, 1, Decimal("0.5")]) == NUMBER
    assert t.cells_type([True, None]) == BOOL
    assert t.cells_type([]) == t.cells_type([None]) == TEXT
    for parts in (("a",), Record(("a",), (1,)), Row(SHOPS, 0)):
        with pytest.raises(Failure) as caught:
            t.cells_type([None, parts])
        assert caught.value.code == "not-a-cell"


def test_cells_as_people_write_them() -> None:
    values = ["a", 5, Decimal("1E+40"), Decimal("0.1"), date(800, 1, 2), True, False]
    assert [t.cell_text(value) for value in values] == ["a", "5", "1e40", "0.1", "0800-01-02", "true", "false"]


@given(tables(), st.sampled_from(["n", "t", "d"]))
def test_every_row_is_taken_or_dropped(table: Table, header: str) -> None:
    for number in range(table.length + 2):
        assert rows(t.take(table, number)) + rows(t.drop(table, number)) == rows(table)
    column = Column(header, table.types[table.headers.index(header)])
    assert t.count_blanks(table, column) + len(t.values(table, column)) == table.length
    present = [row for row in rows(table) if row[table.headers.index(header)] is not None]
    assert rows(t.where(table, lambda row: t.cell(row, column) is not None)) == present
