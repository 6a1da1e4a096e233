"""An ordinal that a procedure takes for how many: "who came third" is not told by the first three.

    asked before   who came first          the names of the 1 row with the earliest Finish
    asked now      who came third          that of the third; the 3 rows with the earliest are others

Both have one template, as an ordinal is a value.
"""

from __future__ import annotations

from seglam_lang.language.core import Call, Local, Procedure, preorder
from seglam_lang.matching.model import Hit, Library
from seglam_lang.requests import kinds
from seglam_lang.requests.model import FromSlot, Mention

_TAKING = frozenset(  # so many rows or items
    f"{of}.{name}@1" for of in ("table", "groups", "list") for name in ("top", "bottom", "take", "take_last")
)
_ONE_OF_THEM = frozenset(
    (
        *(f"list.{name}@1" for name in ("first", "last", "at", "slice", "minimum", "maximum")),
        *(f"table.{name}@1" for name in ("minimum", "maximum")),  # the least of the two largest is the second
    )
)
_FURTHER = frozenset(f"{of}.drop@1" for of in ("table", "list"))


def is_later(mention: Mention | None) -> bool:
    """Return whether a mention is an ordinal from the second on: the first is one of them by itself."""
    return mention is not None and mention.kind == kinds.ORDINAL and mention.value > 1


def taken_for_counts(core: Procedure) -> list[int]:
    """Return the places of the parameters that say how many rows or items are taken, where none is taken of these."""
    calls = [node for root in core.roots() for node in preorder(root) if isinstance(node, Call)]
    taking = [call for call in calls if call.builtin in _TAKING]
    if len(taking) > 1 or any(call.builtin in _ONE_OF_THEM | _FURTHER for call in calls):
        return []
    parts = [part for call in taking for part in call.args]
    return [part.slot for part in parts if isinstance(part, Local) and part.slot < len(core.params)]


def takes_so_many(hit: Hit, library: Library) -> bool:
    """Return whether the procedure of a hit would take an ordinal of the request for how many there are."""
    slots = hit.bound.match.slots
    later = [
        place
        for place, source in enumerate(hit.wording.sources)
        if isinstance(source, FromSlot) and is_later(slots[source.slot])
    ]
    core = library.core(hit.wording.procedure) if later else None
    return core is not None and not set(later).isdisjoint(taken_for_counts(core))
