"""Two wordings of one template that no request means both: they are of columns of other types.

"average {value}" may ask for one procedure of a column of Numbers, and for another one of a column of Durations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from seglam_lang.language.types import Con, Type
from seglam_lang.requests.model import FromColumn, Wording


class Asking(NamedTuple):
    """A wording, with the types of the parameters of the procedure that it asks for."""

    wording: Wording
    params: Sequence[Type]


def are_apart(one: Asking, other: Asking) -> bool:
    """Return whether no request means both of two wordings of one template, as a slot is a column of another type."""
    first, second = _columns(one), _columns(other)
    return any(first[slot] != second[slot] for slot in first.keys() & second.keys())


def _columns(asking: Asking) -> dict[int, Type]:
    """Return the types of the columns that slots name, of those that have one type only."""
    pairs = zip(asking.wording.sources, asking.params, strict=True)
    return {
        source.slot: kind.args[0]
        for source, kind in pairs
        if isinstance(source, FromColumn) and isinstance(kind, Con) and isinstance(kind.args[0], Con)
    }
