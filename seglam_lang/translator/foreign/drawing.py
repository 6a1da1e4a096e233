"""Draws drafts piece by piece, whatever says what may follow: the types of `drafting`, or the grammar of
`syntax_drafting`.

The first draft takes the likeliest piece at each step. Where the model did not want to write what it had to (`willing`
is low), more are drawn: they cost nearly as much each as the first, which is mostly enough.
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
from seglam_lang.translator.decode import LEAST_PROBABILITY, TEMPERATURE

TRIED = 64  # best pieces
MOST_DRAFTS = 4  # of one request
DOUBTED = 0.5  # willingness of a first draft below which more are drawn
# In large vocabularies much is lost on other spellings: 0.1 is worth what 0.5 is of whole lexemes (24 of 25 right
# drafts of a coder model have more). What a draft is given brings the one to the other.
SCALE = math.log(0.5) / math.log(0.1)
UNWILLING = 0.01  # willingness below which a draft is given up
NO_TOKEN = "cut off: the model has no token for what would have to follow"
GIVEN_UP = "given up: the model wanted to write what the language does not allow here"

Logits: TypeAlias = npt.NDArray[np.float32]  # over all tokens


class MaskTooSlow(Exception):
    """To find out what may follow takes too long, as its text says to people."""


class PieceNetwork(Protocol):
    """What drafting needs of a model that has read a prompt."""

    def begin(self) -> Logits:
        """Forget what was written behind the prompt, and return the logits after its last token."""

    def step(self, token: int) -> Logits:
        """Write a token, and return the logits after it."""


class Offer(Protocol):
    """A piece that may follow."""

    @property
    def token(self) -> int:
        """Its token."""

    @property
    def probability(self) -> float:
        """How likely it is."""

    @property
    def ends(self) -> bool:
        """Whether it says that the draft ends."""


Offered = TypeVar("Offered", bound=Offer)


class Beginning(Protocol[Offered]):
    """What has been written of a draft, which knows what may follow."""

    @property
    def text(self) -> str:
        """What has been written, for people."""

    @property
    def typed(self) -> bool:
        """Whether it is held to types."""

    @property
    def most_pieces(self) -> int:
        """How many pieces a draft may have."""

    def choices(self, logits: Logits) -> tuple[list[Offered], float]:
        """Return the pieces that may follow and matter, the likeliest first, and their share of what was tried. Raise
        MaskTooSlow."""

    def advance(self, piece: Offered) -> None:
        """Go on behind a piece that does not end the draft."""

    def finished(self, log_probability: float, willing: float) -> Draft:
        """Return the draft that ends here."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit of so many seconds since the clock (`time.monotonic`) showed `began`."""

    seconds: float
    began: float

    @classmethod
    def from_now(cls, seconds: float) -> TimeLimit:
        """Return the limit that begins now."""
        return cls(seconds, time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether there is no time left."""
        return time.monotonic() - self.began > self.seconds

    @property
    def why(self) -> str:
        """Why a draft was cut off by the clock."""
        return f"cut off by the time limit of {self.seconds:.1f} s (another time it may be faster)"


def drawn(
    one: Callable[[random.Random | None, TimeLimit], Draft], candidates: int, seed: int, limit: TimeLimit
) -> list[Draft]:
    """Return the likeliest draft, and where it is doubted or came to nothing some that are drawn.

    `one` draws a draft within the limit: without dice, or with some.
    """
    found = [one(None, limit)]
    if found[0].finished and found[0].willing >= DOUBTED**SCALE:
        return found
    for member in range(1, min(candidates, MOST_DRAFTS)):
        if limit.is_over:
            break
        found.append(one(random.Random(f"{seed}/{member}"), limit))
    return list(together(found))


def written(
    network: PieceNetwork,
    beginning: Beginning[Offered],
    dice: random.Random | None,
    limit: TimeLimit,
    least_willing: float,
) -> Draft:
    """Return one draft: the likeliest, or with dice one that is drawn. Raise MaskTooSlow for the likeliest."""
    log_probability, willing = 0.0, 1.0

    def cut(why: str, fate: Fate = Fate.CUT_OFF) -> Draft:
        return Draft(beginning.text, log_probability, fate, why, willing=willing, typed=beginning.typed)

    logits = network.begin()
    for _ in range(beginning.most_pieces):
        if limit.is_over:
            return cut(limit.why, Fate.OUT_OF_TIME)
        try:
            choices, share = beginning.choices(logits)
        except MaskTooSlow as slow:
            if dice is None:
                raise
            return cut(str(slow), Fate.OUT_OF_TIME)
        if not choices:
            return cut(NO_TOKEN)
        choice = pick(choices, dice)
        log_probability += math.log(choice.probability / math.fsum(each.probability for each in choices))
        willing *= share
        if choice.ends:
            return beginning.finished(log_probability, willing)
        if willing < least_willing:
            return cut(GIVEN_UP)
        beginning.advance(choice)
        logits = network.step(choice.token)
    return cut(f"cut off by the limit of {beginning.most_pieces} tokens")


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


def pick(choices: list[Offered], dice: random.Random | None) -> Offered:
    """Return the likeliest choice, or one drawn at TEMPERATURE."""
    if dice is None or len(choices) == 1:
        return choices[0]
    best = choices[0].probability
    return dice.choices(choices, [(each.probability / best) ** (1 / TEMPERATURE) for each in choices])[0]
