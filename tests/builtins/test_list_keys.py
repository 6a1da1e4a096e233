"""Sorting, grouping and choosing by a key, compared with what Python says; keys that a dictionary cannot hold."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins import list as lists
from seglam_lang.language.builtins import list_keys as keyed
from seglam_lang.language.builtins.keys import MOST_ALIKE, check_keys, is_scattered
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Map, Record

small = st.lists(st.integers(-4, 4)).map(tuple)


def halved(item: int) -> int:
    return item // 2


def by(method: Any, items: tuple[Any, ...], *functions: Any) -> Any:
    """As a procedure calls it: each function is applied to the items beforehand."""
    return method(items, *(tuple(map(function, items)) for function in functions))


@given(small)
def test_sorting_is_stable_in_both_directions(items: tuple[int, ...]) -> None:
    pairs = tuple((item, place) for place, item in enumerate(items))
    first = lambda pair: pair[0]  # noqa: E731  # as a procedure writes it
    assert by(keyed.sort_by, pairs, first) == tuple(sorted(pairs))
    assert by(keyed.sort_by_descending, pairs, first) == tuple(sorted(pairs, key=lambda pair: (-pair[0], pair[1])))


def test_keys_of_every_ordered_type() -> None:
    items = (Decimal("1.5"), 10, -3)
    assert by(keyed.sort_by, items, lambda item: item) == (-3, Decimal("1.5"), 10)
    days = (date(2024, 5, 1), date(2023, 6, 1))
    assert by(keyed.sort_by, days, lambda day: day) == days[::-1]
    assert by(keyed.sort_by, ("b", "B", "é", "a"), lambda text: text) == ("B", "a", "b", "é")  # by code point


@given(small.filter(bool))
def test_the_first_of_several_is_chosen(items: tuple[int, ...]) -> None:
    assert by(keyed.minimum_by, items, halved) == min(items, key=halved)
    assert by(keyed.maximum_by, items, halved) == max(items, key=halved)


@given(small)
def test_groups_are_a_partition_in_order(items: tuple[int, ...]) -> None:
    groups = by(keyed.group_by, items, halved)
    assert list(groups.items) == list(dict.fromkeys(map(halved, items)))
    for key, group in groups.items.items():
        assert group == tuple(item for item in items if halved(item) == key)
    counts = by(keyed.count_by, items, halved)
    assert counts == Map({key: len(group) for key, group in groups.items.items()})
    assert list(counts.items) == list(groups.items)
    assert counts.items == Counter(map(halved, items))


def test_keys_may_have_parts() -> None:
    record = Record(("a",), ((1, 2),))
    groups = by(keyed.group_by, (1, 2, 3), lambda item: Record(("a",), ((1, 2),)) if item < 3 else None)
    assert groups == Map({record: (1, 2), None: (3,)})


@given(st.lists(st.integers(-9, 9), unique=True).map(tuple))
def test_to_map(items: tuple[int, ...]) -> None:
    made = by(keyed.to_map, items, lambda item: item, lambda item: item * item)
    assert list(made.items.items()) == [(item, item * item) for item in items]


@given(small, small)
def test_intersect_and_except(items: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert keyed.intersect(items, other) == tuple(item for item in items if item in other)
    assert keyed.without(items, other) == tuple(item for item in items if item not in other)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: by(keyed.minimum_by, (), halved), "empty"),
        (lambda: by(keyed.maximum_by, (), halved), "empty"),
        (lambda: by(keyed.to_map, (4, 5), halved, halved), "duplicate-key"),
    ],
)
def test_failures(operation: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code


def test_large_keys_are_paid_for() -> None:
    large = (0,) * 10_000
    for name in ("sort_by", "minimum_by", "group_by", "count_by"):
        cost = REGISTRY.by_id[f"list.{name}@1"].cost
        assert cost((1,), (large,)) > 10_000 > cost((1,), (1,))


ALIKE = tuple(index * (2**61 - 1) for index in range(50_000))  # every hash is 0
NESTED = tuple(Record(("a",), (item,)) for item in ALIKE)
MIXED = tuple(Decimal(item) + Decimal("0.5") for item in ALIKE)


@pytest.mark.parametrize("keys", [ALIKE, NESTED, MIXED], ids=["ints", "records", "decimals"])
@pytest.mark.parametrize(
    "use",
    [
        lists.distinct,
        lists.mode,
        lambda keys: by(keyed.group_by, keys, lambda key: key),
        lambda keys: by(keyed.count_by, keys, lambda key: key),
        lambda keys: by(keyed.to_map, keys, lambda key: key, lambda key: key),
        lambda keys: keyed.intersect((), keys),
        lambda keys: keyed.without((), keys),
    ],
)
def test_keys_that_share_a_hash_are_refused_at_once(use: Any, keys: tuple[Any, ...]) -> None:
    started = time.perf_counter()
    with pytest.raises(Failure) as caught:
        use(keys)
    assert caught.value.code == "keys-alike"
    assert time.perf_counter() - started < 5  # a dictionary would take minutes


def test_ordinary_keys_are_not_refused() -> None:
    prices = tuple(Decimal(i % 70) / 8 for i in range(10_000))
    assert len(lists.distinct(prices)) == 70
    check_keys(ALIKE[:MOST_ALIKE])
    check_keys(ALIKE[:5] * 1000)
    check_keys(tuple(range(-(10**5), 10**5)))
    check_keys(tuple(Decimal(i) / 1000 for i in range(10**4)))
    check_keys((None, *range(1000), "a", True))
    assert is_scattered("a") and is_scattered(-7)
    assert not is_scattered(2**61) and not is_scattered(Decimal("0.5")) and not is_scattered((1,))
