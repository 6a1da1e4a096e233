"""Cells that are called by a part of their name: "hollis" for `Hollis Waste`, "Dr Singh" for `Dr. Amara Singh`.

Only words that are meant as themselves (see `bare`) are read so, where one cell alone has them, as whole words, among
all texts of the inputs: then the rows that have the words are those of that cell. It must stand in a column of names:
what is in remarks says nothing. Words without a capital are a part of a name only if all its words have one: a "lock"
is not `New lock`. Who speaks of a part of a text ("titles with oak in them") means the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.computing.unicode_pinned import without_accents
from seglam_lang.language.types import TEXT
from seglam_lang.language.values import Table
from seglam_lang.requests.bare import LONGEST_RUN, MAX_TOKENS, BareTexts
from seglam_lang.requests.loose.english import FUNCTION_WORDS, OF_CELLS
from seglam_lang.requests.loose.words import root
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import CellRef, Likeness, Mention, Token
from seglam_lang.requests.tokens import norms, plain

MAX_WORDS = 6  # of a name
MOST = 6  # of a request
MOST_CELLS = 20_000  # different ones, of all tables
SHORTEST = 3  # letters of what is said of a name
_OF_PARTS = frozenset(("contain", "includ", "start", "begin", "end", "mention", "match", "prefix", "suffix", "like"))
_BETWEEN = r"\W{1,3}"  # two words of a name: "Dr. Singh", "Ní-Bhriain"
_WORD = re.compile(r"\w+")


def cells_in_part(
    request: str, tokens: Sequence[Token], mentions: Sequence[Mention], inputs: Inputs
) -> tuple[CellRef, ...]:
    """Return the cells that the words call by a part of their names; `mentions` are all that they may mention."""
    if len(tokens) > MAX_TOKENS or any(_speaks_of_parts(tokens, at) for at in range(len(tokens))):
        return ()
    found: list[CellRef] = []
    for cell in _Cells(BareTexts(request, tokens, mentions, inputs)).found():
        before = found[-1] if found else None
        if before and before.value == cell.value and _is_next(tokens, before.last, cell.first):
            found[-1] = replace(before, last=cell.last)
        else:
            found.append(cell)
    return tuple(found[:MOST])


def _speaks_of_parts(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word says that a part of a text is meant: "starts with", "in them"."""
    norm = tokens[at].norm
    return root(norm) in _OF_PARTS or (norm in ("it", "them") and at > 0 and tokens[at - 1].norm == "in")


def _is_next(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Return whether nothing but signs stands between two stretches: the comma of "Singh, Amara"."""
    return not any(token.norm[0].isalnum() for token in tokens[end:start])


class _Cells:
    """The text cells of all tables, in which words are looked up."""

    def __init__(self, bare: BareTexts) -> None:
        self.bare, self.tables = bare, bare.inputs.tables

    def found(self) -> Iterator[CellRef]:
        """Yield the cells that the longest stretches of words tell from all others, in order."""
        at, end = 0, len(self.bare.tokens)
        while at < end:
            ends = range(min(at + LONGEST_RUN, end), at, -1)
            found = next((each for last in ends if (each := self._told_apart(at, last))), None)
            if found is not None:
                yield found
            at = at + 1 if found is None else found.last

    def _told_apart(self, first: int, last: int) -> CellRef | None:
        words = [without_accents(token.norm) for token in self.bare.tokens[first:last]]
        if len("".join(words)) < SHORTEST or not all(map(self.bare.is_free, range(first, last))):
            return None
        cells = self._with(words)
        if len(cells) != 1 or not self.bare.may_be_run(first, last):
            return None
        is_name = _has_capitals(cells[0]) or any(map(self.bare.is_capital, range(first, last)))
        return self._named(self._with_title(first, cells[0]), last, cells[0]) if is_name else None

    def _with_title(self, first: int, cell: str) -> int:
        """Return the token that a stretch begins with, with a title of the cell in front of it: "Dr Singh"."""
        at = first - 2 if first > 1 and self.bare.tokens[first - 1].norm == "." else first - 1
        title = self.bare.tokens[at].norm if at >= 0 else ""
        return at if title in OF_CELLS and title in norms(cell) and self.bare.is_free(at) else first

    def _with(self, words: Sequence[str]) -> list[str]:
        """Return the different cells that have these words, one after the other, the last one as a singular too."""
        last = (words[-1], stem(words[-1]))
        if not all(word in self.text for word in words[:-1]) or not any(form in self.text for form in last):
            return []  # most words are in no cell
        forms = [f"(?:{'|'.join(map(re.escape, last))})"]
        pattern = re.compile(r"(?<!\w)" + _BETWEEN.join([*map(re.escape, words[:-1]), *forms]) + r"(?!\w)")
        return [cell for cell, plainly in self.cells if pattern.search(plainly)]

    @cached_property
    def different(self) -> list[str]:
        """The different texts of all tables; none where there are many."""
        columns = [
            table.distinct(place)
            for table in self.tables.values()
            for place, kind in enumerate(table.types)
            if kind == TEXT
        ]
        if sum(map(len, columns)) > MOST_CELLS:
            return []
        return list(dict.fromkeys(chain.from_iterable(columns)))

    @cached_property
    def text(self) -> str:
        """All these texts, with their letters in their plain form."""
        return _plainly("\0".join(self.different))

    @cached_property
    def cells(self) -> list[tuple[str, str]]:
        """These texts, each with its letters in their plain form."""
        return [(cell, _plainly(cell)) for cell in self.different]

    def _named(self, first: int, last: int, cell: str) -> CellRef | None:
        for name, table in self.tables.items():
            places = [place for place, kind in enumerate(table.types) if kind == TEXT and table.holds(place, cell)]
            if places:
                if not all(_has_names(table, place) for place in places):
                    return None
                columns = tuple([table.headers[place] for place in places])
                return CellRef(first, last, TEXT, cell, name, columns, Likeness.SHORTENED)
        return None


def _plainly(text: str) -> str:
    return without_accents(plain(text)).casefold()


def _has_capitals(cell: str) -> bool:
    """Return whether a text is written as a name of several words: each of them has a capital, or is small."""
    words = [word for word in _WORD.findall(cell) if word[0].isalpha() and word not in FUNCTION_WORDS]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _has_names(table: Table, place: int) -> bool:
    """Return whether the cells of a column may be names: short texts, and few rows without one."""
    longest = max((len(_WORD.findall(cell)) for cell in table.distinct(place)), default=0)
    return longest <= MAX_WORDS and 2 * table.blanks(place) <= table.length
