"""What vocabularies can spell of the language, and what a constraint costs there.

    python -m tests.bench.vocabularies FILE ... [--columns N]

Each FILE is a GGUF, whose weights are not needed: llama.cpp's sources have some without (models/ggml-vocab-*.gguf). A
network that is not sure spells procedures out over a table of N columns, under types and under the grammar. Times are
in CPU, without the network: of a whole draft the first time, when something is found out about the table, and of a
token the second time.
"""

from __future__ import annotations

import argparse
import statistics
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import llama_cpp
import numpy as np

from seglam_lang.drafts import Draft
from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.syntax.lexicon import KEYWORDS, SIGNS
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.translator.foreign import drafting
from seglam_lang.translator.foreign.drafting import Drafting
from seglam_lang.translator.foreign.drawing import TRIED, Logits, TimeLimit
from seglam_lang.translator.foreign.gbnf import gbnf
from seglam_lang.translator.foreign.network import pieces_of
from seglam_lang.translator.foreign.pieces import Pieces
from seglam_lang.translator.foreign.sampler import GrammarSampler
from seglam_lang.translator.foreign.syntax_drafting import SyntaxDrafting
from tests.bench.mask import timed
from tests.bench.report import Figure, machine

COLUMNS = 10
SURE = 0.6  # of the piece that is written
LITERALS = ('""', '", "', '"north"', "@2024-02-29")
BODIES = (
    "return rows.group_by(column_0).total(column_1)",
    'return rows.where(row => row[column_1] > 5 and row[column_0] == "north").count()',
    "return rows.top(3, column_1).values(column_0)",
    "let x1 = rows.maximum(column_1) return rows.where(row => row[column_1] == x1).values(column_0).distinct()",
    "return (rows.total(column_1) / rows.count()).round(2)",
)
LANGUAGE = {*"".join((*KEYWORDS, *SIGNS.values())), *string.ascii_letters, *string.digits, *' _"@%.'}


class Spelling:
    """A network that spells tokens out, and at each step finds TRIED others likely as well."""

    def __init__(self, pieces: Pieces, tokens: Sequence[int]) -> None:
        self.pieces, self.tokens = pieces, tokens

    def begin(self) -> Logits:
        """Return what it wants first."""
        self.left = list(self.tokens)
        self.dice = np.random.default_rng(0)
        return self.step(0)

    def step(self, token: int) -> Logits:
        """Return what it wants next."""
        logits: Logits = self.dice.standard_normal(len(self.pieces.texts)).astype(np.float32) - 20
        logits[self.dice.integers(0, len(logits), TRIED)] = np.log((1 - SURE) / TRIED)
        logits[self.left.pop(0) if self.left else min(self.pieces.ends)] = np.log(SURE)
        return logits


@dataclass(frozen=True, slots=True)
class Cost:
    """What a constraint costs in ms: a whole draft the first time, and each token the second."""

    finished: bool
    first: float
    token: float


def main(files: Sequence[Path], columns: int) -> int:
    """Measure and print."""
    drafting.MOST_MASK_S = 1e9  # what types cost is measured, however much it is
    print(machine(), f"{columns} columns", sep=" · ", flush=True)
    for file in files:
        print(file.name, *measured(file, columns), sep="\n", flush=True)
    return 0


def measured(file: Path, columns: int) -> Iterator[Figure]:
    """Yield the figures of a vocabulary."""
    vocabulary = loaded(file)
    pieces = pieces_of(vocabulary)
    missing = sorted(each for each in LANGUAGE if not [*pieces.beginning(each)])
    yield Figure("  tokens, kind of the tokeniser", f"{len(pieces.texts)}, {llama_cpp.llama_vocab_type(vocabulary)}")
    yield Figure("  what it cannot spell", " ".join(missing) or "nothing")
    names = [f"column_{place}" for place in range(columns)]
    kinds = [column_of(NUMBER if place % 2 else TEXT) for place in range(columns)]
    rows = Param("rows", table(tuple(names)))
    signature = Signature((rows, *(Param(*each, "rows") for each in zip(names, kinds, strict=True))))
    text = gbnf(signature, LITERALS)
    types, grammar = [], []
    for body in BODIES:
        network = Spelling(pieces, [*pieces.spelling(body), min(pieces.ends)])
        typed = Drafting.of(network, pieces, signature, LITERALS)
        syntax = SyntaxDrafting(network, pieces, signature, lambda: GrammarSampler(vocabulary, text), 0.0)
        types.append(cost(network, replace(typed, least_willing=0.0).drafts))
        grammar.append(cost(network, syntax.drafts))
    for name, found in (("types", types), ("GBNF", grammar)):
        finished = f"{sum(each.finished for each in found)} of {len(found)}"
        first, token = (statistics.median(values) for values in zip(*((c.first, c.token) for c in found), strict=True))
        yield Figure(f"  {name}: drafts that are finished", finished)
        yield Figure("    ms: the first time, a token", f"{first:.0f}, {token:.1f}")


def cost(network: Spelling, drafts: Callable[[int, int, TimeLimit], list[Draft]]) -> Cost:
    """Measure a draft, twice."""
    _, network_ms = timed(lambda: [network.begin(), *(network.step(0) for _ in network.tokens[1:])])
    (draft, *_), first = timed(lambda: drafts(1, 0, TimeLimit.from_now(3600.0)))
    _, again = timed(lambda: drafts(1, 0, TimeLimit.from_now(3600.0)))
    return Cost(draft.finished, first - network_ms, (again - network_ms) / len(network.tokens))


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _silent(_level: int, _text: bytes, _data: object) -> None:
    """What llama.cpp says while it loads is for its developers."""


def loaded(file: Path) -> llama_cpp.llama_vocab_p:
    """Return the vocabulary of a file. Raise OSError where llama.cpp cannot load it."""
    llama_cpp.llama_log_set(_silent, None)
    llama_cpp.llama_backend_init()
    params = llama_cpp.llama_model_default_params()
    params.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(file).encode(), params)
    if not model:
        raise OSError(f"{file}: llama.cpp cannot load its vocabulary")
    return llama_cpp.llama_model_get_vocab(model)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.vocabularies",
        description="What vocabularies can spell of the language, and what a constraint costs there.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="GGUF files, with or without weights")
    parser.add_argument("--columns", type=int, default=COLUMNS, metavar="N", help="of the table  [default: 10]")
    options = parser.parse_args()
    sys.exit(main(options.files, options.columns))
