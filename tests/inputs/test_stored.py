"""Large files are read into a database, and come to the table and the notes that small ones come to."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import file as files
from seglam_lang.inputs.file import File
from seglam_lang.inputs.files import FileOptions, read_file
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.stored.csv_files import read_csv_file
from seglam_lang.language import Param, Signature, check_draft, compile_procedure
from seglam_lang.language.backends.relation import StoredTable
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table

EVERYDAY = Path(__file__).parents[3] / "shared" / "everyday" / "everyday.tables.jsonl.gz"
IN_MEMORY = FileOptions(may_be_stored=False)


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", 0)


def read(path: Path) -> tuple[TypedValue, TypedValue]:
    """The file as it is read into a database, if it can be, and into memory."""
    stored, plain = read_file(path), read_file(path, IN_MEMORY)
    assert not plain.value.is_stored
    return stored, plain


def assert_same(stored: TypedValue, plain: TypedValue) -> None:
    one, other = stored.value, plain.value
    assert stored.notes == plain.notes
    assert (one.headers, one.types, one.length) == (other.headers, other.types, other.length)
    assert (one.percentages, one.notations) == (other.percentages, other.notations)
    for place in range(len(other.headers)):
        assert list(map(repr, one.cells[place])) == list(map(repr, other.cells[place]))
        assert one.distinct(place) == other.distinct(place)
        assert one.blanks(place) == other.blanks(place)
        assert one.ends(place) == other.ends(place)
        assert all(one.holds(place, value) for value in other.distinct(place)[:3])


def test_the_first_rows_and_all_in_reverse(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("a,b\n1,x\n2,y\n,z\n", encoding="utf-8")
    stored, plain = read(path)
    assert stored.value.is_stored
    assert stored.value.take([0, 1]) == plain.value.take([0, 1])
    assert stored.value.take([2, 0]) == plain.value.take([2, 0])
    assert stored.value.reversed() == plain.value.reversed()


def everyday() -> list[tuple[str, str]]:
    with gzip.open(EVERYDAY, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row["table"], row["csv"]) for row in rows]


@pytest.mark.skipif(not EVERYDAY.exists(), reason="the everyday tables are not here")
@pytest.mark.parametrize("part", [0, *[pytest.param(part, marks=pytest.mark.slow) for part in range(1, 9)]])
def test_everyday_tables(part: int, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    tables = everyday()[part::9]
    were_stored = 0
    for name, text in tables:
        path.write_text(text, encoding="utf-8")
        stored, plain = read(path)
        were_stored += isinstance(stored.value, StoredTable)
        assert_same(stored, plain)
        assert stored.value == plain.value, name
    assert were_stored > 0.95 * len(tables)


CELLS = {
    "numbers": (
        "1",
        "2",
        "-3",
        "0",
        "1.50",
        "12.25",
        "007",
        "1e5",
        ".5",
        "3.",
        "+4",
        "1,234",
        "",
        " 5 ",
        "n/a",
        "12345678901234567890",
    ),
    "plain": ("1", "2", "3", "10", "-5", "0.5", "2.25", ""),
    "sections": ("1.1", "1.2", "1.9", "1.10", "1.11", "2", "2.1"),
    "dates": ("2024-01-31", "2024-02-30", "2023-12-01", "0001-01-01", "", "2024-1-5", "20240131"),
    "either": ("1/2/2024", "3/4/2024", "5/6/2024", "13/1/2024", "1/13/2024"),
    "stamps": (
        "2024-01-31 10:00",
        "2024-01-31T10:00:05",
        "2024-01-31 24:00",
        "2024-02-01 00:00",
        "2024-01-31 00:00:00",
    ),
    "money": ("$1.50", "$2", "€3", "(4)", "5%", "10 %", "6-", ""),
    "flags": ("yes", "no", "Yes", "true", "false", "0", "1", ""),
    "texts": ("a", "b", " a", "a ", "\u00a0a", "", "-", "N/A", "none", "é", "12 km", "x,y", 'q"q', "two\nlines", "nan"),
    "times": ("10:30", "9:15", "3:45", "71:20", "1:02:10", ""),
    "hours": ("7:30", "8:00", "40:15"),
    "label": ("North", "South", "Subtotal", "Total", "North total", "Source: HR", "", " "),
    "zip": ("01234", "90210", "7"),
    "version": ("1.9", "1.10", "2.0", "3"),
    "sku": ("12E5", "13E7", '="007"', "7"),
    "no": ("20240115", "20240116", "1200"),
    "thousands": ("1.234", "12.500", "7", "0.5", "1,5"),
    "units": ("5 kg", "7 kg", "8", "3 lb"),
}


@st.composite
def csv_texts(draw: st.DrawFn) -> str:
    """A CSV text with columns of all kinds, as people have them."""
    separator, end = draw(st.sampled_from([",", ";", "\t"])), draw(st.sampled_from(["\n", "\r\n"]))
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=2, max_size=4))
    row = st.tuples(*(st.sampled_from(CELLS[kind]) for kind in kinds)).map(list)
    rows = [kinds, *draw(st.lists(row, min_size=1, max_size=8))]

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & {separator, '"', "\n"} else text

    return end.join(separator.join(map(cell, row)) for row in rows) + draw(st.sampled_from(["", end]))


@given(csv_texts())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_stored_is_what_is_read_into_memory(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(text.encode())
    try:
        plain = read_file(path, IN_MEMORY)
    except InputError:
        assert read_csv_file(File(path.name, path)) is None
        return
    assert_same(read_file(path), plain)


def test_a_stray_cell_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    rows = [f"{number},{number % 7}" for number in range(5_000)]
    rows[4_321] = "4321,soon"
    path.write_text("id,amount\n" + "\n".join(rows), encoding="utf-8")
    stored, plain = read(path)
    assert stored.value.is_stored
    assert "column amount: Text, nearly all numbers, but not line 4323: soon (" in " ".join(stored.notes)
    assert stored.notes == plain.notes


def test_many_different_texts_are_not_looked_at_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    names = [
        f"{'abcdefghij'[n % 10]}name{'xyzuvw'[n % 6]}{'klmnop'[n // 6 % 6]}{chr(97 + n // 36 % 26)}{chr(97 + n % 23)}"
        for n in range(6_000)
    ]
    path.write_text("name,n\n" + "\n".join(f"{name},{n}" for n, name in enumerate(names)), encoding="utf-8")
    stored, plain = read(path)
    assert stored.value.is_stored
    assert_same(stored, plain)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n3\n", "ragged-row"),
        ('a,b\n1,"2\n3,4\n', "bad-csv"),
        ("a,b\n", "empty-table"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_as_of_a_small_one(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_file(path)
    assert raised.value.code == code


def test_tables_leave_the_database_when_nobody_has_them(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("a,b\n1,x\n2,y\n", encoding="utf-8")
    kept = read_file(path).value
    assert isinstance(kept, StoredTable)
    db = kept.relation.database
    assert db.row("SELECT count(*) FROM duckdb_tables()")[0] >= 1
    before = db.row("SELECT count(*) FROM duckdb_tables()")[0]
    del kept
    assert db.row("SELECT count(*) FROM duckdb_tables()")[0] == before - 1


def test_parquet_files_are_what_they_are_in_memory(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = tmp_path / "some.parquet"
    duckdb.sql(
        f"""COPY (SELECT n::INTEGER AS n, n / 4 AS quarter, CASE WHEN n % 5 > 0 THEN 'name ' || n END AS name,
        DATE '2024-01-01' + n::INTEGER AS day, TIMESTAMP '2024-01-01 08:00:00' + n * INTERVAL 1 HOUR AS at,
        (n / 8)::DECIMAL(12, 3) AS exact, n % 2 = 0 AS even FROM range(40) t(n)) TO '{path}' (FORMAT parquet)"""
    )
    stored, plain = read(path)
    assert stored.value.is_stored
    assert_same(stored, plain)


@pytest.mark.parametrize("value", ["0.1 + 0.2", "1e300", "'nan'::DOUBLE", "123456789.123456789"])
def test_floats_that_are_no_short_decimals_are_read_as_python_reads_them(value: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = tmp_path / "some.parquet"
    rows = f"SELECT 'a' AS name, (CASE WHEN n = 2500 THEN {value} ELSE n / 2 END)::DOUBLE AS x FROM range(3000) t(n)"
    duckdb.sql(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    stored, plain = read(path)
    read_again = stored.value.in_memory() if isinstance(stored.value, StoredTable) else stored.value
    assert isinstance(read_again, Table)
    assert read_again == plain.value
    assert stored.notes == plain.notes


def test_a_parquet_file_that_is_changed_is_read_again(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = tmp_path / "some.parquet"
    duckdb.sql(f"COPY (SELECT 'a' AS name, n AS x FROM range(3000) t(n)) TO '{path}' (FORMAT parquet)")
    before = read_file(path).value
    duckdb.sql(f"COPY (SELECT 'b' AS name, n + 1 AS x FROM range(10) t(n)) TO '{path}' (FORMAT parquet)")
    total = compile_procedure(check_draft("return rows.total(x)", SIGNATURE).core)
    assert total.run([before, Column("x", NUMBER)]) == 55


GROUPED = Signature(
    (Param("rows", table(("k", "x"))), Param("k", column_of(TEXT), "rows"), Param("x", column_of(NUMBER), "rows"))
)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("rows", "used"), [("rows", "kx"), ("rows.where(row => row[x] > 2)", "xk"), ("rows.where(row => row[x] > 9)", "xk")]
)
def test_groups_come_in_order_of_first_appearance(rows: str, used: str, ending: str, tmp_path: Path) -> None:
    """That of a whole table is known from reading it, that of some of its rows is another."""
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "some.csv"
    path.write_text("k,x\nz,1\na,3\n,4\nz,5\nm,2\na,6\nb,7\n", encoding="utf-8")
    if ending == "parquet":
        pytest.importorskip("pyarrow")
        duckdb.sql(f"COPY (FROM read_csv('{path}')) TO '{tmp_path}/some.parquet' (FORMAT parquet)")
        path = tmp_path / "some.parquet"
    stored, plain = read(path)
    assert stored.value.is_stored
    total = compile_procedure(check_draft(f"return {rows}.group_by(k).total(x)", GROUPED).core)
    arguments = [{"k": Column("k", TEXT), "x": Column("x", NUMBER)}[name] for name in used]
    assert total.run([stored.value, *arguments]) == total.run([plain.value, *arguments])


SIGNATURE = Signature((Param("rows", table(("x",))), Param("x", column_of(NUMBER), "rows")))


@given(texts=st.lists(csv_texts(), min_size=1, max_size=3), alike=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_folders_of_csv_files_are_what_they_are_in_memory(tmp_path: Path, texts: list[str], alike: bool) -> None:
    """Files of the same columns, and files of others."""
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    header, _, rest = texts[0].partition("\n")
    for number, text in enumerate(texts):
        written = f"{header}\n{text.partition(chr(10))[2] or rest}" if alike else text
        (folder / f"{number}.csv").write_text(written, encoding="utf-8", newline="")
    outcomes: list[TypedValue | str] = []
    for options in (FileOptions(), IN_MEMORY):
        try:
            outcomes.append(read_file(folder, options))
        except InputError as error:
            outcomes.append(str(error))
    one, other = outcomes
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
    else:
        assert_same(one, other)


def test_a_folder_of_csv_files_is_stored(tmp_path: Path) -> None:
    numbers = [*range(40), "x"]
    (tmp_path / "a.csv").write_text("n,t\n" + "".join(f"{number},u\n" for number in range(40)))
    (tmp_path / "b.csv").write_text("title\n\nn,t\n" + "".join(f"{number},v\n" for number in numbers))
    stored, plain = read(tmp_path)
    assert stored.value.is_stored and stored.value.length == 81
    assert_same(stored, plain)
    assert "nearly all numbers, but not b.csv, line 44: x" in " ".join(stored.notes)
    (tmp_path / "b.csv").write_text("t,n\nv,1\n")  # in another order
    assert_same(*read(tmp_path))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_signs_of_patterns_in_the_name_of_a_file_are_its_name(ending: str, tmp_path: Path) -> None:
    """`d[1].csv` is no pattern that `d1.csv` is of."""
    for name, number in (("d1", 1), ("d[1]", 2)):
        lines = ["a,b", f"x,{number}"] if ending == "csv" else [f'{{"a": "x", "b": {number}}}'] * 2
        (tmp_path / f"{name}.{ending}").write_text("\n".join([*lines, *lines[1:] * 3, ""]))
    found = read_file(tmp_path / f"d[1].{ending}").value
    assert set(found.column("b")) == {2}
