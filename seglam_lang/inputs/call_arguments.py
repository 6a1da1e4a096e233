"""A text of the command line as the argument of a procedure: what it is read as depends on the parameter's type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.inputs.files import FileOptions
from seglam_lang.inputs.headers import called
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.notation import is_literal, read_written
from seglam_lang.inputs.python_values import table_from_python
from seglam_lang.inputs.reading import read_table
from seglam_lang.language.checking.signature import is_table
from seglam_lang.language.python.misfits import Unfit, short_repr
from seglam_lang.language.types import Type
from seglam_lang.language.values import Table


def read_argument(text: str, kind: Type, options: FileOptions) -> tuple[Any, list[str]]:
    """Return the Python value, or the table, that a text is for a parameter, with notes on how it was read; `options`
    say how files are.

    Raise Unfit where the text is no value of that type.
    """
    if is_table(kind):
        return _read_table(text, options)
    written = read_written(text, kind)
    return written.value, [written.note] if written.note else []


def _read_table(text: str, options: FileOptions) -> tuple[Table, list[str]]:
    """Return the table of a file, of standard input, or of a list of records."""
    try:
        if is_literal(text):
            read = table_from_python(read_written(text).value, "the table")
        else:
            read = read_table(text, options)
    except InputError as error:
        raise Unfit(str(error), "a Table is the path of a file: CSV, JSON, a workbook, Parquet, a database") from None
    if not isinstance(read.value, Table):
        raise Unfit(f"expected Table, {short_repr(text)} holds a {read.type.name}")
    return read.value, notes_beyond_types(read.value, read.notes)


def notes_beyond_types(table: Table, notes: Sequence[str]) -> list[str]:
    """Return the notes about a table that was read, without those that only name the type of a column."""
    plain = {f"{called(header)}: {kind.name}" for header, kind in zip(table.headers, table.types, strict=True)}
    return [note for note in notes if note not in plain]
