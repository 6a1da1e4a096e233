"""Operators: how they bind, and what they make of an operand, read from left to right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from seglam_lang.language.checking import rules
from seglam_lang.language.checking.rules import is_value
from seglam_lang.language.syntax.lexicon import BINDINGS
from seglam_lang.language.syntax.lexicon import LEVELS as LEVEL_OF
from seglam_lang.language.types import Con

# Levels of binding, loosest first: an operand is written at its operator's level or a tighter one.
ANY, POSTFIX = LEVEL_OF["expression"], LEVEL_OF["postfix"]
SEALED = -1  # of a value that nothing binds to, because its type follows from where it stands: `[]`, `none`
LEVELS = {sign: binding.level for sign, binding in BINDINGS.items()}


@dataclass(frozen=True, slots=True)
class Operation:
    """A binary operator after a left operand of a known type."""

    lexeme: str
    right: Con
    right_level: int  # what the right operand is written at
    result: Con
    result_level: int  # what the whole is, as a left operand


def operation(lexeme: str, left: Con) -> Operation | None:
    """Return what an operator means after a left operand; None where it means nothing there."""
    operands = rules.operands(lexeme, left) if is_value(left) else None
    if operands is None:
        return None
    right, result = operands
    level, left_level, right_level = BINDINGS[lexeme]
    # What does not group to the left is no left operand of its own level.
    return Operation(lexeme, right, right_level, result, level if left_level == level else level - 1)


@lru_cache(maxsize=rules.KEPT)
def operations(left: Con) -> tuple[Operation, ...]:
    """Return every operator that may follow a left operand, the tightest first."""
    known = (operation(lexeme, left) for lexeme in sorted(LEVELS, key=LEVELS.__getitem__, reverse=True))
    return tuple(found for found in known if found is not None)
