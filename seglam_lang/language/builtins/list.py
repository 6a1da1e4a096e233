"""List: a finite sequence of values of one type. Positions count from 1; sorting is stable."""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from typing import Any

from seglam_lang.language import numbers
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.failures import Failure
from seglam_lang.language.fuel import (
    CHARACTERS_PER_UNIT,
    MAX_LIST,
    MAX_TEXT,
    hashing,
    length,
    searching,
    sorting,
    too_large,
)
from seglam_lang.language.numbers import Number, natural, whole

Items = tuple[Any, ...]
Function = Callable[..., Any]
SAME_IN_ANY_ORDER = ["permutation-invariant"]


def _not_empty(items: Items, what: str) -> None:
    if not items:
        raise Failure("empty", f"{what} of an empty list")


@builtin("List<T>.count() -> Number", examples=["[4, 5].count() == 2"], laws=SAME_IN_ANY_ORDER)
def count(items: Items) -> int:
    """How many items there are."""
    return len(items)


@builtin("List<Number>.sum() -> Number", cost=length, examples=["[0.1, 0.2].sum() == 0.3"], laws=SAME_IN_ANY_ORDER)
def sum_numbers(items: Items) -> Number:
    """The exact sum, rounded once; 0 for an empty list."""
    return numbers.total(items)


@builtin("List<Number>.product() -> Number", cost=length, examples=["[2, 3, 4].product() == 24"])
def product(items: Items) -> Number:
    """The numbers multiplied from first to last; 1 for an empty list."""
    result: Number = 1
    for item in items:
        result = numbers.multiply(result, item)
    return result


@builtin("List<Number>.average() -> Number", cost=length, examples=["[1, 2].average() == 1.5"], laws=SAME_IN_ANY_ORDER)
def average(items: Items) -> Number:
    """The exact mean, rounded once; Failure for an empty list."""
    return numbers.average(items)


@builtin(
    "List<Number>.median() -> Number",
    cost=sorting,
    examples=["[3, 1, 2].median() == 2", "[1, 2].median() == 1.5"],
    laws=SAME_IN_ANY_ORDER,
)
def median(items: Items) -> Number:
    """The middle of the sorted numbers, or the mean of the middle two; Failure for an empty list."""
    _not_empty(items, "the median")
    ordered = sorted(items)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else numbers.average(ordered[middle - 1 : middle + 1])


@builtin(
    "<T: ordered>List<T>.minimum() -> T", cost=hashing, examples=["[3, 1, 2].minimum() == 1"], laws=SAME_IN_ANY_ORDER
)
def minimum(items: Items) -> Any:
    """The smallest item; Failure for an empty list."""
    _not_empty(items, "the minimum")
    return min(items)


@builtin(
    "<T: ordered>List<T>.maximum() -> T", cost=hashing, examples=["[3, 1, 2].maximum() == 3"], laws=SAME_IN_ANY_ORDER
)
def maximum(items: Items) -> Any:
    """The largest item; Failure for an empty list."""
    _not_empty(items, "the maximum")
    return max(items)


