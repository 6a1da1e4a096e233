"""The third tier: a stored wording says the same as the request, but for words that say nothing of what is computed.

    known   which {0:column} has the highest {1:column} in {2:cell}
    asked   show me the {0:column} that have the highest {1:column} for {2:cell}

Both have one *signature* (see `requests.alike`): the same slots, the same small words that something depends on, and
the same words that mean something, in the same order. So a word of the request that says something is in the stored
wording too, or it is a miss. Guard: that of all other words (`alike`).
"""

from __future__ import annotations

from seglam_lang.matching.alike import answered, considered
from seglam_lang.matching.model import Hit, Library, Miss, Tier
from seglam_lang.requests.reading import Reading

UNKNOWN = "none that says the same but for words that say nothing of what is computed"


def look_up(reading: Reading, library: Library) -> Hit | Miss:
    """Return the stored wording with the signature of the request, if all that have it ask for the same."""
    return answered(considered(reading, library), Tier.SIGNATURE, UNKNOWN)
