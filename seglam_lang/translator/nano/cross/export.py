"""Export: `python -m seglam_lang.translator.nano.cross.export` writes the cross-encoder as a GGUF file.

The file has no word embeddings: those of the encoder beside it are read, of which it has the checksum. What 40 MB for
the whole model leave is little, so that matrices are in Q5_0, and those of the feed-forward layers, two thirds of all,
in Q4_0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import gguf
import numpy as np
import torch

from seglam_lang.translator.cross_encoder import LONGEST_PAIR
from seglam_lang.translator.gguf_header import CHECKSUM_KEY, read_header
from seglam_lang.translator.model_files import CROSS_FILE, EMBEDDINGS, EMBEDDINGS_KEY, HEAD_KEY
from seglam_lang.translator.nano.cross.network import CrossEncoder, resume, start
from seglam_lang.translator.nano.cross.told import TOLD
from seglam_lang.translator.nano.cross.train import CHECKPOINT
from seglam_lang.translator.nano.export import ENCODER_FILE, Stored, Weights, bert_writer, encoder_weights, finish

POSITIONS = "position_embd.weight"
LONGEST = -(-LONGEST_PAIR // 32) * 32


def write(network: CrossEncoder, folder: Path) -> Path:
    """Write a cross-encoder beside the encoder whose embeddings it reads, and return its file."""
    path = folder / CROSS_FILE
    writer = bert_writer(path, 1, network.size, LONGEST)
    writer.add_string(EMBEDDINGS_KEY, read_header(folder / ENCODER_FILE).metadata[CHECKSUM_KEY])
    head = torch.cat([network.head.weight[0], network.head.bias]).tolist()
    writer.add_array(HEAD_KEY, head)
    weights = encoder_weights(network.encoder)
    weights[EMBEDDINGS] = torch.zeros(1, network.size.width)  # llama.cpp wants some
    weights[POSITIONS] = weights[POSITIONS][:LONGEST]
    finish(writer, _stored(weights))
    return path


def _stored(weights: Weights) -> Iterator[Stored]:
    """Yield names, types and numbers of weights as the file keeps them, by name."""
    for name in sorted(weights):
        data = np.ascontiguousarray(weights[name].detach().float().numpy())
        kind = gguf.GGMLQuantizationType.F32
        if data.ndim == 2 and name not in (POSITIONS, EMBEDDINGS):
            small = "ffn" in name
            kind = gguf.GGMLQuantizationType.Q4_0 if small else gguf.GGMLQuantizationType.Q5_0
        yield name, kind, gguf.quants.quantize(data, kind)


def main() -> None:
    """Write the file, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=TOLD)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1])
    options = parser.parse_args()
    network, _ = start(options.out / "decoder.gguf")
    resume(network, options.folder / CHECKPOINT)
    path = write(network, options.out)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
