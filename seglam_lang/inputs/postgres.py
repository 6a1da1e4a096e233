"""Tables and views of a PostgreSQL database, read by psycopg in one transaction that can change nothing.

The server says which types its columns have. What no cell of a table can hold (arrays, JSON, bytes, ...) is not even
asked for. Of a table only one snapshot is read, whatever others write meanwhile.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from seglam_lang.inputs.headers import called
from seglam_lang.inputs.libraries import library
from seglam_lang.inputs.model import Doubt, InputError
from seglam_lang.inputs.parts import choose
from seglam_lang.inputs.python_values import explained
from seglam_lang.inputs.raw import RawTable
from seglam_lang.inputs.urls import Url
from seglam_lang.language.python.misfits import Unfit

_AT_A_TIME = 20_000  # rows that are fetched at once
_SECONDS = "15"  # to wait for a server, unless the URL or PGCONNECT_TIMEOUT says otherwise
_TABLES = """
    SELECT c.oid, n.nspname, c.relname, pg_table_is_visible(c.oid) AS is_visible,
        NOT c.relispartition AND has_any_column_privilege(c.oid, 'SELECT') AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    ORDER BY is_visible DESC, n.nspname, c.relname"""
_TYPES = "SELECT oid, typname, typcategory, format_type(oid, NULL) FROM pg_type WHERE oid = ANY(%s)"

_MAY_BE_INFINITE = ("date", "timestamp", "timestamptz")

# How a column of a type is asked for; what is not here, by its name or its category, is left out.
_AS_IT_IS = "{}"
_AS_TEXT = "{}::text"
_BY_NAME = {
    **dict.fromkeys(("bool", "int2", "int4", "int8", "numeric", "float4", "float8"), _AS_IT_IS),
    **dict.fromkeys(("text", "varchar", "time"), _AS_IT_IS),
    **dict.fromkeys(("uuid", "timetz", "interval", "char", "macaddr", "macaddr8"), _AS_TEXT),
    **dict.fromkeys(_MAY_BE_INFINITE, "CASE WHEN isfinite({0}) THEN {0} END"),
    "money": "{}::numeric",
    "inet": "abbrev({})",  # as psql shows it: without the width where that is all of it
}
_BY_CATEGORY = dict.fromkeys("ESIVN", _AS_TEXT)  # enums, texts, addresses, bits, and numbers of objects
_INTERVAL = re.compile(r"(?:(-?\d+) days?)?(?: ?([-+]?)(\d+):(\d\d):(\d\d(?:\.\d+)?))?")


class _Column(NamedTuple):
    name: str
    type: str
    asked: str  # how it is asked for; "" if it is left out
    type_in_words: str


def read_postgres(url: Url) -> RawTable:
    """Return the cells of the table, or the view, that a URL names; or of the only one."""
    psycopg = library("psycopg", "postgres", url.shown)
    try:
        with psycopg.connect(**_options(url)) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for setting in ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "IntervalStyle = 'postgres'"):
                connection.execute(f"SET LOCAL {setting}")
            return _read(psycopg.sql, connection, url)
    except (psycopg.Error, UnicodeError) as error:
        raise InputError("unreadable-database", f"{url.shown} cannot be read: {_why(error)}") from None


def _options(url: Url) -> dict[str, Any]:
    waiting = os.environ.get("PGCONNECT_TIMEOUT") or _SECONDS
    ours = {"connect_timeout": waiting, "application_name": "seglam", "client_encoding": "utf8"}
    return {**ours, **url.options, "prepare_threshold": None}


def _why(error: Exception) -> str:
    """Return what is wrong, on one line, without what only programs want to know."""
    first = str(error).strip().partition("\n")[0]
    said = re.sub(r"^connection (?:failed|is bad): |FATAL:\s+", "", first)
    return said.replace(
        "fe_sendauth: no password supplied", "it asks for a password (PGPASSWORD or ~/.pgpass may have it)"
    )


def _read(sql: Any, connection: Any, url: Url) -> RawTable:
    place = sql.Identifier(*_chosen(connection, url))
    name = f"{url.shown}::{url.part}" if url.part else url.shown
    columns = _columns(connection, sql.SQL("SELECT * FROM {} LIMIT 0").format(place))
    kept = [each for each in columns if each.asked]
    others = [each for each in columns if not each.asked]
    notes = [
        f"{called(each.name)}: left out, as it holds no cells of a table ({each.type_in_words})" for each in others
    ]
    if others and not kept:
        raise InputError("no-cells", f"{name} has no column that can be read: {'; '.join(notes)}")
    endless = [each for each in kept if each.type in _MAY_BE_INFINITE]
    asked = [(each, each.asked) for each in kept] + [(each, "NOT isfinite({})") for each in endless]
    terms = [sql.SQL(term).format(sql.Identifier(each.name)) for each, term in asked]
    query = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(terms), place)
    read = _fetched(connection, query, len(asked))
    for each, flags in zip(endless, read[len(kept) :], strict=True):
        if any(flags):
            notes.append(Doubt(f"{called(each.name)}: {flags.count(True)} infinite, read as blank"))
    cells = explained(name, lambda: list(map(_cells, kept, read)))
    return RawTable([each.name for each in kept], cells, tuple(notes)).expect_rows(name)


def _chosen(connection: Any, url: Url) -> tuple[str, str]:
    """Return the schema and the name of the table. Those of the search path are known without their schema."""
    known: dict[str, tuple[str, str]] = {}
    listed = []
    for _, schema, table, is_visible, is_listed in connection.execute(_TABLES).fetchall():
        known.setdefault(f"{schema}.{table}", (schema, table))
        name = table if is_visible else f"{schema}.{table}"
        known.setdefault(name, (schema, table))
        listed += [name] if is_listed else []
    if known and not listed and not url.part:
        raise InputError("empty-table", f"{url.shown} has no tables that its user may read")
    return known[url.part if url.part in known else choose(url.part, listed, url.shown, "table")]


def _columns(connection: Any, query: Any) -> list[_Column]:
    """Return the columns of a query. Of a domain the server tells what it is made of."""
    described = connection.execute(query).description
    types = {row[0]: row[1:] for row in connection.execute(_TYPES, [[each.type_code for each in described]])}
    found = []
    for each in described:
        name, category, in_words = types[each.type_code]
        asked = _BY_NAME.get(name) or _BY_CATEGORY.get(category, "")
        found.append(_Column(each.name, name, asked, in_words))
    return found


def _fetched(connection: Any, query: Any, width: int) -> list[list[Any]]:
    """Return the columns of a query, whose rows come in turns: between them, Ctrl-C is heard."""
    columns: list[list[Any]] = [[] for _ in range(width)]
    with connection.cursor(name="seglam") as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_AT_A_TIME):
            for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
                column.extend(cells)
    return columns


def _cells(column: _Column, cells: list[Any]) -> Sequence[Any]:
    """Return the cells of a column as Python values that say what the database says."""
    if column.type == "interval":
        return [None if cell is None else _length(column.name, cell) for cell in cells]
    if column.type in ("float4", "float8", "numeric"):
        return [None if cell != cell else cell for cell in cells]  # NaN
    return cells


def _length(header: str, text: str) -> timedelta:
    found = _INTERVAL.fullmatch(text)
    if found is None:
        raise Unfit(f"column {header!r}: an interval of months is not always the same length ({text})")
    days, sign, hours, minutes, seconds = found.groups(default="")
    clock = timedelta(hours=int(hours or 0), minutes=int(minutes or 0), microseconds=int(Decimal(seconds or 0) * 10**6))
    return timedelta(int(days or 0)) + (-clock if sign == "-" else clock)
