"""What the guard for unread words catches, and what it refuses wrongly: `python -m tests.bench.unread [--show N]`.

Three figures a set: the share of requests that would be refused with the program that is right (false alarms); with one
that is right for another request about the same table (near misses), or, of word problems, for any other one; and with
the right one where a word that names a column or cell named nothing (a table that lacks it).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from seglam_lang.requests.reading import Reading
from seglam_lang.requests.unread import Unexplained, unexplained
from seglam_lang.requests.unread.lexicon import SpanKind
from seglam_lang.requests.unread.spans import spans_of
from seglam_lang.translator.nano.evidence import ReadRequest, converted, everyday, evidence_of
from seglam_lang.translator.nano.sources import Asked
from tests.bench.commands import SHARED


class Caught(NamedTuple):
    """What the guard says of one set, by request: with the right program, with another one, and without a name."""

    right: list[Unexplained | None]
    other: list[Unexplained | None]
    missing: list[Unexplained | None]


def measure(evidence: Sequence[ReadRequest], seed: int) -> Caught:
    """Judge each request with its own program, with another's, and without one of its names."""
    chance = random.Random(seed)
    by_table: dict[str, list[ReadRequest]] = defaultdict(list)
    for each in evidence:
        by_table[each.asked.group].append(each)
    caught = Caught([], [], [])
    for each in evidence:
        caught.right.append(unexplained(each.reading, each.footprint))
        others = [other for other in by_table[each.asked.group] if other.asked.program != each.asked.program]
        if not others:
            others = [other for other in chance.sample(evidence, 9) if other.asked.program != each.asked.program]
        caught.other.append(unexplained(each.reading, chance.choice(others).footprint))
        if names := list(_names(each)):
            caught.missing.append(unexplained(_without(each, chance.choice(names)), each.footprint))
    return caught


def _names(each: ReadRequest) -> Iterator[int]:
    """Yield the single words that are names of what the program takes."""
    for span in spans_of(each.reading, each.footprint):
        if span.taken and span.kind is not SpanKind.VALUE and span.last - span.first == 1:
            yield span.first


def _without(each: ReadRequest, token: int) -> Reading:
    reading = each.reading
    return replace(
        reading,
        mentions=tuple(mention for mention in reading.mentions if not mention.first <= token < mention.last),
        hints=tuple(hint for hint in reading.hints if not hint.first <= token < hint.last),
    )


def read_all(asked: Iterable[Asked]) -> list[ReadRequest]:
    """Return the evidence of all requests that are accepted."""
    return [found for each in asked if (found := evidence_of(each)) is not None]


def share(found: Sequence[Unexplained | None]) -> str:
    """Return which share of requests would be refused."""
    return f"{sum(each is not None for each in found) / len(found):6.1%} of {len(found)}" if found else "-"


def main() -> None:
    """Print the figures of each set, and, if asked, the words that are named most often in false alarms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1500, help="of WikiSQL and MAWPS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, help="false alarms to print")
    options = parser.parse_args()
    sets = {
        "everyday.dev": everyday(SHARED / "everyday" / "everyday.dev.jsonl.gz"),
        "wikisql.dev": converted(SHARED / "data" / "wikisql.dev.jsonl.gz", options.rows),
        "mawps.dev": converted(SHARED / "data" / "mawps.dev.jsonl.gz", options.rows),
    }
    for name, asked in sets.items():
        evidence = read_all(asked)
        caught = measure(evidence, options.seed)
        print(f"{name:14} right program {share(caught.right)} · another's {share(caught.other)}", end=" · ")
        print(f"a name missing {share(caught.missing)}")
        alarms = [(each, found) for each, found in zip(evidence, caught.right, strict=True) if found is not None]
        print("  by kind", dict(Counter(found.span.kind.value for _, found in alarms)))
        for each, found in random.Random(options.seed).sample(alarms, min(options.show, len(alarms))):
            words = each.reading.words(found.span.first, found.span.last)
            print(f"  {words!r} {found.chance:.2f} in {each.asked.request!r}: {each.asked.program!r}")


if __name__ == "__main__":
    main()
