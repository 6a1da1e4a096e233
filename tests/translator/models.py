"""Tiny models with random weights, made as the real ones are, and tasks for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import gguf
import numpy as np
import numpy.typing as npt

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.types import NUMBER, TABLE, TEXT
from seglam_lang.language.values import Table
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator import Task
from seglam_lang.translator.first.vocabulary import END, REFUSE, Vocabulary

Array: TypeAlias = npt.NDArray[Any]

WIDTH, LAYERS, HEADS, INNER, CONTEXT = 64, 2, 4, 96, 512

LEXEMES = (
    "let = return if then else and or not true false none => ( ) [ ] , == > < + - * / to "
    "1 2 rows row x y x1 x2 c0 c1 c2"
)
METHODS = sorted({builtin.name for builtin in REGISTRY.by_id.values() if builtin.name.isidentifier()} - {"to", "not"})
# Added to the logits, so that drafts of random weights come to an end before the limit.
LEANING = {
    **{END: 6.0, ")": 4.0, "]": 4.0, "rows": 3.0, "row": 3.0, "c0": 3.0, "c1": 2.0, "return": 3.0, REFUSE: -8.0},
    **{".where(": 3.0, ".count(": 2.0, ".values(": 2.0, ".group_by(": 2.0, "==": 2.0, "[": 2.0, "and": 1.0},
}


@dataclass
class ModelFile:
    """A model to be written; tests break what they want broken first."""

    vocabulary: Vocabulary
    metadata: dict[str, Any] = field(default_factory=dict)
    tensors: dict[str, Array] = field(default_factory=dict)
    checksum: bool = True

    def write(self, path: Path) -> Path:
        writer = gguf.GGUFWriter(path, "llama")
        for key, value in self.metadata.items():
            writer.add_string(key, value) if isinstance(value, str) else writer.add_uint32(key, value)
        writer.add_layer_norm_rms_eps(1e-5)
        if self.checksum:
            digest = hashlib.sha256()
            for name in sorted(self.tensors):
                digest.update(name.encode() + b"\0" + self.tensors[name].tobytes())
            writer.add_string("seglam.checksum", f"sha256:{digest.hexdigest()}")
        for name, data in self.tensors.items():
            writer.add_tensor(name, data)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path


def random_model() -> ModelFile:
    """Random weights whose first dimension holds a constant: `output.weight[:, 0]` is then a bias on the tokens."""
    dice = np.random.default_rng(0)

    def noise(*shape: int) -> Array:
        drawn: Array = (dice.standard_normal(shape) * 0.05).astype(np.float32)
        return drawn

    program = (*LEXEMES.split(), *(f".{name}(" for name in METHODS), END, REFUSE)
    vocabulary = Vocabulary(program, ("total", "sales", "by", "region", *"abcdefghij"))
    count = len(vocabulary)
    embedding: Array = noise(count, WIDTH)
    output: Array = noise(count, WIDTH)
    embedding[:, 0], output[:, 0] = 2.0, 0.0
    for token, leaning in LEANING.items():
        output[vocabulary.id(token), 0] = leaning / 8  # 8: the constant, once the last layer is normalised
    tensors = {
        "token_embd.weight": embedding,
        "output_norm.weight": np.ones(WIDTH, np.float32),
        "output.weight": output,
    }
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        tensors |= {f"{block}{name}_norm.weight": np.ones(WIDTH, np.float32) for name in ("attn", "ffn")}
        tensors |= {f"{block}attn_{name}.weight": noise(WIDTH, WIDTH) for name in ("q", "k", "v", "output")}
        tensors |= {f"{block}ffn_{name}.weight": noise(INNER, WIDTH) for name in ("gate", "up")}
        tensors[f"{block}ffn_down.weight"] = noise(WIDTH, INNER)
    metadata = {
        "tokenizer.ggml.model": "no_vocab",
        "llama.vocab_size": count,
        "llama.context_length": CONTEXT,
        "llama.embedding_length": WIDTH,
        "llama.block_count": LAYERS,
        "llama.feed_forward_length": INNER,
        "llama.attention.head_count": HEADS,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "seglam.vocabulary": vocabulary.to_json(),
    }
    return ModelFile(vocabulary, metadata, tensors)


def task_of(request: str = "", **options: Any) -> Task:
    """A request about a small table of sales, with nothing mentioned."""
    table = Table(("region", "sales", "year"), (TEXT, NUMBER, NUMBER), (("a", "b"), (1, 2), (2023, 2024)), 2)
    reading = Reading(request, (), (), Inputs({"table": table}, {"table": TABLE}))
    return Task(reading, scope_of(reading), **options)
