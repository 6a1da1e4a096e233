"""Words that are meant as themselves, though no quotes stand around them: "names with mat in them", "split A7-K2-M9".

Only what can hardly be anything else is read so. A word must mention nothing, not even loosely, and be unknown from
other requests, or be written as a name, with a capital inside the request. Over a table it must stand in a text cell:
nobody looks for what is nowhere. Its value is spelled as the cells spell it. Without a table longer stretches count
too: codes and paths (no space, but a sign inside), names of several words, long numbers, and all that follows a colon.

Like the literals of `further` these are not among what a model was offered before, and they are looked up last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import TEXT
from seglam_lang.requests import kinds
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import Literal, Mention, Token
from seglam_lang.requests.slots import visible
from seglam_lang.requests.unread.lexicon import shipped

MOST = 6  # of a request, the first ones
LONGEST_RUN = 4  # tokens of a name
LONG_NUMBER = 5  # digits: a number of so many may be a code
SHORT = 2  # letters: what is so short must begin a word of a cell
MAX_TOKENS = 120  # of a request: a longer one is a text, in which any word may be unknown
_CLOSING = ".,;:?!)]}\"'"
_CHUNK = re.compile(r"\S+")


def bare_texts(request: str, tokens: Sequence[Token], mentions: Sequence[Mention], inputs: Inputs) -> list[Literal]:
    """Return the words of a request that are meant as themselves, in order, none within another.

    `mentions` are all that it may mention, loose ones too.
    """
    if len(tokens) > MAX_TOKENS:
        return []
    found = BareTexts(request, tokens, mentions, inputs)
    if inputs.tables:
        return list(islice(found.in_cells(), MOST))
    literals = list(found.without_table())
    return [each for each in visible(literals) if isinstance(each, Literal)][:MOST] if literals else []


class BareTexts:
    """A request whose words may be meant as themselves; `mentions` are all that it may mention."""

    def __init__(self, request: str, tokens: Sequence[Token], mentions: Sequence[Mention], inputs: Inputs) -> None:
        self.request, self.tokens, self.inputs = request, tokens, inputs
        self.spans = {(each.first, each.last) for each in mentions}
        self.mentioned = {at for span in self.spans for at in range(*span)}

    # Over a table

    def in_cells(self) -> Iterator[Literal]:
        """Yield the longest stretches of free words that stand in a cell."""
        at = 0
        while at < len(self.tokens):
            ends = range(min(at + LONGEST_RUN, len(self.tokens)), at, -1)
            found = next((each for last in ends if (each := self._in_cell(at, last))), None)
            if found is not None:
                yield found
            at = at + 1 if found is None else found.last

    def _in_cell(self, first: int, last: int) -> Literal | None:
        if not self.may_be_run(first, last):
            return None
        written = self._words(first, last)
        spelled = self._spelled(written) or (last - first == 1 and self._spelled(stem(written)))
        return Literal(first, last, TEXT, spelled, kinds.BARE_TEXT) if spelled else None

    def _spelled(self, written: str) -> str:
        """Return words as the first cell that has them spells them, "" where none does."""
        found = self.cells.find(written)
        if found >= 0 and self._is_clear(written, found, self.cells):
            return written
        pattern = re.escape(written) if len(written) > SHORT else rf"\b{re.escape(written)}"
        match = re.search(pattern, self.cells, re.IGNORECASE)
        return match.group() if match else ""

    @staticmethod
    def _is_clear(written: str, at: int, cells: str) -> bool:
        return len(written) > SHORT or at == 0 or not cells[at - 1].isalnum()

    @cached_property
    def cells(self) -> str:
        """The text cells of all tables, one a line."""
        columns = [
            table.distinct(place)
            for table in self.inputs.tables.values()
            for place, kind in enumerate(table.types)
            if kind == TEXT
        ]
        return "\n".join([cell for cells in columns for cell in cells])

    # Without a table

    def without_table(self) -> Iterator[Literal]:
        """Yield codes, names, long numbers and what follows a colon."""
        yield from self._after_colon()
        yield from self._chunks()
        at = 0
        while at < len(self.tokens):
            last = at
            while last < min(at + LONGEST_RUN, len(self.tokens)) and self._may_be_name(last):
                last += 1
            last = max(last, at + 1)
            if self.may_be_run(at, last) or self._is_long_number(at):
                yield self._literal(at, last)
            at = last

    def _after_colon(self) -> Iterator[Literal]:
        for at, token in enumerate(self.tokens[1:-1], 1):
            if token.norm == ":" and self.tokens[at + 1].start > token.end:
                if self.mentioned.isdisjoint(range(at + 1, len(self.tokens))):
                    yield self._literal(at + 1, len(self.tokens))
                return

    def _chunks(self) -> Iterator[Literal]:
        """Yield what has a sign inside and no space: "INV-2024-00731", "holiday.photo.jpeg", "/home/lea"."""
        starts = {token.start: at for at, token in enumerate(self.tokens)}
        ends = {token.end: at for at, token in enumerate(self.tokens, 1)}
        for match in _CHUNK.finditer(self.request):
            end = match.start() + len(match.group().rstrip(_CLOSING))
            first, last = starts.get(match.start()), ends.get(end)
            if first is not None and last is not None and self._is_code(first, last):
                yield self._literal(first, last)

    def _is_code(self, first: int, last: int) -> bool:
        parts = self.tokens[first:last]
        has_sign = any(not token.norm[0].isalnum() for token in parts)
        letters = [at for at in range(first, last) if self.tokens[at].norm[0].isalpha()]
        has_own = any(token.norm[0].isdigit() for token in parts) or any(map(self._is_unknown, letters))
        is_free = parts[0].norm[0] not in "\"'([" and (first, last) not in self.spans
        return has_sign and bool(letters) and has_own and is_free

    def _is_long_number(self, at: int) -> bool:
        norm = self.tokens[at].norm
        return norm.isdecimal() and len(norm) >= LONG_NUMBER

    def _literal(self, first: int, last: int) -> Literal:
        return Literal(first, last, TEXT, self._words(first, last), kinds.BARE_TEXT)

    def _words(self, first: int, last: int) -> str:
        return self.request[self.tokens[first].start : self.tokens[last - 1].end]

    # Words

    def may_be_run(self, first: int, last: int) -> bool:
        """Return whether words may be meant as themselves: one of their own, or names beside it."""
        places = range(first, last)
        if not all(map(self.is_free, places)) or not any(map(self._is_own, places)):
            return False
        return all(self._is_own(at) or self._may_be_name(at) for at in places)

    def _may_be_name(self, at: int) -> bool:
        """Return whether a word may belong to a name: it has a capital, at the beginning because it is unknown."""
        is_written_so = self.is_capital(at) or (self.tokens[at].text[0].isupper() and self._is_unknown(at))
        return is_written_so and self.is_free(at)

    def is_free(self, at: int) -> bool:
        """Return whether a token is a word or number that mentions nothing."""
        return at not in self.mentioned and self.tokens[at].norm[0].isalnum()

    def _is_own(self, at: int) -> bool:
        norm = self.tokens[at].norm
        if self._is_unknown(at):
            return True
        if norm in FUNCTION_WORDS:
            return len(norm) == 1 and norm != "i" and self.is_capital(at)
        return self.is_capital(at) and shipped().company_of(norm) is None

    def _is_unknown(self, at: int) -> bool:
        return not shipped().knows(self.tokens[at].norm)

    def is_capital(self, at: int) -> bool:
        """Return whether a word is written as a name: with a capital, where a sentence does not begin."""
        return at > 0 and self.tokens[at].text[0].isupper() and self.tokens[at - 1].norm not in ".?!"
