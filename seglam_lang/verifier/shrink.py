"""The smallest input that we can find on which something still holds: what a certificate shows of a failure.

A greedy descent over language values (fewer rows, shorter lists, plainer scalars), bounded by a number of runs, so that
it takes a millisecond or two and ends the same everywhere. Hypothesis shrinks better but needs some 50 microseconds a
choice, which is too much between a question and its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from seglam_lang.language.values import SCALAR_TYPES, Column, Map, Record, Table, Value

MOST_RUNS = 160  # of the procedure while one input shrinks

Holds = Callable[[list[Value]], bool]


@dataclass(slots=True)
class _Budget:
    left: int


def shrink(arguments: Sequence[Value], holds: Holds, runs: int = MOST_RUNS) -> list[Value]:
    """Return arguments no larger than these for which `holds` is still true; it is true of `arguments`."""
    best, budget = list(arguments), _Budget(runs)
    best = _without_spare_columns(best, holds, budget)
    again = True
    while again and budget.left > 0:
        again = False
        for at in range(len(best)):
            smaller = _shrink_at(best, at, holds, budget)
            again, best = again or smaller is not best, smaller
    return best


def _try(candidate: list[Value], holds: Holds, budget: _Budget) -> bool:
    budget.left -= 1
    return budget.left >= 0 and holds(candidate)


def _shrink_at(best: list[Value], at: int, holds: Holds, budget: _Budget) -> list[Value]:
    """Take the first plainer value at `at` that will do, until none does."""
    found = True
    while found and budget.left > 0:
        found = False
        for value in plainer(best[at]):
            candidate = [*best[:at], value, *best[at + 1 :]]
            if _try(candidate, holds, budget):
                best, found = candidate, True
                break
            if budget.left <= 0:
                break
    return best


def _without_spare_columns(arguments: list[Value], holds: Holds, budget: _Budget) -> list[Value]:
    """Return the arguments with only the columns that an argument names, where `holds` stays true of them."""
    named = {value.header for value in arguments if isinstance(value, Column)}
    candidate = [_only(value, named) if isinstance(value, Table) else value for value in arguments]
    return candidate if _try(candidate, holds, budget) else arguments


def _only(table: Table, headers: set[str]) -> Table:
    kept = [i for i, header in enumerate(table.headers) if header in headers]
    return Table(
        tuple([table.headers[i] for i in kept]),
        tuple([table.types[i] for i in kept]),
        tuple([table.cells[i] for i in kept]),
        table.length,
    )


def plainer(value: Value) -> Iterator[Value]:
    """Yield values of the same type that are plainer than `value`, plainest first."""
    if isinstance(value, Table):
        yield from _smaller_tables(value)
    elif isinstance(value, tuple):
        yield from _smaller_lists(value)
    elif isinstance(value, Record):
        for i, part in enumerate(value.values):
            for plain in plainer(part):
                yield Record(value.names, (*value.values[:i], plain, *value.values[i + 1 :]))
    elif isinstance(value, Map):
        for left_out in value.items:
            yield Map({key: item for key, item in value.items.items() if key != left_out})
    elif type(value) in SCALAR_TYPES:
        yield from _plainer_scalars(value)


def _plainer_scalars(value: Value) -> Iterator[Value]:
    options: tuple[Value, ...]
    if isinstance(value, bool):
        options = (False,)
    elif isinstance(value, (int, Decimal)):
        options = (0, 1, 2)
    elif isinstance(value, str):
        options = ("", "a", "b")
    elif isinstance(value, datetime):
        options = (datetime(2000, 1, 1), datetime(2000, 1, 1, 12))
    elif isinstance(value, time):
        options = (time(0), time(12))
    elif isinstance(value, timedelta):
        options = (timedelta(0), timedelta(hours=1))
    else:
        options = (date(2000, 1, 1), date(2000, 1, 2))
    yield from options[: options.index(value)] if value in options else options


def _smaller_tables(table: Table) -> Iterator[Table]:
    rows = list(range(table.length))
    for few in dict.fromkeys((0, 1, table.length // 2)):
        if few < table.length:
            yield table.take(rows[:few])
    for row in rows:
        yield table.take(rows[:row] + rows[row + 1 :])
    for i, cells in enumerate(table.cells):
        for row, cell in enumerate(cells):
            for plain in plainer(cell):
                column = (*cells[:row], plain, *cells[row + 1 :])
                yield Table(table.headers, table.types, (*table.cells[:i], column, *table.cells[i + 1 :]), table.length)


def _smaller_lists(items: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
    for few in dict.fromkeys((0, 1, len(items) // 2)):
        if few < len(items):
            yield items[:few]
    for i in range(len(items)):
        yield items[:i] + items[i + 1 :]
    for i, item in enumerate(items):
        for plain in plainer(item):
            yield (*items[:i], plain, *items[i + 1 :])
