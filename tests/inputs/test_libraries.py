"""Formats that libraries read: Parquet and Arrow, data frames, databases; where one is missing, or a file damaged."""

from __future__ import annotations

import gzip
import io
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, InputError, read_inputs, read_table
from seglam_lang.language.python.misfits import Unfit
from seglam_lang.language.python.tables import read_table as read_strictly
from seglam_lang.language.values import Table
from tests.inputs.given_files import CELLS, ORDERS, columns, read, refusal, table, write, zipped
from tests.workbooks import as_ods, as_xls


def test_columns_of_arrow(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    at = datetime(2024, 1, 31, 9, 30)
    given_table = pyarrow.table(
        {
            "float": pyarrow.array([0.1, float("nan"), None], pyarrow.float32()),
            "zone": pyarrow.array([at, None, at], pyarrow.timestamp("ns", tz="Asia/Seoul")),
            "word": pyarrow.array(["x", "y", "x"]).dictionary_encode(),
            "money": pyarrow.array([Decimal("1.50"), Decimal("2.00"), None]),
            "clock": [time(9, 30), None, time(10)],
            "list": [[1], [], None],
        }
    )
    parquet.write_table(given_table, "a.parquet")
    inputs = read("a.parquet")
    assert columns("a.parquet") == {
        "float": (Decimal("0.1"), None, None),
        "zone": (at, None, at),
        "word": ("x", "y", "x"),
        "money": (Decimal("1.5"), 2, None),
        "clock": (time(9, 30), None, time(10)),
    }
    assert "column zone: DateTime, 1 blank, read as the time in UTC" in inputs.notes
    assert "column list: left out, as it holds no cells of a table (list)" in inputs.notes
    for other in (given_table, given_table.to_reader(), given_table.to_batches()[0]):
        assert read_table(other).value == inputs.tables["table"]


def test_the_strict_door_takes_the_same_tables_and_refuses_what_is_doubtful() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    plain = pyarrow.table({"n": [1.5, None], "t": ["12", "x"], "d": [date(2024, 1, 31)] * 2})
    assert read_strictly(plain).table() == read_table(plain).value
    for doubtful in ({"at": pyarrow.array([0], pyarrow.timestamp("us", "UTC"))}, {"n": [1], "l": [[1]]}):
        with pytest.raises(Unfit):
            read_strictly(pyarrow.table(doubtful))


def test_what_is_no_parquet() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"n": list(range(1000))}), "a.parquet")
    whole = Path("a.parquet").read_bytes()
    for name, content in {"cut": whole[:500], "text": ORDERS.encode(), "bad": b"PAR1xxxxPAR1"}.items():
        write(f"{name}.parquet", content)
        said = f"unreadable-file: {name}.parquet is no Parquet or Arrow file that can be read: "
        assert refusal(f"{name}.parquet").startswith(said)
    write("cut.arrow", b"ARROW1\0\0" + bytes(40))
    assert refusal("cut.arrow").startswith("unreadable-file: cut.arrow is no Parquet or Arrow file")
    parquet.write_table(pyarrow.table({"n": pyarrow.array([], pyarrow.int64())}), "e.parquet")
    assert refusal("e.parquet") == "empty-table: e.parquet has a header but no rows"
    assert refusal("nowhere.parquet") == "unknown-file: there is no file 'nowhere.parquet'"
    parquet.write_table(pyarrow.table({"t": pyarrow.array([1], pyarrow.timestamp("ns"))}), "ns.parquet")
    assert "lose data" in refusal("ns.parquet")


def test_a_frame_that_only_exchanges(monkeypatch: pytest.MonkeyPatch) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    pytest.importorskip("numpy")
    inner = pyarrow.table({"n": [1, 2], "t": ["x", "y"]})
    frame = type("Frame", (), {"__dataframe__": lambda self, **options: inner.__dataframe__(**options)})()
    assert read_table(frame).value == read_table(inner).value
    broken = type("Broken", (), {"__arrow_c_stream__": lambda self, requested_schema=None: 5})()
    with pytest.raises(InputError, match="a Broken is no table for pyarrow"):
        read_table(broken)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_columns_of_a_data_frame(library: str) -> None:
    frames = pytest.importorskip(library, reason=f"{library} is not installed")
    numpy = pytest.importorskip("numpy")
    at = datetime(2024, 1, 31, 9, 30, tzinfo=UTC)
    given_frame = frames.DataFrame({"float": numpy.array([0.1, float("nan")], numpy.float32), "at": [at, None]})
    value, _, notes = read_table(given_frame)
    assert isinstance(value, Table)
    assert value.cells == ((Decimal("0.1"), None), (at.replace(tzinfo=None), None))
    assert notes[1] == "column at: DateTime, 1 blank, read as the time in UTC"


