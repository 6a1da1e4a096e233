"""What is reported of two values that should be equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.checking.differences import MOST, differences
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Map, Record, Table, Value


def table(*rows: tuple[str, int]) -> Table:
    cells = tuple(zip(*rows, strict=True)) if rows else ((), ())
    return Table(("name", "n"), (TEXT, NUMBER), cells, len(rows))


@pytest.mark.parametrize(
    ("expected", "got", "expected_differences"),
    [
        (1, 1, []),
        (1, 2, ["expected 1, got 2"]),
        (True, 1, ["expected true, got 1"]),
        (None, "x", ['expected none, got "x"']),
        ((1, 2, 3), (1, 5, 3), ["item 2: expected 2, got 5"]),
        (((1,), (2,)), ((1,), (3,)), ["item 2, item 1: expected 2, got 3"]),
        ((1, 2, 3), (1, 3), ["expected 3 items, got 2", "missing before item 2: 2"]),
        ((1, 3), (1, 2, 3), ["expected 2 items, got 3", "item 2: not expected: 2"]),
        (Record(("a", "b"), (1, 2)), Record(("a", "b"), (1, 3)), ["b: expected 2, got 3"]),
        (Map({"a": 1, "b": 2}), Map({"b": 2, "a": 1}), []),
        (Map({"a": 1}), Map({"b": 1}), ['key "a": missing, expected 1', 'key "b": not expected: 1']),
        (table(("x", 1), ("y", 2)), table(("x", 1), ("y", 3)), ["row 2, n: expected 2, got 3"]),
        (table(), table(("x", 1)), ["expected 0 rows, got 1", 'row 1: not expected: {name: "x", n: 1}']),
        ("a" * 70 + "b", "a" * 70 + "c", ['the texts differ from character 71: expected ..."aaaaaaaaaab"']),
    ],
)
def test_what_is_said(expected: Value, got: Value, expected_differences: list[str]) -> None:
    found = differences(expected, got)
    assert [one[: len(other)] for one, other in zip(found, expected_differences, strict=True)] == expected_differences


def test_of_many_the_first_are_told() -> None:
    found = differences(tuple(range(100)), tuple(range(1, 101)))
    assert len(found) == MOST + 1
    assert found[-1] == "... and more"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=3).map(Map)
        | inner.map(lambda each: Record(("a",), (each,)))
    ),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_there_is_a_difference_where_values_differ(expected: Value, got: Value) -> None:
    assert differences(expected, expected) == []
    if expected != got:
        assert differences(expected, got)
