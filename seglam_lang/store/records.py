"""What a hit reads and leaves, as the rest of the program sees it: procedures, the wordings that ask for them, those
that a person has rejected, and what was answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from seglam_lang.requests.model import ArgumentSource, ColumnRef, Mention, Wording
from seglam_lang.requests.template import Template


@dataclass(frozen=True, slots=True)
class Stored:
    """A procedure: the core by which it is known, and the source that people see."""

    hash: str
    core: bytes
    name: str
    source: str
    params: tuple[str, ...]  # names in source, in the order of the core's parameters
    spans: tuple[tuple[int, int], ...]  # of each node of the core, in source
    added: str = ""


class Found(NamedTuple):
    """A wording that the store knows, `position` being that of its template among those asked for."""

    position: int
    wording: Wording
    level: str  # of its certificate
    added: str


class Rejection(NamedTuple):
    """A person has called it wrong that `wording` answers: its template is that of the request.

    `known` is the template of the stored wording by which it did, None where that is the request's.
    """

    wording: Wording
    known: Template | None
    event: int  # of the history, which has the procedure


class Use(NamedTuple):
    """Of what a procedure has answered: `sources` are those of a wording, but with every column by its header.

    `headers` is a digest of those of the table, so that it is known again.
    """

    procedure: str
    sources: tuple[ArgumentSource, ...]
    headers: str


class Answered(NamedTuple):
    """The last answer of a cache, or its last refusal: enough for a person to judge it without naming it again.

    `wording` is None for a refusal. `known` is as that of a rejection; `slots` are what the request mentions.
    """

    request: str
    status: str
    tier: str = ""
    wording: Wording | None = None
    known: Template | None = None
    slots: tuple[Mention, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the header of the column in each slot, "" where there is none."""
        return headers_of(self.slots)


def headers_of(slots: Sequence[Mention]) -> tuple[str, ...]:
    """Return the header of the column in each slot of a request, "" where there is none."""
    return tuple([slot.header if isinstance(slot, ColumnRef) else "" for slot in slots])