def test_tables_of_sqlite() -> None:
    with sqlite3.connect("s.db") as database:
        database.executescript(
            """CREATE TABLE orders (id INT, paid BOOLEAN, day TEXT, at TEXT, picture BLOB, price REAL);
            INSERT INTO orders VALUES (1, 1, '2024-01-31', '2024-01-31 09:30:00', x'01', 0.1),
                                      (2, NULL, NULL, '2024-02-01 10:00', NULL, 2.5);
            CREATE TABLE "odd "" name" (a); INSERT INTO "odd "" name" VALUES (1);
            CREATE TABLE empty (a);
            CREATE VIEW ids AS SELECT id FROM orders; CREATE VIEW broken AS SELECT id FROM nowhere;"""
        )
    database.close()
    assert columns("s.db::orders") == {
        "id": (1, 2),
        "paid": (True, None),
        "day": (date(2024, 1, 31), None),
        "at": (datetime(2024, 1, 31, 9, 30), datetime(2024, 2, 1, 10)),
        "price": (Decimal("0.1"), Decimal("2.5")),
    }
    assert columns("s.db::ids") == {"id": (1, 2)}
    assert columns('s.db::odd " name') == {"a": (1,)}
    assert refusal("s.db::order") == "unknown-part: s.db has no table 'order'; did you mean `orders`?"
    assert refusal("s.db").startswith("which-part: s.db has 5 tables: orders, ")
    assert refusal("s.db::empty") == "empty-table: s.db::empty has a header but no rows"
    assert refusal("s.db::broken").startswith("unreadable-file: s.db cannot be read: no such table")
    write("cut.db", Path("s.db").read_bytes()[:1000])
    assert refusal("cut.db::orders").startswith("unreadable-file: cut.db cannot be read: ")
    write("t.sqlite", ORDERS)
    assert refusal("t.sqlite") == "no-database: t.sqlite is no SQLite file and no DuckDB file"
    assert refusal("nowhere.db::orders") == "unknown-file: there is no file 'nowhere.db'"
    assert list(read("s.db::orders", "s.db::ids").values) == ["orders", "ids"]


