"""What a lookup costs by how many wordings are known: `python -m tests.bench.matching.size [N ...]`.

The wordings are those of a set, each many times with another made-up word in it, so that none of them is served and all
are looked among; a request for which nothing is found asks every tier.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import tracemalloc
from pathlib import Path

from seglam_lang.inputs import Inputs
from seglam_lang.language.types import NUMBER
from seglam_lang.matching import Miss, match
from seglam_lang.requests import Template, Wording, read
from seglam_lang.requests.model import FromSlot
from tests.bench.commands import SHARED
from tests.bench.matching.asked import rows_of
from tests.bench.matching.caches import Shelf
from tests.bench.report import percentile

SET = SHARED / "data" / "wordings.geography.jsonl.gz"
SIZES = (1_000, 10_000, 100_000)
LOOKS = 500


def shelf_of(size: int, texts: list[str]) -> Shelf:
    """Return a library of so many wordings."""
    shelf = Shelf()
    for number in range(size):
        key = f"\n{texts[number % len(texts)]} w{number}ord of {{0:number}}"
        shelf.add(Wording(Template.parse(key), str(number), (FromSlot(0),)), (NUMBER,))
    return shelf


def main() -> None:
    """Print, for each size, the memory of the wordings and the time of lookups."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching.size", description="What a lookup costs.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="N", help="how many wordings are known")
    parser.add_argument("--set", type=Path, default=SET, help="whose words they have")
    options = parser.parse_args()
    texts = sorted({row["request"].casefold().replace("{", "") for row in rows_of(options.set)})
    for size in options.sizes:
        tracemalloc.start()
        shelf = shelf_of(size, texts)
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        spent = sorted(looked(shelf, texts))
        median, slow = statistics.median(spent), percentile(spent, 99)
        print(
            f"{size:9,} wordings  {used / size:6.0f} bytes each  median {median:5.0f} µs, p99 {slow:.0f} µs", flush=True
        )


def looked(shelf: Shelf, texts: list[str]) -> list[float]:
    """Return what lookups cost, in µs of the processor, each of a request that has just been read."""
    chance, spent = random.Random(0), []
    for _ in range(LOOKS):
        reading = read(f"{chance.choice(texts)} w{chance.randrange(1000)}ord of {chance.randrange(100)} here", Inputs())
        assert reading.matches and reading.loosely.bare is not None  # reading is not what is measured
        started = time.process_time()
        found = match(reading, shelf)
        spent.append((time.process_time() - started) * 1e6)
        assert isinstance(found, Miss)
    return spent


if __name__ == "__main__":
    main()
