"""Counts which words go with which features of programs: `python -m seglam_lang.translator.nano.lexicon [--out FILE]`.

It reads the everyday requests (the shared ones for training, and this project's own), the questions of WikiSQL, the
word problems of MAWPS, the calculator's requests and the phrases of the procedures that ship, and writes the lexicon
that ships with the package: the same bytes each time. It takes some minutes on two cores.

A feature is taken for a word where the word's blocks have it more often than those of its sources do: at least LIFT
times as often, and so often that the gain in log-likelihood is at least GAIN, counting the blocks of one table as one.
The feature with the largest gain is taken first, the next ones for the blocks that do not have it.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from math import log
from pathlib import Path
from typing import NamedTuple

from seglam_lang.language import check
from seglam_lang.requests.asks import wordings_of
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.loose.words import root
from seglam_lang.requests.template import Word
from seglam_lang.requests.unread.features import footprint_of
from seglam_lang.requests.unread.lexicon import ANYWHERE, FILE, OFTEN, ROOT, Company, Lexicon, Names, Place, SpanKind
from seglam_lang.requests.unread.spans import place_of, spans_of
from seglam_lang.translator.nano.evidence import converted, everyday, evidence_of, own
from seglam_lang.translator.nano.sources import Asked

PROCESSES = 2
LIFT = 2.0
GAIN = 4.0
RARE = 3  # blocks: of a word that is in fewer nothing is known
MOST = 12  # features of a word
SURE = 0.2  # a word that is said without its features more often than this goes with everything
SEEN = 5  # times: a rarer place is like any other
WITH_TABLES = ("everyday", "wikisql")  # sources in which words may be names of columns and cells
QUESTIONS = 6000  # of WikiSQL: no more than a third of everything


@dataclass
class CountedBlock:
    """One thing that is asked: what its program does, and the words of its wordings that are no names."""

    source: str
    table: str
    features: frozenset[str]
    words: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def asked(data: Path, shared: Path) -> Iterator[Asked]:
    """Yield the requests of all files for training that have programs."""
    yield from everyday(shared / "everyday.train.jsonl.gz")
    yield from own()
    yield from converted(data / "wikisql.train.jsonl.gz", QUESTIONS)
    yield from converted(data / "mawps.train.jsonl.gz", 10_000)
    yield from converted(data / "calc.train.jsonl.gz", 10_000)


class Said(NamedTuple):
    """Words of a request in their place, which the program takes or not."""

    words: tuple[str, ...]
    place: Place
    taken: bool


class CountedRequest(NamedTuple):
    """What is counted of a request."""

    source: str
    table: str
    block: str
    features: frozenset[str]
    said: tuple[Said, ...]


def request_of(asked: Asked) -> CountedRequest | None:
    """Return what is counted of a request, None where it is not accepted."""
    found = evidence_of(asked)
    if found is None:
        return None
    tokens = found.reading.tokens
    said = [
        Said(tuple([token.norm for token in tokens[span.first : span.last]]), place_of(span, tokens), span.taken)
        for span in spans_of(found.reading, found.footprint)
    ]
    return CountedRequest(asked.source, asked.group, asked.block, found.footprint.features, tuple(said))


def gathered(asked: Iterable[Asked]) -> list[CountedRequest]:
    """Return what is counted of all requests that are accepted, in order."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        return [each for each in pool.map(request_of, asked, chunksize=100) if each is not None]


def blocks_of(requests: Iterable[CountedRequest]) -> list[CountedBlock]:
    """Return what is asked, with the words of all its wordings."""
    found: dict[tuple[str, str], CountedBlock] = {}
    for each in requests:
        block = found.setdefault((each.source, each.block), CountedBlock(each.source, each.table, each.features))
        for words, _, taken in each.said:
            (block.names if taken else block.words).update(words)
    return list(found.values())


def shipped(folder: Path) -> Iterator[CountedBlock]:
    """Yield the procedures that ship, with the words of their phrases."""
    for path in sorted(folder.glob("*.seg")):
        text = path.read_text(encoding="utf-8")
        for checked in check(text):
            parts = chain.from_iterable(wording.template.parts for wording in wordings_of(checked, "", text))
            words = {part.text for part in parts if isinstance(part, Word)}
            yield CountedBlock("shipped", checked.name, footprint_of(checked.core, ()).features, words)


