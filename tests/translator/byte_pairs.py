"""A real byte-level byte-pair vocabulary, learned in a moment from the procedures that ship."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
MERGES = 400
SAMPLE = 3_000  # characters of each file that are learned from
# Words with the space before them, numbers digit by digit, signs together: as GPT-2 parts a text, for ASCII.
_WORDS = re.compile(r" ?[A-Za-z]+| ?[0-9]| ?[^\sA-Za-z0-9]+|\s+")


def byte_letters() -> dict[int, str]:
    """The letter that stands for each byte in such vocabularies (GPT-2's)."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {**{byte: chr(byte) for byte in shown}, **{byte: chr(256 + at) for at, byte in enumerate(hidden)}}


@cache
def learned() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The tokens, and the merges in the order in which they were learned; texts are bytes as Latin-1."""
    text = "".join(path.read_text(encoding="utf-8")[:SAMPLE] for path in sorted((ROOT / "cache").glob("*.seg")))
    words = Counter(tuple(word) for word in _WORDS.findall(text.encode("utf-8").decode("latin-1")))
    merges: list[tuple[str, str]] = []
    for _ in range(MERGES):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in words.items():
            for pair in pairwise(word):
                pairs[pair] += count
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = Counter({_merged(word, best): count for word, count in words.items()})
    return (*map(chr, range(256)), *("".join(pair) for pair in merges)), tuple(merges)


def _merged(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    for part in word:
        if found and (found[-1], part) == pair:
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)
