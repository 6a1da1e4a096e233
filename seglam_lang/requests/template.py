"""Templates: the words of a request with slots in the place of what differs from one request to the next.

Only this module knows how a template is written:

    total {0:column} by {1:column} where {0} > {2:number}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from seglam_lang.requests.kinds import Kind

# The kind may have a space in it ("unit:data rate"). No word has the form of a slot: "{" is a word of its own.
_PART = re.compile(r"\{([0-9]+)(?::([^{}]+))?\}|[^ ]+")


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
        return _written(self.number, self.kind)


@lru_cache(maxsize=1024)  # the templates of a request have most of their slots in common
def _written(number: int, kind: Kind | None) -> str:
    return f"{{{number}}}" if kind is None else f"{{{number}:{kind}}}"


Part = Word | Slot
_FINAL = frozenset(".?!")


@dataclass(frozen=True, slots=True)
class Template:
    """What requests of one type have in common: words and slots, and the shape of the inputs (see `inputs_shape`).

    `key` is the canonical form, by which templates are stored and compared: the inputs on one line, the words on the
    next.
    """

    parts: tuple[Part, ...] = field(compare=False)
    inputs: str = field(compare=False)
    key: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.inputs}\n{self.text}")

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def text(self) -> str:
        """The words and slots as people see them."""
        return " ".join([part.text for part in self.parts])

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are in no slot."""
        return tuple([part.text for part in self.parts if isinstance(part, Word)])

    @staticmethod
    def parse(key: str) -> Template:
        """Return the template with this key. Raise ValueError where a slot is of no known kind."""
        inputs, _, text = key.rpartition("\n")
        return Template(tuple([_part(match) for match in _PART.finditer(text)]), inputs)


def without_end(parts: Sequence[Part]) -> list[Part]:
    """Return the parts without what ends a sentence."""
    end = len(parts)
    while end and isinstance(parts[end - 1], Word) and parts[end - 1].text in _FINAL:
        end -= 1
    return list(parts[:end])


def _part(match: re.Match[str]) -> Part:
    number, kind = match.groups()
    if number is None:
        return Word(match[0])
    return Slot(int(number), None if kind is None else Kind.parse(kind))