@builtin("List<T>.mode() -> T", cost=hashing, examples=["[1, 2, 2].mode() == 2", "[3, 1].mode() == 3"])
def mode(items: Items) -> Any:
    """The most frequent item, of several the one that comes first; Failure for an empty list."""
    _not_empty(items, "the mode")
    counts: dict[Any, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return max(counts, key=lambda item: counts[item])


@builtin(
    "<T: ordered>List<T>.sort() -> List<T>",
    cost=sorting,
    examples=["[3, 1, 2].sort() == [1, 2, 3]"],
    laws=["permutation-invariant", "idempotent"],
)
def sort(items: Items) -> Items:
    """The items from smallest to largest."""
    return tuple(sorted(items))


@builtin(
    "<T: ordered>List<T>.sort_descending() -> List<T>",
    cost=sorting,
    examples=["[3, 1, 2].sort_descending() == [3, 2, 1]"],
    laws=["permutation-invariant", "idempotent"],
)
def sort_descending(items: Items) -> Items:
    """The items from largest to smallest."""
    return tuple(sorted(items, reverse=True))


@builtin("List<T>.reverse() -> List<T>", cost=length, examples=["[1, 2].reverse() == [2, 1]"], laws=["involution"])
def reverse(items: Items) -> Items:
    """The items in reverse order."""
    return items[::-1]


@builtin(
    "List<T>.distinct() -> List<T>", cost=hashing, examples=["[2, 1, 2].distinct() == [2, 1]"], laws=["idempotent"]
)
def distinct(items: Items) -> Items:
    """The items without repetitions, in order of first appearance."""
    return tuple(dict.fromkeys(items))


@builtin("List<T>.first() -> T", examples=["[4, 5].first() == 4"])
def first(items: Items) -> Any:
    """The first item; Failure for an empty list."""
    _not_empty(items, "the first")
    return items[0]


@builtin("List<T>.last() -> T", examples=["[4, 5].last() == 5"])
def last(items: Items) -> Any:
    """The last item; Failure for an empty list."""
    _not_empty(items, "the last")
    return items[-1]


@builtin("List<T>.at(position: Number) -> T", examples=["[4, 5].at(1) == 4"])
def at(items: Items, position: Number) -> Any:
    """The item at a position, counted from 1; Failure if there is none."""
    index = whole(position, "a position")
    if not 1 <= index <= len(items):
        raise Failure("out-of-range", f"there is no item {index} in a list of {len(items)}")
    return items[index - 1]


@builtin("List<T>.take(number: Number) -> List<T>", cost=length, examples=["[4, 5, 6].take(2) == [4, 5]"])
def take(items: Items, number: Number) -> Items:
    """The first so many items, or all if there are fewer."""
    return items[: natural(number, "a number of items")]


@builtin("List<T>.drop(number: Number) -> List<T>", cost=length, examples=["[4, 5, 6].drop(2) == [6]"])
def drop(items: Items, number: Number) -> Items:
    """The items after the first so many."""
    return items[natural(number, "a number of items") :]


@builtin("List<T>.contains(item: T) -> Bool", cost=searching, examples=["[4, 5].contains(5)"], laws=SAME_IN_ANY_ORDER)
def contains(items: Items, item: Any) -> bool:
    """Whether the item is in the list."""
    return item in items


@builtin("List<T>.index_of(item: T) -> Number?", cost=searching, examples=["[4, 5].index_of(5) ?? 0 == 2"])
def index_of(items: Items, item: Any) -> int | None:
    """The position of the item's first occurrence, counted from 1, if it is in the list."""
    return items.index(item) + 1 if item in items else None


@builtin("List<T>.map(change: (T) -> U) -> List<U>", cost=length, examples=["[1, 2].map(x => x * 2) == [2, 4]"])
def map_items(items: Items, change: Function) -> Items:
    """What `change` makes of each item."""
    return tuple([change(item) for item in items])


@builtin(
    "List<T>.filter(keep: (T) -> Bool) -> List<T>", cost=length, examples=["[1, 2, 3].filter(x => x > 1) == [2, 3]"]
)
def filter_items(items: Items, keep: Function) -> Items:
    """The items for which `keep` is true."""
    return tuple(compress(items, [keep(item) for item in items]))


@builtin("List<T>.all(test: (T) -> Bool) -> Bool", cost=length, examples=["[1, 2].all(x => x > 0)"])
def all_items(items: Items, test: Function) -> bool:
    """Whether `test` is true for every item (so for an empty list); stops at the first for which it is not."""
    return all(test(item) for item in items)


@builtin("List<T>.any(test: (T) -> Bool) -> Bool", cost=length, examples=["[1, 2].any(x => x > 1)"])
def any_item(items: Items, test: Function) -> bool:
    """Whether `test` is true for at least one item; stops at the first for which it is."""
    return any(test(item) for item in items)


def _joined_length(items: Items, separator: str) -> int:
    return sum(map(len, items)) + len(separator) * max(0, len(items) - 1)


def _joining(items: Items, separator: str) -> int:
    return len(items) + _joined_length(items, separator) // CHARACTERS_PER_UNIT


@builtin("List<Text>.join(separator: Text) -> Text", cost=_joining, examples=['["a", "b"].join(", ") == "a, b"'])
def join(items: Items, separator: str) -> str:
    """The texts in a row, with the separator between them."""
    if _joined_length(items, separator) > MAX_TEXT:
        raise too_large("the text")
    return separator.join(items)


def _concatenating(items: Items, other: Items) -> int:
    return len(items) + len(other)


@builtin("List<T>.concat(other: List<T>) -> List<T>", cost=_concatenating, examples=["[1].concat([2, 3]) == [1, 2, 3]"])
def concat(items: Items, other: Items) -> Items:
    """The items of this list, then those of the other."""
    if len(items) + len(other) > MAX_LIST:
        raise too_large("the list")
    return items + other
