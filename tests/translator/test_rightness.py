"""What counts as right: properties first, then examples of each rule."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.translator.nano.rightness import is_nothing, is_right, is_right_in_another_order

CELLS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
EMPLOYEES = {"columns": ["Name", "Dept", "Salary"], "rows": [["Ann", "IT", 30], ["Bob", "HR", 20], ["Cy", "IT", 20]]}
BY_SALARY = "SELECT name FROM t ORDER BY salary DESC"
BY_DEPT = "SELECT COUNT(*) FROM t GROUP BY dept"


def row(answer: Any, gold: Any = "", *flags: str, inputs: Any = None) -> dict[str, Any]:
    return {"expect": "answer", "answer": answer, "gold": gold, "flags": flags, "inputs": inputs or {}}


def of_employees(answer: Any, gold: Any = "", *flags: str) -> dict[str, Any]:
    return row(answer, gold, *flags, inputs={"table": EMPLOYEES})


def table(columns: Sequence[str], *rows: Sequence[Any]) -> dict[str, Any]:
    return {"columns": list(columns), "rows": [list(cells) for cells in rows]}


@st.composite
def grids(draw: st.DrawFn) -> list[list[Any]]:
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))


@given(grids(), st.booleans(), st.randoms())
def test_what_is_expected_is_right_in_every_order_unless_one_is_asked_for(
    rows: list[list[Any]], ordered: bool, order: random.Random
) -> None:
    asked = row(rows, "", *["ordered"] * ordered)
    assert is_right(asked, rows)
    shuffled = order.sample(rows, len(rows))
    assert is_right_in_another_order(asked, shuffled)
    assert is_right(asked, shuffled) or ordered


@given(grids(), st.integers(0, 5), CELLS)
def test_an_answer_with_another_cell_is_wrong(rows: list[list[Any]], place: int, cell: Any) -> None:
    """Another row more is wrong too, but for one column, whose values may be repeated."""
    if not rows or len(rows[0]) == 1:
        return
    changed = [list(cells) for cells in rows]
    changed[place % len(rows)][0] = "a text that nothing else is"
    assert not is_right(row(rows), changed)
    assert not is_right(row(rows), [*rows, ["a text that nothing else is"] * len(rows[0])])


@given(grids(), st.randoms())
def test_columns_may_stand_in_another_order(rows: list[list[Any]], order: random.Random) -> None:
    places = order.sample(range(len(rows[0])), len(rows[0])) if rows else []
    assert is_right(row(rows), [[cells[place] for place in places] for cells in rows])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 3.0),
        (1000000, 1000000.9),
        (Decimal("0.1"), 0.1),
        (10**400, Decimal("1E400")),
        (1147, "1,147"),
        ("Rome ", "rome"),
        ("a  b", "A b"),
        ("STRASSE", "straße"),
        (5, [5]),
        (5, [[5]]),
        (5, table(["n"], [5])),
        ([1, 2], table(["n"], [2], [1])),
        ([1, 1, 2], [2, 1]),
        ([1, 2], {"low": 1, "high": 2}),
        ([["a", 1], ["b", 2]], {"b": 2, "a": 1}),
        ([["a", 1], ["b", 2]], [{"key": "b", "value": 2}, {"key": "a", "value": 1}]),
        ([], []),
        (True, True),
    ],
)
def test_same(one: Any, other: Any) -> None:
    assert is_right(row(one), other)
    assert is_right(row(other), one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1000000, 1000002),
        (0, 1e-9),  # a relative tolerance leaves no room at zero
        (1, -1),
        (1, True),
        (0, None),
        ("", None),
        ("-", 0),
        ("rome", "roma"),
        ([1, 1, 2], [1, 2, 2]),
        ([1], []),
        ([["a", 1], ["b", 2]], [["a", 2], ["b", 1]]),
        ([["a", 1], ["a", 1]], [["a", 1]]),
        ([1, 2], {"low": 2, "high": 1}),
    ],
)
def test_different(one: Any, other: Any) -> None:
    assert not is_right(row(one), other)
    assert not is_right(row(other), one)


def test_an_answer_to_what_must_be_refused_is_wrong() -> None:
    assert not is_right({**row(None), "expect": "abstain"}, None)


@pytest.mark.parametrize(
    ("gold", "right"),
    [
        (BY_SALARY, True),
        ({"sql": 'SELECT "Name" FROM t ORDER BY "Salary" DESC', "seglam": ""}, True),
        ("SELECT name FROM t", False),
        ("SELECT name FROM t ORDER BY dept", False),
    ],
)
def test_the_key_of_an_order_may_be_shown(gold: Any, right: bool) -> None:
    names = of_employees(["Ann", "Bob", "Cy"], gold)
    assert is_right(names, table(["Name", "Salary"], ["Ann", 30], ["Bob", 20], ["Cy", 20])) is right
    assert not is_right(names, EMPLOYEES)  # two more


def test_the_key_of_groups_may_be_shown() -> None:
    assert is_right(of_employees([2, 1], BY_DEPT), table(["Dept", "count"], ["IT", 2], ["HR", 1]))
    assert is_right(of_employees(["IT"], "SELECT dept FROM t GROUP BY dept ORDER BY count(*) DESC LIMIT 1"), {"IT": 2})
    assert not is_right(of_employees([2, 1], BY_DEPT), table(["Name", "count"], ["Ann", 2], ["Bob", 1]))
    selected = of_employees([["IT", 2], ["HR", 1]], "SELECT dept, COUNT(*) AS n FROM t GROUP BY dept ORDER BY n DESC")
    assert not is_right(selected, table(["Dept", "n", "total"], ["IT", 2, 50], ["HR", 1, 20]))


def test_of_a_row_without_a_query_one_key_may_be_shown() -> None:
    assert is_right(row("Oslo", None), table(["city", "medals"], ["Oslo", 5]))
    assert not is_right(row("Oslo", None), table(["city", "medals", "year"], ["Oslo", 5, 2000]))


def test_an_order_that_is_asked_for_counts() -> None:
    names = of_employees(["Ann", "Bob", "Cy"], BY_SALARY)
    assert not is_right(names, ["Bob", "Ann", "Cy"])
    assert is_right_in_another_order(names, ["Bob", "Ann", "Cy"])
    flagged = row([["a", 1], ["b", 2]], "", "ordered")
    assert not is_right(flagged, [["b", 2], ["a", 1]])
    assert not is_right(flagged, [[1, "a"], [2, "b"]])
    assert is_right(row([["a", 1]], "", "ordered"), [[1, "a"]])  # of one row there is no order


@pytest.mark.parametrize("key", ["n", "2", "count(*)"])
def test_rows_with_equal_keys_may_change_places(key: str) -> None:
    counted = of_employees(
        [["IT", 2], ["HR", 1], ["PR", 1]], f"SELECT dept, COUNT(*) AS n FROM t GROUP BY 1 ORDER BY {key} DESC"
    )
    assert is_right(counted, [["IT", 2], ["PR", 1], ["HR", 1]])
    assert not is_right(counted, [["HR", 1], ["IT", 2], ["PR", 1]])


def test_what_no_row_matches() -> None:
    nothings: list[Any] = [[], 0, None, table(["Name"])]
    for nothing in nothings:
        assert is_nothing(of_employees(nothing), nothing)
    assert not is_nothing(of_employees(False), False)
    assert not is_nothing(of_employees(["Ann"]), [])
    assert not is_nothing(of_employees([]), ["Ann"])
    assert not is_nothing(row(0), 0)  # 7 - 7, without a table


@pytest.mark.parametrize(
    ("given_", "wanted", "is_same"),
    [
        ("2017-03-08T05:42:10", "2017-03-08 05:42:10", True),
        ("2017-03-08T05:42", "2017-03-08 05:42:00", True),
        ("1962-02-18", "1962-02-18 00:00:00", True),
        ("1962-02-18", "1962-02-18 00:00:01", False),
        ("2017-03-08T05:42:10", "2017-03-08 05:42:11", False),
        ("2017-03-08", "2017-03-09 00:00", False),
    ],
)
def test_a_moment_is_the_same_however_it_is_written(given_: str, wanted: str, is_same: bool) -> None:
    assert is_right(row([wanted, "x"]), [given_, "x"]) is is_same
