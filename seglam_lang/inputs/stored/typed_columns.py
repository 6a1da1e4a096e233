"""Typed columns as the database has them: those of Parquet files, and of tables of other databases.

The source says what its columns hold. Two things it does not say: whether texts are in the ISO form of dates, which the
first of them shows and the database confirms; and what decimal numbers its floats are. Those are taken for the decimals
that the first of them have, and every float that is read is compared with the decimal in its place: at most 15 digits
name one float only, so that it is the shortest decimal for that float, as in Python. Where one is not, the database
gives up, and the source is read into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from seglam_lang.inputs.columns import about_few
from seglam_lang.inputs.dates import parse_iso
from seglam_lang.inputs.headers import as_header, describe, distinct_headers
from seglam_lang.inputs.value_types import MOST_COMPARED
from seglam_lang.language.backends import planner
from seglam_lang.language.backends.columns import SqlColumn, decimal
from seglam_lang.language.backends.dialects import Dialect
from seglam_lang.language.backends.engines import Engine
from seglam_lang.language.backends.relation import Relation, StoredTable
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TABLE, TEXT, TIME
from seglam_lang.language.values import Table

_SAMPLE = 2_000  # rows that show how many decimals floats have
_FEW = 200  # different texts of a column, which are looked at one by one
_FLOAT_DIGITS = 15  # of a DOUBLE, of which no two decimal numbers share one
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
_DOUBTFUL = ("VARCHAR", "DOUBLE", "TIMESTAMP")  # types of which the first cells say more
_SPACES = r"[\s\x{0b}\x{1c}-\x{1f}\x{85}\pZ]*"
_STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
_LAST = {"DATE": "DATE '9999-12-31'", "TIMESTAMP": "TIMESTAMP '9999-12-31 23:59:59.999999'"}


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that the database can read: what follows FROM, the position of a row, and of each column the header, what it
    is in SQL, and its type there. The `owner` is kept as long as the rows are needed; they come in order if it
    `is_ordered`."""

    sql: str
    position: str
    columns: Sequence[tuple[str, str, str]]
    owner: object = None
    is_ordered: bool = True


class Doubtful(Exception):
    """Another reader has to decide."""


class _Asked(NamedTuple):
    """A column as it lies in the source: as SQL, what has to be zero for that to be right, and, of texts and of whole
    numbers, how large they are. What has to be zero may stand in the statistics of a file, and need not be read."""

    column: SqlColumn
    counter: str = "0"
    size: str = "0"
    is_read: bool = False

    def sized(self, size: int | None) -> SqlColumn:
        """Return the column, where the largest of its cells is so large."""
        if self.column.type == TEXT:
            return replace(self.column, longest=size or 0)
        if self.size == "0":
            return self.column
        digits = len(str(size or 0))
        return decimal(self.column.sql, digits, 0)


