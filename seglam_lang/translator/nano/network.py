"""The network: a small decoder of the llama architecture, so that llama.cpp runs what PyTorch trained.

RMSNorm (Zhang and Sennrich 2019), rotary positions (Su et al. 2021) on adjacent pairs, as llama.cpp rotates those of
its `llama` architecture, SwiGLU (Shazeer 2020), embeddings tied with the output.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Size:
    """Dimensions; `hidden` must be a multiple of 32 (block size of the file format)."""

    vocabulary: int
    width: int = 256
    layers: int = 6
    heads: int = 8
    hidden: int = 704
    context: int = 512
    dropout: float = 0.1

    def to_dict(self) -> dict[str, Any]:
        """Return the dimensions as a checkpoint keeps them."""
        return asdict(self)


class Block(nn.Module):
    """Attention, then a gated feed-forward layer, each on a normalised copy that is added back."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads, self.dropout = size.heads, size.dropout
        self.attn_norm = nn.RMSNorm(size.width, eps=1e-5)
        self.attn_qkv = nn.Linear(size.width, 3 * size.width, bias=False)
        self.attn_output = nn.Linear(size.width, size.width, bias=False)
        self.ffn_norm = nn.RMSNorm(size.width, eps=1e-5)
        self.ffn_gate_up = nn.Linear(size.width, 2 * size.hidden, bias=False)
        self.ffn_down = nn.Linear(size.hidden, size.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, length, width = x.shape
        qkv = self.attn_qkv(self.attn_norm(x)).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.transpose(1, 3).unbind(2)
        mixed = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True)
        x = x + self.drop(self.attn_output(mixed.transpose(1, 2).reshape(batch, length, width)))
        gate, up = self.ffn_gate_up(self.ffn_norm(x)).chunk(2, dim=-1)
        return x + self.drop(self.ffn_down(F.silu(gate) * up))

    def drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout, self.training)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate the pairs (2i, 2i+1) of each head by their position's angle."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2).to(x.dtype)


class Transformer(nn.Module):
    """Token ids (batch, length) to hidden states; `logits` makes scores over the vocabulary of some of them."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.embedding = nn.Embedding(size.vocabulary, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.layers))
        self.norm = nn.RMSNorm(size.width, eps=1e-5)
        per_head = size.width // size.heads
        angles = torch.outer(torch.arange(size.context), 10000 ** (-torch.arange(0, per_head, 2) / per_head))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                deep = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(weight, std=0.02 / (2 * size.layers) ** 0.5 if deep else 0.02)

    def forward(self, ids: Tensor) -> Tensor:
        x = F.dropout(self.embedding(ids), self.size.dropout, self.training)
        cos, sin = self.cos[: ids.shape[1]], self.sin[: ids.shape[1]]
        for block in self.blocks:
            x = block(x, cos, sin)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Return scores over the vocabulary."""
        return F.linear(hidden, self.embedding.weight)
