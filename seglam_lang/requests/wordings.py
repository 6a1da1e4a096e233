"""From a draft that won to the wording that asks for it (`arguments` goes the other way)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from seglam_lang.language.values import Table
from seglam_lang.requests import template_of
from seglam_lang.requests.model import Match, Mention, Reading, Source, Wording
from seglam_lang.requests.scope import Input, Scope
from seglam_lang.requests.template import same_referent, visible


def wording_of(reading: Reading, scope: Scope, params: Sequence[str], procedure: str) -> Wording | None:
    """The wording by which `reading` asks for a procedure whose parameters are those names of `scope`.

    Mentions that the procedure uses become slots, wherever they are repeated; the others stay words. None if two of
    those it uses are readings of the same words, which no template can say.
    """
    named = {name: _column_mention(reading, scope, name) for name in params}
    used = list(dict.fromkeys(mention for mention in named.values() if mention is not None))
    used.sort(key=lambda mention: mention.first)
    if any(one.last > other.first for one, other in pairwise(used)):
        return None
    match = template_of(reading, [*used, *_again(reading, used)])
    sources = tuple(_source(name, named[name], match, scope) for name in params)
    return Wording(match.template, procedure, sources)


def _again(reading: Reading, used: Sequence[Mention]) -> list[Mention]:
    """Where columns and fields that are used are mentioned again, unless those words are used as something else."""
    free = [
        each
        for each in visible(reading)
        if not any(each.first < other.last and other.first < each.last for other in used)
    ]
    return [each for each in free if any(same_referent(each, other) for other in used)]


def _column_mention(reading: Reading, scope: Scope, name: str) -> Mention | None:
    """The mention that says what `name` is: the value itself, or the first word for the column."""
    origin = scope.origins[name]
    if isinstance(origin, Mention):
        return origin
    if isinstance(origin, Input):
        return None
    here = (m for m in visible(reading) if m.kind == "column" and m.table == origin.table)
    return next((mention for mention in here if mention.value.header == origin.header), None)


def _source(name: str, mention: Mention | None, match: Match, scope: Scope) -> Source:
    origin = scope.origins[name]
    if isinstance(origin, Input):
        if origin.field:
            return Source("field", name=origin.name, header=origin.field)
        return Source("table" if isinstance(scope.arguments[name], Table) else "input", name=origin.name)
    if isinstance(origin, Mention):
        return Source("slot", match.slots.index(origin))
    if mention is not None:
        return Source("column", match.slots.index(mention), origin.table)
    for i, slot in enumerate(match.slots):
        if slot.kind != "column" and slot.table == origin.table and slot.columns == (origin.header,):
            return Source("cell-column", i, origin.table)
    return Source("header", name=origin.table, header=origin.header)


def required_names(reading: Reading, scope: Scope) -> list[tuple[str, ...]]:
    """What a procedure must use: each literal in digits or quotes, in one of the ways in which it may be read.

    A number in words may be wording ("one of the"), a cell may be a common word; what is written in digits is meant. A
    number is used where a list that it stands in is.
    """
    spans = {(origin.first, origin.last) for origin in scope.origins.values() if isinstance(origin, Mention)}
    columns = {(m.first, m.last) for m in visible(reading) if m.kind == "column"}
    return [
        tuple(name for name, origin in _mentions(scope) if origin.first <= first and last <= origin.last)
        for first, last in sorted(spans - columns)
        if _is_meant(reading, scope, first, last)
    ]


def _mentions(scope: Scope) -> list[tuple[str, Mention]]:
    return [(name, origin) for name, origin in scope.origins.items() if isinstance(origin, Mention)]


def _is_meant(reading: Reading, scope: Scope, first: int, last: int) -> bool:
    kinds = {origin.kind for _, origin in _mentions(scope) if (origin.first, origin.last) == (first, last)}
    if kinds & {"text", "date", "list"}:
        return True
    if any(kind.startswith("unit:") for kind in kinds):  # of two units one is converted to the other
        return len({origin.value for _, origin in _mentions(scope) if origin.kind in kinds}) > 1
    digits = any(char.isdigit() for token in reading.tokens[first:last] for char in token.text)
    return digits and bool(kinds & {"number", "percent"} or any(kind.startswith("money") for kind in kinds))
