"""What is written of the ends of a period, where it can only mean that something is in the period.

    received in June 2024       written   row[c2] >= s1 and row[c3] <= s2     s1, s2: its first and its last day
                                          row[c2] == s1
                                meant     row[c2] >= s1 and row[c2] <= s2

The model that ships knows which column is meant where it writes the first one; for the second it takes any, or takes
the ends the other way round. What only touches a period is said the other way: `row[c2] <= s2 and row[c3] >= s1`. And a
cell that equals one end alone is one of the period: where months are written as their first days, that is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.drafts import Draft
from seglam_lang.language.completion import lexemes
from seglam_lang.requests.parts import ENDS
from seglam_lang.requests.scope import PartOrigin, Scope
from seglam_lang.translator.writing import source_of

_FIRST, _LAST = ENDS
_FROM, _TO = (">=", ">"), ("<=", "<")
_CELL = 6  # lexemes of `row [ c1 ] >= s1`
_PAIR = _CELL + 1 + _CELL
_ALONE = {"=>", "(", "and"}, {")", "and"}  # what stands around a condition that needs no brackets

Ends = tuple[str, str]


def in_periods(draft: Draft, scope: Scope) -> Draft:
    """Return a draft over the names of a scope with conditions on periods as they are meant."""
    ends = _ends(scope)
    body = lexemes(draft.text) if ends and draft.finished else []
    meant: list[str] = []
    at = 0
    while at < len(body):
        found = body[at : at + _CELL]
        if _is_pair(body[at : at + _PAIR], ends):
            meant += _within(found[: _CELL - 2], ends[found[-1]])
            at += _PAIR
        elif _is_one_end(found, ends, body):
            before, behind = _ALONE
            is_alone = body[at - 1] in before and body[at + _CELL] in behind
            within = _within(found[: _CELL - 2], ends[found[-1]])
            meant += within if is_alone else ["(", *within, ")"]
            at += _CELL
        else:
            meant.append(body[at])
            at += 1
    return draft if meant == body else draft.over(source_of(meant))


def _within(cell: Sequence[str], ends: Ends) -> list[str]:
    first, last = ends
    return [*cell, _FROM[0], first, "and", *cell, _TO[0], last]


def _is_cell(found: Sequence[str]) -> bool:
    """Return whether lexemes compare a cell: `row [ c1 ] >= s1`."""
    return len(found) == _CELL and (found[1], found[3]) == ("[", "]")


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


def _ends(scope: Scope) -> dict[str, Ends]:
    """Return the names of both ends of each period that is stated, by the name of either."""
    found: dict[int, dict[str, str]] = {}
    for name, origin in scope.origins.items():
        if isinstance(origin, PartOrigin) and origin.part in ENDS:
            found.setdefault(id(origin.mention), {})[origin.part] = name
    pairs = [(each[_FIRST], each[_LAST]) for each in found.values() if len(each) == len(ENDS)]
    return {name: pair for pair in pairs for name in pair}
