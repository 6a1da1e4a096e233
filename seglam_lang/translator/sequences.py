"""What decoding needs of a network: sequences that begin alike, and are extended by a token each at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Logits: TypeAlias = npt.NDArray[np.float64]  # over the program tokens


class Network(Protocol):
    """What decoding needs of a model. Sequences are numbered from 0, and sequence 0 begins with the prompt."""

    def prefill(self, prompt: Sequence[int]) -> Logits:
        """Read the prompt into sequence 0, and return the logits after its last token."""

    def fork(self, source: int, target: int) -> None:
        """Let sequence `target` begin as `source` is now."""

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        """Extend the sequences by one token each, and return the logits after it, in order."""


@dataclass(frozen=True, slots=True)
class Move:
    """One token appended to one sequence; `token` is its place among the program tokens."""

    sequence: int
    token: int
    position: int
