"""Text: the same text in another form: case, white space, width, placeholders."""

from __future__ import annotations

import re

from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.builtins.text import check_length
from seglam_lang.language.computing import unicode_pinned
from seglam_lang.language.computing.fuel import CHARACTERS_PER_UNIT, rewriting
from seglam_lang.language.computing.numbers import Number, natural
from seglam_lang.language.computing.unicode_pinned import WHITE_SPACE
from seglam_lang.language.failures import Failure

_PLACEHOLDER = re.compile(r"\{([1-9][0-9]{0,6})\}")


@builtin(
    "Text.capitalize() -> Text",
    cost=rewriting,
    phrase="{self} with only its first letter in upper case",
    examples=['"new york".capitalize() == "New york"'],
)
def capitalize(text: str) -> str:
    """Return the text with its first letter in upper case and the rest in lower case. `title` does so for every
    word."""
    return unicode_pinned.capitalize(text)


@builtin(
    "Text.trim_start() -> Text",
    cost=rewriting,
    phrase="{self} without white space at its start",
    examples=['" a ".trim_start() == "a "'],
    laws=[Law.IDEMPOTENT],
)
def trim_start(text: str) -> str:
    """Return the text without white space at its start."""
    return text.lstrip(WHITE_SPACE)


@builtin(
    "Text.trim_end() -> Text",
    cost=rewriting,
    phrase="{self} without white space at its end",
    examples=['" a ".trim_end() == " a"'],
    laws=[Law.IDEMPOTENT],
)
def trim_end(text: str) -> str:
    """Return the text without white space at its end."""
    return text.rstrip(WHITE_SPACE)


def _padding(text: str, width: Number, fill: str | None) -> int:
    return max(len(text), int(width)) // CHARACTERS_PER_UNIT


def _missing(text: str, width: Number, fill: str | None) -> tuple[int, str]:
    """Return the number of characters that are missing to `width`, and the character to fill with."""
    if fill is not None and len(fill) != 1:
        raise Failure("not-one-character", "the text to fill with must be one character")
    wanted = natural(width, "a width")
    check_length(wanted)
    return max(0, wanted - len(text)), fill or " "


@builtin(
    "Text.pad_left(width: Number, fill?: Text) -> Text",
    cost=_padding,
    phrase="{self} padded on the left to {width:character}[ with {fill}]",
    examples=['"7".pad_left(3, "0") == "007"', '"abc".pad_left(2) == "abc"'],
)
def pad_left(text: str, width: Number, fill: str | None) -> str:
    """Return the text padded on the left with spaces (or `fill`) to `width` characters. Fail if `width` is negative or
    not whole, or if `fill` is not one character."""
    missing, filling = _missing(text, width, fill)
    return filling * missing + text


@builtin(
    "Text.pad_right(width: Number, fill?: Text) -> Text",
    cost=_padding,
    phrase="{self} padded on the right to {width:character}[ with {fill}]",
    examples=['"ab".pad_right(4) == "ab  "'],
)
def pad_right(text: str, width: Number, fill: str | None) -> str:
    """Return the text padded on the right with spaces (or `fill`) to `width` characters. Fail if `width` is negative or
    not whole, or if `fill` is not one character."""
    missing, filling = _missing(text, width, fill)
    return text + filling * missing


@builtin(
    "Text.center(width: Number, fill?: Text) -> Text",
    cost=_padding,
    phrase="{self} centred in {width:character}[ with {fill}]",
    examples=['"ab".center(5, "*") == "*ab**"'],
)
def center(text: str, width: Number, fill: str | None) -> str:
    """Return the text padded on both sides with spaces (or `fill`) to `width` characters; if the number is odd, the
    right side gets one more. Fail if `width` is negative or not whole, or if `fill` is not one character."""
    missing, filling = _missing(text, width, fill)
    return filling * (missing // 2) + text + filling * (missing - missing // 2)


def _filling(text: str, values: tuple[str, ...]) -> int:
    places = text.count("{")
    longest = max(map(len, values), default=0)
    return len(values) + places + (len(text) + places * longest) // CHARACTERS_PER_UNIT


@builtin(
    "Text.fill(values: List<Text>) -> Text",
    cost=_filling,
    phrase="{self} filled in with {values}",
    examples=['"{1} of {2}".fill(["3", "10"]) == "3 of 10"', '"{2}, {1}!".fill(["Ann", "Hi"]) == "Hi, Ann!"'],
)
def fill(text: str, values: tuple[str, ...]) -> str:
    """Return the text with each `{1}`, `{2}`, ... replaced by the value at that position. Other braces are copied, and
    inserted values are not searched again. Fail if there is no value at a position."""
    places = [int(number) for number in _PLACEHOLDER.findall(text)]
    highest = max(places, default=0)
    if highest > len(values):
        raise Failure("not-found", f"there is no value for {{{highest}}}: the list has {len(values)}")
    check_length(len(text) + sum(len(values[place - 1]) for place in places))
    return _PLACEHOLDER.sub(lambda match: values[int(match[1]) - 1], text)


@builtin(
    "Text.without_accents() -> Text",
    cost=rewriting,
    phrase="{self} without accents",
    examples=[
        '"Crème brûlée".without_accents() == "Creme brulee"',
        '"Łódź, Straße".without_accents() == "Lodz, Strasse"',
    ],
    laws=[Law.IDEMPOTENT],
)
def without_accents(text: str) -> str:
    """Return the text with Latin letters in their plain form, without accents: é as e, ß as ss, ø as o."""
    return unicode_pinned.without_accents(text)
