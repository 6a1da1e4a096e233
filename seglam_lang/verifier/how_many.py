"""A number that is asked for, and an answer that is none: "how many are late" is not answered by their names.

What is looked up, as for "how many points does Ann have", may be a list, and a text with a number in it ("12 (3)"). Of
33,743 right programs of the data 5 give texts, all in Schema2QA, which writes wordings and programs by rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from seglam_lang.language.values import Value
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading

_BEFORE_OF = frozenset(("count", "no", "nr", "number"))


def why_no_number(answer: Value, reading: Reading) -> str:
    """Return, as a sentence, that an answer has texts and a request asks for a number; "" where that is not so."""
    items = answer if isinstance(answer, tuple) else (answer,)
    has_names = any(isinstance(item, str) and not any(map(str.isdigit, item)) for item in items)
    is_number = has_names and _asks_for_a_number([token.norm for token in reading.tokens], reading)
    return "it gives texts, and the request asks for a number" if is_number else ""


def _asks_for_a_number(norms: Sequence[str], reading: Reading) -> bool:
    """Return whether words ask "how many", or for the "number of" something; a column may be called so."""
    if ("how", "many") in pairwise(norms):
        return True
    of = norms.index("of") if "of" in norms[:3] else 0
    named = any(isinstance(each, ColumnRef) and each.first < of for each in reading.visible)
    return of > 0 and norms[0] in _BEFORE_OF and norms[1:of] in ([], ["."]) and not named
