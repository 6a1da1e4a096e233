"""Whatever a network prefers, a finished draft is well typed: over generated signatures, in the shipped vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from seglam_lang import language
from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import LanguageError
from seglam_lang.language.checking.signature import Param, Signature, is_column
from seglam_lang.language.types import TABLE
from seglam_lang.translator.decode import Decoder
from seglam_lang.translator.nano.programs import vocabulary_of
from seglam_lang.translator.sequences import Logits, Move
from seglam_lang.translator.vocabulary import END, REFUSE
from tests.language.bodies import NOTATIONS
from tests.totality.choices import Seeded
from tests.totality.signatures import signature

CONSTANTS = ("0", "1", "2", "0.5", '""', '", "', '"day"', '"month"')
TOKENS = tuple(dict.fromkeys([*vocabulary_of({}), *CONSTANTS]))
# Added to the opinions, so that drafts come to an end before the limit.
LEANING = {END: 8.0, ")": 5.0, "]": 5.0, "}": 5.0, "return": 3.0, "=>": 3.0, REFUSE: -20.0}


class Whims:
    """A network with other opinions at every step, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self.leaning = np.array([LEANING.get(token, 0.0) for token in TOKENS])

    def logits(self) -> Logits:
        drawn: Logits = self.leaning + 3 * self.dice.standard_normal(len(TOKENS))
        return drawn

    def prefill(self, prompt: Sequence[int]) -> Logits:
        return self.logits()

    def fork(self, source: int, target: int) -> None:
        pass

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        return [self.logits() for _ in moves]


def named_signature(seed: int) -> Signature:
    """A generated signature under the names of a scope."""
    kinds, tables = signature(Seeded(seed))
    counts = {"t": 0, "c": 0, "s": 0}
    names: list[str] = []
    for kind in kinds:
        letter = "t" if kind == TABLE else "c" if is_column(kind) else "s"
        names.append("rows" if letter == "t" and TABLE not in kinds[: len(names)] else f"{letter}{counts[letter]}")
        counts[letter] += names[-1] != "rows"
    return Signature(
        tuple(
            Param(name, kind, names[table] if table >= 0 else "")
            for name, kind, table in zip(names, kinds, tables, strict=True)
        )
    )


def drafts_of(seed: int) -> tuple[Signature, list[Draft]]:
    """The likeliest drafts for a signature, and some that are drawn."""
    given = named_signature(seed)
    decoder = Decoder(Whims(seed), TOKENS)
    likeliest = decoder.likeliest([0], decoder.start(given), 4, limit_s=3600.0)
    return given, likeliest + decoder.draw([0], decoder.start(given), 4, seed, limit_s=3600.0)


def check_drafts(seeds: range) -> None:
    finished = 0
    for seed in seeds:
        given, drafts = drafts_of(seed)
        for draft in drafts:
            if draft.finished:
                finished += 1
                assert draft.critic is not None and 0 <= draft.critic <= 1
                check(draft.text, given)
            else:
                assert draft.fate is Fate.CUT_OFF and "the limit" in draft.why  # no dead ends
    assert finished >= len(seeds)


def check(text: str, given: Signature) -> None:
    try:
        language.check_draft(text, given)
    except LanguageError as error:  # what is in a text (a pattern, a unit) no type can say
        assert {each.code for each in error.diagnostics} <= NOTATIONS, text


def test_drafts_are_well_typed() -> None:
    check_drafts(range(3))


@pytest.mark.slow
def test_many_drafts_are_well_typed() -> None:
    check_drafts(range(1_000, 1_040))
