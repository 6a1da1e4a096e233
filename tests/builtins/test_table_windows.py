"""Statistics of columns, windows and rows by key: what blanks, ties and missing keys come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import groups, list_statistics, table_columns, table_rows, table_statistics
from seglam_lang.language.builtins import table_windows as windows
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Column, Record, Row, Table

X, Y, NAME = Column("x", NUMBER), Column("y", NUMBER), Column("name", TEXT)
blanks = st.none() | st.integers(-100, 100)


def table(*pairs: tuple[int | None, int | None]) -> Table:
    xs, ys = tuple(x for x, _ in pairs), tuple(y for _, y in pairs)
    return Table(("x", "y", "name"), (NUMBER, NUMBER, TEXT), (xs, ys, ("a",) * len(xs)), len(xs))


def new(made: Table) -> tuple[Any, ...]:
    return made.cells[-1]


def test_the_row_before() -> None:
    rows = table((0, 1), (5, 1), (None, 1), (7, 1), (14, 1))
    assert new(windows.with_difference(rows, "d", X)) == (None, 5, None, None, 7)
    assert new(windows.with_percent_change(rows, "d", X)) == (None, None, None, None, 1)
    assert new(windows.with_difference(rows.take([]), "d", X)) == ()


@given(st.lists(blanks))
def test_shares_add_up(cells: list[int | None]) -> None:
    rows = table(*[(cell, 1) for cell in cells])
    if sum(filter(None, cells)) == 0:
        return
    shares = new(windows.with_share(rows, "share", X))
    assert [share is None for share in shares] == [cell is None for cell in cells]
    assert abs(sum(share for share in shares if share is not None) - 1) < Decimal("1E-25")


def test_a_share_of_nothing_fails() -> None:
    with pytest.raises(Failure, match="division by zero"):
        windows.with_share(table((1, 1), (-1, 1)), "share", X)
    assert new(windows.with_share(table((None, 1)), "share", X)) == (None,)


@given(st.lists(st.tuples(blanks, blanks), min_size=3))
def test_columns_are_paired_by_row(pairs: list[tuple[int | None, int | None]]) -> None:
    """Values of one row belong together whatever blanks there are in others."""
    whole = [(x, y) for x, y in pairs if x is not None and y is not None]
    try:
        expected = list_statistics.correlation(tuple(x for x, _ in whole), tuple(y for _, y in whole))
    except Failure as failure:
        with pytest.raises(Failure) as caught:
            table_statistics.correlation(table(*pairs), X, Y)
        assert caught.value.code == failure.code
        return
    assert table_statistics.correlation(table(*pairs), X, Y) == expected


def test_statistics_leave_blanks_out_and_need_a_value() -> None:
    rows = table((1, None), (None, None), (3, None), (3, None))
    assert table_statistics.median(rows, X) == table_statistics.mode(rows, X) == 3
    assert table_statistics.percentile(rows, Decimal("0.25"), X) == 2
    for statistic in (table_statistics.median, table_statistics.mode, table_statistics.population_standard_deviation):
        with pytest.raises(Failure) as caught:
            statistic(rows, Y)
        assert caught.value.code == "empty"


def test_duplicates_and_the_last_rows() -> None:
    rows = table((1, 1), (2, 1), (1, 2), (None, 1), (None, 1), (1, 1))
    assert table_rows.duplicates(rows, X).cells[0] == (1, 1, 1)
    assert table_rows.duplicates(rows, X, Y).cells[0] == (1, 1)
    assert table_rows.take_last(rows, 2).cells[0] == (None, 1)
    assert table_rows.take_last(rows, 20) == rows
    assert [table_rows.is_blank(Row(rows, place), X) for place in range(6)] == [False, False, False, True, True, False]


@pytest.mark.parametrize(
    ("key", "code", "message"),
    [
        (9, "not-one-row", 'there is no row whose "x" is "9"'),
        (1, "not-one-row", 'there are 2 rows whose "x" is "1"'),
        (2, "blank-cell", "the cell of 'y' in row 2 is blank"),
    ],
)
def test_the_value_of_one_row(key: int, code: str, message: str) -> None:
    rows = table((1, 5), (2, None), (1, 6), (3, 7))
    assert table_rows.value(rows, X, 3, Y) == 7
    with pytest.raises(Failure) as caught:
        table_rows.value(rows, X, key, Y)
    assert caught.value.code == code
    assert message in caught.value.message


def test_groups_of_several_columns() -> None:
    rows = table((1, 1), (1, 2), (1, 1), (None, 1))
    grouped = groups.group_by(rows, X, Y, NAME)
    assert grouped.keys == (Record(("x", "y", "name"), (1, 1, "a")), Record(("x", "y", "name"), (1, 2, "a")))
    assert groups.group_count(grouped).headers == ("x", "y", "name", "count")
    assert groups.group_count(grouped).cells[-1] == (2, 1)


def test_many_columns_are_selected() -> None:
    chosen = table_columns.select(table((1, 2)), NAME, Y, X, X, Y, None, None)
    assert chosen.headers == ("name", "y", "x", "x 2", "y 2")
