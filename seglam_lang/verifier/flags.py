"""Columns of yes and no that the words name: "elected candidates by party" are not all candidates.

Who names such a column means the rows of which it is true, or false, or wants to see it. A word that a column is called
by which the program takes ("paid in May" of `Paid on`) is of that, and "cancelled or not" and "including the
cancelled" are all. Of 33,635 right programs of the data 2 leave such a column, and by a script 767 take one
(`python -m tests.bench.objections`). Who denies nothing means those of which it is true: 5 requests of the data mean
the others ("those that kept their chip" of `Chip ret.`).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.flags import MEANINGS
from seglam_lang.language.core import Procedure
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.alike.guard import NEGATION, sense_of
from seglam_lang.requests.families import BOOLS, FLAGS, family_of
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Origin, ValueOrigin
from seglam_lang.requests.tokens import norms
from seglam_lang.verifier.cells import column_of, compared_with_parameters
from seglam_lang.verifier.vacuous import EQUAL, UNEQUAL

_COMPARED = (["least"], ["less"], ["more"], ["most"])  # "the most active users" are no flag
_YET = frozenset(  # by stem
    (
        *("still", "yet", "open", "outstanding", "pending", "remaining", "left", "out", "w", "false", "due", "missing"),
        *("fail", "failed", "refuse", "refused", "await", "awaiting", "owe", "owed", "lack", "lacking"),
    )
)
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


def why_flag_denied(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading) -> str:
    """Return, as a sentence, of which column of yes and no that the words name a program takes the rows that say no,
    though the words deny nothing; "" where there is none, or it takes both.
    """
    said = [token.norm for token in reading.tokens]
    if not _YET.isdisjoint(map(stem, said)) or any(sense_of(word) == NEGATION for word in said):
        return ""
    named = {each.header for each in (*reading.visible, *reading.hints) if isinstance(each, ColumnRef)}
    asked: dict[str, set[bool]] = {}
    for subject, operator, value in compared_with_parameters(core):
        place = column_of(subject, len(arguments))
        if place is None or operator not in (EQUAL, UNEQUAL) or not isinstance(origins[value], ValueOrigin):
            continue
        meaning = MEANINGS.get(str(arguments[value]).casefold())
        if meaning is not None and arguments[place].header in named:
            asked.setdefault(arguments[place].header, set()).add(meaning is (operator == EQUAL))
    denied = next((header for header, answers in asked.items() if answers == {False}), "")
    return f"it takes what says no in {denied!r}, and the request denies nothing" if denied else ""
