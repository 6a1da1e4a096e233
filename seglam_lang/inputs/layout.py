"""Where in the rows of a file its table stands: lines of a title above the headers, lines of totals below the data and
among them.

All are recognised with care, as a row that is left out by mistake is missing from every answer: a title only where it
fits no table, a total only where its numbers bear it out (`closing`, `subtotals`). What is left out is said under the
answer. `--header N` says which line has the headers, and `--keep-totals` that all lines below are rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from seglam_lang.inputs.closing import Closing, closing_block, closing_rows, has_sums_of_few, without_remarks
from seglam_lang.inputs.first_rows import about_headers, says_a_number
from seglam_lang.inputs.labels import Row, is_between_totals, is_called_totals, is_remark, label_of, label_of_totals
from seglam_lang.inputs.model import Doubt, InputError
from seglam_lang.inputs.subtotals import Subtotals, subtotals, with_blanks_beside
from seglam_lang.inputs.sums import is_blank

_SAMPLE = 20  # rows that show how wide a table is
_WIDE = 3  # columns of a table of which a row with one cell is a remark, and no value that is missing
_MOST_NAMED = 5  # lines in a note


class Layout(NamedTuple):
    """The positions of the headers (-1: there are none) and of the rows of data, and notes on what is left out."""

    header: int
    data: Sequence[int]
    notes: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What a person says about a table in a file: the line of its headers (0: there are none), that lines of totals are
    rows, and which texts stand in `blank` cells."""

    header: int | None = None
    keep_totals: bool = False
    blank: tuple[str, ...] = ()


NOTHING_SAID = Asked()


def find_layout(rows: Sequence[Row], lines: Sequence[int], name: str, unit: str, asked: Asked = NOTHING_SAID) -> Layout:
    """Return where the table stands. `lines` are the numbers of the rows, each of which is a `unit` ("line", "row")."""
    if asked.header is None:
        header = _titles(rows, lines)
        notes = [Doubt(f"{name}: {_about_title(lines, header, unit)}")] if header else []
    else:
        header, notes = _as_told(lines, name, asked.header, unit), []
    found = find_data(rows, header + 1, lines, name, unit, asked.keep_totals)
    about = about_headers(rows, header, unit) if asked.header is None else ""
    doubts = [Doubt(f"{name}: {about}")] if about else []
    return Layout(header, found.data, (*notes, *found.notes, *doubts))


def find_data(rows: Sequence[Row], first: int, lines: Sequence[int], name: str, unit: str, keep_totals: bool) -> Layout:
    """Return which of the rows from `first` on are data, and which have the totals of others, or are remarks below."""
    if keep_totals or len(rows) - first < 2:
        return Layout(first - 1, range(first, len(rows)))
    found = subtotals(rows, first, without_remarks(rows, first))
    block = closing_block(rows, first)
    among = sorted(at for at, is_of_all in found.borne_out.items() if at < block or not is_of_all)
    left = set(among)
    kept = [position for position in range(len(rows)) if position not in left] if among else range(len(rows))
    closing = closing_rows([rows[position] for position in kept] if among else rows, first)
    end = _with_what_is_between(rows, kept[closing.start], left) if closing.labels else len(rows)
    inside = [position for position in among if position < end]
    left = with_blanks_beside(rows, inside, first, end)
    data = [position for position in range(first, end) if position not in left] if left else range(first, end)
    about = _about_totals(rows, lines, unit, first, Totals(found, inside, closing, end))
    return Layout(first - 1, data, tuple(Doubt(f"{name}: {each}") for each in about))


def _with_what_is_between(rows: Sequence[Row], end: int, subtotals: Collection[int]) -> int:
    """Return where the data end: above the taxes between the last of the subtotals and the total at `end`."""
    start = end
    while is_between_totals(rows[start - 1]):
        start -= 1
    return start if start - 1 in subtotals else end


class Totals(NamedTuple):
    """The rows of totals that were found: among the data, and from `end` on."""

    subtotals: Subtotals
    inside: Sequence[int]
    closing: Closing
    end: int


def _about_totals(rows: Sequence[Row], lines: Sequence[int], unit: str, first: int, found: Totals) -> Iterator[str]:
    """Yield what to tell people about rows that are left out, and about those that may have to be."""
    if found.inside:
        is_one = len(found.inside) == 1
        are, it = ("is left out, as it has", "it") if is_one else ("are left out, as they have", "them")
        named = _named(found.inside, rows, lines, unit)
        yield f"{named} {are} the totals of {unit}s above (--keep-totals keeps {it})"
    if found.closing.labels:
        labels = (*map(label_of, rows[found.end : len(rows) - len(found.closing.labels)]), *found.closing.labels)
        yield _about_closing(labels, lines[found.end], lines[-1], len(rows) - found.end, unit)
    doubtful = [position for position in found.subtotals.doubtful if position < min(found.end, len(rows) - 1)]
    if doubtful:
        are = "is read as a row" if len(doubtful) == 1 else "are read as rows"
        yield f"{_named(doubtful, rows, lines, unit)} {are} like the others"
    if found.end == len(rows) > first + 1 and len(rows) - 1 not in found.inside:
        if has_sums_of_few(rows, first):
            yield f"the last {unit} ({lines[-1]}: no label) is read as a row, though it has the sums of those above"
        elif last := _doubtful_label(rows, first):
            yield f"the last {unit} ({lines[-1]}: {last}) is read as a row like the others"


