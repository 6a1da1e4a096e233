"""What another model has written for the same request: a program that two models come to is right far more often.

They were made of different data, so that they seldom err alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seglam_lang.verifier.agreement import Asked
from seglam_lang.verifier.generate import restricted
from seglam_lang.verifier.mutations import mutations
from seglam_lang.verifier.programs import Program
from seglam_lang.verifier.trials import Trials, outcome_on


@dataclass(frozen=True, slots=True)
class Opinion:
    """A program that another model has come to, its body over the names of the scope, and how sure one was of it."""

    program: Program
    body: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the models before this one have come to for a request; nothing where there was none."""

    found: Sequence[Opinion] | None
    asked: Asked
    inputs: int  # like the request's own, on which programs are compared

    def of(self, program: Program) -> float | None:
        """Return how sure one was of what computes the same, 0 where nothing does; None where no model was before."""
        if self.found is None:
            return None
        return max((each.confidence for each in self.found if self._is_same(program, each.program)), default=0.0)

    def _is_same(self, one: Program, other: Program) -> bool:
        if (one.hash, one.params) == (other.hash, other.params):
            return True
        answers = [outcome_on(each.compiled, each.params, self.asked.arguments).key for each in (one, other)]
        if answers[0] != answers[1]:
            return False
        signature = restricted(self.asked.signature, {*one.params, *other.params})
        own = mutations(signature, self.asked.arguments, self.asked.seed, self.inputs)
        first, second = (Trials.of(each.compiled, each.params, own).outcomes for each in (one, other))
        return all(a.key == b.key for a, b in zip(first, second, strict=True))
