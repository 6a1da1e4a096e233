"""Training: `python -m seglam_lang.translator.nano.cross.train --minutes 60`.

Of each request that is drawn one right description is learned from and two wrong ones. The learning rate is constant
after a warm-up and falls over the last two fifths of the time; a later run goes on from what there is, with `--again`
from the beginning. What is measured and kept is the running average of the weights.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import torch
from torch.nn import functional as F

from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.translator.cross_encoder import pair
from seglam_lang.translator.nano.cross.network import CrossEncoder, resume, start
from seglam_lang.translator.nano.cross.told import TOLD, Told, told
from seglam_lang.translator.nano.sources import is_dev
from seglam_lang.translator.nano.train import padded, shuffled
from seglam_lang.translator.vocabulary import Vocabulary

RATE, WARM_UP, FALL = 1.4e-4, 200, 0.4  # the rate at its height, steps until then, share of the time in which it falls
AVERAGED = 0.997  # of the running average, that a step leaves
BATCH, BUCKET = 64, 20  # pairs of a batch, batches that are sorted by length together
MOST_WRONG = 2  # descriptions of a request at each visit
MEASURED = 500  # held-back requests, at most
HELD_BACK = "everyday-dev"
CHECKPOINT = "checkpoint.pt"
MIXTURE = {  # how often each file is drawn from
    "everyday": 40,
    "own": 34,
    "spider": 12,
    "schema2qa": 8,
    "nvbench": 4,
    "nlv": 1,
    "calc": 1,
    "drafted": 60,
}

Pair = tuple[list[int], bool]  # the ids of a request and a description, and whether that is right


def pairs_of(requests: Sequence[tuple[str, Told]], vocabulary: Vocabulary, dice: random.Random) -> Iterator[Pair]:
    """Yield what requests tell at one visit."""
    for request, known in requests:
        for description in dice.sample(known.right, min(1, len(known.right))):
            yield pair(request, description, vocabulary), True
        for description in dice.sample(known.wrong, min(MOST_WRONG, len(known.wrong))):
            yield pair(request, description, vocabulary), False


def drawn(
    told_by: Mapping[str, Sequence[tuple[str, Told]]], vocabulary: Vocabulary, dice: random.Random
) -> Iterator[Pair]:
    """Yield pairs without end, their sources drawn by MIXTURE."""
    names = sorted(told_by)
    weights = [MIXTURE[name] for name in names]
    decks = {name: shuffled(told_by[name], dice) for name in names}
    while True:
        yield from pairs_of([next(decks[dice.choices(names, weights)[0]])], vocabulary, dice)


def batches(pairs: Iterator[Pair], dice: random.Random) -> Iterator[list[Pair]]:
    """Yield batches of pairs of similar length."""
    while bucket := sorted(islice(pairs, BATCH * BUCKET), key=lambda each: len(each[0])):
        found = [bucket[at : at + BATCH] for at in range(0, len(bucket), BATCH)]
        dice.shuffle(found)
        yield from found


def loss_of(network: CrossEncoder, batch: Sequence[Pair]) -> torch.Tensor:
    """Return the mean cross entropy."""
    ids, mask = padded([ids for ids, _ in batch])
    with torch.autocast(ids.device.type, dtype=torch.bfloat16):
        odds = network(ids, mask)
    return F.binary_cross_entropy_with_logits(odds, torch.tensor([float(right) for _, right in batch]))


@torch.no_grad()
def told_apart(network: CrossEncoder, pairs: Sequence[Pair]) -> float:
    """Return how often a right pair is held likelier than a wrong one (the area under the ROC curve)."""
    network.eval()
    ordered = sorted(pairs, key=lambda each: len(each[0]))
    odds: list[float] = []
    for at in range(0, len(ordered), BATCH):
        ids, mask = padded([ids for ids, _ in ordered[at : at + BATCH]])
        odds += network(ids, mask).tolist()
    network.train()
    return area(odds, [right for _, right in ordered])


def area(odds: Sequence[float], right: Sequence[bool]) -> float:
    """Return the area under the ROC curve: of pairs of a right and a wrong one, the share in which the right one has
    more, ties counting half (Mann and Whitney 1947).
    """
    wrong = sorted(each for each, is_right in zip(odds, right, strict=True) if not is_right)
    wins = [
        (bisect_left(wrong, each) + bisect_right(wrong, each)) / 2
        for each, is_right in zip(odds, right, strict=True)
        if is_right
    ]
    return sum(wins) / max(1, len(wins) * len(wrong))


def rate(step: int, share: float) -> float:
    """Return the learning rate after `step` steps, with `share` of the time gone."""
    return RATE * min(1.0, (step + 1) / WARM_UP) * min(1.0, max(0.02, 1 - share) / FALL)


def train(network: CrossEncoder, source: Iterator[list[Pair]], held_back: Sequence[Pair], minutes: float) -> None:
    """Train a network, and leave it with the running average of its weights."""
    average = copy.deepcopy(network)
    learning = [each for each in network.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    for layer in network.encoder.layers:
        layer.compile(dynamic=True)
    began, losses = time.monotonic(), deque[float](maxlen=200)
    for step, batch in enumerate(source):
        share = (time.monotonic() - began) / (60 * minutes)
        if share >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = rate(step, share)
        loss = loss_of(network, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        kept = min(AVERAGED, (step + 1) / (step + 21))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                mean.lerp_(now, 1 - kept)
        losses.append(float(loss.detach()))
        if step % 100 == 99:
            print(f"step {step + 1} loss {sum(losses) / len(losses):.4f}", flush=True)
        if step % 500 == 499:
            print(f"held back: {told_apart(average, held_back):.4f}", flush=True)
    network.load_state_dict(average.state_dict())


def main() -> None:
    """Train, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=TOLD)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="whose encoder it begins as")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="from the beginning")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    dice = random.Random(options.seed)
    network, vocabulary = start(options.model)
    checkpoint = options.folder / CHECKPOINT
    if checkpoint.exists() and not options.again:
        resume(network, checkpoint)
    told_by = {name: _requests(options.folder / f"{name}.jsonl", False) for name in MIXTURE}
    held_back = _requests(options.folder / f"{HELD_BACK}.jsonl", True)[:MEASURED]
    print(", ".join(f"{name} {len(found)}" for name, found in [*told_by.items(), ("held back", held_back)]))
    if not held_back or not any(told_by.values()):
        parser.error(f"{options.folder} has nothing to learn from, or to measure with: `cross.pairs` makes it")
    source = batches(drawn({name: found for name, found in told_by.items() if found}, vocabulary, dice), dice)
    measured = list(pairs_of(held_back, vocabulary, random.Random(0)))
    train(network, source, measured, options.minutes)
    print(f"held back: {told_apart(network, measured):.4f}")
    torch.save(network.state_dict(), checkpoint)


def _requests(path: Path, dev: bool) -> list[tuple[str, Told]]:
    """Return the requests of a file with what is told of each: those of development, or the others."""
    if not path.exists():
        return []
    found = [(request, each) for each in told(path) if is_dev(each.group) == dev for request in each.requests]
    random.Random(0).shuffle(found)
    return found


if __name__ == "__main__":
    main()
