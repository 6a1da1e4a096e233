"""A longer look at a procedure that is used much: Hypothesis searches for what the certificate does not know of.

Nothing here is needed to answer a request; it is for procedures that earn the effort.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample

from seglam_lang.language.core import Procedure
from seglam_lang.language.outcome import OUT_OF_FUEL, run
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.store.evidence import Certificate, FoundFailure
from seglam_lang.verifier.analysis import hints_of, order_is_irrelevant
from seglam_lang.verifier.generate import Sample, signature_of
from seglam_lang.verifier.properties import ENSURE_FAILED
from seglam_lang.verifier.strategies import inputs_of
from seglam_lang.verifier.trials import order_matters


@dataclass(frozen=True, slots=True)
class _IsNews:
    """Whether an input makes the procedure fail in a way that is not known yet, or breaks a law of its builtins."""

    compiled: Compiled
    params: tuple[str, ...]
    known: frozenset[str]
    any_order: bool

    def __call__(self, given: Sample) -> bool:
        arguments = given.arguments(self.params)
        outcome = run(self.compiled, arguments)
        if outcome.failure and outcome.failure not in self.known:
            return True
        return self.any_order and order_matters(self.compiled, arguments, outcome)


def audit(certificate: Certificate, core: Procedure, seed: int, examples: int = 200) -> FoundFailure | None:
    """Return the simplest input that was found of which the certificate does not know; None where there is none."""
    signature = signature_of(core)
    params = tuple(param.name for param in signature.params)
    compiled = compile_procedure(core)
    known = frozenset({OUT_OF_FUEL} | {failure.code for failure in certificate.failures} - {ENSURE_FAILED})
    is_news = _IsNews(compiled, params, known, order_is_irrelevant(core))
    budget = settings(database=None, deadline=None, max_examples=examples, phases=[Phase.generate, Phase.shrink])
    try:
        found = find(inputs_of(signature, hints_of([core])), is_news, settings=budget, random=Random(seed))
    except NoSuchExample:
        return None
    outcome = run(compiled, found.arguments(params))
    code = outcome.failure or "order-matters"
    return FoundFailure(code, outcome.message, tuple(found.arguments(params)))
