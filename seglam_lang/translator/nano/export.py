"""Export: `python -m seglam_lang.translator.nano.export` writes a checkpoint as the two GGUF files of a model.

Matrices are in Q8_0 (blocks of 32 numbers with one scale), norms, biases and positions in F32. Each file has a checksum
of its weights, by which a damaged one is refused, and the decoder's names the encoder that it was trained with.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import gguf
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from seglam_lang.translator.gguf_header import CHECKSUM_KEY
from seglam_lang.translator.model_files import CROSS_FILE, ENCODER_CHECKSUM_KEY, ENCODER_KEY, VOCABULARY_KEY
from seglam_lang.translator.nano.network import DECODER_EPS, ENCODER_EPS, Encoder, EncoderDecoder, Size

ENCODER_FILE, DECODER_FILE = "encoder.gguf", "decoder.gguf"
POSITIONS = "position_embd.weight"

Weights: TypeAlias = dict[str, Tensor]
Stored: TypeAlias = tuple[str, Any, npt.NDArray[np.generic]]  # name, type and numbers of weights, as a file keeps them


def encoder_weights(encoder: Encoder) -> Weights:
    """Return the encoder's weights under the names that llama.cpp looks for in a `bert`."""
    found = {
        "token_embd.weight": encoder.words.weight,
        # All of a prompt is one segment, so what tells segments apart is a part of every position.
        POSITIONS: encoder.positions.weight + encoder.segment,
        **_both("token_embd_norm", encoder.norm),
    }
    for i, layer in enumerate(encoder.layers):
        block = f"blk.{i}."
        weights, biases = layer.qkv.weight.chunk(3), layer.qkv.bias.chunk(3)
        for name, weight, bias in zip("qkv", weights, biases, strict=True):
            found |= {f"{block}attn_{name}.weight": weight, f"{block}attn_{name}.bias": bias}
        found |= _both(f"{block}attn_output", layer.output)
        found |= _both(f"{block}attn_output_norm", layer.attention_norm)
        found |= _both(f"{block}ffn_up", layer.up)
        found |= _both(f"{block}ffn_down", layer.down)
        found |= _both(f"{block}layer_output_norm", layer.output_norm)
    return found


def _both(name: str, layer: nn.Linear | nn.LayerNorm) -> Weights:
    return {f"{name}.weight": layer.weight, f"{name}.bias": layer.bias}


def decoder_weights(network: EncoderDecoder) -> Weights:
    """Return the decoder's weights under the names that llama.cpp looks for in a `llama`; the output is tied."""
    found = {"token_embd.weight": network.embedding.weight, "output_norm.weight": network.norm.weight}
    for i, layer in enumerate(network.layers):
        q, k, v = layer.attn_qkv.weight.chunk(3)
        gate, up = layer.ffn_gate_up.weight.chunk(2)
        block = {
            "attn_norm": layer.attn_norm.weight,
            "attn_q": q,
            "attn_k": k,
            "attn_v": v,
            "attn_output": layer.attn_output.weight,
            "ffn_norm": layer.ffn_norm.weight,
            "ffn_gate": gate,
            "ffn_up": up,
            "ffn_down": layer.ffn_down.weight,
        }
        found |= {f"blk.{i}.{name}.weight": weight for name, weight in block.items()}
    return found


def write(network: EncoderDecoder, vocabulary: str, folder: Path) -> Path:
    """Write both files of a model, and return the decoder's: it is the one that names the model."""
    size = network.size
    encoder = bert_writer(folder / ENCODER_FILE, size.pieces, size, size.longest_prompt)
    checksum = finish(encoder, stored(encoder_weights(network.encoder), _eight_bits))
    decoder = _writer(folder / DECODER_FILE, "llama", size.tokens, size)
    decoder.add_block_count(size.decoder_layers)
    decoder.add_context_length(size.longest_prompt + size.longest_program)
    decoder.add_feed_forward_length(size.decoder_hidden)
    decoder.add_head_count(size.decoder_heads)
    decoder.add_layer_norm_rms_eps(DECODER_EPS)
    decoder.add_rope_dimension_count(size.width // size.decoder_heads)
    decoder.add_string(VOCABULARY_KEY, vocabulary)
    decoder.add_string(ENCODER_KEY, ENCODER_FILE)
    decoder.add_string(ENCODER_CHECKSUM_KEY, checksum)
    finish(decoder, stored(decoder_weights(network), _eight_bits))
    return folder / DECODER_FILE


def bert_writer(path: Path, pieces: int, size: Size, longest: int) -> gguf.GGUFWriter:
    """Return a writer of an encoder's file, which has all but its weights."""
    writer = _writer(path, "bert", pieces, size)
    writer.add_block_count(size.layers)
    writer.add_context_length(longest)
    writer.add_feed_forward_length(size.hidden)
    writer.add_head_count(size.heads)
    writer.add_layer_norm_eps(ENCODER_EPS)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.NONE)
    writer.add_token_type_count(1)  # llama.cpp wants one, but no weights for it
    return writer


def _writer(path: Path, architecture: str, vocabulary_size: int, size: Size) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name(f"seglam-{path.stem}")
    writer.add_license("Apache-2.0")
    writer.add_embedding_length(size.width)
    writer.add_vocab_size(vocabulary_size)
    writer.add_tokenizer_model("no_vocab")  # we bring ids
    return writer


def finish(writer: gguf.GGUFWriter, weights: Iterable[Stored]) -> str:
    """Write weights, by name, and all that was added before, and return the checksum of the weights."""
    digest = hashlib.sha256()
    for name, kind, data in weights:
        digest.update(name.encode() + b"\0" + data.tobytes())
        writer.add_tensor(name, data, raw_dtype=kind)
    checksum = f"sha256:{digest.hexdigest()}"
    writer.add_string(CHECKSUM_KEY, checksum)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return checksum


def stored(weights: Weights, matrices: Callable[[str], gguf.GGMLQuantizationType]) -> Iterator[Stored]:
    """Yield names, types and numbers of weights as a file keeps them, by name: the checksum is over that order.

    `matrices` says in which type a matrix is, by its name; all else is in F32.
    """
    for name in sorted(weights):
        data = np.ascontiguousarray(weights[name].detach().float().numpy())
        matrix = data.ndim == 2 and name != POSITIONS  # llama.cpp adds positions as they are
        kind = matrices(name) if matrix else gguf.GGMLQuantizationType.F32
        yield name, kind, gguf.quants.quantize(data, kind)


def _eight_bits(_name: str) -> gguf.GGMLQuantizationType:
    return gguf.GGMLQuantizationType.Q8_0


def main() -> None:
    """Write the model's files, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/nano"))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    state = torch.load(options.folder / "checkpoint.pt", map_location="cpu")
    network = EncoderDecoder(Size(**state["size"]))
    network.load_state_dict(state["average"])
    options.out.mkdir(parents=True, exist_ok=True)
    write(network, (options.folder / "vocabulary.json").read_text(encoding="utf-8"), options.out)
    if (options.out / CROSS_FILE).exists():
        (options.out / CROSS_FILE).unlink()
        print(f"{options.out / CROSS_FILE} is gone, as it read with the encoder before: train it again (nano.cross)")
    for name in (ENCODER_FILE, DECODER_FILE):
        print(f"{options.out / name}: {(options.out / name).stat().st_size / 1e6:.1f} MB")
    print(f"after {state['step']} steps")


if __name__ == "__main__":
    main()
