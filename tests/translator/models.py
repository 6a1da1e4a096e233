"""Tiny models with random weights, made as the real ones are of an encoder and a decoder, and tasks for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
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
from seglam_lang.translator import Task, prompt
from seglam_lang.translator.messages import MAX_TOKENS
from seglam_lang.translator.vocabulary import BEGIN, CLOSE, END, REFUSE, RIGHT, UNKNOWN, UNUSED, WRONG, Vocabulary

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
    architecture: str = "llama"

    def digest(self) -> str:
        found = hashlib.sha256()
        for name in sorted(self.tensors):
            found.update(name.encode() + b"\0" + self.tensors[name].tobytes())
        return f"sha256:{found.hexdigest()}"

    def write(self, path: Path) -> Path:
        writer = gguf.GGUFWriter(path, self.architecture)
        add = {str: writer.add_string, bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32}
        for key, value in self.metadata.items():
            add[type(value)](key, value)
        if self.checksum:
            writer.add_string("seglam.checksum", self.digest())
        for name, data in self.tensors.items():
            writer.add_tensor(name, data)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path


@dataclass
class ModelPair:
    """An encoder and a decoder to be written; the decoder names the encoder as it is when both are written."""

    encoder: ModelFile
    decoder: ModelFile

    @property
    def vocabulary(self) -> Vocabulary:
        return self.decoder.vocabulary

    def write(self, folder: Path) -> Path:
        self.encoder.write(folder / "encoder.gguf")
        names = {"seglam.encoder": "encoder.gguf", "seglam.encoder.checksum": self.encoder.digest()}
        self.decoder.metadata = names | self.decoder.metadata
        return self.decoder.write(folder / "decoder.gguf")


PROGRAM = (*LEXEMES.split(), *(f".{name}(" for name in METHODS), END, REFUSE)
WORDS = ("total", "sales", "by", "region", "year", *"abcdefghij")


class Noise:
    """Small random weights, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = np.random.default_rng(seed)

    def __call__(self, *shape: int) -> Array:
        drawn: Array = (self.dice.standard_normal(shape) * 0.05).astype(np.float32)
        return drawn


def small_vocabulary(program: Sequence[str] = (), words: Sequence[str] = ()) -> Vocabulary:
    """A vocabulary that knows few words, with its pieces as BERT's are: all marks stand on unused ones."""
    unused = (UNUSED.format(i) for i in range(len(prompt.MARKS)))
    return Vocabulary(tuple(program), ("[PAD]", *unused, UNKNOWN, BEGIN, CLOSE, *words), prompt.MARKS)


def random_model(seed: int = 0) -> ModelPair:
    """A whole model."""
    noise = Noise(seed)
    vocabulary = small_vocabulary((*PROGRAM, RIGHT, WRONG), (*WORDS, *(f"##{piece}" for piece in "abcdefghij")))
    leanings = {vocabulary.program_ids[token]: leaning for token, leaning in LEANING.items()}
    decoder = random_decoder(vocabulary, len(vocabulary.program_tokens), leanings, noise)
    return ModelPair(random_encoder(vocabulary, noise), decoder)


def random_tensors(count: int, leanings: Mapping[int, float], noise: Noise) -> dict[str, Array]:
    """The weights of a decoder with so many tokens, which leans to some whatever it has read."""
    embedding: Array = noise(count, WIDTH)
    output: Array = noise(count, WIDTH)
    embedding[:, 0], output[:, 0] = 2.0, 0.0
    for token, leaning in leanings.items():
        output[token, 0] = leaning / 8  # 8: the constant, once the last layer is normalised
    tensors: dict[str, Array] = {
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
    return tensors


def random_decoder(vocabulary: Vocabulary, count: int, leanings: dict[int, float], noise: Noise) -> ModelFile:
    """A decoder in which the first dimension holds a constant: `output.weight[:, 0]` is then a bias on the tokens."""
    tensors = random_tensors(count, leanings, noise)
    metadata = {
        "tokenizer.ggml.model": "no_vocab",
        **sizes("llama", count, CONTEXT + MAX_TOKENS),
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "seglam.vocabulary": vocabulary.to_json(),
    }
    return ModelFile(vocabulary, metadata, tensors)


def random_encoder(vocabulary: Vocabulary, noise: Noise) -> ModelFile:
    """A BERT that has states with a constant in their first dimension, as the decoder's embeddings have."""

    def layer_norm(name: str) -> dict[str, Array]:
        return {f"{name}.weight": np.ones(WIDTH, np.float32), f"{name}.bias": np.zeros(WIDTH, np.float32)}

    def linear(name: str, out: int, into: int) -> dict[str, Array]:
        return {f"{name}.weight": noise(out, into), f"{name}.bias": noise(out)}

    tensors = {
        "token_embd.weight": noise(len(vocabulary.pieces), WIDTH) * 20,
        "position_embd.weight": noise(CONTEXT, WIDTH),
        **layer_norm("token_embd_norm"),
    }
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            tensors |= linear(f"{block}{name}", WIDTH, WIDTH)
        tensors |= layer_norm(f"{block}attn_output_norm") | layer_norm(f"{block}layer_output_norm")
        tensors |= linear(f"{block}ffn_up", INNER, WIDTH) | linear(f"{block}ffn_down", WIDTH, INNER)
    tensors[f"blk.{LAYERS - 1}.layer_output_norm.bias"][0] = 2.0
    tensors[f"blk.{LAYERS - 1}.layer_output_norm.weight"][0] = 0.0
    metadata = {
        "tokenizer.ggml.model": "no_vocab",
        "tokenizer.ggml.token_type_count": 1,
        **sizes("bert", len(vocabulary.pieces), CONTEXT),
        "bert.attention.layer_norm_epsilon": 1e-12,
        "bert.attention.causal": False,
        "bert.pooling_type": 0,
    }
    return ModelFile(vocabulary, metadata, tensors, architecture="bert")


def sizes(architecture: str, vocabulary: int, context: int) -> dict[str, int]:
    return {
        f"{architecture}.vocab_size": vocabulary,
        f"{architecture}.context_length": context,
        f"{architecture}.embedding_length": WIDTH,
        f"{architecture}.block_count": LAYERS,
        f"{architecture}.feed_forward_length": INNER,
        f"{architecture}.attention.head_count": HEADS,
    }


def task_of(request: str = "", **options: Any) -> Task:
    """A request about a small table of sales, with nothing mentioned."""
    table = Table(("region", "sales", "year"), (TEXT, NUMBER, NUMBER), (("a", "b"), (1, 2), (2023, 2024)), 2)
    reading = Reading(request, (), (), Inputs({"table": table}, {"table": TABLE}))
    return Task(reading, scope_of(reading), **options)
