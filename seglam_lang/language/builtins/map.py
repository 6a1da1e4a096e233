"""Map: keys and their values. Entries keep their insertion order, but two maps with the same entries are equal in any
order.

A map never changes: `put` and `remove` return another map, at the cost of copying this one.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from typing import Any

from seglam_lang.language.builtins.keys import check_keys, is_scattered
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.fuel import MAX_LIST, comparing, hashing, too_large
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


@builtin(
    "Map<K, V>.count() -> Number", phrase="the number of entries of {self}", examples=['["a": 1, "b": 2].count() == 2']
)
def count(map: Map) -> int:
    """Return the number of entries."""
    return len(map.items)


@builtin(
    "Map<K, V>.is_empty() -> Bool",
    phrase="{self} <has no|has> entries",
    examples=["[:].is_empty()", 'not ["a": 1].is_empty()'],
)
def is_empty(map: Map) -> bool:
    """Return whether the map has no entries."""
    return not map.items


@builtin(
    "Map<K, V>.keys() -> List<K>",
    cost=_entries,
    phrase="the keys of {self};; , only the keys",
    examples=['["b": 1, "a": 2].keys() == ["b", "a"]'],
)
def keys(map: Map) -> tuple[Any, ...]:
    """Return the keys in insertion order."""
    return tuple(map.items)


@builtin(
    "Map<K, V>.values() -> List<V>",
    cost=_entries,
    phrase="the values of {self};; , only the values",
    examples=['["b": 1, "a": 2].values() == [1, 2]'],
)
def values(map: Map) -> tuple[Any, ...]:
    """Return the values in the insertion order of their keys."""
    return tuple(map.items.values())


@builtin(
    "Map<K, V>.entries() -> List<{key: K, value: V}>",
    cost=lambda map: 4 * len(map.items),  # a record for each
    phrase="the entries of {self};; , as entries",
    examples=[
        '["a": 1].entries() == [{key: "a", value: 1}]',
        '["a": 1, "b": 5].entries().maximum_by(each => each.value).key == "b"',
    ],
)
def entries(map: Map) -> tuple[Record, ...]:
    """Return the entries as records of key and value, in insertion order. `entries.to_map(each => each.key, each =>
    each.value)` makes the map again."""
    return tuple([Record(("key", "value"), entry) for entry in map.items.items()])


@builtin(
    "Map<K, V>.get(key: K) -> V?",
    cost=_looking_up,
    phrase="the value for {key} in {self}",
    examples=['["a": 1].get("a") == 1', '["a": 1].get("b") == none'],
)
def get(map: Map, key: Any) -> Any:
    """Return the value of a key, or `none` if there is no such key."""
    return map.items.get(key)


@builtin(
    "Map<K, V>.has_key(key: K) -> Bool",
    cost=_looking_up,
    phrase="{key} <is|is not> a key of {self}",
    examples=['["a": 1].has_key("a")', 'not [:].has_key("a")'],
)
def has_key(map: Map, key: Any) -> bool:
    """Return whether the map has an entry with this key."""
    return key in map.items


@builtin(
    "Map<K, V>.put(key: K, value: V) -> Map<K, V>",
    cost=_putting,
    phrase="the entries of {self} with {value} for {key};",
    examples=['["a": 1].put("b", 2) == ["a": 1, "b": 2]', '["a": 1].put("a", 5) == ["a": 5]'],
)
def put(map: Map, key: Any, value: Any) -> Map:
    """Return the map with the key set to `value`. An existing key keeps its place; a new key comes last."""
    items = {**map.items, key: value}
    _check_size(items)
    if not is_scattered(key):
        check_keys(items)
    return Map(items)


@builtin(
    "Map<K, V>.remove(key: K) -> Map<K, V>",
    cost=_copying,
    phrase="the entries of {self} without {key};",
    examples=['["a": 1, "b": 2].remove("a") == ["b": 2]', '["a": 1].remove("c") == ["a": 1]'],
)
def remove(map: Map, key: Any) -> Map:
    """Return the map without the entry of a key, or unchanged if there is no such key."""
    items = dict(map.items)
    items.pop(key, None)
    return Map(items)


@builtin(
    "Map<K, V>.merge(other: Map<K, V>) -> Map<K, V>",
    cost=lambda map, other: _hashing_keys(map) + _hashing_keys(other),
    phrase="the entries of {self} overlaid with those of {other};",
    examples=['["a": 1, "b": 2].merge(["b": 5, "c": 6]) == ["a": 1, "b": 5, "c": 6]'],
)
def merge(map: Map, other: Map) -> Map:
    """Return the entries of both maps. If both have a key, it has the other map's value and keeps its place in this
    one."""
    items = map.items | other.items
    _check_size(items)
    check_keys(items)
    return Map(items)


@builtin(
    "Map<K, V>.map_values(change: (V) -> W) -> Map<K, W>",
    cost=_hashing_keys,
    phrase="{change} for each value of {self}; , each value as {change}",
    examples=['["a": 1, "b": 2].map_values(n => n * 10) == ["a": 10, "b": 20]'],
)
def map_values(map: Map, change: Function) -> Map:
    """Return the map with each value replaced by the result of `change`."""
    return Map(dict(zip(map.items, [change(value) for value in map.items.values()], strict=True)))


@builtin(
    "Map<K, V>.filter(keep: (K, V) -> Bool) -> Map<K, V>",
    cost=_hashing_keys,
    phrase="the entries of {self} where {keep:the key,the value};; , those where {keep:the key,the value}",
    examples=['["a": 1, "b": 2].filter((key, n) => n > 1) == ["b": 2]'],
)
def filter_entries(map: Map, keep: Function) -> Map:
    """Return the entries for which `keep` is true."""
    return Map(dict(compress(map.items.items(), [keep(key, value) for key, value in map.items.items()])))


def _check_size(items: dict[Any, Any]) -> None:
    if len(items) > MAX_LIST:
        raise too_large("the map")
