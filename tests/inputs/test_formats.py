"""One content through every format is one table: CSV, JSON, sheets, Parquet, databases, Python and its data frames.

What the library of a format is not installed for is left out of the properties; `test_all_libraries` says so.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, from_python, read_file, read_inputs, read_table
from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.json_texts import read_json, read_json_lines
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TEXT
from seglam_lang.language.values import Table
from tests.inputs.postgres_server import Server
from tests.workbooks import as_ods, as_xls, as_xlsx

Rows = list[list[str]]
NUMBERS = ["5", "7.5", "09", "007", "$5", "1'200", "1,5", "(3)", "5 %", "0"]
WORDS = ["", " ", "n/a", "-", "Yes", "yes", "No", "TRUE", "x", "a, b", 'say "hi"', "two\nlines"]
TIMES = ["2024-01-31", "31/1/2024", "1/2/24", "20240131", "9:30", "0712", "1 h 30 min"]
CELLS = st.sampled_from([*NUMBERS, *WORDS, *TIMES])
HEADERS = ["Dep time", "amount", "amount", "", "2024", "rows.count()"]


def as_csv(headers: list[str], rows: Rows, separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([headers, *rows])
    return text.getvalue()


def about_columns(notes: Sequence[str]) -> list[str]:
    """What is said of columns, wherever their rows stand. That the last row may be none is said of files that people
    lay out, and not of Parquet or a database.
    """
    return [re.sub("(line|row) [0-9]+", "place", note) for note in notes if "is read as a row like" not in note]


def records(headers: list[str], rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(headers, row, strict=True)) for row in rows]


def piped(data: bytes, format: str = "") -> TypedValue:
    """What standard input gives; without a format its first bytes say what it is."""
    return read_file("-", FileOptions(format, None, lambda: data))


def as_arrow(headers: list[str], columns: Any) -> Any:
    pyarrow = pytest.importorskip("pyarrow")
    return pyarrow.Table.from_arrays([pyarrow.array(column) for column in columns], names=headers)


def as_parquet(headers: list[str], columns: Any) -> bytes:
    parquet = pytest.importorskip("pyarrow.parquet")
    written = io.BytesIO()
    parquet.write_table(as_arrow(headers, columns), written)
    return written.getvalue()


def as_feather(headers: list[str], columns: Any) -> bytes:
    feather = pytest.importorskip("pyarrow.feather")
    written = io.BytesIO()
    feather.write_feather(as_arrow(headers, columns), written)
    return written.getvalue()


def as_sqlite(headers: list[str], columns: Any, types: dict[str, str] | None = None) -> bytes:
    quoted = [f'"{header}" {(types or {}).get(header, "")}' for header in headers]
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE t ({', '.join(quoted)})")
    database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(headers))})", zip(*columns, strict=True))
    database.commit()
    data = bytes(database.serialize())
    database.close()
    return data


def in_postgres(server: Server, types: dict[str, str], headers: list[str], rows: Sequence[Sequence[Any]]) -> TypedValue:
    columns = [f'"{header}" {types.get(header, "text")}' for header in headers]
    server.execute(f"DROP TABLE IF EXISTS same; CREATE TABLE same ({', '.join(columns)})")
    server.execute(f"INSERT INTO same VALUES ({', '.join(['%s'] * len(headers))})", rows)
    return read_file(server.url("same"))


def as_relation(headers: list[str], columns: Any) -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.connect().from_arrow(as_arrow(headers, columns))


def as_zip(data: bytes, name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(name, data)
    return written.getvalue()


class Stream:
    """What speaks the protocol of Arrow's C stream, and nothing else."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


LIBRARIES = ("python_calamine", "openpyxl", "pyarrow", "duckdb", "psycopg", "zstandard")


@pytest.mark.parametrize("library", LIBRARIES)
def test_all_libraries(library: str) -> None:
    """A library that is not installed is named: the properties below are without its formats."""
    pytest.importorskip(library, reason=f"{library} is not installed: its formats are not tested")


