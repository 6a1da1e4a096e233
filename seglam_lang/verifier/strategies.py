"""The generator as Hypothesis strategies: for property tests, and for the deeper search of `audit`.

Hypothesis answers the generator's questions instead of a seed. It can so search and shrink, but what it makes of a seed
changes with its version; that is why no certificate rests on it.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.types import Con, Constructor
from seglam_lang.language.values import Value
from seglam_lang.verifier.generate import NO_HINTS, Hints, Sample, World, generate


class Drawn:
    """Choices that Hypothesis makes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        return self._draw(st.integers(0, count - 1))


@st.composite
def _inputs(draw: st.DrawFn, signature: Signature, hints: Hints) -> Sample:
    return generate(signature, Drawn(draw), hints)


@st.composite
def _values(draw: st.DrawFn, kind: Con, columns: dict[str, Con], hints: Hints) -> Value:
    world = World(Drawn(draw), hints)
    return world.table(columns) if kind.constructor is Constructor.TABLE else world.value(kind)


def inputs_of(signature: Signature, hints: Hints = NO_HINTS) -> st.SearchStrategy[Sample]:
    """Values for all parameters of a signature, drawn from one palette."""
    return _inputs(signature, hints)


def values_of(kind: Con, columns: dict[str, Con] | None = None, hints: Hints = NO_HINTS) -> st.SearchStrategy[Any]:
    """Values of one type; for a table, `columns` are its headers with their types."""
    return _values(kind, columns or {}, hints)
