"""Large CSV files: DuckDB splits them into cells, where it splits them as our own reader does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seglam_lang.inputs.csv_texts import about_headers, csv_rows, separator_of
from seglam_lang.inputs.file import File
from seglam_lang.inputs.layout import find_layout, is_blank, label_of_totals
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import unchanged
from seglam_lang.inputs.stored.columns import TextColumns, UnknownPlace
from seglam_lang.inputs.stored.tables import stored_table
from seglam_lang.language.backends.database import Database, DatabaseError, database, quoted, text_literal
from seglam_lang.language.python.untyped import TypedValue

_HEAD = 1 << 18  # bytes that show how the file is written
_TAIL = 1 << 16  # bytes that show how it ends


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file is written, and where its table stands: its first row is on line `first`, counted from 1."""

    separator: str
    line_end: str
    headers: list[str]
    first: int
    notes: tuple[str, ...]


def read_csv_file(file: File) -> TypedValue | None:
    """Return the table of a large CSV file; None where another reader has to decide (see the package)."""
    assert file.path is not None
    try:
        with unchanged(file.path):
            layout = _layout(file, file.path)
            if layout is None or len(layout.headers) < 2:
                return None
            db = database()
            table = db.new_name()
            _load(db, table, layout, file.path)
        columns = TextColumns(db, table, len(layout.headers), _places(file.path, layout, db, table))
        return stored_table(columns, layout.headers, layout.notes)
    except (DatabaseError, InputError, UnicodeDecodeError, UnknownPlace):
        return None


def _layout(file: File, path: Path) -> _Layout | None:
    """Return how the file is written, as its head and its last line show it."""
    with path.open("rb") as opened:
        start = opened.read(_HEAD)
        opened.seek(-min(_TAIL, path.stat().st_size), 2)
        end = opened.read()
    head, _, _ = start.decode("utf-8-sig", "strict" if len(start) < _HEAD else "ignore").rpartition("\n")
    last = end.rstrip(b"\r\n").rpartition(b"\n")[2].decode("utf-8")
    ends = "\r\n" if "\r\n" in head else "\n"
    if not head or "\0" in head or "\r" in head.replace("\r\n", "") or not last:
        return None
    if last.count('"') % 2:  # it begins inside of a quoted cell
        return None
    sign = separator_of(head)
    rows = csv_rows(head, sign, file.name)
    ((_, last_row),) = csv_rows(last, sign, file.name)
    if all(map(is_blank, last_row)) or (file.header is None and label_of_totals(last_row)):
        return None
    lines, cells = [line for line, _ in rows], [row for _, row in rows]
    layout = find_layout([*cells, last_row], [*lines, lines[-1] + 1], file.name, file.header, "line")
    if not 0 <= layout.header < len(rows) - 1:
        return None
    headers = [cell or "" for cell in cells[layout.header]]
    notes = (*layout.notes, *(about_headers(headers, file.name) if file.header is None else ()))
    return _Layout(sign, ends, headers, lines[layout.header + 1], notes)


def _load(db: Database, table: str, layout: _Layout, path: Path) -> None:
    """Make a table of the cells of a file, all of them texts."""
    width = len(layout.headers)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
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
    db.run(f"CREATE TABLE {quoted(table)} AS SELECT * FROM read_csv({text_literal(str(path))}, {said})")


def _places(path: Path, layout: _Layout, db: Database, table: str) -> Callable[[int], str]:
    """Return what names the line of a row: where each row is one line, which is looked up when somebody asks."""

    @cache
    def is_simple() -> bool:
        with path.open("rb") as opened:
            lines = sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(1 << 20), b""))
            opened.seek(-1, 2)
            lines += opened.read() != b"\n"
        return bool(lines - layout.first + 1 == db.row(f"SELECT count(*) FROM {table}")[0])

    def place(position: int) -> str:
        if not is_simple():
            raise UnknownPlace
        return f"line {position + layout.first}"

    return place
