"""What is served of streams of requests, and how much of it is wrong: `python -m tests.bench.matching [FILE...]`.

Each set is played as a stream, in random order, on an empty cache: what is not served is learnt, as a perfect
translator would write it (its program, or else its `type`). A request is served wrongly where another procedure or
other arguments answer it; two programs are one where they compute the same. The *ideal* serves every request whose type
was asked before. Shares are those of all seeds together; the interval of false hits is that of one stream, at 95 %.

A FILE is of one of three forms: requests with inputs, wordings with marked slots, or pairs. Without any, the sets in
../shared are measured.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from seglam_lang.intervals import wilson
from seglam_lang.matching import TIERS, Tier
from seglam_lang.translator import Translator
from tests.bench.commands import SHARED
from tests.bench.matching.asked import Asked, Loaded, by_group, load, rows_of
from tests.bench.matching.caches import Nearest, Recognising, SentenceVectors, Tiers, text_of, tf_idf
from tests.bench.matching.pairs import Pair, pairs_of
from tests.bench.matching.streams import Cache, Tally, play
from tests.bench.report import machine, percentile

SEEDS, ROWS = 5, 3000
NEAR = "with what the model recognises too, where these shares of errors are borne: half a second a request"
LEAST_TF_IDF = 0.8
LEAST_VECTORS = (0.9, 0.97)  # distances of 0.1, as RedisVL has it, and of 0.03


class Stream(NamedTuple):
    """A set, and how it is played."""

    file: Path
    held_back: bool = False  # only the databases that nothing is learnt from
    by_table: bool = False  # one table after the other

    @property
    def title(self) -> str:
        """What the set is called in the report."""
        name = self.file.name.removesuffix(".gz").removesuffix(".jsonl")
        return name + ", held back" * self.held_back + ", table by table" * self.by_table


def standard(shared: Path) -> list[Stream]:
    """Return the sets that the figures are of."""
    data, everyday = shared / "data", shared / "everyday" / "everyday.dev.jsonl.gz"
    wordings = ("geography", "scholar", "academic")
    return [
        Stream(everyday),
        Stream(everyday, by_table=True),
        Stream(data / "wordings.spider.train.jsonl.gz", held_back=True),
        Stream(data / "wordings.schema2qa.train.jsonl.gz", held_back=True),
        *(Stream(data / f"wordings.{name}.jsonl.gz") for name in wordings),
        Stream(data / "wikisql.dev.jsonl.gz"),
        Stream(data / "stream_dev.jsonl.gz"),
        Stream(data / "near_miss.dev.jsonl.gz"),
    ]


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching", description="What is served, and wrongly.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="sets of any of the three forms")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with data/ and everyday/")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"at most about so many rows of a set  [{ROWS}]")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many streams of a set  [{SEEDS}]")
    parser.add_argument("--by-table", action="store_true", help="of FILEs: one table after the other")
    parser.add_argument("--held-back", action="store_true", help="of FILEs: only what nothing is learnt from")
    parser.add_argument("--both-orders", action="store_true", help="of FILEs: in random order and table by table")
    parser.add_argument("--near", type=float, nargs="*", default=[], metavar="SHARE", help=NEAR)
    parser.add_argument("--no-peers", action="store_true", help="SEGLAM alone")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N requests that are served wrongly")
    options = parser.parse_args()
    orders = (False, True) if options.both_orders else (options.by_table,)
    named = [Stream(file, options.held_back, order) for file in options.files for order in orders]
    print(f"{machine()} · {options.seeds} seeds", flush=True)
    vectors = None if options.no_peers else SentenceVectors()
    translator = Translator()  # starts where it is asked
    for stream in named or standard(options.shared):
        first = next(iter(rows_of(stream.file)))
        if "a" in first and "b" in first:
            report = of_pairs(pairs_of(stream.file), vectors)
        else:
            report = of_stream(stream, options, vectors, translator)
        print(f"\n{stream.title}", *report, sep="\n", flush=True)
    translator.close()


# Streams


def of_stream(
    stream: Stream, options: argparse.Namespace, vectors: SentenceVectors | None, translator: Translator
) -> Iterator[str]:
    """Yield the lines of the report about one set."""
    loaded = loaded_from(stream.file, stream.held_back, options.rows)
    asked = loaded.asked
    types = len({each.type for each in asked})
    yield f"{len(asked)} requests of {types} types; {loaded.left_out} left out, for which no program can be written"
    yield f"{'':36}{'hits':>8}{'of ideal':>10}{'false hits per hit':>28}{'model calls':>13}{'lookup µs':>20}"
    recognising = (Recognising(translator, most) for most in options.near)
    for cache in chain(caches(asked, vectors), recognising):
        tally = play(cache, asked, options.seeds, stream.by_table)
        yield line(cache.name, tally)
        if isinstance(cache, Tiers):
            shown = list(tally.wrong.items())[: options.show]
            yield from (f"      wrong: {request}\n             {why}" for request, why in shown)
    yield f"{'ideal':36}{tally.ideal / (tally.requests or 1):8.1%}"


@lru_cache(maxsize=1)  # a set may be played in several orders
def loaded_from(file: Path, held_back: bool, most: int) -> Loaded:
    """Return what a set asks."""
    return load(by_group(list(rows_of(file, held_back)), most))


def caches(asked: Sequence[Asked], vectors: SentenceVectors | None) -> Iterator[Cache]:
    """Yield what is measured: SEGLAM with ever more of its tiers, and its peers."""
    yield from (Tiers(name_of(number), TIERS[:number]) for number in range(1, len(TIERS) + 1))
    if vectors is None:
        return
    texts = [text_of(each) for each in asked]
    yield Nearest(f"TF-IDF, {LEAST_TF_IDF}", asked, tf_idf(texts), LEAST_TF_IDF)
    yield from (Nearest(f"vectors, {least}", asked, vectors.of(texts), least) for least in LEAST_VECTORS)


def name_of(number: int) -> str:
    """Return what SEGLAM with that many tiers is called."""
    return "seglam: " + " + ".join(list(Tier)[:number])


def line(name: str, tally: Tally) -> str:
    """Return a line of the table."""
    low, high = wilson(tally.false / tally.streams, tally.hits / tally.streams)
    share = tally.false / (tally.hits or 1)
    median, slow = statistics.median(tally.lookup_us), percentile(tally.lookup_us, 99)
    return (
        f"{name:36}{tally.hits / (tally.requests or 1):8.1%}{tally.hits / (tally.ideal or 1):10.1%}"
        f"{share:12.2%} ({low:.2%} - {high:.2%})".ljust(83)
        + f"{tally.calls / tally.streams:12.0f}{median:11.0f}, p99 {slow:.0f}"
    )


# Pairs


def of_pairs(pairs: Sequence[Pair], vectors: SentenceVectors | None) -> Iterator[str]:
    """Yield the lines of the report about a file of pairs."""
    same, other = [pair for pair in pairs if pair.same], [pair for pair in pairs if not pair.same]
    yield f"{len(same)} pairs that ask for the same, {len(other)} that do not: served, with the interval at 95 %"
    asked = list({each.id: each for pair in pairs for each in (pair.a, pair.b)}.values())
    for cache in caches(asked, vectors):
        parts = [f"{what} {served(cache, those)}" for what, those in (("same", same), ("other", other)) if those]
        yield f"{cache.name:36}{'   '.join(parts)}"


def served(cache: Cache, pairs: Sequence[Pair]) -> str:
    """Return in how many pairs the second request is served by what is known of the first."""
    count = 0
    for pair in pairs:
        cache.forget()
        cache.learn(pair.a)
        count += cache.serve(pair.b) is not None
    low, high = wilson(count, len(pairs))
    return f"{count} of {len(pairs)} = {count / len(pairs):.1%} ({low:.1%} - {high:.1%})"


if __name__ == "__main__":
    main()
