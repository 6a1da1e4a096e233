"""Many seeded programs in one process: `python -m tests.totality.many FIRST LAST` judges them and prints figures.

The process may use no more than MEMORY of address space, so that what takes more ends as a MemoryError, which no
program may cause.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from seglam_lang.language.computing.fuel import budget
from seglam_lang.language.core import Call, Procedure, preorder
from seglam_lang.language.running.compiler import compile_procedure
from tests.bench.process import peak_mb
from tests.totality.choices import Seeded
from tests.totality.judge import Figures, judge, same, timed
from tests.totality.programs import program

MEMORY = 3 * 2**29  # bytes: 1.5 GiB
BUDGETS = (20_000, 20_000, 20_000, 20_000, 2_000, 400, 60)  # for both evaluators; the naive one takes long


@dataclass
class Tally:
    """What came of many programs."""

    programs: int = 0
    compared: Figures = field(default_factory=Figures)  # runs of both evaluators, on a small budget
    full: Figures = field(default_factory=Figures)  # runs of the compiled closures on the budget that inputs get
    builtins: Counter[str] = field(default_factory=Counter)  # how often each occurs
    wrong: dict[int, str] = field(default_factory=dict)  # by seed


def judge_seeds(first: int, last: int) -> Tally:
    """Judge the programs of the seeds from `first` to before `last`, each on two inputs."""
    tally = Tally()
    for seed in range(first, last):
        tally.programs += 1
        try:
            written = program(Seeded(seed))
            for root in written.procedure.roots():
                tally.builtins.update(node.builtin for node in preorder(root) if isinstance(node, Call))
            for place, args in enumerate(written.inputs):
                _judge(written.procedure, args, BUDGETS[(seed + 3 * place) % len(BUDGETS)], tally)
        except Exception as error:  # whatever it is, it is what is looked for
            tally.wrong[seed] = f"{type(error).__name__}: {error}"[:500]
    return tally


def _judge(procedure: Procedure, args: tuple[Any, ...], small: int, tally: Tally) -> None:
    compiled = compile_procedure(procedure)
    judge(procedure, args, small, tally.compared, compiled)
    counted = timed(compiled, args, budget(args), tally.full)
    if not counted.failure:
        uncounted = type(counted)(compiled.run(args), counted.spent)
        assert same(counted, uncounted), f"run gives {uncounted.value!r}, run_counted {counted.value!r}"


def peak_megabytes() -> int:
    """The most memory that this process has had, in MB.

    `ru_maxrss` would also count what the process had before it became this program: in a child, all that its parent
    has. Linux tells them apart.
    """
    return int(peak_mb(os.getpid())) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(first: int, last: int) -> None:
    """Print the figures as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    start = perf_counter()
    tally = judge_seeds(first, last)
    print(
        json.dumps(
            {
                "programs": tally.programs,
                "runs": tally.compared.runs + tally.full.runs,
                "seconds": round(perf_counter() - start, 1),
                "megabytes": peak_megabytes(),
                "outcomes": dict(tally.full.outcomes.most_common()),
                "slowest run, seconds": round(tally.full.slowest, 3),
                "slowest unit of fuel, nanoseconds": round(tally.full.slowest_unit * 1e9),
                "rarest builtins": tally.builtins.most_common()[-5:],
                "builtins": len(tally.builtins),
                "wrong": tally.wrong,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
