"""Where in the rows of a file its table stands: lines of a title above the headers, a line of totals below the data.

Both are recognised with care, as a row that is left out by mistake is missing from every answer: a title only where it
fits no table, a total only where its numbers bear it out (`closing`). What is left out is said under the answer;
`--header N` says which line has the headers, and then nothing is recognised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from seglam_lang.inputs.amounts import is_amount
from seglam_lang.inputs.closing import (
    Closing,
    Row,
    closing_rows,
    is_blank,
    is_called_totals,
    is_remark,
    label_of_totals,
)
from seglam_lang.inputs.days import is_day
from seglam_lang.inputs.model import Doubt, InputError

_SAMPLE = 20  # rows that show how wide a table is
_WIDE = 3  # columns of a table of which a row with one cell is a remark, and no value that is missing


class Layout(NamedTuple):
    """The positions of the headers (-1: there are none) and of the end of the data, and notes on what is left out."""

    header: int
    end: int
    notes: tuple[str, ...] = ()


def find_layout(rows: Sequence[Row], lines: Sequence[int], name: str, header: int | None, unit: str) -> Layout:
    """Return where the table stands. `lines` are the numbers of the rows, each of which is a `unit` ("line", "row")."""
    if header is not None:
        return _as_told(rows, lines, name, header, unit)
    notes = []
    first = _titles(rows)
    if first:
        above = f"{unit} {lines[0]} is" if first == 1 else f"{unit}s {lines[0]} to {lines[first - 1]} are"
        notes.append(Doubt(f"{name}: {above} left out, as a title above the headers (--header {lines[0]} if not)"))
    closing = closing_rows(rows, first + 1)
    if closing.labels:
        notes.append(Doubt(_about_closing(closing, rows, lines, name, unit, lines[first])))
    elif len(rows) - first > 2 and (last := _doubtful_label(rows, first + 1)):
        notes.append(Doubt(f"{name}: the last {unit} ({lines[-1]}: {last}) is read as a row like the others"))
    return Layout(first, closing.start, tuple(notes))


def _doubtful_label(rows: Sequence[Row], start: int) -> str:
    """Return what a last row says that may be none of the table: "Total", or what stands alone in it and in no other of
    three columns and more; "" of any other.
    """
    last = rows[-1]
    if label := label_of_totals(last):
        return label if is_called_totals(label) or is_remark(last) else ""
    is_alone = len(last) >= _WIDE and is_remark(last) and not any(map(is_remark, rows[start:-1]))
    return str(last[0]).strip() if is_alone else ""


def _about_closing(
    closing: Closing, rows: Sequence[Row], lines: Sequence[int], name: str, unit: str, header: int
) -> str:
    labels = [label for label in closing.labels if label] or ["no label"]
    if len(rows) - closing.start == 1:
        which = f"the last {unit} ({lines[-1]}: {labels[-1]}) is left out, as it has the totals of the others"
        return f"{name}: {which} (--header {header} keeps it)"
    span = f"{lines[closing.start]} to {lines[-1]}: {', '.join(labels)}"
    which = f"the last {len(rows) - closing.start} {unit}s ({span}) are left out, as they have the totals of the others"
    return f"{name}: {which} (--header {header} keeps them)"


def says_a_number(cell: Any) -> bool:
    """Return whether a cell is a number or a date, or a text that states one: headers seldom are."""
    return not is_blank(cell) and (not isinstance(cell, str) or is_amount(cell.strip()) or is_day(cell.strip()))


def _as_told(rows: Sequence[Row], lines: Sequence[int], name: str, header: int, unit: str) -> Layout:
    if header == 0:
        return Layout(-1, len(rows))
    if header not in lines:
        raise InputError("bad-header", f"{name} has no {unit} {header} that could have the headers")
    return Layout(lines.index(header), len(rows))


def _titles(rows: Sequence[Row]) -> int:
    """Return how many rows stand above the headers, none unless all of them are lines of a title.

    Of rows that are all equally long, only such are that have one cell of three or more.
    """
    if len(rows) > 2 and _names_separator(rows[0]):
        return 1
    if len(rows) < 3 or (len(rows[0]) == len(rows[-1]) and not any(map(is_blank, rows[0]))):
        return 0
    sample = list(islice(rows, _SAMPLE))
    (width, _), *_ = Counter(map(len, sample)).most_common(1)
    for position, row in enumerate(sample):
        filled = sum(not is_blank(cell) and not _goes_on(cell) for cell in row)
        if len(row) == filled == width:
            return position if position + 2 < len(rows) and _may_be_headers(row) else 0
        most = max(1, width // 2) if len(row) < width else 1 if width > 2 else 0
        if filled > most or (filled and is_blank(row[0])):
            return 0
    return 0


def _names_separator(row: Row) -> bool:
    """Return whether a row is the line "sep=;", which tells spreadsheets how a file is written."""
    return isinstance(row[0], str) and row[0].strip().casefold() == "sep=" and all(map(is_blank, row[1:]))


def _may_be_headers(row: Row) -> bool:
    """Return whether a row may have headers: no number comes first, and no cell goes on as a sentence does, ", so"."""
    return not says_a_number(row[0]) and not any(map(_goes_on, row))


def _goes_on(cell: Any) -> bool:
    return isinstance(cell, str) and cell[:1].isspace()
