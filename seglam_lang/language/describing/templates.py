"""The notation of the `phrase` of a builtin.

"the average {column}[ of {self}]"      `{name}` is an argument, by the name of its parameter
"rounded[ to {digits}| to a whole number]"  what is in brackets is left out if an argument in it is not given or goes
                                        without saying; after `|` stands what takes its place
"the first {number:row}"                a number with its unit: "the first row", "the first 3 rows"
"{item} for {self:each row}"            "each row where ...", or "each of ..."
"the number of {self:rows}"             "rows where ...", or "rows of ..."; likewise `:items`
"the total {column} {self:by}"          "by Dept"
"{step:the result so far,the item}"     a function, with the words for its parameters
"{self} <is|is not> even"               a condition, and its opposite
"the words of {self};"                  a plural: without "the" it can follow "the number of"
"the {column} of ...; {column} values"  after `; ` stands the plural, where it has words of its own
", sorted by {column}"                  a step that follows the words for the receiver
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an argument, with the form that it takes."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Optional:
    """Parts that are left out if one of their arguments is not given or goes without saying; then `instead` stands."""

    parts: tuple[Part, ...]
    instead: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """The words of a condition, and those of its opposite."""

    affirmed: str
    denied: str


Part = str | Slot | Optional | Verb  # a string is words of the phrase itself


@dataclass(frozen=True, slots=True)
class Template:
    """A phrase of a builtin, parsed. `plural` and `step` are its other forms, () if there are none."""

    parts: tuple[Part, ...]
    plural: tuple[Part, ...]
    step: tuple[Part, ...]

    @property
    def has_opposite(self) -> bool:
        """Return whether it has words for the opposite of a condition."""
        return any(isinstance(part, Verb) for part in self.parts)


_SLOT = re.compile(r"(\w+)(?::([^}]*))?")
_CLOSING = {"{": "}", "<": ">", "[": "]"}


@cache
def template(phrase: str) -> Template:
    """Parse a phrase in the notation that the module describes."""
    words, *others = phrase.split(";")
    parts = _parts(words)
    plural: tuple[Part, ...] = ()
    step = parts if words.startswith(", ") else ()
    for other in map(str.lstrip, others):
        if other.startswith(", "):
            step = _parts(other)
        else:
            plural = _parts(other or words.removeprefix("the "))
    return Template(parts, plural, step)


def _parts(text: str) -> tuple[Part, ...]:
    found: list[Part] = []
    while text:
        end = min((at for at in map(text.find, _CLOSING) if at >= 0), default=len(text))
        if end:
            found.append(text[:end])
            text = text[end:]
            continue
        inner, text = _enclosed(text)
        found.append(inner)
    return tuple(found)


def _enclosed(text: str) -> tuple[Part, str]:
    """The part that a text begins with, in brackets of any kind, and the rest."""
    opening, depth, bar = text[0], 0, 0
    for at, character in enumerate(text):
        depth += (character == opening) - (character == _CLOSING[opening])
        if character == "|" and depth == 1 and not bar:
            bar = at
        if not depth:
            break
    else:
        raise ValueError(f"{text!r} is not closed")
    inner, other, rest = text[1 : bar or at], text[bar + 1 : at] if bar else "", text[at + 1 :]
    if opening == "<":
        return Verb(inner, other), rest
    if opening == "[":
        return Optional(_parts(inner), _parts(other)), rest
    slot = _SLOT.fullmatch(inner)
    if slot is None:
        raise ValueError(f"{inner!r} is no slot")
    return Slot(slot[1], slot[2] or ""), rest


def chunks(phrase: str) -> list[str]:
    """Return the stretches of words that are a phrase's own, in order; before, between and after arguments."""
    return re.sub(r"\{[^}]*\}", "\n", re.sub(r"[][<>|;]", "\n", phrase)).split("\n")
