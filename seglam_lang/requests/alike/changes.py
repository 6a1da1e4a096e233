"""Changes of wording that leave the procedure the same, and the form that wordings have in common by them.

A *change* puts one phrase in the place of another, between certain neighbours: "for each" may be said "by" between two
columns. It is known from wordings that differ by nothing else and ask for the same procedure, counted, and it is not
believed where such wordings ask for different ones. The *form* of a template is what it becomes by all changes, each
towards the shorter or more frequent phrase: wordings with one form ask for the same. So a wording that is near a known
one is found by looking up its form, however many are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from seglam_lang.requests.template import Template

FILE = Path(__file__).with_name("changes.txt")
LONGEST = 4  # words of a phrase
ROUNDS = 6  # of changes to one wording: a chain of more is not believed
START, END, WORD, AGAIN, ANYWHERE = "^", "$", "word", "again", "*"

Phrase = tuple[str, ...]


class Between(NamedTuple):
    """The neighbours of a phrase: the family of a slot, a word, or an end of the wording."""

    before: str
    after: str


EVERYWHERE = Between(ANYWHERE, ANYWHERE)


class Change(NamedTuple):
    """`phrase` may be said `instead`, between such neighbours: so often was it the same procedure."""

    phrase: Phrase
    instead: Phrase
    between: Between
    same: int

    def __str__(self) -> str:
        where = "" if self.between == EVERYWHERE else f" between {self.between.before} and {self.between.after}"
        return f"{_quoted(self.phrase)} for {_quoted(self.instead)}{where} (the same {self.same} times)"


class Form(NamedTuple):
    """What a wording becomes by all changes, and those that were made. `words` are in the place of slots too."""

    words: Phrase
    changes: tuple[Change, ...]


class Changes:
    """The changes that are believed, by the phrase that they change."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._by_phrase: dict[Phrase, dict[Between, Change]] = {}
        self._beginning: dict[str, list[Phrase]] = {}  # the phrases that begin with a word, the longest first
        for change in changes:
            self.add(change)

    def add(self, change: Change) -> bool:
        """Believe a change, unless another of the same phrase in the same place is; return whether it is new."""
        phrase = change.phrase
        if phrase not in self._by_phrase:
            self._by_phrase[phrase] = {}
            beginning = self._beginning.setdefault(phrase[0], [])
            beginning.append(phrase)
            beginning.sort(key=len, reverse=True)
        return self._by_phrase[phrase].setdefault(change.between, change) is change

    def __iter__(self) -> Iterator[Change]:
        for there in self._by_phrase.values():
            yield from there.values()

    def form(self, words: Phrase) -> Form:
        """Return the form of a wording whose slots are written as `units` writes them."""
        made: list[Change] = []
        for _ in range(ROUNDS):
            changed = self._changed(words, made)
            if changed == words:
                break
            words = changed
        return Form(words, tuple(made))

    def _changed(self, words: Phrase, made: list[Change]) -> Phrase:
        """Return the wording with the longest phrases changed, from left to right."""
        result: list[str] = []
        at = 0
        while at < len(words):
            change = self._at(words, at, result) if words[at] in self._beginning else None
            if change is None:
                result.append(words[at])
                at += 1
            else:
                made.append(change)
                result += change.instead
                at += len(change.phrase)
        return tuple(result)

    def _at(self, words: Phrase, at: int, before: Sequence[str]) -> Change | None:
        for phrase in self._beginning[words[at]]:
            end = at + len(phrase)
            if words[at:end] != phrase:
                continue
            there = self._by_phrase[phrase]
            place = Between(
                family(before[-1]) if before else START,
                family(words[end]) if end < len(words) else END,
            )
            change = there.get(place) or there.get(EVERYWHERE)
            if change is not None and (change.instead or before or end < len(words)):  # something must be left
                return change
        return None


def units(template: Template) -> Phrase:
    """Return the words of a template, with its slots as "{kind}", or "{=0}" where the first is named again."""
    return template.units


def is_slot(word: str) -> bool:
    """Return whether a word of a wording stands for a slot."""
    return len(word) > 1 and word[0] == "{"


@lru_cache(maxsize=8192)
def family(word: str) -> str:
    """Return what a neighbour of a phrase is: the family of a slot, or a word."""
    if not is_slot(word):
        return WORD
    return AGAIN if word[1] == "=" else word[1:-1].partition(":")[0]


def form_of(template: Template, changes: Changes | None = None) -> Form:
    """Return the form of a template, by the changes that ship or by others."""
    return (changes or shipped()).form(units(template))


# The file

HEAD = "# counted over the data with the digest "


def lines_of(changes: Iterable[Change], digest: str) -> Iterator[str]:
    """Yield the lines of the file that `parse` reads: the digest of the data it is made of, and the changes, sorted."""
    yield HEAD + digest
    for phrase, instead, between, same in sorted(changes):
        yield "\t".join([" ".join(phrase), " ".join(instead), *between, str(same)])


def parse(lines: Iterable[str]) -> Changes:
    """Return the changes that these lines state."""
    found = Changes()
    for line in lines:
        if not line.startswith(HEAD):
            phrase, instead, before, after, same = line.rstrip("\n").split("\t")
            found.add(Change(tuple(phrase.split()), tuple(instead.split()), Between(before, after), int(same)))
    return found


@lru_cache(maxsize=1)
def shipped() -> Changes:
    """Return the changes that ship with the package."""
    with FILE.open(encoding="utf-8") as lines:
        return parse(lines)


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"' if phrase else "nothing"
