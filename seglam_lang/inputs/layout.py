"""Where in the rows of a file its table stands: lines of a title above the headers, a line of totals below the data.

Both are recognised with care, as a row that is left out by mistake is missing from every answer: a title only where it
fits no table, a total only where its numbers are the sums of those above. What is left out is said under the answer;
`--header N` says which line has the headers, and then nothing is recognised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from seglam_lang.inputs.amounts import is_amount, read_numbers
from seglam_lang.inputs.days import is_day
from seglam_lang.inputs.model import Doubt, InputError
from seglam_lang.language.computing.numbers import exact_sum

_SAMPLE = 20  # rows that show how wide a table is
_TOTALS = ("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "totale", "suma", "итого", "合計")
Row = Sequence[Any]  # its cells; None where one is blank


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
    end = len(rows)
    label = label_of_totals(rows[-1])
    if label and end - first > 2:
        if _is_total(rows[first + 1 : -1], rows[-1]):
            end -= 1
            what = f"is left out, as it has the totals of the others (--header {lines[first]} keeps it)"
        else:
            what = "is read as a row like the others"
        notes.append(Doubt(f"{name}: the last {unit} ({lines[-1]}: {label}) {what}"))
    return Layout(first, end, tuple(notes))


def is_blank(cell: Any) -> bool:
    """Return whether a cell has no value."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


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


def _may_be_headers(row: Row) -> bool:
    """Return whether a row may have headers: no number comes first, and no cell goes on as a sentence does, ", so"."""
    return not says_a_number(row[0]) and not any(map(_goes_on, row))


def _goes_on(cell: Any) -> bool:
    return isinstance(cell, str) and cell[:1].isspace()


def label_of_totals(row: Row) -> str:
    """Return what the first cell of a row calls it, if that is a word for totals."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    if not isinstance(first, str):
        return ""
    return first.strip() if first.strip().rstrip(":").casefold() in _TOTALS else ""


def _is_total(data: Sequence[Row], last: Row) -> bool:
    """Return whether the numbers of the last row are the sums of those above, each of them, and there is one."""
    label = next(position for position, cell in enumerate(last) if not is_blank(cell))
    stated = [position for position, cell in enumerate(last) if position > label and not is_blank(cell)]
    if not stated or any(len(row) != len(last) for row in data):
        return False
    return all(_adds_up([row[place] for row in data], last[place]) for place in stated)


def _adds_up(above: Sequence[Any], total: Any) -> bool:
    numbers = _numbers([cell for cell in above if not is_blank(cell)] + [total])
    return numbers is not None and len(numbers) > 1 and exact_sum(numbers[:-1]) == numbers[-1]


def _numbers(cells: Sequence[Any]) -> list[Any] | None:
    if not all(isinstance(cell, str) for cell in cells):
        return list(cells) if all(type(cell) in (int, Decimal) for cell in cells) else None
    texts = dict.fromkeys(cell.strip() for cell in cells)
    read = read_numbers(list(texts))
    if read is None or read.type.name != "Number":
        return None
    value = dict(zip(texts, read.cells, strict=True))
    return [value[cell.strip()] for cell in cells]
