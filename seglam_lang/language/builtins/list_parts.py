"""List: parts of a list, and lists with an item added, removed or replaced. Positions count from 1; both ends are
included."""

from __future__ import annotations

from itertools import combinations as all_combinations
from itertools import groupby
from typing import Any

from seglam_lang.language.builtins.list import Items
from seglam_lang.language.builtins.list_forms import nested
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.fuel import MAX_LIST, hashing, too_large
from seglam_lang.language.computing.numbers import Number, natural, whole
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Record

COPIED_PER_UNIT = 4  # items of a list that is made from another in one go


def copying(items: Items, *_arguments: Any) -> int:
    """Return the cost of making a list about as long as the receiver without looking at its items."""
    return len(items) // COPIED_PER_UNIT


def _index(position: Number, items: Items, most: int) -> int:
    """Return a position from 1 to `most` as an index. Raise Failure for any other."""
    number = whole(position, "a position")
    if not 1 <= number <= most:
        raise Failure("out-of-range", f"there is no position {number} in a list of length {len(items)}")
    return number - 1


def _size(size: Number, what: str) -> int:
    number = whole(size, what)
    if number < 1:
        raise Failure("out-of-range", f"{what} must be at least 1, not {number}")
    return number


@builtin(
    "List<T>.slice(from: Number, to?: Number) -> List<T>",
    cost=copying,
    phrase="the items from position {from}[ to {to}] of {self};",
    examples=["[4, 5, 6, 7].slice(2, 3) == [5, 6]", "[4, 5, 6].slice(2) == [5, 6]"],
)
def slice_items(items: Items, first: Number, last: Number | None) -> Items:
    """Return the items from position `from` to position `to` (the end if left out), both included. Positions beyond the
    list are ignored. Fail if a position is not whole."""
    start = whole(first, "a position")
    end = len(items) if last is None else whole(last, "a position")
    return items[max(start, 1) - 1 : max(end, 0)]


@builtin(
    "List<T>.take_last(number: Number) -> List<T>",
    cost=copying,
    phrase="the last {number:item} of {self}; , only the last {number:item}",
    examples=["[4, 5, 6].take_last(2) == [5, 6]"],
)
def take_last(items: Items, number: Number) -> Items:
    """Return the last `number` items, or all items if there are fewer. Fail if `number` is negative or not whole."""
    return items[max(0, len(items) - natural(number, "a number of items")) :]


@builtin(
    "List<T>.drop_last(number: Number) -> List<T>",
    cost=copying,
    phrase="the items before the last {number:item} of {self};; , only those before the last {number:item}",
    examples=["[4, 5, 6].drop_last(2) == [4]"],
)
def drop_last(items: Items, number: Number) -> Items:
    """Return the items without the last `number` items. Fail if `number` is negative or not whole."""
    return items[: max(0, len(items) - natural(number, "a number of items"))]


@builtin(
    "List<T>.append(item: T) -> List<T>",
    cost=copying,
    phrase="the items of {self} followed by the item {item};",
    examples=["[4, 5].append(6) == [4, 5, 6]"],
)
def append(items: Items, item: Any) -> Items:
    """Return the list with `item` added at the end."""
    return _grown((*items, item))


@builtin(
    "List<T>.insert(position: Number, item: T) -> List<T>",
    cost=copying,
    phrase="the items of {self} with {item} inserted at position {position};",
    examples=["[4, 6].insert(2, 5) == [4, 5, 6]", "[4].insert(2, 5) == [4, 5]"],
)
def insert(items: Items, position: Number, item: Any) -> Items:
    """Return the list with `item` inserted at a position, counted from 1. Fail if the position is less than 1 or more
    than one past the end."""
    index = _index(position, items, len(items) + 1)
    return _grown((*items[:index], item, *items[index:]))


@builtin(
    "List<T>.remove_at(position: Number) -> List<T>",
    cost=copying,
    phrase="the items of {self} without the one at position {position};",
    examples=["[4, 5, 6].remove_at(2) == [4, 6]"],
)
def remove_at(items: Items, position: Number) -> Items:
    """Return the list without the item at a position, counted from 1. Fail if there is no such position."""
    index = _index(position, items, len(items))
    return items[:index] + items[index + 1 :]


@builtin(
    "List<T>.replace_at(position: Number, item: T) -> List<T>",
    cost=copying,
    phrase="the items of {self} with {item} in place of that at position {position};",
    examples=["[4, 5, 6].replace_at(2, 0) == [4, 0, 6]"],
)
def replace_at(items: Items, position: Number, item: Any) -> Items:
    """Return the list with the item at a position, counted from 1, replaced by `item`. Fail if there is no such
    position."""
    index = _index(position, items, len(items))
    return (*items[:index], item, *items[index + 1 :])


def _repeating(items: Items, times: Number) -> int:
    return len(items) * times if type(times) is int and times > 0 else 0


