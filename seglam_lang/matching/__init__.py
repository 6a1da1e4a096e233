"""Matching: from a reading to a stored procedure with its arguments, or to the reasons why there is none.

match(reading, library)     # -> Hit(found, bound, tier, why) | Miss(reasons)

The tiers are asked one after the other, the surest first, and the first hit counts. A tier is a module with a function
`look_up` from a reading and a library to a `Hit` or a `Miss`. Its docstring names its guard: what keeps it from a wrong
hit. What a person has called wrong is no hit of any tier (`rejected`).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.matching import exact
from seglam_lang.matching.arguments import find_arguments
from seglam_lang.matching.model import Bound, Hit, Library, LookUp, Miss, Reason, Tier
from seglam_lang.matching.ordinals import takes_so_many
from seglam_lang.matching.rejected import REJECTED, is_rejected
from seglam_lang.matching.uses import use_of
from seglam_lang.requests.reading import Reading

__all__ = ["TIERS", "Bound", "Hit", "Library", "Miss", "Reason", "Tier", "find_arguments", "match", "use_of"]

SO_MANY = "the procedure takes so many, and the words ask for one of them"


def _learned(reading: Reading, library: Library) -> Hit | Miss:
    from seglam_lang.matching import learned  # an exact hit does not need it

    return learned.look_up(reading, library)


def _signature(reading: Reading, library: Library) -> Hit | Miss:
    from seglam_lang.matching import signature

    return signature.look_up(reading, library)


def _history(reading: Reading, library: Library) -> Hit | Miss:
    from seglam_lang.matching import history

    return history.look_up(reading, library)


TIERS: tuple[LookUp, ...] = (exact.look_up, _learned, _signature, _history)


def match(reading: Reading, library: Library, tiers: Sequence[LookUp] = TIERS) -> Hit | Miss:
    """Return the stored procedure that answers a request, with its arguments, or the reason of each tier against it."""
    reasons: tuple[Reason, ...] = ()
    for look_up in tiers:
        result = look_up(reading, library)
        if isinstance(result, Miss):
            reasons += result.reasons
        elif is_rejected(result.wording, result.bound, reading, library, result.tier):
            reasons += (Reason(result.tier, REJECTED),)
        elif takes_so_many(result, library):
            reasons += (Reason(result.tier, SO_MANY),)
        else:
            return result
    return Miss(reasons)
