"""Export: `python -m seglam_lang.translator.nano.cross.export` writes the cross-encoder as a GGUF file.

The file has no word embeddings: those of the encoder beside it are read, of which it has the checksum. What 40 MB for
the whole model leave is little, so that matrices are in Q5_0, and those of the feed-forward layers, two thirds of all,
in Q4_0.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import gguf
import torch

from seglam_lang.translator.cross_encoder import LONGEST_PAIR
from seglam_lang.translator.gguf_header import CHECKSUM_KEY, read_header
from seglam_lang.translator.model_files import CROSS_FILE, EMBEDDINGS, EMBEDDINGS_KEY, HEAD_KEY
from seglam_lang.translator.nano.cross.network import CrossEncoder, resume, start
from seglam_lang.translator.nano.cross.told import TOLD
from seglam_lang.translator.nano.cross.train import CHECKPOINT
from seglam_lang.translator.nano.export import ENCODER_FILE, POSITIONS, bert_writer, encoder_weights, finish, stored

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
    finish(writer, stored(weights, _few_bits))
    return path


def _few_bits(name: str) -> gguf.GGMLQuantizationType:
    return gguf.GGMLQuantizationType.Q4_0 if "ffn" in name else gguf.GGMLQuantizationType.Q5_0


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