def has(*names: str) -> bool:
    return all(find_spec(name) is not None for name in names)


def cells_of(rows: Rows) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True))


FORMATS: dict[str, Callable[[list[str], Rows], TypedValue]] = {
    "semicolons": lambda headers, rows: read_csv(as_csv(headers, rows, ";"), "t"),
    "tabs": lambda headers, rows: read_csv(as_csv(headers, rows, "\t"), "t"),
    "JSON": lambda headers, rows: read_json(json.dumps({"columns": headers, "rows": rows}), "t"),
    "Python": lambda headers, rows: read_table({"columns": headers, "rows": rows}),
    "Python, None for what is blank": lambda headers, rows: read_table(
        {"columns": headers, "rows": [[cell.strip() or None for cell in row] for row in rows]}
    ),
}
SHEETS: dict[str, Callable[[list[list[Any]]], bytes]] = {".ods": as_ods, ".xls": as_xls}
if has("openpyxl"):
    SHEETS[".xlsx"] = as_xlsx
if has("python_calamine"):
    FORMATS |= {
        ending: lambda headers, rows, write=write: piped(write([headers, *rows]))  # type: ignore[misc]
        for ending, write in SHEETS.items()
    }
if has("pyarrow"):
    FORMATS |= {
        "Parquet": lambda headers, rows: piped(as_parquet(headers, cells_of(rows))),
        "Feather": lambda headers, rows: piped(as_feather(headers, cells_of(rows))),
        "a table of pyarrow": lambda headers, rows: read_table(as_arrow(headers, cells_of(rows))),
        "a stream of Arrow": lambda headers, rows: read_table(Stream(as_arrow(headers, cells_of(rows)))),
    }
FORMATS |= {
    "UTF-16": lambda headers, rows: piped(as_csv(headers, rows).encode("utf-16"), "csv"),
    "gzip": lambda headers, rows: piped(gzip.compress(as_csv(headers, rows).encode())),
    "zip": lambda headers, rows: piped(as_zip(as_csv(headers, rows).encode(), "t.csv")),
}
OF_RECORDS: dict[str, Callable[[list[str], Rows], TypedValue]] = {
    "records": lambda headers, rows: from_python(records(headers, rows)),
    "records in JSON": lambda headers, rows: read_json(json.dumps(records(headers, rows)), "t"),
    "JSON Lines": lambda headers, rows: read_json_lines("\n".join(map(json.dumps, records(headers, rows))), "t"),
    "columns": lambda headers, rows: read_table(dict(zip(headers, zip(*rows, strict=True), strict=True))),
    "SQLite": lambda headers, rows: piped(as_sqlite(headers, cells_of(rows))),
}
if has("pyarrow", "duckdb"):
    OF_RECORDS["a relation of DuckDB"] = lambda headers, rows: read_table(as_relation(headers, cells_of(rows)))
if has("polars"):
    import polars

    OF_RECORDS["polars"] = lambda headers, rows: read_table(polars.DataFrame(rows, schema=headers, orient="row"))
if has("pandas"):
    import pandas

    OF_RECORDS["pandas"] = lambda headers, rows: read_table(pandas.DataFrame(rows, columns=headers))


Readers = dict[str, Callable[[list[str], Rows], TypedValue]]


def expect_one_table(data: st.DataObject, formats: Readers, of_records: Readers) -> None:
    """Draw a content, and read it in every format; those of records have no two headers that are the same."""
    width = data.draw(st.integers(2, len(HEADERS)))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    rows[-1][0] = "end"  # rows of blanks after the table are no rows of a CSV file
    headers = HEADERS[:width]
    if not headers[-1].strip():  # a column at the right without a header or a cell is none of a sheet
        rows[-1][-1] = rows[-1][-1].strip() or "1"
    plain = [f"{header} of {position}" for position, header in enumerate(headers)]
    for names, readers in ((headers, formats), (plain, formats | of_records)):
        table, _, notes = read_csv(as_csv(names, rows), "t")
        for name, read in readers.items():
            if name == "semicolons" and any("it could also be" in note for note in notes):
                continue  # who separates cells so writes days first
            found = read(names, rows)
            assert found.value == table, name
            assert found.value.percentages == table.percentages
            assert about_columns(found.notes) == about_columns(notes)


