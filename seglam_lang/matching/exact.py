"""The first tier: a stored wording has the very template of the request.

Guard: all words outside the slots are the same, and the request has every argument that the procedure takes, of its
type. Where several wordings fit, the oldest counts, the user's own before those that ship: what has been answered once
is answered by the same procedure from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seglam_lang.matching.arguments import arguments_of
from seglam_lang.matching.model import Hit, Library, Miss, Reason, Tier
from seglam_lang.requests.model import Match
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template
from seglam_lang.store.records import Found

KNOWN = "the cache knows a wording with this template"
UNKNOWN = "the cache knows no wording with a template of this request"
UNFIT = "the cache knows a wording with this template, but the request lacks an argument of its procedure"


def look_up(reading: Reading, library: Library) -> Hit | Miss:
    """Return the first wording that has a template of the request and finds its arguments in it."""
    wordings: list[Found] = []
    for by_template in _by_template(reading):
        found = library.find(list(by_template))
        hit = _first(found, by_template, reading, library)
        if hit:
            return hit
        wordings += found
    return Miss((Reason(Tier.EXACT, UNFIT if wordings else UNKNOWN),))


def _by_template(reading: Reading) -> Iterator[Mapping[Template, list[Match]]]:
    """Yield the matches of a request by their template; those with literals of further kinds only if asked for more."""
    yield reading.by_template
    if reading.further_by_template:
        yield reading.further_by_template


def _first(
    wordings: Sequence[Found], by_template: Mapping[Template, list[Match]], reading: Reading, library: Library
) -> Hit | None:
    for found in wordings:
        params = library.params(found.wording.procedure)
        for match in by_template[found.wording.template]:
            arguments = arguments_of(found.wording, match, reading.inputs, params)
            if arguments is not None:
                return Hit(found, match, arguments, Tier.EXACT, KNOWN)
    return None
