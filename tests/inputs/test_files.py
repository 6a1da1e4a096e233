"""What files are like: how they are packed and encoded, where their table stands, which part is meant."""

from __future__ import annotations

import gzip
import io
import sqlite3
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, InputError, Inputs, read_inputs, read_table
from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.model import Doubt
from seglam_lang.language.values import Table
from tests.workbooks import as_ods, as_xls, as_xlsx, compound_file

ORDERS = "region,city,sales\nNorth,Oslo,3\nSouth,Rome,4\n"
TABLE = read_csv(ORDERS, "t").value


def sqlite_file() -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y');")
    data = bytes(database.serialize())
    database.close()
    return data


SQLITE = sqlite_file()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(*files: str, format: str = "", header: int | None = None) -> Inputs:
    return read_inputs([("", given) for given in files], options=FileOptions(format, header))


def table(given: str, **options: Any) -> Table:
    return read(given, **options).tables["table"]


def columns(given: str, **options: Any) -> dict[str, tuple[Any, ...]]:
    found = table(given, **options)
    return dict(zip(found.headers, found.cells, strict=True))


def refusal(*files: str, **options: Any) -> str:
    """The code and the message of the error."""
    with pytest.raises(InputError) as caught:
        read(*files, **options)
    return f"{caught.value.code}: {caught.value.message}"


def surprises(inputs: Inputs) -> list[str]:
    """The notes that stand under an answer."""
    return [note for note in inputs.notes if isinstance(note, Doubt)]


def write(name: str, content: str | bytes) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


# --- encodings


def test_windows_1252_is_recognised_where_a_text_is_no_utf_8() -> None:
    write("l.csv", "région;ventes\nNord;1,5\nÉtat – „x“;2\n".encode("cp1252"))
    inputs = read("l.csv")
    assert inputs.tables["table"].cells == (("Nord", "État – „x“"), (Decimal("1.5"), 2))
    assert inputs.notes[0] == "l.csv is no UTF-8; it is read as Windows-1252"


@pytest.mark.parametrize(
    "text",
    [
        "город,продажи\nМосква,1\n".encode("cp1251"),
        "都市,売上\n東京,1\n".encode("shift_jis"),
        "città,vendite\nTorino,1\nForlì,2\n".encode() + b"\xff\n",  # UTF-8 but for one byte
    ],
)
def test_another_alphabet_is_no_windows_1252(text: bytes) -> None:
    write("c.csv", text)
    assert refusal("c.csv").startswith("not-utf-8: c.csv is not UTF-8 text (byte ")


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_text_in_unicode_comes_back(text: str, encoding: str) -> None:
    data = ("x" + text).encode(encoding)
    inputs = read_inputs([("", "-")], options=FileOptions("txt", None, lambda: data))
    assert (inputs.values, inputs.notes) == ({"text": "x" + text}, ())


def test_binary_data_is_no_text() -> None:
    write("b.csv", b"\0\1\2\xff")
    assert refusal("b.csv") == "not-text: b.csv is no text"
    write("s.csv", b"SQLite format 3\0" + bytes(100))
    assert refusal("s.csv") == "not-text: s.csv is no text, but looks like .sqlite: --format sqlite reads it so"


# --- where a table stands


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_title_above_and_a_total_below(sign: str) -> None:
    write("r.csv", "Sales report, 2024\nas of May; all shops\n\n" + (ORDERS + "Total,,7\n").replace(",", sign))
    inputs = read("r.csv")
    assert inputs.tables["table"] == TABLE
    assert surprises(inputs) == [
        "r.csv: lines 1 to 2 are left out, as a title above the headers (--header 1 if not)",
        "r.csv: the last line (7: Total) is left out, as it has the totals of the others (--header 4 keeps it)",
    ]
    kept = read("r.csv", header=4)
    assert kept.tables["table"].cells[2] == (3, 4, 7)
    assert surprises(kept) == []
    assert refusal("r.csv", header=40).startswith("bad-header: r.csv has no line 40")


def test_a_title_with_signs_behind_it() -> None:
    write("r.csv", "Sales report,,\n" + ORDERS)
    assert table("r.csv") == TABLE
    write("r.csv", "Sales report,,\n,,\n" + ORDERS)
    assert table("r.csv") == TABLE


