"""Drafts of a model that was not made for SEGLAM, piece by piece, each well typed by construction.

The first draft takes the likeliest piece at each step. Where the model did not want to write what it had to (`willing`
is low), more are drawn: they cost nearly as much each as the first, which is mostly enough. At each step the best
pieces are tried; where none fits, those that lead to the end of a lexeme which may stand there. The whole vocabulary is
never tried.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from seglam_lang.drafts import Draft, Fate, together
from seglam_lang.language import completion
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import LITERAL_CLASSES, Construct, State
from seglam_lang.language.completion.lexemes import literal
from seglam_lang.translator.decode import BUDGET, LEAST_PROBABILITY, NEGLIGIBLE, TEMPERATURE
from seglam_lang.translator.foreign.pieces import Pieces
from seglam_lang.translator.foreign.spelling import Place, Prefix, Spelling
from seglam_lang.translator.messages import NOTHING_TO_COMPUTE
from seglam_lang.translator.vocabulary import tokens_of
from seglam_lang.translator.writing import CONSTRUCTS, source_of

TRIED = 64  # best pieces
HURRY_AFTER = 160  # pieces: a draft is led to its end then,
MAX_PIECES = 640  # which it has reached before as many
MOST_DRAFTS = 4  # of one request
DOUBTED = 0.5  # willingness of a first draft below which more are drawn
# In large vocabularies much is lost on other spellings: 0.1 is worth what 0.5 is of whole lexemes (24 of 25 right
# drafts of a coder model have more). What a draft is given brings the one to the other.
SCALE = math.log(0.5) / math.log(0.1)
UNWILLING = 0.01  # willingness below which a draft is given up
MOST_MASK_S = 2.0  # of CPU time, for all that is found out in one draft about what may follow
NO_TOKEN = "cut off: the model has no token for what would have to follow"
GIVEN_UP = "given up: the model wanted to write what the language does not allow here"
FOREIGN_CONSTRUCTS = CONSTRUCTS | {Construct.ANY_NAMES}

Logits: TypeAlias = npt.NDArray[np.float32]  # over all tokens


class MaskTooSlow(Exception):
    """To find out what may follow takes longer than MOST_MASK_S for the first draft."""


class PieceNetwork(Protocol):
    """What drafting needs of a model that has read a prompt."""

    def begin(self) -> Logits:
        """Forget what was written behind the prompt, and return the logits after its last token."""

    def step(self, token: int) -> Logits:
        """Write a token, and return the logits after it."""


class Likely(Protocol):
    """What may be picked."""

    @property
    def probability(self) -> float:
        """How likely it is."""


Picked = TypeVar("Picked", bound=Likely)


@dataclass(frozen=True, slots=True)
class Choice:
    """An admissible piece: its token, its probability, the beginning after it (None: the draft ends)."""

    token: int
    probability: float
    after: Prefix | None


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

    def drafts(self, candidates: int, seed: int, limit_s: float) -> list[Draft]:
        """Return the likeliest draft, and where it is doubted some that are drawn. Raise MaskTooSlow."""
        return drawn(self._draft, candidates, seed, limit_s)

    def _draft(self, dice: random.Random | None, limit_s: float, deadline: float) -> Draft:
        """Return one draft: the likeliest, or with dice one that is drawn."""
        prefix, log_probability, willing = Prefix(Place(self.start)), 0.0, 1.0
        logits = self.network.begin()

        def cut(why: str, fate: Fate = Fate.CUT_OFF) -> Draft:
            return Draft(_text(prefix), log_probability, fate, why, willing=willing)

        mask_s = 0.0
        for written in range(MAX_PIECES):
            if time.monotonic() > deadline:
                return cut(out_of_time(limit_s), Fate.OUT_OF_TIME)
            if written == HURRY_AFTER:
                prefix = prefix.hurried()
            started = time.thread_time()
            choices, share = self.choices(logits, prefix)
            mask_s += time.thread_time() - started
            if mask_s > MOST_MASK_S:
                if dice is None:
                    raise MaskTooSlow
                return cut(f"cut off: what may follow took longer than {MOST_MASK_S:g} s to find out", Fate.OUT_OF_TIME)
            if not choices:
                return cut(NO_TOKEN)
            choice = pick(choices, dice)
            log_probability += math.log(choice.probability / math.fsum(each.probability for each in choices))
            willing *= share
            if choice.after is None:
                return self._ended(prefix, log_probability, willing)
            if willing < self.least_willing:
                return cut(GIVEN_UP)
            prefix = choice.after
            logits = self.network.step(choice.token)
        return cut(f"cut off by the limit of {MAX_PIECES} tokens")

    def _ended(self, prefix: Prefix, log_probability: float, willing: float) -> Draft:
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


def drawn(
    one: Callable[[random.Random | None, float, float], Draft], candidates: int, seed: int, limit_s: float
) -> list[Draft]:
    """Return the likeliest draft, and where it is doubted or came to nothing some that are drawn.

    `one` draws a draft: without dice, or with some, within so many seconds, before the clock shows so many.
    """
    deadline = time.monotonic() + limit_s
    found = [one(None, limit_s, deadline)]
    if found[0].finished and found[0].willing >= DOUBTED**SCALE:
        return found
    for member in range(1, min(candidates, MOST_DRAFTS)):
        if time.monotonic() > deadline:
            break
        found.append(one(random.Random(f"{seed}/{member}"), limit_s, deadline))
    return list(together(found))


def out_of_time(limit_s: float) -> str:
    """Return why a draft was cut off by the clock."""
    return f"cut off by the time limit of {limit_s:.1f} s (another time it may be faster)"


def ends_a_line(text: str) -> bool:
    """Return whether a piece is what models write behind a whole body: the end of its line or of its fence."""
    return text.lstrip(" ").startswith(("\n", "```"))


def probabilities(logits: Logits) -> Callable[[int], float]:
    """Return the probability of each token."""
    highest = float(logits.max())
    total = float(np.exp(logits - highest).sum(dtype=np.float64))
    return lambda token: max(math.exp(float(logits[token]) - highest) / total, LEAST_PROBABILITY)


def best(logits: Logits, count: int) -> Iterator[int]:
    """Yield the best tokens, of equally good ones the first."""
    if len(logits) > count:
        least = np.partition(logits, len(logits) - count)[len(logits) - count]
        places = np.flatnonzero(logits >= least)
    else:
        places = np.arange(len(logits))
    yield from sorted(places.tolist(), key=lambda token: (-float(logits[token]), token))[:count]


def pick(choices: list[Picked], dice: random.Random | None) -> Picked:
    """Return the likeliest choice, or one drawn at TEMPERATURE."""
    if dice is None or len(choices) == 1:
        return choices[0]
    best = choices[0].probability
    return dice.choices(choices, [(each.probability / best) ** (1 / TEMPERATURE) for each in choices])[0]


def _text(prefix: Prefix) -> str:
    return source_of(tokens_of(prefix.lexemes))
