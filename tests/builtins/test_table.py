"""Tables: blanks, headers of results, ties, groups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import table as t
from seglam_lang.language.failures import Failure
from seglam_lang.language.numbers import divide
from seglam_lang.language.types import DATE, NUMBER, TEXT
from seglam_lang.language.values import Column, Table
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


def test_groups() -> None:
    groups = t.group_by(SHOPS, CITY)
    assert groups.keys == ("Ulm", "Bonn")  # the row with a blank is in no group
    assert rows(t.group_total(groups, SALES)) == [("Ulm", Decimal("3.5")), ("Bonn", 0)]
    assert rows(t.group_average(groups, SALES)) == [("Ulm", Decimal("1.75")), ("Bonn", None)]
    assert rows(t.group_minimum(groups, SALES)) == [("Ulm", Decimal("1.5")), ("Bonn", None)]
    assert rows(t.group_maximum(groups, DAY)) == [("Ulm", date(2024, 1, 2)), ("Bonn", date(2024, 1, 3))]
    counted = t.group_count(groups)
    assert (counted.headers, rows(counted)) == (("city", "count"), [("Ulm", 2), ("Bonn", 2)])
    assert t.group_maximum(groups, DAY).types == (TEXT, DATE)


def test_headers_of_results_are_distinct() -> None:
    assert t.distinct_headers(["a", "a", "a 2", "a"]) == ("a", "a 2", "a 2 2", "a 3")
    assert t.group_total(t.group_by(SHOPS, SALES), SALES).headers == ("sales", "sales 2")
    assert t.select(SHOPS, SALES, SALES, None, None).headers == ("sales", "sales 2")
    counts = Table(("count",), (NUMBER,), ((1, 1),), 2)
    assert t.group_count(t.group_by(counts, Column("count", NUMBER))).headers == ("count", "count 2")


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


@pytest.mark.parametrize("method", [t.total, t.values, t.sort_by, t.group_by, t.distinct, t.select])
def test_no_such_column(method: Any) -> None:
    with pytest.raises(Failure) as caught:
        method(SHOPS, Column("town", TEXT))
    assert caught.value.code == "no-column"


@given(tables(), st.sampled_from(["n", "t", "d"]))
def test_groups_are_a_partition_of_the_rows_with_a_value(table: Table, header: str) -> None:
    column = Column(header, table.types[table.headers.index(header)])
    groups = t.group_by(table, column)
    positions = sorted(position for group in groups.positions for position in group)
    assert positions == [i for i, cell in enumerate(table.column(header)) if cell is not None]
    assert t.group_count(groups).column("count") == tuple(map(len, groups.positions))
    assert t.distinct(table, column).column(header) == groups.keys
    assert sorted(map(repr, rows(t.sort_by(table, column)))) == sorted(map(repr, rows(table)))
