"""Text: a sequence of Unicode code points. Positions count from 1.

A code point may be anything but half of a character (a surrogate): no source can write one and no store keeps one. A
Python program may still pass a text with one in it; then it is a character without class and case.

What depends on Unicode's tables is pinned to version 14.0 (see unicode_pinned.py). Further builtins of Text stand in
text_search.py, text_forms.py, text_reading.py and pattern.py.
"""

from __future__ import annotations

import re

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import unicode_pinned
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, MAX_LIST, MAX_TEXT, reading, rewriting, too_large
from seglam_lang.language.computing.numbers import Number, natural, parse_number, whole
from seglam_lang.language.computing.unicode_pinned import WHITE_SPACE, quoted
from seglam_lang.language.failures import Failure

_WORDS = re.compile(f"[^{WHITE_SPACE}]+")
_LINE_ENDS = re.compile("\r\n|\n|\r")


def _joining(a: str, b: str) -> int:
    return (len(a) + len(b)) // CHARACTERS_PER_UNIT


@builtin("Text.+(other: Text) -> Text", id="text.add", cost=_joining, examples=['"ab" + "c" == "abc"'])
def add(text: str, other: str) -> str:
    """The two texts, one after the other."""
    check_length(len(text) + len(other))
    return text + other


@builtin("Text.length() -> Number", examples=['"abc".length() == 3', '"".length() == 0'])
def length(text: str) -> int:
    """The number of characters (code points)."""
    return len(text)


@builtin("Text.upper() -> Text", cost=rewriting, examples=['"abc".upper() == "ABC"'], laws=["idempotent"])
def upper(text: str) -> str:
    """The text in capitals."""
    return unicode_pinned.upper(text)


@builtin("Text.lower() -> Text", cost=rewriting, examples=['"ABC".lower() == "abc"'])
def lower(text: str) -> str:
    """The text in small letters."""
    return unicode_pinned.lower(text)


@builtin(
    "Text.title() -> Text", cost=rewriting, examples=['"new york".title() == "New York"', '"it\'s".title() == "It\'s"']
)
def title(text: str) -> str:
    """Each word with a capital first letter, the rest in small letters."""
    return _WORDS.sub(lambda word: unicode_pinned.capitalize(word[0]), text)


@builtin("Text.trim() -> Text", cost=rewriting, examples=['"  a b ".trim() == "a b"'], laws=["idempotent"])
def trim(text: str) -> str:
    """The text without white space at its ends."""
    return text.strip(WHITE_SPACE)


@builtin(
    "Text.contains(part: Text) -> Bool", cost=reading, examples=['"banana".contains("nan")', 'not "a".contains("A")']
)
def contains(text: str, part: str) -> bool:
    """Whether `part` occurs in the text, exactly so."""
    return part in text


@builtin("Text.starts_with(part: Text) -> Bool", cost=reading, examples=['"banana".starts_with("ba")'])
def starts_with(text: str, part: str) -> bool:
    """Whether the text begins with `part`."""
    return text.startswith(part)


@builtin("Text.ends_with(part: Text) -> Bool", cost=reading, examples=['"banana".ends_with("na")'])
def ends_with(text: str, part: str) -> bool:
    """Whether the text ends with `part`."""
    return text.endswith(part)


def _replacing(text: str, old: str, new: str) -> int:
    made = len(text) + (text.count(old) * (len(new) - len(old)) if old else 0)
    return reading(text) + made // CHARACTERS_PER_UNIT


