"""A stream of requests played against a cache that learns from each miss, and what came of it."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.bench.matching.asked import Asked


class Cache(Protocol):
    """What is measured: a cache of procedures under some rule by which requests are the same."""

    name: str
    why: str  # the last request was served

    def forget(self) -> None:
        """Begin anew."""

    def serve(self, asked: Asked) -> bool | None:
        """Return whether what is served for a request is right; None where nothing is served."""

    def learn(self, asked: Asked) -> None:
        """Store what a perfect translator writes for a request."""


@dataclass
class Tally:
    """What came of the streams of some seeds. `ideal` counts the requests of a type that was asked before."""

    streams: int = 0
    requests: int = 0
    ideal: int = 0
    hits: int = 0
    false: int = 0
    lookup_us: list[float] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)  # requests that were served wrongly, with the reason

    @property
    def calls(self) -> int:
        """How often the model was asked."""
        return self.requests - self.hits


def in_order(asked: Sequence[Asked], seed: int, by_table: bool) -> list[Asked]:
    """Return requests in random order; `by_table` those about one table after the other."""
    chance = random.Random(seed)
    order = chance.sample(asked, len(asked))
    if by_table:
        groups = sorted({each.group for each in asked})
        places = {group: place for place, group in enumerate(chance.sample(groups, len(groups)))}
        order.sort(key=lambda each: places[each.group])
    return order


def play(cache: Cache, asked: Sequence[Asked], seeds: int, by_table: bool) -> Tally:
    """Play the streams of `seeds` seeds, each on an empty cache."""
    tally = Tally()
    for seed in range(seeds):
        cache.forget()
        known: set[str] = set()
        tally.streams += 1
        for each in in_order(asked, seed, by_table):
            tally.requests += 1
            tally.ideal += each.type in known
            known.add(each.type)
            started = time.process_time()
            right = cache.serve(each)
            tally.lookup_us.append((time.process_time() - started) * 1e6)
            if right is None:
                cache.learn(each)
                continue
            tally.hits += 1
            if not right:
                tally.false += 1
                tally.wrong.setdefault(each.reading.request, cache.why)
    return tally
