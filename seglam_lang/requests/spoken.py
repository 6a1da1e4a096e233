"""A wording with arguments in the places of its slots: the words that have asked for a procedure, said of them.

    total {0:column} by {1:column}      of the columns Fee and Vet
    total Fee by Vet

A value is said as descriptions say it, 18 % as 18%, a list with commas, and a period by its first and its last day.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from seglam_lang.language.computing.numbers import multiply
from seglam_lang.language.describing.names import literal
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.kinds import PERCENT, Kind
from seglam_lang.requests.model import FromColumn, FromPart, FromSlot, Wording
from seglam_lang.requests.template import Slot, Word


def spoken(wording: Wording, arguments: Sequence[Value]) -> str:
    """Return a wording with the arguments of its procedure; a slot that none comes from is left out."""
    kinds = {part.number: part.kind for part in wording.template.parts if isinstance(part, Slot) and part.kind}
    said: dict[int, list[str]] = {}
    for source, argument in zip(wording.sources, arguments, strict=True):
        if isinstance(source, FromSlot | FromPart | FromColumn):
            said.setdefault(source.slot, []).append(_said(argument, kinds.get(source.slot)))
    texts = {slot: " to ".join(each) for slot, each in said.items()}
    parts = [part.text if isinstance(part, Word) else texts.get(part.number, "") for part in wording.template.parts]
    return " ".join(filter(None, parts))


def _said(argument: Value, kind: Kind | None) -> str:
    if isinstance(argument, Column):
        return argument.header
    if isinstance(argument, tuple):
        return ", ".join(_said(each, None) for each in argument)
    if kind == PERCENT and type(argument) in (int, Decimal):  # what is said in its place may be something else
        return f"{literal(multiply(argument, 100))}%"
    return argument if isinstance(argument, str) else literal(argument) or ""