@pytest.mark.parametrize(
    "text",
    [
        "name,,\n1,2,3\n4,5,6\n",  # its first row is full, but no headers
        ",city\nNorth,Oslo\nSouth,Rome\n",  # as pandas writes its index
        "a,b,\n1,2,\n3,4,\n",
        "a\nx y\nz\n",
    ],
)
def test_what_may_be_headers_is_no_title(text: str) -> None:
    assert surprises(read_inputs([("", "-")], options=FileOptions("csv", None, text.encode))) == []


@pytest.mark.parametrize(
    "text", ["region,sales\nNorth,1\nSouth\nEast,3\n", "x\n1,2\n3,4\n5,6\n", "a,b\n1,2,3\n4,5,6\n7,8,9\n"]
)
def test_what_is_wrong_is_no_title(text: str) -> None:
    write("r.csv", text)
    assert refusal("r.csv").startswith("ragged-row: r.csv, line ")


@pytest.mark.parametrize(
    ("last", "note"),
    [
        ("Total,,8", "r.csv: the last line (4: Total) is read as a row like the others"),
        ("Total,Lima,7", "r.csv: the last line (4: Total) is read as a row like the others"),
        ("Totalia,,7", None),
        ("East,Total,7", None),
    ],
)
def test_a_row_is_a_total_only_where_its_numbers_are(last: str, note: str | None) -> None:
    write("r.csv", ORDERS + last)
    inputs = read("r.csv")
    assert inputs.tables["table"].length == 3
    assert surprises(inputs) == [note] * (note is not None)


def test_totals_of_amounts_as_they_are_written() -> None:
    write("r.csv", 'item,price\nink,"$1,200.50"\npen,$3\nGrand total:,"$1,203.50"\n')
    assert columns("r.csv")["price"] == (Decimal("1200.5"), 3)


def test_a_file_without_headers() -> None:
    write("n.csv", "North,3\nSouth,4\n")
    assert columns("n.csv", header=0) == {"column 1": ("North", "South"), "column 2": (3, 4)}


@given(st.lists(st.sampled_from(["", "x", "Total", "3", "7", "a b"]), min_size=1, max_size=4), st.integers(0, 5))
def test_nothing_is_left_out_in_silence(line: Sequence[str], place: int) -> None:
    """Whatever line is put among those of a table: all rows are there, or a note or an error says why not."""
    lines = ORDERS.splitlines()
    lines.insert(min(place, len(lines)), ",".join(line))
    data = "\n".join(lines).encode()
    try:
        inputs = read_inputs([("", "-")], options=FileOptions("csv", None, lambda: data))
    except InputError:
        return
    rows = len([each for each in lines if each.strip(",")]) - 1
    assert inputs.tables["table"].length >= rows or surprises(inputs)


# --- packed files, standard input, several files


