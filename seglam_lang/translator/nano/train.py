"""Training: `python -m seglam_lang.translator.nano.train --minutes 90` (resumes where it stopped).

The loss is on the program alone; what comes before it is given. The learning rate is constant after a warm-up and
falls to zero over the last 40 % of the time, so that how long to train is one number.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from seglam_lang.translator.nano.network import Size, Transformer
from seglam_lang.translator.first.vocabulary import Vocabulary

PEAK, WARM_UP, DECAY = 1.2e-3, 200, 0.4  # learning rate, steps until it is reached, share in which it falls again
BUCKET = 40  # batches that are sorted by length together
HELD_OUT = 1500  # rows, of a small corpus a tenth
Row = tuple[str, list[int], list[int]]


def load(folder: Path) -> tuple[list[Row], list[Row]]:
    """Return the rows to learn from, and the rows held out to choose thresholds and models by."""
    with (folder / "examples.jsonl").open(encoding="utf-8") as lines:
        found: list[Row] = [tuple(json.loads(line)) for line in lines]
    held_out = min(HELD_OUT, len(found) // 10)
    return found[held_out:], found[:held_out]


def batches(rows: list[Row], size: int, rng: random.Random) -> Iterator[list[Row]]:
    """Yield batches of rows of similar length, without end."""
    while True:
        rng.shuffle(rows)
        for start in range(0, len(rows), size * BUCKET):
            near = sorted(rows[start : start + size * BUCKET], key=lambda row: len(row[1]) + len(row[2]))
            groups = [near[i : i + size] for i in range(0, len(near), size)]
            rng.shuffle(groups)
            yield from groups


def tensors(batch: list[Row]) -> tuple[Tensor, Tensor]:
    """Return padded ids, and targets that are -100 outside the programs."""
    length = max(len(prompt) + len(program) for _, prompt, program in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    targets = torch.full((len(batch), length), -100)
    for i, (_, prompt, program) in enumerate(batch):
        ids[i, : len(prompt) + len(program)] = torch.tensor(prompt + program)
        targets[i, len(prompt) - 1 : len(prompt) - 1 + len(program)] = torch.tensor(program)
    return ids, targets


def loss_of(network: Transformer, batch: list[Row]) -> tuple[Tensor, float]:
    """Return the mean cross entropy of the programs' tokens, and the share of programs right at every token."""
    ids, targets = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = network(ids)
        where = targets != -100
        logits = network.logits(hidden[where])
    loss = F.cross_entropy(logits.float(), targets[where])
    wrong = torch.zeros(len(batch))
    wrong.index_add_(0, where.nonzero()[:, 0], (logits.argmax(-1) != targets[where]).float())
    return loss, float((wrong == 0).float().mean())


def rate(step: int, share: float) -> float:
    """Return the learning rate after `step` steps, with `share` of the time gone."""
    return PEAK * min(1.0, (step + 1) / WARM_UP) * min(1.0, max(0.0, 1 - share) / DECAY)


@torch.no_grad()
def evaluate(network: Transformer, rows: list[Row]) -> dict[str, float]:
    """Return the share of programs predicted right at every token, given those before it, by source."""
    network.eval()
    right: dict[str, list[float]] = {}
    for source in sorted({row[0] for row in rows}):
        some = sorted((row for row in rows if row[0] == source), key=lambda row: len(row[1]))
        for i in range(0, len(some), 50):
            part = some[i : i + 50]
            right.setdefault(source, []).extend([loss_of(network, part)[1]] * len(part))
    network.train()
    return {source: round(sum(values) / len(values), 3) for source, values in right.items()}


def train(folder: Path, minutes: float, batch: int, threads: int, seed: int) -> None:
    """Train until `minutes` are used, over all runs, and write a checkpoint every few minutes."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    vocabulary = Vocabulary.from_json((folder / "vocabulary.json").read_text(encoding="utf-8"))
    network = Transformer(Size(len(vocabulary)))
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK, betas=(0.9, 0.98), weight_decay=0.05, fused=True)
    saved = folder / "checkpoint.pt"
    step, used = 0, 0.0
    if saved.exists():
        state: dict[str, Any] = torch.load(saved)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        step, used = state["step"], state["used"]
    learn, held_out = load(folder)
    source = batches(learn, batch, random.Random(seed + step))
    last, evaluated = time.monotonic(), time.monotonic()
    losses: deque[float] = deque(maxlen=100)
    while used < minutes * 60:
        for group in optimiser.param_groups:
            group["lr"] = rate(step, used / (minutes * 60))
        loss, _ = loss_of(network, next(source))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        step += 1
        losses.append(float(loss.detach()))
        now = time.monotonic()
        used, last = used + now - last, now
        if step % 100 == 0:
            print(f"step {step} minutes {used / 60:.1f} loss {sum(losses) / len(losses):.4f}", flush=True)
        if now - evaluated > 300 or used >= minutes * 60:
            print(f"held out: {evaluate(network, held_out)}", flush=True)
            save(saved, network, optimiser, step, used)
            evaluated = last = time.monotonic()


def save(path: Path, network: Transformer, optimiser: torch.optim.Optimizer, step: int, used: float) -> None:
    """Write a checkpoint so that a crash leaves the one before."""
    state = {"size": network.size.to_dict(), "network": network.state_dict(), "optimiser": optimiser.state_dict()}
    fresh = path.with_suffix(".new")
    torch.save({**state, "step": step, "used": used}, fresh)
    fresh.replace(path)


def main() -> None:
    """Train, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/nano"))
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    train(options.folder, options.minutes, options.batch, options.threads, options.seed)


if __name__ == "__main__":
    main()
