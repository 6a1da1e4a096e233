"""Text: searching, and parts of a text. Positions count from 1; both ends are included.

A search from the end runs over the reversed text: Python's search from the left takes time proportional to the sum of
the lengths of both texts, its search from the right to their product.
"""

from __future__ import annotations

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.text import check_length, check_separator, find_separator
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, MAX_LIST, length, reading, rewriting, too_large
from seglam_lang.language.computing.numbers import Number, natural, whole
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure


@builtin(
    "Text.find(part: Text, from?: Number) -> Number?",
    cost=reading,
    phrase="the position of {part} in {self}[ from position {from}]",
    examples=[
        '"banana".find("an") == 2',
        '"banana".find("an", 3) == 4',
        '"banana".find("x") == none',
    ],
)
def find(text: str, part: str, first: Number | None) -> int | None:
    """Return the position of the first occurrence of `part` at or after position `from`, counted from 1, or `none` if
    there is none. Fail if `part` is empty."""
    check_separator(part)
    start = 1 if first is None else whole(first, "a position")
    index = text.find(part, max(start, 1) - 1)
    return index + 1 if index >= 0 else None


@builtin(
    "Text.find_last(part: Text) -> Number?",
    cost=rewriting,
    phrase="the last position of {part} in {self}",
    examples=['"banana".find_last("an") == 4', '"banana".find_last("x") == none'],
)
def find_last(text: str, part: str) -> int | None:
    """Return the position of the last occurrence of `part`, counted from 1, or `none` if there is none. Fail if `part`
    is empty."""
    check_separator(part)
    index = _last_index(text, part)
    return index + 1 if index >= 0 else None


def _last_index(text: str, part: str) -> int:
    if len(part) > len(text):
        return -1
    index = text[::-1].find(part[::-1])
    return len(text) - index - len(part) if index >= 0 else -1


@builtin(
    "Text.characters() -> List<Text>",
    cost=length,
    phrase="the characters of {self};",
    examples=['"abc".characters() == ["a", "b", "c"]'],
)
def characters(text: str) -> tuple[str, ...]:
    """Return the characters (Unicode code points), each as a text. `join` puts them together again."""
    if len(text) > MAX_LIST:
        raise too_large("the list")
    return tuple(text)


@builtin(
    "Text.take(number: Number) -> Text",
    cost=rewriting,
    phrase="the first {number:character} of {self}",
    examples=['"banana".take(3) == "ban"'],
)
def take(text: str, number: Number) -> str:
    """Return the first `number` characters, or all characters if there are fewer. Fail if `number` is negative or not
    whole."""
    return text[: natural(number, "a number of characters")]


@builtin(
    "Text.take_last(number: Number) -> Text",
    cost=rewriting,
    phrase="the last {number:character} of {self}",
    examples=['"banana".take_last(2) == "na"'],
)
def take_last(text: str, number: Number) -> str:
    """Return the last `number` characters, or all characters if there are fewer. Fail if `number` is negative or not
    whole."""
    return text[max(0, len(text) - natural(number, "a number of characters")) :]


@builtin(
    "Text.drop(number: Number) -> Text",
    cost=rewriting,
    phrase="{self} without the first {number:character}",
    examples=['"banana".drop(4) == "na"'],
)
def drop(text: str, number: Number) -> str:
    """Return the text without its first `number` characters. Fail if `number` is negative or not whole."""
    return text[natural(number, "a number of characters") :]


@builtin(
    "Text.drop_last(number: Number) -> Text",
    cost=rewriting,
    phrase="{self} without the last {number:character}",
    examples=['"banana".drop_last(1) == "banan"'],
)
def drop_last(text: str, number: Number) -> str:
    """Return the text without its last `number` characters. Fail if `number` is negative or not whole."""
    return text[: max(0, len(text) - natural(number, "a number of characters"))]


@builtin(
    "Text.between(start: Text, end: Text) -> Text",
    cost=rewriting,
    phrase="the part between {start} and {end} of {self}",
    examples=['"f(x, y) = 1".between("(", ")") == "x, y"'],
)
def between(text: str, start: str, end: str) -> str:
    """Return the text between the first occurrence of `start` and the next occurrence of `end` after it. Fail if one of
    them is empty or does not occur."""
    begin = find_separator(text, start) + len(start)
    check_separator(end)
    stop = text.find(end, begin)
    if stop < 0:
        raise Failure("not-found", f"{quoted(end)} does not occur after {quoted(start)}")
    return text[begin:stop]


@builtin(
    "Text.before_last(separator: Text) -> Text",
    cost=rewriting,
    phrase="the part before the last {separator} of {self}",
    examples=['"a.tar.gz".before_last(".") == "a.tar"'],
)
def before_last(text: str, separator: str) -> str:
    """Return the text before the last occurrence of `separator`. Fail if `separator` is empty or does not occur."""
    return text[: _find_last_separator(text, separator)]


@builtin(
    "Text.after_last(separator: Text) -> Text",
    cost=rewriting,
    phrase="the part after the last {separator} of {self}",
    examples=['"a.tar.gz".after_last(".") == "gz"'],
)
def after_last(text: str, separator: str) -> str:
    """Return the text after the last occurrence of `separator`. Fail if `separator` is empty or does not occur."""
    return text[_find_last_separator(text, separator) + len(separator) :]


def _find_last_separator(text: str, separator: str) -> int:
    check_separator(separator)
    index = _last_index(text, separator)
    if index < 0:
        raise Failure("not-found", f"{quoted(separator)} does not occur in the text")
    return index


def _replacing_first(text: str, old: str, new: str) -> int:
    return (len(text) + len(new)) // CHARACTERS_PER_UNIT


@builtin(
    "Text.replace_first(old: Text, new: Text) -> Text",
    cost=_replacing_first,
    phrase="{self} with the first {old} replaced by {new}",
    examples=['"banana".replace_first("an", "o") == "boana"'],
)
def replace_first(text: str, old: str, new: str) -> str:
    """Return the text with the first occurrence of `old` replaced by `new`, or unchanged if there is none. Fail if
    `old` is empty."""
    check_separator(old)
    check_length(len(text) + len(new))
    return text.replace(old, new, 1)
