"""Text: a sequence of Unicode code points. Positions count from 1.

A code point may be anything but half of a character (a surrogate): no source can hold one and no store keeps one. A
Python program may still pass a text with one; it is then a character without class or case.

Results that depend on Unicode's tables follow version 14.0 (see unicode_pinned.py). Further builtins of Text are in
text_search.py, text_forms.py, text_reading.py and pattern.py.
"""

from __future__ import annotations

import re

from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import unicode_pinned
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, MAX_LIST, MAX_TEXT, reading, rewriting, too_large
from seglam_lang.language.computing.numbers import Number, natural, parse_number, whole
from seglam_lang.language.computing.unicode_pinned import WHITE_SPACE, quoted
from seglam_lang.language.failures import Failure

_WORDS = re.compile(f"[^{WHITE_SPACE}]+")
_LINE_ENDS = re.compile("\r\n|\n|\r")


def _joining(a: str, b: str) -> int:
    return (len(a) + len(b)) // CHARACTERS_PER_UNIT


@builtin(
    "Text.+(other: Text) -> Text",
    id="text.add",
    cost=_joining,
    phrase="{self} + {other}",
    examples=['"ab" + "c" == "abc"'],
)
def add(text: str, other: str) -> str:
    """Return the two texts, one after the other."""
    check_length(len(text) + len(other))
    return text + other


@builtin("Text.length() -> Number", phrase="the length of {self}", examples=['"abc".length() == 3', '"".length() == 0'])
def length(text: str) -> int:
    """Return the number of characters (Unicode code points)."""
    return len(text)


@builtin(
    "Text.upper() -> Text",
    cost=rewriting,
    phrase="{self} in upper case",
    examples=['"abc".upper() == "ABC"'],
    laws=[Law.IDEMPOTENT],
)
def upper(text: str) -> str:
    """Return the text in upper case."""
    return unicode_pinned.upper(text)


@builtin("Text.lower() -> Text", cost=rewriting, phrase="{self} in lower case", examples=['"ABC".lower() == "abc"'])
def lower(text: str) -> str:
    """Return the text in lower case."""
    return unicode_pinned.lower(text)


@builtin(
    "Text.title() -> Text",
    cost=rewriting,
    phrase="{self} with capitalized words",
    examples=['"new york".title() == "New York"', '"it\'s".title() == "It\'s"'],
)
def title(text: str) -> str:
    """Return the text with each word capitalized and its other letters in lower case."""
    return _WORDS.sub(lambda word: unicode_pinned.capitalize(word[0]), text)


@builtin(
    "Text.trim() -> Text",
    cost=rewriting,
    phrase="{self} without white space at both ends",
    examples=['"  a b ".trim() == "a b"'],
    laws=[Law.IDEMPOTENT],
)
def trim(text: str) -> str:
    """Return the text without white space at both ends."""
    return text.strip(WHITE_SPACE)


@builtin(
    "Text.contains(part: Text) -> Bool",
    cost=reading,
    phrase="{self} <contains|does not contain> {part}",
    examples=['"banana".contains("nan")', 'not "a".contains("A")'],
)
def contains(text: str, part: str) -> bool:
    """Return whether the text contains `part`; case counts."""
    return part in text


@builtin(
    "Text.starts_with(part: Text) -> Bool",
    cost=reading,
    phrase="{self} <starts|does not start> with {part}",
    examples=['"banana".starts_with("ba")'],
)
def starts_with(text: str, part: str) -> bool:
    """Return whether the text starts with `part`; case counts."""
    return text.startswith(part)


@builtin(
    "Text.ends_with(part: Text) -> Bool",
    cost=reading,
    phrase="{self} <ends|does not end> with {part}",
    examples=['"banana".ends_with("na")'],
)
def ends_with(text: str, part: str) -> bool:
    """Return whether the text ends with `part`; case counts."""
    return text.endswith(part)


def _replacing(text: str, old: str, new: str) -> int:
    made = len(text) + (text.count(old) * (len(new) - len(old)) if old else 0)
    return reading(text) + made // CHARACTERS_PER_UNIT