def company(blocks: Collection[CountedBlock]) -> dict[str, Company]:
    """Return the features that words go with, of those words that do go with some."""
    of_word: dict[str, list[CountedBlock]] = defaultdict(list)
    for block in blocks:
        for form in {form for word in block.words for form in _forms(word)}:
            of_word[form].append(block)
    shares = _shares(blocks)
    found = {}
    for word, those in of_word.items():
        tables = len({block.table for block in those})
        if len(those) >= (RARE if word.startswith(ROOT) or not word.isalpha() else OFTEN) and tables > 1:
            features, without = _features(those, tables, shares)
            each = Company(len(those), tables, without, features)
            if features and each.chance_without < SURE:
                found[word] = each
    return found


def _forms(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return ()
    return (word, ROOT + root(word)) if word.isalpha() else (word,)


def _shares(blocks: Iterable[CountedBlock]) -> dict[tuple[str, str], float]:
    """Return, by source and feature, which share of the blocks has it."""
    sources: Counter[str] = Counter()
    features: Counter[tuple[str, str]] = Counter()
    for block in blocks:
        sources[block.source] += 1
        features.update((block.source, feature) for feature in block.features)
    return {key: count / sources[key[0]] for key, count in features.items()}


def _features(
    blocks: list[CountedBlock], tables: int, shares: dict[tuple[str, str], float]
) -> tuple[tuple[str, ...], int]:
    """Return the features that the blocks of a word have more than by chance, and how many blocks have none of them."""
    weight = tables / len(blocks)
    chosen: list[str] = []
    while blocks and len(chosen) < MOST:
        sources = Counter(block.source for block in blocks)
        counts = Counter(feature for block in blocks for feature in block.features)
        gains = []
        for feature, count in counts.items():
            expected = sum(number * shares.get((source, feature), 0.0) for source, number in sources.items())
            if count > 1 and count >= LIFT * expected:
                gains.append((weight * (count * log(count / expected) - count + expected), feature))
        gain, best = max(gains, default=(0.0, ""))
        if gain < GAIN:
            break
        chosen.append(best)
        blocks = [block for block in blocks if best not in block.features]
    return tuple(chosen), len(blocks)


def count(requests: Collection[CountedRequest], more: Iterable[CountedBlock]) -> Lexicon:
    """Return the lexicon of what was asked, and of `more` blocks that tell nothing about names."""
    blocks = [*blocks_of(requests), *more]
    words: dict[str, Names] = defaultdict(Names)
    for block in blocks:
        for word in block.names | block.words if block.source in WITH_TABLES else ():
            if word[0].isalpha():
                words[word] = _plus(words[word], word in block.names, word in block.words)
    often = Counter(form for block in blocks for form in {form for word in block.words for form in _forms(word)})
    places: dict[Place, Names] = defaultdict(Names)
    for request in requests:
        for said in request.said if request.source in WITH_TABLES else ():
            if said.place.kind is not SpanKind.VALUE and (
                said.place.kind is not SpanKind.WORD or _is_rare(said, often)
            ):
                for place in _counted(said):
                    places[place] = _plus(places[place], said.taken, not said.taken)
    return Lexicon(
        company(blocks),
        {word: found for word, found in words.items() if sum(found) >= RARE},
        {place: found for place, found in places.items() if sum(found) >= SEEN},
    )


def _is_rare(said: Said, often: Counter[str]) -> bool:
    """Return whether a word may have been a name, for all that is known of it."""
    (word,) = said.words
    return word[0].isalpha() and word not in FUNCTION_WORDS and often[_forms(word)[-1]] < RARE


def _counted(said: Said) -> Iterator[Place]:
    """Yield the places that words are evidence for. Where a name stands there is no word of another kind."""
    places = (said.place, said.place._replace(kind=SpanKind.WORD)) if said.taken else (said.place,)
    for place in places:
        yield place
        yield place._replace(before=ANYWHERE)


def _plus(names: Names, taken: bool, left: bool) -> Names:
    return Names(names.taken + taken, names.left + left)


def main() -> None:
    """Write the lexicon, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--everyday", type=Path, default=Path("../shared/everyday"))
    parser.add_argument("--cache", type=Path, default=Path("cache"))
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    lexicon = count(gathered(asked(options.data, options.everyday)), shipped(options.cache))
    text = "".join(f"{line}\n" for line in lexicon.lines())
    options.out.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(lexicon.company)} words with company, {len(lexicon.words)} words, {len(lexicon.places)} places")
    print(f"{len(text.encode()):,} bytes in {options.out}")


if __name__ == "__main__":
    main()
