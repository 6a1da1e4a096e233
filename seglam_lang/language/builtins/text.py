"""Text: a sequence of Unicode code points.

What depends on Unicode's tables is pinned to version 14.0, that of Python 3.11: white space is a fixed set, and
characters that got an upper or lower case later are left as they are. (What is left to the Python is whether a
capital sigma that stands beside a character unassigned in 14.0 ends a word.) Positions count from 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.failures import Failure
from seglam_lang.language.fuel import CHARACTERS_PER_UNIT, MAX_LIST, MAX_TEXT, reading, rewriting, too_large
from seglam_lang.language.numbers import Number, natural, parse_number, whole

WHITE_SPACE = (
    " \t\n\r\f\v\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_WORDS = re.compile(f"[^{WHITE_SPACE}]+")
_LINE_ENDS = re.compile("\r\n|\n|\r")
# Cased in Unicode 15 to 17, caseless in 14: Latin additions, Garay, Beria Erfe.
_CASED_LATER = re.compile(
    "[\u019b\u0264\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7dc\U00010d50-\U00010d85\U00016ea0-\U00016ed3]"
)


def _cased(text: str, change: Callable[[str], str]) -> str:
    """`change(text)`, as it was in Unicode 14.0."""
    if text.isascii() or not _CASED_LATER.search(text):
        return change(text)
    kept = _CASED_LATER.findall(text)
    changed = [change(part) for part in _CASED_LATER.split(text)]
    return "".join(part + keep for part, keep in zip(changed, [*kept, ""], strict=True))


def _joining(a: str, b: str) -> int:
    return (len(a) + len(b)) // CHARACTERS_PER_UNIT


@builtin("Text.+(other: Text) -> Text", id="text.add", cost=_joining, examples=['"ab" + "c" == "abc"'])
def add(text: str, other: str) -> str:
    """The two texts, one after the other."""
    _check_length(len(text) + len(other))
    return text + other


@builtin("Text.length() -> Number", examples=['"abc".length() == 3', '"".length() == 0'])
def length(text: str) -> int:
    """The number of characters (code points)."""
    return len(text)


@builtin("Text.upper() -> Text", cost=rewriting, examples=['"abc".upper() == "ABC"'], laws=["idempotent"])
def upper(text: str) -> str:
    """The text in capitals."""
    return _cased(text, str.upper)


@builtin("Text.lower() -> Text", cost=rewriting, examples=['"ABC".lower() == "abc"'])
def lower(text: str) -> str:
    """The text in small letters."""
    return _cased(text, str.lower)


@builtin(
    "Text.title() -> Text", cost=rewriting, examples=['"new york".title() == "New York"', '"it\'s".title() == "It\'s"']
)
def title(text: str) -> str:
    """Each word with a capital first letter, the rest in small letters."""
    return _WORDS.sub(lambda match: _cased(match[0][0], str.title) + _cased(match[0][1:], str.lower), text)


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
    _check_separator(old)
    _check_length(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def _splitting(text: str, separator: str) -> int:
    return rewriting(text) + (text.count(separator) if separator else 0)


@builtin("Text.split(separator: Text) -> List<Text>", cost=_splitting, examples=['"a,b,".split(",") == ["a", "b", ""]'])
def split(text: str, separator: str) -> tuple[str, ...]:
    """The parts between the occurrences of `separator`."""
    _check_separator(separator)
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
    _check_length(len(text) * count)
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
    return text[: _find(text, separator)]


@builtin("Text.after(separator: Text) -> Text", cost=rewriting, examples=['"a@b.c".after("@") == "b.c"'])
def after(text: str, separator: str) -> str:
    """What stands after the first occurrence of `separator`; Failure if there is none."""
    return text[_find(text, separator) + len(separator) :]


@builtin(
    "Text.count(part: Text) -> Number", cost=reading, examples=['"banana".count("an") == 2', '"aaa".count("aa") == 1']
)
def count(text: str, part: str) -> int:
    """How often `part` occurs, without overlaps."""
    _check_separator(part)
    return text.count(part)


@builtin(
    "Text.to_number() -> Number?",
    cost=rewriting,
    examples=['"1,299.99".to_number() ?? 0 == 1299.99', 'not "abc".to_number().has_value()'],
)
def to_number(text: str) -> Number | None:
    """The number that the text states, if it states one: digits, thousands commas, fraction, exponent, percent."""
    return parse_number(text)


def _find(text: str, separator: str) -> int:
    _check_separator(separator)
    position = text.find(separator)
    if position < 0:
        raise Failure("not-found", f"{separator[:40]!r} does not occur in the text")
    return position


def _check_separator(separator: str) -> None:
    if not separator:
        raise Failure("empty-text", "the text to look for is empty")


def _check_length(characters: int) -> None:
    if characters > MAX_TEXT:
        raise too_large("the text")
