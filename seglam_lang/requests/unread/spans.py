"""A request cut into what a program takes (columns, cells, literals) and what it does not, word by word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from seglam_lang.language.types import DURATION
from seglam_lang.language.values import Record, Value
from seglam_lang.requests.loose.words import is_plural
from seglam_lang.requests.model import CellRef, ColumnRef, Mention, Token
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.unread.features import Footprint
from seglam_lang.requests.unread.lexicon import DIGITS, START, Place, SpanKind

_POINTING = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "all", "any", "my", "our", "your", "their", "its"}
)


class Span(NamedTuple):
    """The tokens `first` to `last` (exclusive), which the program takes or not."""

    first: int
    last: int
    kind: SpanKind
    taken: bool

    @property
    def is_name(self) -> bool:
        """Return whether it is the name of a column or cell."""
        return self.kind in (SpanKind.COLUMN, SpanKind.CELL, SpanKind.LOOSE)


def spans_of(reading: Reading, footprint: Footprint) -> list[Span]:
    """Return the stretches of a request, in order: each token is in one.

    Of mentions that share words the one counts that the program takes, then the more exact, then the longer one.
    A literal that it does not take is cut into its words; a period or range of which it takes both ends is one stretch,
    whatever a column is called: "from 1 to 15 March" beside `From` and `To`. So is a length of time: "4 hours".
    """
    mentions = [(mention, kind) for mention in reading.visible if (kind := _kind_of(mention))]
    found = [
        Span(mention.first, mention.last, kind, _is_taken(mention, footprint))
        for mention, kind in (*mentions, *((hint, SpanKind.LOOSE) for hint in reading.hints))
    ]
    found = [span for span in found if span.taken or span.kind is not SpanKind.VALUE]
    whole = [each for each in reading.further if _is_whole(each, footprint)]
    found += [Span(each.first, each.last, SpanKind.VALUE, True) for each in whole]
    free = [True] * len(reading.tokens)
    kept = []
    for span in sorted(found, key=lambda span: (not span.taken, span.kind is SpanKind.LOOSE, span.first - span.last)):
        if all(free[span.first : span.last]):
            free[span.first : span.last] = [False] * (span.last - span.first)
            kept.append(span)
    literal = {at for mention, kind in mentions if kind is SpanKind.VALUE for at in range(mention.first, mention.last)}
    for at, is_free in enumerate(free):
        if is_free:
            kept.append(Span(at, at + 1, SpanKind.VALUE if at in literal else SpanKind.WORD, False))
    return sorted(kept)


def place_of(span: Span, tokens: Sequence[Token]) -> Place:
    """Return where a stretch stands."""
    before = _norm(tokens, span.first - 1)
    if before in _POINTING:
        before = f"{_norm(tokens, span.first - 2)} the"
    last = tokens[span.last - 1].norm
    return Place(span.kind, before, last.isalpha() and is_plural(last))


def _norm(tokens: Sequence[Token], at: int) -> str:
    if at < 0:
        return START
    norm = tokens[at].norm
    return DIGITS if norm[0].isdigit() else norm


def _kind_of(mention: Mention) -> SpanKind:
    if isinstance(mention, ColumnRef):
        return SpanKind.COLUMN
    return SpanKind.CELL if isinstance(mention, CellRef) else SpanKind.VALUE


def _is_whole(mention: Mention, footprint: Footprint) -> bool:
    """Return whether a program takes all that a period or range is made of, or a length of time."""
    if isinstance(mention.value, Record):
        return all(_is_among(part, footprint.values) for part in mention.value.values)
    return mention.type == DURATION and _is_among(mention.value, footprint.values)


def _is_taken(mention: Mention, footprint: Footprint) -> bool:
    """Return whether the program takes a column or value, by whichever of its mentions."""
    if isinstance(mention, ColumnRef):
        return mention.header in footprint.headers
    return _is_among(mention.value, footprint.values)


def _is_among(value: Value, values: Collection[Value]) -> bool:
    return any(type(each) is type(value) and each == value for each in values)
