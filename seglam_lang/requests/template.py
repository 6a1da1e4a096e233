"""Templates: the words of a request with slots in the place of what differs from one request to the next.

Only this module knows how a template is written:

    total {0:column} by {1:column} where {0} > {2:number}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from seglam_lang.requests.kinds import Kind

# The kind may have a space in it ("unit:data rate"). No word has the form of a slot: "{" is a word of its own.
_PART = re.compile(r"\{([0-9]+)(?::([^{}]+))?\}|[^ ]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A normalised token."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The slot number `index`, counted from the left; `kind` is None where the column or field of that slot is named
    again. `text` is the slot as a template writes it.
    """

    index: int
    kind: Kind | None = None
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kind = "" if self.kind is None else f":{self.kind}"
        object.__setattr__(self, "text", f"{{{self.index}{kind}}}")


Part = Word | Slot


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

    @staticmethod
    def parse(key: str) -> Template:
        """Return the template with this key. Raise ValueError where a slot is of no known kind."""
        inputs, _, text = key.rpartition("\n")
        return Template(tuple([_part(match) for match in _PART.finditer(text)]), inputs)


def _part(match: re.Match[str]) -> Part:
    index, kind = match.groups()
    if index is None:
        return Word(match[0])
    return Slot(int(index), None if kind is None else Kind.parse(kind))
