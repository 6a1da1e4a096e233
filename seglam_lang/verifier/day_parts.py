"""Parts of the day and kinds of days: "average pulse in the evening" is no average of all pulses.

Where a table has times of day, or days, a program that takes none of them answers for all. What such a word is a name
of ("night" of a `Shift`, `Evening fee`) is taken as that. Of 33,743 right programs of the data none is objected to.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.types import DATE, DATETIME, TIME, Con
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.mentions import stem
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.tokens import norms

_OF_DAY = frozenset(("morning", "noon", "midday", "afternoon", "evening", "night", "midnight", "overnight"))
_DAYS = frozenset(("weekend", "weekday", "workday"))
_WHEN = frozenset(("at", "during", "in", "on", "over"))
_IN_WORDS = {TIME: "times", DATE: "days"}
_SAYING: dict[str, tuple[Con, ...]] = {  # what says when something was
    **dict.fromkeys(_OF_DAY, (TIME, DATETIME)),
    **dict.fromkeys(_DAYS, (DATE, DATETIME)),
}


def why_not_then(arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, which part of the day, or which days, a request says, though no argument is of times or
    days, of which a table has some; "" where there is none.
    """
    columns = [each for each in arguments if isinstance(each, Column)]
    taken = {each.type for each in columns}
    offered = {kind for table in reading.inputs.tables.values() for kind in table.types}
    for at, token in enumerate(reading.tokens):
        saying = _SAYING.get(stem(token.norm), ())
        if not offered.intersection(saying) or not taken.isdisjoint(saying) or _is_named(token.norm, arguments):
            continue
        before = at - 1 - (at > 0 and reading.tokens[at - 1].norm == "the")
        if before >= 0 and reading.tokens[before].norm in _WHEN:
            return f'it takes no {_IN_WORDS[saying[0]]}, and the request says "{reading.words(before, at + 1)}"'
    return ""


def _is_named(word: str, arguments: Sequence[Value]) -> bool:
    """Return whether a word is one of a header, or of a text, that is an argument."""
    texts = [each.header if isinstance(each, Column) else each for each in arguments]
    return any(stem(word) in map(stem, norms(text)) for text in texts if isinstance(text, str))
