"""Large frames, tables of SQLite and DuckDB files and folders of Parquet files are what they are in memory."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import file as files
from seglam_lang.inputs import python_values
from seglam_lang.inputs.files import FileOptions, read_file
from seglam_lang.inputs.model import InputError
from seglam_lang.language.backends.relation import StoredTable
from seglam_lang.language.python.untyped import TypedValue
from tests.inputs.test_stored import assert_same

IN_MEMORY = FileOptions(may_be_stored=False)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", 0)


def outcome(given: str, options: FileOptions) -> TypedValue | str:
    try:
        return read_file(given, options)
    except InputError as error:
        return error.message


def same(given: str) -> bool:
    """Whether what is named is stored; it must be what it is in memory."""
    stored, plain = outcome(given, FileOptions()), outcome(given, IN_MEMORY)
    if isinstance(stored, str) or isinstance(plain, str):
        assert stored == plain
        return False
    assert_same(stored, plain)
    if isinstance(stored.value, StoredTable):
        assert stored.value.in_memory() == plain.value
    return bool(stored.value.is_stored)


# --- SQLite: any cell may be in any column.

OF_SQLITE: dict[str, tuple[Any, ...]] = {
    "INTEGER": (0, 1, -7, 2**62, 10**15),
    "REAL": (0.5, 2.0, -1.25, 0.1, 1e300, float("inf"), 1 / 3),
    "NUMERIC": (1, 2.5, 2**53, -3),
    "BOOLEAN": (0, 1),
    "BOOL": (0, 1, 2, 0.0),
    "TEXT": ("a", "", " ", "x,y", 'q"q', "two\nlines", "cr\rhere", "é", "5", "nul\0l", "-", "\u00a0"),
    "DATE": ("2024-01-31", "2023-12-01", "2024-02-30", ""),
    "TIMESTAMP": ("2024-01-31 10:00", "2024-01-31 10:00:05", "2024-01-31 24:00", "2024-02-01 00:00:00.5", ""),
    "DATETIME": ("2024-01-31T10:00", "2024-01-31T10:00:05", "2024-01-31 10:00"),
    "TIME": ("10:30", "09:15:00", "24:00"),
    "BLOB": (b"x", "a", 1),
    "": (1, 0.5, "a", None),
}


@st.composite
def sqlite_columns(draw: st.DrawFn, most: int = 4) -> list[tuple[str, list[Any]]]:
    """Columns with the types that are declared of them, and cells that are mostly such."""
    length = draw(st.integers(1, 5))
    kinds = draw(st.lists(st.sampled_from(sorted(OF_SQLITE)), min_size=2, max_size=most))
    columns = []
    for kind in kinds:
        some = draw(st.lists(st.sampled_from(OF_SQLITE[kind]), min_size=1, max_size=3))
        columns.append((kind, draw(st.lists(st.sampled_from([*some, None]), min_size=length, max_size=length))))
    return columns


def write_sqlite(path: Path, columns: list[tuple[str, list[Any]]]) -> None:
    database = sqlite3.connect(path)
    declared = ", ".join(f'"Column {place}" {kind}' for place, (kind, _) in enumerate(columns))
    database.execute(f'CREATE TABLE "some rows" ({declared})')
    rows = list(zip(*(cells for _, cells in columns), strict=True))
    database.executemany(f'INSERT INTO "some rows" VALUES ({", ".join("?" * len(columns))})', rows)
    database.execute('CREATE VIEW seen AS SELECT * FROM "some rows"')
    database.commit()
    database.close()


@given(sqlite_columns())
@FEW
def test_tables_of_sqlite(tmp_path: Path, columns: list[tuple[str, list[Any]]]) -> None:
    path = Path(tempfile.mkdtemp(dir=tmp_path), "some.db")
    write_sqlite(path, columns)
    same(f"{path}::some rows")
    assert not same(f"{path}::seen")
    assert not same(f"{path}::other")


def test_an_ordinary_table_of_sqlite_is_stored(tmp_path: Path) -> None:
    kinds: list[tuple[str, list[Any]]] = [
        ("INTEGER", [1, 2, None]),
        ("REAL", [0.5, None, 2.0]),
        ("NUMERIC", [1, 2.5, 3]),
        ("BOOLEAN", [0, 1, None]),
        ("TEXT", ["a", "", "b,\n"]),
        ("DATE", ["2024-01-31", None, "2024-02-29"]),
        ("TIMESTAMP", ["2024-01-31 10:00:05", "2024-02-29 00:00", None]),
        ("DATETIME", ["2024-01-31 10:00", "2024-02-29T00:00", None]),
        ("", [None, None, None]),
    ]
    write_sqlite(tmp_path / "some.db", kinds)
    assert same(f"{tmp_path / 'some.db'}::some rows")


# --- what the database has by itself

OF_SQL: dict[str, tuple[str, ...]] = {
    "INTEGER": ("1", "-7", "2147483647"),
    "BIGINT": ("1", "9223372036854775807", "-9223372036854775807"),
    "DECIMAL(9, 2)": ("1.25", "-3", "1000000"),
    "DOUBLE": ("0.5", "0.1", "2", "1e300", "'nan'", "'inf'", "1 / 3"),
    "VARCHAR": ("'a'", "''", "' '", "'2024-01-31'", "'x,y'", "'é'", "chr(0)", "'2024-01-31T10:00'"),
    "DATE": ("DATE '2024-01-31'", "DATE '0001-01-01'", "DATE '9999-12-31'"),
    "TIMESTAMP": ("TIMESTAMP '2024-01-31 10:00:05'", "TIMESTAMP '2024-02-29'", "TIMESTAMP '2024-01-31 10:00:00.25'"),
    "TIME": ("TIME '10:30'", "TIME '23:59:59'"),
    "BOOLEAN": ("true", "false"),
    "FLOAT": ("0.5", "0.1"),
    "HUGEINT": ("1", "7"),
}
OF_DUCKDB = {**OF_SQL, "DATE": (*OF_SQL["DATE"], "DATE '10000-01-01'"), "TIME": (*OF_SQL["TIME"], "TIME '24:00:00'")}


@st.composite
def sql_tables(draw: st.DrawFn, cells: dict[str, tuple[str, ...]]) -> str:
    """A query that gives a table."""
    length = draw(st.integers(1, 4))
    kinds = draw(st.lists(st.sampled_from(sorted(cells)), min_size=2, max_size=4))
    some = [draw(st.lists(st.sampled_from([*cells[kind], "NULL"]), min_size=1, max_size=3)) for kind in kinds]
    rows = [
        ", ".join(
            f'CAST({draw(st.sampled_from(known))} AS {kind}) AS "Column {place}"'
            for place, (kind, known) in enumerate(zip(kinds, some, strict=True))
        )
        for _ in range(length)
    ]
    return " UNION ALL ".join(f"SELECT {row}" for row in rows)


@given(sql_tables(OF_DUCKDB))
@FEW
def test_tables_of_duckdb(tmp_path: Path, query: str) -> None:
    path = Path(tempfile.mkdtemp(dir=tmp_path), "some.duckdb")
    with duckdb.connect(str(path)) as database:
        database.execute(f'CREATE TABLE "some rows" AS {query}')
        database.execute('CREATE VIEW seen AS FROM "some rows"')
    same(f"{path}::some rows")
    assert not same(f"{path}::seen")
    assert not same(f"{path}::other")


def test_rows_that_were_deleted_leave_the_others_in_order(tmp_path: Path) -> None:
    path = tmp_path / "some.duckdb"
    with duckdb.connect(str(path)) as database:
        some = "SELECT (n * 7919 % 3001)::INTEGER AS n, 'x' || n AS t FROM range(3000) t(n)"
        database.execute(f"CREATE TABLE rows AS {some}")
        database.execute("CREATE TABLE few AS SELECT 1 AS n, 'x' AS t")
        database.execute("DELETE FROM rows WHERE n % 3 = 0")
    assert same(f"{path}::rows")
    one, two = read_file(f"{path}::rows"), read_file(f"{path}::few")  # of one file that is attached once
    assert one.value.is_stored and two.value.is_stored
    del one, two
    with duckdb.connect(str(path)) as database:  # it is no longer attached
        database.execute("DROP TABLE few")


@given(st.lists(sql_tables(OF_SQL), min_size=1, max_size=3), st.booleans())
@FEW
def test_folders_of_parquet_files(tmp_path: Path, queries: list[str], alike: bool) -> None:
    pytest.importorskip("pyarrow")
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    for number, query in enumerate(queries):
        rows = f"FROM ({queries[0]}) LIMIT {number}" if alike and number else query
        duckdb.sql(f"COPY ({rows}) TO '{folder / str(number)}.parquet' (FORMAT parquet)")
    same(str(folder))


def test_a_folder_of_parquet_files_is_stored(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for name, asked in (("a", "n, 'x' || n AS t"), ("b", "'y' || n AS t, n"), ("c", "n, t")):
        rows = "(SELECT 7 AS n, 'z' AS t)" if name == "c" else "range(2500) r(n)"
        duckdb.sql(f"COPY (SELECT {asked.replace('n,', 'n::BIGINT AS n,')} FROM {rows}) TO '{tmp_path / name}.parquet'")
    duckdb.sql(f"COPY (SELECT 't' AS t, 8::BIGINT AS n) TO '{tmp_path / 'd.parquet'}'")
    assert same(str(tmp_path))
    duckdb.sql(f"COPY (SELECT 't' AS t, 8::BIGINT AS N, 1 AS n2) TO '{tmp_path / 'd.parquet'}'")
    assert not same(str(tmp_path))


def test_names_that_differ_in_case_alone_stay_as_they_are(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet: Callable[..., None] = pytest.importorskip("pyarrow.parquet").write_table
    parquet(pyarrow.table({"a": [1], "A": ["x"]}), tmp_path / "some.parquet")
    same(str(tmp_path / "some.parquet"))


def test_dates_below_many_blanks_are_dates(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = "SELECT n, CASE WHEN n > 2500 THEN '2024-01-31' END AS day FROM range(2600) r(n)"
    duckdb.sql(f"COPY ({rows}) TO '{tmp_path / 'some.parquet'}'")
    same(str(tmp_path / "some.parquet"))


# --- frames, which are copied


def same_frame(frame: Any) -> bool:
    """Whether a frame is stored; it must be what it is in memory, if it can be read there."""
    try:
        plain = python_values._table_in_memory(frame, "table")
    except InputError:
        return False
    stored = python_values.table_from_python(frame)
    assert_same(stored, plain)
    if isinstance(stored.value, StoredTable):
        assert stored.value.in_memory() == plain.value
    return bool(stored.value.is_stored)


OF_FRAMES = {
    **OF_SQL,
    "UTINYINT": ("0", "255"),
    "UBIGINT": ("1", "18446744073709551615"),
    "TIMESTAMP_NS": ("TIMESTAMP_NS '2024-01-31 10:00:05'", "TIMESTAMP_NS '2024-01-31 10:00:05.000000001'"),
    "TIMESTAMP_S": ("TIMESTAMP_S '2024-01-31 10:00:05'", "TIMESTAMP_S '2024-02-29'"),
    "TIMESTAMPTZ": ("TIMESTAMPTZ '2024-01-31 10:00:05+02'",),
    "INTERVAL": ("INTERVAL 3 HOURS",),
    "ENUM('low', 'high')": ("'low'", "'high'"),
    "BLOB": ("'x'::BLOB",),
}


@given(sql_tables(OF_FRAMES))
@FEW
def test_frames_of_any_library(query: str) -> None:
    pandas, polars, pyarrow = (pytest.importorskip(name) for name in ("pandas", "polars", "pyarrow"))
    with duckdb.connect() as connection:
        connection.execute("SET timezone = 'UTC'")
        relation = connection.sql(query)
        same_frame(relation)
        arrow = relation.to_arrow_table()
    same_frame(arrow)
    for convert in (
        polars.from_arrow,
        lambda table: table.to_pandas(),
        lambda table: table.to_pandas(types_mapper=pandas.ArrowDtype),
    ):
        try:
            frame = convert(arrow)
        except (pyarrow.ArrowException, ValueError, OverflowError, polars.exceptions.PolarsError):
            continue  # that library has no such cells
        same_frame(frame)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_an_ordinary_frame_is_stored(library: str) -> None:
    module = pytest.importorskip(library)
    columns = {
        "Region": ["North", "South", None],
        "Sales": [1, 2, 3],
        "Price": [1.5, None, 2.25],
        "Paid": [True, False, True],
        "Day": [datetime(2024, 1, 31), datetime(2024, 2, 29), None],
    }
    frame = module.table(columns) if library == "pyarrow" else module.DataFrame(columns)
    assert same_frame(frame)
    if library == "pandas":
        stored = python_values.table_from_python(frame)
        frame.loc[0, "Sales"] = 100  # the owner changes it
        assert stored.value.column("Sales") == (1, 2, 3)
        assert not same_frame(frame.assign(mixed=["a", 1, None]))
        assert not same_frame(frame.rename(columns={"Region": 7}))


def test_an_arrow_file_is_stored(tmp_path: Path) -> None:
    pyarrow, feather = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.feather")
    feather.write_feather(pyarrow.table({"n": [1, 2], "t": ["a", "b"]}), tmp_path / "some.feather")
    assert same(str(tmp_path / "some.feather"))
    (tmp_path / "some.feather").write_bytes((tmp_path / "some.feather").read_bytes()[:-9])
    assert not same(str(tmp_path / "some.feather"))
