"""Figures in another unit than the words ask for: kilograms where they say tonnes.

The header says what a column is in ("Gross kg", "distance_km"). Where a request asks for its total in tonnes, or for
what is over 5 miles, a program that takes the cells as they are gives a figure that is wrong by a factor, and looks
right. One that computes with the unit (`convert`, or a number that the words do not state) is not objected to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seglam_lang.language.builtins.units import Unit, same_dimension, unit_of
from seglam_lang.language.core import Call, Core, Local, Procedure, preorder
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.mentions import parted
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.per import is_rate
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Origin, mention_in
from seglam_lang.requests.units import named_units
from seglam_lang.verifier.cells import column_of
from seglam_lang.verifier.vacuous import AT_LEAST, AT_MOST, EQUAL, GREATER, LESS, UNEQUAL

_GIVING = frozenset(
    f"{of}.{name}@1"
    for of in ("table", "groups")
    for name in ("average", "maximum", "median", "minimum", "total", "values")
)
_COMPARING = frozenset((EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST))
_COMPUTING = frozenset(("number.convert", "number.divide", "number.multiply"))  # whatever their version
_BEFORE_RESULT = frozenset(("in", "many", "total"))  # "in tonnes", "how many tonnes"
_ALIKE = frozenset(("tonne", "ton", "long ton"))  # people say one for another
_WORDS = re.compile(r"[^\W\d_]+[²³]?")
_SHORTEST = 2  # letters of a unit in a header: "m" and "t" are as often something else


class _Said(NamedTuple):
    """The tokens `first` to `last` (exclusive), which name a unit."""

    first: int
    last: int
    unit: Unit


def why_other_unit(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading) -> str:
    """Return, as a sentence, which column is taken as it is where a request says another unit; "" where none is.

    `arguments` and `origins` are those of the procedure's parameters, in the core's order.
    """
    calls = [node for root in core.roots() for node in preorder(root) if isinstance(node, Call)]
    if any(call.builtin.partition("@")[0] in _COMPUTING for call in calls):
        return ""
    named = [each.header for each in arguments if isinstance(each, Column)]
    for said in _said(reading):
        if any(_is(said.unit, unit) for header in named for unit in _units_of(header)):
            continue
        for column in _taken(said, calls, arguments, origins, reading):
            for unit in _units_of(column.header):
                if _is_other(said.unit, unit):
                    words = reading.words(said.first, said.last)
                    return f'the request says "{words}", and {column.header!r} is in another unit ({unit.name})'
    return ""


def _said(reading: Reading) -> Iterator[_Said]:
    """Yield where the words name a unit and no column."""
    columns = [each for each in reading.visible if isinstance(each, ColumnRef)]
    for first, last, unit in named_units(reading.tokens):
        if not any(each.first < last and first < each.last for each in columns):
            yield _Said(first, last, unit)


def _taken(
    said: _Said, calls: Sequence[Call], arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading
) -> Iterator[Column]:
    """Yield the columns of numbers of which a program gives cells, or compares them, where the unit is said of that."""
    asks_for_it = said.first > 0 and reading.tokens[said.first - 1].norm in _BEFORE_RESULT
    for call in calls:
        if call.builtin in _GIVING and asks_for_it:
            yield from _columns([part.slot for part in call.args if isinstance(part, Local)], arguments)
        elif call.builtin in _COMPARING and any(_ends_at(part, said.first, origins) for part in call.args):
            cells = [column_of(part, len(origins)) for part in call.args]
            yield from _columns([each for each in cells if each is not None], arguments)


def _ends_at(part: Core, place: int, origins: Sequence[Origin]) -> bool:
    """Return whether a part is what the words state right before a place, or up to and with what stands there."""
    mention = mention_in(origins[part.slot]) if isinstance(part, Local) and part.slot < len(origins) else None
    return mention is not None and mention.first < place <= mention.last


def _columns(slots: Sequence[int], arguments: Sequence[Value]) -> Iterator[Column]:
    found = (arguments[slot] for slot in slots if slot < len(arguments))
    return (each for each in found if isinstance(each, Column) and each.type == NUMBER)


def _units_of(header: str) -> Iterator[Unit]:
    """Yield the units that a header names, but for a rate."""
    if is_rate(header):
        return
    for word in _WORDS.findall(parted(header)):
        unit = unit_of(word) if len(word) >= _SHORTEST and word.lower() != "in" else None
        if unit is not None:
            yield unit


def _is(one: Unit, other: Unit) -> bool:
    return one is other or {one.name, other.name} <= _ALIKE


def _is_other(one: Unit, other: Unit) -> bool:
    """Return whether two units measure the same, and are not the same."""
    one, other = same_dimension(one, other)
    return one.dimension == other.dimension and not _is(one, other)
