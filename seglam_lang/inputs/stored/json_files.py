"""Large JSON Lines files: DuckDB reads them, where each line is proved to say what it reads.

The first lines show which keys there are, and what stands under each: whole numbers, numbers with so many decimals,
texts, or true and false. From that a pattern is made, which every line has to match from end to end: the same keys in
the same order, numbers of at most 15 digits without exponents, texts without escapes, `null` anywhere. So there is
nothing left that two readers of JSON could take differently. Any other file is read into memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.inputs.dates import parse_iso
from seglam_lang.inputs.file import File
from seglam_lang.inputs.headers import as_header
from seglam_lang.inputs.labels import has_no_label, is_remark, label_of_totals
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import unchanged
from seglam_lang.inputs.stored.columns import TextColumns
from seglam_lang.inputs.stored.tables import stored_table
from seglam_lang.inputs.stored.totals import has_labels
from seglam_lang.inputs.stored.typed_columns import Doubtful, Source, typed_table
from seglam_lang.inputs.sums import is_blank
from seglam_lang.inputs.value_types import may_be_values
from seglam_lang.language.backends.database import Database, database, path_literal, quoted, text_literal
from seglam_lang.language.backends.dialects import has_form
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.backends.relation import Owner
from seglam_lang.language.computing.times import parse_datetime
from seglam_lang.language.python.untyped import TypedValue

_HEAD = 1 << 18  # bytes that show how the file is written
_DIGITS = 15  # of a number: no two of them share a float, in case the database reads one
_TEXT = r'"[^"\\\x00-\x1f]*"'


class _Field(NamedTuple):
    """What stands under a key: as a pattern, and as a type of the database."""

    pattern: str
    sql_type: str
    may_be_values: bool = False  # whether texts may be values of another type, as the first shows


def read_json_lines_file(file: File) -> TypedValue | None:
    """Return the table of a large JSON Lines file; None where another reader has to decide (see the package)."""
    assert file.path is not None, "a large file lies somewhere"
    db, owner, found = database(), Owner(), None
    name = db.new_name()
    try:
        with unchanged(file.path):
            fields = _fields(file.path)
            read = f"{path_literal(file.path)}, {_LINES}"
            is_other = f"line IS NULL OR NOT regexp_full_match(line, {text_literal(_pattern(fields))})"
            if db.rows(f"SELECT 1 FROM read_csv({read}) WHERE {is_other} LIMIT 1"):
                return None
            columns = [(key, f"c{place}", field.sql_type) for place, (key, field) in enumerate(fields.items())]
            db.run(f"CREATE TABLE {name} AS SELECT {_asked(columns)} FROM {_records(file.path, columns)}")
        if not file.asked.keep_totals and _may_have_totals(db, name, columns):
            return None
        if {kind for _, _, kind in columns} == {"VARCHAR"}:  # which may be numbers or dates, as those of CSV files
            texts = TextColumns(db, name, [None] * len(columns), lambda position: f"row {position + 1}")
            found = stored_table(texts, list(map(as_header, fields)), (), has_semicolons=False)
        else:
            if any(field.may_be_values for field in fields.values()):
                return None
            found = typed_table(db, Source(name, "rowid", columns, owner))
            db.keep(owner, name)
    except (DatabaseError, Doubtful, InputError, UnicodeDecodeError):
        return None
    finally:
        if found is None:
            db.drop(name)
    return found


def _may_have_totals(db: Database, table: str, columns: Sequence[tuple[str, str, str]]) -> bool:
    """Return whether there may be rows of totals, or a remark below them: which those are is known in memory alone."""
    (last,) = db.rows(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1")
    if all(map(is_blank, last)) or label_of_totals(last) or is_remark(last, len(last)) or has_no_label(last):
        return True
    texts = [name for _, name, kind in columns if kind == "VARCHAR"]
    return bool(texts) and has_labels(db, table, "*", f"lower(concat_ws(' ', {', '.join(texts)}))")


_LINES = (
    "auto_detect = false, header = false, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', "
    "new_line = '\\n'"
)


def _asked(columns: Sequence[tuple[str, str, str]]) -> str:
    """Return the columns as they are kept: an empty text is a blank."""
    cells = [f"nullif({quoted(key)}, '')" if kind == "VARCHAR" else quoted(key) for key, _, kind in columns]
    return ", ".join(f"{cell} AS {name}" for cell, (_, name, _) in zip(cells, columns, strict=True))


def _records(path: Path, columns: Sequence[tuple[str, str, str]]) -> str:
    types = ", ".join(f"{text_literal(key)}: '{kind}'" for key, _, kind in columns)
    return f"read_json({path_literal(path)}, format = 'newline_delimited', columns = {{{types}}})"


def _fields(path: Path) -> dict[str, _Field]:
    """Return what stands under the keys of the first lines. Raise Doubtful where it is not always the same."""
    with path.open("rb") as opened:
        start = opened.read(_HEAD)
    head, end, _ = start.decode("utf-8", "strict" if len(start) < _HEAD else "ignore").rpartition("\n")
    try:
        rows = [json.loads(line, parse_float=Decimal) for line in head.split("\n")] if end else []
    except (json.JSONDecodeError, RecursionError):
        raise Doubtful from None
    if not all(isinstance(row, Mapping) and list(row) == list(rows[0]) for row in rows):
        raise Doubtful
    if not rows or not rows[0] or not all(map(has_form, rows[0])):
        raise Doubtful
    return {key: _field([row[key] for row in rows]) for key in rows[0]}


def _field(cells: Sequence[Any]) -> _Field:
    classes = set(map(type, cells)) - {type(None)}
    if classes == {str}:
        first = next(cell for cell in cells if cell is not None)
        is_iso = parse_iso(first) is not None or parse_datetime(first) is not None  # which `typed_table` proves
        return _Field(_TEXT, "VARCHAR", not is_iso and may_be_values(cells))
    if classes == {bool}:
        return _Field("true|false", "BOOLEAN")
    if classes == {int}:
        return _Field(f"-?(?:0|[1-9][0-9]{{0,{_DIGITS - 1}}})", "BIGINT")
    if classes and classes <= {int, Decimal}:
        scale = max(-int(cell.as_tuple().exponent) for cell in cells if type(cell) is Decimal)
        if 0 < scale < _DIGITS:
            whole = f"-?(?:0|[1-9][0-9]{{0,{_DIGITS - 1 - scale}}})"
            return _Field(rf"{whole}(?:\.[0-9]{{1,{scale}}})?", f"DECIMAL({_DIGITS}, {scale})")
    raise Doubtful


def _pattern(fields: Mapping[str, _Field]) -> str:
    """Return what a line has to be, with or without the spaces that are usual between its parts."""
    parts = [
        f"{re.escape(json.dumps(key, ensure_ascii=False))} ?: ?(?:null|{each.pattern})" for key, each in fields.items()
    ]
    return rf"\{{ ?{' ?, ?'.join(parts)} ?\}}"
