"""What is said when source is wrong: a code, a sentence, the place with a caret, and the likely mend.

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

TAB = "    "
LONGEST_LINE = 160  # of a source line that is shown


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong.

    `code` is stable, in kebab case. `start` and `end` are offsets in the source. `hint` is the likely mend, "" where
    there is none worth saying.
    """

    code: str
    message: str
    start: int
    end: int
    hint: str = ""


class LanguageError(Exception):
    """Source that is no procedure; holds all diagnostics that were found, in order of place."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda each: (each.start, each.end)))
        super().__init__("; ".join(each.message for each in self.diagnostics))


def line_and_column(source: str, offset: int) -> tuple[int, int]:
    """The place as people count: the first line and the first column are 1."""
    offset = min(offset, len(source))
    return source.count("\n", 0, offset) + 1, offset - (source.rfind("\n", 0, offset) + 1) + 1


def render(diagnostic: Diagnostic, source: str, filename: str = "") -> str:
    """The diagnostic as people read it, with the line of the source and a caret under the place."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    line, column = line_and_column(source, diagnostic.start)
    begin = source.rfind("\n", 0, min(diagnostic.start, len(source))) + 1
    end = source.find("\n", begin)
    text = source[begin : len(source) if end < 0 else end]
    stop = max(column, min(diagnostic.end - begin + 1, len(text) + 1))
    before, marked = text[: column - 1], text[column - 1 : stop - 1]
    if len(before) > LONGEST_LINE // 2:  # show the neighbourhood of the place only
        before = "…" + before[-LONGEST_LINE // 2 :]
    shown = before + text[column - 1 :]
    shown = shown if len(shown) <= LONGEST_LINE else shown[:LONGEST_LINE] + "…"
    marked = marked[:LONGEST_LINE]
    margin = " " * len(str(line))
    place = f"{filename or 'source'}:{line}:{column}"
    rendered = [
        f"error[{diagnostic.code}]: {diagnostic.message}",
        f"{margin}--> {place}",
        f"{margin} |",
        f"{line} | {_printable(shown)}".rstrip(),
        f"{margin} | {' ' * _width(before)}{'^' * max(1, _width(marked))}",
    ]
    if diagnostic.hint:
        rendered.append(f"{margin} = {diagnostic.hint}")
    return "\n".join(rendered)


def render_all(error: LanguageError, source: str, filename: str = "") -> str:
    """All diagnostics of `error`, a blank line between them."""
    return "\n\n".join(render(each, source, filename) for each in error.diagnostics)


def _printable(text: str) -> str:
    """Tabs made spaces, so that the caret stands right; what a terminal might obey made visible."""
    text = text.replace("\t", TAB)
    return "".join(char if unicodedata.category(char) not in ("Cc", "Cf") else "�" for char in text)


def _width(text: str) -> int:
    """How many columns `text` takes on a terminal."""
    width = 0
    for char in text.replace("\t", TAB):
        if unicodedata.combining(char):
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean ...?` with the nearest of the names that are known, or ""."""
    names = sorted(set(known))
    folded = {each.casefold(): each for each in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return f"did you mean `{folded[near[0]]}`?" if near else ""


def in_words(things: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def article(noun: str) -> str:
    """`a List`, `an Optional`."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"
