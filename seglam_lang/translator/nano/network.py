"""The network: a BERT encoder that reads request and schema, and a small decoder that writes the program.

The encoder's states are the decoder's first inputs, in place of token embeddings; after them it reads its own tokens.
llama.cpp runs both as they are trained here: the encoder as its `bert` architecture (Devlin et al. 2019: learned
positions, layers normalised after each addition), the decoder as its `llama` architecture: RMSNorm (Zhang and Sennrich
2019), rotary positions (Su et al. 2021) on adjacent pairs, SwiGLU (Shazeer 2020), embeddings tied with the output.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

ENCODER_EPS, DECODER_EPS = 1e-12, 1e-5  # of the norms


@dataclass(frozen=True)
class Size:
    """Dimensions; those of the encoder are MiniLM's. `hidden` and `decoder_hidden` must be multiples of 32 (the file
    format's block).
    """

    pieces: int  # of the encoder's vocabulary
    tokens: int  # of the decoder's
    width: int = 384
    layers: int = 6
    heads: int = 12
    hidden: int = 1536
    decoder_layers: int = 4
    decoder_heads: int = 6
    decoder_hidden: int = 1024
    longest_prompt: int = 512
    longest_program: int = 128
    dropout: float = 0.0  # no row is seen often enough to be learned by heart

    def to_dict(self) -> dict[str, Any]:
        """Return the dimensions as a checkpoint keeps them."""
        return asdict(self)


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Mix `v` by how `q` and `k` (batch, heads, length, width) agree, where `mask` is true.

    Written out, as PyTorch's own is slow on a CPU: with it, a step of training takes nearly twice as long.
    """
    batch, heads, length, width = q.shape
    seen = torch.zeros(mask.shape, dtype=q.dtype, device=q.device).masked_fill(~mask, float("-inf"))
    seen = seen.expand(batch, heads, length, length).reshape(-1, length, length)
    q, k, v = (each.reshape(batch * heads, length, width) for each in (q, k, v))
    agreement = torch.baddbmm(seen, q, k.transpose(1, 2), alpha=width**-0.5)
    with torch.autocast(q.device.type, enabled=False):  # sums of the softmax are exact enough as they are
        weights = agreement.softmax(-1)
    return torch.bmm(weights, v).view(batch, heads, length, width)


class EncoderLayer(nn.Module):
    """Attention over the whole prompt, then a feed-forward layer; each is added, then normalised."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads, self.dropout = size.heads, size.dropout
        self.qkv = nn.Linear(size.width, 3 * size.width)
        self.output = nn.Linear(size.width, size.width)
        self.attention_norm = nn.LayerNorm(size.width, eps=ENCODER_EPS)
        self.up = nn.Linear(size.width, size.hidden)
        self.down = nn.Linear(size.hidden, size.width)
        self.output_norm = nn.LayerNorm(size.width, eps=ENCODER_EPS)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).transpose(1, 3).unbind(2)
        mixed = attention(q, k, v, mask)
        x = self.attention_norm(x + self._drop(self.output(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.output_norm(x + self._drop(self.down(F.gelu(self.up(x), approximate="tanh"))))

    def _drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout, self.training)


class Encoder(nn.Module):
    """Ids of a prompt (batch, length) to a state for each; `mask` is true where there is a token."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.dropout = size.dropout
        self.words = nn.Embedding(size.pieces, size.width)
        self.positions = nn.Embedding(size.longest_prompt, size.width)
        self.segment = nn.Parameter(torch.zeros(size.width))  # BERT tells two sentences apart; all of a prompt is one
        self.norm = nn.LayerNorm(size.width, eps=ENCODER_EPS)
        self.layers = nn.ModuleList(EncoderLayer(size) for _ in range(size.layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment
        x = F.dropout(self.norm(x), self.dropout, self.training)
        attended = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attended)
        return x


class DecoderLayer(nn.Module):
    """Attention to what came before, then a gated feed-forward layer, each on a normalised copy that is added back."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads, self.dropout = size.decoder_heads, size.dropout
        self.attn_norm = nn.RMSNorm(size.width, eps=DECODER_EPS)
        self.attn_qkv = nn.Linear(size.width, 3 * size.width, bias=False)
        self.attn_output = nn.Linear(size.width, size.width, bias=False)
        self.ffn_norm = nn.RMSNorm(size.width, eps=DECODER_EPS)
        self.ffn_gate_up = nn.Linear(size.width, 2 * size.decoder_hidden, bias=False)
        self.ffn_down = nn.Linear(size.decoder_hidden, size.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, causal: Tensor) -> Tensor:
        batch, length, width = x.shape
        qkv = self.attn_qkv(self.attn_norm(x)).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.transpose(1, 3).unbind(2)
        mixed = attention(rotate(q, cos, sin), rotate(k, cos, sin), v, causal)
        x = x + self._drop(self.attn_output(mixed.transpose(1, 2).reshape(batch, length, width)))
        gate, up = self.ffn_gate_up(self.ffn_norm(x)).chunk(2, dim=-1)
        return x + self._drop(self.ffn_down(F.silu(gate) * up))

    def _drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout, self.training)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate the pairs (2i, 2i+1) of each head by their position's angle."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2).to(x.dtype)


class EncoderDecoder(nn.Module):
    """Prompts and programs to hidden states of the decoder; `logits` makes scores over the program tokens of some."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.encoder = Encoder(size)
        self.embedding = nn.Embedding(size.tokens, size.width)
        self.layers = nn.ModuleList(DecoderLayer(size) for _ in range(size.decoder_layers))
        self.norm = nn.RMSNorm(size.width, eps=DECODER_EPS)
        per_head = size.width // size.decoder_heads
        places = torch.arange(size.longest_prompt + size.longest_program)
        angles = torch.outer(places, 10000 ** (-torch.arange(0, per_head, 2) / per_head))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                deep = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(weight, std=0.02 / (2 * size.decoder_layers) ** 0.5 if deep else 0.02)

    def forward(self, prompts: Tensor, read: Tensor, programs: Tensor, written: Tensor) -> Tensor:
        """Return states (batch, length, width) in which each program follows its prompt at once.

        `prompts` and `programs` are padded ids, `read` and `written` are true where they are none.
        """
        states = self.encoder(prompts, read)
        lengths = read.sum(1), written.sum(1)
        whole = int((lengths[0] + lengths[1]).max())
        places = torch.arange(whole, device=prompts.device)[None]
        first, last = lengths[0][:, None], (lengths[0] + lengths[1])[:, None]
        x = states.new_zeros(prompts.shape[0], whole, self.size.width)
        x[places < first] = states[read]
        x[(places >= first) & (places < last)] = self.embedding(programs)[written].to(x.dtype)
        causal = torch.ones(whole, whole, dtype=torch.bool, device=x.device).tril()
        for layer in self.layers:
            x = layer(x, self.cos[:whole], self.sin[:whole], causal)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Return scores over the program tokens."""
        return F.linear(hidden, self.embedding.weight)
