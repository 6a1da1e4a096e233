"""Split source that does not parse: into lexemes, brackets and declarations.

Nothing here can fail, whatever the text is. It serves good messages, and finds the rest of a file behind a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seglam_lang.language.syntax.lexicon import DECLARING, PATTERNS, SIGNS, any_of

# As in the grammar, but a text may lack its closing quote, a date may be wrong, and any character is a sign.
_LEXEME = re.compile(
    rf"(?P<space>{PATTERNS['SPACE']}|{PATTERNS['COMMENT']})"
    rf"|(?P<text>{PATTERNS['TEXT']}?)"
    r"|(?P<name>[^\W\d]\w*)"  # of any script: a name with one foreign letter is still one name
    rf"|(?P<number>{PATTERNS['NUMBER']})"
    r"|(?P<date>@[0-9PT][0-9A-Z:.-]*)"
    rf"|(?P<sign>{any_of(SIGNS.values())}|(?s:.))"
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_BEHIND_NAME = {"proc": frozenset("(<"), "type": frozenset("="), "example": frozenset("(")}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, literal or sign; `kind` is "name" (keywords too), "text", "number", "date" or "sign"."""

    kind: str
    text: str
    start: int
    end: int


def lexemes(source: str, start: int, end: int) -> Iterator[Lexeme]:
    """Return the lexemes in a part of `source`, without white space and comments."""
    for match in _LEXEME.finditer(source, start, end):
        if match.lastgroup != "space":
            yield Lexeme(match.lastgroup or "", match[0], *match.span())


def opened(before: Sequence[Lexeme]) -> list[Lexeme]:
    """Return the brackets that are open after some lexemes, the innermost last."""
    stack: list[Lexeme] = []
    for each in before:
        if each.kind != "sign":
            continue
        if each.text in _CLOSING:
            stack.append(each)
        elif stack and each.text == _CLOSING[stack[-1].text]:
            stack.pop()
    return stack


def closing(bracket: str) -> str:
    """Return the sign that closes what `bracket` opens."""
    return _CLOSING[bracket]


def declarations_apart(source: str) -> list[tuple[int, int]]:
    """Return the parts of a file, each from the beginning of one declaration to that of the next.

    A declaration begins with `proc`, `type` or `example` at the beginning of a line; further inside a line only where
    no bracket is open and what follows looks like one, for those words may be names of fields, too.
    """
    starts = [0]
    depth = 0
    found = list(lexemes(source, 0, len(source)))
    for place, each in enumerate(found):
        if each.kind == "sign":
            depth += (each.text in _CLOSING) - (each.text in ")]}")
        elif each.text in DECLARING and _begins(source, found, place, depth):
            depth = 0
            if place:
                starts.append(each.start)
    return list(zip(starts, [*starts[1:], len(source)], strict=True))


def _begins(source: str, found: Sequence[Lexeme], place: int, depth: int) -> bool:
    each = found[place]
    following = [after.text for after in found[place + 1 : place + 3]]
    if not each.start or source[each.start - 1] == "\n":
        return following[:1] != [":"]
    return depth <= 0 and len(following) == 2 and following[1] in _BEHIND_NAME[each.text]


def declared(source: str, start: int, end: int) -> set[str]:
    """Return the names that a part with a mistake in it may declare, rather too many than too few.

    Those are the names behind `proc` or `type`, or before a parenthesis.
    """
    words = list(lexemes(source, start, end))
    names = set()
    for before, each, after in zip([None, *words], words, words[1:], strict=False):
        previous = before.text if before else ""
        if each.kind == "name" and (previous in ("proc", "type") or (after.text == "(" and previous != ".")):
            names.add(each.text)
    return names
