"""Export: `python -m seglam_lang.translator.nano.export` writes a checkpoint as GGUF, with vocabulary and checksum."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import gguf
import numpy as np
import torch

from seglam_lang.translator.nano.network import Size, Transformer


def tensors_of(network: Transformer) -> dict[str, np.ndarray]:
    """Return the weights under the names that llama.cpp looks for."""
    size = network.size
    found = {"token_embd.weight": network.embedding.weight, "output_norm.weight": network.norm.weight}
    for i, block in enumerate(network.blocks):
        q, k, v = block.attn_qkv.weight.split(size.width)
        gate, up = block.ffn_gate_up.weight.split(size.hidden)
        layer = {
            "attn_norm": block.attn_norm.weight,
            "attn_q": q,
            "attn_k": k,
            "attn_v": v,
            "attn_output": block.attn_output.weight,
            "ffn_norm": block.ffn_norm.weight,
            "ffn_gate": gate,
            "ffn_up": up,
            "ffn_down": block.ffn_down.weight,
        }
        found |= {f"blk.{i}.{name}.weight": weight for name, weight in layer.items()}
    return {name: weight.detach().float().numpy() for name, weight in found.items()}


def write(network: Transformer, vocabulary: str, path: Path) -> None:
    """Write a model file: matrices in F16, norms in F32, and a checksum by which the loader refuses a damaged file."""
    size = network.size
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("seglam-nano")
    writer.add_license("Apache-2.0")
    writer.add_context_length(size.context)
    writer.add_embedding_length(size.width)
    writer.add_block_count(size.layers)
    writer.add_feed_forward_length(size.hidden)
    writer.add_head_count(size.heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(size.width // size.heads)
    writer.add_vocab_size(size.vocabulary)
    writer.add_tokenizer_model("no_vocab")
    writer.add_string("seglam.vocabulary", vocabulary)
    digest = hashlib.sha256()
    tensors = tensors_of(network)
    for name in sorted(tensors):
        weight: np.ndarray = tensors[name].astype(np.float16 if tensors[name].ndim == 2 else np.float32)
        digest.update(name.encode() + b"\0")
        digest.update(weight.tobytes())
        writer.add_tensor(name, weight)
    writer.add_string("seglam.checksum", f"sha256:{digest.hexdigest()}")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    """Write the model file, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/nano"))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "nano.gguf")
    options = parser.parse_args()
    state = torch.load(options.folder / "checkpoint.pt", map_location="cpu")
    network = Transformer(Size(**state["size"]))
    network.load_state_dict(state["network"])
    write(network, (options.folder / "vocabulary.json").read_text(encoding="utf-8"), options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB after {state['step']} steps")


if __name__ == "__main__":
    main()
