"""Text: what a text says or is like: numbers in it, of what kind its characters are, how far it is from another."""

from __future__ import annotations

import re

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing import unicode_pinned
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, length, reading, rewriting
from seglam_lang.language.computing.numbers import Number, from_int, parse_number, show_number, whole
from seglam_lang.language.computing.unicode_pinned import WHITE_SPACE
from seglam_lang.language.failures import Failure

# The grammar of numbers.parse_number, within a text. A sign counts at the beginning, after white space and after what
# opens or separates; elsewhere it is a hyphen ("10-20", "covid-19"). A point counts with digits after it.
_NUMBER_IN_TEXT = re.compile(
    rf"(?:(?<![^{WHITE_SPACE}(\[{{<>=:;,*/\"'])[+\-\u2212])?"
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]++(?:\.[0-9]+)?|(?<![0-9.])\.[0-9]+)"
    r"(?:[eE][+-]?[0-9]{1,5}(?![0-9A-Za-z]))?%?"
)
_MAX_DIGITS = 20_412  # of the largest number in base 2
_CHUNK = 500  # digits that are converted in one go: fewer than the least limit that a Python can be started with


@builtin(
    "Text.numbers() -> List<Number>",
    cost=length,
    examples=[
        '"3 of 1,299.50 (-2)".numbers() == [3, 1299.5, -2]',
        '"2024-05-01, 15%".numbers() == [2024, 5, 1, 0.15]',
        '"none".numbers() == []',
    ],
)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers in the text, each read as `to_number` reads one; a hyphen between two is no sign."""
    read = (parse_number(part) for part in _NUMBER_IN_TEXT.findall(text))
    return tuple([number for number in read if number is not None])


@builtin("Text.is_blank() -> Bool", cost=reading, examples=['" ".is_blank()', '"".is_blank()', 'not "a".is_blank()'])
def is_blank(text: str) -> bool:
    """Whether there is nothing but white space."""
    return not text.strip(WHITE_SPACE)


@builtin("Text.is_digits() -> Bool", cost=reading, examples=['"007".is_digits()', 'not "-1".is_digits()'])
def is_digits(text: str) -> bool:
    """Whether the text consists of digits 0 to 9, at least one."""
    return text.isascii() and text.isdigit()


@builtin(
    "Text.is_letters() -> Bool",
    cost=rewriting,
    examples=['"Zürich".is_letters()', 'not "New York".is_letters()', 'not "".is_letters()'],
)
def is_letters(text: str) -> bool:
    """Whether the text consists of letters, of any script, at least one."""
    return unicode_pinned.is_letters(text)


def _folding(text: str, other: str) -> int:
    return (len(text) + len(other)) // CHARACTERS_PER_UNIT


@builtin(
    "Text.equals_ignoring_case(other: Text) -> Bool",
    cost=_folding,
    examples=['"Straße".equals_ignoring_case("STRASSE")', 'not "a".equals_ignoring_case("á")'],
    laws=["commutative"],
)
def equals_ignoring_case(text: str, other: str) -> bool:
    """Whether the texts differ at most in capital and small letters."""
    return unicode_pinned.fold(text) == unicode_pinned.fold(other)


def _comparing_letters(text: str, other: str) -> int:
    short, long = sorted((len(text), len(other)))
    return (long + short) * (16 + short // 128)


@builtin(
    "Text.edit_distance(other: Text) -> Number",
    cost=_comparing_letters,
    examples=['"kitten".edit_distance("sitting") == 3', '"abc".edit_distance("abc") == 0'],
    laws=["commutative"],
)
def edit_distance(text: str, other: str) -> int:
    """The fewest characters to insert, delete or change that make one text the other (Levenshtein's distance)."""
    short, long = sorted((text, other), key=len)
    return _levenshtein(short, long) if short else len(long)


def _levenshtein(short: str, long: str) -> int:
    """By columns of the table of distances, a column as two numbers whose bits say where it rises and falls by one.

    Myers, "A fast bit-vector algorithm for approximate string matching" (1999), as Hyyrö (2001) wrote it for two texts.
    """
    places: dict[str, int] = {}
    for index, char in enumerate(short):
        places[char] = places.get(char, 0) | 1 << index
    every = (1 << len(short)) - 1
    lowest = 1 << (len(short) - 1)
    distance, rises, falls = len(short), every, 0
    for char in long:
        equal = places.get(char, 0)
        diagonal = ((((equal & rises) + rises) ^ rises) | equal | falls) & every
        right_rises = falls | (every & ~(diagonal | rises))
        right_falls = rises & diagonal
        distance += bool(right_rises & lowest) - bool(right_falls & lowest)
        right_rises = (right_rises << 1 | 1) & every
        right_falls = (right_falls << 1) & every
        rises = right_falls | (every & ~(diagonal | right_rises))
        falls = right_rises & diagonal
    return distance


@builtin("Text.code() -> Number", examples=['"A".code() == 65', '"€uro".code() == 8364'])
def code(text: str) -> int:
    """The Unicode number of the first character; Failure for an empty text."""
    if not text:
        raise Failure("empty-text", "an empty text has no first character")
    return ord(text[0])


def _converting(text: str, base: Number) -> int:
    return length(text)


@builtin(
    "Text.from_base(base: Number) -> Number?",
    cost=_converting,
    examples=['"1010".from_base(2) == 10', '"ff".from_base(16) == 255', '"12".from_base(2) == none'],
)
def from_base(text: str, base: Number) -> Number | None:
    """The whole number that the text states in this base, 2 to 36; none if it states no such number.

    Digits are 0 to 9 and the letters of the English alphabet, capital or small, a minus sign may stand before them.
    """
    radix = whole(base, "the base")
    if not 2 <= radix <= 36:
        raise Failure("out-of-range", f"the base must be from 2 to 36, not {show_number(base)}")
    digits = text.strip(WHITE_SPACE)
    negative = digits[:1] in ("-", "\u2212")
    digits = digits[negative:]
    if not digits or not digits.isascii() or not digits.isalnum():
        return None
    significant = digits.lstrip("0")
    if len(significant) > _MAX_DIGITS:
        return None
    value = 0
    try:
        for start in range(0, len(significant), _CHUNK):
            chunk = significant[start : start + _CHUNK]
            value = value * radix ** len(chunk) + int(chunk, radix)
        return from_int(-value if negative else value)
    except (ValueError, Failure):  # a digit that the base does not have; a number out of range
        return None
