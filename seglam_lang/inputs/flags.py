"""Columns that say yes or no.

True and false are a Bool. Yes and No are what the file says, and stay text ("Remote is Yes" finds its cell, an answer
shows Yes), while one spelling of each finds all of them. A column that writes them in several ways (Yes, yes, Y) is a
Bool, as no one text would find all. 0 and 1 stay numbers: they may count, and as flags they can be added up.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.model import Inferred
from seglam_lang.language.types import BOOL

_PAIRS = (("yes", "no"), ("true", "false"), ("y", "n"), ("t", "f"), ("1", "0"))
_WORDS = frozenset(word for pair in _PAIRS[:2] for word in pair)
MEANINGS = {word: word == pair[0] for pair in _PAIRS for word in pair}  # of all spellings, in lower case
_MOST_SPELLINGS = 16


def read_flags(present: Sequence[str]) -> Inferred | None:
    """Return different texts of a column as Bools where they are true and false, or yes and no in several spellings."""
    if len(present) > _MOST_SPELLINGS:
        return None
    folded = [text.casefold() for text in present]
    if not MEANINGS.keys() >= set(folded):
        return None
    values = [MEANINGS[text] for text in folded]
    if set(folded) <= set(_PAIRS[1]):
        return Inferred(BOOL, values)
    if len(set(values)) == len(values):
        return None  # one spelling each
    if _WORDS.isdisjoint(folded) and not any(set(folded) <= set(pair) for pair in _PAIRS):
        return None  # T beside N says neither
    return Inferred(BOOL, values, f"{', '.join(present)} read as true and false")
