"""What a hit reads, as the rest of the program sees it: procedures, and the wordings that ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from seglam_lang.requests.model import Wording


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
