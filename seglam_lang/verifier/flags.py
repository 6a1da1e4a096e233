"""Columns of yes and no that the words name: "elected candidates by party" are not all candidates.

Who names such a column means the rows of which it is true, or false, or wants to see it. A word that a column is called
by which the program takes ("paid in May" of `Paid on`) is of that, and "cancelled or not" and "including the
cancelled" are all. Of 33,635 right programs of the data 2 leave such a column, and by a script 767 take one
(`python -m tests.bench.objections`).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.values import Column, Value
from seglam_lang.requests.families import BOOLS, FLAGS, family_of
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms

_COMPARED = (["least"], ["less"], ["more"], ["most"])  # "the most active users" are no flag
_ALL = frozenset(("both", "incl", "include", "included", "including", "regardless", "whether"))


def why_flag_left(arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, which column of yes and no a request names, and no argument has to do with; "" where there
    is none, or all rows are wanted.
    """
    said = [token.norm for token in reading.tokens]
    if not _ALL.isdisjoint(said) or "or not" in " ".join(said):
        return ""
    columns = [each for each in arguments if isinstance(each, Column)]
    taken = {each.header for each in columns}
    texts = [*taken, *(each for each in arguments if isinstance(each, str))]
    words = {stem(word) for text in texts for word in norms(text)}
    for mention in reading.visible:
        if said[mention.first - 1 : mention.first] in _COMPARED:
            continue
        if isinstance(mention, ColumnRef) and mention.header not in taken:
            named = {stem(word) for word in said[mention.first : mention.last]}
            is_flag = family_of(mention.header, reading.inputs.tables[mention.table]) in (FLAGS, BOOLS)
            if is_flag and words.isdisjoint(named):
                return f'it takes no {mention.header!r}, and the request says "{reading.written(mention)}"'
    return ""
