"""The notation of phrases with alternatives: `(what is |what's |)the total {value}` stands for three phrases.

    phrase = (words | choice)*
    choice = "(" phrase ("|" phrase)+ ")"      one of them; an empty one: the words may be left out
    {(}  {|}  {)}                              the sign itself

An alternative is put in as it is written, its spaces included, and `day(s|)` is `days` or `day`. What stands in braces
is never read. Choices nest MAX_DEPTH deep. The `ask` phrases of procedures are written in this notation, and so are the
phrases that the shipped model is trained on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import NoReturn

from seglam_lang.language import Diagnostic, LanguageError

MAX_DEPTH = 3
MAX_CHARACTERS = 1_000  # of a phrase with alternatives: what it stands for is a multiple of it

_PIECE = re.compile(r"\{[^{}]*\}|[()|]|(?:[^{()|]|\{(?![^{}]*\}))+")
_SIGNS = {"{(}": "(", "{|}": "|", "{)}": ")"}
_END = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a phrase that stands for itself, and where it begins in the phrase as written."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`(a|b)`: one of some phrases."""

    alternatives: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One of the texts that a phrase stands for, in pieces."""

    pieces: tuple[Words, ...]

    @property
    def text(self) -> str:
        """The text itself."""
        return "".join(piece.text for piece in self.pieces)

    def place(self, offset: int) -> int:
        """Return where the character at `offset` of the text stands in the phrase as written."""
        for piece in self.pieces:
            if offset < len(piece.text):
                return piece.start + offset
            offset -= len(piece.text)
        raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and choices, one after another."""

    parts: tuple[Words | Choice, ...]

    @property
    def has_choices(self) -> bool:
        """Whether the phrase stands for more than itself."""
        return any(isinstance(part, Choice) for part in self.parts)

    def count(self) -> int:
        """Return how many expansions there are."""
        choices = [part for part in self.parts if isinstance(part, Choice)]
        return prod(sum(phrase.count() for phrase in choice.alternatives) for choice in choices)

    def expansions(self) -> Iterator[Expansion]:
        """Yield every expansion; those with the first alternatives come first."""
        for chosen in product(*(_expanded(part) for part in self.parts)):
            yield Expansion(tuple(piece for pieces in chosen for piece in pieces))

    def draw(self, rng: random.Random) -> str:
        """Return the text of one expansion; the alternatives of a choice are equally likely."""
        return "".join(
            part.text if isinstance(part, Words) else rng.choice(part.alternatives).draw(rng) for part in self.parts
        )


def _expanded(part: Words | Choice) -> list[tuple[Words, ...]]:
    if isinstance(part, Words):
        return [(part,)]
    return [expansion.pieces for phrase in part.alternatives for expansion in phrase.expansions()]


def parse(text: str) -> Phrase:
    """Read a phrase; LanguageError, with places in `text`, where it does not follow the notation."""
    if len(text) <= MAX_CHARACTERS:
        return _Parser(text).whole()
    if re.search("[()|]", text):
        _wrong(f"a phrase with alternatives has at most {MAX_CHARACTERS:,} characters", 0, len(text))
    return Phrase((Words(text, 0),))


class _Parser:
    """Recursive descent: a phrase ends at `|`, at `)` or with the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = [(match[0], match.start()) for match in _PIECE.finditer(text)]
        self.next = 0

    def whole(self) -> Phrase:
        """The phrase that the text is."""
        found = self._phrase(0)
        sign, at = self._piece()
        if sign == ")":
            _wrong("this parenthesis closes nothing", at, at + 1, _sign_hint(")"))
        if sign == "|":
            _wrong("alternatives stand in parentheses", at, at + 1, f"write (a|b); {_sign_hint('|')}")
        return found

    def _piece(self) -> tuple[str, int]:
        return self.pieces[self.next] if self.next < len(self.pieces) else (_END, len(self.text))

    def _phrase(self, depth: int) -> Phrase:
        parts: list[Words | Choice] = []
        while (piece := self._piece())[0] not in ("|", ")", _END):
            self.next += 1
            text, at = piece
            parts.append(self._choice(at, depth + 1) if text == "(" else Words(_SIGNS.get(text, text), at))
        return Phrase(tuple(parts))

    def _choice(self, start: int, depth: int) -> Choice:
        if depth > MAX_DEPTH:
            _wrong(f"alternatives nest at most {MAX_DEPTH} deep", start, start + 1, "write a phrase of its own")
        alternatives: list[Phrase] = []
        written: list[str] = []
        sign, begin = "|", start
        while sign == "|":
            begin += 1
            alternatives.append(self._phrase(depth))
            sign, at = self._piece()
            if sign == _END:
                _wrong("this parenthesis is never closed", start, start + 1, _sign_hint("("))
            if self.text[begin:at] in written:
                hint = "leave one out" if self.text[begin:at] else "one that is empty is enough"
                _wrong("two of these alternatives are the same", start, at, hint)
            written.append(self.text[begin:at])
            begin = at
            self.next += 1
        if len(alternatives) == 1:
            optional = f"write ({written[0]}|) if it may be left out, " if written[0] else ""
            hint = f"{optional}{{(}} and {{)}} are the signs themselves"
            _wrong("there is only one alternative in these parentheses", start, begin + 1, hint)
        self._check_spaces(start, begin + 1, written)
        return Choice(tuple(alternatives))

    def _check_spaces(self, start: int, end: int, written: list[str]) -> None:
        """Refuse `(what is|)the`, which would be "what isthe"; within a word, as in `colo(u|)r`, a choice may stand."""
        inside = self.text[start - 1 : start].isalnum()
        running = next((each for each in written if each[-1:].isalnum()), None)
        following = re.match(r"[^\W_]+", self.text[end:])
        if running is not None and following and not inside:
            message = f'"{running}" and "{following[0]}" run together'
            _wrong(message, start, end, "end the alternative with a space, or write whole words in it")


def _sign_hint(sign: str) -> str:
    return f"{{{sign}}} is the sign itself"


def _wrong(message: str, start: int, end: int, hint: str = "") -> NoReturn:
    raise LanguageError([Diagnostic("ask-alternatives", message, start, end, hint)])
