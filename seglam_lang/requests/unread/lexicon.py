"""Which words go with what: counted over requests and their programs, and shipped (`translator.nano.lexicon` counts).

A *block* is one thing that is asked, in one or more wordings. Of a word the lexicon has in how many blocks it is a name
(a column or cell that the program takes) and in how many it is none; and, where it goes with some features of programs
more than by chance, these features, and in how many blocks it stands without any of them. Of a place in a sentence it
has how often a name stands there that the program takes, and how often something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.loose.words import root

FILE = Path(__file__).with_name("lexicon.txt")
ROOT = "~"  # before the root of words, which stands for forms that are too rare by themselves
START = "^"  # in the place of the word before the first one
DIGITS = "#"  # in the place of a number
ANYWHERE = ""  # in the place of the word before: all such places
OFTEN = 5  # blocks: a form that is in as many has features of its own
_PLACES = 4  # a place that was seen as often counts as much as what is known of such places in general
_WORDS = 3  # the same of a word that was seen in as many blocks, and of its place


class SpanKind(StrEnum):
    """What a stretch of a request is."""

    COLUMN = "column"
    CELL = "cell"
    LOOSE = "loose"  # a column or cell, by a name that is not quite its own
    VALUE = "value"  # a literal, or an input called by its name
    WORD = "word"


class Place(NamedTuple):
    """Where in a sentence a stretch stands, as far as it tells names of columns and cells from other words: after which
    word (and its article), and whether it ends as a plural.
    """

    kind: SpanKind
    before: str
    plural: bool


class Company(NamedTuple):
    """The `features` of programs that a word goes with: of the `blocks` that it is in, of so many `tables`, only
    `without` have none of them.
    """

    blocks: int
    tables: int
    without: int
    features: tuple[str, ...]

    @property
    def chance_without(self) -> float:
        """Return how likely it is that the word is said where a program has none of the features.

        Blocks of one table are alike, so that what counts is in how many tables the word is.
        """
        weight = self.blocks / self.tables
        return (self.without + weight / 2) / (self.blocks + weight)


class Names(NamedTuple):
    """How often something is a name, of a column or cell that the program takes, and how often not."""

    taken: int = 0
    left: int = 0

    def chance_left(self, prior: float, weight: int) -> float:
        """Return how likely it is none, where `prior` says so for as many cases as `weight`."""
        return (self.left + weight * prior) / (self.taken + self.left + weight)


class Lexicon(NamedTuple):
    """What was counted: the company of words, and names among words and places."""

    company: dict[str, Company]
    words: dict[str, Names]
    places: dict[Place, Names]

    def company_of(self, word: str) -> Company | None:
        """Return what a word goes with, or else its other forms; None where they go with nothing, or are unknown."""
        found = self.company.get(word)
        return found if found or not word.isalpha() else self.company.get(ROOT + root(word))

    def knows(self, word: str) -> bool:
        """Return whether a word is one of the known vocabulary: it stands in other requests and is no name there."""
        return (
            word in FUNCTION_WORDS or self.company_of(word) is not None or self.words.get(word, Names()).left >= OFTEN
        )

    def chance_in(self, place: Place) -> float:
        """Return how likely it is that what stands in a place is no name that a program should take."""
        general = self.places.get(place._replace(before=ANYWHERE), Names()).chance_left(0.5, 2)
        return self.places.get(place, Names()).chance_left(general, _PLACES)

    def chance_of(self, word: str, place: Place) -> float:
        """Return how likely it is that a word in a place is no name."""
        return self.words.get(word, Names()).chance_left(self.chance_in(place), _WORDS)

    def chance_as_value(self, word: str) -> float:
        """Return how likely it is that a word which may be a value is none that a program should take."""
        return self.words.get(word, Names()).chance_left(0.5, _WORDS)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file that `parse` reads."""
        for word in sorted({*self.company, *self.words}):
            goes_with = self.company.get(word)
            yield "\t".join(
                [
                    word,
                    *map(str, self.words.get(word, Names())),
                    *([*map(str, goes_with[:3]), " ".join(goes_with.features)] if goes_with else []),
                ]
            )
        for place, names in sorted(self.places.items()):
            yield "\t".join(["", place.kind, place.before, str(int(place.plural)), *map(str, names)])


def parse(lines: Iterable[str]) -> Lexicon:
    """Return the lexicon that these lines state."""
    lexicon = Lexicon({}, {}, {})
    for line in lines:
        word, *rest = line.rstrip("\n").split("\t")
        if word:
            taken, left, *company = rest
            lexicon.words[word] = Names(int(taken), int(left))
            if company:
                blocks, tables, without, features = company
                lexicon.company[word] = Company(int(blocks), int(tables), int(without), tuple(features.split(" ")))
        else:
            kind, before, plural, taken, left = rest
            lexicon.places[Place(SpanKind(kind), before, plural == "1")] = Names(int(taken), int(left))
    return lexicon


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """Return the lexicon that ships."""
    return parse(FILE.read_text(encoding="utf-8").splitlines())
