"""A tiny GGUF as others make them: random weights, a real byte-level byte-pair vocabulary, a chat template."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gguf

from tests.translator.byte_pairs import byte_letters, learned
from tests.translator.models import HEADS, WIDTH, Array, Noise, random_tensors, sizes

CONTEXT = 4096
START, END, UNKNOWN = "<|im_start|>", "<|im_end|>", "<unk>"
BYTE_PAIRS = "gpt2"
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
LLAMA_3 = (
    "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n\n"
    "{{ message['content'] | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "{% for message in messages %}{% set role = 'model' if message['role'] == 'assistant' else message['role'] %}"
    "<start_of_turn>{{ role }}\n{{ message['content'] | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
TEMPLATES = {"chatml": CHATML, "llama-3": LLAMA_3, "gemma": GEMMA}


@dataclass
class ForeignModel:
    """A model to be written; tests break what they want broken first."""

    metadata: dict[str, Any] = field(default_factory=dict)
    tensors: dict[str, Array] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    controls: frozenset[str] = frozenset({START, END})
    kind: str = BYTE_PAIRS  # of the tokeniser, as llama.cpp calls it

    def write(self, path: Path) -> Path:
        writer = gguf.GGUFWriter(path, "llama")
        add = {str: writer.add_string, bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32}
        for key, value in self.metadata.items():
            add[type(value)](key, value)
        if self.tokens:
            writer.add_tokenizer_model(self.kind)
            writer.add_token_list(self.tokens)
            writer.add_token_types([_type_of(token, self.controls) for token in self.tokens])
            if self.kind == BYTE_PAIRS:
                writer.add_tokenizer_pre("gpt-2")
                writer.add_token_merges(self.merges)
            else:
                writer.add_token_scores([-float(place) for place in range(len(self.tokens))])
                writer.add_unk_token_id(self.tokens.index(UNKNOWN))
                writer.add_bos_token_id(self.tokens.index(START))
            writer.add_eos_token_id(self.tokens.index(END))
        for name, data in self.tensors.items():
            writer.add_tensor(name, data)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path


def _type_of(token: str, controls: Container[str]) -> int:
    """The type of a token as GGUF numbers them: normal, unknown, control, byte."""
    if re.fullmatch(r"<0x[0-9A-F]{2}>", token):
        return 6
    return 2 if token == UNKNOWN else 3 if token in controls else 1


def model_of_kind(kind: str) -> ForeignModel:
    """A model with the same pieces, of ASCII, as vocabularies of another kind write them."""
    texts = [text for text in learned()[0] if text.isascii() and text.isprintable()]
    written = {
        "llama": [*(f"<0x{byte:02X}>" for byte in range(256)), *(text.replace(" ", "▁") for text in texts)],
        "t5": [text.replace(" ", "▁") for text in texts],
        "bert": [text.replace(" ", "▁") for text in texts],
        "rwkv": [text.replace("\\", "\\\\") for text in texts],
    }[kind]
    tokens = [UNKNOWN, START, END, *dict.fromkeys(written)]
    model = foreign_model()
    model.tokens, model.kind, model.merges = tokens, kind, []
    model.tensors = random_tensors(len(tokens), {}, Noise(0))
    model.metadata |= sizes("llama", len(tokens), CONTEXT)
    return model


def foreign_model(template: str = CHATML, leanings: Mapping[str, float] | None = None, seed: int = 0) -> ForeignModel:
    """A whole model, which leans to some tokens whatever it has read."""
    letters = byte_letters()

    def shown(text: str) -> str:
        return "".join(letters[ord(byte)] for byte in text)

    texts, merges = learned()
    tokens = [*map(shown, texts), START, END]
    places = {tokens.index(token): leaning for token, leaning in (leanings or {END: 2.0}).items()}
    tensors = random_tensors(len(tokens), places, Noise(seed))
    metadata: dict[str, Any] = {
        **sizes("llama", len(tokens), CONTEXT),
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
    }
    if template:
        metadata["tokenizer.chat_template"] = template
    return ForeignModel(metadata, tensors, tokens, [f"{shown(a)} {shown(b)}" for a, b in merges])
