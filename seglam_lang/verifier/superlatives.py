"""The greatest of what the least is meant of: the fastest lap takes the least time, the oldest file has the first day.

    fastest 100 m time       rows.minimum(Time)
    slowest heat             rows.top(1, Time)
    oldest open ticket       rows.bottom(1, Opened)

"The longest" is not the greatest of other numbers, where the table says how long something took, nor the last of days
("longest serving"; of 118 right programs that take an end of days for it 5 take the last), nor is "the latest"
where it has days ("latest burial" of `Date of Burial`, not of how many are `Buried`). Where a program takes both ends
("between the longest and the quickest"), either may be meant. 2 of 33,635 right programs of the data are objected to
(`python -m tests.bench.objections`); by a script, 349 take one end of such a column for such a word, and 481 an end of
numbers for "longest" or "shortest".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.core import Call, Local
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TIME
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.mentions import header_words
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.per import is_rate
from seglam_lang.requests.reading import Reading

_GREATEST = frozenset(f"{of}.{name}@1" for of in ("table", "groups") for name in ("maximum", "top"))
_LEAST = frozenset(f"{of}.{name}@1" for of in ("table", "groups") for name in ("minimum", "bottom"))
_EARLY, _LATE = frozenset(("earliest", "oldest")), frozenset(("latest", "newest", "youngest"))
_YOUNG, _OLD = frozenset(("youngest",)), frozenset(("oldest", "eldest"))  # of ages
_FAST, _SLOW = frozenset(("fastest", "quickest")), frozenset(("slowest",))
_GOOD, _BAD = frozenset(("best",)), frozenset(("worst",))  # of times and ranks; "best two by overtime hours" are others
_NEW = frozenset(("latest", "newest", "recent"))
_NUMBERED = frozenset(  # of which the latest is a number
    (
        *("age", "born", "edition", "episode", "id", "no", "number", "round", "season", "since", "version", "vintage"),
        *("year", "yr"),
    )
)
_END = re.compile(  # of what is valid longest the last day counts, of what has been there longest the first
    r"(?:to|till|until|ends?|finish|expir\w*|valid\w*|due|deadline)$", re.IGNORECASE
)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")  # of "validUntil" and of "valid_until"
_LONG = frozenset(("longest", "shortest"))
_ENDS = frozenset(
    (
        *(_EARLY | _LATE | _FAST | _SLOW | _GOOD | _BAD | _LONG),
        *("biggest", "bottom", "greatest", "highest", "largest", "least", "lowest", "most", "smallest", "top"),
    )
)
_LENGTHS = frozenset(("depth", "distance", "duration", "height", "length", "long", "pages", "runtime", "time", "words"))
_RANKS = frozenset(("lap", "place", "placing", "position", "rank", "ranking", "time"))


def why_other_end(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, of which column the calls take the greatest where the words of a request mean the least,
    or the other way round, or mean another column; "" where there is none.
    """
    said = frozenset(token.norm for token in reading.tokens)
    for column, ends in _ends(calls, arguments).items():
        words = [] if _is_named_behind(_LONG, column, reading) else sorted(said & _LONG)
        if words and _has_no_lengths(column) and _says_how_long(reading):
            return f'it takes an end of {column.header!r}, and the request says "{words[0]}"'
        if (words := _said_of_days(arguments, reading)) and _is_of_no_year(column) and _has_days(reading):
            return f'it takes an end of {column.header!r}, and the request says "{words[0]}"'
        least, greatest = (sorted(said & words) for words in _words_for(column))
        if bool(least) != bool(greatest) and ends == {_GREATEST if least else _LEAST}:
            end, words = ("greatest", least) if least else ("least", greatest)
            return f'it takes the {end} {column.header!r}, and the request says "{words[0]}"'
    return ""


def _ends(calls: Sequence[Call], arguments: Sequence[Value]) -> dict[Column, set[frozenset[str]]]:
    """Return the columns of which calls take an end, with which."""
    found: dict[Column, set[frozenset[str]]] = {}
    for call in calls:
        end = next((each for each in (_GREATEST, _LEAST) if call.builtin in each), None)
        for part in call.args if end is not None else ():
            value = arguments[part.slot] if isinstance(part, Local) and part.slot < len(arguments) else None
            if isinstance(value, Column) and end is not None:
                found.setdefault(value, set()).add(end)
    return found


def _words_for(column: Column) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that mean the least of a column, and those that mean the greatest."""
    if column.type in (DATE, DATETIME):
        is_end = any(_END.match(word) for word in _PART.findall(column.header))
        return (_EARLY, _LATE) if is_end else (_EARLY | {"longest"}, _LATE | {"shortest"})
    if column.type == TIME:
        return _EARLY | _FAST | _GOOD, _LATE | _SLOW | _BAD
    words = header_words(column.header)
    if column.type == NUMBER and "age" in words:
        return _YOUNG, _OLD
    if is_rate(column.header) or column.type not in (DURATION, NUMBER):
        return frozenset(), frozenset()
    if column.type == DURATION or not _RANKS.isdisjoint(words):
        return _FAST | _GOOD, _SLOW | _BAD
    return (_FAST, _SLOW) if "time" in _dimensions(words) else (frozenset(), frozenset())


def _dimensions(words: Sequence[str]) -> set[str]:
    """Return what the units among some words measure."""
    return {unit.dimension for word in words if (unit := unit_of(word)) is not None}


def _has_no_lengths(column: Column) -> bool:
    """Return whether a column has numbers, of neither lengths nor times, as far as its header says."""
    words = header_words(column.header)
    return column.type == NUMBER and _LENGTHS.isdisjoint(words) and _dimensions(words).isdisjoint(("length", "time"))


def _said_of_days(arguments: Sequence[Value], reading: Reading) -> list[str]:
    """Return the words that say "the latest" where no other end is said, which may be that of the numbers, and no
    column of days is taken. In the name of a column they are a part of it.
    """
    named = {at for each in reading.visible if isinstance(each, ColumnRef) for at in range(each.first, each.last)}
    words = [token.norm for token in reading.tokens]
    said = {word for at, word in enumerate(words) if at not in named and words[at : at + 2] != ["most", "recent"]}
    takes_days = any(isinstance(each, Column) and each.type in (DATE, DATETIME) for each in arguments)
    return [] if takes_days or said & (_ENDS - _NEW) else sorted(said & _NEW)


def _is_of_no_year(column: Column) -> bool:
    """Return whether a column has numbers, which are no years as far as its header says."""
    return column.type == NUMBER and _NUMBERED.isdisjoint(header_words(column.header))


def _is_named_behind(words: frozenset[str], column: Column, reading: Reading) -> bool:
    """Return whether a column is named right behind one of some words: "the longest streak"."""
    named = [each for each in reading.visible if isinstance(each, ColumnRef) and each.header == column.header]
    return any(reading.tokens[each.first - 1].norm in words for each in named if each.first)


def _has_days(reading: Reading) -> bool:
    return any(kind in (DATE, DATETIME) for table in reading.inputs.tables.values() for kind in table.types)


def _says_how_long(reading: Reading) -> bool:
    """Return whether a table has lengths of time, or two columns of one kind that may be the ends of some."""
    kinds = [kind for table in reading.inputs.tables.values() for kind in table.types]
    return DURATION in kinds or any(kinds.count(kind) > 1 for kind in (DATE, DATETIME, TIME))
