"""What computes for a request what a person has called wrong of another procedure for these words.

Both are run on the request's own arguments: that is the one thing that matching runs, and only for words of which an
answer was called wrong.
"""

from __future__ import annotations

from seglam_lang.language.outcome import run
from seglam_lang.matching.arguments import find_arguments
from seglam_lang.matching.model import Bound, Library
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.store.records import Rejection


def repeats(wording: Wording, bound: Bound, rejection: Rejection, reading: Reading, library: Library) -> bool:
    """Return whether a wording's procedure comes to the same value here as the rejected one, or fails the same way."""
    compared = library.to_compare(rejection, wording)
    if compared is None:
        return False
    wrong, other = compared
    again = find_arguments(rejection.wording, reading, wrong.params)
    if again is None:
        return False
    return run(wrong.compiled, again.arguments, None).key == run(other.compiled, bound.arguments, None).key
