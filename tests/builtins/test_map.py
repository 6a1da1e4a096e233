"""Maps, compared with Python's dictionaries; optionals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY, optional
from seglam_lang.language.builtins import map as maps
from seglam_lang.language.builtins.list_keys import to_map
from seglam_lang.language.computing.fuel import MAX_LIST
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Map, Record

keys = st.one_of(st.integers(-3, 3), st.sampled_from([Decimal("0.5"), Decimal("1E+40")]))
dictionaries = st.dictionaries(keys, st.integers(0, 9), max_size=6)


@given(dictionaries, keys)
def test_reading(items: dict[Any, int], key: Any) -> None:
    known = Map(dict(items))
    assert maps.count(known) == len(items)
    assert maps.is_empty(known) is not bool(items)
    assert maps.keys(known) == tuple(items)
    assert maps.values(known) == tuple(items.values())
    assert maps.get(known, key) == items.get(key)
    assert maps.has_key(known, key) is (key in items)
    entries = maps.entries(known)
    assert entries == tuple(Record(("key", "value"), pair) for pair in items.items())
    assert to_map(entries, maps.keys(known), maps.values(known)) == known


@given(dictionaries, dictionaries, keys)
def test_a_map_is_never_changed(items: dict[Any, int], other: dict[Any, int], key: Any) -> None:
    known = Map(dict(items))
    assert list(maps.put(known, key, 7).items.items()) == list({**items, key: 7}.items())
    assert maps.remove(known, key).items == {k: v for k, v in items.items() if k != key}
    assert list(maps.merge(known, Map(other)).items.items()) == list({**items, **other}.items())
    assert maps.map_values(known, lambda value: value + 1).items == {k: v + 1 for k, v in items.items()}
    kept = maps.filter_entries(known, lambda k, v: k > 0 and v > 2)
    assert kept.items == {k: v for k, v in items.items() if k > 0 and v > 2}
    assert known.items == items


def test_order_and_equality() -> None:
    one, other = Map({"a": 1, "b": 2}), Map({"b": 2, "a": 1})
    assert one == other and hash(one) == hash(other)
    assert maps.keys(one) != maps.keys(other)
    assert maps.keys(maps.put(one, "a", 5)) == ("a", "b")
    assert maps.keys(maps.put(maps.remove(one, "a"), "a", 5)) == ("b", "a")


def test_an_entry_may_be_absent_or_a_map() -> None:
    known = Map({None: 1, "a": None})
    assert maps.get(known, None) == 1
    assert maps.has_key(known, "a") and maps.get(known, "a") is None
    nested = maps.put(Map({}), Map({1: 2}), Map({}))
    assert maps.get(nested, Map({1: 2})) == Map({})


def alike(number: int) -> dict[Any, int]:
    return dict.fromkeys((index * (2**61 - 1) for index in range(1, number + 1)), 0)


def test_keys_that_share_a_hash_are_refused() -> None:
    few, more = Map(alike(100)), Map(alike(200))
    assert maps.count(maps.put(few, 0, 0)) == 101  # 0 is the one small number with that hash
    operations: list[Callable[[], Map]] = [lambda: maps.put(more, 10**33, 0), lambda: maps.merge(Map({}), more)]
    for operation in operations:
        with pytest.raises(Failure) as caught:
            operation()
        assert caught.value.code == "keys-alike"


def test_a_map_has_a_largest_size() -> None:
    full = Map(dict.fromkeys(range(MAX_LIST)))
    assert maps.count(maps.put(full, 5, 1)) == MAX_LIST
    operations: list[Callable[[], Map]] = [
        lambda: maps.put(full, -1, None),
        lambda: maps.merge(full, Map({-1: None})),
    ]
    for operation in operations:
        with pytest.raises(Failure) as caught:
            operation()
        assert caught.value.code == "too-large"


@given(dictionaries, keys)
def test_copying_is_paid_for(items: dict[Any, int], key: Any) -> None:
    known = Map(items)
    cost = {name: REGISTRY.by_id[f"map.{name}@1"].cost for name in ("put", "remove", "merge", "get", "entries")}
    assert cost["put"](known, key, 1) >= len(items)
    assert cost["remove"](known, key) >= len(items)
    assert cost["merge"](known, known) >= 2 * len(items)
    assert cost["entries"](known) >= len(items)
    assert cost["get"](known, key) == 0
    assert cost["get"](known, (1, 2, 3)) == 3


def test_optionals() -> None:
    assert optional.map_value(None, lambda value: value + 1) is None
    assert optional.map_value(0, lambda value: value + 1) == 1