def _named(positions: Sequence[int], rows: Sequence[Row], lines: Sequence[int], unit: str) -> str:
    """Return rows by their lines and what they are called: "lines 4 and 7 (Subtotal)"."""
    numbers = [str(lines[position]) for position in positions]
    if len(numbers) > _MOST_NAMED:
        numbers = [*numbers[: _MOST_NAMED - 1], f"{len(numbers) - _MOST_NAMED + 1} more"]
    listed = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    labels = list(dict.fromkeys(label_of(rows[position]) for position in positions))
    called = ", ".join(labels[:_MOST_NAMED]) + (", ..." if len(labels) > _MOST_NAMED else "")
    return f"{unit}{'s' if len(numbers) > 1 else ''} {listed} ({called})"


def _doubtful_label(rows: Sequence[Row], start: int) -> str:
    """Return what a last row says that may be none of the table: "Total", or what stands alone in it and in no other of
    three columns and more; "" of any other.
    """
    last = rows[-1]
    if label := label_of_totals(last):
        return label if is_called_totals(label) or is_remark(last, len(last)) else ""
    is_alone = len(last) >= _WIDE and _stands_alone(last) and not any(map(_stands_alone, rows[start:-1]))
    return str(last[0]).strip() if is_alone else ""


def _stands_alone(row: Row) -> bool:
    return is_remark(row, len(row))


def _about_title(lines: Sequence[int], header: int, unit: str) -> str:
    above = f"{unit} {lines[0]} is" if header == 1 else f"{unit}s {lines[0]} to {lines[header - 1]} are"
    return f"{above} left out, as a title above the headers (--header {lines[0]} if not)"


def _about_closing(labels: Sequence[str], start: int, end: int, length: int, unit: str) -> str:
    named = [label for label in labels if label] or ["no label"]
    if length == 1:
        which = f"the last {unit} ({end}: {named[-1]}) is left out, as it has the totals of the others"
        return f"{which} (--keep-totals keeps it)"
    span = f"{start} to {end}: {', '.join(named)}"
    which = f"the last {length} {unit}s ({span}) are left out, as they have the totals of the others"
    return f"{which} (--keep-totals keeps them)"


def _as_told(lines: Sequence[int], name: str, header: int, unit: str) -> int:
    """Return the position of the headers that a person names, -1 if there are none."""
    if header and header not in lines:
        raise InputError("bad-header", f"{name} has no {unit} {header} that could have the headers")
    return lines.index(header) if header else -1


def _titles(rows: Sequence[Row], lines: Sequence[int]) -> int:
    """Return how many rows stand above the headers, none unless all of them are lines of a title.

    Of rows that are all equally long, only such are that have one cell of three or more, or two as "Customer:, ACME".
    """
    if len(rows) > 2 and _names_separator(rows[0]):
        return 1
    is_even = len(rows[0]) == len(rows[-1]) and not any(map(is_blank, rows[0]))
    if len(rows) < 3 or (is_even and not _is_pair(rows[0])):
        return 0
    sample = list(islice(rows, _SAMPLE))
    (width, _), *_ = Counter(map(len, sample)).most_common(1)
    for position, row in enumerate(sample):
        filled = sum(not is_blank(cell) and not _goes_on(cell) for cell in row)
        is_pair = _is_pair(row)
        if len(row) == filled == width and not (is_pair and _is_set_apart(rows, lines, position)):
            return position if position + 2 < len(rows) and _may_be_headers(row) else 0
        most = max(1, width // 2) if len(row) < width else 1 if width > 2 else 0
        if (filled > most or (filled and is_blank(row[0]))) and not is_pair:
            return 0
    return 0


def _is_pair(row: Row) -> bool:
    """Return whether a row says one thing about what is below, as "Customer:, ACME"."""
    stated = [cell for cell in row if not is_blank(cell)]
    if len(stated) != 2 or any(map(is_blank, row[:2])):
        return False
    return _ends_in_colon(row[0]) and not _ends_in_colon(row[1])


def _ends_in_colon(cell: Any) -> bool:
    return isinstance(cell, str) and cell.rstrip().endswith(":")


def _is_set_apart(rows: Sequence[Row], lines: Sequence[int], position: int) -> bool:
    """Return whether pairs from a position on have an empty line below them, so that they are not the whole table."""
    below = next((at for at in range(position, min(len(rows), _SAMPLE)) if not _is_pair(rows[at])), len(rows))
    if below == len(rows):
        return False
    return all(map(is_blank, rows[below])) or lines[below] > lines[below - 1] + 1


def _names_separator(row: Row) -> bool:
    """Return whether a row is the line "sep=;", which tells spreadsheets how a file is written."""
    return isinstance(row[0], str) and row[0].strip().casefold() == "sep=" and all(map(is_blank, row[1:]))


def _may_be_headers(row: Row) -> bool:
    """Return whether a row may have headers: no number comes first, and no cell goes on as a sentence does, ", so"."""
    return not says_a_number(row[0]) and not any(map(_goes_on, row))


def _goes_on(cell: Any) -> bool:
    return isinstance(cell, str) and cell[:1].isspace()
