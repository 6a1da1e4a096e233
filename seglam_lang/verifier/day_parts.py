"""Parts of the day, days of the week and kinds of days: "average pulse in the evening" is no average of all pulses.

A program that takes no times of day, or no days, answers for all, whether the table has some or not. What such a word
is a name of ("night" of a `Shift`, `Evening fee`, `Wait Sat (min)`) is taken as that, a column of weekdays says which
day it was, and one of hours when. Of 33,635 right programs of the data 4 are objected to, and 66 take days for a day of
the week (`python -m tests.bench.objections`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seglam_lang.language.core import Call
from seglam_lang.language.types import DATE, DATETIME, TEXT, TIME, Con
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.dates.words import WEEKDAYS
from seglam_lang.requests.first_cells import first_cells
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms

_OF_DAY = frozenset(("morning", "noon", "midday", "afternoon", "evening", "night", "midnight", "overnight"))
_OF_WEEK = frozenset(word for word in WEEKDAYS if word.endswith("day"))
_KINDS = frozenset(("weekend", "weekday", "workday"))
_WHEN = frozenset(("at", "during", "in", "on", "over"))  # "calls per night" may be of what a row is
_WEEKENDS = frozenset(("date.is_weekend@1", "datetime.is_weekend@1"))
_TIMES, _DAYS = (TIME, DATETIME), (DATE, DATETIME)
_SAYING: dict[str, tuple[Con, Con]] = {**dict.fromkeys(_OF_DAY, _TIMES), **dict.fromkeys(_OF_WEEK | _KINDS, _DAYS)}
_HOURS = re.compile(r"(?:\b|_)(?:hours?|hrs?|time|clock|[0-9]+ ?h)(?:\b|_)", re.IGNORECASE)
_SAME = 3  # letters of a day of the week: Sat, Saturdays


def why_not_then(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, which part of the day, or which days, a request about a table says, though no argument is
    of times or days, or the calls take weekends for one of their days; "" where there is none.
    """
    columns = [each for each in arguments if isinstance(each, Column)]
    taken = {each.type for each in columns}
    words = {stem(token.norm) for token in reading.tokens}
    are_weekends = "weekend" in words or {word[:_SAME] for word in words} >= {"sat", "sun"}
    for first, last, saying in _said(reading) if reading.inputs.tables else ():
        word = reading.tokens[last - 1].norm
        if stem(word) in _OF_WEEK and not are_weekends and any(call.builtin in _WEEKENDS for call in calls):
            return f'it takes weekends, and the request says "{reading.words(first, last)}"'
        if not taken.isdisjoint(saying) or _is_named(word, arguments):
            continue
        if saying is _TIMES and not any(_HOURS.search(each.header) for each in columns):
            return f'it takes no times, and the request says "{reading.words(first, last)}"'
        if saying is _DAYS and not any(_has_weekdays(each, reading) for each in columns):
            return f'it takes no days, and the request says "{reading.words(first, last)}"'
    return ""


def _said(reading: Reading) -> Iterator[tuple[int, int, tuple[Con, Con]]]:
    """Yield where a request says when: from the preposition on, and the types that say so."""
    words = [token.norm for token in reading.tokens]
    for at, word in enumerate(words):
        if saying := _SAYING.get(stem(word)):
            before = at - 1 - (words[at - 1 : at] == ["the"])
            if before >= 0 and words[before] in _WHEN:
                yield before, at + 1, saying
            elif stem(word) in _OF_WEEK:
                yield at, at + 1, saying


def _is_named(word: str, arguments: Sequence[Value]) -> bool:
    """Return whether a word is one of a header, or of a text, that is an argument; days of the week are often short."""
    texts = [each.header if isinstance(each, Column) else each for each in arguments]
    said = [norm for text in texts if isinstance(text, str) for norm in norms(text)]
    if stem(word) in _OF_WEEK:
        return any(norm[:_SAME] == word[:_SAME] for norm in said)
    return stem(word) in map(stem, said)


def _has_weekdays(column: Column, reading: Reading) -> bool:
    tables = [table for table in reading.inputs.tables.values() if column.header in table.headers]
    cells = [cell for table in tables if column.type == TEXT for cell in first_cells(column.header, table)]
    return any(isinstance(cell, str) and cell.casefold() in WEEKDAYS for cell in cells)
