"""Groups that are sorted by their names, where the words say an order of their figures.

    count by reason, desc                   rows.group_by(Reason).count().sort_by_descending(Reason)
    rows per reason, from most to fewest    rows.group_by(Reason).count().sort_by(Reason)

Who wants the names in that order says so: of the names, the X-axis or the bars, by naming the column once more, or
right before the order. Of 33,635 right programs of the data 346 sort so, and none where the words say nothing of that
kind (`python -m tests.bench.objections`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from seglam_lang.language.core import Call, Local
from seglam_lang.language.types import TEXT
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.alike.guard import MOST_OR_LEAST, sense_of
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading

_GROUP_BY, _SORT, _SORT_DESCENDING = "table.group_by@1", "table.sort_by@1", "table.sort_by_descending@1"
_OF_FIGURES = frozenset(("to", "first", "down", "downwards", "up", "upwards"))  # behind one: "most first", "top down"
_DESCENDING = re.compile(r"(?:in )?desc\w*\b(?! order of)")  # right behind the names, and not of something else
_OF_NAMES = frozenset(
    ("x", "axis", "bar", "bars", "name", "names", "z", "alphabet", "alphabetical", "alphabetically", "reverse")
)


def why_other_order(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that groups are sorted by their names from Z to A, though no words say so; "" where that
    is not so.
    """
    keys = {part.slot for call in calls if call.builtin == _GROUP_BY for part in call.args if isinstance(part, Local)}
    if not _OF_NAMES.isdisjoint(token.norm for token in reading.tokens):
        return ""
    for call in calls:
        by = call.args[1] if call.builtin in (_SORT, _SORT_DESCENDING) and len(call.args) > 1 else None
        column = arguments[by.slot] if isinstance(by, Local) and by.slot in keys and by.slot < len(arguments) else None
        if not isinstance(column, Column) or column.type != TEXT:
            continue
        if call.builtin == _SORT_DESCENDING and not _is_ordered(column, reading):
            return f"it sorts by {column.header!r} from Z to A, and the request does not say so"
        if said := _order_of_figures(reading):
            return f'it sorts by {column.header!r}, and the request says "{said}"'
    return ""


def _order_of_figures(reading: Reading) -> str:
    """Return the words that say an order of figures: "most to fewest", "largest first"; "" where none do."""
    words = [token.norm for token in reading.tokens]
    for at, (word, behind) in enumerate(pairwise(words)):
        if sense_of(word) in MOST_OR_LEAST and behind in _OF_FIGURES:
            return reading.words(at, at + 2)
    return ""


def _is_ordered(column: Column, reading: Reading) -> bool:
    """Return whether words name a column twice, once as what rows are grouped by, or right before the order."""
    words = [token.norm for token in reading.tokens]
    named = [each for each in (*reading.visible, *reading.hints) if isinstance(each, ColumnRef)]
    ends = [each.last for each in named if each.header == column.header]
    return len(ends) > 1 or any(_DESCENDING.match(" ".join(words[at:])) for at in ends)
