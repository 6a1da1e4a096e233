"""Every law that a builtin declares holds for drawn arguments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.language import Param, Signature
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins.registry import Law
from seglam_lang.language.core import Call, Core, Lambda, Local, Procedure
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.types import Constructor, is_a
from seglam_lang.language.values import Table
from seglam_lang.verifier.generate import Hints, Sample
from seglam_lang.verifier.strategies import inputs_of

HINTS = Hints(numbers=(0, 1, Decimal("0.5")))  # shares, for `percentile`
DECLARED = [(builtin, law) for builtin in REGISTRY.by_id.values() for law in builtin.laws]
Arguments = list[Any]
Run = Callable[[Arguments], Any]
FAILED = "failed"  # in place of a value; which of several failures comes first is no part of a law


def signature(builtin: Builtin) -> Signature:
    """Return the required parameters that are values; functions are not drawn."""
    required = list(zip(builtin.names, builtin.params, strict=True))[: len(builtin.params) - builtin.optional]
    return Signature(tuple(Param(name, kind) for name, kind in required if not is_a(kind, Constructor.FUNCTION)))


def runner(builtin: Builtin) -> Run:
    """Return a function that calls the builtin; each function that it takes is the identity."""
    required = builtin.params[: len(builtin.params) - builtin.optional]
    values = [kind for kind in required if not is_a(kind, Constructor.FUNCTION)]
    slots = iter(range(len(values)))
    free = len(values)
    operands: list[Core] = [
        Lambda((free,), Local(free)) if is_a(kind, Constructor.FUNCTION) else Local(next(slots)) for kind in required
    ]
    of = tuple(0 if is_a(kind, Constructor.COLUMN) else -1 for kind in values)
    body = Call(builtin.id, tuple(operands))
    return compile_procedure(Procedure(tuple(values), of, builtin.result, (), body, (), free + 2)).run


def result(run: Run, arguments: Arguments) -> Any:
    """Return the value of a call, or FAILED."""
    try:
        return run(arguments)
    except Failure:
        return FAILED


def reordered(receiver: Any, random: Random) -> Any:
    """Return the same items or rows in another order."""
    places = list(range(receiver.length if isinstance(receiver, Table) else len(receiver)))
    random.shuffle(places)
    return receiver.take(places) if isinstance(receiver, Table) else tuple(receiver[place] for place in places)


def equation(law: Law, run: Run, arguments: Arguments, random: Random) -> tuple[Any, Any]:
    """Return the two sides of the law's equation."""
    receiver, *rest = arguments
    once = result(run, arguments)
    match law:
        case Law.COMMUTATIVE:
            return once, result(run, [*rest, receiver])
        case Law.PERMUTATION_INVARIANT:
            return once, result(run, [reordered(receiver, random), *rest])
    twice = FAILED if once is FAILED else result(run, [once, *rest])
    return once if law is Law.IDEMPOTENT else receiver, twice


@pytest.mark.parametrize(("builtin", "law"), DECLARED, ids=lambda part: getattr(part, "id", part))
def test_a_declared_law_holds(builtin: Builtin, law: Law) -> None:
    run, drawn_from = runner(builtin), signature(builtin)
    answered = 0

    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(inputs_of(drawn_from, HINTS), st.randoms(use_true_random=False))
    def holds(drawn: Sample, random: Random) -> None:
        nonlocal answered
        left, right = equation(law, run, drawn.arguments(tuple(each.name for each in drawn_from.params)), random)
        assert left == right
        answered += left is not FAILED

    holds()
    assert answered, "every call failed"


def test_a_law_that_does_not_hold_is_found() -> None:
    subtract = REGISTRY.by_id["number.subtract@1"]
    with pytest.raises(AssertionError):
        test_a_declared_law_holds(subtract, Law.COMMUTATIVE)