@given(st.data())
def test_one_content_is_one_table(data: st.DataObject) -> None:
    expect_one_table(data, FORMATS, OF_RECORDS)


@pytest.mark.slow
def test_one_content_is_one_table_in_postgres(postgres: Server) -> None:
    @settings(max_examples=50)
    @given(st.data())
    def expect(data: st.DataObject) -> None:
        expect_one_table(data, {}, {"PostgreSQL": partial(in_postgres, postgres, {})})

    expect()


# --- the same of values that have types, in the formats that keep them

COLUMNS = {"n": NUMBER, "d": DATE, "at": DATETIME, "b": BOOL, "t": TEXT}
TYPED = st.tuples(
    st.none() | st.integers(-9999, 9999).map(lambda cents: Decimal(cents) / 100),
    st.none() | st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.none()
    | st.integers(0, 40_000_000).map(lambda minutes: datetime.fromordinal(719_163) + minutes * timedelta(minutes=1)),
    st.none() | st.booleans(),
    st.none() | st.sampled_from(["x", "North", "two words", "é"]),
)
FIRST = (Decimal("-0.5"), date(2024, 1, 31), datetime(2024, 1, 31, 9, 30), True, "x")
Columns = list[tuple[Any, ...]]


def texts(column: tuple[Any, ...]) -> tuple[str | None, ...]:
    """As CSV, JSON and SQLite have dates, and CSV anything."""
    return tuple(None if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell) for cell in column)


def typed_csv(columns: Columns) -> TypedValue:
    return read_csv(as_csv(list(COLUMNS), [list(map(str, row)) for row in blanked(columns)]), "t")


def blanked(columns: Columns) -> list[list[str]]:
    return [["" if cell is None else cell for cell in row] for row in zip(*map(texts, columns), strict=True)]


def typed_json(columns: Columns) -> TypedValue:
    cells = [columns[0], texts(columns[1]), texts(columns[2]), *columns[3:]]
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*cells, strict=True)]
    return piped(json.dumps(rows, default=float).encode(), "json")


def typed_sqlite(columns: Columns) -> TypedValue:
    numbers = tuple(None if cell is None else float(cell) for cell in columns[0])
    stamps = tuple(cell and cell.replace("T", " ") for cell in texts(columns[2]))
    cells = [numbers, texts(columns[1]), stamps, *columns[3:]]
    return piped(as_sqlite(list(COLUMNS), cells, {"b": "BOOLEAN"}))


WITH_TYPES: dict[str, Callable[[Columns], TypedValue]] = {
    "CSV": typed_csv,
    "JSON": typed_json,
    "SQLite": typed_sqlite,
    "Python": lambda columns: read_table(dict(zip(COLUMNS, columns, strict=True))),
}
if has("python_calamine"):
    WITH_TYPES |= {
        ending: lambda columns, write=write: piped(  # type: ignore[misc]
            write([list(COLUMNS), *map(list, zip(*columns, strict=True))])
        )
        for ending, write in SHEETS.items()
    }
if has("pyarrow"):
    WITH_TYPES |= {
        "Parquet": lambda columns: piped(as_parquet(list(COLUMNS), columns)),
        "Feather": lambda columns: piped(as_feather(list(COLUMNS), columns)),
        "a table of pyarrow": lambda columns: read_table(as_arrow(list(COLUMNS), columns)),
        "a stream of Arrow": lambda columns: read_table(Stream(as_arrow(list(COLUMNS), columns))),
    }
if has("pyarrow", "duckdb"):
    WITH_TYPES["a relation of DuckDB"] = lambda columns: read_table(as_relation(list(COLUMNS), columns))
