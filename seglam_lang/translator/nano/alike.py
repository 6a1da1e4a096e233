"""Finds the changes of wording that leave the procedure the same: `python -m seglam_lang.translator.nano.alike`.

It reads requests for training that are asked in several wordings (the everyday requests, and the wordings of Spider,
Schema2QA, EHRSQL and MIMICSQL) and writes the file that ships with the package (`requests.alike.changes`): the same
bytes each time. It takes some minutes on two cores.

Two wordings that differ in one place are evidence for or against a change: they ask for the same procedure with the
same arguments, or for different ones of one table (*near*: nothing but the change can be the cause) or of two (*far*:
programs may be written differently). What is believed is applied to all wordings, which brings more of them together,
and so on until nothing new is found.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.requests.alike.changes import (
    END,
    EVERYWHERE,
    FILE,
    LONGEST,
    START,
    Between,
    Change,
    Changes,
    Phrase,
    family,
    is_slot,
    lines_of,
    units,
)
from seglam_lang.requests.alike.guard import QUESTIONS, senses
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.narrowing import widened
from seglam_lang.requests.tokens import norms
from seglam_lang.requests.unread.lexicon import shipped
from seglam_lang.translator.nano import splits
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.worded import worded

PROCESSES = 2
WORDINGS = ("spider", "schema2qa", "ehrsql", "mimicsql")
SAME = 5  # pairs of wordings: so many must ask for the same,
PLACES = 3  # and of so many tables or databases
NEAR, FAR = 20, 5  # to one that does not, about the same table and about different ones
LEFT_OUT = 5  # pairs, where a phrase of small words is left out,
NAMED_IN = 4  # and tables or databases besides, where other words are: what a request is about is named in some
ROUNDS = 5
MOST = 150  # phrases in one place: with more of them it is a place for names
COLUMN = "column"  # behind which no word that means something may be left out
FINAL = frozenset(".?!")


class Example(NamedTuple):
    """A wording as `units` writes it; what it asks for, with its arguments; and of which table or database.

    `procedure` is what can be compared between tables: a content hash, "" where there is none.
    """

    words: Phrase
    meaning: object
    place: str
    procedure: str = ""


# What is read


def everyday(path: Path) -> Iterator[Example]:
    """Yield the wordings of an everyday data file, with the slots that their programs take."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        for found in pool.map(everyday_example, rows(path), chunksize=100):
            if found is not None:
                yield found


def everyday_example(row: Mapping[str, Any]) -> Example | None:
    """Return the wording of a row, None where it must be refused or its program cannot be written over it."""
    program = (row["gold"] or {}).get("seglam")
    found = worded(row["request"], row["inputs"], program) if program else None
    if found is None:
        return None
    wording = found.wording
    return Example(
        units(wording.template),
        (wording.procedure, widened(wording.sources)),
        str(row.get("table") or row["type"]),
        wording.procedure,
    )


def marked(path: Path) -> Iterator[Example]:
    """Yield the wordings of a file with marked slots, but those of databases that are held back."""
    for row in rows(path):
        place = str(row.get("db") or row.get("domain") or row["set"])
        if not splits.is_dev(place):
            words, names = _with_slots(norms(row["request"]), row["slots"])
            yield Example(words, (row["type"], names), place)


def _with_slots(words: Phrase, slots: Sequence[Mapping[str, str]]) -> tuple[Phrase, Phrase]:
    """Return a wording with its slots in the place of their texts, and their names in order."""
    while words and words[-1] in FINAL:
        words = words[:-1]
    names = [""] * len(words)
    for slot in slots:
        text = norms(slot["text"])
        for at in range(len(words) - len(text) + 1):
            if text and words[at : at + len(text)] == text and not any(names[at : at + len(text)]):
                unit = "{number}" if slot["type"] == "number" else "{cell}"
                words = (*words[:at], unit, *words[at + len(text) :])
                names[at : at + len(text)] = [slot["name"]]
                break
    return words, tuple(filter(None, names))


# What is counted


@dataclass
class Evidence:
    """What speaks for and against a change between certain neighbours: in how many pairs of wordings."""

    same: int = 0
    near: int = 0
    far: int = 0
    places: set[str] = field(default_factory=set)

    def add(self, other: Evidence) -> None:
        """Add what was counted elsewhere."""
        self.same, self.near, self.far = self.same + other.same, self.near + other.near, self.far + other.far
        self.places |= other.places

    def is_enough(self, phrase: Phrase, instead: Phrase) -> bool:
        """Return whether it is to be believed that one phrase may be said instead of the other, or be left out."""
        same, places = (SAME, PLACES) if phrase and instead else (LEFT_OUT, PLACES)
        if not instead and not _is_small(phrase):
            places = NAMED_IN
        if self.same < same or len(self.places) < places:
            return False
        return self.near * NEAR <= self.same and self.far * FAR <= self.same


Asked = dict[Phrase, list[Example]]
Counted = dict[tuple[Phrase, Phrase], dict[Between, Evidence]]


def counted(asked: Asked) -> Counted:
    """Count, of all wordings that differ in one place, whether they ask for the same."""
    places: dict[int, list[tuple[Phrase, int, int]]] = defaultdict(list)
    for words in asked:
        for first, last in _stretches(words):
            places[hash((words[:first], first, words[last:]))].append((words, first, last))
    found: Counted = defaultdict(lambda: defaultdict(Evidence))
    for stretches in places.values():
        if 1 < len(stretches) <= MOST:
            for number, (one, first, last) in enumerate(stretches):
                for other, _, other_last in stretches[number + 1 :]:
                    phrase, instead = sorted((one[first:last], other[first:other_last]))
                    if not _share_an_end(phrase, instead) and _may_change(phrase, instead, is_start=not first):
                        _count(found[phrase, instead][between(one, first, last)], asked[one], asked[other])
    return found


