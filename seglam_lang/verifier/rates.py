"""A figure per something of which the table has the numbers: the average cost is no cost per kWh.

    average cost per kWh by tariff    Cost EUR, Energy (kWh), Tariff

A program that takes the costs alone answers another question, and its figures look right. Where the rows are what is
said behind "per" ("fee per visit") they have keys and no numbers of it; where a header has the rate ("€/l", "price per
tray") it is that which is asked for. One that divides is not objected to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.core import Call, Local
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.dates.words import UNITS
from seglam_lang.requests.first_cells import SEEN
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.per import is_per_figure, is_rate
from seglam_lang.requests.reading import Reading

_DIVIDE = "number.divide"  # whatever its version
_GROUP_BY = "table.group_by@1"
_PER = frozenset(("per", "/"))
_WORD = re.compile(r"[^\W\d_]+")
_STEM = 4  # letters that a word and a header share: "trays", price_tray


def why_no_rate(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, which column of numbers a request asks for a figure per, and none of the calls takes, or
    one groups by; "" where there is none.
    """
    if divides(calls):
        return ""
    taken = {each.header for each in arguments if isinstance(each, Column)}
    grouped = _grouped_by(calls, arguments)
    for column in (each for each in (*reading.visible, *reading.hints) if isinstance(each, ColumnRef)):
        if column.header in grouped and is_per_figure(column, reading):
            return f'it groups rows, and the request says "{reading.words(column.first - 1, column.last)}"'
    if any(map(is_rate, taken)):
        return ""
    for word, headers in _behind_per(reading):
        if taken.isdisjoint(headers) and not any(word[:_STEM] in header.casefold() for header in taken):
            return f'it takes no {headers[0]!r}, and the request says "per {word}"'
    return ""


def divides(calls: Sequence[Call]) -> bool:
    """Return whether one of the calls divides a number."""
    return any(call.builtin.partition("@")[0] == _DIVIDE for call in calls)


def _grouped_by(calls: Sequence[Call], arguments: Sequence[Value]) -> set[str]:
    """Return the headers of the columns that rows are grouped by."""
    slots = {part.slot for call in calls if call.builtin == _GROUP_BY for part in call.args if isinstance(part, Local)}
    return {each.header for slot, each in enumerate(arguments) if slot in slots and isinstance(each, Column)}


def _behind_per(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """Yield words right behind "per" with the columns of numbers that they name, or whose unit they are."""
    for at, token in enumerate(reading.tokens):
        before = at - 1 - (at > 1 and reading.tokens[at - 1].norm.isdecimal())  # "per 100 km"
        if at and reading.tokens[before].norm in _PER:
            named = [each.header for each in reading.visible if isinstance(each, ColumnRef) and each.first == at]
            columns = [(header, cells) for header, cells in _columns(reading) if not named or header in named]
            is_meant = _has_no_keys if named else partial(_is_unit_of, token.text)
            found = [header for header, cells in columns if is_meant(header, cells)]
            if not named and not found and reading.tokens[before].norm == "per" and token.norm not in UNITS:
                found = [header for header, cells in columns if _is_hinted(header, cells, at, reading)]
            if found:
                yield token.norm, found


def _columns(reading: Reading) -> Iterator[tuple[str, Sequence[Value]]]:
    """Yield the columns of numbers with the first of their cells."""
    for table in reading.inputs.tables.values():
        first = next(table.parts(SEEN))
        for header, kind, cells in zip(table.headers, table.types, first.cells, strict=True):
            if kind == NUMBER:
                yield header, cells


def _is_unit_of(word: str, header: str, _: Sequence[Value]) -> bool:
    """Return whether a word is the unit of a header's numbers; units of time are said of the calendar as well."""
    unit = unit_of(word)
    return (
        unit is not None and unit.dimension != "time" and any(unit_of(each) is unit for each in _WORD.findall(header))
    )


def _is_hinted(header: str, cells: Sequence[Value], at: int, reading: Reading) -> bool:
    """Return whether the word at a place may mean a column of numbers: "download" of `Downloads total`."""
    hints = (each for each in reading.hints if isinstance(each, ColumnRef) and each.first == at)
    return header in [each.header for each in hints] and _has_no_keys(header, cells)


def _has_no_keys(_: str, cells: Sequence[Value]) -> bool:
    """Return whether numbers are no keys: these are all different, and whole."""
    numbers = [each for each in cells if each is not None]
    return len({*numbers}) < len(numbers) or not all(isinstance(each, int) for each in numbers)
