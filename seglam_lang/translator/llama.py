"""GGUF models in this process, through llama-cpp-python's low-level API. Imported by the worker only.

The high-level API tokenises, samples and keeps one sequence. We bring token ids, sample under our own constraint and
decode several sequences in a batch. A model is two files: an `Encoder` (a pretrained BERT) reads the
request and the schema, and a `Writer` (a small causal decoder of the llama architecture) takes the encoder's states as
if they were the embeddings of its first tokens, and writes the program after them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import llama_cpp
import numpy as np
import numpy.typing as npt

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.messages import MAX_CANDIDATES, MAX_TOKENS
from seglam_lang.translator.sequences import Logits, Move

ERROR_LEVEL = 4  # GGML_LOG_LEVEL_ERROR of ggml.h (that in llama_cpp/_logger.py is of an older one)
READ_AT_ONCE = 512  # tokens of a prompt that are computed together

States: TypeAlias = npt.NDArray[np.float32]  # a row for each token of a prompt

_errors: list[str] = []


# llama_cpp has no types; mypy reports that only where it is installed.
@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _on_log(level: int, text: bytes, _data: object) -> None:
    """Keep the errors of llama.cpp for our own message; the rest of its log is for its developers."""
    if level == ERROR_LEVEL:
        _errors.append(text.decode("utf-8", "replace").strip())


def _first_error() -> str:
    """Return the first error that was logged, which causes those after it, without the places that it went through."""
    return f": {_errors[0].rpartition('error loading model: ')[2]}" if _errors else ""


class Model:
    """The weights of one file, and the sizes that it states; some of its layers may be on a GPU."""

    def __init__(self, path: Path, gpu_layers: int = 0) -> None:
        self.path = path
        if gpu_layers and not llama_cpp.llama_supports_gpu_offload():
            raise ModelError(
                f"{path}: no layers can be on a GPU, as llama-cpp-python was built without one; build it with one "
                "(its own documentation says how), or leave --gpu-layers out"
            )
        llama_cpp.llama_log_set(_on_log, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        _errors.clear()
        params = llama_cpp.llama_model_default_params()
        # Not mapped into memory: a mapped file that shrinks ends the process.
        params.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
        params.n_gpu_layers = gpu_layers
        self._loaded = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        if not self._loaded:
            raise ModelError(f"{path}: llama.cpp cannot load this model{_first_error()}")
        self.vocabulary = llama_cpp.llama_model_get_vocab(self._loaded)
        self.vocabulary_size: int = llama_cpp.llama_vocab_n_tokens(self.vocabulary)
        self.longest_context: int = llama_cpp.llama_model_n_ctx_train(self._loaded)
        self.width: int = llama_cpp.llama_model_n_embd(self._loaded)

    def start(self, threads: int, **settings: Any) -> llama_cpp.llama_context_p:
        """Return a context: the memory for running the model, as the settings of llama.cpp say."""
        params = llama_cpp.llama_context_default_params()
        for name, value in settings.items():
            setattr(params, name, value)
        params.n_threads = params.n_threads_batch = threads
        params.no_perf = True
        started = llama_cpp.llama_init_from_model(self._loaded, params)
        if not started:
            raise ModelError(f"{self.path}: llama.cpp cannot start this model{_first_error()}")
        return started


class Encoder:
    """A BERT that reads a whole prompt at once, each token in the light of all others."""

    def __init__(self, model: Model, threads: int) -> None:
        self.width = model.width
        self.vocabulary_size = model.vocabulary_size
        self.longest = min(model.longest_context, READ_AT_ONCE)
        self._context = model.start(
            threads,
            n_ctx=self.longest,
            n_batch=self.longest,
            n_ubatch=self.longest,  # attention is to the whole prompt, so all of it must be in one computation
            n_seq_max=1,
            embeddings=True,
            pooling_type=llama_cpp.LLAMA_POOLING_TYPE_NONE,
        )
        self._ids = llama_cpp.llama_batch_init(self.longest, 0, 1)
        self._embeddings = llama_cpp.llama_batch_init(self.longest, self.width, 1)

    def read(self, ids: Sequence[int]) -> States:
        """Return the states of ids after the last layer. The next call writes to the same memory."""
        for i, token in enumerate(ids):
            self._ids.token[i] = token
        return self._encode(self._ids, len(ids))

    def read_embeddings(self, embeddings: States) -> States:
        """Return the states of tokens whose embeddings another model has. The next call writes to the same memory."""
        embeddings = np.ascontiguousarray(embeddings, dtype=np.float32)
        ctypes.memmove(self._embeddings.embd, embeddings.ctypes.data, embeddings.nbytes)
        return self._encode(self._embeddings, len(embeddings))

    def _encode(self, batch: llama_cpp.llama_batch, length: int) -> States:
        batch.n_tokens = length
        for i in range(length):
            batch.pos[i] = i
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, 0
            batch.logits[i] = True
        code = llama_cpp.llama_encode(self._context, batch)
        if code != 0:
            raise ModelError(f"the model stopped computing (llama_encode returned {code})")
        states: States = np.ctypeslib.as_array(
            llama_cpp.llama_get_embeddings(self._context), shape=(length, self.width)
        )
        check_finite(states)
        return states


class Writer:
    """A causal decoder that extends several sequences with one beginning: all of a `decode.Network` but `prefill`.

    `program` are the ids of the tokens that programs are written with; logits are over these alone.
    """

    def __init__(self, model: Model, program: range, longest_prompt: int, threads: int) -> None:
        if longest_prompt <= 0:
            raise ModelError(
                f"{model.path}: a context of {model.longest_context} tokens is too short to write a procedure in"
            )
        self.longest_prompt = longest_prompt
        self._program = program
        self._vocabulary_size = model.vocabulary_size
        self._context = model.start(
            threads,
            n_ctx=longest_prompt + MAX_CANDIDATES * MAX_TOKENS,  # the prompt once, then what each candidate writes
            n_batch=max(longest_prompt, MAX_CANDIDATES),
            n_ubatch=min(max(longest_prompt, MAX_CANDIDATES), READ_AT_ONCE),
            n_seq_max=MAX_CANDIDATES,
            kv_unified=True,  # sequences share the prompt's cells
        )
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._steps = llama_cpp.llama_batch_init(MAX_CANDIDATES, 0, 1)

    def fork(self, source: int, target: int) -> None:
        """Let sequence `target` begin as `source` is now."""
        llama_cpp.llama_memory_seq_rm(self._memory, target, -1, -1)
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        """Extend the sequences by one token each, and return the logits after it, in order."""
        batch = self._steps
        batch.n_tokens = len(moves)
        for i, move in enumerate(moves):
            batch.token[i], batch.pos[i] = self._program[move.token], move.position
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, move.sequence
            batch.logits[i] = True
        return self._decode(batch, len(moves))

    def _begin(self, batch: llama_cpp.llama_batch, length: int) -> Logits:
        """Forget everything, read the `length` tokens or states in a batch into sequence 0, and return the logits."""
        llama_cpp.llama_memory_clear(self._memory, False)
        batch.n_tokens = length
        for i in range(length):
            batch.pos[i] = i
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, 0
            batch.logits[i] = i == length - 1
        return self._decode(batch, 1)[0]

    def _decode(self, batch: llama_cpp.llama_batch, wanted: int) -> list[Logits]:
        code = llama_cpp.llama_decode(self._context, batch)
        if code != 0:
            raise ModelError(f"the model stopped computing (llama_decode returned {code})")
        shape = (wanted, self._vocabulary_size)
        rows = np.ctypeslib.as_array(llama_cpp.llama_get_logits(self._context), shape=shape)
        # A copy: llama.cpp writes the next step's logits to the same place.
        logits = rows[:, self._program.start : self._program.stop].astype(np.float64)
        check_finite(logits)
        return list(logits)


class EncoderDecoder(Writer):
    """A model: the states of its encoder are the beginning of every sequence."""

    def __init__(self, encoder: Path, decoder: Path, pieces: int, tokens: int, threads: int) -> None:
        self._encoder = Encoder(Model(encoder), threads)
        model = Model(decoder)
        check_size(encoder, self._encoder.vocabulary_size, pieces)
        check_size(decoder, model.vocabulary_size, tokens)
        if model.width != self._encoder.width:
            raise ModelError(f"{decoder}: its encoder's states have {self._encoder.width} numbers, not {model.width}")
        longest = min(self._encoder.longest, model.longest_context - MAX_TOKENS)
        super().__init__(model, range(tokens), longest, threads)
        self._states = llama_cpp.llama_batch_init(longest, model.width, 1)

    def prefill(self, prompt: Sequence[int]) -> Logits:
        """Forget everything, let the encoder read the prompt, and return the logits after its last state."""
        states = np.ascontiguousarray(self._encoder.read(prompt))
        ctypes.memmove(self._states.embd, states.ctypes.data, states.nbytes)
        return self._begin(self._states, len(prompt))


def check_size(path: Path, weights: int, vocabulary: int) -> None:
    """Raise ModelError where a file has weights for another number of tokens than its vocabulary names."""
    if weights != vocabulary:
        raise ModelError(f"{path}: {weights} tokens have weights but the vocabulary names {vocabulary}")


def check_finite(values: npt.NDArray[Any]) -> None:
    """Raise ModelError where what a model computes is no number."""
    if not np.isfinite(values).all():
        raise ModelError("the model's weights are damaged: it computes infinities or no numbers at all")
