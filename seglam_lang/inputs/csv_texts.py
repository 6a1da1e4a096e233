"""CSV texts to tables: which sign separates, where the table is, and what is wrong with which line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from seglam_lang.inputs.layout import NOTHING_SAID, Asked, find_layout
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.progress import watched
from seglam_lang.inputs.raw import RawTable, typed
from seglam_lang.language.builtins.csv_text import Fields, read_csv_leniently
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.untyped import TypedValue

_SKIP = "; --skip-bad-lines leaves such lines out"
_SEPARATORS = "\t;|,"  # of two that split as well it is the first: a header may have a comma ("Temp, °C")
_LINE_END = re.compile("\r\n|\n|\r")
_SAMPLE = 20  # records that decide the separator
AS_TEXT = '="'  # how spreadsheets are told that ="0012" is a text
_FORMULA = re.compile(AS_TEXT + '([^"]*)"')
_FEWEST = 3  # records of a table below a title


def read_csv(text: str, name: str) -> TypedValue:
    """Return the table of a CSV text, with its type and the notes about it."""
    return typed(parse_csv(text, name), name)


def parse_csv(text: str, name: str, asked: Asked = NOTHING_SAID, skipped: list[int] | None = None) -> RawTable:
    """Return the cells of a CSV text; `asked` is what a person says about where its table stands.

    With a list for the numbers of lines that are `skipped`, a bad line is no error but is left out.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("empty-table", f"{name} is empty")
    separator = separator_of(text)
    found = csv_rows(text, separator, name, skipped)
    lines, rows = [line for line, _ in found], [row for _, row in found]
    layout = find_layout(rows, lines, name, "line", asked)
    headers = [cell or "" for cell in rows[layout.header]] if layout.header >= 0 else [""] * len(rows[0])
    data = [(lines[position], _without_end(rows[position], len(headers))) for position in layout.data]
    ragged = [(line, row) for line, row in data if len(row) != len(headers)]
    if ragged:
        _leave_out(ragged, len(headers), name, skipped)
        data = [(line, row) for line, row in data if len(row) == len(headers)]
    if not data:
        raise InputError("empty-table", f"{name} has a header but no rows")
    columns = list(zip(*[row for _, row in data], strict=True))
    if AS_TEXT in text:
        columns = [tuple(map(_stated, column)) for column in columns]
    return RawTable(
        headers,
        columns,
        layout.notes,
        True,
        lambda position: f"line {data[position][0]}",
        has_semicolons=separator == ";",
    )


def _stated(cell: str | None) -> str | None:
    """Return a cell, that of a formula which only states a text without what makes it one."""
    match = _FORMULA.fullmatch(cell) if cell else None
    return match[1] if match else cell


def _without_end(row: Fields, width: int) -> Fields:
    """Return a row without blanks beyond the headers: some programs write a separator behind each row but those, and
    spreadsheets as many as the widest row has."""
    return row[:width] if _is_blank(row[width:]) else row


def _leave_out(ragged: list[tuple[int, Fields]], width: int, name: str, skipped: list[int] | None) -> None:
    """Note the lines of rows that are too short or too long as skipped. Raise InputError if none may be."""
    if skipped is None:
        line, row = ragged[0]
        cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
        raise InputError("ragged-row", f"{name}, line {line}: {cells} where the header has {width}{_SKIP}")
    for line, row in ragged:  # a cell may go over several
        skipped += range(line, line + _breaks(row) + 1)


def csv_rows(text: str, separator: str, name: str, skipped: list[int] | None = None) -> list[tuple[int, Fields]]:
    """Return the records that are not empty, each with the line on which it begins.

    Inside the table a row of blanks is a row; after it, spreadsheets write as many as someone once clicked on.
    """
    read = read_csv_leniently(text, separator) if skipped is None else _whole_records(text, separator, skipped)
    records = watched(read, f"reading {name}", text.count("\n"))
    try:
        rows = [(line, row) for line, row in records if len(row) > 1 or not _is_blank(row)]
    except Failure as failure:
        raise InputError("bad-csv", f"{name}, {failure.message}{_SKIP}") from None
    while len(rows) > 1 and _is_blank(rows[-1][1]):
        rows.pop()
    return rows


def _whole_records(text: str, separator: str, skipped: list[int]) -> Iterator[tuple[int, Fields]]:
    """Yield the records without those in which a quote has no end; their lines are `skipped`."""
    before = 0
    while True:
        following = 1
        try:
            for line, row in read_csv_leniently(text, separator):
                following = line + _breaks(row) + 1
                yield before + line, row
            return
        except Failure as failure:
            bad = int(failure.message.partition(",")[0].removeprefix("line "))
        skipped += range(before + following, before + bad + 1)
        ends = [found.end() for found in islice(_LINE_END.finditer(text), bad)]
        if len(ends) < bad:
            return
        text, before = text[ends[-1] :], before + bad


def _breaks(row: Fields) -> int:
    """Return how many lines a row goes over, but for its last."""
    return sum(cell.count("\n") for cell in row if cell)


def _is_blank(row: Fields) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def separator_of(text: str) -> str:
    """Return the sign that splits the most of the first records into as many cells, and into more than one.

    It splits the header too, unless that stands below a title: then at least half of the records show the sign.
    """
    best, most = ",", (False, 0, 1)
    for sign in filter(text.__contains__, _SEPARATORS):
        try:
            widths = [len(row) for _, row in islice(read_csv_leniently(text, sign), _SAMPLE)]
        except Failure:  # it is not this one, or the reading says what is wrong
            continue
        counted = Counter(width for width in widths if width > 1)
        width, agreeing = max(counted.items(), key=lambda pair: pair[::-1], default=(0, 0))
        if width and (widths[0] > 1 or (agreeing >= _FEWEST and 2 * agreeing >= len(widths))):
            best, most = max((best, most), (sign, (agreeing == len(widths), agreeing, width)), key=lambda each: each[1])
    return best
