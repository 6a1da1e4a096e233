"""Templates: the words of a request with slots in the place of what differs from one request to the next.

Only this module knows how a template is written:

    total {0:column} by {1:column} where {0} > {2:number}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from seglam_lang.requests.kinds import Kind

# The kind may have a space in it ("unit:data rate"). No word has the form of a slot: "{" is a word of its own.
_PART = re.compile(r"\{([0-9]+)(?::([^{}]+))?\}|([^ ]+)")


class Word(NamedTuple):
    """A normalised token."""

    text: str


class Slot(NamedTuple):
    """The slot with this `number`, from 0 at the left. `kind` is None where its column or field is named again."""

    number: int
    kind: Kind | None = None

    @property
    def text(self) -> str:
        """The slot as a template writes it."""
        return slot_text(self.number, self.kind)


@lru_cache(maxsize=1024)  # the templates of a request have most of their slots in common
def slot_text(number: int, kind: Kind | None = None) -> str:
    """Return how a template writes the slot with a number and a kind."""
    return f"{{{number}}}" if kind is None else f"{{{number}:{kind}}}"


Part = Word | Slot
_FINAL = frozenset(".?!")


@dataclass(frozen=True, slots=True)
class Template:
    """What requests of one type have in common: words and slots, and the shape of the inputs (see `inputs_shape`).

    `key` is the canonical form, by which templates are stored and compared: the inputs on one line, the words on the
    next. A request has many templates and mostly one that is known, so that of the others nothing else is made.
    """

    key: str

    @staticmethod
    def of(parts: Sequence[Part], inputs: str) -> Template:
        """Return the template of these parts, for inputs of this shape."""
        return Template.written([part.text for part in parts], inputs)

    @staticmethod
    def written(texts: Sequence[str], inputs: str) -> Template:
        """Return the template whose parts are written so."""
        return Template(f"{inputs}\n{' '.join(texts)}")

    @staticmethod
    def parse(key: str) -> Template:
        """Return the template with this key. Raise ValueError where a slot is of no known kind."""
        template = Template(key)
        _parts_of(template.text)
        return template

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def inputs(self) -> str:
        """The shape of the inputs."""
        return self.key.rpartition("\n")[0]

    @property
    def text(self) -> str:
        """The words and slots as people see them."""
        return self.key.rpartition("\n")[2]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The words and slots."""
        return _parts_of(self.text)

    @property
    def units(self) -> tuple[str, ...]:
        """The words, with the slots as "{kind}", or "{=0}" where the first is named again: what two templates with
        slots in other places have in common.
        """
        found = _PART.findall(self.text)
        return tuple([word or (f"{{{kind}}}" if kind else f"{{={number}}}") for number, kind, word in found])

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are in no slot."""
        return tuple([part.text for part in self.parts if isinstance(part, Word)])


def without_end(texts: Sequence[str]) -> Sequence[str]:
    """Return what parts are written as, without what ends a sentence."""
    end = len(texts)
    while end and texts[end - 1] in _FINAL:
        end -= 1
    return texts if end == len(texts) else texts[:end]


@lru_cache(maxsize=4096)
def _parts_of(text: str) -> tuple[Part, ...]:
    return tuple([_part(match) for match in _PART.finditer(text)])


def _part(match: re.Match[str]) -> Part:
    number, kind, word = match.groups()
    if number is None:
        return Word(word)
    return Slot(int(number), None if kind is None else Kind.parse(kind))
