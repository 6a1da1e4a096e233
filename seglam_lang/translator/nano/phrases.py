"""The files in phrases/: programs, each with patterns of ways to ask for it, and how a pattern becomes a request.

A line that is not indented is a program, the indented ones below it are its patterns, with alternatives as in `ask`
phrases. Placeholders such as `{a}` are drawn first (columns of a table, values of cells, numbers, dates, texts), then
one pattern is expanded; both sides name the same placeholders, so that a sampled request and its program cannot
disagree.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seglam_lang.requests.alternatives import Phrase, parse

FOLDER = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A program with its wordings; `program` is None in the file of what must be refused."""

    program: str | None
    patterns: tuple[Phrase, ...]


def lines(name: str) -> list[str]:
    """Return the lines of phrases/NAME.txt, without comments."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def phrasings(name: str) -> list[Phrasing]:
    """Return the phrasings of phrases/NAME.txt."""
    found: list[tuple[str | None, list[Phrase]]] = []
    for line in lines(name):
        if line.startswith("    "):
            if not found:
                found.append((None, []))
            found[-1][1].append(parse(line.strip()))
        else:
            found.append((line.strip(), []))
    return [Phrasing(program, tuple(patterns)) for program, patterns in found]


def draw(pattern: Phrase, rng: random.Random) -> str:
    """Return one of the texts that a pattern stands for."""
    return " ".join(pattern.draw(rng).split())


LEXEME = re.compile(r"\{\w\}|\.\w+\(|\w+|\"[^\"]*\"|=>|==|!=|<=|>=|[-+*/()\[\]<>,]")


def written(program: str, refs: Mapping[str, str]) -> str:
    """Return the program of a line: each placeholder (`{a}`, or `FROM`) as it is written in `refs`."""
    lexemes = LEXEME.findall(program)
    spaced = (lexeme if lexeme.startswith(".") else f" {refs.get(lexeme, lexeme)}" for lexeme in lexemes)
    return f"return{''.join(spaced)}"


def politely(words: str, rng: random.Random) -> str:
    """Return the words, perhaps with a capital, a question mark or a please, none of which changes a request."""
    if rng.random() < 0.35:
        words = words[:1].upper() + words[1:]
    if rng.random() < 0.05:
        words = rng.choice(["please ", "can you ", "i want to know "]) + words
    return words + rng.choice(["", "", "", "?", " ?", "."])
