"""Text: properties of a text: the numbers in it, the kind of its characters, its distance from another."""

from __future__ import annotations

import re

from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import unicode_pinned
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, length, reading, rewriting
from seglam_lang.language.computing.numbers import THOUSANDS_IN_TEXT, Number, from_int, parse_number, show_number, whole
from seglam_lang.language.computing.unicode_pinned import WHITE_SPACE
from seglam_lang.language.failures import Failure

# The grammar of numbers.parse_number, within a text. A sign counts at the beginning, after white space and after what
# opens or separates; elsewhere it is a hyphen ("10-20", "covid-19"). A point counts with digits after it. `re` compiles
# it when it is first used.
_NUMBER_IN_TEXT = (
    rf"(?:(?<![^{WHITE_SPACE}(\[{{<>=:;,*/\"'])[+\-\u2212])?"
    rf"(?:{THOUSANDS_IN_TEXT}(?:\.[0-9]+)?|[0-9]++(?:\.[0-9]+)?|(?<![0-9.])\.[0-9]+)"
    r"(?:[eE][+-]?[0-9]{1,5}(?![0-9A-Za-z]))?%?"
)
_MAX_DIGITS = 20_412  # of the largest number in base 2
_CHUNK = 500  # digits that are converted in one go: fewer than the least limit that a Python can be started with


@builtin(
    "Text.numbers() -> List<Number>",
    cost=length,
    phrase="the numbers in {self};",
    examples=[
        '"3 of 1,299.50 (-2)".numbers() == [3, 1299.5, -2]',
        '"2024-05-01, 15%".numbers() == [2024, 5, 1, 0.15]',
        '"85,92,100".numbers() == [85, 92, 100]',
        '"none".numbers() == []',
    ],
)
def numbers(text: str) -> tuple[Number, ...]:
    """Return all numbers in the text, each as `to_number` reads it. A hyphen between two numbers is not a minus sign,
    and commas that separate other numbers stand between no thousands."""
    read = (parse_number(part) for part in re.findall(_NUMBER_IN_TEXT, text))
    return tuple([number for number in read if number is not None])


@builtin(
    "Text.is_blank() -> Bool",
    cost=reading,
    phrase="{self} <is|is not> blank text",
    examples=['" ".is_blank()', '"".is_blank()', 'not "a".is_blank()'],
)
def is_blank(text: str) -> bool:
    """Return whether the text is empty or only white space."""
    return not text.strip(WHITE_SPACE)


@builtin(
    "Text.is_digits() -> Bool",
    cost=reading,
    phrase="{self} <is|is not> all digits",
    examples=['"007".is_digits()', 'not "-1".is_digits()'],
)
def is_digits(text: str) -> bool:
    """Return whether the text has at least one character and all are digits 0 to 9."""
    return text.isascii() and text.isdigit()


@builtin(
    "Text.is_letters() -> Bool",
    cost=rewriting,
    phrase="{self} <is|is not> all letters",
    examples=['"Zürich".is_letters()', 'not "New York".is_letters()', 'not "".is_letters()'],
)
def is_letters(text: str) -> bool:
    """Return whether the text has at least one character and all are letters, of any script."""
    return unicode_pinned.is_letters(text)


def _folding(text: str, other: str) -> int:
    return (len(text) + len(other)) // CHARACTERS_PER_UNIT


@builtin(
    "Text.equals_ignoring_case(other: Text) -> Bool",
    cost=_folding,
    phrase="{self} <is|is not> the same text in any case as {other}",
    examples=['"Straße".equals_ignoring_case("STRASSE")', 'not "a".equals_ignoring_case("á")'],
    laws=[Law.COMMUTATIVE],
)
def equals_ignoring_case(text: str, other: str) -> bool:
    """Return whether the texts are equal if upper and lower case are not distinguished."""
    return unicode_pinned.fold(text) == unicode_pinned.fold(other)


def _comparing_letters(text: str, other: str) -> int:
    short, long = sorted((len(text), len(other)))
    return (long + short) * (16 + short // 128)


@builtin(
    "Text.edit_distance(other: Text) -> Number",
    cost=_comparing_letters,
    phrase="the edit distance between {self} and {other}",
    examples=['"kitten".edit_distance("sitting") == 3', '"abc".edit_distance("abc") == 0'],
    laws=[Law.COMMUTATIVE],
)
def edit_distance(text: str, other: str) -> int:
    """Return the Levenshtein distance: the fewest characters to insert, delete or substitute to turn one text into the
    other."""
    short, long = sorted((text, other), key=len)
    return _levenshtein(short, long) if short else len(long)


def _levenshtein(short: str, long: str) -> int:
    """Return the distance, computed column by column of the table of distances. A column is two numbers, whose bits
    mark where it rises and falls by one.

    Myers, "A fast bit-vector algorithm for approximate string matching" (1999), in the form of Hyyrö (2001) for two
    texts.
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


@builtin(
    "Text.code() -> Number", phrase="the code point of {self}", examples=['"A".code() == 65', '"€uro".code() == 8364']
)
def code(text: str) -> int:
    """Return the Unicode code point of the first character. Fail if the text is empty."""
    if not text:
        raise Failure("empty-text", "the text is empty, so it has no first character")
    return ord(text[0])


def _converting(text: str, base: Number) -> int:
    return length(text)


@builtin(
    "Text.from_base(base: Number) -> Number?",
    cost=_converting,
    phrase="the number in base {base} in {self}",
    examples=['"1010".from_base(2) == 10', '"ff".from_base(16) == 255', '"12".from_base(2) == none'],
)
def from_base(text: str, base: Number) -> Number | None:
    """Return the whole number that the text contains in a base from 2 to 36, or `none` if it is not such a number.
    Digits are 0 to 9 and English letters in any case; a minus sign may come first. Fail if the base is not a whole
    number from 2 to 36."""
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
