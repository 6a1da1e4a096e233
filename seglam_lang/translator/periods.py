"""What is written of the ends of a period, where it can only mean that something is in the period.

    received in June 2024       written   row[c2] >= s1 and row[c3] <= s2     s1, s2: its first and its last day
                                          row[c2] == s1
    received in 2024                      row[c2].year() == s0               s0: 2024
                                meant     row[c2] >= s1 and row[c2] <= s2

The model that ships knows which column is meant where it writes the first one; for the second it takes any, or takes
the ends the other way round. What only touches a period is said the other way: `row[c2] <= s2 and row[c3] >= s1`. And a
cell that equals one end alone is one of the period: where months are written as their first days, that is the same. A
year is a period too, so that two ways to say the same do not speak against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from seglam_lang.drafts import Draft
from seglam_lang.language.completion import lexemes
from seglam_lang.requests.model import Literal, Mention
from seglam_lang.requests.parts import ENDS
from seglam_lang.requests.scope import PartOrigin, Scope, mention_in
from seglam_lang.translator.writing import source_of

_FIRST, _LAST = ENDS
_FROM, _TO = (">=", ">"), ("<=", "<")
_CELL = 6  # lexemes of `row [ c1 ] >= s1`
_PAIR = _CELL + 1 + _CELL
_OF_YEAR = [".", "year", "(", ")", "=="]
_YEAR = _CELL - 2 + len(_OF_YEAR) + 1  # lexemes of `row [ c1 ] . year ( ) == s0`
_ALONE = {"=>", "(", "and"}, {")", "and"}  # what stands around a condition that needs no brackets

Ends = tuple[str, str]


def in_periods(draft: Draft, scope: Scope) -> Draft:
    """Return a draft over the names of a scope with conditions on periods as they are meant."""
    ends = _ends(scope)
    years = _years(scope, ends)
    body = lexemes(draft.text) if ends and draft.finished else []
    meant: list[str] = []
    at = 0
    while at < len(body):
        found = body[at : at + _CELL]
        if _is_pair(body[at : at + _PAIR], ends):
            meant += _within(found[: _CELL - 2], ends[found[-1]])
            at += _PAIR
        elif _is_one_end(found, ends, body) and isinstance(scope.arguments[found[-1]], date):
            meant += _alone(_within(found[: _CELL - 2], ends[found[-1]]), body[at - 1], body[at + _CELL])
            at += _CELL
        elif body[at + _CELL - 2 : at + _YEAR - 1] == _OF_YEAR and body[at + _YEAR - 1] in years and _is_index(found):
            year = years[body[at + _YEAR - 1]]
            meant += _alone(_within(found[: _CELL - 2], year), body[at - 1], body[at + _YEAR])
            at += _YEAR
        else:
            meant.append(body[at])
            at += 1
    return draft if meant == body else draft.over(source_of(meant))


def _alone(condition: list[str], before: str, behind: str) -> list[str]:
    """Return a condition, in brackets where something else stands beside it."""
    return condition if before in _ALONE[0] and behind in _ALONE[1] else ["(", *condition, ")"]


def _within(cell: Sequence[str], ends: Ends) -> list[str]:
    first, last = ends
    return [*cell, _FROM[0], first, "and", *cell, _TO[0], last]


def _is_cell(found: Sequence[str]) -> bool:
    """Return whether lexemes compare a cell: `row [ c1 ] >= s1`."""
    return len(found) == _CELL and _is_index(found)


def _is_index(found: Sequence[str]) -> bool:
    return (found[1], found[3]) == ("[", "]")


def _is_pair(found: Sequence[str], ends: Mapping[str, Ends]) -> bool:
    """Return whether a cell is compared with one end of a period, and right behind that one with the other end."""
    one, both, other = found[:_CELL], found[_CELL : _CELL + 1], found[_CELL + 1 :]
    if not (both == ["and"] and _is_cell(one) and _is_cell(other) and one[0] == other[0]):
        return False
    return one[4] in _FROM and other[4] in _TO and {one[5], other[5]} == {*ends.get(one[5], ())}


def _is_one_end(found: Sequence[str], ends: Mapping[str, Ends], body: Sequence[str]) -> bool:
    """Return whether a cell equals one end of a period, of which the other one is nowhere in the body."""
    if not (_is_cell(found) and found[4] == "==" and found[5] in ends):
        return False
    first, last = ends[found[5]]
    return (last if found[5] == first else first) not in body


def _years(scope: Scope, ends: Mapping[str, Ends]) -> dict[str, Ends]:
    """Return the names of numbers that are years, with the ends of the periods that the same words are."""
    said = {name: mention_in(origin) for name, origin in scope.origins.items()}
    numbers = [(name, each) for name, each in said.items() if isinstance(each, Literal)]
    found: dict[str, Ends] = {}
    for first, last in set(ends.values()):
        begin, end, period = scope.arguments[first], scope.arguments[last], said[first]
        if not isinstance(begin, date) or (begin, end) != (date(begin.year, 1, 1), date(begin.year, 12, 31)):
            continue
        for name, number in numbers:
            if period is not None and number.value == begin.year and _are_same_words(number, period):
                found[name] = (first, last)
    return found


def _are_same_words(one: Mention, other: Mention) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _ends(scope: Scope) -> dict[str, Ends]:
    """Return the names of both ends of each period that is stated, by the name of either."""
    found: dict[int, dict[str, str]] = {}
    for name, origin in scope.origins.items():
        if isinstance(origin, PartOrigin) and origin.part in ENDS:
            found.setdefault(id(origin.mention), {})[origin.part] = name
    pairs = [(each[_FIRST], each[_LAST]) for each in found.values() if len(each) == len(ENDS)]
    return {name: pair for pair in pairs for name in pair}
