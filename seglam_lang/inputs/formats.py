"""The formats of files: by which ending each is known, what reads it, and how its first bytes look.

Each reader is imported when a file of its format is read: reading a CSV file imports no library.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import NamedTuple

from seglam_lang.inputs.csv_texts import parse_csv
from seglam_lang.inputs.file import File
from seglam_lang.inputs.model import Doubt, InputError
from seglam_lang.inputs.raw import RawTable, typed
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import TEXT

_MOST_NAMED = 5  # lines that are left out, in a note
Read = RawTable | TypedValue  # a table, or any other value


class Format(NamedTuple):
    """A format; `in_words` is what people call it. Only some have several tables, of which one may be named."""

    in_words: str
    endings: tuple[str, ...]
    read: Callable[[File], Read]
    has_parts: bool = False


def _read_csv(file: File) -> Read:
    if file.is_large and find_spec("duckdb"):
        from seglam_lang.inputs.stored.csv_files import read_csv_file

        stored = read_csv_file(file)
        if stored is not None:
            return stored
    text, notes = file.text()
    _expect_no_json(text, file.name)
    return _noted(parse_csv(text, file.name, file.asked, file.skipped), (*notes, *_about_skipped(file)))


def _expect_no_json(text: str, name: str) -> None:
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return
    from seglam_lang.inputs.sniffing import sniff_json

    if ending := sniff_json(text):
        raise InputError("not-csv", f"{name} is no CSV, but looks like .{ending}: --format {ending} reads it so")


def _read_json(file: File) -> Read:
    from seglam_lang.inputs.json_texts import parse_json_table

    text, notes = file.text()
    return _noted(parse_json_table(text, file.name, file.asked.keep_totals), notes)


def _read_json_lines(file: File) -> Read:
    if _is_stored(file):
        from seglam_lang.inputs.stored.json_files import read_json_lines_file

        stored = read_json_lines_file(file)
        if stored is not None:
            return stored
    from seglam_lang.inputs.json_texts import parse_json_lines_table

    text, notes = file.text()
    read = parse_json_lines_table(text, file.name, file.skipped, file.asked.keep_totals)
    return _noted(read, (*notes, *_about_skipped(file)))


def _read_text(file: File) -> Read:
    text, notes = file.text()
    return TypedValue(text, TEXT, notes)


def _read_sheet(file: File) -> Read:
    from seglam_lang.inputs.sheets import read_sheet

    return read_sheet(file)


def _read_arrow(file: File) -> Read:
    from seglam_lang.inputs.arrow_files import arrow_table, cells_of, read_arrow_file

    if not _is_stored(file):
        return read_arrow_file(file)
    if file.start.startswith(b"PAR1"):
        from seglam_lang.inputs.stored.parquet_files import read_parquet_files

        stored = read_parquet_files([file], lambda: typed(read_arrow_file(file), file.name).value)
        return stored or read_arrow_file(file)
    from seglam_lang.inputs.stored.frames import store_arrow

    table = arrow_table(file)
    stored = store_arrow(table, lambda copy: typed(cells_of(copy, file.name), file.name).value)
    return stored or cells_of(table, file.name)


def _read_database(file: File) -> Read:
    from seglam_lang.inputs.databases import read_database

    if _is_stored(file):
        from seglam_lang.inputs.stored.database_files import read_database_file

        stored = read_database_file(file, lambda: typed(read_database(file), file.name).value)
        if stored is not None:
            return stored
    return read_database(file)


def _is_stored(file: File) -> bool:
    """Return whether a file whose format has types is read into a database: not where a person says of some texts that
    they stand in blank cells, which is for what people write."""
    return file.is_large and not file.asked.blank and find_spec("duckdb") is not None


def _about_skipped(file: File) -> list[str]:
    """Return what to tell people about the lines of a file that were left out, which only now are known."""
    if not file.skipped:
        return []
    lines = sorted(set(file.skipped))
    listed = ", ".join(map(str, lines[:_MOST_NAMED])) + (", ..." if len(lines) > _MOST_NAMED else "")
    are = "1 bad line is" if len(lines) == 1 else f"{len(lines):,} bad lines are"
    return [Doubt(f"{file.name}: {are} left out ({listed})")]


def _noted(read: Read, notes: tuple[str, ...]) -> Read:
    if not notes:
        return read
    if isinstance(read, RawTable):
        from dataclasses import replace

        return replace(read, notes=(*notes, *read.notes))
    return read._replace(notes=(*notes, *read.notes))


CSV = Format("CSV", (".csv", ".tsv"), _read_csv)
PLAIN_TEXT = Format("text", (".txt", ".md", ".log"), _read_text)
ARROW = Format("Parquet or Arrow", (".parquet", ".pq", ".feather", ".arrow", ".arrows", ".ipc"), _read_arrow)
DATABASE = Format("a database", (".sqlite", ".sqlite3", ".duckdb", ".db"), _read_database, True)
FORMATS = (
    CSV,
    Format("JSON", (".json",), _read_json),
    Format("JSON Lines", (".jsonl", ".ndjson"), _read_json_lines),
    PLAIN_TEXT,
    Format("a workbook", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), _read_sheet, True),
    ARROW,
    DATABASE,
)
BY_ENDING = {ending: format for format in FORMATS for ending in format.endings}
ENDINGS = tuple(BY_ENDING)
PACKED = (".gz", ".zst", ".zip")


def format_named(name: str) -> Format:
    """Return the format that `--format` names, by any of its endings."""
    found = BY_ENDING.get(f".{name.lower().removeprefix('.')}")
    if found is None:
        from seglam_lang.language.diagnostics import did_you_mean

        names = [ending[1:] for ending in ENDINGS]
        hint = did_you_mean(name, names)
        raise InputError("unknown-format", f"there is no format {name!r}; {hint or 'there are ' + ', '.join(names)}")
    return found
