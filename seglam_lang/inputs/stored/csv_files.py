"""Large CSV files: DuckDB splits them into cells, where it splits them as our own reader does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, zip_longest
from pathlib import Path

from seglam_lang.inputs.csv_texts import AS_TEXT, csv_rows, separator_of
from seglam_lang.inputs.file import File
from seglam_lang.inputs.headers import as_header
from seglam_lang.inputs.labels import SUM_WORDS, Row, has_no_label, is_remark, label_of_totals
from seglam_lang.inputs.layout import find_layout
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import unchanged
from seglam_lang.inputs.stored.columns import ROWS, TextColumns, UnknownPlace, without_marks_sql
from seglam_lang.inputs.stored.csv_lines import are_rows
from seglam_lang.inputs.stored.forms import Form, form_of, stated
from seglam_lang.inputs.stored.tables import stored_table
from seglam_lang.inputs.stored.totals import has_labels
from seglam_lang.inputs.sums import is_blank
from seglam_lang.language.backends.database import Database, database, path_literal, quoted, text_literal
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.python.untyped import TypedValue

_HEAD = 1 << 16  # bytes that show how the file is written
_WIDE_HEAD = 1 << 18  # and of a file with long lines
_LINES = 100  # that a head has at least
_TAIL = 1 << 16  # bytes that show how it ends
_QUOTED = re.compile('"[^"]*"')


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file is written, and where its table stands: its first row is on line `first`, counted from 1. The forms
    are those that the first cells of the columns have in common."""

    separator: str
    line_end: str
    headers: list[str]
    first: int
    forms: list[Form | None]
    notes: tuple[str, ...]

    def has_columns_of(self, other: _Layout | None) -> bool:
        """Whether another file has the same columns in the same order."""
        return other is not None and list(map(as_header, self.headers)) == list(map(as_header, other.headers))


def read_csv_file(file: File) -> TypedValue | None:
    """Return the table of a large CSV file; None where another reader has to decide (see the package)."""
    return read_csv_files([file])


def read_csv_files(files: Sequence[File]) -> TypedValue | None:
    """Return the table of CSV files of the same columns, one below the other; None where another reader has to."""
    paths = [file.path for file in files if file.path is not None]
    db = database()
    table, found = db.new_name(), None
    try:
        with ExitStack() as stack:
            for path in paths:
                stack.enter_context(unchanged(path))
            layouts = [_layout(file, path) for file, path in zip(files, paths, strict=True)]
            known = [each for each in layouts if each is not None and each.has_columns_of(layouts[0])]
            if len(known) < len(files) or len(known[0].headers) < 2:
                return None
            blank = files[0].asked.blank
            forms = [None] * len(known[0].headers) if blank else _proved(paths, known)
            loads = zip(known, paths, strict=True)
            ends = [_load(db, table, layout, path, forms, blank) for layout, path in loads]
            if 0 in _lengths(ends) or _has_formulas(db, table, forms):
                return None
        places = _places_of([each.name for each in files], list(map(_places, paths, known, _lengths(ends))), ends)
        columns = TextColumns(db, table, forms, places)
        if not files[0].asked.keep_totals and _may_have_totals(columns):
            return None
        found = stored_table(
            columns,
            known[0].headers,
            tuple(chain.from_iterable(each.notes for each in known)),
            all(each.separator == ";" for each in known),
        )
    except (DatabaseError, InputError, UnicodeDecodeError, UnknownPlace):
        return None
    finally:
        if found is None:
            db.drop(table)
    return found


def _layout(file: File, path: Path) -> _Layout | None:
    """Return how the file is written, as its head and its last line show it."""
    with path.open("rb") as opened:
        start = opened.read(_HEAD)
        if start.count(b"\n") < _LINES:
            start += opened.read(_WIDE_HEAD - _HEAD)
        opened.seek(-min(_TAIL, path.stat().st_size), 2)
        end = opened.read()
    head = start.rpartition(b"\n")[0].decode("utf-8-sig")
    last = end.rstrip(b"\r\n").rpartition(b"\n")[2].decode("utf-8")
    ends = _line_end(head)
    if not ends or b"\0" in start or not last:
        return None
    if last.count('"') % 2:  # it begins inside of a quoted cell
        return None
    sign = separator_of(head)
    rows, ending = csv_rows(head, sign, file.name), csv_rows(last, sign, file.name)
    if len(ending) != 1 or all(map(is_blank, ending[0][1])):
        return None
    last_row, lines, cells = ending[0][1], [line for line, _ in rows], [row for _, row in rows]
    if not file.asked.keep_totals and _may_close(last_row, cells):
        return None
    layout = find_layout([*cells, last_row], [*lines, lines[-1] + 1], file.name, "line", file.asked)
    if not 0 <= layout.header < len(rows) - 1 or len(layout.data) < len(rows) - layout.header:
        return None
    headers = [cell or "" for cell in cells[layout.header]]
    first_rows = cells[layout.header + 1 :][:ROWS]
    forms = [form_of(stated(column)) for column in zip_longest(*first_rows)]
    return _Layout(sign, ends, headers, lines[layout.header + 1], forms, layout.notes)


