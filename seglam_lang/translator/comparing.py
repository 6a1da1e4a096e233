"""The worker's side of the cross-encoder that ships (see `cross_encoder`): its weights, and what they say of texts.

It is a BERT of its own on the word embeddings of the encoder that ships: these are more than half of such a model, and
are kept once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seglam_lang.translator.cross_encoder import LONGEST_PAIR, pair
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.llama import Encoder, Model, States, check_size
from seglam_lang.translator.model_files import CrossFiles, ModelFiles, cross_files
from seglam_lang.translator.vocabulary import Vocabulary

BLOCK = 32  # numbers that Q8_0 gives one scale, of 16 bits
BLOCK_BYTES = 2 + BLOCK
MOST_LOG_ODDS = 30.0


class Comparing:
    """A loaded cross-encoder."""

    def __init__(self, files: CrossFiles, threads: int) -> None:
        self._vocabulary = Vocabulary.from_json(files.vocabulary)
        self._encoder = Encoder(Model(files.cross), threads)
        self._rows = _rows_of(files, self._encoder.width)
        self._head = np.array(files.head, dtype=np.float64)
        if len(self._head) != self._encoder.width + 1 or not np.isfinite(self._head).all():
            raise ModelError(f"{files.cross} is damaged: its head is not {self._encoder.width + 1} finite numbers")
        if self._encoder.longest < LONGEST_PAIR:
            raise ModelError(f"{files.cross} reads {self._encoder.longest} tokens; {LONGEST_PAIR} are needed")
        check_size(files.encoder, len(self._rows), len(self._vocabulary.pieces))

    @staticmethod
    def of(path: Path, threads: int, known: ModelFiles | None = None) -> Comparing:
        """Return the cross-encoder of a file, where the files of one model are known to be whole.

        Raise ModelError where it cannot be used.
        """
        return Comparing(cross_files(path, known), threads)

    def answer(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return how likely each description of a task is what its request asks, as a message. Raise ModelError."""
        return {"meant": self.chances(task["request"], task["descriptions"])}

    def chances(self, request: str, descriptions: Sequence[str]) -> list[float]:
        """Return how likely each description says what the request asks."""
        return [self._chance(pair(request, each, self._vocabulary)) for each in descriptions]

    def _chance(self, ids: Sequence[int]) -> float:
        states = self._encoder.read_embeddings(self._embeddings(ids))
        log_odds = float(states.mean(axis=0, dtype=np.float64) @ self._head[:-1] + self._head[-1])
        return 1 / (1 + math.exp(-min(max(log_odds, -MOST_LOG_ODDS), MOST_LOG_ODDS)))

    def _embeddings(self, ids: Sequence[int]) -> States:
        """Return the embeddings of ids, which Q8_0 keeps as a scale and 32 small whole numbers a block."""
        blocks = self._rows[list(ids)].reshape(len(ids), -1, BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
        numbers = np.ascontiguousarray(blocks[:, :, 2:]).view(np.int8).astype(np.float32)
        found: States = (numbers * scales).reshape(len(ids), -1)
        return found


def _rows_of(files: CrossFiles, width: int) -> npt.NDArray[np.uint8]:
    """Return the bytes of the embeddings, a row for each token. Raise ModelError where they are not in Q8_0."""
    row = width // BLOCK * BLOCK_BYTES
    if not row or not files.embeddings.size or files.embeddings.size % row:
        raise ModelError(f"{files.encoder}: its embeddings are none that {files.cross.name} can read")
    with files.encoder.open("rb") as file:
        file.seek(files.embeddings.start)
        data = np.frombuffer(file.read(files.embeddings.size), dtype=np.uint8)
    return data.reshape(-1, row)
