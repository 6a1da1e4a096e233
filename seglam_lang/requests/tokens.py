"""From texts to tokens: requests, headers and cells are all cut in one way, so that they can be compared.

Nothing but white space is dropped and nothing depends on what surrounds a token (but for commas between digits), so a
cell that stands in a request has the same tokens there as alone, however it is spaced ("3 - 2" and "3-2").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from seglam_lang.language.computing.numbers import THOUSANDS_IN_TEXT
from seglam_lang.requests.model import Token

# One character for one, so that positions in the plain text are positions in the original.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    }
)

NUMBER = rf"{THOUSANDS_IN_TEXT}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|(?<![\w.])\.[0-9]+"

_TOKEN = re.compile(
    rf"""
      [0-9]+(?:st|nd|rd|th)\b           # 1st
    | {NUMBER}                          # 1,299.99
    | (?<=[0-9])[^\W\d_]+                  # the kg of 10kg
    | (?<=\w)'s\b                       # the 's of Anna's
    | [^\W\d_][^\W_]*(?:'(?!s\b)[^\W_]+)*  # a word: don't, O'Connell, w242at
    | \S                                # a sign
    """,
    re.VERBOSE | re.IGNORECASE,
)


def plain(text: str) -> str:
    """Return `text` with plain quotes, dashes and spaces. Positions stay the same."""
    return text if text.isascii() else text.translate(_PLAIN)


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`, in order."""
    return tuple(
        [
            Token(text[match.start() : match.end()], match.group().casefold(), match.start(), match.end())
            for match in _TOKEN.finditer(plain(text))
        ]
    )


def norms(text: str) -> tuple[str, ...]:
    """Return the normalised tokens of `text`, for comparing."""
    return tuple([part.casefold() for part in _TOKEN.findall(plain(text))])


def squeeze(text: str) -> str:
    """Return `text` normalised and without white space. Texts with equal `norms` are equal then, and it costs less."""
    return "".join(plain(text).casefold().split())


def squeeze_all(texts: Sequence[str]) -> list[str]:
    """Return each of `texts` squeezed. All are squeezed at once, which for many short ones takes less time."""
    squeezed = squeeze("\0".join(texts)).split("\0")
    return squeezed if len(squeezed) == len(texts) else [squeeze(text) for text in texts]  # one holds a \0