def zipped(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in files.items():
            file.writestr(name.replace("_", "."), content)
    return packed.getvalue()


def test_packed_files() -> None:
    write("o.csv.gz", gzip.compress(ORDERS.encode()))
    write("o.zip", zipped(o_csv=ORDERS))
    write("two.zip", zipped(o_csv=ORDERS, p_csv="a\n1\n"))
    assert table("o.csv.gz") == table("o.zip") == table("two.zip::o.csv") == TABLE
    assert refusal("two.zip") == "which-part: two.zip has 2 files: o.csv, p.csv; say which, as in --in 'two.zip::o.csv'"
    assert refusal("two.zip::oo.csv") == "unknown-part: two.zip has no file 'oo.csv'; did you mean `o.csv`?"
    write("bad.zip", b"PK\3\4 and no more")
    assert refusal("bad.zip").startswith("unreadable-file: 'bad.zip' cannot be read")
    write("o.dat.gz", gzip.compress(b"x"))
    assert refusal("o.dat.gz").startswith("unknown-kind: 'o.dat.gz' has the extension '.dat'")


def test_zstandard() -> None:
    zstandard = pytest.importorskip("zstandard", reason="zstandard is not installed")
    write("o.csv.zst", zstandard.compress(ORDERS.encode()))
    assert table("o.csv.zst") == TABLE
    for damaged in (b"", b"nothing of the kind", zstandard.compress(ORDERS.encode() * 100)[:20]):
        write("bad.csv.zst", damaged)
        assert refusal("bad.csv.zst").startswith("unreadable-file: 'bad.csv.zst' cannot be read")


@pytest.mark.parametrize(
    "data",
    [ORDERS.encode(), gzip.compress(ORDERS.encode()), zipped(o_csv=ORDERS), ORDERS.replace(",", ";").encode("utf-16")],
)
def test_standard_input_shows_its_format(data: bytes) -> None:
    assert read_inputs([("", "-")], options=FileOptions("", None, lambda: data)).tables["table"] == TABLE


@pytest.mark.parametrize(
    ("data", "value"), [(b'{"a": 1}', ("a",)), (b'[{"a": 1}]', ("a",)), (b'{"a": 1}\n{"a": 2}\n', ("a",))]
)
def test_json_in_standard_input(data: bytes, value: tuple[str, ...]) -> None:
    inputs = read_inputs([("", "-")], options=FileOptions("", None, lambda: data))
    (found,) = inputs.values.values()
    assert (found.headers if isinstance(found, Table) else found.names) == value


def test_files_of_a_folder_and_of_a_pattern_are_one_table() -> None:
    write("sales/feb.csv", "sales,region\n2,South\n")
    write("sales/jan.csv", "region,sales\nNorth,1\nEast,x1\n")
    write("sales/notes.txt", "left aside")
    write("sales/.hidden.csv", "a\n1\n")
    for path in ("sales", "sales/*.csv", "sales/???.csv"):
        assert columns(path) == {"sales": ("2", "1", "x1"), "region": ("South", "North", "East")}
    assert refusal("sales/*.tsv") == "unknown-file: no file has a name like 'sales/*.tsv'"
    write("sales/mar.csv", "region,sale\nNorth,1\n")
    assert refusal("sales") == (
        "other-columns: 'sales/mar.csv' has not the columns of 'sales/feb.csv': it has no column 'sales', but 'sale'"
    )
    Path("empty").mkdir()
    assert refusal("empty") == "unknown-file: the folder 'empty' has no file with a table"


def test_types_are_those_of_all_files_and_notes_name_theirs() -> None:
    write("s/a.csv", "n,day\n" + "1,3/4/2024\n" * 5)
    write("s/b.csv", "n,day\n" + "2,31/1/2024\n" * 5 + "x,1/2/2024\n")
    inputs = read("s")
    assert inputs.tables["table"].cells[1][0] == date(2024, 4, 3)
    assert "column n: Text, nearly all numbers, but not b.csv, line 7: x" in inputs.notes


def test_several_files_are_named_by_themselves() -> None:
    for name in ("orders.csv", "q1 shops.csv", "sales/jan.csv"):
        write(name, ORDERS)
    write("note.txt", "some words")
    assert list(read("orders.csv", "q1 shops.csv", "sales/*.csv", "note.txt").values) == [
        "orders",
        "q1_shops",
        "sales",
        "text",
    ]
    assert list(read("orders.csv").values) == ["table"]
    assert refusal("orders.csv", "orders.csv").startswith("duplicate-input: two inputs are named 'orders'")


def test_a_file_whose_name_has_the_signs_of_a_pattern_or_a_part() -> None:
    write("a[1]::b.csv", ORDERS)
    assert table("a[1]::b.csv") == TABLE
    write("o.csv", ORDERS)
    assert refusal("o.csv::x") == "no-parts: o.csv is read as CSV, which has no parts as 'x'"
    assert refusal("o.csv", format="cvs") == "unknown-format: there is no format 'cvs'; did you mean `csv`?"
    assert refusal("o.csv", format="json").startswith("bad-json: o.csv, line 1: not JSON")


# --- workbooks

CELLS: list[list[Any]] = [
    ["region", "day", "when", "qty", "mixed"],
    ["North", date(2024, 1, 31), datetime(2024, 1, 31, 9, 30), 3, 5],
    ["South", date(2024, 2, 1), datetime(2024, 2, 1), 4.5, "n/a"],
]
calamine = pytest.mark.skipif(find_spec("python_calamine") is None, reason="python-calamine is not installed")


@calamine
@pytest.mark.parametrize("form", [as_xlsx, as_ods, as_xls])
def test_cells_of_a_sheet(form: Any) -> None:
    write(f"b.{form.__name__[3:]}", form([["Report"], [], *CELLS, ["Total", None, None, 7.5]]))
    inputs = read(f"b.{form.__name__[3:]}")
    assert dict(zip(inputs.tables["table"].headers, inputs.tables["table"].cells, strict=True)) == {
        "region": ("North", "South"),
        "day": (date(2024, 1, 31), date(2024, 2, 1)),
        "when": (datetime(2024, 1, 31, 9, 30), datetime(2024, 2, 1)),
        "qty": (3, Decimal("4.5")),
        "mixed": (5, None),
    }
    assert len(surprises(inputs)) == 2
    assert "column mixed: Number, 1 blank, 1 read as blank (n/a)" in inputs.notes


@calamine
def test_numbers_have_the_digits_that_a_sheet_shows() -> None:
    write("b.xls", as_xls([["n"], [0.1 + 0.2], [1e15], [-2.0]]))
    assert columns("b.xls")["n"] == (Decimal("0.3"), 10**15, -2)


@calamine
def test_times_and_lengths_of_a_sheet() -> None:
    write("b.xlsx", as_xlsx([["t", "d"], [time(9, 30), timedelta(hours=30)], [time(10), timedelta(minutes=5)]]))
    assert columns("b.xlsx") == {"t": (time(9, 30), time(10)), "d": (timedelta(hours=30), timedelta(minutes=5))}


@calamine
def test_which_sheet() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.Workbook()
    book.active.title = "Orders"
    for row in CELLS:
        book.active.append(row)
    book.create_sheet("Empty")
    book.save("one.xlsx")
    assert table("one.xlsx") == table("one.xlsx::Orders")
    assert refusal("one.xlsx::Order") == "unknown-part: one.xlsx has no sheet 'Order'; did you mean `Orders`?"
    assert refusal("one.xlsx::Empty") == "empty-table: one.xlsx::Empty is empty: it has no cells"
    book["Empty"].append(["a"])
    book.save("two.xlsx")
    assert (
        refusal("two.xlsx")
        == "which-part: two.xlsx has 2 sheets: Orders, Empty; say which, as in --in 'two.xlsx::Orders'"
    )


@calamine
def test_merged_headers() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.Workbook()
    for row in (["Region", "Q1", None], [None, "Jan", "Feb"], ["North", 1, 2]):
        book.active.append(row)
    for cells in ("A1:A2", "B1:C1"):
        book.active.merge_cells(cells)
    book.save("m.xlsx")
    said = "merged-header: m.xlsx::Sheet: the headers have merged cells ("
    assert refusal("m.xlsx").startswith(said) and refusal("m.xlsx").endswith("as in --header 2")
    assert columns("m.xlsx", header=2) == {"Region": ("North",), "Jan": (1,), "Feb": (2,)}


@calamine
def test_texts_in_merged_cells_are_those_of_all_their_rows() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.Workbook()
    for row in (["Report"], ["Region", "n", "of all"], ["North", 1, 9], [None, 2], ["South", 3], [None, 4]):
        book.active.append(row)
    for cells in ("A1:C1", "A3:A4", "A5:A6", "C3:C6", "E2:F2"):
        book.active.merge_cells(cells)
    book.save("m.xlsx")
    assert columns("m.xlsx") == {
        "Region": ("North", "North", "South", "South"),
        "n": (1, 2, 3, 4),
        "of all": (9, None, None, None),
    }
    assert "(North, ...)" in surprises(read("m.xlsx"))[1]


@calamine
def test_what_is_no_workbook() -> None:
    write("c.xlsx", ORDERS)
    assert refusal("c.xlsx").endswith("(it looks like .csv: --format csv reads it so)")
    assert table("c.xlsx", format="csv") == TABLE
    write("e.xlsx", compound_file("EncryptedPackage", b"secret"))
    assert refusal("e.xlsx") == "encrypted-file: e.xlsx is encrypted; save a copy of it without a password"
    write("n.xlsx", b"")
    assert refusal("n.xlsx") == "empty-table: n.xlsx is empty"
    write("t.xlsx", as_ods(CELLS)[:300])
    assert refusal("t.xlsx").startswith("no-workbook: t.xlsx is no workbook that can be read")
    write("h.ods", as_ods([["a", "b"]]))
    assert refusal("h.ods") == "empty-table: h.ods::Sheet1 has a header but no rows"


# --- Parquet and Arrow


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


def test_what_is_no_parquet() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"n": list(range(1000))}), "a.parquet")
    whole = Path("a.parquet").read_bytes()
    for name, content in {"cut": whole[:500], "text": ORDERS.encode(), "none": b"", "bad": b"PAR1xxxxPAR1"}.items():
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


# --- databases


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


# --- libraries that are not there


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


# --- damaged files


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
