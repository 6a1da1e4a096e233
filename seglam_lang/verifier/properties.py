"""What must hold of a procedure on every generated input, and what is worth knowing about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from seglam_lang.language.core import Procedure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.value_codec import encode_argument
from seglam_lang.language.values import Map, Record, Table, Value
from seglam_lang.store.evidence import FoundFailure
from seglam_lang.verifier.analysis import hints_of, order_is_irrelevant
from seglam_lang.verifier.generate import Input, inputs, signature_of
from seglam_lang.verifier.outcome import OUT_OF_FUEL, Outcome, Runnable, digest, run
from seglam_lang.verifier.shrink import shrink

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


def matters(
    compiled: Runnable, params: tuple[str, ...], tried: Sequence[Input], outcomes: Sequence[Outcome]
) -> set[str]:
    """The parameters for which another argument changes the outcome of some input."""
    return {name for name in params if _one_matters(compiled, name, params, tried, outcomes)}


def _one_matters(
    compiled: Runnable, name: str, params: tuple[str, ...], tried: Sequence[Input], outcomes: Sequence[Outcome]
) -> bool:
    for given, outcome in zip(tried, outcomes, strict=True):
        key = outcome.key
        for other in given.others.get(name, ()):
            if run(compiled, given.with_value(name, other).arguments(params)).key != key:
                return True
    return False


def order_matters(compiled: Runnable, arguments: Sequence[Value], outcome: Outcome) -> bool:
    """Whether the outcome differs on the same rows and items in reverse (which of two failures comes first does not
    count)."""
    backwards = [_reversed(value) for value in arguments]
    reverse = run(compiled, backwards)
    if outcome.failure or reverse.failure:
        return bool(outcome.failure) != bool(reverse.failure)
    return outcome.key != reverse.key


def _reversed(value: Value) -> Value:
    if isinstance(value, Table):
        return value.take(list(range(value.length))[::-1])
    return value[::-1] if isinstance(value, tuple) else value


def broken_ensure(outcomes: Sequence[Outcome]) -> str:
    """That what the procedure ensures does not hold, as a sentence, or ""."""
    broken = next((outcome for outcome in outcomes if outcome.failure == ENSURE_FAILED), None)
    return f"what it ensures does not hold on every input: {broken.message}" if broken else ""


def examine(core: Procedure, seed: int, count: int, compiled: Runnable | None = None) -> Examination:
    """Run a stored procedure on the `count` inputs of `seed`, made from its own general signature."""
    compiled = compiled or compile_procedure(core)
    signature = signature_of(core)
    params = tuple(param.name for param in signature.params)
    tried = inputs(signature, seed, count, hints_of([core]))
    outcomes = [run(compiled, given.arguments(params)) for given in tried]
    properties, broken = [], broken_ensure(outcomes)
    if all(outcome.failure != OUT_OF_FUEL for outcome in outcomes):
        properties.append(WITHIN_FUEL)
    if core.ensures and not broken:
        properties.append(ENSURES_HOLD)
    if len(matters(compiled, params, tried, outcomes)) == len(params):
        properties.append(EVERY_PARAMETER_MATTERS)
    if order_is_irrelevant(core):
        pairs = zip(tried, outcomes, strict=True)
        if any(order_matters(compiled, given.arguments(params), outcome) for given, outcome in pairs):
            broken = (
                broken or "the order of the rows or items changes its result, which the laws of its builtins rule out"
            )
        properties.append(ORDER_IS_IRRELEVANT)
    return Examination(
        inputs_digest(tried, params),
        digest(outcomes),
        max((outcome.fuel for outcome in outcomes), default=0),
        sum(not outcome.failure for outcome in outcomes),
        tuple(properties),
        _failures(compiled, [given.arguments(params) for given in tried], outcomes),
        broken,
    )


def inputs_digest(tried: Sequence[Input], params: tuple[str, ...]) -> str:
    """One hash over all inputs, in order."""
    hashed = sha256()
    for given in tried:
        for value in given.arguments(params):
            hashed.update(encode_argument(value))
    return hashed.hexdigest()


def _failures(
    compiled: Runnable, tried: Sequence[list[Value]], outcomes: Sequence[Outcome]
) -> tuple[FoundFailure, ...]:
    """One shrunk input for each code of failure, those met first first.

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
    compiled: Runnable
    code: str

    def __call__(self, arguments: list[Value]) -> bool:
        return run(self.compiled, arguments).failure == self.code


def size(arguments: Sequence[Value]) -> int:
    """How much there is to read in some arguments: cells and items."""
    return sum(_size(value) for value in arguments)


def _size(value: Value) -> int:
    if isinstance(value, Table):
        return 1 + value.length * len(value.cells)
    if isinstance(value, Record):
        return size(value.values)
    if isinstance(value, Map):
        return 1 + size(tuple(value.items)) + size(tuple(value.items.values()))
    return 1 + size(value) if isinstance(value, tuple) else 1
