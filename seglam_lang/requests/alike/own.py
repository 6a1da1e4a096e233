"""The changes of wording that the wordings of one cache speak for.

    how many wines have a score over {number}            how many bottles have a score over {number}
    average price of the wines from {cell}               average price of the bottles from {cell}

Each line has two signatures that differ in one place and ask for the same. Where two different things have been asked
for in both ways, and nothing else has been meant by one where the other stands, one may be said for the other in the
words of the next request. All is counted over what a cache knows: what is removed there is no evidence any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from seglam_lang.requests.alike.changes import Phrase
from seglam_lang.requests.alike.signature import is_slot_part, is_small_part, signature
from seglam_lang.requests.template import Template

LONGEST = 2  # parts of a signature that are one phrase
SAME = 2  # things that have been asked for in both ways,
OTHER = 20  # to one pair of wordings that ask for different ones
MOST_IN_A_PLACE = 100  # phrases: with more of them it is a place for names
MOST_VARIANTS = 32  # of one signature
ROUNDS = 2  # changes in one wording


class OwnChange(NamedTuple):
    """`phrase` may be said `instead`: so many things have been asked for in both ways."""

    phrase: Phrase
    instead: Phrase
    same: int

    def __str__(self) -> str:
        said, known = (" ".join(each).replace(":", " ") for each in (self.instead, self.phrase))
        return f'"{said}" for "{known}" ({self.same} things that this cache knows have been asked for in both ways)'


@dataclass
class _Evidence:
    """What speaks for two phrases: what was asked for in both ways; and against it: pairs that ask for two things."""

    same: set[object] = field(default_factory=set)
    other: int = 0

    @property
    def is_enough(self) -> bool:
        return len(self.same) >= SAME and self.other * OTHER <= len(self.same)


class OwnChanges:
    """What the wordings of a cache speak for."""

    def __init__(self) -> None:
        self._lock = Lock()  # one thread may look while another one learns
        self._places: dict[tuple[str, Phrase, Phrase], list[tuple[Phrase, object]]] = {}
        self._evidence: dict[tuple[Phrase, Phrase], _Evidence] = {}
        self._instead: dict[Phrase, dict[Phrase, int]] = {}  # of what is believed
        self._begun: set[str] = set()  # what phrases begin with that are or were believed

    def add(self, template: Template, meaning: object) -> None:
        """Count the template of a wording, and what it asks for (`narrowing.meaning_of`)."""
        words = signature(template)
        with self._lock:
            for first, last in _phrases(words):
                place = self._places.setdefault((template.inputs, words[:first], words[last:]), [])
                self._add(words[first:last], meaning, place)

    def _add(self, phrase: Phrase, meaning: object, place: list[tuple[Phrase, object]]) -> None:
        if len(place) >= MOST_IN_A_PLACE or (phrase, meaning) in place:
            return
        for other, meant in place:
            if phrase[0] != other[0] and phrase[-1] != other[-1]:
                self._count(phrase, other, meaning, meant)
        place.append((phrase, meaning))

    def __iter__(self) -> Iterator[OwnChange]:
        """Yield what is believed, each pair of phrases once."""
        with self._lock:
            believed = [(phrase, *each) for phrase, others in self._instead.items() for each in others.items()]
        yield from (OwnChange(*each) for each in believed if each[0] < each[1])

    def variants(self, words: Phrase) -> Mapping[Phrase, tuple[OwnChange, ...]]:
        """Return the other signatures that ask for the same as one, each with the changes that lead to it."""
        found: dict[Phrase, tuple[OwnChange, ...]] = {words: ()}
        latest = [words]
        with self._lock:
            for _ in range(ROUNDS):
                latest = [each for known in latest for each in self._changed(known, found)]
        del found[words]
        return found

    def _changed(self, words: Phrase, found: dict[Phrase, tuple[OwnChange, ...]]) -> list[Phrase]:
        new = []
        for first, word in enumerate(words):
            if word not in self._begun:  # as nearly all are
                continue
            for length in range(1, LONGEST + 1):
                phrase = words[first : first + length]
                for instead, same in self._instead.get(phrase, {}).items():
                    variant = (*words[:first], *instead, *words[first + length :])
                    if variant not in found and len(found) <= MOST_VARIANTS:
                        found[variant] = (*found[words], OwnChange(phrase, instead, same))
                        new.append(variant)
        return new

    def _count(self, one: Phrase, other: Phrase, meaning: object, meant: object) -> None:
        evidence = self._evidence.setdefault((min(one, other), max(one, other)), _Evidence())
        if meaning == meant:
            evidence.same.add(meaning)
        else:
            evidence.other += 1
        for phrase, instead in ((one, other), (other, one)):
            known = self._instead.setdefault(phrase, {})
            known.pop(instead, None)
            if evidence.is_enough:
                known[instead] = len(evidence.same)
                self._begun.add(phrase[0])


def _phrases(signature: Phrase) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands in which no slot and no small word is."""
    for first in range(len(signature)):
        for last in range(first + 1, min(first + LONGEST, len(signature)) + 1):
            part = signature[last - 1]
            if is_slot_part(part) or is_small_part(part):
                break
            yield first, last
