"""Tuning: training goes on from the model that a user has, on what the user's own cache has seen.

What is new is learned beside as much of what must not be unlearned (`rehearsal`), at a fraction of the rates of
training. After each round the model is measured on requests of the cache that were held back and on the check set; the
best that knows as much of both as the model before is the one to keep, and it is measured again as it is written.
"""

from __future__ import annotations

import copy
import random
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from seglam_lang.translator.nano.corpus import program_ids
from seglam_lang.translator.nano.export import write
from seglam_lang.translator.nano.lessons import lessons
from seglam_lang.translator.nano.network import EncoderDecoder
from seglam_lang.translator.nano.restore import restore
from seglam_lang.translator.nano.sources import Asked, vary
from seglam_lang.translator.nano.train import Corpus, Tensors, batches, evaluate, loss_of, parts_of, renaming
from seglam_lang.translator.vocabulary import Vocabulary

ENCODER_RATE, DECODER_RATE = 2e-5, 1e-4  # a seventh and a tenth of those of training
BATCH = 16
ROUNDS = 6  # at most
VARIATIONS = 3  # of each request of the cache, beside itself
VOUCHED_WEIGHT = 4  # of what a person stands behind: as often as four others
CACHE, VOUCHED, REHEARSED, CHECK = "cache", "vouched", "rehearsed", "check"  # sources

Report = Callable[[str], None]


@dataclass(frozen=True)
class Measured:
    """The shares of requests whose program a model writes exactly: of those held back, and of the check set."""

    cache: float
    check: float

    def is_as_good_as(self, other: Measured) -> bool:
        """Return whether neither share is less."""
        return self.cache >= other.cache and self.check >= other.check


@dataclass(frozen=True)
class Result:
    """What came of tuning: how good the model was and is. `path` is None where the new one is not as good."""

    before: Measured
    after: Measured
    path: Path | None


@dataclass(frozen=True)
class Material:
    """Requests with their programs: those to learn from (`vouched` weigh more), and those to measure with."""

    cache: Sequence[Asked]
    vouched: Sequence[Asked]
    held_back: Sequence[Asked]
    rehearsed: Sequence[Asked]
    check: Sequence[Asked]

    def to_learn(self, seed: int) -> list[Asked]:
        """Return what is learned from, each request of the cache also as it might be asked otherwise."""
        chance = random.Random(seed)
        found = [replace(each, source=REHEARSED) for each in self.rehearsed]
        for source, requests in ((CACHE, self.cache), (VOUCHED, self.vouched)):
            for each in requests:
                told = [each, *(vary(each, chance) for _ in range(VARIATIONS))]
                found += [replace(one, source=source) for one in told]
        return found

    def mixture(self) -> dict[str, float]:
        """Return how often each source is drawn: one of two lessons is rehearsed."""
        cache, vouched = len(self.cache), VOUCHED_WEIGHT * len(self.vouched)
        return {CACHE: cache, VOUCHED: vouched, REHEARSED: cache + vouched}


def encoded(found: Iterable[Asked], vocabulary: Vocabulary, left_out: Counter[str]) -> Corpus:
    """Return the lessons of requests as a corpus, and count what the model cannot be taught."""
    ids: array[int] = array("H")
    rows: list[tuple[str, int, int, int, int]] = []
    for asked in found:
        for lesson in lessons([asked], vocabulary, left_out):
            program = program_ids(lesson, vocabulary)
            if isinstance(program, str):
                left_out[program] += 1
            else:
                rows.append((lesson.source, len(ids), len(lesson.prompt), len(program), 0))
                ids.extend([*lesson.prompt, *program])
    return Corpus(ids, rows)


def tune(model: Path, material: Material, folder: Path, minutes: float, seed: int, report: Report) -> Result:
    """Tune a model, and write the new one to `folder` where it is at least as good. Raise ModelError."""
    network, vocabulary = restore(model)
    left_out: Counter[str] = Counter()
    learn = encoded(material.to_learn(seed), vocabulary, left_out)
    measure = encoded(
        [
            *(replace(each, source=CACHE) for each in material.held_back),
            *(replace(each, source=CHECK) for each in material.check),
        ],
        vocabulary,
        left_out,
    )
    report(f"{len(learn.rows)} lessons, {left_out.total()} requests left out")
    before = measured(network, measure)
    report(f"before: {_shown(before)}")
    torch.manual_seed(seed)
    rename = renaming(vocabulary, random.Random(seed))
    source = (learn.tensors(each, rename) for each in batches(learn, BATCH, random.Random(seed), material.mixture()))
    best = _best(network, source, max(4, len(learn.rows) // BATCH), measure, before, minutes, report)
    if best is None:
        return Result(before, measured(network, measure), None)
    path = write(best, vocabulary.to_json(), folder)
    after = measured(restore(path)[0], measure)  # as eight bits have rounded it
    return Result(before, after, path if after.is_as_good_as(before) else None)


def _best(
    network: EncoderDecoder,
    source: Iterator[Tensors],
    steps: int,
    measure: Corpus,
    before: Measured,
    minutes: float,
    report: Report,
) -> EncoderDecoder | None:
    """Train in rounds of so many steps, and return the best network that is at least as good as before; None where none
    is.
    """
    optimiser = _optimiser(network)
    end = time.monotonic() + minutes * 60
    best: tuple[tuple[float, float], EncoderDecoder] | None = None
    for number in range(1, ROUNDS + 1):
        for _ in range(steps):
            if time.monotonic() > end:
                break
            _learn(network, optimiser, next(source))
        found = measured(network, measure)
        report(f"round {number}: {_shown(found)}")
        rank = found.cache, found.check
        if found.is_as_good_as(before) and (best is None or rank > best[0]):
            best = rank, copy.deepcopy(network)
        if time.monotonic() > end or rank == (1.0, 1.0):  # nothing is better
            break
    return best[1] if best else None


def _optimiser(network: EncoderDecoder) -> torch.optim.AdamW:
    encoder, others = parts_of(network)
    groups = [{"params": encoder, "lr": ENCODER_RATE}, {"params": others, "lr": DECODER_RATE}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)


def _learn(network: EncoderDecoder, optimiser: torch.optim.AdamW, tensors: Tensors) -> None:
    network.train()
    loss, _ = loss_of(network, tensors)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()


def measured(network: EncoderDecoder, corpus: Corpus) -> Measured:
    """Return how good a network is; what nothing measures is 0."""
    found = evaluate(network, corpus)
    return Measured(found.get(CACHE, 0.0), found.get(CHECK, 0.0))


def _shown(found: Measured) -> str:
    return f"{found.cache:.1%} of the held-back requests of the cache, {found.check:.1%} of the check set"
