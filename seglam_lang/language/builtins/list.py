"""List: a finite sequence of values of one type. Positions count from 1; sorting is stable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import (
    hashing,
    length,
    searching,
    sorting,
)
from seglam_lang.language.computing.numbers import Number, natural, whole
from seglam_lang.language.failures import Failure

Items = tuple[Any, ...]
Function = Callable[..., Any]


def not_empty(items: Items, what: str) -> None:
    """Raise Failure if there are no items; `what` is the result that needs them."""
    if not items:
        raise Failure("empty", f"{what} of an empty list")


@builtin(
    "List<T>.count() -> Number",
    phrase="the number of {self:items}",
    examples=["[4, 5].count() == 2"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def count(items: Items) -> int:
    """Return the number of items."""
    return len(items)


@builtin(
    "List<T>.occurrences(item: T) -> Number",
    cost=searching,
    phrase="the number of times that {item} occurs in {self}",
    examples=["[4, 5, 4].occurrences(4) == 2"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def occurrences(items: Items, item: Any) -> int:
    """Return the number of items that equal `item`."""
    return items.count(item)


@builtin(
    "List<T>.is_empty() -> Bool",
    phrase="{self} <is|is not> empty",
    examples=["[].is_empty()", "not [0].is_empty()"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def is_empty(items: Items) -> bool:
    """Return whether the list has no items."""
    return not items


@builtin(
    "List<Number>.sum() -> Number",
    cost=length,
    phrase="the sum of {self}",
    examples=["[0.1, 0.2].sum() == 0.3"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def sum_numbers(items: Items) -> Number:
    """Return the sum, exact and rounded once; 0 for an empty list."""
    return numbers.total(items)


@builtin(
    "List<Number>.product() -> Number",
    cost=length,
    phrase="the product of {self}",
    examples=["[2, 3, 4].product() == 24"],
)
def product(items: Items) -> Number:
    """Return the product, multiplied from the first item to the last; 1 for an empty list."""
    result: Number = 1
    for item in items:
        result = numbers.multiply(result, item)
    return result


@builtin(
    "List<Number>.average() -> Number",
    cost=length,
    phrase="the average of {self}",
    examples=["[1, 2].average() == 1.5"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def average(items: Items) -> Number:
    """Return the mean, exact and rounded once. Fail if the list is empty."""
    return numbers.average(items)


@builtin(
    "List<Number>.median() -> Number",
    cost=sorting,
    phrase="the median of {self}",
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
    phrase="the smallest of {self}",
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
    phrase="the largest of {self}",
    examples=["[3, 1, 2].maximum() == 3"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def maximum(items: Items) -> Any:
    """Return the largest item. Fail if the list is empty."""
    not_empty(items, "the maximum")
    return max(items)


@builtin(
    "List<T>.mode() -> T",
    cost=hashing,
    phrase="the most frequent of {self}",
    examples=["[1, 2, 2].mode() == 2", "[3, 1].mode() == 3"],
)
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
    phrase=", sorted from smallest to largest",
    examples=["[3, 1, 2].sort() == [1, 2, 3]"],
    laws=[Law.PERMUTATION_INVARIANT, Law.IDEMPOTENT],
)
def sort(items: Items) -> Items:
    """Return the items sorted from smallest to largest."""
    return tuple(sorted(items))


@builtin(
    "<T: ordered>List<T>.sort_descending() -> List<T>",
    cost=sorting,
    phrase=", sorted from largest to smallest",
    examples=["[3, 1, 2].sort_descending() == [3, 2, 1]"],
    laws=[Law.PERMUTATION_INVARIANT, Law.IDEMPOTENT],
)
def sort_descending(items: Items) -> Items:
    """Return the items sorted from largest to smallest."""
    return tuple(sorted(items, reverse=True))


@builtin(
    "List<T>.reverse() -> List<T>",
    cost=length,
    phrase="the reverse of {self}; , in reverse order",
    examples=["[1, 2].reverse() == [2, 1]"],
    laws=[Law.INVOLUTION],
)
def reverse(items: Items) -> Items:
    """Return the items in reverse order."""
    return items[::-1]


@builtin(
    "List<T>.distinct() -> List<T>",
    cost=hashing,
    phrase="the distinct {self:items};; , without duplicates",
    examples=["[2, 1, 2].distinct() == [2, 1]"],
    laws=[Law.IDEMPOTENT],
)
def distinct(items: Items) -> Items:
    """Return the items without duplicates, in order of first appearance."""
    check_keys(items)
    return tuple(dict.fromkeys(items))


@builtin("List<T>.first() -> T", phrase="the first of {self}", examples=["[4, 5].first() == 4"])
def first(items: Items) -> Any:
    """Return the first item. Fail if the list is empty."""
    not_empty(items, "the first item")
    return items[0]


@builtin("List<T>.last() -> T", phrase="the last of {self}", examples=["[4, 5].last() == 5"])
def last(items: Items) -> Any:
    """Return the last item. Fail if the list is empty."""
    not_empty(items, "the last item")
    return items[-1]


@builtin(
    "List<T>.at(position: Number) -> T",
    phrase="the item at position {position} of {self}",
    examples=["[4, 5].at(1) == 4"],
)
def at(items: Items, position: Number) -> Any:
    """Return the item at a position, counted from 1. Fail if there is no such position."""
    index = whole(position, "a position")
    if not 1 <= index <= len(items):
        raise Failure("out-of-range", f"there is no position {index} in a list of length {len(items)}")
    return items[index - 1]


@builtin(
    "List<T>.take(number: Number) -> List<T>",
    cost=length,
    phrase="the first {number:item} of {self}; , only the first {number:item}",
    examples=["[4, 5, 6].take(2) == [4, 5]"],
)
def take(items: Items, number: Number) -> Items:
    """Return the first `number` items, or all items if there are fewer. Fail if `number` is negative or not whole."""
    return items[: natural(number, "a number of items")]


@builtin(
    "List<T>.drop(number: Number) -> List<T>",
    cost=length,
    phrase="the items after the first {number:item} of {self};; , only those after the first {number:item}",
    examples=["[4, 5, 6].drop(2) == [6]"],
)
def drop(items: Items, number: Number) -> Items:
    """Return the items without the first `number` items. Fail if `number` is negative or not whole."""
    return items[natural(number, "a number of items") :]


@builtin(
    "List<T>.contains(item: T) -> Bool",
    cost=searching,
    phrase="{item} <is|is not> among {self}",
    examples=["[4, 5].contains(5)", "not [4, 5].contains(6)"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def contains(items: Items, item: Any) -> bool:
    """Return whether the list contains an item that equals `item`."""
    return item in items


@builtin(
    "List<T>.index_of(item: T) -> Number?",
    cost=searching,
    phrase="the position of {item} in {self}",
    examples=["[4, 5].index_of(5) == 2", "[4, 5].index_of(6) == none"],
)
def index_of(items: Items, item: Any) -> int | None:
    """Return the position of the first item that equals `item`, counted from 1, or `none` if there is none."""
    return items.index(item) + 1 if item in items else None