def typed_table(
    db: Engine,
    source: Source,
    in_memory: Callable[[], Table] | None = None,
    is_current: Callable[[], bool] | None = None,
) -> TypedValue:
    """Return the table of a source. Raise Doubtful where it may not be what it is when it is read into memory, which
    `in_memory` does where the database may not be able to give the cells."""
    if {kind for _, _, kind in source.columns} <= {"VARCHAR"}:
        raise Doubtful  # where all cells are texts, they are read as those of CSV files are
    heads = _heads(db, source.sql, [sql for _, sql, kind in source.columns if kind in _DOUBTFUL])
    asked = [_asked(sql, kind, heads.get(sql, ()), db.dialect) for _, sql, kind in source.columns]
    few = {
        place: texts
        for place, (each, (_, sql, _)) in enumerate(zip(asked, source.columns, strict=True))
        if each.column.type == TEXT and (texts := _few(db, source, sql, heads[sql]))
    }
    length, found = _counted(db, source.sql, asked, few)
    if not length or any(wrong for _, wrong, _ in found):
        raise Doubtful
    blank = SqlColumn(f"CAST(NULL AS {db.dialect.type(TEXT)})", TEXT)  # a column without values is one of texts
    sized = [each.sized(size) if present else blank for each, (present, _, size) in zip(asked, found, strict=True)]
    columns = tuple([replace(each, sql=f"x{place}") for place, each in enumerate(sized)])
    named = ", ".join(f"{each.sql} AS {column.sql}" for each, column in zip(sized, columns, strict=True))
    given = [as_header(header) for header, _, _ in source.columns]
    headers = distinct_headers(given)
    rows = f"(SELECT {source.position} AS p, {named} FROM {source.sql})"
    relation = Relation(db, rows, columns, length, source.owner, is_ordered=source.is_ordered)
    blanks = [length - present for present, _, _ in found]
    table = StoredTable(
        relation,
        headers,
        columns,
        planner,
        length=length,
        in_memory=in_memory,
        is_current=is_current,
        distinct={place: tuple(texts) for place, texts in few.items()},
        blanks=dict(enumerate(blanks)),
    )
    spellings = [about_few(few.get(place, [])) if length <= MOST_COMPARED else "" for place in range(len(given))]
    notes = [
        describe(name, header, column.type, blank, about, bool(about))
        for name, header, column, blank, about in zip(headers, given, columns, blanks, spellings, strict=True)
    ]
    return TypedValue(table, TABLE, tuple(notes))


