"""Groups: by one column or two, their aggregates, and what they cost on many rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import groups as g
from seglam_lang.language.builtins import table as t
from seglam_lang.language.computing.numbers import average, total
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DATE, NUMBER, TEXT
from seglam_lang.language.values import Column, Record, Table
from tests.builtins.test_table import CITY, DAY, SALES, SHOPS, rows
from tests.procedures import tables

N, T, D = Column("n", NUMBER), Column("t", TEXT), Column("d", DATE)


def test_groups() -> None:
    groups = g.group_by(SHOPS, CITY)
    assert groups.keys == ("Ulm", "Bonn")  # the row with a blank is in no group
    assert rows(g.group_total(groups, SALES)) == [("Ulm", Decimal("3.5")), ("Bonn", 0)]
    assert rows(g.group_average(groups, SALES)) == [("Ulm", Decimal("1.75")), ("Bonn", None)]
    assert rows(g.group_minimum(groups, SALES)) == [("Ulm", Decimal("1.5")), ("Bonn", None)]
    assert rows(g.group_maximum(groups, DAY)) == [("Ulm", date(2024, 1, 2)), ("Bonn", date(2024, 1, 3))]
    assert rows(g.group_median(groups, SALES)) == [("Ulm", Decimal("1.75")), ("Bonn", None)]
    counted = g.group_count(groups)
    assert (counted.headers, rows(counted)) == (("city", "count"), [("Ulm", 2), ("Bonn", 2)])
    assert g.group_maximum(groups, DAY).types == (TEXT, DATE)


def test_groups_by_two_columns() -> None:
    groups = g.group_by(SHOPS, CITY, DAY)
    assert groups.keys[0] == Record(("city", "day"), ("Ulm", date(2024, 1, 2)))
    made = g.group_total(groups, SALES)
    assert (made.headers, made.types) == (("city", "day", "sales"), (TEXT, DATE, NUMBER))
    assert rows(made) == [
        ("Ulm", date(2024, 1, 2), Decimal("3.5")),
        ("Bonn", date(2024, 1, 1), 0),
        ("Bonn", date(2024, 1, 3), 0),
    ]
    assert g.group_count(g.group_by(SHOPS, CITY, CITY)).headers == ("city", "city 2", "count")
    assert g.group_count(g.group_by(SHOPS.take([2]), CITY, DAY)).headers == ("city", "day", "count")


def test_most_frequent() -> None:
    towns = Table(("city",), (TEXT,), (("a", "b", "c", "b", "c", None, None, None),), 8)
    groups = g.group_by(towns, CITY)
    assert rows(g.most_frequent(groups, 2)) == [("b", 2), ("c", 2)]
    assert rows(g.most_frequent(groups, 10**30)) == [("b", 2), ("c", 2), ("a", 1)]
    assert rows(g.most_frequent(groups, 0)) == []
    for wrong, code in ((-1, "out-of-range"), (Decimal("1.5"), "not-whole")):
        with pytest.raises(Failure) as caught:
            g.most_frequent(groups, wrong)
        assert caught.value.code == code


@given(tables(), st.sampled_from([N, T, D]))
def test_groups_are_a_partition_of_the_rows_with_a_value(table: Table, column: Column) -> None:
    groups = g.group_by(table, column)
    positions = sorted(position for group in groups.positions for position in group)
    assert positions == [i for i, cell in enumerate(table.column(column.header)) if cell is not None]
    assert g.group_count(groups).column("count") == tuple(map(len, groups.positions))
    assert t.distinct(table, column).column(column.header) == groups.keys


@given(tables(), st.sampled_from([N, T, D]), st.sampled_from([None, N, T, D]))
def test_aggregates_are_those_of_each_group(table: Table, by: Column, second: Column | None) -> None:
    def key_of(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row["ntd".index(column.header)] for column in (by, second) if column is not None)

    def middle(values: list[Any]) -> Any:
        ordered, last = sorted(values), len(values) - 1
        return average([ordered[last // 2], ordered[(last + 1) // 2]]) if values else None

    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows(table):
        if None not in key_of(row):
            groups.setdefault(key_of(row), []).append(row)
    made = g.group_by(table, by, second)
    expected = [
        (
            *key,
            total(row[0] for row in group if row[0] is not None),
            len({row[1] for row in group} - {None}),
            middle([row[0] for row in group if row[0] is not None]),
        )
        for key, group in groups.items()
    ]
    numbers = [
        (*row, *rest)
        for row, *rest in zip(
            rows(g.group_total(made, N)),
            g.group_count_distinct(made, T).cells[-1],
            g.group_median(made, N).cells[-1],
            strict=True,
        )
    ]
    assert numbers == expected
    counts = Counter(key for key, group in groups.items() for _ in group)
    assert rows(g.most_frequent(made, 3)) == [(*key, number) for key, number in counts.most_common(3)]


def test_keys_that_share_a_hash_are_refused() -> None:
    alike = tuple(1 + number * (2**61 - 1) for number in range(5_000))
    table = Table(("n",), (NUMBER,), (alike,), len(alike))
    for method in (g.group_by, t.distinct):
        with pytest.raises(Failure) as caught:
            method(table, N)
        assert caught.value.code == "keys-alike"
    one_group = g.group_by(Table(("n", "t"), (NUMBER, TEXT), (alike, ("a",) * 5_000), 5_000), T)
    with pytest.raises(Failure, match="hash"):
        g.group_count_distinct(one_group, N)
