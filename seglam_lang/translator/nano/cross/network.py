"""The network: a BERT that reads a request and a description together, and one number for the mean of its states.

Its word embeddings are those of the encoder that ships, and do not learn: in the model's files they are kept once.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.translator.nano.network import Encoder, Size
from seglam_lang.translator.nano.restore import restore
from seglam_lang.translator.vocabulary import Vocabulary


class CrossEncoder(nn.Module):
    """Ids of pairs (batch, length) to the log odds that they mean the same; `mask` is true where there is a token."""

    def __init__(self, encoder: Encoder, size: Size) -> None:
        super().__init__()
        self.size = size
        self.encoder = encoder
        self.encoder.words.weight.requires_grad_(False)
        self.head = nn.Linear(size.width, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(ids, mask)
        seen = mask[..., None].to(states.dtype)
        odds: Tensor = self.head((states * seen).sum(1) / seen.sum(1)).float().squeeze(-1)
        return odds


def start(model: Path = DEFAULT_MODEL) -> tuple[CrossEncoder, Vocabulary]:
    """Return a network that begins as the encoder of a model, which has read requests and headers, and its vocabulary.

    Raise ModelError where the model is damaged.
    """
    network, vocabulary = restore(model)
    return CrossEncoder(network.encoder, network.size), vocabulary


def resume(network: CrossEncoder, checkpoint: Path) -> None:
    """Give a network the weights of a checkpoint. Raise ValueError where that was trained on other word embeddings."""
    own = network.encoder.words.weight.clone()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    if not torch.equal(own, network.encoder.words.weight):
        raise ValueError(f"{checkpoint} was trained on the word embeddings of another encoder: train with --again")
