"""Large Parquet files, read by DuckDB where they lie: a procedure reads only the columns that it uses.

The file says what its columns hold. Two things it does not say: whether texts are in the ISO form of dates, which the
first of them shows and the database confirms; and what decimal numbers its floats are. Those are taken for the decimals
that the first of them have, and every float that is read is compared with the decimal in its place: at most 15 digits
name one float only, so that it is the shortest decimal for that float, as in Python. Where one is not, the database
gives up, and the file is read into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.inputs.dates import parse_iso
from seglam_lang.inputs.file import File
from seglam_lang.inputs.guessing import describe, distinct_headers
from seglam_lang.inputs.paths import state_of
from seglam_lang.language.backends import planner
from seglam_lang.language.backends.columns import SqlColumn, decimal
from seglam_lang.language.backends.database import Database, DatabaseError, database, quoted, text_literal
from seglam_lang.language.backends.relation import Relation, StoredTable
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TABLE, TEXT, TIME
from seglam_lang.language.values import Table

_SAMPLE = 2_000  # rows that show how many decimals floats have
_FLOAT_DIGITS = {"DOUBLE": 15, "FLOAT": 6}  # decimal digits of which no two numbers share a float
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
_DOUBTFUL = ("VARCHAR", "DOUBLE", "TIMESTAMP")  # types of which the first cells say more
_SPACES = r"[\s\x{0b}\x{1c}-\x{1f}\x{85}\pZ]*"
_POSITION = "file_row_number"


class _Asked(NamedTuple):
    """A column as it lies in the file: as SQL, what has to be zero for that to be right, and, of texts and of whole
    numbers, how large they are."""

    column: SqlColumn
    counter: str = "0"
    size: str = "0"

    def sized(self, size: int | None) -> SqlColumn:
        """Return the column, where the largest of its cells is so large."""
        if self.column.type == TEXT:
            return replace(self.column, longest=size or 0)
        if self.size == "0":
            return self.column
        digits = len(str(size or 0))
        return decimal(self.column.sql, digits, 0)


class _Doubtful(Exception):
    """Another reader has to decide."""


def read_parquet_file(file: File, in_memory: Callable[[], Table]) -> TypedValue | None:
    """Return the table of a large Parquet file; None where another reader has to decide (see the package)."""
    assert file.path is not None
    try:
        return _read(database(), file.path, in_memory)
    except (DatabaseError, _Doubtful):
        return None


def _read(db: Database, path: Path, in_memory: Callable[[], Table]) -> TypedValue:
    source = f"read_parquet({text_literal(str(path))}, {_POSITION} = true)"
    described = db.rows(f"DESCRIBE SELECT * FROM {source}")
    given, kinds = [each[0] for each in described if each[0] != _POSITION], [each[1] for each in described]
    if len(described) != len(given) + 1 or set(kinds[: len(given)]) <= {"VARCHAR"}:
        raise _Doubtful  # where all cells are texts, they are read as those of CSV files are
    heads = _heads(db, source, [name for name, kind in zip(given, kinds, strict=False) if kind in _DOUBTFUL])
    asked = [_asked(quoted(name), kind, heads.get(name, ())) for name, kind in zip(given, kinds, strict=False)]
    (length,) = db.row(f"SELECT count(*) FROM {source}")
    found = _counted(db, source, asked)
    if not length or any(wrong for _, wrong, _ in found):
        raise _Doubtful
    sized = [each.sized(size) for each, (_, _, size) in zip(asked, found, strict=True)]
    columns = tuple([replace(each, sql=f"x{place}") for place, each in enumerate(sized)])
    named = ", ".join(f"{each.sql} AS {column.sql}" for each, column in zip(sized, columns, strict=True))
    headers = distinct_headers(given)
    relation = Relation(db, f"(SELECT {_POSITION} AS p, {named} FROM {source})", columns, length, None)
    before = state_of(path)
    table = StoredTable(
        relation,
        headers,
        columns,
        planner,
        length=length,
        in_memory=in_memory,
        is_current=lambda: state_of(path) == before,
    )
    blanks = [length - present for present, _, _ in found]
    return TypedValue(table, TABLE, tuple(_notes(headers, given, columns, blanks)))


def _heads(db: Database, source: str, names: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Return the first cells of some columns."""
    if not names:
        return {}
    rows = db.rows(f"SELECT {', '.join(map(quoted, names))} FROM {source} LIMIT {_SAMPLE}")
    return dict(zip(names, zip(*rows, strict=True), strict=False))


