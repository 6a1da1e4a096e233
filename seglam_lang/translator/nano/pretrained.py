"""Start of the encoder: the weights and word pieces of all-MiniLM-L6-v2 (Apache-2.0), from the folder it came in.

The folder has `model.safetensors` and `vocab.txt`, as the model's authors publish them (Reimers and Gurevych 2019; Wang
et al. 2020).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from seglam_lang.translator.nano.network import Encoder, EncoderDecoder
from seglam_lang.translator.vocabulary import Vocabulary

NOISE = 0.05  # standard deviation of what tells the marks apart at the start; that of BERT's own embeddings is like it


def start(network: EncoderDecoder, vocabulary: Vocabulary, folder: Path) -> None:
    """Give an encoder the published weights, and its marks embeddings of their own."""
    from safetensors.torch import load_file

    weights: dict[str, Tensor] = load_file(folder / "model.safetensors")
    with torch.no_grad():
        _fill(network.encoder, weights)
        marks = torch.tensor([vocabulary.mark(mark) for mark in vocabulary.marks])
        network.encoder.words.weight[marks] += NOISE * torch.randn(len(marks), network.size.width)


def _fill(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
    encoder.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
    encoder.segment.copy_(weights["embeddings.token_type_embeddings.weight"][0])
    _copy(encoder.norm, weights, "embeddings.LayerNorm")
    for i, layer in enumerate(encoder.layers):
        inside = f"encoder.layer.{i}"
        parts = [f"{inside}.attention.self.{part}" for part in ("query", "key", "value")]
        layer.qkv.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
        layer.qkv.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
        _copy(layer.output, weights, f"{inside}.attention.output.dense")
        _copy(layer.attention_norm, weights, f"{inside}.attention.output.LayerNorm")
        _copy(layer.up, weights, f"{inside}.intermediate.dense")
        _copy(layer.down, weights, f"{inside}.output.dense")
        _copy(layer.output_norm, weights, f"{inside}.output.LayerNorm")


def _copy(module: torch.nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])
