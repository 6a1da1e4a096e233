"""What files are like: how they are encoded and packed, which are meant, and how they are named."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, InputError, read_inputs
from seglam_lang.inputs.files import read_lines
from seglam_lang.language.values import Table
from tests.inputs.given_files import ORDERS, TABLE, columns, read, refusal, table, write, zipped


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
    assert refusal("c.csv").startswith("not-utf-8: c.csv is not UTF-8 text (line ")


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
    assert refusal("b.csv") == "not-text: b.csv is no text (line 1 has a NUL in it); save it as UTF-8"
    write("nul.csv", b"a,b\n1,\0" + b"2\n3,4\n")
    assert refusal("nul.csv") == "not-text: nul.csv is no text (line 2 has a NUL in it); save it as UTF-8"
    for encoding in ("utf-16-le", "utf-16-be"):
        write("u.csv", "region,sales\nNorth,3\n".encode(encoding))
        looks = "looks like UTF-16 without a byte order mark; save it as UTF-8"
        assert refusal("u.csv") == f"not-text: u.csv is no text in UTF-8, but {looks}"
    for encoding in ("utf-32-le", "utf-32-be"):
        write("u.csv", "region,sales\nNorth,3\n".encode(encoding))
        looks = "looks like UTF-32 without a byte order mark; save it as UTF-8"
        assert refusal("u.csv") == f"not-text: u.csv is no text in UTF-8, but {looks}"
        for file in ("u.csv", "u.json", "u.jsonl", "u.txt"):
            write(file, "\ufeffregion,sales\nNorth,3\n".encode(encoding))
            assert refusal(file) == f"not-utf-8: {file} is UTF-32 text; save it as UTF-8"
        with pytest.raises(InputError, match=r"^u\.jsonl is UTF-32 text"):
            list(read_lines(Path("u.jsonl")))
    write("s.csv", b"SQLite format 3\0" + bytes(100))
    assert refusal("s.csv") == "not-text: s.csv is no text, but looks like .sqlite: --format sqlite reads it so"


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ('[{"a": 1}, {"a": 2}]', "json"),
        ('[\n  {\n    "a": 1,\n    "b": 2\n  }\n]\n', "json"),
        ('{"columns": ["a"], "rows": [[1]]}', "json"),
        ('{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', "jsonl"),
    ],
)
def test_json_by_the_name_of_csv(text: str, ending: str) -> None:
    write("o.csv", text)
    assert refusal("o.csv") == f"not-csv: o.csv is no CSV, but looks like .{ending}: --format {ending} reads it so"


def test_csv_may_begin_with_a_bracket() -> None:
    write("o.csv", "[a],{b}\n1,2\n")
    assert table("o.csv").headers == ("[a]", "{b}")
    write("p.csv", "{a},b\n1,2\n")
    assert table("p.csv").headers == ("{a}", "b")


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
    notes = " ".join(inputs.notes)
    assert "column n: Text, nearly all numbers, but not b.csv, line 7: x (--blank x reads" in notes


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