@pytest.mark.parametrize("name", ["e.sqlite", "e.duckdb"])
def test_a_view_that_takes_long_is_interrupted(name: str) -> None:
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT sum(i) FROM n"
    )
    if name.endswith(".sqlite"):
        with sqlite3.connect(name) as database:
            database.execute(f"CREATE VIEW endless AS {endless}")
        database.close()
    else:
        with pytest.importorskip("duckdb", reason="duckdb is not installed").connect(name) as database:
            database.execute(f"CREATE VIEW endless AS {endless}")
    # In a process of its own: polars, once it is imported, keeps Ctrl-C from Python.
    ran = subprocess.run([sys.executable, "-c", _INTERRUPTED, name], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "interrupted\n", ran.stderr


_INTERRUPTED = """
import os, signal, sys, threading
from seglam_lang.inputs.files import read_file

signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    read_file(sys.argv[1])
except KeyboardInterrupt:
    print("interrupted")
"""


def test_tables_of_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    with duckdb.connect("d.duckdb") as database:
        database.execute(
            """CREATE TABLE t AS SELECT 1 AS id, 0.1::FLOAT AS f, 1.50::DECIMAL(5, 2) AS m, DATE '2024-01-31' AS d,
            make_timestamp(2024, 1, 31, 9, 30, 0)::TIMESTAMPTZ AS z, INTERVAL 2 HOURS AS i, [1] AS l, 'x' AS w"""
        )
        database.execute("CREATE TABLE months AS SELECT INTERVAL 1 MONTH AS i")
        relation = read_table(database.table("t")).value
    assert columns("d.duckdb::t") == {
        "id": (1,),
        "f": (Decimal("0.1"),),
        "m": (Decimal("1.5"),),
        "d": (date(2024, 1, 31),),
        "z": (datetime(2024, 1, 31, 9, 30),),
        "i": (timedelta(hours=2),),
        "w": ("x",),
    }
    assert relation == table("d.duckdb::t")
    write("d.duckdb.gz", gzip.compress(Path("d.duckdb").read_bytes()))
    assert table("d.duckdb.gz::t") == relation
    assert "not always the same length" in refusal("d.duckdb::months")
    assert refusal("d.duckdb::u").startswith("unknown-part: d.duckdb has no table 'u'")
    write("cut.duckdb", Path("d.duckdb").read_bytes()[:5000])
    assert refusal("cut.duckdb").startswith("unreadable-file: cut.duckdb cannot be read: ")


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [
        ("a.xlsx", "python_calamine", "excel"),
        ("a.parquet", "pyarrow", "arrow"),
        ("a.duckdb", "duckdb", "duckdb"),
        ("a.csv.zst", "zstandard", "zstd"),
    ],
)
def test_a_library_that_is_not_installed_is_named(
    name: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    write(name, bytes(8) + b"DUCK")
    needed = f"{name} is read by {library}, which is not installed: pip install 'seglam[{extra}]' has it"
    assert refusal(name) == f"missing-library: {needed}"


def test_a_stream_of_arrow_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "seglam_lang.language.python.arrow", raising=False)
    stream = type("Stream", (), {"__arrow_c_stream__": lambda self, requested_schema=None: 5})()
    with pytest.raises(InputError, match=r"a Stream is read by pyarrow, which is not installed .*seglam\[arrow\]"):
        read_table(stream)


def test_datetimes_in_utc_from_python() -> None:
    at = datetime(2024, 1, 31, 9, 30, tzinfo=UTC)
    value, _, notes = read_table({"at": [at, None], "n": [1, 2]})
    assert isinstance(value, Table)
    assert value.cells[0] == (at.replace(tzinfo=None), None)
    assert notes[0] == "column at: DateTime, 1 blank, read as the time in UTC"


def test_a_column_of_lists_is_left_out_where_there_are_others() -> None:
    value, _, notes = read_table([{"name": "x", "tags": ["a"]}, {"name": "y", "tags": None}])
    assert isinstance(value, Table)
    assert value.headers == ("name",)
    assert "column tags: left out, as it holds no cells of a table (list)" in notes
    with pytest.raises(InputError, match="is no cell"):
        read_table([{"tags": ["a"]}])
    with pytest.raises(InputError, match="is no cell"):
        read_table([{"name": "x", "tags": 1}, {"name": "y", "tags": ["a"]}])


def sqlite_file() -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y');")
    data = bytes(database.serialize())
    database.close()
    return data


SQLITE = sqlite_file()


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    """No traceback, whatever is wrong with it; what a library does about its own damage is caught."""
    written = {"csv": ORDERS.encode("utf-16"), "sqlite": SQLITE, "": zipped(o_csv=ORDERS)}
    if find_spec("python_calamine") is not None:
        written |= {"ods": as_ods(CELLS), "xls": as_xls(CELLS)}
    format = data.draw(st.sampled_from(sorted(written)))
    damaged = bytearray(written[format])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1)) if damaged else 0
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    del damaged[data.draw(st.integers(0, 2 * len(damaged))) :]
    try:
        read_inputs([("", "-")], options=FileOptions(format, None, lambda: bytes(damaged)))
    except InputError as error:
        assert error.code and error.message


def test_arrow_that_is_cut_short_is_refused() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet, feather = pytest.importorskip("pyarrow.parquet"), pytest.importorskip("pyarrow.feather")
    for format, write_table in (("parquet", parquet.write_table), ("feather", feather.write_feather)):
        whole = io.BytesIO()
        write_table(pyarrow.table({"n": [1, 2], "t": ["x", "y"]}), whole)
        data = whole.getvalue()
        for length in range(0, len(data) - 1, 7):
            options = FileOptions(format, None, lambda cut=data[:length]: cut)  # type: ignore[misc]
            with pytest.raises(InputError):
                read_inputs([("", "-")], options=options)
