"""What the words of a request are taken for otherwise than by its own name."""

from __future__ import annotations

from seglam_lang.inputs import Inputs
from seglam_lang.requests import read
from seglam_lang.requests.model import name_of


def found(request: str, inputs: Inputs) -> tuple[dict[str, str], dict[str, str]]:
    """What the words are taken for: what may be in a slot, and what is a hint only."""
    reading = read(request, inputs).loosely
    sure = [each for each in reading.mentions if each.likeness]
    return tuple({reading.written(each): name_of(each) for each in some} for some in (sure, reading.hints))  # type: ignore[return-value]
