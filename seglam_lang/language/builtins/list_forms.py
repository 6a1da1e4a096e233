"""List: other forms of a list: each item changed, some kept, inner lists flattened, texts joined."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, compress
from typing import Any

from seglam_lang.language.builtins.list import Items
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, MAX_LIST, MAX_TEXT, length, too_large
from seglam_lang.language.failures import Failure

Function = Callable[..., Any]


@builtin(
    "List<T>.map(change: (T) -> U) -> List<U>",
    cost=length,
    phrase="{change} for {self:each item}; , each as {change}",
    examples=["[1, 2].map(x => x * 2) == [2, 4]"],
    applied=True,
)
def map_items(items: Items, changed: Items) -> Items:
    """Return the result of `change` for each item, in order."""
    return changed


@builtin(
    "List<T>.filter(keep: (T) -> Bool) -> List<T>",
    cost=length,
    phrase="the {self:items} where {keep};; , those where {keep}",
    examples=["[1, 2, 3].filter(x => x > 1) == [2, 3]"],
    applied=True,
)
def filter_items(items: Items, kept: Items) -> Items:
    """Return the items for which `keep` is true."""
    return tuple(compress(items, kept))


@builtin(
    "List<T>.all(test: (T) -> Bool) -> Bool",
    cost=length,
    phrase="every item of {self} <meets|does not meet> the condition that {test}",
    examples=["[1, 2].all(x => x > 0)", "not [1, 2].all(x => x > 1)"],
)
def all_items(items: Items, test: Function) -> bool:
    """Return whether `test` is true for every item; true for an empty list. Stop at the first item for which it is
    false."""
    return all(test(item) for item in items)


@builtin(
    "List<T>.any(test: (T) -> Bool) -> Bool",
    cost=length,
    phrase="any item of {self} <meets|does not meet> the condition that {test}",
    examples=["[1, 2].any(x => x > 1)", "not [1, 2].any(x => x > 2)"],
)
def any_item(items: Items, test: Function) -> bool:
    """Return whether `test` is true for at least one item; false for an empty list. Stop at the first item for which it
    is true."""
    return any(test(item) for item in items)


@builtin(
    "List<T>.find(test: (T) -> Bool) -> T?",
    cost=length,
    phrase="the first of {self} where {test}",
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
    phrase="the position of the first of {self} where {test}",
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
    phrase="the first items of {self} as long as {keep};",
    examples=["[1, 2, 9, 1].take_while(x => x < 5) == [1, 2]"],
)
def take_while(items: Items, keep: Function) -> Items:
    """Return the items before the first one for which `keep` is false."""
    return items[: _leading(items, keep)]


@builtin(
    "List<T>.drop_while(drop: (T) -> Bool) -> List<T>",
    cost=length,
    phrase="the items of {self} from the first on where not {drop};",
    examples=["[1, 2, 9, 1].drop_while(x => x < 5) == [9, 1]"],
)
def drop_while(items: Items, drop: Function) -> Items:
    """Return the items from the first one for which `drop` is false."""
    return items[_leading(items, drop) :]


@builtin(
    "List<T>.fold(start: A, step: (A, T) -> A) -> A",
    cost=length,
    phrase="the result of going through {self} from {start}, each time taking {step:the result so far,the item}",
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


@builtin(
    "List<List<T>>.flatten() -> List<T>",
    cost=nested,
    phrase="the items of the lists {self};",
    examples=["[[1, 2], [], [3]].flatten() == [1, 2, 3]"],
)
def flatten(lists: tuple[Items, ...]) -> Items:
    """Return the items of all inner lists in one list."""
    if sum(map(len, lists)) > MAX_LIST:
        raise too_large("the list")
    return tuple(chain.from_iterable(lists))


@builtin(
    "List<T>.flat_map(change: (T) -> List<U>) -> List<U>",
    cost=_in_all_made,
    phrase="the items of all lists {change} for {self:each item}; , each as the items of {change}",
    examples=["[1, 2].flat_map(x => [x, 10 * x]) == [1, 10, 2, 20]"],
    applied=True,
)
def flat_map(items: Items, made: tuple[Items, ...]) -> Items:
    """Return the items of the lists that `change` returns for each item, in one list."""
    return flatten(made)


@builtin(
    "List<T>.zip(other: List<U>, combine: (T, U) -> V) -> List<V>",
    cost=length,
    phrase="{combine:the first,the second} for each pair of items of {self} and {other}",
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
    phrase="the {self:items} that are not none;; , those that are not none",
    examples=['["1", "x", "3"].map(text => text.to_number()).present() == [1, 3]'],
)
def present(items: Items) -> Items:
    """Return the items without those that are `none`."""
    return tuple([item for item in items if item is not None])


def _joined_length(items: Items, separator: str) -> int:
    return sum(map(len, items)) + len(separator) * max(0, len(items) - 1)


def _joining(items: Items, separator: str) -> int:
    return len(items) + _joined_length(items, separator) // CHARACTERS_PER_UNIT


@builtin(
    "List<Text>.join(separator: Text) -> Text",
    cost=_joining,
    phrase="the text of {self} joined with {separator}; , joined with {separator} to a text",
    examples=['["a", "b"].join(", ") == "a, b"'],
)
def join(items: Items, separator: str) -> str:
    """Return the texts joined into one, with the separator between them."""
    if _joined_length(items, separator) > MAX_TEXT:
        raise too_large("the text")
    return separator.join(items)


def _concatenating(items: Items, other: Items) -> int:
    return len(items) + len(other)


@builtin(
    "List<T>.concat(other: List<T>) -> List<T>",
    cost=_concatenating,
    phrase="the items of {self} followed by those of {other};; , followed by the items of {other}",
    examples=["[1].concat([2, 3]) == [1, 2, 3]"],
)
def concat(items: Items, other: Items) -> Items:
    """Return the items of this list followed by those of the other."""
    if len(items) + len(other) > MAX_LIST:
        raise too_large("the list")
    return items + other