def _heads(db: Engine, source: str, columns: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Return the first cells of some columns."""
    if not columns:
        return {}
    rows = db.rows(f"SELECT {', '.join(columns)} FROM {source} LIMIT {_SAMPLE}")
    return dict(zip(columns, zip(*rows, strict=True), strict=False))


def _few(db: Engine, source: Source, column: str, head: Sequence[str | None]) -> list[str]:
    """Return the different texts of a column in order of first appearance; none where those are not all among its
    first cells. To find them takes no longer than to look at all cells, and who reads a request asks for them."""
    first = dict.fromkeys(cell for cell in head if cell is not None)
    if not source.is_ordered or len(first) > _FEW:
        return []
    asked = f"SELECT DISTINCT {column} FROM {source.sql} LIMIT {_FEW + 2}"  # a blank may be one of them
    found = {text for (text,) in db.rows(asked) if text is not None}
    return list(first) if found == first.keys() else []


def _counted(
    db: Engine, source: str, asked: Sequence[_Asked], few: Mapping[int, Sequence[str]]
) -> tuple[int, list[tuple[int, int, int | None]]]:
    """Return how many rows there are, and of each column how many cells are there, how many of those are wrong, and how
    large the largest is. What is known of a `few` different texts need not be asked for, but how many cells have one.

    What is asked of texts and of floats has to be read. All else stands in a file's own statistics, which the database
    looks at where nothing else is asked for.
    """
    known = {
        place: _Asked(asked[place].column, str(sum(map(_is_unfit, texts))), str(max(map(len, texts))))
        for place, texts in few.items()
    }
    every = [known.get(place, each) for place, each in enumerate(asked)]
    found: dict[int, tuple[int, int, int | None]] = {}
    length = 0
    for is_read in (True, False):
        places = [at for at, each in enumerate(every) if each.is_read == is_read]
        of_each = [f"count({every[at].column.sql}), {every[at].counter}, {every[at].size}" for at in places]
        if places:
            length, *row = db.row(f"SELECT {', '.join(['count(*)', *of_each])} FROM {source}")
            found |= dict(zip(places, zip(row[::3], row[1::3], row[2::3], strict=True), strict=True))
    return length, [found[place] for place in range(len(asked))]


def _is_unfit(text: str) -> bool:
    """Return whether a text is a blank, or one that SQL has no form for."""
    return not text.strip() or "\0" in text


def _asked(name: str, kind: str, head: Sequence[Any], dialect: Dialect) -> _Asked:
    """Return a column of a type of DuckDB's; `head` are its first cells."""
    if kind in _WHOLE:
        return _Asked(SqlColumn(name, NUMBER), size=f"greatest(max({name}), -min({name}))")
    if kind.startswith("DECIMAL("):
        digits, scale = map(int, kind[8:-1].split(","))
        if digits > 34:
            raise Doubtful
        return _Asked(decimal(name, digits, scale))
    if kind == "DOUBLE":
        return _floats(name, head, dialect)
    if kind == "VARCHAR":
        return _texts(name, head, dialect)
    if kind == "TIMESTAMP":
        days = [cell for cell in head if cell is not None]
        is_day = bool(days) and all(str(cell.time()) == "00:00:00" for cell in days)
        if is_day or not days:
            counter = f"count_if({dialect.form('is_no_midnight', name)}) + {_beyond(name, kind)}"
            return _Asked(SqlColumn(f"CAST({name} AS DATE)", DATE), counter, is_read=True)
    simple = {"BOOLEAN": BOOL, "DATE": DATE, "TIME": TIME, "TIMESTAMP": DATETIME}
    if kind not in simple:
        raise Doubtful
    return _Asked(SqlColumn(name, simple[kind]), _beyond(name, kind))


def _beyond(name: str, kind: str) -> str:
    """Return what is zero where the language has all values of a column: no day before the first year, and no hour
    24."""
    if kind == "TIME":
        return f"CAST(coalesce(max({name}) >= TIME '24:00:00', false) AS INTEGER)"
    if kind not in _LAST:
        return "0"
    first = f"{kind} '0001-01-01'"
    return f"CAST(coalesce(min({name}) < {first} OR max({name}) > {_LAST[kind]}, false) AS INTEGER)"


def _floats(name: str, head: Sequence[Any], dialect: Dialect) -> _Asked:
    present = [Decimal(repr(cell)) for cell in head if cell is not None and cell == cell]
    scale = max([2, *(-int(number.as_tuple().exponent) for number in present if number.is_finite())])
    if scale > _FLOAT_DIGITS - 3:
        raise Doubtful
    number = f"CAST({name} AS DECIMAL({_FLOAT_DIGITS}, {scale}))"
    checked = (
        f"(CASE WHEN {name} IS NULL OR isnan({name}) THEN NULL WHEN CAST({number} AS DOUBLE) = {name} THEN {number} "
    )
    checked += f"ELSE {dialect.form('error', 'a float of more decimals')} END)"
    counter = f"count_if(isnan({name}) OR {dialect.form('is_infinite', name)})"
    return _Asked(SqlColumn(checked, NUMBER, _FLOAT_DIGITS, scale), counter, is_read=True)


def _texts(name: str, head: Sequence[Any], dialect: Dialect) -> _Asked:
    """Return a column of texts, or of days or moments where all are written in one ISO form."""
    first = next((cell for cell in head if cell is not None), None)
    if first is None:
        return _Asked(SqlColumn(name, TEXT), f"count({name})", is_read=True)  # whether all cells are blank
    if parse_iso(first) is not None:
        is_day = _all_but(name, dialect.form("is_iso_day", name))
        return _Asked(SqlColumn(f"CAST({name} AS DATE)", DATE), is_day, is_read=True)
    if parse_datetime(first) is not None:
        is_stamp = dialect.form("matches", name, dialect.text(_STAMP))
        is_moment = f"{is_stamp} AND {name} >= '0001' AND TRY_CAST({name} AS TIMESTAMP) IS NOT NULL"
        return _Asked(SqlColumn(f"CAST({name} AS TIMESTAMP)", DATETIME), _all_but(name, is_moment), is_read=True)
    if any(parse(first) is not None for parse in (parse_time, parse_duration)):
        raise Doubtful  # the whole column may be in this form
    blank = f"(({name} < '!' OR {name} >= chr(128)) AND {dialect.form('matches', name, dialect.text(_SPACES))})"
    wrong = f"count_if({blank} OR {dialect.form('is_no_text', name)})"
    return _Asked(SqlColumn(name, TEXT), wrong, f"max(length({name}))", is_read=True)


def _all_but(name: str, condition: str) -> str:
    """Return how many of the cells that are there are not as a condition says."""
    return f"count({name}) - count_if({condition})"
