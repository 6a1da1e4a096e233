"""Diagnostics: what is wrong with a source. Each has a code, a sentence, the place with a caret, and the likely
correction.

error[unknown-method]: a List<Number> has no method `summ`
  --> prices.seg:3:17
   |
 3 |   return prices.summ()
   |                 ^^^^
   = did you mean `sum`?
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

TAB = "    "
WIDTH = 100  # columns of a source line that are printed
LONGEST_MESSAGE = 300  # characters; a name may be as long as a file
MOST_SHOWN = 50  # diagnostics of one file
_LONGEST_NAME = 60  # a longer name gets no suggestion
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # categories of characters that a terminal may obey


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error in a source.

    `code` is stable, in kebab case. `start` and `end` are offsets in the source. `hint` is the likely correction, or ""
    if none is known.
    """

    code: str
    message: str
    start: int
    end: int
    hint: str = ""


class LanguageError(Exception):
    """The source is not a valid procedure. It holds all diagnostics, in order of place."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda each: (each.start, each.end)))
        super().__init__("; ".join(each.message for each in self.diagnostics))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.diagnostics,), {"args": self.args}  # so that it can leave a worker process


def line_and_column(source: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset; both count from 1."""
    offset = min(offset, len(source))
    return source.count("\n", 0, offset) + 1, offset - (source.rfind("\n", 0, offset) + 1) + 1


def render(diagnostic: Diagnostic, source: str, filename: str = "") -> str:
    """Return the diagnostic with the line of the source and a caret under the place.

    For a place that spans several lines, the first line is included. A diagnostic about the whole source (for example
    one that cannot be decoded) has no place.
    """
    return _rendered(diagnostic, _with_line_feeds(source), filename)


def render_all(error: LanguageError, source: str, filename: str = "") -> str:
    """Return the diagnostics of `error`, separated by empty lines; at most MOST_SHOWN of them."""
    text = _with_line_feeds(source)
    rendered = [_rendered(each, text, filename) for each in error.diagnostics[:MOST_SHOWN]]
    left = len(error.diagnostics) - MOST_SHOWN
    return "\n\n".join([*rendered, f"... and {left:,} more"] if left > 0 else rendered)


def _with_line_feeds(source: str) -> str:
    """Return the source with line feeds as line ends, like `sources.normalise`, but accept every source."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _rendered(diagnostic: Diagnostic, source: str, filename: str) -> str:
    message = _printable(diagnostic.message)
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[:LONGEST_MESSAGE]}…"
    heading = f"error[{diagnostic.code}]: {message}"
    hint = _printable(diagnostic.hint, keep="\n").split("\n") if diagnostic.hint else []
    if not diagnostic.end:
        return "\n".join([heading, f" --> {filename or 'source'}", *_hint_lines(hint, " ")])
    line, column = line_and_column(source, diagnostic.start)
    begin = source.rfind("\n", 0, min(diagnostic.start, len(source))) + 1
    end = source.find("\n", begin)
    text = source[begin : len(source) if end < 0 else end]
    excerpt, before, marked = _excerpt(text, column - 1, diagnostic.end - begin)
    margin = " " * len(str(line))
    rendered = [
        heading,
        f"{margin}--> {filename or 'source'}:{line}:{column}",
        f"{margin} |",
        f"{line} | {excerpt}".rstrip(),
        f"{margin} | {' ' * before}{'^' * max(1, marked)}",
    ]
    return "\n".join([*rendered, *_hint_lines(hint, margin)])


def _hint_lines(hint: Sequence[str], margin: str) -> list[str]:
    return [f"{margin} {' ' if place else '='} {each}" for place, each in enumerate(hint)]


def _excerpt(line: str, start: int, stop: int) -> tuple[str, int, int]:
    """Return the part of a line to print, the number of columns before the place in it, and the number of columns of
    the place."""
    last = max(start, min(stop, len(line.rstrip())))
    marked = _width(line[start:last])
    if _width(line) <= WIDTH:
        return _printable(line), _width(line[:start]), marked
    first = start  # as far to the left as leaves room for the place and what follows
    room = max(WIDTH - marked, WIDTH // 2) * 2 // 3
    while first and room > 0:
        first -= 1
        room -= _width(line[first])
    end, room = first, WIDTH
    while end < len(line) and room > 0:
        room -= _width(line[end])
        end += 1
    opening, closing = "…" if first else "", "…" if end < len(line) else ""
    before = len(opening) + _width(line[first:start])
    excerpt = f"{opening}{_printable(line[first:end])}{closing}"
    return excerpt, before, min(marked, _width(line[start:end]))


def _printable(text: str, keep: str = "") -> str:
    """Return the text with tabs as spaces, so that the caret is in its place, and with terminal control characters
    replaced."""
    text = text.replace("\t", TAB)
    return "".join(char if char in keep or unicodedata.category(char) not in _OBEYED else "�" for char in text)


def _width(text: str) -> int:
    """Return the number of columns that `text` takes on a terminal."""
    width = 0
    for char in text.replace("\t", TAB):
        if unicodedata.category(char) in ("Mn", "Me"):
            continue  # it combines with the character before it
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def did_you_mean(name: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return `did you mean ...?` with the most similar of the known names, at least as like as that, or ""."""
    if len(name) > _LONGEST_NAME:
        return ""
    names = sorted(set(known))
    folded = {each.casefold(): each for each in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=likeness)
    return f"did you mean `{folded[near[0]]}`?" if near else ""


def in_words(things: Sequence[str], last: str = "or") -> str:
    """Return `a, b or c`."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def article(noun: str) -> str:
    """Return the noun with its article: `a List`, `an Optional`."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"
