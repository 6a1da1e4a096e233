"""What a person has called wrong is never served again for the same words, by whatever tier.

A rejection is of one wording: these words, this procedure, these sources of its arguments. It holds for a request

- that has these words, where a stored wording takes all that the rejected one took: it is the same one, or it asks
  whatever the headers are, which the rejected one speaks against;
- that has these words too, and for which the procedure would get the same arguments by other ones;
- that has other words of the same signature, by all tiers but the first, which knows these words for themselves;
- that has these words, and is answered by another procedure that computes the same for it (`repeated`).
"""

from __future__ import annotations

from seglam_lang.matching.arguments import arguments_of, find_arguments
from seglam_lang.matching.model import Bound, Library, Tier
from seglam_lang.requests.model import Wording
from seglam_lang.requests.narrowing import covers
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template, Word
from seglam_lang.store.records import Rejection

REJECTED = "a person has called its answer to these words wrong"


def is_rejected(wording: Wording, bound: Bound, reading: Reading, library: Library, tier: str = Tier.EXACT) -> bool:
    """Return whether a person has called wrong that a wording answers a request with these arguments."""
    for rejection in library.rejections():
        if rejection.wording.procedure != wording.procedure:
            if _is_repeated(wording, bound, rejection, reading, library):
                return True
        elif _is_same(wording, bound, rejection.wording, reading, library, tier):
            return True
    return False


def _is_same(wording: Wording, bound: Bound, wrong: Wording, reading: Reading, library: Library, tier: str) -> bool:
    """Return whether a wording asks with these arguments for what `wrong` asks for, which is of the same procedure."""
    match = bound.match
    asked = match.template
    same = wrong.template == asked or (tier != Tier.EXACT and _have_one_signature(wrong.template, asked))
    if same and covers(wording.sources, wrong.sources):
        return True
    params = library.params(wording.procedure)
    if same and arguments_of(wrong, match, reading.inputs, params) == bound.arguments:
        return True
    again = find_arguments(wrong, reading, params)
    return again is not None and again.arguments == bound.arguments


def _is_repeated(wording: Wording, bound: Bound, wrong: Rejection, reading: Reading, library: Library) -> bool:
    template = wrong.wording.template
    if any(isinstance(part, Word) and part.text not in reading.said for part in template.parts):
        return False  # by far most are of other words, and to look for more readings takes time
    if not reading.matches_of(template):
        return False
    from seglam_lang.matching.repeated import repeats  # few requests have words that something was rejected for

    return repeats(wording, bound, wrong, reading, library)


def _have_one_signature(one: Template, other: Template) -> bool:
    from seglam_lang.requests.alike import key_of_signature  # an exact hit does not need it

    return key_of_signature(one) == key_of_signature(other)
