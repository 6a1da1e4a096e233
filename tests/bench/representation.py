"""Why a number is an int while it is whole, and a Decimal otherwise: `python -m tests.bench.representation`.

Three representations of Number do the same work on the same 1,000 numbers: the one that `language/numbers.py` has
chosen; a Decimal for every number, normalised so that a value has one representation; and fractions. All are called as
the interpreter calls its builtins, a function an operation. Printed are medians of many rounds, and how many times as
long as the chosen representation each takes.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from seglam_lang.language.computing import numbers
from tests.bench.report import Figure, machine

NUMBERS, ROUNDS = 1_000, 101
MICROSECONDS = 1_000_000

Operation = Callable[[Any, Any], Any]
Total = Callable[[Sequence[Any]], Any]


def add_decimals(a: Decimal, b: Decimal) -> Decimal:
    """`a + b` where every number is a Decimal."""
    return numbers.CONTEXT.normalize(numbers.CONTEXT.add(a, b))


def multiply_decimals(a: Decimal, b: Decimal) -> Decimal:
    """`a * b` where every number is a Decimal."""
    return numbers.CONTEXT.normalize(numbers.CONTEXT.multiply(a, b))


def total_decimals(items: Sequence[Decimal]) -> Decimal:
    """The exact sum, rounded once, where every number is a Decimal."""
    return numbers.CONTEXT.normalize(Decimal(numbers.exact_sum(items)))


def add_fractions(a: Fraction, b: Fraction) -> Fraction:
    """`a + b` where every number is a Fraction; nothing is ever rounded."""
    return a + b


def multiply_fractions(a: Fraction, b: Fraction) -> Fraction:
    """`a * b` where every number is a Fraction."""
    return a * b


def total_fractions(items: Sequence[Fraction]) -> Fraction:
    """The sum where every number is a Fraction."""
    return sum(items, Fraction(0))


CHOSEN = "int while whole"
REPRESENTATIONS: dict[str, tuple[Callable[[Decimal], Any], Operation, Operation, Total]] = {
    CHOSEN: (numbers.canonical, numbers.add, numbers.multiply, numbers.total),
    "always Decimal": (numbers.CONTEXT.normalize, add_decimals, multiply_decimals, total_decimals),
    "fractions": (Fraction, add_fractions, multiply_fractions, total_fractions),
}


def main() -> int:
    """Measure and print; 0 always, since nothing here is a target."""
    print(machine())
    generator = random.Random(1)
    whole = [Decimal(generator.randrange(1, 100_000)) for _ in range(NUMBERS)]
    cents = [value.scaleb(-2) for value in whole]
    for name, values in {"whole numbers": whole, "amounts with cents": cents}.items():
        print(f"{name}, {NUMBERS:,} of them")
        for what, medians in measured(values).items():
            print(*figures(what, medians), sep="\n")
    return 0


def measured(values: list[Decimal]) -> dict[str, dict[str, float]]:
    """For adding, multiplying and summing: the median time of each representation, rounds of all in turns."""
    work: dict[str, dict[str, Callable[[], Any]]] = {"add": {}, "multiply": {}, "sum": {}}
    for name, (convert, add, multiply, total) in REPRESENTATIONS.items():
        items = [convert(value) for value in values]
        pairs = list(zip(items, reversed(items), strict=True))
        work["add"][name] = partial(of_each, add, pairs)
        work["multiply"][name] = partial(of_each, multiply, pairs)
        work["sum"][name] = partial(total, items)
    return {what: medians(jobs) for what, jobs in work.items()}


def of_each(operation: Operation, pairs: list[tuple[Any, Any]]) -> list[Any]:
    """What the operation makes of each pair."""
    return [operation(a, b) for a, b in pairs]


def medians(jobs: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """The median time of each job in microseconds."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append((time.perf_counter() - start) * MICROSECONDS)
    return {name: statistics.median(taken) for name, taken in times.items()}


def figures(what: str, medians: dict[str, float]) -> list[Figure]:
    """A line for each representation."""
    chosen = medians[CHOSEN]
    return [
        Figure(f"{what}: {name}", f"{median:8.1f} µs   {median / chosen:5.1f} times the chosen")
        for name, median in medians.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
