"""Whether words that have asked for a procedure before ask for the same as a request: a small network of its own.

It reads what the cross-encoder makes of the two texts: the mean state of each, how far these are from each other, and
their products, as Mou et al. (2016) compare two sentences. The cross-encoder has learned from descriptions of programs;
what people say for each other is learned from pairs of wordings (`nano.cross.alike`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.gguf_header import Tensor
from seglam_lang.translator.llama import States
from seglam_lang.translator.model_files import AlikeFile

HIDDEN, HIDDEN_BIAS, OUTPUT, OUTPUT_BIAS = "hidden.weight", "hidden.bias", "output.weight", "output.bias"
FEATURES = 4  # for each number of a state

Numbers: TypeAlias = npt.NDArray[np.float64]


def features(states: States, close: int) -> Numbers:
    """Return what is read of the states of a pair, of which the first text ends before the place `close`."""
    one = states[1:close].mean(axis=0, dtype=np.float64) if close > 1 else np.zeros(states.shape[1])
    other = states[close + 1 : -1]
    two = other.mean(axis=0, dtype=np.float64) if len(other) else np.zeros(states.shape[1])
    return np.concatenate([one, two, np.abs(one - two), one * two])


class Alike:
    """The network that ships: one hidden layer of rectified units."""

    def __init__(self, file: AlikeFile, width: int) -> None:
        weights = {tensor.name: _numbers(file.path, tensor) for tensor in file.weights}
        try:
            self._bias, self._output = weights[HIDDEN_BIAS], weights[OUTPUT]
            self._output_bias = weights[OUTPUT_BIAS][0]
            self._hidden = weights[HIDDEN].reshape(len(self._bias), FEATURES * width)
            is_whole = len(self._output) == len(self._bias)
        except (KeyError, IndexError, ValueError):
            is_whole = False
        if not is_whole or not all(np.isfinite(each).all() for each in weights.values()):
            raise ModelError(f"{file.path} is damaged: its weights are none that read {width} numbers of each state")

    def log_odds(self, read: Numbers) -> float:
        """Return the log odds that two texts ask for the same, by their `features`."""
        hidden = np.maximum(self._hidden @ read + self._bias, 0.0)
        return float(hidden @ self._output + self._output_bias)


def _numbers(path: Path, tensor: Tensor) -> Numbers:
    """Return the numbers of a tensor in F16 or F32."""
    with path.open("rb") as file:
        file.seek(tensor.start)
        data = file.read(tensor.size)
    return np.frombuffer(data, dtype="<f2" if tensor.size == 2 * tensor.numbers else "<f4").astype(np.float64)
