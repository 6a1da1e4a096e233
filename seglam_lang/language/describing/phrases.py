"""Phrases: stretches of plain words that know how tightly they hold together, so that brackets stand where they must.

A description can be read in one way only. A phrase has a `level`, as an operator has a precedence: what is looser than
its place in a larger phrase allows is put in brackets. And a phrase has an `edge`: what its last words could still take
in. Only a phrase with a CLOSED edge may be followed by more words without brackets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How tightly the words of a phrase hold together, the tightest first."""

    TERM = 0  # a name, a literal, or what stands in brackets
    WHOLE = 1  # "the total Salary": begins and ends with its own words
    NOUN = 2  # "the year of Date": ends with another phrase
    PRODUCT = 3
    SUM = 4
    STEP = 5  # "..., rounded to 2 decimals"
    COMPARISON = 6
    AND = 7
    OR = 8
    CHOICE = 9  # "... if ..., otherwise ..."
    CLAUSES = 10  # "...; with x being ..."


class Edge(IntEnum):
    """What may follow a phrase without being taken for a part of its end."""

    CLOSED = 0  # anything
    ROWS = 1  # only ", sorted by ...", which belongs to the rows at its end
    OPEN = 2  # nothing


class Words(NamedTuple):
    """A part of a phrase, with its edge; `whole` if it ends with words of its own, or with the name of a column."""

    text: str
    edge: Edge
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for a value.

    `plural` are words for its rows or items, as they follow "the number of", where it has such; `each` are words for
    each of its rows. `rows` says that it begins with "the rows", so that a sorting can follow; `unsaid` that it goes
    without saying (the only table, the row in question). `kind` is the name of its type, of a column that of its cells,
    where that is known.
    """

    text: str
    level: Level = Level.TERM
    edge: Edge = Edge.CLOSED
    plural: Words | None = None
    each: str = ""
    rows: bool = False
    unsaid: bool = False
    kind: str = ""

    def within(self, loosest: Level, last: bool = False) -> str:
        """Return its words as a part of a larger phrase, in brackets if it is looser than `loosest`, or is not the
        `last` part and could take in what follows."""
        return self.text if self.fits(loosest, last) else f"({self.text})"

    def fits(self, loosest: Level, last: bool = False) -> bool:
        """Return whether it needs no brackets as a part of a larger phrase."""
        return self.level <= loosest and (last or self.edge is Edge.CLOSED)


def infix(left: Phrase, sign: str, right: Phrase, level: Level) -> Phrase:
    """Return two phrases joined by an operator that groups from the left.

    In arithmetic a noun phrase stands in brackets: nobody is sure what "the sum of a + b" is.
    """
    if level in (Level.PRODUCT, Level.SUM):
        left, right = (
            replace(each, level=Level.CHOICE) if each.level is Level.NOUN else each for each in (left, right)
        )
    tighter = Level(level - 1) if level > Level.PRODUCT else Level.WHOLE
    edge = Edge.OPEN if right.fits(tighter, last=True) and right.edge else Edge.CLOSED
    return Phrase(f"{left.within(level)} {sign} {right.within(tighter, last=True)}", level, edge)


def rows_phrase(text: str, edge: Edge = Edge.ROWS, unsaid: bool = False) -> Phrase:
    """Return a phrase that begins with "the rows"."""
    return Phrase(text, Level.NOUN, edge, Words(text[4:], edge), "each row" + text[8:], rows=True, unsaid=unsaid)
