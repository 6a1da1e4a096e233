"""What must hold of a procedure on every generated input, and what is worth knowing about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from seglam_lang.language.core import Procedure
from seglam_lang.language.outcome import OUT_OF_FUEL, Outcome, digest, run
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.value_codec import encode_argument
from seglam_lang.language.values import Map, Record, Table, Value
from seglam_lang.store.evidence import FoundFailure
from seglam_lang.verifier.analysis import order_is_irrelevant
from seglam_lang.verifier.shrink import shrink
from seglam_lang.verifier.trials import Trials, own_trials

ENSURE_FAILED = "ensure"  # the code of its failure
MOST_FAILURES = 4  # kinds of failure that a certificate keeps an input of

WITHIN_FUEL = "within-fuel"
ENSURES_HOLD = "ensures-hold"
EVERY_PARAMETER_MATTERS = "every-parameter-matters"
ORDER_IS_IRRELEVANT = "order-is-irrelevant"


@dataclass(frozen=True, slots=True)
class Examination:
    """What one procedure did with the inputs of one seed. The procedure and the seed determine all of it."""

    inputs_digest: str
    outputs_digest: str
    fuel: int  # the most that a run took
    answered: int  # inputs on which it gave a value
    properties: tuple[str, ...]
    failures: tuple[FoundFailure, ...]
    broken: str = ""  # the property that must hold and does not, as a sentence


def broken_ensure(outcomes: Sequence[Outcome]) -> str:
    """Return, as a sentence, which `ensure` does not hold; "" where all hold."""
    broken = next((outcome for outcome in outcomes if outcome.failure == ENSURE_FAILED), None)
    return f"what it ensures does not hold on every input: {broken.message}" if broken else ""


def examine(core: Procedure, seed: int, count: int) -> Examination:
    """Run a procedure on the `count` samples of `seed`, and return what it did."""
    return examination_of(core, own_trials(core, compile_procedure(core), seed, count))


def examination_of(core: Procedure, trials: Trials) -> Examination:
    """Return what a procedure did on the samples of its own signature (see `own_trials`)."""
    outcomes, arguments = trials.outcomes, trials.arguments()
    properties, broken = [], broken_ensure(outcomes)
    if all(outcome.failure != OUT_OF_FUEL for outcome in outcomes):
        properties.append(WITHIN_FUEL)
    if core.ensures and not broken:
        properties.append(ENSURES_HOLD)
    if len(trials.mattering) == len(trials.params):
        properties.append(EVERY_PARAMETER_MATTERS)
    if order_is_irrelevant(core):
        if trials.order_matters():
            broken = (
                broken or "the order of the rows or items changes its result, which the laws of its builtins rule out"
            )
        properties.append(ORDER_IS_IRRELEVANT)
    return Examination(
        inputs_digest(arguments),
        digest(outcomes),
        max((outcome.fuel for outcome in outcomes), default=0),
        sum(not outcome.failure for outcome in outcomes),
        tuple(properties),
        _failures(trials.compiled, arguments, outcomes),
        broken,
    )


def inputs_digest(arguments: Sequence[Sequence[Value]]) -> str:
    """Return one hash over the arguments of all runs, in order."""
    hashed = sha256()
    for each in arguments:
        for value in each:
            hashed.update(encode_argument(value))
    return hashed.hexdigest()


def _failures(
    compiled: Compiled, tried: Sequence[list[Value]], outcomes: Sequence[Outcome]
) -> tuple[FoundFailure, ...]:
    """Return one shrunk input for each code of failure, the first that was met first.

    Running out of the fuel of a test is no failure of the procedure: that it never does is the property `WITHIN_FUEL`.
    """
    smallest: dict[str, list[Value]] = {}
    for arguments, outcome in zip(tried, outcomes, strict=True):
        code = outcome.failure
        if code and code != OUT_OF_FUEL and (code not in smallest or size(arguments) < size(smallest[code])):
            smallest[code] = arguments
    found = []
    for code, arguments in list(smallest.items())[:MOST_FAILURES]:
        shrunk = shrink(arguments, _FailsWith(compiled, code))
        found.append(FoundFailure(code, run(compiled, shrunk).message, tuple(shrunk)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _FailsWith:
    compiled: Compiled
    code: str

    def __call__(self, arguments: list[Value]) -> bool:
        return run(self.compiled, arguments).failure == self.code


def size(arguments: Sequence[Value]) -> int:
    """Return how much there is to read in some arguments: cells and items."""
    return sum(_size(value) for value in arguments)


def _size(value: Value) -> int:
    if isinstance(value, Table):
        return 1 + value.length * len(value.cells)
    if isinstance(value, Record):
        return size(value.values)
    if isinstance(value, Map):
        return 1 + size(tuple(value.items)) + size(tuple(value.items.values()))
    return 1 + size(value) if isinstance(value, tuple) else 1
