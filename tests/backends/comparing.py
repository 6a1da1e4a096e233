"""What the database computes, compared with the interpreter: value, failure and place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.language.backends.planner import Plan, run
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiled import Compiled

Outcome = tuple[Any, ...]


def interpreted(compiled: Compiled, args: Sequence[Any]) -> Outcome:
    """What the interpreter comes to."""
    try:
        value = compiled.run_counted(args)[0]
    except Failure as failure:
        return failure.code, failure.message, failure.node
    return type(value), value, repr(value)  # 1, true and 1.0 are equal to Python


def computed(compiled: Compiled, args: Sequence[Any], plan: Plan | None = None) -> Outcome:
    """What the planner comes to for arguments whose tables are stored."""
    try:
        value = run(compiled, args, plan).value
    except Failure as failure:
        return failure.code, failure.message, failure.node
    return type(value), value, repr(value)
