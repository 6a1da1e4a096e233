"""The guide and the definition of the language as sections, for `seglam docs`.

A section is found by the words in the comment under its heading: `<!-- topics: for, loops, yield -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from seglam_lang import resources

DOCUMENTS = ("docs/guide.md", "docs/language.md")  # if two sections have one topic, the first is taken
_HEADING = re.compile(r"(#+) +(.*)")
_TOPICS = re.compile(r"<!-- topics: (.*) -->")
_COMMENT = re.compile(r"<!--.*?-->")
_EMPHASIS = re.compile(r"\*\*([^*]+)\*\*|(?<![\w*])\*(\w[^*]*\w)\*(?![\w*])")
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, or an item of a list."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that keep their form; `language` is "seglam", "python", "console", ... or ""."""

    text: str
    language: str = "seglam"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table."""

    cells: tuple[tuple[str, ...], ...]


Block = Heading | Prose | Code | Rows


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of a document, with the sections inside it; it is found by any of `names`."""

    title: str
    names: tuple[str, ...]
    document: str
    blocks: tuple[Block, ...]


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Return all sections that have topics, in order."""
    return tuple(
        topic
        for name in DOCUMENTS
        for topic in _topics_of(name, resources.path(name).read_text(encoding="utf-8").splitlines())
    )


def _topics_of(document: str, lines: list[str]) -> Iterator[Topic]:
    outside = _outside_of_code(lines)
    for place in outside:
        heading = _HEADING.fullmatch(lines[place])
        named = _TOPICS.fullmatch(_next(lines, place)) if heading else None
        if heading and named:
            ends = [each for each in outside if each > place and _level(lines[each]) in range(1, len(heading[1]) + 1)]
            content = lines[place + 1 : ends[0] if ends else len(lines)]
            title = re.sub(r"^[0-9]+\. ", "", heading[2])
            yield Topic(title, tuple(named[1].split(", ")), document, (Heading(title), *blocks(content)))


def _next(lines: list[str], place: int) -> str:
    """Return the next line that is not empty, or ""."""
    return next(filter(None, lines[place + 1 :]), "")


def _level(line: str) -> int:
    found = _HEADING.fullmatch(line)
    return len(found[1]) if found else 0


def _outside_of_code(lines: list[str]) -> list[int]:
    """Return the places of the lines that are not in a fence, because a comment in code looks like a heading."""
    found, fenced = [], False
    for place, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            found.append(place)
    return found


def blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the blocks of Markdown lines: headings, paragraphs, lists, tables and fenced code."""
    place = 0
    while place < len(lines):
        end = place + 1
        if lines[place].startswith("```"):
            while lines[end] != "```":
                end += 1
            language, _, name = lines[place].removeprefix("```").partition(" ")
            if name:
                yield Prose(f"{name.removesuffix(' wrong')}:")
            yield Code("\n".join(lines[place + 1 : end]), language)
            end += 1
        elif heading := _HEADING.fullmatch(lines[place]):
            yield Heading(plain(heading[2]))
        elif lines[place].startswith("|"):
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            rows = [tuple(plain(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in lines[place:end]]
            yield Rows(tuple(row for row in rows if any(set(cell) - set("- ") for cell in row)))
        elif plain(lines[place]):
            while end < len(lines) and _continues(lines[end]):
                end += 1
            yield Prose(plain(" ".join(map(str.strip, lines[place:end]))))
        place = end


def _continues(line: str) -> bool:
    """Return whether a line belongs to the paragraph above it."""
    return bool(line.strip()) and not line.startswith(("```", "#", "|", "- ", "<!--"))


def plain(text: str) -> str:
    """Return a text without the marks of links, emphasis and comments."""
    text = _LINK.sub(r"\1", _COMMENT.sub("", text))
    return _EMPHASIS.sub(lambda found: found[1] or found[2], text).replace("\\|", "|").strip()
