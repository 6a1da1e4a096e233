"""What the mask of a model of text pieces costs: `python -m tests.bench.pieces [--seeds N]`.

A network spells a procedure out for each of N generated tables, in a vocabulary as large as those of today's models. At
each step it is torn between the piece that it writes and as many others as are tried. What a draft costs the first time
beyond the second is what is found out about the table: the completion's set-up. Times are in CPU.
"""

from __future__ import annotations

import argparse
import random
import statistics
import string
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from seglam_lang.drafts import Draft
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.types import NUMBER, TEXT, column_of
from seglam_lang.translator.foreign.drafting import Drafting
from seglam_lang.translator.foreign.drawing import TRIED, Logits, TimeLimit
from seglam_lang.translator.foreign.pieces import Pieces
from tests.bench.mask import timed, wide_signature
from tests.bench.report import Figure, limited, machine, percentile
from tests.translator.byte_pairs import learned

SEEDS = 40
VOCABULARY = 150_000
SET_UP_MS, TOKEN_MS = 20, 3
SURE = 0.6  # of the piece that is written
LITERALS = ('""', '", "', '"North"', '"day"', '"month"', "@2024-02-29")
BODIES = (
    "return rows.group_by({text}).total({number})",
    "return rows.where(row => row[{number}] > 5 and row[{text}] == {value}).count()",
    "return rows.top(3, {number}).values({text})",
    "let most = rows.maximum({number})\nreturn rows.where(row => row[{number}] == most).values({text}).distinct()",
    "return (rows.total({number}) / rows.count()).round(2)",
)


@cache
def pieces() -> Pieces:
    """Return a vocabulary: what is learned from procedures, and words of which hardly one ever fits."""
    known, _ = learned()
    dice = random.Random(0)
    words: dict[str, None] = {}
    while len(words) + len(known) < VOCABULARY:
        words["".join(dice.choices(string.ascii_letters, k=dice.randint(3, 9)))] = None
    return Pieces((*known, *words, ""), frozenset({len(known) + len(words)}))


class Torn:
    """A network that spells a text out, and at each step finds TRIED other pieces likely as well."""

    def __init__(self, text: str, seed: int) -> None:
        known = pieces()
        self.tokens = [*known.spelling(text), *known.ends]
        self.seed = seed

    def begin(self) -> Logits:
        """Return what it wants first."""
        self.left = list(self.tokens)
        self.dice = np.random.default_rng(self.seed)
        return self.step(0)

    def step(self, token: int) -> Logits:
        """Return what it wants next: the half of the others are of those that procedures are made of."""
        known, (end,) = len(learned()[0]), pieces().ends
        logits: Logits = self.dice.standard_normal(end + 1).astype(np.float32) - 20
        others = [*self.dice.integers(0, known, TRIED // 2), *self.dice.integers(0, end, TRIED // 2)]
        logits[others] = np.log((1 - SURE) / TRIED) + self.dice.standard_normal(len(others)) / 4
        logits[self.left.pop(0) if self.left else end] = np.log(SURE)
        return logits


@dataclass(frozen=True, slots=True)
class Costs:
    """What one draft costs in ms: what is found out for its table, and each of its tokens; without the network."""

    set_up: float
    token: float
    draft: Draft


def costs(seed: int) -> Costs:
    """Measure a draft of a generated table, twice."""
    signature = wide_signature(seed)
    network = Torn(_body(signature, seed), seed)
    network_ms = timed(lambda: [network.begin(), *(network.step(0) for _ in network.tokens[1:])])[1]
    drafting, made = timed(lambda: Drafting.of(network, pieces(), signature, LITERALS))
    drafting = replace(drafting, least_willing=0.0)
    draft, first = timed(lambda: drafting.drafts(1, seed, TimeLimit.from_now(3600.0))[0])
    _, again = timed(lambda: drafting.drafts(1, seed, TimeLimit.from_now(3600.0)))
    return Costs(made + first - again, (again - network_ms) / len(network.tokens), draft)


def _body(signature: Signature, seed: int) -> str:
    """Return a body for a table, with a column of texts and one of numbers: the first ones where it has none."""
    names = {param.type: param.name for param in reversed(signature.params)}
    number, text = names.get(column_of(NUMBER)), names.get(column_of(TEXT))
    column = signature.params[1].name
    body = BODIES[seed % len(BODIES)]
    return body.format(number=number or column, text=text or column, value='"North"')


def main(seeds: int) -> int:
    """Measure and print; 0 where the targets are met."""
    pieces()
    print(machine(), flush=True)
    figures = measured([costs(seed) for seed in range(seeds)])
    print(*figures, sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def measured(found: Sequence[Costs]) -> list[Figure]:
    """Return the figures. The first table is a new process's: nothing is known of any type."""
    set_ups = [each.set_up for each in found]
    return [
        Figure("drafts that are finished", f"{sum(each.draft.finished for each in found)} of {len(found)}"),
        limited("set-up: ms once a request", statistics.median(set_ups), "<=", SET_UP_MS, "{:.1f}"),
        Figure("  worse than three of four, the worst", f"{percentile(set_ups, 75):.1f}, {max(set_ups):.1f}"),
        Figure("  the first", f"{set_ups[0]:.1f}"),
        limited("ms a token", statistics.median(each.token for each in found), "<=", TOKEN_MS, "{:.1f}"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.pieces", description="What the mask of a model of text pieces costs."
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help="how many tables")
    sys.exit(main(parser.parse_args().seeds))
