"""A GGUF model in this process, through llama-cpp-python's low-level API. Imported by the worker only.

The high-level API tokenises, samples and keeps one sequence. We bring token ids, sample under our own constraint and
decode several sequences in a batch. What that needs is: load a model, read a prompt, share its keys and values, and
extend each sequence by one token.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path

import llama_cpp
import numpy as np

from seglam_lang.translator.decode import MAX_TOKENS, Logits, Move
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.messages import MAX_CANDIDATES

LONGEST_CONTEXT = 4096  # tokens of one sequence, even where a file allows more
ERROR_LEVEL = 3  # GGML_LOG_LEVEL_ERROR

_errors: list[str] = []


# llama_cpp has no types; mypy reports that only where it is installed.
@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _on_log(level: int, text: bytes, _data: object) -> None:
    """Keep the errors of llama.cpp for our own message; the rest of its log is for its developers."""
    if level == ERROR_LEVEL:
        _errors.append(text.decode("utf-8", "replace").strip())


def _first_error() -> str:
    """Return the first error that was logged, which causes those after it."""
    return f": {_errors[0]}" if _errors else ""


class Llama:
    """One loaded model with one context; a `decode.Network` whose logits are those of the ids in `program`."""

    def __init__(self, path: Path, program: range, vocabulary_size: int, threads: int) -> None:
        llama_cpp.llama_log_set(_on_log, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        self._program = program
        self._model = self._load(path)
        self._width = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self._model))
        if self._width != vocabulary_size:
            raise ModelError(f"{path}: {self._width} tokens have weights but the vocabulary names {vocabulary_size}")
        context = min(llama_cpp.llama_model_n_ctx_train(self._model), LONGEST_CONTEXT)
        self.longest_prompt = context - MAX_TOKENS
        if self.longest_prompt <= 0:
            raise ModelError(f"{path}: a context of {context} tokens is too short to write a procedure in")
        self._context = self._start(path, context, threads)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(max(self.longest_prompt, MAX_CANDIDATES), 0, 1)

    @staticmethod
    def _load(path: Path) -> llama_cpp.llama_model_p:
        params = llama_cpp.llama_model_default_params()
        # Not mapped into memory: a mapped file that shrinks ends the process.
        params.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
        params.n_gpu_layers = 0
        model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        if not model:
            raise ModelError(f"{path}: llama.cpp cannot load this model{_first_error()}")
        return model

    def _start(self, path: Path, context: int, threads: int) -> llama_cpp.llama_context_p:
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = context + MAX_CANDIDATES * MAX_TOKENS  # the prompt once, then what each candidate writes
        params.n_batch = context
        params.n_ubatch = min(context, 512)
        params.n_seq_max = MAX_CANDIDATES
        params.kv_unified = True  # sequences share the prompt's cells
        params.n_threads = params.n_threads_batch = threads
        params.no_perf = True
        started = llama_cpp.llama_init_from_model(self._model, params)
        if not started:
            raise ModelError(f"{path}: llama.cpp cannot start this model{_first_error()}")
        return started

    def prefill(self, prompt: Sequence[int]) -> Logits:
        """Forget everything, read the prompt into sequence 0, and return the logits after its last token."""
        llama_cpp.llama_memory_clear(self._memory, False)
        last = len(prompt) - 1
        moves = [Move(0, token, position) for position, token in enumerate(prompt)]
        return self._decode(moves, [position == last for position in range(len(prompt))])[0]

    def fork(self, source: int, target: int) -> None:
        """Let sequence `target` begin as `source` is now."""
        llama_cpp.llama_memory_seq_rm(self._memory, target, -1, -1)
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        """Extend the sequences by one token each, and return the logits after it, in order."""
        return self._decode(moves, [True] * len(moves))

    def _decode(self, moves: Sequence[Move], wanted: Sequence[bool]) -> list[Logits]:
        batch = self._batch
        batch.n_tokens = len(moves)
        for i, (move, want) in enumerate(zip(moves, wanted, strict=True)):
            batch.token[i], batch.pos[i] = move.token, move.position
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, move.sequence
            batch.logits[i] = want
        code = llama_cpp.llama_decode(self._context, batch)
        if code != 0:
            raise ModelError(f"the model stopped computing (llama_decode returned {code})")
        shape = (sum(wanted), self._width)
        rows = np.ctypeslib.as_array(llama_cpp.llama_get_logits(self._context), shape=shape)
        # A copy: llama.cpp writes the next step's logits to the same place.
        logits = rows[:, self._program.start : self._program.stop].astype(np.float64)
        if not np.isfinite(logits).all():
            raise ModelError("the model's weights are damaged: it computes infinities or no numbers at all")
        return list(logits)
