"""Drafts under llama.cpp's grammar: of the right syntax by construction, then checked, and discarded where ill typed.

It is for where the typed constraint of `drafting` costs too much, and to compare with. A grammar leads no draft to its
end, as it knows no budget: what has not ended after MOST_PIECES is cut off.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import LanguageError, check_draft
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import lexemes
from seglam_lang.translator.decode import LEAST_PROBABILITY, NEGLIGIBLE
from seglam_lang.translator.foreign.drawing import (
    SCALE,
    TRIED,
    UNWILLING,
    Logits,
    PieceNetwork,
    TimeLimit,
    best,
    drawn,
    ends_a_line,
    probabilities,
    written,
)
from seglam_lang.translator.foreign.pieces import Pieces, text_of
from seglam_lang.translator.foreign.spelling import REFUSAL
from seglam_lang.translator.messages import NOTHING_TO_COMPUTE
from seglam_lang.translator.vocabulary import tokens_of
from seglam_lang.translator.writing import source_of

MOST_PIECES = 200  # most drafts have less than 60


class Piece(NamedTuple):
    """A token that may follow, or whose text says that the draft `ends`."""

    token: int
    probability: float
    ends: bool


class Sampler(Protocol):
    """A grammar behind what has been written; see `sampler.GrammarSampler`."""

    def admitted(self, tokens: Iterable[int]) -> list[int]:
        """Return those of some tokens that may follow."""

    def accept(self, token: int) -> None:
        """Go on behind a token that is admitted."""

    def close(self) -> None:
        """Forget it."""


@dataclass(frozen=True)
class SyntaxDrafting:
    """Draws drafts for one signature from a model with these pieces; each begins with a new sampler."""

    network: PieceNetwork
    pieces: Pieces
    signature: Signature
    sampler: Callable[[], Sampler]
    least_willing: float = UNWILLING

    def drafts(self, candidates: int, seed: int, limit: TimeLimit) -> list[Draft]:
        """Return the likeliest draft, and where that is doubted or came to nothing some that are drawn."""
        return drawn(self.draft, candidates, seed, limit)

    def draft(self, dice: random.Random | None, limit: TimeLimit) -> Draft:
        """Return one draft: the likeliest, or with dice one that is drawn."""
        sampler = self.sampler()
        try:
            beginning = _Untyped(self.pieces, self.signature, sampler)
            return written(self.network, beginning, dice, limit, self.least_willing)
        finally:
            sampler.close()


@dataclass(slots=True)
class _Untyped:
    """What has been written of a draft that is held to the syntax alone."""

    pieces: Pieces
    signature: Signature
    sampler: Sampler
    spelled: str = ""
    typed: bool = False
    most_pieces: int = MOST_PIECES

    @property
    def text(self) -> str:
        return text_of(self.spelled).strip()

    def advance(self, piece: Piece) -> None:
        self.spelled += self.pieces.texts[piece.token]
        self.sampler.accept(piece.token)

    def finished(self, log_probability: float, willing: float) -> Draft:
        """Return a draft whose syntax is right, as the checker sees it."""
        text = self.text
        if text == REFUSAL:
            return Draft("", log_probability, Fate.REFUSED, NOTHING_TO_COMPUTE, typed=False)
        fate, why = Fate.FINISHED, ""
        try:
            check_draft(text, self.signature)
            text = source_of(tokens_of(lexemes(text)))
        except LanguageError as error:
            fate, why = Fate.ILL_TYPED, f"it does not type-check: {error}"
        return Draft(text, log_probability, fate, why, willing=willing**SCALE, typed=False)

    def choices(self, logits: Logits) -> tuple[list[Piece], float]:
        """Return the admitted pieces that matter, the likeliest first, and their share of what was tried."""
        probability = probabilities(logits)
        tried = list(best(logits, TRIED))
        admitted = {*self.sampler.admitted([*tried, *self.pieces.ends])}
        may_end = not admitted.isdisjoint(self.pieces.ends)
        found: list[Piece] = []
        share, left = 0.0, 1.0
        for token in tried:
            if found and left <= NEGLIGIBLE * share:
                break
            left -= probability(token)
            ends = token in self.pieces.ends or (may_end and ends_a_line(self.pieces.texts[token]))
            if token in admitted or (ends and may_end):
                found.append(Piece(token, probability(token), ends))
                share += probability(token)
        if not found:
            every = self.sampler.admitted(range(len(self.pieces.texts)))
            likeliest = max(every, key=lambda token: (probability(token), -token), default=None)
            if likeliest is None:
                return [], LEAST_PROBABILITY
            return [Piece(likeliest, probability(likeliest), likeliest in self.pieces.ends)], LEAST_PROBABILITY
        return found, min(1.0, share / max(1.0 - left, share))
