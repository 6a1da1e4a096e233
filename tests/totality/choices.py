"""What a generator of programs decides by: numbers below a limit, from a seed or from Hypothesis.

One generator serves both: tens of thousands of programs a run are made from seeds, in a tenth of the time that
Hypothesis takes for each; where a program fails, Hypothesis makes it small. The first choice should be the simplest,
as Hypothesis shrinks towards 0.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

from hypothesis import strategies as st

Item = TypeVar("Item")


class Choices(Protocol):
    """A source of decisions."""

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        ...


class Seeded:
    """Decisions that follow from a seed, the same everywhere."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def below(self, limit: int) -> int:
        """See `Choices`."""
        return int(self._random() * limit)


class Drawn:
    """Decisions of Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, limit: int) -> int:
        """See `Choices`."""
        return self._draw(st.integers(0, limit - 1))


def pick(choices: Choices, items: Sequence[Item]) -> Item:
    """One of `items`."""
    return items[choices.below(len(items))]


def chance(choices: Choices, out_of: int) -> bool:
    """Whether the last of so many choices is made."""
    return choices.below(out_of) == out_of - 1