@builtin(
    "Text.replace(old: Text, new: Text) -> Text", cost=_replacing, examples=['"banana".replace("an", "o") == "booa"']
)
def replace(text: str, old: str, new: str) -> str:
    """The text with every occurrence of `old` replaced, from left to right."""
    check_separator(old)
    check_length(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def _splitting(text: str, separator: str) -> int:
    return rewriting(text) + (text.count(separator) if separator else 0)


@builtin("Text.split(separator: Text) -> List<Text>", cost=_splitting, examples=['"a,b,".split(",") == ["a", "b", ""]'])
def split(text: str, separator: str) -> tuple[str, ...]:
    """The parts between the occurrences of `separator`."""
    check_separator(separator)
    if text.count(separator) >= MAX_LIST:
        raise too_large("the list")
    return tuple(text.split(separator))


def _pieces(text: str) -> int:
    return len(text)  # at worst every second character is a piece


@builtin("Text.words() -> List<Text>", cost=_pieces, examples=['" two  words ".words() == ["two", "words"]'])
def words(text: str) -> tuple[str, ...]:
    """The parts between white space; none of them is empty."""
    return tuple(_WORDS.findall(text))


@builtin("Text.lines() -> List<Text>", cost=_pieces, examples=['"a\\nb\\n".lines() == ["a", "b"]'])
def lines(text: str) -> tuple[str, ...]:
    """The lines, without their ends; a line end at the end of the text begins no further line."""
    parts = _LINE_ENDS.split(text)
    return tuple(parts[:-1] if not parts[-1] else parts)


@builtin("Text.reverse() -> Text", cost=rewriting, examples=['"abc".reverse() == "cba"'], laws=["involution"])
def reverse(text: str) -> str:
    """The characters (code points) in reverse order."""
    return text[::-1]


def _repeating(text: str, times: Number) -> int:
    return len(text) * max(0, int(times)) // CHARACTERS_PER_UNIT


@builtin("Text.repeat(times: Number) -> Text", cost=_repeating, examples=['"ab".repeat(3) == "ababab"'])
def repeat(text: str, times: Number) -> str:
    """The text so many times in a row."""
    count = natural(times, "the number of times")
    check_length(len(text) * count)
    return text * count if text else ""


@builtin(
    "Text.slice(from: Number, to?: Number) -> Text",
    cost=rewriting,
    examples=['"banana".slice(2, 4) == "ana"', '"banana".slice(5) == "na"'],
)
def slice_text(text: str, first: Number, last: Number | None) -> str:
    """The characters from position `from` to position `to` (or the end), both included, as far as there are any."""
    start = whole(first, "a position")
    end = len(text) if last is None else whole(last, "a position")
    return text[max(start, 1) - 1 : max(end, 0)]


@builtin("Text.before(separator: Text) -> Text", cost=rewriting, examples=['"a@b.c".before("@") == "a"'])
def before(text: str, separator: str) -> str:
    """What stands before the first occurrence of `separator`; Failure if there is none."""
    return text[: find_separator(text, separator)]


@builtin("Text.after(separator: Text) -> Text", cost=rewriting, examples=['"a@b.c".after("@") == "b.c"'])
def after(text: str, separator: str) -> str:
    """What stands after the first occurrence of `separator`; Failure if there is none."""
    return text[find_separator(text, separator) + len(separator) :]


@builtin(
    "Text.count(part: Text) -> Number", cost=reading, examples=['"banana".count("an") == 2', '"aaa".count("aa") == 1']
)
def count(text: str, part: str) -> int:
    """How often `part` occurs, without overlaps."""
    check_separator(part)
    return text.count(part)


@builtin(
    "Text.to_number() -> Number?",
    cost=rewriting,
    examples=['"1,299.99".to_number() ?? 0 == 1299.99', 'not "abc".to_number().has_value()'],
)
def to_number(text: str) -> Number | None:
    """The number that the text states, if it states one: digits, thousands commas, fraction, exponent, percent."""
    return parse_number(text)


def find_separator(text: str, separator: str) -> int:
    """The index of the first occurrence; Failure if there is none."""
    check_separator(separator)
    position = text.find(separator)
    if position < 0:
        raise Failure("not-found", f"{quoted(separator)} does not occur in the text")
    return position


def check_separator(separator: str) -> None:
    """Failure if the text to look for is empty: it would occur everywhere."""
    if not separator:
        raise Failure("empty-text", "the text to look for is empty")


def check_length(characters: int) -> None:
    """Failure if no text may have so many characters."""
    if characters > MAX_TEXT:
        raise too_large("the text")