@builtin(
    "Text.replace(old: Text, new: Text) -> Text",
    cost=_replacing,
    phrase="{self} with {old} replaced by {new}",
    examples=['"banana".replace("an", "o") == "booa"'],
)
def replace(text: str, old: str, new: str) -> str:
    """Return the text with every occurrence of `old` replaced by `new`, from left to right. Fail if `old` is empty."""
    check_separator(old)
    check_length(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def _splitting(text: str, separator: str) -> int:
    return rewriting(text) + (text.count(separator) if separator else 0)


@builtin(
    "Text.split(separator: Text) -> List<Text>",
    cost=_splitting,
    phrase="the parts of {self} between {separator};",
    examples=['"a,b,".split(",") == ["a", "b", ""]'],
)
def split(text: str, separator: str) -> tuple[str, ...]:
    """Return the parts between the occurrences of `separator`. Fail if `separator` is empty."""
    check_separator(separator)
    if text.count(separator) >= MAX_LIST:
        raise too_large("the list")
    return tuple(text.split(separator))


def _pieces(text: str) -> int:
    return len(text)  # at worst every second character is a piece


@builtin(
    "Text.words() -> List<Text>",
    cost=_pieces,
    phrase="the words of {self};",
    examples=['" two  words ".words() == ["two", "words"]'],
)
def words(text: str) -> tuple[str, ...]:
    """Return the words: the parts between white space, none of them empty."""
    return tuple(_WORDS.findall(text))


@builtin(
    "Text.lines() -> List<Text>",
    cost=_pieces,
    phrase="the lines of {self};",
    examples=['"a\\nb\\n".lines() == ["a", "b"]'],
)
def lines(text: str) -> tuple[str, ...]:
    """Return the lines, without their line ends. A line end at the end of the text starts no further line."""
    parts = _LINE_ENDS.split(text)
    return tuple(parts[:-1] if not parts[-1] else parts)


@builtin(
    "Text.reverse() -> Text",
    cost=rewriting,
    phrase="{self} spelled backwards",
    examples=['"abc".reverse() == "cba"'],
    laws=[Law.INVOLUTION],
)
def reverse(text: str) -> str:
    """Return the characters (Unicode code points) in reverse order."""
    return text[::-1]


def _repeating(text: str, times: Number) -> int:
    return len(text) * max(0, int(times)) // CHARACTERS_PER_UNIT


@builtin(
    "Text.repeat(times: Number) -> Text",
    cost=_repeating,
    phrase="{self} repeated {times:time}",
    examples=['"ab".repeat(3) == "ababab"'],
)
def repeat(text: str, times: Number) -> str:
    """Return the text repeated `times` times. Fail if `times` is negative or not whole."""
    count = natural(times, "the number of times")
    check_length(len(text) * count)
    return text * count if text else ""


@builtin(
    "Text.slice(from: Number, to?: Number) -> Text",
    cost=rewriting,
    phrase="the characters from position {from}[ to {to}] of {self}",
    examples=['"banana".slice(2, 4) == "ana"', '"banana".slice(5) == "na"'],
)
def slice_text(text: str, first: Number, last: Number | None) -> str:
    """Return the characters from position `from` to position `to` (the end if left out), both included. Positions
    beyond the text are ignored. Fail if a position is not whole."""
    start = whole(first, "a position")
    end = len(text) if last is None else whole(last, "a position")
    return text[max(start, 1) - 1 : max(end, 0)]


@builtin(
    "Text.before(separator: Text) -> Text",
    cost=rewriting,
    phrase="the part before {separator} of {self}",
    examples=['"a@b.c".before("@") == "a"'],
)
def before(text: str, separator: str) -> str:
    """Return the text before the first occurrence of `separator`. Fail if `separator` is empty or does not occur."""
    return text[: find_separator(text, separator)]


@builtin(
    "Text.after(separator: Text) -> Text",
    cost=rewriting,
    phrase="the part after {separator} of {self}",
    examples=['"a@b.c".after("@") == "b.c"'],
)
def after(text: str, separator: str) -> str:
    """Return the text after the first occurrence of `separator`. Fail if `separator` is empty or does not occur."""
    return text[find_separator(text, separator) + len(separator) :]


@builtin(
    "Text.count(part: Text) -> Number",
    cost=reading,
    phrase="the number of occurrences of {part} in {self}",
    examples=['"banana".count("an") == 2', '"aaa".count("aa") == 1'],
)
def count(text: str, part: str) -> int:
    """Return the number of occurrences of `part` that do not overlap. Fail if `part` is empty."""
    check_separator(part)
    return text.count(part)


@builtin(
    "Text.to_number() -> Number?",
    cost=rewriting,
    phrase="the number in {self}",
    examples=['"1,299.99".to_number() == 1299.99', '"abc".to_number() == none'],
)
def to_number(text: str) -> Number | None:
    """Return the number that the text contains, or `none` if it is not a number. It may have a sign, commas between
    thousands, a fraction, an exponent and a percent sign."""
    return parse_number(text)


def find_separator(text: str, separator: str) -> int:
    """Return the index of the first occurrence. Raise Failure if there is none."""
    check_separator(separator)
    position = text.find(separator)
    if position < 0:
        raise Failure("not-found", f"{quoted(separator)} does not occur in the text")
    return position


def check_separator(separator: str) -> None:
    """Raise Failure if the text to search for is empty."""
    if not separator:
        raise Failure("empty-text", "the text to look for is empty")


def check_length(characters: int) -> None:
    """Raise Failure if a text may not have so many characters."""
    if characters > MAX_TEXT:
        raise too_large("the text")
