"""List: sorting, grouping and choosing items by a key, which a function computes for each item.

The key is computed once for each item. Sorting is stable in both directions: items with equal keys keep their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.list import Items, not_empty
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing.fuel import hashing, sorting
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Map


def _sorting_keys(_items: Items, keys: Items, then: Items | None = None) -> int:
    return sorting(keys) + (0 if then is None else sorting(then))


def _order(keys: Items, then: Items | None, descending: bool) -> list[int]:
    """Return the positions sorted by their keys, and those with equal keys by `then`."""
    positions: Iterable[int] = range(len(keys))
    if then is not None:
        positions = sorted(positions, key=then.__getitem__, reverse=descending)
    return sorted(positions, key=keys.__getitem__, reverse=descending)


def _comparing_keys(_items: Items, keys: Items) -> int:
    return hashing(keys)


def _hashing_keys(items: Items, keys: Items, _values: Items = ()) -> int:
    return len(items) + hashing(keys)


@builtin(
    "<K: ordered, L: ordered>List<T>.sort_by(key: (T) -> K, next_key?: (T) -> L) -> List<T>",
    cost=_sorting_keys,
    phrase=", sorted by {key}[ and then by {next_key}]",
    examples=[
        '["ccc", "a", "bb"].sort_by(word => word.length()) == ["a", "bb", "ccc"]',
        '["bb", "a", "aa"].sort_by(word => word.length(), word => word) == ["a", "aa", "bb"]',
    ],
    applied=True,
    laws=[Law.IDEMPOTENT],
)
def sort_by(items: Items, keys: Items, then: Items | None = None) -> Items:
    """Return the items sorted by a key, smallest first. Items with equal keys are sorted by the next key, or keep their
    order."""
    return tuple([items[i] for i in _order(keys, then, False)])


@builtin(
    "<K: ordered, L: ordered>List<T>.sort_by_descending(key: (T) -> K, next_key?: (T) -> L) -> List<T>",
    cost=_sorting_keys,
    phrase=", sorted by {key}[ and then by {next_key}], largest first",
    examples=['["a", "ccc", "bb"].sort_by_descending(word => word.length()) == ["ccc", "bb", "a"]'],
    applied=True,
    laws=[Law.IDEMPOTENT],
)
def sort_by_descending(items: Items, keys: Items, then: Items | None = None) -> Items:
    """Return the items sorted by a key, largest first. Items with equal keys are sorted by the next key, largest first,
    or keep their order."""
    return tuple([items[i] for i in _order(keys, then, True)])


@builtin(
    "<K: ordered>List<T>.minimum_by(key: (T) -> K) -> T",
    cost=_comparing_keys,
    phrase="the item of {self} where {key} is smallest; , only the one where {key} is smallest",
    examples=["[-5, 2, -2].minimum_by(x => x * x) == 2"],
    applied=True,
)
def minimum_by(items: Items, keys: Items) -> Any:
    """Return the item with the smallest key; if several have it, the first of them. Fail if the list is empty."""
    not_empty(items, "the minimum")
    return items[min(range(len(items)), key=keys.__getitem__)]


@builtin(
    "<K: ordered>List<T>.maximum_by(key: (T) -> K) -> T",
    cost=_comparing_keys,
    phrase="the item of {self} where {key} is largest; , only the one where {key} is largest",
    examples=['["a", "ccc", "bb"].maximum_by(word => word.length()) == "ccc"'],
    applied=True,
)
def maximum_by(items: Items, keys: Items) -> Any:
    """Return the item with the largest key; if several have it, the first of them. Fail if the list is empty."""
    not_empty(items, "the maximum")
    return items[max(range(len(items)), key=keys.__getitem__)]


@builtin(
    "List<T>.group_by(key: (T) -> K) -> Map<K, List<T>>",
    cost=_hashing_keys,
    phrase=", grouped by {key}",
    examples=["[1, 2, 3].group_by(x => x.is_even()) == [false: [1, 3], true: [2]]"],
    applied=True,
)
def group_by(items: Items, keys: Items) -> Map:
    """Return a map from each key to the list of the items with that key, both in order of first appearance."""
    check_keys(keys)
    groups: dict[Any, list[Any]] = {}
    for found, item in zip(keys, items, strict=True):
        if found in groups:
            groups[found].append(item)
        else:
            groups[found] = [item]
    return Map({found: tuple(group) for found, group in groups.items()})


@builtin(
    "List<T>.count_by(key: (T) -> K) -> Map<K, Number>",
    cost=_hashing_keys,
    phrase=", counted by {key}",
    examples=['["b", "a", "b"].count_by(x => x) == ["b": 2, "a": 1]'],
    applied=True,
)
def count_by(items: Items, keys: Items) -> Map:
    """Return a map from each key to the number of items with that key, in order of first appearance."""
    check_keys(keys)
    return Map(dict(Counter(keys)))


@builtin(
    "List<T>.to_map(key: (T) -> K, value: (T) -> V) -> Map<K, V>",
    cost=_hashing_keys,
    phrase="the map from {key} to {value} for {self:each item}",
    examples=['["a", "bb"].to_map(word => word, word => word.length()) == ["a": 1, "bb": 2]'],
    applied=True,
)
def to_map(items: Items, keys: Items, values: Items) -> Map:
    """Return a map with one entry for each item. Fail if two items have the same key (`group_by` keeps them all)."""
    check_keys(keys)
    result = dict(zip(keys, values, strict=True))
    if len(result) < len(items):
        raise Failure("duplicate-key", "two items have the same key")
    return Map(result)


def _hashing_both(items: Items, other: Items) -> int:
    return hashing(items) + hashing(other)


@builtin(
    "List<T>.intersect(other: List<T>) -> List<T>",
    cost=_hashing_both,
    phrase="the items of {self} that are also among {other};; , those that are also among {other}",
    examples=["[1, 2, 2, 3].intersect([2, 3, 4]) == [2, 2, 3]"],
)
def intersect(items: Items, other: Items) -> Items:
    """Return the items that are also in the other list, in order. Duplicates stay (`distinct` removes them)."""
    check_keys(other)
    wanted = dict.fromkeys(other)
    return tuple([item for item in items if item in wanted])


@builtin(
    "List<T>.except(other: List<T>) -> List<T>",
    cost=_hashing_both,
    phrase="the items of {self} that are not among {other};; , those that are not among {other}",
    examples=["[1, 2, 1, 3].except([2, 4]) == [1, 1, 3]"],
)
def without(items: Items, other: Items) -> Items:
    """Return the items that are not in the other list, in order. Duplicates stay (`distinct` removes them)."""
    check_keys(other)
    unwanted = dict.fromkeys(other)
    return tuple([item for item in items if item not in unwanted])
