"""Drafts of a model that was not made for SEGLAM, each well typed by construction.

At each step the best pieces are tried; where none fits, those that lead to the end of a lexeme which may stand there.
The whole vocabulary is never tried.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import completion
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import LITERAL_CLASSES, Construct, State
from seglam_lang.language.completion.lexemes import literal
from seglam_lang.translator.decode import BUDGET, LEAST_PROBABILITY, NEGLIGIBLE
from seglam_lang.translator.foreign.drawing import (
    SCALE,
    TRIED,
    UNWILLING,
    Logits,
    MaskTooSlow,
    PieceNetwork,
    TimeLimit,
    best,
    drawn,
    ends_a_line,
    probabilities,
    written,
)
from seglam_lang.translator.foreign.pieces import Pieces
from seglam_lang.translator.foreign.spelling import Place, Prefix, Spelling
from seglam_lang.translator.messages import NOTHING_TO_COMPUTE
from seglam_lang.translator.vocabulary import tokens_of
from seglam_lang.translator.writing import CONSTRUCTS, source_of

HURRY_AFTER = 160  # pieces: a draft is led to its end then,
MAX_PIECES = 640  # which it has reached before as many
MOST_MASK_S = 2.0  # of CPU time, for all that is found out in one draft about what may follow
FOREIGN_CONSTRUCTS = CONSTRUCTS | {Construct.ANY_NAMES}


@dataclass(frozen=True, slots=True)
class Choice:
    """An admissible piece: its token, its probability, the beginning after it (None: the draft ends)."""

    token: int
    probability: float
    after: Prefix | None

    @property
    def ends(self) -> bool:
        """Whether the draft ends."""
        return self.after is None


@dataclass(frozen=True)
class Drafting:
    """Draws drafts for one signature from a model with these pieces."""

    network: PieceNetwork
    pieces: Pieces
    spelling: Spelling
    start: State
    least_willing: float = UNWILLING

    @classmethod
    def of(cls, network: PieceNetwork, pieces: Pieces, signature: Signature, literals: tuple[str, ...]) -> Drafting:
        """Return the drafting for a signature, with the texts, dates and times that a draft may contain."""
        classes = {known[1] for each in literals if (known := literal(each)) is not None}
        free = LITERAL_CLASSES & {"<number>", *classes}
        start = completion.start(signature, literals=free, constructs=FOREIGN_CONSTRUCTS, budget=BUDGET)
        return cls(network, pieces, Spelling.of(literals), start)

    def drafts(self, candidates: int, seed: int, limit: TimeLimit) -> list[Draft]:
        """Return the likeliest draft, and where it is doubted some that are drawn. Raise MaskTooSlow."""
        return drawn(self.draft, candidates, seed, limit)

    def draft(self, dice: random.Random | None, limit: TimeLimit) -> Draft:
        """Return one draft: the likeliest, or with dice one that is drawn. Raise MaskTooSlow."""
        return written(self.network, _Typed(self, Prefix(Place(self.start))), dice, limit, self.least_willing)

    def heard(self, tokens: Sequence[int], followed: Iterable[Logits], limit: TimeLimit) -> Draft | None:
        """Return what another model has written, in the tokens of this one, as a draft that is as likely as this one
        would write it; None where it may not be written so, or there is no time. `followed` are the logits before each
        of the tokens, and after the last.
        """
        prefix, log_probability = Prefix(Place(self.start)), 0.0
        logits_of = iter(followed)
        for token in tokens:
            if limit.is_over:
                return None
            logits = next(logits_of)
            choices, _ = self.choices(logits, prefix)
            known = next((each for each in choices if each.token == token), None)
            choice = known or self._choice(token, probabilities(logits)(token), prefix)
            if choice is None or choice.after is None:
                return None
            admitted = math.fsum(each.probability for each in choices) + (0.0 if known else choice.probability)
            log_probability += math.log(choice.probability / admitted)
            prefix = choice.after
        choices, _ = self.choices(next(logits_of), prefix)
        ending = math.fsum(each.probability for each in choices if each.ends)
        if not ending or self.spelling.complete(prefix) is None:
            return None
        log_probability += math.log(ending / math.fsum(each.probability for each in choices))
        return replace(self.ended(prefix, log_probability, 1.0), count=0)

    def ended(self, prefix: Prefix, log_probability: float, willing: float) -> Draft:
        """Return the draft of a beginning that may end."""
        if self.spelling.refuses(prefix):
            return Draft("", log_probability, Fate.REFUSED, NOTHING_TO_COMPUTE)
        whole = self.spelling.complete(prefix)
        assert whole is not None
        return Draft(_text(whole), log_probability, Fate.FINISHED, willing=willing**SCALE)

    # One step

    def choices(self, logits: Logits, prefix: Prefix) -> tuple[list[Choice], float]:
        """Return the admissible pieces that matter, the likeliest first, and their share of what was tried."""
        probability = probabilities(logits)
        found: list[Choice] = []
        admitted, left = 0.0, 1.0
        for token in best(logits, TRIED):
            if found and left <= NEGLIGIBLE * admitted:
                break
            chance = probability(token)
            left -= chance
            if (choice := self._choice(token, chance, prefix)) is not None:
                found.append(choice)
                admitted += chance
        if not found:
            return self._forced(probability, prefix), LEAST_PROBABILITY
        return found, min(1.0, admitted / max(1.0 - left, admitted))

    def _choice(self, token: int, chance: float, prefix: Prefix) -> Choice | None:
        """Return a token as a choice; None where it may not follow."""
        text = self.pieces.texts[token]
        if token in self.pieces.ends or ends_a_line(text):
            is_end = self.spelling.refuses(prefix) or self.spelling.complete(prefix) is not None
            if is_end or token in self.pieces.ends:
                return Choice(token, chance, None) if is_end else None
        after = self.spelling.after(prefix, text) if text else None
        return None if after is None else Choice(token, chance, after)

    def _forced(self, probability: Callable[[int], float], prefix: Prefix) -> list[Choice]:
        """Return the likeliest piece, where none of the best fits, that leads to the end of an admitted lexeme."""
        tokens = {token for ending in self.spelling.endings(prefix) for token in self.pieces.beginning(ending)}
        tokens |= self.pieces.ends
        for token in sorted(tokens, key=lambda each: (-probability(each), each)):
            if (choice := self._choice(token, probability(token), prefix)) is not None:
                return [choice]
        return []


@dataclass(slots=True)
class _Typed:
    """What has been written of a draft that is held to types."""

    drafting: Drafting
    prefix: Prefix
    pieces: int = 0
    mask_s: float = 0.0  # of CPU time that was spent on what may follow
    typed: bool = True
    most_pieces: int = MAX_PIECES

    @property
    def text(self) -> str:
        return _text(self.prefix)

    def choices(self, logits: Logits) -> tuple[list[Choice], float]:
        started = time.thread_time()
        found = self.drafting.choices(logits, self.prefix)
        self.mask_s += time.thread_time() - started
        if self.mask_s > MOST_MASK_S:
            raise MaskTooSlow(f"cut off: what may follow took longer than {MOST_MASK_S:g} s to find out")
        return found

    def advance(self, piece: Choice) -> None:
        assert piece.after is not None
        self.pieces += 1
        self.prefix = piece.after.hurried() if self.pieces == HURRY_AFTER else piece.after

    def finished(self, log_probability: float, willing: float) -> Draft:
        return self.drafting.ended(self.prefix, log_probability, willing)


def _text(prefix: Prefix) -> str:
    return source_of(tokens_of(prefix.lexemes))
