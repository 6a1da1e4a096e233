"""The second tier: a stored wording becomes that of the request by changes for which there is evidence.

    known   total {0:column} by {1:column}
    asked   what is the total {0:column} for each {1:column}

Both have one *form* (see `requests.alike`). Guard: that of all other words (`alike`).
"""

from __future__ import annotations

from seglam_lang.matching.alike import answered, considered
from seglam_lang.matching.model import Hit, Library, Miss, Tier
from seglam_lang.requests.reading import Reading

UNKNOWN = "the cache knows no wording that becomes this one by changes of wording that are known"


def look_up(reading: Reading, library: Library) -> Hit | Miss:
    """Return the stored wording that becomes the request's, if all that do ask for the same."""
    rounds = ((each for each in candidates if each.has_one_form) for candidates in considered(reading, library))
    return answered(rounds, Tier.LEARNED, UNKNOWN)
