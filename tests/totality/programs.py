"""Well-typed procedures, built directly as cores from the registry's signatures, with arguments to run them on.

The writer knows the type of every node before it makes it: it is given the type that is wanted and chooses a form, a
builtin or a name in scope that gives it. Type parameters of the procedure are rigid while it is written
(`types.parameter`), so that what is written is right for whatever they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.language import core
from seglam_lang.language.checking.soundness import Unsound, check_types
from seglam_lang.language.core import Core, Procedure
from seglam_lang.language.types import BOOL
from tests.totality.calls import RESULT
from tests.totality.choices import Choices
from tests.totality.kinds import Scope, generalised
from tests.totality.signatures import arguments, result_of, signature
from tests.totality.writer import Writer


@dataclass(frozen=True)
class Program:
    """A procedure and arguments that it can be run on."""

    procedure: Procedure
    inputs: tuple[tuple[Any, ...], ...]


def program(choices: Choices, inputs: int = 2) -> Program:
    """A procedure, perhaps with others that it calls, and `inputs` argument lists."""
    callees = [written(choices, [], depth=2) for _ in range(max(0, choices.below(5) - 2))]
    if callees and choices.below(3) == 0:
        callees.append(written(choices, callees, depth=2))
    procedure = written(choices, callees, depth=3 + choices.below(4))
    return Program(procedure, tuple([arguments(choices, procedure) for _ in range(inputs)]))


def written(choices: Choices, callees: Sequence[Procedure], depth: int) -> Procedure:
    """A procedure that may call `callees`.

    Two in a hundred drafts are not well typed and are drawn anew: what is the type of `none` and of `[]` depends on
    what stands around them, and soundness knows no more of that than the checker.
    """
    while True:
        draft = drafted(choices, callees, depth)
        try:
            check_types(draft)
        except Unsound:
            continue
        return draft


def drafted(choices: Choices, callees: Sequence[Procedure], depth: int) -> Procedure:
    """A procedure that may call `callees`, nearly always well typed."""
    writer = Writer(choices, callees)
    params, tables = signature(choices)
    writer.frame = len(params)
    scope: Scope = dict(enumerate(params))
    result = result_of(choices, params)
    checks = [(writer.condition(scope, 1), "no") for _ in range(choices.below(10) // 9)]
    body = writer.node(result, scope, depth, lift=True)
    ensures = [writer.node(BOOL, {**scope, RESULT: result}, 2) for _ in range(choices.below(5) // 4)]
    assert writer.frame < RESULT
    *general, general_result = generalised((*params, result))
    frame = RESULT + 1 if ensures else writer.frame
    used = {hash for root in (*(check for check, _ in checks), body, *ensures) for hash in _calls(root)}
    known = {hash: callee for hash, callee in writer.callees.items() if hash in used}
    return Procedure(tuple(general), tables, general_result, tuple(checks), body, tuple(ensures), frame, callees=known)


def _calls(root: Core) -> set[str]:
    return {node.procedure for node in core.preorder(root) if isinstance(node, core.Invoke)}
