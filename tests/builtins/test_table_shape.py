"""Joins, pivots, rows below rows; tables and lists of records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language import check
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins import records as r
from seglam_lang.language.builtins import table as t
from seglam_lang.language.builtins import table_columns as c
from seglam_lang.language.builtins import table_shape as s
from seglam_lang.language.computing.fuel import MAX_LIST
from seglam_lang.language.computing.numbers import total
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Con, Constructor, list_of, optional, record
from seglam_lang.language.values import Column, Record, Table
from tests.builtins.test_table import SHOPS, rows
from tests.builtins.test_table_columns import fails
from tests.procedures import tables

N, T, D = Column("n", NUMBER), Column("t", TEXT), Column("d", DATE)
ORDERS = Table(("id", "who", "sum"), (NUMBER, TEXT, NUMBER), ((1, 2, 3, 4), ("b", "a", None, "x"), (10, 20, 30, 40)), 4)
PEOPLE = Table(("name", "town"), (TEXT, TEXT), (("a", "b", None, "a"), ("Ulm", "Bonn", "Rome", "Köln")), 4)
WHO, NAME = Column("who", TEXT), Column("name", TEXT)


def test_join() -> None:
    joined = s.join_on(ORDERS, WHO, PEOPLE, NAME)
    assert joined.headers == ("id", "who", "sum", "name", "town")
    assert joined.types == (NUMBER, TEXT, NUMBER, TEXT, TEXT)
    assert rows(joined) == [(1, "b", 10, "b", "Bonn"), (2, "a", 20, "a", "Ulm"), (2, "a", 20, "a", "Köln")]
    kept = s.left_join_on(ORDERS, WHO, PEOPLE, NAME)
    assert rows(kept) == [*rows(joined), (3, None, 30, None, None), (4, "x", 40, None, None)]


def test_a_key_of_one_header_is_there_once() -> None:
    people = c.rename(PEOPLE, NAME, "who")
    assert s.join_on(ORDERS, WHO, people, WHO).headers == ("id", "who", "sum", "town")
    assert rows(s.left_join_on(ORDERS, WHO, people, WHO))[-1] == (4, "x", 40, None)


def test_other_headers_in_common_are_refused() -> None:
    people = c.rename(PEOPLE, Column("town", TEXT), "id")
    for join in (s.join_on, s.left_join_on):
        with pytest.raises(Failure, match='both tables have a column "id"') as caught:
            join(ORDERS, WHO, people, NAME)
        assert caught.value.code == "same-header"
    assert fails(s.join_on, ORDERS, WHO, PEOPLE, WHO) == "no-column"


def test_a_join_counts_its_rows_first() -> None:
    many = Table(("t",), (TEXT,), (("a",) * 2_000,), 2_000)
    other = Table(("u",), (TEXT,), (("a",) * 2_000,), 2_000)
    arguments = (many, T, other, Column("u", TEXT))
    assert REGISTRY.by_id["table.join_on@1"].cost(*arguments) > 2_000 * 2_000 > MAX_LIST
    assert fails(s.join_on, *arguments) == fails(s.left_join_on, *arguments) == "too-large"


def test_a_join_may_be_as_long_as_one_of_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s, "MAX_LIST", 3)
    many = Table(("n", "t"), (NUMBER, TEXT), (tuple(range(6)), ("a", "b", None) * 2), 6)
    other = Table(("t",), (TEXT,), (("a", "b", "b", "c"),), 4)
    assert s.join_on(many, T, other, T).length == 6 == s.left_join_on(many, T, other.take([0]), T).length
    assert fails(s.left_join_on, many, T, other, T) == fails(s.join_on, many, T, other.take([1, 1, 1, 0]), T)


@given(tables(8), tables(8), st.sampled_from([N, T, D]))
def test_joins_are_nested_loops(one: Table, two: Table, key: Column) -> None:
    two = Table(("n2", "t2", "d2"), two.types, two.cells, two.length)
    place, other_key = "ntd".index(key.header), Column(key.header + "2", key.type)
    inner, left = [], []
    for row in rows(one):
        partners = [other for other in rows(two) if other[place] == row[place] and row[place] is not None]
        inner += [row + other for other in partners]
        left += [row + other for other in partners] or [(*row, None, None, None)]
    assert rows(s.join_on(one, key, two, other_key)) == inner
    assert rows(s.left_join_on(one, key, two, other_key)) == left
    assert REGISTRY.by_id["table.join_on@1"].cost(one, key, two, other_key) >= len(inner) * 6


def test_append_rows() -> None:
    turned = c.select(ORDERS, Column("sum", NUMBER), WHO, Column("id", NUMBER))
    assert rows(s.append_rows(ORDERS, turned)) == rows(ORDERS) * 2
    blank = Table(("id", "who", "sum"), (TEXT, TEXT, TEXT), ((None,), ("y",), (None,)), 1)
    assert s.append_rows(ORDERS, blank).types == s.append_rows(blank, ORDERS).types == ORDERS.types
    assert rows(s.append_rows(blank, ORDERS))[0] == (None, "y", None)
    with pytest.raises(Failure, match='only one of the tables has a column "id"'):
        s.append_rows(ORDERS, c.rename(ORDERS, Column("id", NUMBER), "key"))
    wrong = Table(("id", "who", "sum"), (TEXT, TEXT, NUMBER), (("1",), ("y",), (2,)), 1)
    assert fails(s.append_rows, ORDERS, wrong) == "other-columns"
    long = Table(("n",), (NUMBER,), ((1,) * 600_000,), 600_000)
    assert fails(s.append_rows, long, long) == "too-large"


@given(tables(), st.sampled_from([N, T, D]))
def test_rows_left_out(table: Table, column: Column) -> None:
    twice = s.append_rows(table, table)
    assert rows(s.distinct_rows(twice)) == list(dict.fromkeys(rows(table)))
    place = table.headers.index(column.header)
    assert rows(s.drop_blanks(table, column)) == [row for row in rows(table) if row[place] is not None]


def test_pivot() -> None:
    sales = Table(
        ("town", "year", "sum"),
        (TEXT, NUMBER, NUMBER),
        (
            ("Ulm", "Bonn", "Ulm", None, "Ulm", "Bonn"),
            (2024, 2023, 2024, 2023, None, 2024),
            (Decimal("0.1"), 5, Decimal("0.2"), 7, 9, None),
        ),
        6,
    )
    town, year, value = Column("town", TEXT), Column("year", NUMBER), Column("sum", NUMBER)
    made = s.pivot(sales, town, year, value)
    assert (made.headers, made.types) == (("town", "2024", "2023"), (TEXT, NUMBER, NUMBER))
    assert rows(made) == [("Ulm", Decimal("0.3"), None), ("Bonn", 0, 5)]  # no rows: blank; rows without values: 0
    assert rows(s.pivot(sales, town, year)) == [("Ulm", 2, None), ("Bonn", 1, 1)]
    assert s.pivot(sales, town, town).headers == ("town", "Ulm", "Bonn")
    assert s.pivot(sales.take([]), town, year).headers == ("town",)
    headed = Table(("a", "b"), (TEXT, TEXT), (("x",), ("a",)), 1)
    assert s.pivot(headed, Column("a", TEXT), Column("b", TEXT)).headers == ("a", "a 2")


@given(tables(12), st.sampled_from([N, T, D]), st.sampled_from([N, T, D]), st.booleans())
def test_a_pivot_holds_the_total_of_each_pair(table: Table, down: Column, across: Column, counting: bool) -> None:
    made = s.pivot(table, down, across, None if counting else N)
    pairs: dict[tuple[Any, Any], list[Any]] = {}
    for row in rows(table):
        key = row["ntd".index(down.header)], row["ntd".index(across.header)]
        if None not in key:
            pairs.setdefault(key, []).append(1 if counting else row[0])
    keys, columns = (list(dict.fromkeys(part)) for part in ([key[0] for key in pairs], [key[1] for key in pairs]))
    assert list(made.cells[0]) == keys
    assert len(made.headers) == len(set(made.headers)) == 1 + len(columns)
    for column, cells in zip(columns, made.cells[1:], strict=True):
        for key, cell in zip(keys, cells, strict=True):
            group = pairs.get((key, column))
            assert cell == (None if group is None else total(value for value in group if value is not None))
    cost = REGISTRY.by_id["table.pivot@1"].cost(table, down, across, N)
    assert cost >= len(keys) * len(columns)


def test_a_pivot_counts_its_cells_first() -> None:
    different = tuple(range(1_100))
    wide = Table(("a", "b"), (NUMBER, NUMBER), (different, different), 1_100)
    assert fails(s.pivot, wide, Column("a", NUMBER), Column("b", NUMBER)) == "too-large"


def test_keys_that_share_a_hash_are_refused() -> None:
    alike = tuple(1 + number * (2**61 - 1) for number in range(5_000))
    table = Table(("n",), (NUMBER,), (alike,), len(alike))
    assert fails(s.join_on, table, N, c.rename(table, N, "m"), Column("m", NUMBER)) == "keys-alike"
    assert fails(s.distinct_rows, table) == fails(s.pivot, table, N, N) == "keys-alike"


def test_records() -> None:
    kind = record({"day": optional(DATE), "city": optional(TEXT)})
    made = r.records(SHOPS, kind)
    assert made[0] == Record(("day", "city"), (date(2024, 1, 2), "Ulm"))
    assert made[2] == Record(("day", "city"), (None, None))
    with pytest.raises(Failure, match='the cell of "sales" in row 2 is blank; Number\\? allows blanks') as caught:
        r.records(SHOPS, record({"sales": NUMBER}))
    assert caught.value.code == "blank-field"
    assert fails(r.records, SHOPS, record({"town": TEXT})) == fails(r.records, SHOPS, record({"city": NUMBER}))
    assert r.records(SHOPS.take([2]), record({"city": optional(BOOL)}))[0].values == (None,)  # blanks are of any type


@pytest.mark.parametrize(
    "kind",
    [
        NUMBER,
        list_of(TEXT),
        record({"a": list_of(TEXT)}),
        record({"a": optional(list_of(TEXT))}),
        Con(Constructor.TABLE),
    ],
)
def test_types_that_no_row_has(kind: Con) -> None:
    assert fails(r.records, SHOPS, kind) == "bad-type"


def test_to_table() -> None:
    items = (Record(("a", "b"), (1, None)), Record(("a", "b"), (Decimal("0.5"), None)))
    made = r.to_table(items)
    assert (made.headers, made.types, rows(made)) == (("a", "b"), (NUMBER, TEXT), [(1, None), (Decimal("0.5"), None)])
    assert r.to_table(()) == Table((), (), (), 0)
    assert fails(r.to_table, (1, 2)) == fails(r.to_table, ((),)) == "not-a-row"
    assert fails(r.to_table, (Record(("a",), ((1, 2),)),)) == "not-a-cell"
    assert fails(r.to_table, (Record(("a", "b"), (1, 2)),) * 600_000) == "too-large"


@given(tables())
def test_records_and_tables_are_each_made_of_the_other(table: Table) -> None:
    kind = record({"n": optional(NUMBER), "t": optional(TEXT), "d": optional(DATE)})
    made = r.records(table, kind)
    assert [item.values for item in made] == rows(table)
    assert rows(r.to_table(made)) == rows(table)
    assert r.records(r.to_table(made), kind) == made
    assert t.columns(r.to_table(made)) in (("n", "t", "d"), ())


def test_columns_of_both_tables_can_be_named_after_a_join() -> None:
    source = """
    proc totals(
      orders: Table, who: Column<Text> of orders, sum: Column<Number> of orders,
      people: Table, name: Column<Text> of people, town: Column<Text> of people
    ) -> Table {
      return orders.join_on(who, people, name).group_by(town, who).total(sum).sort_by_descending(sum)
    }
    """
    (checked,) = check(source)
    arguments = {"orders": ORDERS, "who": WHO, "sum": Column("sum", NUMBER)}
    arguments |= {"people": PEOPLE, "name": NAME, "town": Column("town", TEXT)}
    made = compile_procedure(checked.core).run([arguments[param] for param in checked.params])
    assert (made.headers, rows(made)) == (
        ("town", "who", "sum"),
        [("Ulm", "a", 20), ("Köln", "a", 20), ("Bonn", "b", 10)],
    )