def _proved(paths: Sequence[Path], layouts: Sequence[_Layout]) -> list[Form | None]:
    """Return the forms that all cells of the columns are proved to have."""
    forms, width = layouts[0].forms, len(layouts[0].headers)
    known = [form if form is not None and form.cell else None for form in forms]
    is_proved = (
        len(forms) == width
        and any(known)
        and all(
            are_rows(path, each.first, each.separator, each.line_end, known)
            for path, each in zip(paths, layouts, strict=True)
        )
    )
    return known if is_proved else [None] * width


def _line_end(head: str) -> str:
    """Return what ends all lines of a text, "" where no one sign does; what quoted cells hold ends none."""
    bare = _QUOTED.sub("", head)
    feeds, returns, both = bare.count("\n"), bare.count("\r"), bare.count("\r\n")
    if not feeds or returns != both or both not in (0, feeds):
        return ""
    return "\r\n" if both else "\n"


def _may_close(last: Row, head: Sequence[Row]) -> bool:
    """Return whether the last row of a file may be one of totals, or a remark below them."""
    is_bare = has_no_label(last) and not any(is_blank(row[0]) for row in head[:-1])
    return bool(label_of_totals(last)) or is_remark(last, len(head[-1])) or is_bare


def _has_formulas(db: Database, table: str, forms: Sequence[Form | None]) -> bool:
    """Return whether there are formulas that state a text: how those are read is known in memory alone."""
    first, last = text_literal(AS_TEXT), text_literal(AS_TEXT[:-1] + chr(ord(AS_TEXT[-1]) + 1))
    texts = [f"c{place}" for place, form in enumerate(forms) if form is None]
    formulas = " OR ".join(f"({text} >= {first} AND {text} < {last})" for text in texts)
    return bool(texts) and bool(db.rows(f"SELECT 1 FROM {quoted(table)} WHERE {formulas} LIMIT 1"))


def _may_have_totals(columns: TextColumns) -> bool:
    """Return whether there may be rows of totals among the others. Where each row begins with a text, it is its label;
    where one begins with a blank, its label is looked for in the others."""
    if columns.columns[0].is_without(SUM_WORDS):
        return False
    first = columns.columns[0].text
    may_be_blank = f"({first} IS NULL OR {first} < '!' OR {first} > '~')"  # or begins with a sign that is not in ASCII
    texts = ", ".join(column.text for column in columns.columns)
    said = f"lower(CASE WHEN {may_be_blank} THEN concat_ws(' ', {texts}) ELSE {first} END)"
    return has_labels(columns.database, columns.table, texts, said)


def _load(
    db: Database, table: str, layout: _Layout, path: Path, forms: Sequence[Form | None], blank: Sequence[str]
) -> int:
    """Put the cells of a file below those that a table has, as values where their form is exact, and else as texts, of
    which those of `blank` are none; return how many rows it has then."""
    names = [f"c{place}" for place in range(len(forms))]
    types = [form.sql_type if form is not None and form.is_exact else "VARCHAR" for form in forms]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    options = {
        "auto_detect": "false",
        "header": "false",
        "columns": f"{{{columns}}}",
        "delim": text_literal(layout.separator),
        "quote": "'\"'",
        "escape": "'\"'",
        "new_line": "'\\r\\n'" if layout.line_end == "\r\n" else "'\\n'",
        "skip": str(layout.first - 1),
        "nullstr": "''",
    }
    said = ", ".join(f"{name} = {value}" for name, value in options.items())
    declared = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
    stated = [without_marks_sql(name, blank) for name in names]
    cells = ", ".join(f"CAST({cell} AS {kind})" for cell, kind in zip(stated, types, strict=True))
    db.run(f"CREATE TABLE IF NOT EXISTS {quoted(table)} ({declared})")
    db.run(f"INSERT INTO {quoted(table)} SELECT {cells} FROM read_csv({path_literal(path)}, {said})")
    return int(db.row(f"SELECT count(*) FROM {quoted(table)}")[0])


def _lengths(ends: Sequence[int]) -> list[int]:
    """Return the lengths of parts that end there."""
    return [end - start for start, end in pairwise([0, *ends])]


def _places_of(
    names: Sequence[str], places: Sequence[Callable[[int], str]], ends: Sequence[int]
) -> Callable[[int], str]:
    """Return what names the place of a row among those of several files, each with what names its own."""
    if len(places) == 1:
        return places[0]

    def place(position: int) -> str:
        number = bisect_right(ends, position)
        return f"{names[number]}, {places[number](position - (ends[number - 1] if number else 0))}"

    return place


def _places(path: Path, layout: _Layout, length: int) -> Callable[[int], str]:
    """Return what names the line of a row: where each row is one line, which is looked up when somebody asks."""

    @cache
    def is_simple() -> bool:
        with path.open("rb") as opened:
            lines = sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(1 << 20), b""))
            opened.seek(-1, 2)
            lines += opened.read() != b"\n"
        return lines - layout.first + 1 == length

    def place(position: int) -> str:
        if not is_simple():
            raise UnknownPlace
        return f"line {position + layout.first}"

    return place
