"""What a program does with generated inputs: it is run once on each, and the outcomes serve many questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from seglam_lang.language.core import Procedure
from seglam_lang.language.outcome import Outcome, run
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.values import Table, Value
from seglam_lang.verifier.analysis import hints_of
from seglam_lang.verifier.generate import Sample, samples, signature_of


@dataclass(frozen=True)
class Trials:
    """Runs of one program: what came of each sample. `params` are its parameters, as the samples name them."""

    compiled: Compiled
    params: tuple[str, ...]
    samples: tuple[Sample, ...]
    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, compiled: Compiled, params: tuple[str, ...], tried: Sequence[Sample]) -> Trials:
        """Run the program on each sample."""
        return cls(compiled, params, tuple(tried), tuple([run(compiled, each.arguments(params)) for each in tried]))

    def arguments(self) -> list[list[Value]]:
        """Return the arguments of each run, in the order of the program's parameters."""
        return [each.arguments(self.params) for each in self.samples]

    def matters(self, position: int) -> bool:
        """Return whether another argument for one parameter changes the outcome of some sample."""
        name = self.params[position]
        for sample, outcome in zip(self.samples, self.outcomes, strict=True):
            key = outcome.key
            for other in sample.others.get(name, ()):
                if run(self.compiled, sample.with_value(name, other).arguments(self.params)).key != key:
                    return True
        return False

    @cached_property
    def mattering(self) -> frozenset[int]:
        """Return the positions of the parameters that matter."""
        return frozenset(position for position in range(len(self.params)) if self.matters(position))

    def order_matters(self) -> bool:
        """Return whether the order of the rows and items changes the outcome of some sample."""
        pairs = zip(self.arguments(), self.outcomes, strict=True)
        return any(order_matters(self.compiled, arguments, outcome) for arguments, outcome in pairs)


def own_trials(core: Procedure, compiled: Compiled, seed: int, count: int) -> Trials:
    """Run a procedure on the `count` samples of `seed` that are made from its own general signature.

    The procedure and the seed determine them, so that a certificate can name them.
    """
    signature = signature_of(core)
    params = tuple(param.name for param in signature.params)
    return Trials.of(compiled, params, samples(signature, seed, count, hints_of([core])))


def order_matters(compiled: Compiled, arguments: Sequence[Value], outcome: Outcome) -> bool:
    """Return whether the outcome differs where rows and items come in reverse.

    Which of two failures comes first does not count.
    """
    reverse = run(compiled, [_reversed(value) for value in arguments])
    if outcome.failure or reverse.failure:
        return bool(outcome.failure) != bool(reverse.failure)
    return outcome.key != reverse.key


def _reversed(value: Value) -> Value:
    if isinstance(value, Table):
        return value.reversed()
    return value[::-1] if isinstance(value, tuple) else value


def outcome_on(compiled: Compiled, params: Sequence[str], values: Mapping[str, Value]) -> Outcome:
    """Run a program on the request's own values, within the fuel that the language gives them."""
    return run(compiled, [values[name] for name in params], None)
