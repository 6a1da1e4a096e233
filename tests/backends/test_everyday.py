"""The programs of the everyday data come to the same in the database as in the interpreter, on their own tables."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import LanguageError, compile_procedure
from seglam_lang.language.backends.planner import Plan
from seglam_lang.language.types import DURATION
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.rewriting.agreement import variations
from tests.backends.comparing import computed, interpreted
from tests.backends.stored import store

EVERYDAY = Path(__file__).parents[3] / "shared" / "everyday" / "everyday.train.jsonl.gz"
PARTS = 40  # of which one is among the fast tests, and 11 among the slow ones

pytestmark = pytest.mark.skipif(not EVERYDAY.exists(), reason="the everyday data are not here")


def programs(part: int) -> Iterator[tuple[str, Inputs]]:
    """Programs over one table, each once, with their inputs."""
    seen: set[str] = set()
    read: dict[str, Inputs] = {}
    with gzip.open(EVERYDAY, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            program = (row["gold"] or {}).get("seglam")
            if not program or f"{row['table']} {program}" in seen:
                continue
            seen.add(f"{row['table']} {program}")
            if len(seen) % PARTS == part:
                if row["table"] not in read:
                    read = {row["table"]: read_inputs(values=row["inputs"])}
                yield program, read[row["table"]]


def where(plan: Plan) -> str:
    """Where a procedure ran."""
    pushed = any(not why for _, why in plan.steps)
    return "not" if not pushed else "in part" if any(why for _, why in plan.steps) else "wholly"


def compared(program: str, inputs: Inputs) -> str:
    """Where a program ran, "" if it is not one over one table. Its outcomes must be the same."""
    headed = Headed.of(program)
    try:
        checked = headed.check(inputs)
    except (LanguageError, UnknownColumn):
        return ""
    compiled, plan = compile_procedure(checked.core), Plan()
    given = dict(inputs.tables)
    if len(given) != 1 or any(DURATION in table.types for table in given.values()):
        return ""
    varied = next(variations(inputs))
    for each in (inputs, varied):
        named: dict[str, Any] = {param.name: value for param, value in headed.parameters(each)}
        args = [named[name] for name in checked.params]
        stored = [store(arg) if isinstance(arg, Table) else arg for arg in args]
        assert computed(compiled, stored, plan) == interpreted(compiled, args), program
    return where(plan)


@pytest.mark.parametrize("part", [0, *[pytest.param(part, marks=pytest.mark.slow) for part in range(1, 12)]])
def test_everyday_programs(part: int) -> None:
    ran = Counter(compared(*each) for each in programs(part))
    del ran[""]
    print(dict(ran))
    assert ran["wholly"] + ran["in part"] > 0.8 * ran.total()
