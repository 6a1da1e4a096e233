"""What a team asks in a year: which tasks there are, how often each comes, and in which words.

A task is a type of requests. A few are there on the first day, the others arrive evenly through the year. How often a
task comes follows Zipf's law over all of them, and so does which of its wordings is used: people have their habits.
What is asked is often about other values, and now and then about other columns of its table.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from seglam_lang.inputs import Inputs
from seglam_lang.language.values import Table
from seglam_lang.matching import Bound, find_arguments
from seglam_lang.requests import Mention, Wording, read
from seglam_lang.requests.families import family_of
from seglam_lang.requests.kinds import NUMBER
from seglam_lang.requests.model import CellRef, ColumnRef, Literal
from seglam_lang.requests.narrowing import narrowed, widened
from seglam_lang.requests.reading import Reading
from tests.bench.matching.asked import Asked

OTHER_VALUES, OTHER_COLUMNS = 0.5, 0.15  # how often a request is about these
TRIES = 3  # to find words for them
MOST_NUMBERS = 50  # of which one is taken


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked: `tasks` on the first day, and requests a day."""

    days: int = 365
    tasks: int = 40
    requests: int = 40


def year(asked: Sequence[Asked], seed: int, plan: Plan) -> Iterator[tuple[int, Asked]]:
    """Yield the requests of a year, each with its day, from 1 on; the same seed gives the same year."""
    chance = random.Random(seed)
    wordings: dict[str, list[Asked]] = {}
    for each in chance.sample(asked, len(asked)):
        wordings.setdefault(each.type, []).append(each)
    tasks = chance.sample(sorted(wordings), len(wordings))  # in the order in which they arrive
    often = {task: 1 / rank for rank, task in enumerate(chance.sample(tasks, len(tasks)), 1)}
    for day in range(1, plan.days + 1):
        there = tasks[: arrived(day, len(tasks), plan)]
        up_to = list(accumulate(often[task] for task in there))
        for _ in range(plan.requests):
            task = there[bisect(up_to, chance.random() * up_to[-1])]
            yield day, varied(_by_habit(wordings[task], chance), chance)


def arrived(day: int, tasks: int, plan: Plan) -> int:
    """Return how many of the tasks there are on a day."""
    first = min(plan.tasks, tasks)
    return first + (tasks - first) * (day - 1) // max(plan.days - 1, 1)


def _by_habit(wordings: Sequence[Asked], chance: random.Random) -> Asked:
    return chance.choices(wordings, [1 / rank for rank in range(1, len(wordings) + 1)])[0]


def varied(asked: Asked, chance: random.Random) -> Asked:
    """Return a request as it is asked this time: about other values or columns, where there are any."""
    for number in range(len(_slots(asked))):
        slot = _slots(asked)[number]  # of the request as it is by now
        share = OTHER_COLUMNS if isinstance(slot, ColumnRef) else OTHER_VALUES
        if chance.random() < share:
            asked = _about_another(asked, slot, chance) or asked
    return asked


def _slots(asked: Asked) -> Sequence[Mention]:
    bound = find_arguments(asked.wording, asked.reading, asked.params)
    return () if bound is None else bound.match.slots


def _about_another(asked: Asked, slot: Mention, chance: random.Random) -> Asked | None:
    """Return a request with other words in the place of a mention, None where it is not understood so."""
    offered = [text for text in _instead(slot, asked.reading.inputs) if text.strip()]
    words = asked.reading.written(slot)
    if asked.reading.request.count(words) != 1:
        return None
    for text in chance.sample(offered, min(TRIES, len(offered))):
        reading = read(asked.reading.request.replace(words, text), asked.reading.inputs, asked.reading.today)
        reading = reading.loosely if asked.reading.is_loose else reading
        wide = replace(asked.wording, sources=widened(asked.wording.sources))
        bound = find_arguments(wide, reading, asked.params)
        if bound is not None:
            wording = _learnt(wide, bound, reading)
            return replace(asked, reading=reading, wording=wording, arguments=bound.arguments)
    return None


def _learnt(wide: Wording, bound: Bound, reading: Reading) -> Wording:
    return replace(wide, sources=narrowed(wide.sources, bound.match, reading))


def _instead(slot: Mention, inputs: Inputs) -> list[str]:
    """Return what else may stand in the place of a mention: cells of its columns, columns of its family, numbers."""
    if isinstance(slot, Literal):
        return _numbers_like(slot.value) if slot.kind == NUMBER and isinstance(slot.value, int) else []
    if isinstance(slot, CellRef):
        table = inputs.tables[slot.table]
        cells = [cell for header in slot.columns for cell in table.distinct(table.headers.index(header))]
        return [cell for cell in dict.fromkeys(cells) if isinstance(cell, str) and cell != slot.value]
    return _columns_like(slot, inputs.tables[slot.table]) if isinstance(slot, ColumnRef) else []


def _numbers_like(number: int) -> list[str]:
    """Return whole numbers near one; 0 and 1 are not just any numbers."""
    first = max(2, number // 2)
    return [str(each) for each in range(first, min(number * 2, first + MOST_NUMBERS)) if each != number]


def _columns_like(slot: ColumnRef, table: Table) -> list[str]:
    wanted = family_of(slot.header, table)
    return [each for each in table.headers if each != slot.header and family_of(each, table) == wanted]
