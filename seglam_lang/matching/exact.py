"""The first tier: a stored wording has the very template of the request.

Guard: all words outside the slots are the same, the request has every argument that the procedure takes, of its type,
and it is about columns like those that the wording was learnt of (see `requests.narrowing`; what words mean that do not
say what is done, `agreed` tells), they want no figure per each of what it groups by (`requests.per`), and no person has
called it wrong (`rejected`). A column or cell is called by its own name, or, where no wording fits then, by one that
can mean no other. Where several wordings fit, the oldest counts, the user's own before those that ship: what has been
answered once is answered by the same procedure from then on. Where no word may be of the inputs, and no wording that
takes them fits, one that takes none counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seglam_lang.matching.agreed import agreed
from seglam_lang.matching.arguments import find_arguments
from seglam_lang.matching.model import Hit, Library, Miss, Reason, Tier
from seglam_lang.matching.rejected import REJECTED, is_rejected
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template
from seglam_lang.store.failures import StoreError
from seglam_lang.store.records import Found

KNOWN = "the cache knows a wording with this template"
ALONE = f"{KNOWN} that takes no input, and no word may be of those that are given"
UNKNOWN = "the cache knows no wording with a template of this request"
WRONG = f"{KNOWN}, but {REJECTED}"


def look_up(reading: Reading, library: Library) -> Hit | Miss:
    """Return the first wording that has a template of the request and finds its arguments in it.

    Raise StoreError where nothing is found and a procedure that may be meant is damaged.
    """
    found = _look_up(reading, library)
    if isinstance(found, Miss) and reading.alone is not None:
        alone = _look_up(reading.alone, library)
        if isinstance(alone, Hit):
            return alone._replace(why=ALONE)
    return found


def _look_up(reading: Reading, library: Library) -> Hit | Miss:
    unfit: Wording | None = None
    is_wrong = False
    damage: StoreError | None = None
    for matched in reading.rounds():
        for found in _tried(list(matched), library):
            try:
                params = library.params(found.wording.procedure)
            except StoreError as error:
                damage = damage or error
                continue  # another wording may ask for a sound procedure
            bound = find_arguments(found.wording, reading, params)
            if bound is None:
                unfit = unfit or found.wording
            elif is_rejected(found.wording, bound, reading, library):
                is_wrong = True
            else:
                return Hit(found, bound, Tier.EXACT, KNOWN)
    if damage is not None:
        raise damage
    return Miss((Reason(Tier.EXACT, WRONG if is_wrong else _why_not(unfit, reading)),))


def _tried(templates: Sequence[Template], library: Library) -> Iterator[Found]:
    """Yield the wordings of some templates in the order in which they are to be tried: what several of them have agreed
    on comes last.
    """
    known = []
    for found in library.find(templates):
        known.append(found)
        yield found
    yield from agreed(known)


def _why_not(unfit: Wording | None, reading: Reading) -> str:
    """Return why there is no hit: which wording was `unfit`, the first of them, or that none is known."""
    if unfit is None:
        return UNKNOWN
    from seglam_lang.matching.lacking import UNFIT, lacking  # a hit does not need it

    return f"{KNOWN}, but {lacking(unfit, reading.inputs) or UNFIT}"
