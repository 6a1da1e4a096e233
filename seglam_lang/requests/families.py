"""The families of columns: of two columns of one family the same words ask for the same.

"Biggest" is the largest of numbers and would be the last of names; prices are added up where percentages and the
numbers of jobs are not; "over 10%" is more than 0.1 of shares, and more than 10 of percentages without the sign; and
who counts the `Urgent` calls counts those that say Yes. An `ask` that adds up is of all numbers but percentages
(`AMOUNTS`): what looks like a code in one table may be an amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import lt

from seglam_lang.inputs.codes import says_code
from seglam_lang.inputs.flags import MEANINGS
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, Constructor
from seglam_lang.language.values import Table, Value
from seglam_lang.requests.points import has_no_shares, says_percent

NUMBERS, PERCENT, POINTS, CODES = "number", "percent", "points", "code"
TEXTS, FLAGS, BOOLS, TIMES = "text", "flag", "bool", "time"
AMOUNTS = "amount"  # numbers and codes
FAMILIES = frozenset((NUMBERS, PERCENT, POINTS, CODES, TEXTS, FLAGS, BOOLS, TIMES, AMOUNTS))
_MOST_FLAGS = 3  # yes, no, and what stands for neither
_FEW = 5  # rows that may be in order by chance
_MANY = 10_000  # rows that are not looked through


def is_of(of: str, header: str, table: Table) -> bool:
    """Return whether a column of an input is of a family, or of the scalar type with this name. Days are days, with a
    time or without, and the highest of lengths is what that of numbers is.
    """
    if of == AMOUNTS:
        return table.types[table.headers.index(header)] == NUMBER and not _is_in_percent(header, table)
    if of in FAMILIES:
        return family_of(header, table) == of
    name = table.types[table.headers.index(header)].name
    return name == of or {name, of} in ({DATE.name, DATETIME.name}, {NUMBER.name, DURATION.name})


def includes(wide: str, narrow: str) -> bool:
    """Return whether one family has all columns of another; "" has those of all families."""
    return wide in ("", narrow) or (wide == AMOUNTS and narrow in (NUMBERS, CODES))


def family_of(header: str, table: Table) -> str:
    """Return the family of a column of an input."""
    place = table.headers.index(header)
    kind = table.types[place]
    if kind == NUMBER:
        return _family_of_numbers(place, table)
    if kind == TEXT:
        return FLAGS if _are_flags(table.distinct(place)) else TEXTS
    return BOOLS if kind.constructor is Constructor.BOOL else TIMES


def _family_of_numbers(place: int, table: Table) -> str:
    header = table.headers[place]
    if _is_in_percent(header, table):
        return POINTS if has_no_shares(header, table) else PERCENT
    return CODES if says_code(header) or _are_numbered(place, table) else NUMBERS


def _is_in_percent(header: str, table: Table) -> bool:
    return header in table.percentages or says_percent(header)


def _are_numbered(place: int, table: Table) -> bool:
    """Return whether a column numbers the rows: each has a greater whole number than the one before."""
    if not _FEW < table.length <= _MANY:
        return False
    numbers = table.cells[place]
    return all(isinstance(each, int) for each in numbers) and all(map(lt, numbers, numbers[1:]))


def _are_flags(texts: Sequence[Value]) -> bool:
    return 0 < len(texts) <= _MOST_FLAGS and all(str(text).casefold() in MEANINGS for text in texts)
