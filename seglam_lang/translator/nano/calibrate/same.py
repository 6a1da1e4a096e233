"""Whether two programs are one: they come to the same on the request's own tables, and on tables made of these.

As in the rules by which answers are right, a list of one is its item, and what is empty or fails is nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from seglam_lang.language.core import Procedure
from seglam_lang.language.outcome import Outcome, compared, run
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.values import Table, Value

VARIANTS = 12  # of the tables: what computes the same from all of them is the same procedure

Call: TypeAlias = tuple[Procedure, Sequence[Value]]  # a procedure with its arguments


def come_to_the_same(one: Call, other: Call) -> bool:
    """Return whether two procedures with their arguments are the same program."""
    calls = [(_compiled(procedure), arguments) for procedure, arguments in (one, other)]
    for number in range(VARIANTS):
        first, second = (_plain(run(compiled, _varied(arguments, number), None)) for compiled, arguments in calls)
        if first != second:
            return False
    return True


def _plain(outcome: Outcome) -> Value:
    value = compared(outcome.value)
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else value or None
    return value


@lru_cache(maxsize=4096)
def _compiled(procedure: Procedure) -> Compiled:
    return compile_procedure(procedure)


def _varied(arguments: Sequence[Value], number: int) -> list[Value]:
    """Return the arguments with their tables as they are (0), or with rows left out and cells exchanged within their
    columns.
    """
    return [_variant(value, number) if number and isinstance(value, Table) else value for value in arguments]


def _variant(table: Table, number: int) -> Table:
    chance = random.Random(number)
    kept = [row for row in range(table.length) if chance.random() < 0.8]
    mixed = [chance.sample(kept, len(kept)) if number % 2 else kept for _ in table.cells]
    cells = tuple(tuple(column[row] for row in order) for column, order in zip(table.cells, mixed, strict=True))
    return replace(table, cells=cells, length=len(kept))
