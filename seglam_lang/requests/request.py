"""A request cut into tokens, with what is often looked up about them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from seglam_lang.language.values import Notation
from seglam_lang.requests.decimal_commas import with_decimal_commas
from seglam_lang.requests.model import Token
from seglam_lang.requests.tokens import plain, tokenise

_CONJUNCTIONS = frozenset(("and", "&", "or"))
_NUMERIC = re.compile(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})/[0-9]{2}")


class Request(NamedTuple):
    """A request, with what is often looked up about its tokens."""

    text: str
    plain: str
    tokens: tuple[Token, ...]
    norms: list[str]
    starts: dict[int, int]  # position in the text -> the token that starts there
    ends: dict[int, int]  # position in the text -> the token after the one that ends there
    today: date | None  # the day that relative dates count from
    notations: frozenset[Notation]  # of its inputs, in which it is written too
    day_first: bool  # whether 5/6/2024 is in June

    @staticmethod
    def of(text: str, today: date | None = None, notations: frozenset[Notation] = frozenset()) -> Request:
        """Return the request with these words. Without `today`, relative dates are none."""
        written = plain(text)
        tokens = with_decimal_commas(tokenise(text), written, Notation.DECIMAL_COMMA in notations)
        starts = {token.start: position for position, token in enumerate(tokens)}
        ends = {token.end: position for position, token in enumerate(tokens, 1)}
        norms = [token.norm for token in tokens]
        return Request(text, written, tokens, norms, starts, ends, today, notations, _is_day_first(written, notations))

    def word(self, at: int) -> str:
        """Return the token at a position as it is looked up, "" beyond the borders."""
        return self.norms[at] if 0 <= at < len(self.norms) else ""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens of a stretch of text, or None if it cuts one."""
        first, last = self.starts.get(start), self.ends.get(end)
        return None if first is None or last is None else (first, last)

    def adjacent(self, left: int) -> bool:
        """Return whether nothing stands between tokens `left` and `left + 1` (False at the borders)."""
        return 0 <= left < len(self.tokens) - 1 and self.tokens[left].end == self.tokens[left + 1].start

    def after_separator(self, position: int) -> int:
        """Return the position after ",", "and" or ", and", and -1 if there is no separator."""
        norms, start = self.norms, position
        if position < len(norms) and norms[position] == ",":
            position += 1
        if position < len(norms) and norms[position] in _CONJUNCTIONS:
            position += 1
        return position if position > start else -1


def _is_day_first(text: str, notations: frozenset[Notation]) -> bool:
    """Return whether a request has the day first: as its inputs have, else as a date that can only be read so."""
    if notations & {Notation.DAY_FIRST, Notation.MONTH_FIRST} or "/" not in text:
        return Notation.DAY_FIRST in notations
    pairs = [(int(first), int(second)) for first, second in _NUMERIC.findall(text)]
    return {first > 12 for first, second in pairs if (first > 12) != (second > 12)} == {True}
