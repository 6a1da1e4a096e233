"""What rows are grouped by: "readings per site and day" is not one figure a site, "the largest site by panels" no table
of the most panels of each site.

A unit of time by itself may be said of what a figure is about ("cost per year" of `Annual fee`), but not beside a
column that the rows are grouped by. Of 33,635 right programs of the data none takes nothing of time where words say
that, none takes the greatest of each group of the column that words rank by, and one, of a chart, gives a figure for
each of what the number is asked of (`python -m tests.bench.objections`).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.core import Call, Local
from seglam_lang.language.types import DATE, DATETIME, DURATION, TIME
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.dates.words import UNITS
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms
from seglam_lang.verifier.figures import COUNT_OF_GROUPS, HOW_MANY
from seglam_lang.verifier.rates import divides

_BY = frozenset(("by", "each", "every", "per"))
_WITH_BY = frozenset(("each", "every", "per", "sort", "sorted", "order", "ordered", "rank", "ranked"))  # or without
_ENDS_OF_GROUPS = frozenset(("groups.maximum@1", "groups.minimum@1"))
_GROUP_BY = "table.group_by@1"
_BY_GROUP = frozenset(  # or a chart, which shows a figure for each
    (
        *("by", "each", "every", "for", "per", "with", "in", "and", "across", "versus", "different", "distribution"),
        *("group", "grouped", "bar", "chart", "graph", "pie", "plot"),
    )
)
_AND = frozenset(("and", "&", ",", "/"))


def why_not_by_time(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a request names a unit of time beside a column that `arguments` have, as what rows
    are grouped by, and no argument has to do with time; "" where that is not so, or one of the calls divides ("cost per
    year and seat").
    """
    columns = [each for each in arguments if isinstance(each, Column)]
    if divides(calls) or any(each.type in (DATE, DATETIME, TIME, DURATION) for each in columns):
        return ""
    words = [token.norm for token in reading.tokens]
    named = [each for each in (*reading.visible, *reading.hints) if isinstance(each, ColumnRef)]
    taken = [each for each in named if each.header in {column.header for column in columns}]
    for at, word in enumerate(words):
        if word in UNITS and _BY & {*words[:at]} and _is_beside(at, words, taken) and not _is_in(word, columns):
            return f'it takes nothing of time, and the request says "{reading.words(at - 1, at + 1)}"'
    return ""


def why_ranked_by(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a program takes the greatest or least of each group of the column that the words rank
    by: "largest site by panels" is one site; "" where it does not.
    """
    words = [token.norm for token in reading.tokens]
    if _WITH_BY & {*words}:
        return ""
    named = [each for each in reading.visible if isinstance(each, ColumnRef)]
    ranked = {each.header for each in named if words[max(each.first - 1, 0)] == "by"}
    for call in calls:
        value = call.args[-1] if call.builtin in _ENDS_OF_GROUPS else None
        column = arguments[value.slot] if isinstance(value, Local) and value.slot < len(arguments) else None
        if isinstance(column, Column) and column.header in ranked:
            return f'it takes {column.header!r} for each group, and the request says "by" it'
    return ""


def why_not_one_number(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a program gives a figure for each of what the words ask the number of: "number of
    countries" is one number; "" where it does not.
    """
    words = [token.norm for token in reading.tokens]
    if reading.shown_as or not _BY_GROUP.isdisjoint(words):
        return ""
    keys = {part.slot for call in calls if call.builtin == _GROUP_BY for part in call.args if isinstance(part, Local)}
    grouped = {each.header for at, each in enumerate(arguments) if at in keys and isinstance(each, Column)}
    is_last = bool(calls) and calls[0].builtin == COUNT_OF_GROUPS
    for each in reading.visible:
        asked = " ".join(words[max(each.first - 2, 0) : each.first])
        if is_last and isinstance(each, ColumnRef) and each.header in grouped and asked in HOW_MANY:
            said = reading.words(each.first - 2, each.last)
            return f'it counts the rows of each {each.header!r}, and the request says "{said}"'
    return ""


def _is_beside(at: int, words: Sequence[str], named: Sequence[ColumnRef]) -> bool:
    """Return whether the word at a place has "and" between it and a column; in front of one, it follows "by"."""
    behind = words[at - 1] in _AND and any(each.last == at - 1 for each in named)
    before = words[at - 1] in _BY and words[at + 1 : at + 2] and words[at + 1] in _AND
    return behind or bool(before and any(each.first == at + 2 for each in named))


def _is_in(word: str, columns: Sequence[Column]) -> bool:
    return any(word in norms(each.header) for each in columns)
