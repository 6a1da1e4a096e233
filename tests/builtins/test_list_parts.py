"""Parts of lists and lists made from lists, compared with what Python says; sizes that are too large."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins import list as lists
from seglam_lang.language.builtins import list_forms as forms
from seglam_lang.language.builtins import list_parts as parts
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Record

items_of = st.lists(st.integers(-4, 4), max_size=8).map(tuple)
nested_of = st.lists(items_of, max_size=4).map(tuple)
counts = st.integers(0, 10)
anything = st.one_of(
    st.integers(-3, 12),
    st.sampled_from([10**33, -(10**33), Decimal("0.5"), Decimal("9.99E+6144"), Decimal("1E-6000"), Decimal("-1E+40")]),
)
Items = tuple[int, ...]


@given(items_of, counts)
def test_ends(items: Items, number: int) -> None:
    assert parts.take_last(items, number) == tuple(reversed(lists.take(items[::-1], number)))
    assert parts.drop_last(items, number) == tuple(reversed(lists.drop(items[::-1], number)))
    assert parts.drop_last(items, number) + parts.take_last(items, number) == items


@given(items_of, st.integers(-2, 10), st.one_of(st.none(), st.integers(-2, 10)))
def test_slice(items: Items, first: int, last: int | None) -> None:
    expected = [item for place, item in enumerate(items, 1) if first <= place and (last is None or place <= last)]
    assert parts.slice_items(items, first, last) == tuple(expected)


@given(items_of, st.data())
def test_one_item_more_fewer_or_other(items: Items, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(items) + 1))
    grown = parts.insert(items, place, 9)
    expected = list(items)
    expected.insert(place - 1, 9)
    assert grown == tuple(expected)
    assert parts.remove_at(grown, place) == items
    assert parts.replace_at(grown, place, 8) == parts.insert(items, place, 8)
    assert parts.append(items, 9) == parts.insert(items, len(items) + 1, 9)


@given(items_of, st.integers(1, 10))
def test_windows_and_chunks(items: Items, size: int) -> None:
    assert parts.windows(items, size) == tuple(items[i : i + size] for i in range(len(items)) if i + size <= len(items))
    chunks = parts.chunks(items, size)
    assert sum(chunks, ()) == items
    assert all(len(chunk) == size for chunk in chunks[:-1])
    assert all(0 < len(chunk) <= size for chunk in chunks)


@given(items_of, counts)
def test_repeat(items: Items, times: int) -> None:
    assert parts.repeat(items, times) == items * times


@given(st.integers(0, 4).flatmap(lambda width: st.lists(st.tuples(*[st.integers()] * width), max_size=4).map(tuple)))
def test_transpose(rows: tuple[Items, ...]) -> None:
    turned = parts.transpose(rows)
    assert all(turned[j][i] == row[j] for i, row in enumerate(rows) for j in range(len(row)))
    if rows and rows[0]:
        assert parts.transpose(turned) == rows


@given(items_of)
def test_indexed(items: Items) -> None:
    assert parts.indexed(items) == tuple(Record(("position", "item"), pair) for pair in enumerate(items, 1))


@given(items_of, counts)
def test_combinations(items: Items, size: int) -> None:
    made = parts.combinations(items, size)
    assert made == tuple(itertools.combinations(items, size))
    assert len(made) == math.comb(len(items), size)


@given(nested_of)
def test_flatten(nested: tuple[Items, ...]) -> None:
    assert forms.flatten(nested) == tuple(itertools.chain(*nested))
    assert forms.flat_map(nested, tuple(inner[:1] for inner in nested)) == tuple(inner[0] for inner in nested if inner)


@given(items_of, st.integers(-4, 4))
def test_searching(items: Items, limit: int) -> None:
    above = [item for item in items if item > limit]
    found = forms.find(items, lambda item: item > limit)
    place = forms.find_index(items, lambda item: item > limit)
    assert (found, place) == ((above[0], items.index(above[0]) + 1) if above else (None, None))
    kept, rest = (cut(items, lambda item: item > limit) for cut in (forms.take_while, forms.drop_while))
    assert kept == tuple(itertools.takewhile(lambda item: item > limit, items))
    assert kept + rest == items


@given(items_of)
def test_folding_and_zipping(items: Items) -> None:
    assert forms.fold(items, "", lambda text, item: f"{text}{item}") == "".join(map(str, items))
    assert forms.zip_items(items, items[::-1], lambda a, b: (a, b)) == tuple(zip(items, items[::-1], strict=True))
    assert forms.present((None, *items, None)) == items
    assert lists.is_empty(items) is (len(items) == 0)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: forms.zip_items((1,), (1, 2), max), "unequal-lengths"),
        (lambda: forms.flat_map((0,) * 2000, ((0,) * 1000,) * 2000), "too-large"),
        (lambda: parts.transpose(((1,), (1, 2))), "unequal-lengths"),
        (lambda: parts.insert((1,), 3, 0), "out-of-range"),
        (lambda: parts.insert((1,), 0, 0), "out-of-range"),
        (lambda: parts.remove_at((), 1), "out-of-range"),
        (lambda: parts.replace_at((1,), 2, 0), "out-of-range"),
        (lambda: parts.append((0,) * 10**6, 0), "too-large"),
        (lambda: parts.repeat((1, 2), 10**30), "too-large"),
        (lambda: parts.repeat((1, 2), -1), "out-of-range"),
        (lambda: parts.windows((1, 2), 0), "out-of-range"),
        (lambda: parts.windows((0,) * 10_000, 5_000), "too-large"),
        (lambda: parts.chunks((1, 2), 0), "out-of-range"),
        (lambda: parts.combinations(tuple(range(100)), 50), "too-large"),
        (lambda: parts.combinations(tuple(range(10**6)), 10**6 - 1), "too-large"),
    ],
)
def test_failures(operation: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code


def test_nothing_repeated_is_nothing() -> None:
    assert parts.repeat((), 10**30) == ()
    assert parts.combinations((), 0) == ((),)
    assert parts.combinations((1,), 10**30) == ()
    assert parts.windows((1,), 10**30) == ()
    assert parts.chunks((1, 2), 10**30) == ((1, 2),)


SIZED = ("take_last", "drop_last", "remove_at", "repeat", "windows", "chunks", "combinations", "slice", "take", "drop")


@pytest.mark.parametrize("name", SIZED)
@given(items=items_of, number=anything)
def test_any_number_gives_a_list_or_a_failure_and_the_cost_bounds_it(name: str, items: Items, number: Any) -> None:
    builtin = REGISTRY.by_id[f"list.{name}@1"]
    args = (items, number, None) if name == "slice" else (items, number)
    try:
        cost = builtin.cost(*args)
        made = builtin.impl(*args)
    except Failure:
        return
    assert type(cost) is int and cost >= 0
    held = sum(len(part) + 1 if type(part) is tuple else 1 for part in made)
    assert held <= 4 * (cost + 1)  # what is made is paid for
