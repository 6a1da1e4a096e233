"""Whatever a model of text pieces prefers, its drafts end and are well typed; what it spells out is what is read."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.completion import lexemes
from seglam_lang.language.types import NUMBER, TABLE, TEXT, column_of
from seglam_lang.translator.foreign import drafting as foreign_drafting
from seglam_lang.translator.foreign.drafting import Drafting
from seglam_lang.translator.foreign.drawing import DOUBTED, Logits, TimeLimit
from seglam_lang.translator.foreign.pieces import Pieces
from seglam_lang.translator.foreign.spelling import Place, Prefix
from tests.translator.byte_pairs import learned
from tests.translator.test_typed_drafts import check, named_signature

TOKENS, _ = learned()
END = len(TOKENS)
PIECES = Pieces((*TOKENS, ""), frozenset({END}))
LITERALS = ('""', '"a"', '", "', '"Köln"', '"say \\"no\\""', "@2024-02-29", "@2024-02-29T09:30", "@PT1H")

SALES = Signature(
    (
        Param("rows", TABLE),
        Param("region", column_of(TEXT)),
        Param("amount", column_of(NUMBER)),
        Param("units_sold", column_of(NUMBER)),
        Param("tip", NUMBER),
    )
)


class Whims:
    """A network with other opinions at every step, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def begin(self) -> Logits:
        self.dice = np.random.default_rng(self.seed)
        return self.step(0)

    def step(self, token: int) -> Logits:
        logits: Logits = 3 * self.dice.standard_normal(len(PIECES.texts)).astype(np.float32)
        logits[END] += 4.0
        return logits


class Script:
    """A network that spells out a text, piece by piece, and then ends; it is `sure` of each piece."""

    def __init__(self, text: str, sure: float = 0.95) -> None:
        self.tokens = [*PIECES.spelling(text.encode().decode("latin-1")), END]
        self.sure = sure

    def begin(self) -> Logits:
        self.left = list(self.tokens)
        return self._wanting(self.left.pop(0))

    def step(self, token: int) -> Logits:
        return self._wanting(self.left.pop(0) if self.left else END)

    def _wanting(self, token: int) -> Logits:
        logits: Logits = np.full(len(PIECES.texts), np.log((1 - self.sure) / END), dtype=np.float32)
        logits[token] = np.log(self.sure)
        return logits


def written(text: str, signature: Signature = SALES, literals: Sequence[str] = LITERALS, **options: float) -> Draft:
    drafting = Drafting.of(Script(text, **options), PIECES, signature, tuple(literals))
    return drafting.drafts(8, 0, TimeLimit.from_now(3600.0))[0]


# Signatures that whims refuse, of which one at least is refused still when the pieces are others: they are made of the
# procedures that ship.
REFUSING = (33, 41, 48, 63, 71)


def check_drafts(seeds: Iterable[int], limit_s: float = 3600.0) -> Counter[Fate]:
    """Draw a draft for each of some signatures, and return how they ended: what is finished must type-check."""
    fates: Counter[Fate] = Counter()
    for seed in seeds:
        signature = named_signature(seed)
        drafting = Drafting.of(Whims(seed), PIECES, signature, LITERALS)
        drafting = Drafting(drafting.network, PIECES, drafting.spelling, drafting.start, least_willing=0.0)
        dice = random.Random(seed) if seed % 2 else None
        with mock.patch.object(foreign_drafting, "MOST_MASK_S", math.inf):  # whims may take longer than any model
            draft = drafting.draft(dice, TimeLimit.from_now(limit_s))
        assert draft.fate in (Fate.FINISHED, Fate.REFUSED, Fate.OUT_OF_TIME), (seed, draft)
        fates[draft.fate] += 1
        if draft.finished:
            check(draft.text, signature)
    return fates


def test_every_draft_is_finished_and_well_typed() -> None:
    seeds = (11, 12, 13, 14, *REFUSING)
    assert set(check_drafts(seeds)) == {Fate.FINISHED, Fate.REFUSED}


@pytest.mark.slow
def test_two_hundred_signatures() -> None:
    fates = check_drafts(range(2_000, 2_200), limit_s=0.25)  # where whims lead deep, a step may take long
    assert fates[Fate.FINISHED] > 0


BODIES = (
    'return rows.where(row => row[region] == "Köln").total(amount)',
    "return rows.group_by(region).average(units_sold)",
    "let big = rows.where(row => row[amount] > 12.5 and row[units_sold] >= 3)\nreturn big.count() / rows.count()",
    "return (tip * 18%).round(2)",
    "return 12.round(tip)",
    "return rows.maximum(amount) - rows.minimum(amount)",
    'return rows.values(region).distinct().sort().join(", ")',
    "return @2024-02-29T09:30",
    "return {total: tip, share: tip / 2}",
)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_spelled_is_what_is_written(body: str) -> None:
    draft = written(body)
    assert draft.fate is Fate.FINISHED and draft.count == 1
    assert lexemes(draft.text) == lexemes(body)
    assert draft.willing > DOUBTED
    check(draft.text, SALES)


def test_methods_may_be_called_as_they_are_elsewhere() -> None:
    draft = written("return rows.filter(row => row[amount].max(3) > 1).mean(amount)")
    assert draft.text == "return rows.where(row => row [amount].larger(3) > 1).average(amount)"
    assert draft.willing > DOUBTED


