"""Drafts under llama.cpp's grammar: of the right syntax by construction, then checked, and discarded where ill typed.

It is for where the typed constraint of `drafting` costs too much, and to compare with. A grammar leads no draft to its
end, as it knows no budget: what has not ended after MOST_PIECES is cut off.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import LanguageError, check_draft
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import lexemes
from seglam_lang.translator.decode import LEAST_PROBABILITY, NEGLIGIBLE
from seglam_lang.translator.foreign.drafting import (
    GIVEN_UP,
    NO_TOKEN,
    SCALE,
    TRIED,
    UNWILLING,
    Logits,
    PieceNetwork,
    best,
    drawn,
    ends_a_line,
    out_of_time,
    pick,
    probabilities,
)
from seglam_lang.translator.foreign.pieces import Pieces
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

    def drafts(self, candidates: int, seed: int, limit_s: float) -> list[Draft]:
        """Return the likeliest draft, and where that is doubted or came to nothing some that are drawn."""
        return drawn(self._draft, candidates, seed, limit_s)

    def _draft(self, dice: random.Random | None, limit_s: float, deadline: float) -> Draft:
        sampler = self.sampler()
        try:
            return self._written(sampler, dice, limit_s, deadline)
        finally:
            sampler.close()

    def _written(self, sampler: Sampler, dice: random.Random | None, limit_s: float, deadline: float) -> Draft:
        text, log_probability, willing = "", 0.0, 1.0
        logits = self.network.begin()

        def ended(fate: Fate, why: str) -> Draft:
            written = text.encode("latin-1").decode("utf-8", "replace").strip()
            return Draft(written, log_probability, fate, why, willing=willing, typed=False)

        for _ in range(MOST_PIECES):
            if time.monotonic() > deadline:
                return ended(Fate.OUT_OF_TIME, out_of_time(limit_s))
            choices, share = self._choices(logits, sampler)
            if not choices:
                return ended(Fate.CUT_OFF, NO_TOKEN)
            choice = pick(choices, dice)
            log_probability += math.log(choice.probability / math.fsum(each.probability for each in choices))
            willing *= share
            if choice.ends:
                return self._judged(text, log_probability, willing)
            if willing < self.least_willing:
                return ended(Fate.CUT_OFF, GIVEN_UP)
            text += self.pieces.texts[choice.token]
            sampler.accept(choice.token)
            logits = self.network.step(choice.token)
        return ended(Fate.CUT_OFF, f"cut off by the limit of {MOST_PIECES} tokens")

    def _judged(self, text: str, log_probability: float, willing: float) -> Draft:
        """Return a draft whose syntax is right, as the checker sees it."""
        written = text.encode("latin-1").decode("utf-8", "replace").strip()
        if written == REFUSAL:
            return Draft("", log_probability, Fate.REFUSED, NOTHING_TO_COMPUTE, typed=False)
        fate, why = Fate.FINISHED, ""
        try:
            check_draft(written, self.signature)
            written = source_of(tokens_of(lexemes(written)))
        except LanguageError as error:
            fate, why = Fate.ILL_TYPED, f"it does not type-check: {error}"
        return Draft(written, log_probability, fate, why, willing=willing**SCALE, typed=False)

    def _choices(self, logits: Logits, sampler: Sampler) -> tuple[list[Piece], float]:
        """Return the admitted pieces that matter, the likeliest first, and their share of what was tried."""
        probability = probabilities(logits)
        tried = list(best(logits, TRIED))
        admitted = {*sampler.admitted([*tried, *self.pieces.ends])}
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
            every = sampler.admitted(range(len(self.pieces.texts)))
            likeliest = max(every, key=lambda token: (probability(token), -token), default=None)
            if likeliest is None:
                return [], LEAST_PROBABILITY
            return [Piece(likeliest, probability(likeliest), likeliest in self.pieces.ends)], LEAST_PROBABILITY
        return found, min(1.0, share / max(1.0 - left, share))
