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

from seglam_lang.translator.alike import Alike, Numbers, features
from seglam_lang.translator.cross_encoder import LONGEST_PAIR, pair
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.llama import Encoder, Model, States, check_size
from seglam_lang.translator.model_files import AlikeFile, CrossFiles, ModelFiles, alike_file, cross_files
from seglam_lang.translator.vocabulary import CLOSE, Vocabulary

BLOCK = 32  # numbers that Q8_0 gives one scale, of 16 bits
BLOCK_BYTES = 2 + BLOCK
MOST_LOG_ODDS = 30.0


class PairReader:
    """A loaded cross-encoder without its heads: what it makes of two texts."""

    def __init__(self, files: CrossFiles, threads: int) -> None:
        self._vocabulary = Vocabulary.from_json(files.vocabulary)
        self._encoder = Encoder(Model(files.cross), threads)
        self._rows = _rows_of(files, self._encoder.width)
        if self._encoder.longest < LONGEST_PAIR:
            raise ModelError(f"{files.cross} reads {self._encoder.longest} tokens; {LONGEST_PAIR} are needed")
        check_size(files.encoder, len(self._rows), len(self._vocabulary.pieces))

    @property
    def width(self) -> int:
        """How many numbers a state has."""
        return self._encoder.width

    def mean(self, request: str, text: str) -> Numbers:
        """Return the mean state of two texts."""
        mean: Numbers = self._states(pair(request, text, self._vocabulary)).mean(axis=0, dtype=np.float64)
        return mean

    def features(self, request: str, text: str) -> Numbers:
        """Return what two requests are compared by."""
        ids = pair(request, text, self._vocabulary)
        return features(self._states(ids), ids.index(self._vocabulary.piece_ids[CLOSE]))

    def _states(self, ids: Sequence[int]) -> States:
        """Return the states of ids, whose embeddings Q8_0 keeps as a scale and 32 small whole numbers a block."""
        blocks = self._rows[list(ids)].reshape(len(ids), -1, BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
        numbers = np.ascontiguousarray(blocks[:, :, 2:]).view(np.int8).astype(np.float32)
        return self._encoder.read_embeddings((numbers * scales).reshape(len(ids), -1))


class Comparing:
    """A loaded cross-encoder with what it says of two texts."""

    def __init__(self, files: CrossFiles, alike: AlikeFile, threads: int) -> None:
        self._reader = PairReader(files, threads)
        width = self._reader.width
        self._head = np.array(files.head, dtype=np.float64)
        if len(self._head) != width + 1 or not np.isfinite(self._head).all():
            raise ModelError(f"{files.cross} is damaged: its head is not {width + 1} finite numbers")
        self._alike = Alike(alike, width)

    @staticmethod
    def of(path: Path, threads: int, known: ModelFiles | None = None) -> Comparing:
        """Return the cross-encoder of a file, where the files of one model are known to be whole.

        Raise ModelError where it cannot be used.
        """
        return Comparing(cross_files(path, known), alike_file(path), threads)

    def answer(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return how likely each description of a task is what its request asks, and how likely each of the wordings
        asks for the same as the request, as a message. Raise ModelError.
        """
        request = task["request"]
        return {
            "meant": self.chances(request, task["descriptions"]),
            "alike": self.chances_alike(request, task["wordings"]),
        }

    def chances(self, request: str, descriptions: Sequence[str]) -> list[float]:
        """Return how likely each description says what the request asks."""
        means = (self._reader.mean(request, each) for each in descriptions)
        return [_sigmoid(float(mean @ self._head[:-1] + self._head[-1])) for mean in means]

    def chances_alike(self, request: str, wordings: Sequence[str]) -> list[float]:
        """Return how likely each of other wordings asks for the same as the request."""
        return [_sigmoid(self._alike.log_odds(self._reader.features(request, each))) for each in wordings]


def _sigmoid(log_odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(log_odds, -MOST_LOG_ODDS), MOST_LOG_ODDS)))


def _rows_of(files: CrossFiles, width: int) -> npt.NDArray[np.uint8]:
    """Return the bytes of the embeddings, a row for each token. Raise ModelError where they are not in Q8_0."""
    row = width // BLOCK * BLOCK_BYTES
    if not row or not files.embeddings.size or files.embeddings.size % row:
        raise ModelError(f"{files.encoder}: its embeddings are none that {files.cross.name} can read")
    with files.encoder.open("rb") as file:
        file.seek(files.embeddings.start)
        data = np.frombuffer(file.read(files.embeddings.size), dtype=np.uint8)
    return data.reshape(-1, row)