@pytest.mark.parametrize(
    "body",
    [
        'return rows.where(row => row[region] == "Paris").count()',  # nobody has said Paris
        "return @2024-02-3",
        "return 1e999",
        "return rows.total(region)",
        "return rows.delete()",
        "print(rows)",
        "SELECT * FROM rows",
        "return 'a'",
    ],
)
def test_a_model_that_means_something_else_is_given_up(body: str) -> None:
    draft = written(body, sure=0.9999)
    assert draft.fate is Fate.CUT_OFF and "does not allow" in draft.why


def test_a_model_may_refuse() -> None:
    draft = written("refuse")
    assert draft.fate is Fate.REFUSED and draft.text == ""


@pytest.mark.parametrize("end", ["\n", "\n\nRequest: what else", "```", "\n```\nThis counts the rows."])
def test_a_body_ends_with_its_line_or_its_fence(end: str) -> None:
    assert written("return rows.count()" + end).text == "return rows.count()"


def test_a_call_may_go_on_in_the_next_line_where_it_is_open() -> None:
    assert written("return rows.where(row =>\n  row[tip_] == 1)").fate is Fate.CUT_OFF
    assert written("return rows.where(row =>\n  row[amount] == 1)").finished


def test_white_space_has_an_end() -> None:
    assert written("return rows" + " " * 300).finished


def test_doubted_drafts_are_followed_by_others() -> None:
    drafting = Drafting.of(Script("return rows.count()", sure=0.9), PIECES, SALES, LITERALS)
    assert (
        len(drafting.drafts(8, 0, TimeLimit.from_now(3600.0))) == 1
        or drafting.drafts(8, 0, TimeLimit.from_now(3600.0))[0].willing < DOUBTED
    )
    doubting = Drafting.of(Script("return rows.count()", sure=0.3), PIECES, SALES, LITERALS)
    drafts = Drafting(doubting.network, PIECES, doubting.spelling, doubting.start, 0.0).drafts(
        8, 0, TimeLimit.from_now(3600.0)
    )
    assert sum(draft.count for draft in drafts) == 4
    assert drafts == Drafting(doubting.network, PIECES, doubting.spelling, doubting.start, 0.0).drafts(
        8, 0, TimeLimit.from_now(3600.0)
    )


def test_time_runs_out() -> None:
    drafting = Drafting.of(Script("return rows.count()"), PIECES, SALES, LITERALS)
    assert drafting.drafts(8, 0, TimeLimit.from_now(-1.0))[0].fate is Fate.OUT_OF_TIME


def heard(text: str, said: str, signature: Signature = SALES) -> Draft | None:
    """Return what comes of a text that another model wrote, where this one would say another."""
    network = Script(said)
    drafting = Drafting.of(network, PIECES, signature, tuple(LITERALS))
    tokens = PIECES.spelling(text)
    followed = [network.begin(), *(network.step(token) for token in tokens)]
    return drafting.heard(tokens, followed, TimeLimit.from_now(3600.0))


def test_what_another_model_wrote_is_as_likely_as_this_one_would_write_it() -> None:
    said, other = "return rows.total(amount)", "return rows.average(amount)"
    own, same, different = written(said), heard(said, said), heard(other, said)
    assert same is not None and different is not None
    assert (own.count, same.count, different.count) == (1, 0, 0)
    assert own.text == same.text
    assert same.log_probability == pytest.approx(own.log_probability, abs=0.2)
    assert different.log_probability < same.log_probability - 3
    assert "written by another model" in different.weight


@pytest.mark.parametrize(
    "text", ["return rows.total(region)", "return rows.total(", "return rows.total(amount) +", "x"]
)
def test_what_cannot_be_a_draft_is_not_heard(text: str) -> None:
    assert heard(text, "return rows.count()") is None


def test_a_vocabulary_that_cannot_spell_is_cut_off() -> None:
    few = Pieces(("r", "e", "t", "u", "n", ""), frozenset({5}))

    class Even(Whims):
        def step(self, token: int) -> Logits:
            return np.zeros(6, dtype=np.float32)

    drafting = Drafting.of(Even(0), few, SALES, LITERALS)
    draft = Drafting(drafting.network, few, drafting.spelling, drafting.start, 0.0).drafts(
        1, 0, TimeLimit.from_now(3600.0)
    )[0]
    assert draft.fate is Fate.CUT_OFF and "no token" in draft.why


@given(st.randoms(use_true_random=False), st.sampled_from(BODIES))
def test_how_a_text_is_cut_into_pieces_does_not_matter(dice: random.Random, body: str) -> None:
    drafting = Drafting.of(Whims(0), PIECES, SALES, LITERALS)
    text = body.encode().decode("latin-1")
    prefix: Prefix | None = Prefix(Place(drafting.start))
    at = 0
    while at < len(text):
        length = dice.randint(1, 7)
        assert prefix is not None
        prefix = drafting.spelling.after(prefix, text[at : at + length])
        at += length
    assert prefix is not None
    whole = drafting.spelling.complete(prefix)
    assert whole is not None and list(whole.lexemes) == lexemes(body)
