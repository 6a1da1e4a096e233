"""What a model file says of itself, without loading it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seglam_lang.translator.foreign.answering import TEMPLATE_KEY, check_writer
from seglam_lang.translator.foreign.drafting import MOST_MASK_S
from seglam_lang.translator.foreign.pieces import CONTEXT
from seglam_lang.translator.gguf_header import read_header
from seglam_lang.translator.model_files import TOKENS_KEY

_BYTES = 2  # of a number that is kept for a token


def card(path: Path) -> Iterator[str]:
    """Yield what is known of a model that was not made for SEGLAM, in lines. Raise ModelError where it is none."""
    header = read_header(path)
    check_writer(path, header)
    known, size = header.metadata, path.stat().st_size
    architecture = known.get("general.architecture", "")
    yield f"{path}  {size / 1e6:.1f} MB"
    name = known.get("general.name")
    yield f"architecture {architecture}{f' ({name})' if name else ''}, {len(known[TOKENS_KEY])} tokens"
    yield f"licence {known.get('general.license', 'not stated')}"
    yield "with a chat template" if known.get(TEMPLATE_KEY) else "without a chat template: it gets plain text"
    yield f"constrained by types; where that takes more than {MOST_MASK_S:g} s of a draft, by the syntax only (GBNF)"
    context = min(int(known.get(f"{architecture}.context_length", CONTEXT)), CONTEXT)
    yield f"needs about {(size + context * _kept(known, architecture)) / 1e6:.0f} MB in memory"


def _kept(known: dict[str, Any], architecture: str) -> int:
    """Return how many bytes are kept for each token that has been read: keys and values, of each layer."""

    def stated(name: str, default: int) -> int:
        value = known.get(f"{architecture}.{name}", default)
        return max(value) if isinstance(value, list) and value else int(value or default)

    width, heads = stated("embedding_length", 0), stated("attention.head_count", 1)
    of_head = stated("attention.key_length", width // heads)
    return 2 * stated("block_count", 0) * stated("attention.head_count_kv", heads) * of_head * _BYTES
