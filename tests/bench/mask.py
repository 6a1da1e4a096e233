"""What the mask costs where a model is unsure: `python -m tests.bench.mask [--seeds N]`.

A network with other opinions at every step draws eight drafts for each of N generated tables: no model is as unsure,
none tries as many tokens or parts into as many branches. Times are in CPU, so that no other program changes them, and
the whole is told as so many times what it costs to parse and check the same drafts, as another machine has other times.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from seglam_lang import language
from seglam_lang.drafts import Draft
from seglam_lang.language import LanguageError
from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.types import BOOL, DATE, NUMBER, TABLE, TEXT, column_of
from seglam_lang.translator.decode import Decoder
from tests.bench.report import Figure, limited, machine, percentile, times
from tests.translator.test_typed_drafts import TOKENS, Whims

CANDIDATES = 8
SEEDS = 60
MOST_CHECKS = 20  # what the mask may cost, in checks of the drafts that it lets through
CELLS = (NUMBER, TEXT, NUMBER, TEXT, DATE, TEXT, NUMBER, BOOL)
STATED = (NUMBER, TEXT, TEXT, DATE)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DraftSet:
    """The drafts for one table: what they cost in CPU, and what checking those that are finished does."""

    drafts: Sequence[Draft]
    mask_ms: float
    check_ms: float


def main(seeds: int) -> int:
    """Measure and print; 0 where the target is met."""
    print(machine(), flush=True)
    figures = measured([draft_set(seed) for seed in range(seeds)])
    print(*figures, sep="\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def measured(sets: Sequence[DraftSet]) -> list[Figure]:
    """The first set is a new process's: nothing is known of any type."""
    spent = [each.mask_ms for each in sets]
    ratio = sum(spent) / sum(each.check_ms for each in sets)
    return [
        times(f"{CANDIDATES} drafts: ms in CPU", spent),
        Figure("  the worst, the first", f"{max(spent):.0f}, {spent[0]:.0f}"),
        Figure("  worse than three of four", f"{percentile(spent, 75):.0f}"),
        limited("  in checks of the same drafts", round(ratio, 1), "<=", MOST_CHECKS),
    ]


def draft_set(seed: int) -> DraftSet:
    """Draw the drafts for the table of a seed, and check them."""
    signature, decoder = wide_signature(seed), Decoder(Whims(seed), TOKENS)
    drafts, mask_ms = timed(lambda: decoder.draw([0], decoder.start(signature), CANDIDATES, seed, limit_s=3600.0))
    _, check_ms = timed(lambda: [_check(draft.text, signature) for draft in drafts if draft.finished])
    return DraftSet(drafts, mask_ms, check_ms)


def wide_signature(seed: int) -> Signature:
    """A table of 5 to 12 columns with what a request states, and values of columns that hold a few, under the names of
    a scope."""
    dice = random.Random(f"table {seed}")
    columns = [Param(f"c{i}", column_of(dice.choice(CELLS))) for i in range(dice.randint(5, 12))]
    stated = [Param(f"s{i}", dice.choice(STATED)) for i in range(dice.randint(0, 3))]
    few = [Param(f"v{i}", TEXT) for i in range(dice.randint(0, 8))]
    return Signature((Param("rows", TABLE), *columns, *stated, *few))


def timed(what: Callable[[], T]) -> tuple[T, float]:
    """Return what a function gives, and the milliseconds that it took in CPU."""
    started = time.process_time()
    found = what()
    return found, (time.process_time() - started) * 1000


def _check(text: str, signature: Signature) -> bool:
    try:
        language.check_draft(text, signature)
    except LanguageError:  # what is in a text, a pattern or a unit, the mask does not look at
        return False
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.mask", description="What the mask costs where a model is unsure."
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help="how many tables")
    sys.exit(main(parser.parse_args().seeds))