def _counted(db: Database, source: str, asked: Sequence[_Asked]) -> list[tuple[int, int, int | None]]:
    """Return how many cells of each column are there, how many of those are wrong, and how large the largest is.

    What is asked of texts and of floats has to be read. All else stands in the file's own statistics, which the
    database looks at where nothing else is asked for.
    """
    found: dict[int, tuple[int, int, int | None]] = {}
    read = [place for place, each in enumerate(asked) if each.counter != "0"]
    for places in (read, [place for place in range(len(asked)) if place not in read]):
        if places:
            of_each = [f"count({asked[at].column.sql}), {asked[at].counter}, {asked[at].size}" for at in places]
            row = db.row(f"SELECT {', '.join(of_each)} FROM {source}")
            found |= dict(zip(places, zip(row[::3], row[1::3], row[2::3], strict=True), strict=True))
    return [found[place] for place in range(len(asked))]


def _notes(
    headers: Sequence[str], given: Sequence[str], columns: Sequence[SqlColumn], blanks: Sequence[int]
) -> list[str]:
    each = zip(headers, given, columns, blanks, strict=True)
    return [describe(name, header, column.type, blank, "", False) for name, header, column, blank in each]


def _asked(name: str, kind: str, head: Sequence[Any]) -> _Asked:
    """Return a column of a type of DuckDB's; `head` are its first cells."""
    if kind in _WHOLE:
        return _Asked(SqlColumn(name, NUMBER), size=f"greatest(max({name}), -min({name}))")
    if kind.startswith("DECIMAL("):
        digits, scale = map(int, kind[8:-1].split(","))
        if digits > 34:
            raise _Doubtful
        return _Asked(decimal(name, digits, scale))
    if kind in _FLOAT_DIGITS:
        return _floats(name, kind, head)
    if kind == "VARCHAR":
        return _texts(name, head)
    if kind == "TIMESTAMP":
        days = [cell for cell in head if cell is not None]
        is_day = bool(days) and all(str(cell.time()) == "00:00:00" for cell in days)
        if is_day or not days:
            counter = f"count_if(CAST({name} AS TIME) <> TIME '00:00:00')"
            return _Asked(SqlColumn(f"CAST({name} AS DATE)", DATE), counter)
    simple = {"BOOLEAN": BOOL, "DATE": DATE, "TIME": TIME, "TIMESTAMP": DATETIME}
    if kind not in simple:
        raise _Doubtful
    return _Asked(SqlColumn(name, simple[kind]))


def _floats(name: str, kind: str, head: Sequence[Any]) -> _Asked:
    present = [Decimal(repr(cell)) for cell in head if cell is not None and cell == cell]
    if kind == "FLOAT":
        raise _Doubtful
    scale = max([2, *(-int(number.as_tuple().exponent) for number in present if number.is_finite())])
    digits = _FLOAT_DIGITS[kind]
    if scale > digits - 3:
        raise _Doubtful
    number = f"CAST({name} AS DECIMAL({digits}, {scale}))"
    checked = (
        f"(CASE WHEN {name} IS NULL OR isnan({name}) THEN NULL WHEN CAST({number} AS {kind}) = {name} THEN {number} "
    )
    checked += "ELSE error('a float of more decimals') END)"
    return _Asked(SqlColumn(checked, NUMBER, digits, scale), f"count_if(isnan({name}))")


def _texts(name: str, head: Sequence[Any]) -> _Asked:
    first = next((cell for cell in head if cell is not None and cell.strip()), "")
    if any(parse(first) is not None for parse in (parse_iso, parse_datetime, parse_time, parse_duration)):
        raise _Doubtful  # the whole column may be in this form
    blank = f"(({name} < '!' OR {name} >= chr(128)) AND regexp_full_match({name}, '{_SPACES}'))"
    return _Asked(SqlColumn(name, TEXT), f"count_if({blank})", f"max(length({name}))")
