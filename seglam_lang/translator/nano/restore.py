"""The way back from the two GGUF files of a model to the network that was trained: the inverse of `export`.

So training goes on from a model as it ships, and no checkpoint has to. What eight bits have rounded stays rounded.
"""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import torch
from torch import Tensor

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.gguf_header import read_header
from seglam_lang.translator.model_files import checked_files
from seglam_lang.translator.nano.export import Weights, decoder_weights, encoder_weights
from seglam_lang.translator.nano.network import EncoderDecoder, Size
from seglam_lang.translator.vocabulary import Vocabulary


def restore(model: Path) -> tuple[EncoderDecoder, Vocabulary]:
    """Return the network of the model whose decoder is `model`, with its vocabulary.

    Raise ModelError where it is damaged.
    """
    files = checked_files(model)
    try:
        vocabulary = Vocabulary.from_json(files.vocabulary)
    except ValueError as error:
        raise ModelError(f"{model} is damaged: {error}") from None
    network = EncoderDecoder(size_of(files.encoder, files.decoder, vocabulary))
    encoder, decoder = tensors_of(files.encoder), tensors_of(files.decoder)
    with torch.no_grad():
        # These are views of the network's own weights, so that what is written to them is written to it ...
        _fill(encoder_weights(network.encoder), encoder)
        _fill(decoder_weights(network), decoder)
        # ... but for the positions: in the file they hold the segment too.
        network.encoder.positions.weight.copy_(encoder["position_embd.weight"])
        network.encoder.segment.zero_()
    return network, vocabulary


def size_of(encoder: Path, decoder: Path, vocabulary: Vocabulary) -> Size:
    """Return the dimensions that the files state."""
    reads, writes = read_header(encoder).metadata, read_header(decoder).metadata
    longest = reads["bert.context_length"]
    return Size(
        pieces=len(vocabulary.pieces),
        tokens=len(vocabulary.program_tokens),
        width=reads["bert.embedding_length"],
        layers=reads["bert.block_count"],
        heads=reads["bert.attention.head_count"],
        hidden=reads["bert.feed_forward_length"],
        decoder_layers=writes["llama.block_count"],
        decoder_heads=writes["llama.attention.head_count"],
        decoder_hidden=writes["llama.feed_forward_length"],
        longest_prompt=longest,
        longest_program=writes["llama.context_length"] - longest,
    )


def tensors_of(path: Path) -> dict[str, Tensor]:
    """Return the weights in a file, in 32 bits, by name."""
    return {
        each.name: torch.from_numpy(np.array(gguf.quants.dequantize(each.data, each.tensor_type)))
        for each in gguf.GGUFReader(path).tensors
    }


def _fill(weights: Weights, stored: dict[str, Tensor]) -> None:
    for name, weight in weights.items():
        weight.copy_(stored[name].reshape(weight.shape))
