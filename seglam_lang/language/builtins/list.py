"""List: a finite sequence of values of one type. Positions count from 1; sorting is stable."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, compress
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import (
    CHARACTERS_PER_UNIT,
    MAX_LIST,
    MAX_TEXT,
    hashing,
    length,
    searching,
    sorting,
    too_large,
)
from seglam_lang.language.computing.numbers import Number, natural, whole
from seglam_lang.language.failures import Failure

Items = tuple[Any, ...]
Function = Callable[..., Any]


def not_empty(items: Items, what: str) -> None:
    """Raise Failure if there are no items; `what` is the result that needs them."""
    if not items:
        raise Failure("empty", f"{what} of an empty list")


@builtin("List<T>.count() -> Number", examples=["[4, 5].count() == 2"], laws=[Law.PERMUTATION_INVARIANT])
def count(items: Items) -> int:
    """Return the number of items."""
    return len(items)


@builtin(
    "List<T>.occurrences(item: T) -> Number",
    cost=searching,
    examples=["[4, 5, 4].occurrences(4) == 2"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def occurrences(items: Items, item: Any) -> int:
    """Return the number of items that equal `item`."""
    return items.count(item)


@builtin(
    "List<T>.is_empty() -> Bool", examples=["[].is_empty()", "not [0].is_empty()"], laws=[Law.PERMUTATION_INVARIANT]
)
def is_empty(items: Items) -> bool:
    """Return whether the list has no items."""
    return not items


@builtin(
    "List<Number>.sum() -> Number", cost=length, examples=["[0.1, 0.2].sum() == 0.3"], laws=[Law.PERMUTATION_INVARIANT]
)
def sum_numbers(items: Items) -> Number:
    """Return the sum, exact and rounded once; 0 for an empty list."""
    return numbers.total(items)


@builtin("List<Number>.product() -> Number", cost=length, examples=["[2, 3, 4].product() == 24"])
def product(items: Items) -> Number:
    """Return the product, multiplied from the first item to the last; 1 for an empty list."""
    result: Number = 1
    for item in items:
        result = numbers.multiply(result, item)
    return result


@builtin(
    "List<Number>.average() -> Number",
    cost=length,
    examples=["[1, 2].average() == 1.5"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def average(items: Items) -> Number:
    """Return the mean, exact and rounded once. Fail if the list is empty."""
    return numbers.average(items)


@builtin(
    "List<Number>.median() -> Number",
    cost=sorting,
    examples=["[3, 1, 2].median() == 2", "[1, 2].median() == 1.5"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def median(items: Items) -> Number:
    """Return the median: the middle of the sorted numbers, or the mean of the middle two. Fail if the list is empty."""
    not_empty(items, "the median")
    return numbers.median(items)


@builtin(
    "<T: ordered>List<T>.minimum() -> T",
    cost=hashing,
    examples=["[3, 1, 2].minimum() == 1"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def minimum(items: Items) -> Any:
    """Return the smallest item. Fail if the list is empty."""
    not_empty(items, "the minimum")
    return min(items)


@builtin(
    "<T: ordered>List<T>.maximum() -> T",
    cost=hashing,
    examples=["[3, 1, 2].maximum() == 3"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def maximum(items: Items) -> Any:
    """Return the largest item. Fail if the list is empty."""
    not_empty(items, "the maximum")
    return max(items)


@builtin("List<T>.mode() -> T", cost=hashing, examples=["[1, 2, 2].mode() == 2", "[3, 1].mode() == 3"])
def mode(items: Items) -> Any:
    """Return the most frequent item; if several are equally frequent, the one that appears first. Fail if the list is
    empty."""
    not_empty(items, "the mode")
    check_keys(items)
    counts: dict[Any, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return max(counts, key=lambda item: counts[item])


@builtin(
    "<T: ordered>List<T>.sort() -> List<T>",
    cost=sorting,
    examples=["[3, 1, 2].sort() == [1, 2, 3]"],
    laws=[Law.PERMUTATION_INVARIANT, Law.IDEMPOTENT],
)
def sort(items: Items) -> Items:
    """Return the items sorted from smallest to largest."""
    return tuple(sorted(items))


@builtin(
    "<T: ordered>List<T>.sort_descending() -> List<T>",
    cost=sorting,
    examples=["[3, 1, 2].sort_descending() == [3, 2, 1]"],
    laws=[Law.PERMUTATION_INVARIANT, Law.IDEMPOTENT],
)
def sort_descending(items: Items) -> Items:
    """Return the items sorted from largest to smallest."""
    return tuple(sorted(items, reverse=True))


@builtin("List<T>.reverse() -> List<T>", cost=length, examples=["[1, 2].reverse() == [2, 1]"], laws=[Law.INVOLUTION])
def reverse(items: Items) -> Items:
    """Return the items in reverse order."""
    return items[::-1]


@builtin(
    "List<T>.distinct() -> List<T>", cost=hashing, examples=["[2, 1, 2].distinct() == [2, 1]"], laws=[Law.IDEMPOTENT]
)
def distinct(items: Items) -> Items:
    """Return the items without duplicates, in order of first appearance."""
    check_keys(items)
    return tuple(dict.fromkeys(items))


@builtin("List<T>.first() -> T", examples=["[4, 5].first() == 4"])
def first(items: Items) -> Any:
    """Return the first item. Fail if the list is empty."""
    not_empty(items, "the first item")
    return items[0]


@builtin("List<T>.last() -> T", examples=["[4, 5].last() == 5"])
def last(items: Items) -> Any:
    """Return the last item. Fail if the list is empty."""
    not_empty(items, "the last item")
    return items[-1]


@builtin("List<T>.at(position: Number) -> T", examples=["[4, 5].at(1) == 4"])
def at(items: Items, position: Number) -> Any:
    """Return the item at a position, counted from 1. Fail if there is no such position."""
    index = whole(position, "a position")
    if not 1 <= index <= len(items):
        raise Failure("out-of-range", f"there is no position {index} in a list of length {len(items)}")
    return items[index - 1]


@builtin("List<T>.take(number: Number) -> List<T>", cost=length, examples=["[4, 5, 6].take(2) == [4, 5]"])
def take(items: Items, number: Number) -> Items:
    """Return the first `number` items, or all items if there are fewer. Fail if `number` is negative or not whole."""
    return items[: natural(number, "a number of items")]


@builtin("List<T>.drop(number: Number) -> List<T>", cost=length, examples=["[4, 5, 6].drop(2) == [6]"])
def drop(items: Items, number: Number) -> Items:
    """Return the items without the first `number` items. Fail if `number` is negative or not whole."""
    return items[natural(number, "a number of items") :]


@builtin(
    "List<T>.contains(item: T) -> Bool",
    cost=searching,
    examples=["[4, 5].contains(5)", "not [4, 5].contains(6)"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def contains(items: Items, item: Any) -> bool:
    """Return whether the list contains an item that equals `item`."""
    return item in items


@builtin(
    "List<T>.index_of(item: T) -> Number?",
    cost=searching,
    examples=["[4, 5].index_of(5) == 2", "[4, 5].index_of(6) == none"],
)
def index_of(items: Items, item: Any) -> int | None:
    """Return the position of the first item that equals `item`, counted from 1, or `none` if there is none."""
    return items.index(item) + 1 if item in items else None


@builtin(
    "List<T>.map(change: (T) -> U) -> List<U>",
    cost=length,
    examples=["[1, 2].map(x => x * 2) == [2, 4]"],
    applied=True,
)
def map_items(items: Items, changed: Items) -> Items:
    """Return the result of `change` for each item, in order."""
    return changed


@builtin(
    "List<T>.filter(keep: (T) -> Bool) -> List<T>",
    cost=length,
    examples=["[1, 2, 3].filter(x => x > 1) == [2, 3]"],
    applied=True,
)
def filter_items(items: Items, kept: Items) -> Items:
    """Return the items for which `keep` is true."""
    return tuple(compress(items, kept))


@builtin(
    "List<T>.all(test: (T) -> Bool) -> Bool",
    cost=length,
    examples=["[1, 2].all(x => x > 0)", "not [1, 2].all(x => x > 1)"],
)
def all_items(items: Items, test: Function) -> bool:
    """Return whether `test` is true for every item; true for an empty list. Stop at the first item for which it is
    false."""
    return all(test(item) for item in items)


@builtin(
    "List<T>.any(test: (T) -> Bool) -> Bool",
    cost=length,
    examples=["[1, 2].any(x => x > 1)", "not [1, 2].any(x => x > 2)"],
)
def any_item(items: Items, test: Function) -> bool:
    """Return whether `test` is true for at least one item; false for an empty list. Stop at the first item for which it
    is true."""
    return any(test(item) for item in items)


@builtin(
    "List<T>.find(test: (T) -> Bool) -> T?",
    cost=length,
    examples=['[1, 5, 7].find(x => x > 3).require("none") == 5', "[1].find(x => x > 3) == none"],
)
def find(items: Items, test: Function) -> Any:
    """Return the first item for which `test` is true, or `none` if there is none."""
    for item in items:
        if test(item):
            return item
    return None


@builtin(
    "List<T>.find_index(test: (T) -> Bool) -> Number?",
    cost=length,
    examples=["[1, 5, 7].find_index(x => x > 3) == 2", "[1].find_index(x => x > 3) == none"],
)
def find_index(items: Items, test: Function) -> int | None:
    """Return the position of the first item for which `test` is true, counted from 1, or `none` if there is none."""
    for position, item in enumerate(items, 1):
        if test(item):
            return position
    return None


def _leading(items: Items, keep: Function) -> int:
    """Return the number of items before the first for which `keep` is false."""
    for index, item in enumerate(items):
        if not keep(item):
            return index
    return len(items)


@builtin(
    "List<T>.take_while(keep: (T) -> Bool) -> List<T>",
    cost=length,
    examples=["[1, 2, 9, 1].take_while(x => x < 5) == [1, 2]"],
)
def take_while(items: Items, keep: Function) -> Items:
    """Return the items before the first one for which `keep` is false."""
    return items[: _leading(items, keep)]


@builtin(
    "List<T>.drop_while(drop: (T) -> Bool) -> List<T>",
    cost=length,
    examples=["[1, 2, 9, 1].drop_while(x => x < 5) == [9, 1]"],
)
def drop_while(items: Items, drop: Function) -> Items:
    """Return the items from the first one for which `drop` is false."""
    return items[_leading(items, drop) :]


@builtin(
    "List<T>.fold(start: A, step: (A, T) -> A) -> A",
    cost=length,
    examples=["[1, 2, 3].fold(10, (total, x) => total - x) == 4"],
)
def fold(items: Items, start: Any, step: Function) -> Any:
    """Return the result of combining all items from left to right: `step` gets the result so far, beginning with
    `start`, and the next item."""
    for item in items:
        start = step(start, item)
    return start


def nested(lists: tuple[Items, ...]) -> int:
    """Return 1 for each inner list and for each of its items."""
    return len(lists) + sum(map(len, lists))


def _in_all_made(_items: Items, made: tuple[Items, ...]) -> int:
    return nested(made)


@builtin("List<List<T>>.flatten() -> List<T>", cost=nested, examples=["[[1, 2], [], [3]].flatten() == [1, 2, 3]"])
def flatten(lists: tuple[Items, ...]) -> Items:
    """Return the items of all inner lists in one list."""
    if sum(map(len, lists)) > MAX_LIST:
        raise too_large("the list")
    return tuple(chain.from_iterable(lists))


@builtin(
    "List<T>.flat_map(change: (T) -> List<U>) -> List<U>",
    cost=_in_all_made,
    examples=["[1, 2].flat_map(x => [x, 10 * x]) == [1, 10, 2, 20]"],
    applied=True,
)
def flat_map(items: Items, made: tuple[Items, ...]) -> Items:
    """Return the items of the lists that `change` returns for each item, in one list."""
    return flatten(made)


@builtin(
    "List<T>.zip(other: List<U>, combine: (T, U) -> V) -> List<V>",
    cost=length,
    examples=["[1, 2].zip([30, 40], (x, y) => x + y) == [31, 42]"],
)
def zip_items(items: Items, other: Items, combine: Function) -> Items:
    """Return the result of `combine` for each pair of items at the same position. Fail if the lists have different
    lengths; shorten one before if that is meant: `a.zip(b.take(a.count()), ...)`."""
    if len(items) != len(other):
        raise Failure("unequal-lengths", f"the lists have {len(items)} and {len(other)} items")
    return tuple([combine(one, two) for one, two in zip(items, other, strict=True)])


@builtin(
    "List<T?>.present() -> List<T>",
    cost=length,
    examples=['["1", "x", "3"].map(text => text.to_number()).present() == [1, 3]'],
)
def present(items: Items) -> Items:
    """Return the items without those that are `none`."""
    return tuple([item for item in items if item is not None])


def _joined_length(items: Items, separator: str) -> int:
    return sum(map(len, items)) + len(separator) * max(0, len(items) - 1)


def _joining(items: Items, separator: str) -> int:
    return len(items) + _joined_length(items, separator) // CHARACTERS_PER_UNIT


@builtin("List<Text>.join(separator: Text) -> Text", cost=_joining, examples=['["a", "b"].join(", ") == "a, b"'])
def join(items: Items, separator: str) -> str:
    """Return the texts joined into one, with the separator between them."""
    if _joined_length(items, separator) > MAX_TEXT:
        raise too_large("the text")
    return separator.join(items)


def _concatenating(items: Items, other: Items) -> int:
    return len(items) + len(other)


@builtin("List<T>.concat(other: List<T>) -> List<T>", cost=_concatenating, examples=["[1].concat([2, 3]) == [1, 2, 3]"])
def concat(items: Items, other: Items) -> Items:
    """Return the items of this list followed by those of the other."""
    if len(items) + len(other) > MAX_LIST:
        raise too_large("the list")
    return items + other