if has("polars"):
    WITH_TYPES["polars"] = lambda columns: read_table(polars.DataFrame(dict(zip(COLUMNS, columns, strict=True))))
if has("pandas"):
    WITH_TYPES["pandas"] = lambda columns: read_table(pandas.DataFrame(dict(zip(COLUMNS, columns, strict=True))))


def expect_one_typed_table(rows: list[tuple[Any, ...]], formats: dict[str, Callable[[Columns], TypedValue]]) -> None:
    columns = list(zip(FIRST, *rows, FIRST, strict=True))  # a row of blanks at the end is none
    expected = Table(tuple(COLUMNS), tuple(COLUMNS.values()), tuple(columns), len(rows) + 2)
    for name, read in formats.items():
        found = read(columns).value
        assert found == expected, name
        assert [list(map(type, cells)) for cells in found.cells] == [
            [
                int if kind is Decimal and cell == int(cell) else kind
                for kind, cell in zip(map(type, cells), cells, strict=True)
            ]
            for cells in expected.cells
        ], name


@settings(max_examples=50)
@given(st.lists(TYPED, max_size=6))
def test_values_with_types_are_the_same_table_in_every_format(rows: list[tuple[Any, ...]]) -> None:
    expect_one_typed_table(rows, WITH_TYPES)


@pytest.mark.slow
def test_values_with_types_are_the_same_table_in_postgres(postgres: Server) -> None:
    types = {"n": "numeric", "d": "date", "at": "timestamp", "b": "boolean"}

    @settings(max_examples=50)
    @given(st.lists(TYPED, max_size=6))
    def expect(rows: list[tuple[Any, ...]]) -> None:
        def read(columns: Columns) -> TypedValue:
            return in_postgres(postgres, types, list(COLUMNS), list(zip(*columns, strict=True)))

        expect_one_typed_table(rows, {"PostgreSQL": read})

    expect()


@pytest.mark.parametrize("name", ["orders", "table"])
def test_records_that_are_given_under_a_name_are_a_table(name: str) -> None:
    given_records = [{"item": "pen", "price": "$2"}, {"item": "ink", "price": "$7.50"}]
    inputs = read_inputs(values={name: given_records})
    assert isinstance(inputs.tables["table"], Table)
    assert inputs.tables["table"] == read_csv("item,price\npen,$2\nink,$7.50\n", "t").value


def test_a_file_of_every_ending_holds_the_same_table(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"day": "31/1/2024", "paid": "$5"}, {"day": "1/2/2024", "paid": "n/a"}]
    files = {
        "a.csv": "day,paid\n31/1/2024,$5\n1/2/2024,n/a\n",
        "a.tsv": "day\tpaid\n31/1/2024\t$5\n1/2/2024\tn/a\n",
        "a.json": json.dumps(rows),
        "a.jsonl": "\n".join(map(json.dumps, rows)),
    }
    read = []
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        read.append(read_inputs(files=[("", tmp_path / name)]))
    assert all(each.tables == read[0].tables and each.notes == read[0].notes for each in read)


@pytest.mark.parametrize(
    ("other", "day", "note"),
    [
        ("13/4/2024", date(2024, 4, 3), "column due: Date, read with the day first, as in another column"),
        ("13/4/2024 09:30", date(2024, 4, 3), "column due: Date, read with the day first, as in another column"),
        ("4/13/2024", date(2024, 3, 4), "column due: Date, read with the month first, as in another column"),
        ("13.4.2024", date(2024, 4, 3), "column due: Date, read with the day first, as in another column"),
        ("2024-04-13", date(2024, 3, 4), "column due: Date, read with the month first (it could also be the day)"),
    ],
)
def test_dates_of_either_order_are_read_as_those_of_another_column(other: str, day: date, note: str) -> None:
    read = read_csv(f"due,paid\n3/4/2024,{other}\n5/5/2024,\n", "t")
    assert read.value.cells[0][0] == day
    assert note in read.notes
