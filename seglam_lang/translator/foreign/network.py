"""A GGUF model of any architecture that writes text, through llama.cpp. Imported by the worker only."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import llama_cpp
import numpy as np

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.foreign.chat import Part
from seglam_lang.translator.foreign.drafting import MAX_PIECES
from seglam_lang.translator.foreign.drawing import Logits
from seglam_lang.translator.foreign.kept import KeptStates
from seglam_lang.translator.foreign.pieces import CONTEXT, Pieces
from seglam_lang.translator.foreign.sampler import GrammarSampler
from seglam_lang.translator.llama import Model, check_finite

READ_AT_ONCE = 128  # tokens of a prompt, between two looks at the clock
PROMPT, DRAFT = 0, 1  # sequences
_LONGEST_PIECE = 256  # bytes


class TextModel:
    """A model that has read a prompt, and writes drafts behind it, one after the other."""

    def __init__(self, path: Path, threads: int, folder: Path | None = None, gpu_layers: int = 0) -> None:
        """Load a model; what it has read is kept in the folder, if there is one."""
        model = Model(path, gpu_layers)
        self._vocabulary = model.vocabulary
        self._size = model.vocabulary_size
        context = min(model.longest_context, CONTEXT)
        self.longest_prompt = context - MAX_PIECES
        if self.longest_prompt <= 0:
            raise ModelError(f"{path}: a context of {model.longest_context} tokens is too short to write in")
        self._context = model.start(
            threads, n_ctx=context, n_batch=READ_AT_ONCE, n_ubatch=READ_AT_ONCE, n_seq_max=2, kv_unified=True
        )
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(READ_AT_ONCE, 0, 1)
        self._prompt: list[int] = []
        self._after_prompt: Logits | None = None
        self._written = 0
        self.pieces = pieces_of(self._vocabulary)
        settings = (llama_cpp.__version__, context, READ_AT_ONCE, gpu_layers)
        self._kept = None if folder is None else KeptStates(folder, path, settings)

    # Tokens

    @property
    def specials(self) -> dict[str, str]:
        """The texts of the tokens that chat templates name."""
        known = {"bos_token": llama_cpp.llama_vocab_bos, "eos_token": llama_cpp.llama_vocab_eos}
        return {name: self._special(find(self._vocabulary)) for name, find in known.items()}

    def _special(self, token: int) -> str:
        if not 0 <= token < self._size:
            return ""
        return str(llama_cpp.llama_vocab_get_text(self._vocabulary, token).decode("utf-8", "replace"))

    def tokens(self, parts: Sequence[Part]) -> list[int]:
        """Return the tokens of a prompt; in what does not steer, special tokens are text."""
        found = self.tokens_of(parts)
        bos = llama_cpp.llama_vocab_bos(self._vocabulary)
        if llama_cpp.llama_vocab_get_add_bos(self._vocabulary) and found[:1] != [bos]:
            found.insert(0, bos)
        return found

    def tokens_of(self, parts: Sequence[Part]) -> list[int]:
        """Return the tokens of what stands inside of a prompt."""
        return [token for part in parts for token in self._tokenised(part)]

    def _tokenised(self, part: Part) -> list[int]:
        data = part.text.encode("utf-8", "replace")
        room = len(data) + 8
        buffer = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocabulary, data, len(data), buffer, room, False, part.steers)
        if count < 0:
            raise ModelError("the model cannot read the request: it makes more tokens of it than it has bytes")
        return list(buffer[:count])

    def sampler(self, grammar: str) -> GrammarSampler:
        """Return what says which tokens a grammar admits. Raise ModelError."""
        return GrammarSampler(self._vocabulary, grammar)

    # Reading and writing

    def read(self, prompt: list[int], limit_s: float, lasting: int = 0) -> None:
        """Read a prompt; what it begins with like the last one is known. Raise ModelError.

        The state after its first `lasting` tokens is kept: other prompts will begin with these.

        It is read in the same parts whatever is known of it: other parts would be computed a little differently.
        """
        deadline = time.monotonic() + limit_s
        if self._prompt == prompt:
            return
        same = in_common(self._prompt, prompt[:-1]) // READ_AT_ONCE * READ_AT_ONCE
        lasting = min(lasting, len(prompt) - 1) // READ_AT_ONCE * READ_AT_ONCE
        if same < lasting and self._load(prompt[:lasting]):
            same = lasting
        if not llama_cpp.llama_memory_seq_rm(self._memory, PROMPT, same, -1):
            llama_cpp.llama_memory_clear(self._memory, False)
            same = 0
        llama_cpp.llama_memory_seq_rm(self._memory, DRAFT, -1, -1)
        self._prompt = prompt[:same]
        while len(self._prompt) < len(prompt):
            if time.monotonic() > deadline:
                raise ModelError(f"the model has not read the request within {limit_s:g} s; a smaller one is faster")
            following = prompt[len(self._prompt) : len(self._prompt) + READ_AT_ONCE]
            self._after_prompt = self._decode(following, len(self._prompt), PROMPT)
            self._prompt += following
            if len(self._prompt) == lasting:
                self._keep()

    def _load(self, beginning: list[int]) -> bool:
        """Return whether the state after the beginning of a prompt was kept, and is that of the model now."""
        state = b"" if self._kept is None else self._kept.find(beginning)
        if not state:
            return False
        llama_cpp.llama_memory_clear(self._memory, False)
        self._prompt = []
        data = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        return bool(llama_cpp.llama_state_seq_set_data(self._context, data, len(state), PROMPT) == len(state))

    def _keep(self) -> None:
        if self._kept is not None:
            data = (ctypes.c_uint8 * llama_cpp.llama_state_seq_get_size(self._context, PROMPT))()
            length = llama_cpp.llama_state_seq_get_data(self._context, data, len(data), PROMPT)
            self._kept.keep(self._prompt, bytes(data[:length]))

    def begin(self) -> Logits:
        """Forget what was written behind the prompt, and return the logits after its last token."""
        assert self._after_prompt is not None
        llama_cpp.llama_memory_seq_rm(self._memory, DRAFT, -1, -1)
        llama_cpp.llama_memory_seq_cp(self._memory, PROMPT, DRAFT, -1, -1)
        self._written = 0
        return self._after_prompt

    def step(self, token: int) -> Logits:
        """Write a token, and return the logits after it."""
        logits = self._decode([token], len(self._prompt) + self._written, DRAFT)
        self._written += 1
        return logits

    def follow(self, tokens: Sequence[int]) -> Iterator[Logits]:
        """Forget what was written behind the prompt, write some tokens, and yield the logits before each and after the
        last. They are read as a prompt is, which takes half as long as to write them one after the other.
        """
        yield self.begin()
        while self._written < len(tokens):
            following = tokens[self._written : self._written + READ_AT_ONCE]
            self._decode(following, len(self._prompt) + self._written, DRAFT, each=True)
            self._written += len(following)
            yield from map(self._logits, range(len(following)))

    def _decode(self, tokens: Sequence[int], position: int, sequence: int, each: bool = False) -> Logits:
        """Read tokens, and return the logits after the last; those after `each` can be had too."""
        batch = self._batch
        batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            batch.token[i], batch.pos[i] = token, position + i
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, sequence
            batch.logits[i] = each or i == len(tokens) - 1
        code = llama_cpp.llama_decode(self._context, batch)
        if code != 0:
            raise ModelError(f"the model stopped computing (llama_decode returned {code})")
        return self._logits(-1)

    def _logits(self, place: int) -> Logits:
        row = np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(self._context, place), shape=(self._size,))
        logits: Logits = row.astype(np.float32)  # a copy: llama.cpp writes the next step's to the same place
        check_finite(logits)
        return logits


def pieces_of(vocabulary: llama_cpp.llama_vocab_p) -> Pieces:
    """Return the pieces of a vocabulary, of whatever kind. Raise ModelError where nothing ends what is written."""
    size, buffer = llama_cpp.llama_vocab_n_tokens(vocabulary), ctypes.create_string_buffer(_LONGEST_PIECE)
    texts = []
    for token in range(size):
        length = 0
        if not llama_cpp.llama_vocab_is_control(vocabulary, token):
            length = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, _LONGEST_PIECE, 0, False)
        texts.append(buffer.raw[: max(length, 0)].decode("latin-1"))
    ends = frozenset(token for token in range(size) if llama_cpp.llama_vocab_is_eog(vocabulary, token))
    if not ends:
        raise ModelError("the model has no token that ends what it writes")
    return Pieces(texts, ends)


def in_common(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens two sequences begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