@builtin(
    "List<T>.repeat(times: Number) -> List<T>",
    cost=_repeating,
    phrase="the items of {self} repeated {times:time};",
    examples=["[1, 2].repeat(2) == [1, 2, 1, 2]"],
)
def repeat(items: Items, times: Number) -> Items:
    """Return the items repeated `times` times. Fail if `times` is negative or not whole."""
    number = natural(times, "a number of times")
    if len(items) * number > MAX_LIST:
        raise too_large("the list")
    return items * number if items else ()


def _window_items(items: Items, size: Any) -> int:
    return max(0, len(items) - size + 1) * (size + 1) if type(size) is int and size > 0 else 0


@builtin(
    "List<T>.windows(size: Number) -> List<List<T>>",
    cost=_window_items,
    phrase="the lists of {size} adjacent items of {self};; , as lists of {size} adjacent items",
    examples=["[1, 2, 3].windows(2) == [[1, 2], [2, 3]]", "[1].windows(2).is_empty()"],
)
def windows(items: Items, size: Number) -> Items:
    """Return all sublists of `size` adjacent items, or an empty list if there are fewer items. Fail if `size` is less
    than 1 or not whole."""
    width = _size(size, "the size of a window")
    if _window_items(items, width) > MAX_LIST:
        raise too_large("the list")
    return tuple([items[start : start + width] for start in range(len(items) - width + 1)])


def _chunking(items: Items, _size: Number) -> int:
    return 2 * len(items)


@builtin(
    "List<T>.chunks(size: Number) -> List<List<T>>",
    cost=_chunking,
    phrase="the lists of at most {size:item} that {self} is divided into",
    examples=["[1, 2, 3].chunks(2) == [[1, 2], [3]]"],
)
def chunks(items: Items, size: Number) -> Items:
    """Return the items divided into lists of `size` items; the last list holds the rest. Fail if `size` is less than 1
    or not whole."""
    width = _size(size, "the size of a chunk")
    return tuple([items[start : start + width] for start in range(0, len(items), width)])


@builtin(
    "List<List<T>>.transpose() -> List<List<T>>",
    cost=nested,
    phrase="the lists of {self} with rows and columns exchanged;",
    examples=["[[1, 2], [3, 4], [5, 6]].transpose() == [[1, 3, 5], [2, 4, 6]]"],
)
def transpose(lists: tuple[Items, ...]) -> Items:
    """Return the inner lists with rows and columns exchanged: the first items of all lists, then the second items, and
    so on. Fail if the lists have different lengths."""
    if len(set(map(len, lists))) > 1:
        raise Failure("unequal-lengths", "the lists to transpose are of different lengths")
    return tuple(zip(*lists, strict=True))


def _cutting(items: Items) -> int:
    return hashing(items) + 2 * len(items)


@builtin(
    "List<T>.runs() -> List<List<T>>",
    cost=_cutting,
    phrase="the runs of equal adjacent items of {self};",
    examples=["[1, 1, 2, 1].runs() == [[1, 1], [2], [1]]", "[].runs().is_empty()"],
)
def runs(items: Items) -> Items:
    """Return the list divided into runs of equal adjacent items."""
    return tuple([tuple(run) for _, run in groupby(items)])


def _numbering(items: Items) -> int:
    return 4 * len(items)  # a record for each


@builtin(
    "List<T>.indexed() -> List<{position: Number, item: T}>",
    cost=_numbering,
    phrase="the items of {self} with their positions;; , with their positions",
    examples=['["a", "b"].indexed() == [{position: 1, item: "a"}, {position: 2, item: "b"}]'],
)
def indexed(items: Items) -> Items:
    """Return each item together with its position, counted from 1."""
    return tuple([Record(("position", "item"), pair) for pair in enumerate(items, 1)])


def _combined_items(items: Items, size: Any) -> int:
    """Return the number of items in all combinations together, or a number above MAX_LIST if it is larger."""
    if type(size) is not int or not 0 <= size <= len(items):
        return 0
    smaller, number = min(size, len(items) - size), 1
    for taken in range(smaller):
        number = number * (len(items) - taken) // (taken + 1)
        if number > MAX_LIST:  # it only grows, and is at least 2**taken: this ends after a few steps
            break
    return min(number * (size + 1), MAX_LIST + 1)


@builtin(
    "List<T>.combinations(size: Number) -> List<List<T>>",
    cost=_combined_items,
    phrase="the combinations of {size:item} of {self};",
    examples=["[1, 2, 3].combinations(2) == [[1, 2], [1, 3], [2, 3]]"],
)
def combinations(items: Items, size: Number) -> Items:
    """Return all combinations of `size` items, each in the order of the list. Equal items at different positions count
    as different. Fail if `size` is negative or not whole."""
    number = natural(size, "the size of a combination")
    if _combined_items(items, number) > MAX_LIST:
        raise too_large("the list")
    return tuple(all_combinations(items, number)) if number <= len(items) else ()


def _grown(items: Items) -> Items:
    if len(items) > MAX_LIST:
        raise too_large("the list")
    return items
