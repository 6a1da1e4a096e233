"""One `Seglam` and many threads: right answers, and one draft for each type of request."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from seglam_lang import Seglam
from seglam_lang.drafts import Draft
from seglam_lang.translator.messages import Task
from tests.engine.scripted import Scripted

BODIES = {
    "add": "return s0 + s1",
    "multiply": "return s0 * s1",
    "subtract": "return s0 - s1",
    "compare": "return [s0, s1].maximum()",
    "lower": "return [s0, s1].minimum()",
    "average": "return [s0, s1].average()",
}
RIGHT: dict[str, Callable[[int, int], Any]] = {
    "add": lambda a, b: a + b,
    "multiply": lambda a, b: a * b,
    "subtract": lambda a, b: a - b,
    "compare": max,
    "lower": min,
    "average": lambda a, b: (a + b) / 2,
}
ADVERBS = ("", " quickly", " again", " slowly", " now", " twice")
TYPES = [(verb, adverb) for verb in BODIES for adverb in ADVERBS]


class ByVerb(Scripted):
    """Writes the body of the request's verb, slowly enough that others come in the meantime."""

    def __init__(self) -> None:
        super().__init__(())
        self.at_once = self.most_at_once = 0

    def draft(self, task: Task) -> list[Draft]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        verb = task.reading.request.split()[0]
        try:
            self.calls.append(task.reading.request)
            time.sleep(0.005)
            return Scripted([BODIES[verb]]).draft(task)
        finally:
            self.at_once -= 1


def test_eight_threads_and_two_thousand_requests(tmp_path: Path) -> None:
    model = ByVerb()
    rng = random.Random(1)
    asked = [(*rng.choice(TYPES), rng.randrange(1, 1000), rng.randrange(1000, 2000)) for _ in range(2000)]
    with Seglam(tmp_path / "cache.sqlite", translator=model, layers=()) as seglam, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda each: seglam.exec(f"{each[0]} {each[2]} and {each[3]}{each[1]}"), asked))
        hits = sum(seglam.store.hits(stored.hash) for stored in seglam.store.procedures())
    for (verb, adverb, one, other), answer in zip(asked, answers, strict=True):
        assert answer.answered, (verb, adverb, answer.why)
        assert answer.value == RIGHT[verb](one, other)
    called = [(words[0], words[4:]) for words in map(str.split, model.calls)]
    assert len(called) == len({(verb, *adverb) for verb, adverb in called})  # no type is asked for twice
    assert {verb for verb, _ in called} == {verb for verb, *_ in asked}
    counted = Counter(answer.status for answer in answers)
    assert counted == {"miss": len(called), "hit": len(asked) - len(called)}
    assert hits == counted["hit"]


def test_a_hit_does_not_wait_for_a_miss(tmp_path: Path) -> None:
    """While a model works no lock is held that a hit needs."""
    entered, leave = threading.Event(), threading.Event()

    class Slow(Scripted):
        def draft(self, task: Task) -> list[Draft]:
            if "slowly" in task.reading.request:
                entered.set()
                assert leave.wait(30)
            return super().draft(task)

    with Seglam(tmp_path / "cache.sqlite", translator=Slow(["return s0 + s1"]), layers=()) as seglam:
        seglam.exec("add 1 and 2")
        missing = threading.Thread(target=seglam.exec, args=("add slowly 1 and 2",))
        missing.start()
        try:
            assert entered.wait(30)
            assert seglam.exec("add 3 and 4").status == "hit"
            assert seglam.exec("join 3 and 4").status == "miss"  # another type does not wait either
        finally:
            leave.set()
            missing.join()
