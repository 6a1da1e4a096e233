"""How likely a draft means what the request asks: a cross-encoder reads the two beside each other, in words.

    [CLS] who earns the most ? [SEP] the name of the row with the largest salary [SEP]

It knows nothing of how the draft came about, so that it is a second opinion on whatever model wrote it. A draft is read
as its description (`in_words`), so that what it learned of words holds for all programs. Cross-encoders are
Nogueira and Cho's (2019), who order passages by how well they answer a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from seglam_lang.translator.vocabulary import BEGIN, CLOSE, Vocabulary

LONGEST_REQUEST, LONGEST_DESCRIPTION = 96, 120  # pieces of each that are read
LONGEST_PAIR = LONGEST_REQUEST + LONGEST_DESCRIPTION + 3

_WORDS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\S")


def pair(request: str, description: str, vocabulary: Vocabulary) -> list[int]:
    """Return the ids that are read of a request and a description."""
    begin, close = vocabulary.piece_ids[BEGIN], vocabulary.piece_ids[CLOSE]
    asked = islice(_pieces(request, vocabulary), LONGEST_REQUEST)
    said = islice(_pieces(description, vocabulary), LONGEST_DESCRIPTION)
    return [begin, *asked, close, *said, close]


def _pieces(text: str, vocabulary: Vocabulary) -> Iterator[int]:
    for match in _WORDS.finditer(text):
        yield from vocabulary.word(match.group())