def _stretches(words: Phrase) -> Iterator[tuple[int, int]]:
    """Yield where a phrase without slots may stand, and where one may be missing."""
    for first in range(len(words) + 1):
        yield first, first
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            if is_slot(words[last - 1]):
                break
            yield first, last


def between(words: Phrase, first: int, last: int) -> Between:
    """Return the neighbours of a phrase."""
    before = family(words[first - 1]) if first else START
    return Between(before, family(words[last]) if last < len(words) else END)


def _share_an_end(phrase: Phrase, instead: Phrase) -> bool:
    return bool(phrase and instead) and (phrase[0] == instead[0] or phrase[-1] == instead[-1])


def _may_change(phrase: Phrase, instead: Phrase, is_start: bool) -> bool:
    """Return whether no number and no small word is lost, and no word is left out that goes with what programs do."""
    if any(word[0].isdigit() for word in phrase + instead):
        return False
    if senses(phrase, is_start) != senses(instead, is_start):
        return False
    return bool(phrase and instead) or not any(map(_is_asked_for, phrase + instead))


def _is_asked_for(word: str) -> bool:
    """Return whether a word goes with what programs do, or asks for what there is to be known."""
    if word in QUESTIONS:
        return True
    return word not in FUNCTION_WORDS and word[0].isalnum() and shipped().company_of(word) is not None


def _count(evidence: Evidence, ones: Sequence[Example], others: Sequence[Example]) -> None:
    meanings = {each.meaning for each in ones} & {each.meaning for each in others}
    if meanings:
        evidence.same += 1
        evidence.places.update(each.place for each in (*ones, *others) if each.meaning in meanings)
    elif not {each.place for each in ones}.isdisjoint(each.place for each in others):
        evidence.near += 1
    elif _are_far(ones, others):
        evidence.far += 1


def _are_far(ones: Sequence[Example], others: Sequence[Example]) -> bool:
    procedures = {each.procedure for each in ones}, {each.procedure for each in others}
    return "" not in procedures[0] | procedures[1] and procedures[0].isdisjoint(procedures[1])


# What is believed


def learn(examples: Sequence[Example]) -> Changes:
    """Return the changes that are believed, from wordings that are brought closer together by each round of them."""
    changes = Changes()
    for _ in range(ROUNDS):
        asked: Asked = defaultdict(list)
        for example in examples:
            asked[changes.form(example.words).words].append(example)
        new = [change for change in believed(counted(asked), _frequencies(asked)) if changes.add(change)]
        if not new:
            break
    return changes


def believed(found: Counted, often: Mapping[Phrase, int]) -> Iterator[Change]:
    """Yield the changes for which there is enough evidence, what is known best first."""
    enough = []
    for pair, by_place in found.items():
        phrase, instead = sorted(pair, key=lambda each: (-len(each), often.get(each, 0), each))
        if _is_small(phrase) or _is_small(instead):
            enough += [
                (each.same, phrase, instead, there)
                for there, each in by_place.items()
                if each.is_enough(phrase, instead) and not _ends_a_name(phrase, instead, there)
            ]
            continue
        together = Evidence()
        for each in by_place.values():
            together.add(each)
        if together.is_enough(phrase, instead):
            enough.append((together.same, phrase, instead, EVERYWHERE))
    for same, phrase, instead, place in sorted(enough, key=lambda each: (-each[0], *each[1:])):
        yield Change(phrase, instead, place, same)


def _ends_a_name(phrase: Phrase, instead: Phrase, there: Between) -> bool:
    """Return whether a word would be left out right behind a column, where it may make the name of another one: "truck
    type" is no `Truck`.
    """
    return not instead and not _is_small(phrase) and there.before == COLUMN


def _is_small(phrase: Phrase) -> bool:
    """Return whether a phrase is made of small words and signs, which mean different things in different places."""
    return all(word in FUNCTION_WORDS or not word[0].isalnum() for word in phrase)


def _frequencies(asked: Iterable[Phrase]) -> Mapping[Phrase, int]:
    return Counter(words[first:last] for words in asked for first, last in _stretches(words))


def digest_of(files: Iterable[Path]) -> str:
    """Return a digest of the data and of what is demanded of evidence: with another one the file is out of date."""
    digest = sha256(repr((SAME, PLACES, NEAR, FAR, LEFT_OUT, NAMED_IN, ROUNDS, MOST, LONGEST, COLUMN)).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def data_files(data: Path, everyday: Path) -> list[Path]:
    """Return what is read: the everyday requests first, then the wordings."""
    return [everyday / "everyday.train.jsonl.gz", *(data / f"wordings.{name}.train.jsonl.gz" for name in WORDINGS)]


def main() -> None:
    """Write the changes, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--everyday", type=Path, default=Path("../shared/everyday"))
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    first, *others = files = data_files(options.data, options.everyday)
    examples = [*everyday(first), *(example for file in others for example in marked(file))]
    text = "".join(f"{line}\n" for line in lines_of(learn(examples), digest_of(files)))
    options.out.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(examples)} wordings, {text.count(chr(10)) - 1} changes, {len(text.encode()):,} bytes in {options.out}")


if __name__ == "__main__":
    main()
