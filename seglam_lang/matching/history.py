"""The fourth tier: a stored wording becomes that of the request by changes that the cache's own wordings speak for.

    known   how many wines have a score over {0:number}
    asked   how many bottles have a score over {0:number}

where two other things have been asked for both of "wines" and of "bottles", and nothing else has been meant by them
(see `requests.alike.own`). Guard: that of all other words (`alike`); and what a person has called wrong speaks against
each change that would lead from its words to others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seglam_lang.matching.alike import Candidate, answered, rounds, weighed
from seglam_lang.matching.model import Hit, Library, Miss, Tier
from seglam_lang.requests.alike import OwnChange, form_of, key_of, key_of_signature, signature
from seglam_lang.requests.model import Match
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template

UNKNOWN = "none by changes that its own wordings speak for"


def look_up(reading: Reading, library: Library) -> Hit | Miss:
    """Return the stored wording that becomes the request's, if all that do ask for the same."""
    return answered(_considered(reading, library), Tier.HISTORY, UNKNOWN)


def _considered(reading: Reading, library: Library) -> Iterator[Iterator[Candidate]]:
    for matched in rounds(reading):
        yield _by_changes(matched, reading, library)


def _by_changes(matched: Mapping[Template, Sequence[Match]], reading: Reading, library: Library) -> Iterator[Candidate]:
    changes = library.own_changes()
    wanted: dict[str, list[tuple[Match, tuple[OwnChange, ...]]]] = {}
    for template, matches in matched.items():
        for variant, made in changes.variants(signature(template)).items():
            wanted.setdefault(key_of(template.inputs, variant), []).extend((match, made) for match in matches)
    for found in library.alike(list(wanted)) if wanted else ():
        for match, made in wanted.get(key_of_signature(found.wording.template), ()):
            yield weighed(Candidate(found, match, form_of(match.template), own=made), reading, library)
