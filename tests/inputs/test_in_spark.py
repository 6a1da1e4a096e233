"""Files that are read by Spark, or handed over to it, are the same tables as in memory."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from seglam_lang.inputs.files import FileOptions, own_name, read_file
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.reading import read_table
from seglam_lang.language.backends.relation import StoredTable
from seglam_lang.language.values import Table
from tests.backends.sparks import MASTER, NEEDS_SPARK, session
from tests.inputs.test_stored import assert_same

pytestmark = NEEDS_SPARK

IN_SPARK = FileOptions(engine=MASTER)
IN_MEMORY = FileOptions(may_be_stored=False)
ROWS = (
    "SELECT i AS whole, CAST(i % 7 AS TINYINT) AS tiny, CAST(i / 7 AS DECIMAL(12, 3)) AS exact, i / 4 AS float, "
    "CASE WHEN i % 5 > 0 THEN chr(97 + CAST(i % 26 AS INTEGER)) || 'é''' END AS text, DATE '2024-02-28' + "
    "CAST(i AS INTEGER) AS day, TIMESTAMP '2024-02-28 22:00:01' + to_minutes(i) AS moment, i % 2 = 0 AS flag, "
    "CAST(DATE '2024-02-28' + CAST(i AS INTEGER) AS VARCHAR) AS written, CAST(NULL AS INTEGER) AS none, "
    "CAST(DATE '2024-02-28' + CAST(i AS INTEGER) AS TIMESTAMP) AS midnight FROM range({}, {}) t(i)"
)


@pytest.fixture(autouse=True, scope="module")
def two_parts() -> None:
    session()


def write(path: Path, first: int, last: int, **options: int) -> None:
    duckdb.sql(ROWS.format(first, last)).write_parquet(str(path), **options)


def assert_in_spark(given: str) -> StoredTable:
    found, plain = read_file(given, IN_SPARK), read_file(given, IN_MEMORY)
    assert isinstance(found.value, StoredTable) and found.value.relation.database is session()
    assert_same(found, plain)
    return found.value


def test_a_parquet_file_and_its_order(tmp_path: Path) -> None:
    """Its row groups are read by several tasks, of which none knows of the others."""
    write(tmp_path / "a [1] ü.parquet", 0, 9_000, row_group_size=2_048)
    session().set("spark.sql.files.maxPartitionBytes", "20000")
    try:
        table = assert_in_spark(str(tmp_path / "a [1] ü.parquet"))
        assert table.cells[0] == tuple(range(9_000))
    finally:
        session().set("spark.sql.files.maxPartitionBytes", "128m")


def test_a_folder_of_parquet_files(tmp_path: Path) -> None:
    for number, first in enumerate((40, 0, 20)):
        write(tmp_path / f"{number}.parquet", first, first + 20)
    expected = (*range(40, 60), *range(20), *range(20, 40))
    assert assert_in_spark(str(tmp_path)).cells[0] == expected
    by_url = read_file(f"file://{tmp_path}", IN_SPARK)
    assert by_url.value == read_file(str(tmp_path), IN_MEMORY).value
    assert own_name(f"file://{tmp_path}/2.parquet") == "2"


def test_files_of_other_columns_are_one_table_to_nobody(tmp_path: Path) -> None:
    duckdb.sql("SELECT 1 AS a, 2 AS b").write_parquet(str(tmp_path / "1.parquet"))
    duckdb.sql("SELECT 1 AS a").write_parquet(str(tmp_path / "2.parquet"))
    for given in (str(tmp_path), f"file://{tmp_path}"):
        with pytest.raises(InputError, match=r"the same columns|has not the columns"):
            read_file(given, IN_SPARK)
    with pytest.raises(InputError, match="Path does not exist"):
        read_file(f"file://{tmp_path}/none", IN_SPARK)


def test_floats_that_are_no_short_decimals_are_read_in_memory(tmp_path: Path) -> None:
    duckdb.sql("SELECT 1 / 3 AS a, 2 AS b").write_parquet(str(tmp_path / "a.parquet"))
    found = read_file(str(tmp_path / "a.parquet"), IN_SPARK)
    assert not found.value.is_stored and found.value == read_file(str(tmp_path / "a.parquet"), IN_MEMORY).value
    duckdb.sql("SELECT 0.5 / (1 + i // 2500) AS a FROM range(3000) t(i)").write_parquet(str(tmp_path / "b.parquet"))
    duckdb.sql("SELECT 0.5 / (1 + 2 * (i // 2500)) AS a FROM range(3000) t(i)").write_parquet(
        str(tmp_path / "c.parquet")
    )
    assert_in_spark(str(tmp_path / "b.parquet"))
    with pytest.raises(InputError, match="a float of more decimals"):
        read_file(f"file://{tmp_path}/c.parquet", IN_SPARK)  # which only the last rows show


def test_a_file_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    for last in (30, 50):
        write(tmp_path / "a.parquet", 0, last)
        assert assert_in_spark(str(tmp_path / "a.parquet")).length == last


def test_bytes_that_are_no_text_are_left_to_another_reader(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    data = pyarrow.array([b"good", b"b\xffd"], pyarrow.binary())
    texts = pyarrow.StringArray.from_buffers(2, *data.buffers()[1:])
    parquet.write_table(pyarrow.table({"t": texts, "n": [1, 2]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="types or bytes that are not known here"):
        read_file(f"file://{tmp_path / 'a.parquet'}", IN_SPARK)


def test_a_csv_file_is_handed_over(tmp_path: Path) -> None:
    lines = ["region,sales,day", *(f"r{row % 7},{row / 4},2024-03-{1 + row % 30:02}" for row in range(500)), ",,"]
    (tmp_path / "a.csv").write_text("\n".join([*lines[:300], ",7,", *lines[300:-1]]) + "\n")
    table = assert_in_spark(str(tmp_path / "a.csv"))
    assert table.in_memory() == read_file(str(tmp_path / "a.csv"), IN_MEMORY).value


def test_times_of_day_stay_in_duckdb(tmp_path: Path) -> None:
    duckdb.sql("SELECT TIME '10:00:00' AS at, i AS n FROM range(30) t(i)").write_parquet(str(tmp_path / "a.parquet"))
    found = read_file(str(tmp_path / "a.parquet"), IN_SPARK).value
    assert isinstance(found, StoredTable) and found.relation.database is not session()
    assert found.fetched() == read_file(str(tmp_path / "a.parquet"), IN_MEMORY).value


def test_what_lies_in_memory_stays_there() -> None:
    found = read_table([{"a": 1, "b": "x"}], IN_SPARK).value
    assert isinstance(found, Table) and not found.is_stored
