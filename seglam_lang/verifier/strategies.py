"""The generator as a Hypothesis strategy: for the deeper search of `audit`, and for property tests.

Hypothesis makes the generator's choices instead of a seed, so that it can search and shrink. What it makes of a seed
changes with its version: no certificate rests on it.
"""

from __future__ import annotations

from hypothesis import strategies as st

from seglam_lang.language.checking.signature import Signature
from seglam_lang.verifier.generate import NO_HINTS, Hints, Sample, generate


class Drawn:
    """Choices that Hypothesis makes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        return self._draw(st.integers(0, count - 1))


@st.composite
def _inputs(draw: st.DrawFn, signature: Signature, hints: Hints) -> Sample:
    return generate(signature, Drawn(draw), hints)


def inputs_of(signature: Signature, hints: Hints = NO_HINTS) -> st.SearchStrategy[Sample]:
    """Return inputs of a signature as a strategy: values for all parameters, drawn from one palette."""
    return _inputs(signature, hints)
