"""A wording with arguments in the places of its slots: the words that have asked for a procedure, said of them.

total {0:column} by {1:column}      of the columns Fee and Vet
total Fee by Vet
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.describing.names import literal
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import FromColumn, FromPart, FromSlot, Wording
from seglam_lang.requests.template import Word


def spoken(wording: Wording, arguments: Sequence[Value]) -> str:
    """Return a wording with the arguments of its procedure; a slot that none comes from is left out."""
    said: dict[int, str] = {}
    for source, argument in zip(wording.sources, arguments, strict=True):
        if isinstance(source, FromSlot | FromPart | FromColumn):
            said.setdefault(source.slot, _said(argument))
    parts = [part.text if isinstance(part, Word) else said.get(part.number, "") for part in wording.template.parts]
    return " ".join(filter(None, parts))


def _said(argument: Value) -> str:
    if isinstance(argument, Column):
        return argument.header
    return argument if isinstance(argument, str) else literal(argument) or ""
