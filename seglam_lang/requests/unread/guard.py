"""Words of a request that nothing in a program explains."""

from __future__ import annotations

from typing import NamedTuple

from seglam_lang.requests.loose.english import FUNCTION_WORDS, NEGATIONS
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms
from seglam_lang.requests.unread.features import Footprint
from seglam_lang.requests.unread.lexicon import Lexicon, SpanKind, shipped
from seglam_lang.requests.unread.spans import Span, place_of, spans_of

# How likely words must be to be said though a program has nothing that they go with, for the program to be believed.
# Chosen from what `python -m tests.bench.unread` prints.
LEAST_WITHOUT = 0.1  # of a word, without any of the features that it goes with
LEAST_IN_STORY = 0.05  # the same without a table: a problem in words tells more than it asks
LEAST_MENTION = 0.06  # of a column or cell that is mentioned, without being taken
LEAST_WORD = 0.1  # of another word, without being a column or cell that the table lacks


class Unexplained(NamedTuple):
    """Words that nothing in a program explains, and how likely they are said of it, in parts of the least chance.

    A word that `may_name` something goes with nothing that programs do: it may be a column or cell that the table
    lacks, or what its rows are called. `others` are less unlikely.
    """

    span: Span
    chance: float
    may_name: bool = False
    others: tuple[Unexplained, ...] = ()


def unexplained(reading: Reading, footprint: Footprint, lexicon: Lexicon | None = None) -> Unexplained | None:
    """Return the words that a program explains least, with the others; None where it explains all."""
    lexicon = lexicon or shipped()
    spans = spans_of(reading, footprint)
    found = [each for span in spans if (each := _without(span, reading, footprint, lexicon))]
    named = [_as_name(span, reading, lexicon) for span in spans if _may_be_name(span, reading, footprint, lexicon)]
    named.sort(key=lambda each: each.chance)
    found += named[_unspelled(reading, footprint) :]
    left = sorted((each for each in found if each.chance < 1), key=lambda each: each.chance)
    return left[0]._replace(others=tuple(left[1:])) if left else None


def _without(span: Span, reading: Reading, footprint: Footprint, lexicon: Lexicon) -> Unexplained | None:
    """Return a word, or a mention, that the program has nothing for."""
    if span.taken or is_explained(span, reading, footprint, lexicon):
        return None
    if _is_small_header(span, reading) and _unspelled_columns(reading, footprint):
        return Unexplained(span, 0.0)
    if span.is_name:
        return Unexplained(span, lexicon.chance_in(place_of(span, reading.tokens)) / LEAST_MENTION)
    word = reading.tokens[span.first].norm
    if span.kind is SpanKind.VALUE and reading.inputs.tables:  # "three" is a number, "one" mostly is not
        return Unexplained(span, lexicon.chance_as_value(word) / LEAST_WORD)
    company = lexicon.company_of(word)
    least = LEAST_WITHOUT if reading.inputs.tables else LEAST_IN_STORY
    return None if company is None else Unexplained(span, company.chance_without / least)


def is_explained(span: Span, reading: Reading, footprint: Footprint, lexicon: Lexicon) -> bool:
    """Return whether a single word goes with something that the program does, or is in a text that it states."""
    if span.last - span.first > 1:
        return False
    word = reading.tokens[span.first].norm
    if any(isinstance(value, str) and word in norms(value) for value in footprint.values):
        return True
    company = lexicon.company_of(word)
    return company is not None and not footprint.features.isdisjoint(company.features)


def _is_small_header(span: Span, reading: Reading) -> bool:
    """Return whether a word is the name of a column and an article or a negation: a column that is called "a".

    How often a name is said without being meant was counted of other names: of this one it says nothing. The word may
    be an article, but not where a column is taken that no words spell. A preposition ("from", "to") has its own place
    in a sentence, and is counted as other names are.
    """
    if span.kind is not SpanKind.COLUMN or span.last - span.first > 1:
        return False
    word = reading.tokens[span.first].norm
    return word in NEGATIONS or (len(word) == 1 and word in FUNCTION_WORDS)


def _may_be_name(span: Span, reading: Reading, footprint: Footprint, lexicon: Lexicon) -> bool:
    """Return whether a word may be the name of a column or cell that the table lacks."""
    word = reading.tokens[span.first].norm
    if span.kind is not SpanKind.WORD or not reading.inputs.tables or not word[0].isalpha() or word in FUNCTION_WORDS:
        return False
    return not is_explained(span, reading, footprint, lexicon)


def _as_name(span: Span, reading: Reading, lexicon: Lexicon) -> Unexplained:
    word = reading.tokens[span.first].norm
    return Unexplained(span, lexicon.chance_of(word, place_of(span, reading.tokens)) / LEAST_WORD, may_name=True)


def _unspelled(reading: Reading, footprint: Footprint) -> int:
    """Return how many columns and texts a program takes that no words spell: each may be what some word means."""
    mentions = (*reading.visible, *reading.hints, *reading.bare)
    spelled = {mention.value for mention in mentions if isinstance(mention.value, str)}
    texts = {value for value in footprint.values if isinstance(value, str)}
    return len(_unspelled_columns(reading, footprint)) + len(texts - spelled)


def _unspelled_columns(reading: Reading, footprint: Footprint) -> frozenset[str]:
    """Return the headers of the columns that a program takes and no words spell."""
    mentions = (*reading.visible, *reading.hints)
    return footprint.headers - {mention.header for mention in mentions if isinstance(mention, ColumnRef)}
