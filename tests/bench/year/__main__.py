"""A year of a team's requests, on a cache that is empty on its first day: `python -m tests.bench.year`.

Who asks what is in `team`: tasks by Zipf's law, new ones arriving, words that people wrote, other values and columns. A
perfect translator writes what is missed, so that what is measured is the cache: how often the model is asked on day 1,
30 and 365, which tier answers, how much of that is wrong, and the time that hits save, where a miss takes `--miss`
seconds. With `--near` the model that ships may recognise what the cache knows, and write nothing. The *ideal* asks the
model once for each procedure. Days are those of all seeds together; the interval of wrong answers is that of one year,
at 95 %. `--svg FILE` draws it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seglam_lang.intervals import wilson
from seglam_lang.matching import TIERS
from seglam_lang.translator import Translator
from tests.bench.commands import SHARED
from tests.bench.matching.asked import Asked, by_group, load, rows_of
from tests.bench.matching.caches import Recognising, Tiers
from tests.bench.report import machine
from tests.bench.year.team import Plan, year

SETS = (  # nothing in them is learnt from; the second part says whether that is so of some databases only
    ("everyday/everyday.dev.jsonl.gz", False),
    ("data/wordings.geography.jsonl.gz", False),
    ("data/wordings.scholar.jsonl.gz", False),
    ("data/wordings.spider.train.jsonl.gz", True),
)
ROWS, SEEDS = 1200, 2
MISS_S = 0.17  # a miss of the model that ships, its median: see README, Figures
WEEK = 7


@dataclass
class Day:
    """What came of the requests of one day, or of several days."""

    requests: int = 0
    ideal: int = 0
    hits: Counter[str] = field(default_factory=Counter)  # by tier
    false: int = 0
    seconds_saved: float = 0.0

    @property
    def calls(self) -> int:
        """How often the model was asked."""
        return self.requests - self.hits.total()

    def add(self, other: Day) -> None:
        """Add what came of another day."""
        self.requests, self.ideal = self.requests + other.requests, self.ideal + other.ideal
        self.hits += other.hits
        self.false, self.seconds_saved = self.false + other.false, self.seconds_saved + other.seconds_saved


def main() -> None:
    """Play the years, print the report, and draw it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.year", description="A year of a team's requests.")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with data/ and everyday/")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"about so many requests of each set  [{ROWS}]")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many years  [{SEEDS}]")
    parser.add_argument("--days", type=int, default=365, help="of a year  [365]")
    parser.add_argument("--miss", type=float, default=MISS_S, help=f"seconds that a miss takes  [{MISS_S}]")
    parser.add_argument(
        "--near", type=float, metavar="SHARE", help="near hits too, so many of them wrong at most: 0.01"
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N requests that are answered wrongly")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw it")
    options = parser.parse_args()
    plan = Plan(days=options.days)
    asked = asked_in(options.shared, options.rows)
    types = len({each.type for each in asked})
    print(f"{machine()} · {options.seeds} years of {plan.days} days, {plan.requests} requests a day", flush=True)
    print(f"{len(asked)} wordings of {types} tasks, {plan.tasks} of them from the first day on", flush=True)
    wrong: list[str] = []
    with Translator() as translator:
        cache = Tiers("seglam", TIERS) if options.near is None else Recognising(translator, options.near)
        years = [play(asked, seed, plan, options.miss, cache, wrong) for seed in range(options.seeds)]
    print(*report(years), *dict.fromkeys(wrong[: options.show]), sep="\n", flush=True)
    if options.svg is not None:
        from tests.bench.year.plot import draw

        draw(together(years), len(years), options.svg)


def asked_in(shared: Path, rows: int) -> list[Asked]:
    """Return all wordings that the sets have, those of one set by themselves: types of two sets are different ones."""
    asked: list[Asked] = []
    for name, held_back in SETS:
        asked += load(by_group(list(rows_of(shared / name, held_back)), rows)).asked
    return asked


def play(
    asked: Sequence[Asked], seed: int, plan: Plan, miss_s: float, cache: Tiers, wrong: list[str] | None = None
) -> list[Day]:
    """Play a year against a cache that is emptied first, and return its days; what is answered wrongly is added to
    `wrong`.
    """
    cache.forget()
    known = set[str]()
    days = [Day() for _ in range(plan.days)]
    for number, each in year(asked, seed, plan):
        day = days[number - 1]
        day.requests += 1
        day.ideal += each.type in known
        known.add(each.type)
        started = time.perf_counter()
        right = cache.serve(each)
        day.seconds_saved -= time.perf_counter() - started
        if right is None:
            cache.learn(each)
            continue
        day.hits[cache.tier] += 1
        day.false += not right
        if not right and wrong is not None:
            wrong.append(f"wrong: {each.reading.request}\n       {cache.tier}: {cache.why}")
        day.seconds_saved += miss_s
    return days


def together(years: Sequence[Sequence[Day]]) -> list[Day]:
    """Return the days of several years added up."""
    days = []
    for same in zip(*years, strict=True):
        days.append(total(same))
    return days


def total(days: Iterable[Day]) -> Day:
    """Return what came of several days."""
    sum_of = Day()
    for day in days:
        sum_of.add(day)
    return sum_of


def report(years: Sequence[Sequence[Day]]) -> list[str]:
    """Return the table: day 1, the weeks that end with days 30 and 365, and the whole year."""
    days, count = together(years), len(years)
    tiers = list(dict.fromkeys(tier for day in days for tier in day.hits))
    spans = [("day 1", days[:1]), *((f"day {last}", days[max(0, last - WEEK) : last]) for last in (30, len(days)))]
    spans.append(("the year", days))
    head = "".join(f"{tier:>10}" for tier in (*tiers, "hits", "ideal"))
    lines = [f"{'':10}{'calls a day':>12}{head}{'saved a day':>13}   wrong"]
    for name, span in spans:
        found, length = total(span), len(span) * count
        shares = [*(found.hits[tier] for tier in tiers), found.hits.total(), found.ideal]
        written = "".join(f"{share / found.requests:>10.1%}" for share in shares)
        low, high = wilson(found.false / count, found.hits.total() / count)
        wrong = f"{found.false} of {found.hits.total()} ({low:.2%} - {high:.2%})"
        saved = f"{found.seconds_saved / length:.1f} s"
        lines.append(f"{name:10}{found.calls / length:>12.1f}{written}{saved:>13}   {wrong}")
    return lines


if __name__ == "__main__":
    main()
