"""Map: keys and their values. Entries have an order, that in which the keys came, but equality does not look at it.

A map is never changed: what "puts" or "removes" gives another map, at the cost of copying this one.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from typing import Any

from seglam_lang.language.builtins.keys import check_keys, is_scattered
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.fuel import MAX_LIST, comparing, hashing, too_large
from seglam_lang.language.values import Map, Record

Function = Callable[..., Any]


def _looking_up(_map: Map, key: Any) -> int:
    return comparing(key, None)


def _entries(map: Map, *_arguments: Any) -> int:
    return len(map.items)


def _hashing_keys(map: Map, *_arguments: Any) -> int:
    return hashing(tuple(map.items))


def _copying(map: Map, key: Any) -> int:
    return len(map.items) + comparing(key, None)


def _putting(map: Map, key: Any, _value: Any) -> int:
    return _copying(map, key) + (0 if is_scattered(key) else _hashing_keys(map))


@builtin("Map<K, V>.count() -> Number", examples=['["a", "b"].count_by(x => x).count() == 2'])
def count(map: Map) -> int:
    """How many entries there are."""
    return len(map.items)


@builtin("Map<K, V>.is_empty() -> Bool", examples=['not ["a"].count_by(x => x).is_empty()'])
def is_empty(map: Map) -> bool:
    """Whether there are no entries."""
    return not map.items


@builtin(
    "Map<K, V>.keys() -> List<K>", cost=_entries, examples=['["b", "a", "b"].count_by(x => x).keys() == ["b", "a"]']
)
def keys(map: Map) -> tuple[Any, ...]:
    """The keys, in the order in which they came."""
    return tuple(map.items)


@builtin(
    "Map<K, V>.values() -> List<V>", cost=_entries, examples=['["b", "a", "b"].count_by(x => x).values() == [2, 1]']
)
def values(map: Map) -> tuple[Any, ...]:
    """The values, in the order in which their keys came."""
    return tuple(map.items.values())


@builtin(
    "Map<K, V>.entries() -> List<{key: K, value: V}>",
    cost=lambda map: 4 * len(map.items),  # a record for each
    examples=['["a", "b", "b"].count_by(x => x).entries().maximum_by(each => each.value).key == "b"'],
)
def entries(map: Map) -> tuple[Record, ...]:
    """Each key with its value; `entries.to_map(each => each.key, each => each.value)` is the map again."""
    return tuple([Record(("key", "value"), entry) for entry in map.items.items()])


@builtin(
    "Map<K, V>.get(key: K) -> V?", cost=_looking_up, examples=['["a", "b", "b"].count_by(x => x).get("b") ?? 0 == 2']
)
def get(map: Map, key: Any) -> Any:
    """The value under a key, absent where there is no such key."""
    return map.items.get(key)


@builtin("Map<K, V>.has_key(key: K) -> Bool", cost=_looking_up, examples=['["a"].count_by(x => x).has_key("a")'])
def has_key(map: Map, key: Any) -> bool:
    """Whether there is an entry with this key."""
    return key in map.items


@builtin(
    "Map<K, V>.put(key: K, value: V) -> Map<K, V>",
    cost=_putting,
    examples=['["a"].count_by(x => x).put("a", 5).put("b", 6).values() == [5, 6]'],
)
def put(map: Map, key: Any, value: Any) -> Map:
    """The entries with this value under the key; a key that was there keeps its place, a new one comes last."""
    items = {**map.items, key: value}
    _check_size(items)
    if not is_scattered(key):
        check_keys(items)
    return Map(items)


@builtin(
    "Map<K, V>.remove(key: K) -> Map<K, V>",
    cost=_copying,
    examples=['["a", "b"].count_by(x => x).remove("a").keys() == ["b"]'],
)
def remove(map: Map, key: Any) -> Map:
    """The entries but the one with this key, if there is one."""
    items = dict(map.items)
    items.pop(key, None)
    return Map(items)


@builtin(
    "Map<K, V>.merge(other: Map<K, V>) -> Map<K, V>",
    cost=lambda map, other: _hashing_keys(map) + _hashing_keys(other),
    examples=['["a", "b"].count_by(x => x).merge(["b", "b"].count_by(x => x)).values() == [1, 2]'],
)
def merge(map: Map, other: Map) -> Map:
    """The entries of both; where both have a key, the other's value at this one's place."""
    items = map.items | other.items
    _check_size(items)
    check_keys(items)
    return Map(items)


@builtin(
    "Map<K, V>.map_values(change: (V) -> W) -> Map<K, W>",
    cost=_hashing_keys,
    examples=['["a", "b", "a"].count_by(x => x).map_values(n => n * 10).values() == [20, 10]'],
)
def map_values(map: Map, change: Function) -> Map:
    """The keys with what `change` makes of their values."""
    return Map(dict(zip(map.items, [change(value) for value in map.items.values()], strict=True)))


@builtin(
    "Map<K, V>.filter(keep: (K, V) -> Bool) -> Map<K, V>",
    cost=_hashing_keys,
    examples=['["a", "b", "a"].count_by(x => x).filter((key, n) => n > 1).keys() == ["a"]'],
)
def filter_entries(map: Map, keep: Function) -> Map:
    """The entries for which `keep` is true."""
    return Map(dict(compress(map.items.items(), [keep(key, value) for key, value in map.items.items()])))


def _check_size(items: dict[Any, Any]) -> None:
    if len(items) > MAX_LIST:
        raise too_large("the map")
