"""The network that compares two requests: `python -m seglam_lang.translator.nano.cross.alike` writes `alike.gguf`.

It learns from what `compared` has kept of pairs of wordings, which takes a minute. One table in ten is held back.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import gguf
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from seglam_lang.translator.alike import HIDDEN, HIDDEN_BIAS, OUTPUT, OUTPUT_BIAS
from seglam_lang.translator.client import CROSS
from seglam_lang.translator.gguf_header import CHECKSUM_KEY, read_header
from seglam_lang.translator.model_files import ALIKE_FILE, CROSS_CHECKSUM_KEY
from seglam_lang.translator.nano.cross.compared import kept_features
from seglam_lang.translator.nano.cross.told import TOLD
from seglam_lang.translator.nano.cross.train import area
from seglam_lang.translator.nano.cross.wordings import FILE, kept_pairs
from seglam_lang.translator.nano.export import finish, stored

UNITS = 64  # of the hidden layer: with 128 hardly more is told apart
RATE, DECAY, EPOCHS, BATCH = 1e-3, 1e-2, 8, 512
DROPPED_READ, DROPPED_UNITS = 0.1, 0.3
HELD_BACK = 10  # one table of so many
LEAST_DEVIATION = 1e-6


def network(width: int) -> nn.Sequential:
    """Return an untrained network that reads so many numbers of a pair."""
    return nn.Sequential(
        nn.Dropout(DROPPED_READ), nn.Linear(width, UNITS), nn.ReLU(), nn.Dropout(DROPPED_UNITS), nn.Linear(UNITS, 1)
    )


def train(read: Tensor, same: Tensor, epochs: int = EPOCHS) -> nn.Sequential:
    """Return a network that has learned from pairs; what it reads may be of any size."""
    mean, deviation = read.mean(0), read.std(0).clamp_min(LEAST_DEVIATION)
    learning = network(read.shape[1])
    optimiser = torch.optim.AdamW(learning.parameters(), lr=RATE, weight_decay=DECAY)
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / epochs)
        for batch in torch.randperm(len(read)).split(BATCH):
            odds = learning((read[batch] - mean) / deviation).squeeze(-1)
            loss = F.binary_cross_entropy_with_logits(odds, same[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return _of_any_size(learning.eval(), mean, deviation)


@torch.no_grad()
def _of_any_size(learned: nn.Sequential, mean: Tensor, deviation: Tensor) -> nn.Sequential:
    """Return a network that reads what it has learned from as it is, not by how far it is from the mean."""
    hidden = learned[1]
    hidden.weight /= deviation
    hidden.bias -= hidden.weight @ mean
    return learned


def write(learned: nn.Sequential, cross: Path) -> Path:
    """Write a network beside the cross-encoder whose states it reads, and return its file."""
    path = cross.with_name(ALIKE_FILE)
    writer = gguf.GGUFWriter(path, "seglam-alike")
    writer.add_name("seglam-alike")
    writer.add_license("Apache-2.0")
    writer.add_block_count(1)
    writer.add_string(CROSS_CHECKSUM_KEY, read_header(cross).metadata[CHECKSUM_KEY])
    hidden, output = learned[1], learned[4]
    weights = {HIDDEN: hidden.weight, HIDDEN_BIAS: hidden.bias, OUTPUT: output.weight[0], OUTPUT_BIAS: output.bias}
    finish(writer, stored(weights, lambda name: gguf.GGMLQuantizationType.F16))
    return path


def main() -> None:
    """Train and write, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=TOLD)
    parser.add_argument("--cross", type=Path, default=CROSS, help="the cross-encoder's file")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pairs = kept_pairs(options.folder / FILE)
    read = torch.from_numpy(kept_features(options.folder)).float()
    same = torch.tensor([float(each.same) for each in pairs])
    held_back = torch.tensor([each.table % HELD_BACK == 0 for each in pairs])
    torch.manual_seed(options.seed)
    learned = train(read[~held_back], same[~held_back])
    with torch.no_grad():
        odds = learned(read[held_back]).squeeze(-1).tolist()
    apart = area(odds, [bool(each) for each in same[held_back]])
    path = write(learned, options.cross)
    print(f"{len(pairs)} pairs; held back: {apart:.4f}; {path}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
