"""Files that are damaged, cut short or written to meanwhile, and lines of them that are bad: named, or left out."""

from __future__ import annotations

import errno
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, InputError, Inputs, read_inputs, read_lines_of_json
from seglam_lang.inputs.file import CUT
from seglam_lang.inputs.paths import unchanged
from tests.inputs.given_files import ORDERS, TABLE, read, refusal, surprises, table, write

SKIP = "; --skip-bad-lines leaves such lines out"


def skipping(data: bytes, format: str = "csv") -> Inputs:
    return read_inputs([("", "-")], options=FileOptions(format, None, lambda: data, skip_bad_lines=True))


# --- bad lines


def test_a_bad_line_is_named() -> None:
    many = "region,sales,day\n" + "North,1,2024-01-31\n" * 5_000
    for bad, why in (
        ("North,1\n", ": 2 cells where the header has 3"),
        ("North,1,2024-01-31,x\n", ": 4 cells where the header has 3"),
        ('North,"1,2024-01-31\n', ", character 7: the quote that begins here has no end"),
    ):
        write("o.csv", many + bad)
        assert refusal("o.csv").partition(" ")[2] == f"o.csv, line 5002{why}{SKIP}"
    write("o.csv", many.encode() + "Nörd".encode() + b"\xc3,1,2024-01-31\n")
    assert refusal("o.csv") == "not-utf-8: o.csv is not UTF-8 text (line 5002); save it as UTF-8"
    write("o.jsonl", b'{"n": 1}\n' * 5_000 + b'\xff\xc3\n{"n": 1}\n')
    with pytest.raises(InputError, match=r"o.jsonl is not UTF-8 text \(line 5001\)"):
        read_lines_of_json(Path("o.jsonl"))


GOOD = ["North,1", 'South,"2"', '"two\nlines",3', '"a ""quote""",4']
BAD = {"North": 1, "a,b,c": 1, '"two\nlines"': 2, '"more\n\nlines",1,2': 3}


@given(st.lists(st.sampled_from([*GOOD, *BAD]), max_size=8), st.booleans())
def test_bad_lines_of_a_csv_file_are_left_out_and_counted(lines: list[str], ends_in_a_quote: bool) -> None:
    """What is read is what there would be without them."""
    written = ["region,sales", "first,0", *lines, *(['open,"5'] if ends_in_a_quote else [])]
    good = [line for line in written if line not in BAD and line != 'open,"5']
    found = skipping("\n".join(written).encode())
    assert found.tables["table"] == skipping("\n".join(good).encode()).tables["table"]
    number = sum(BAD.get(line, 0) for line in written) + ends_in_a_quote
    said = [note for note in surprises(found) if "left out" in note]
    assert len(said) == (number > 0)
    if number:
        are = "1 bad line is" if number == 1 else f"{number} bad lines are"
        assert said[0].startswith(f"standard input: {are} left out (")


def test_bad_lines_are_listed() -> None:
    csv = skipping(b"a,b\n1,2\n3\n4,5\n" + b"6\n" * 10 + b"\xc3\xc3\xff,1\n7,8\n" + '"é,\n9,9\n'.encode())
    assert csv.tables["table"].cells == ((1, 4, 7, 9), (2, 5, 8, 9))
    assert surprises(csv) == ["standard input: 13 bad lines are left out (3, 5, 6, 7, 8, ...)"]
    lines = skipping(b'{"n": 1}\nno JSON\n\n{"n": 2}\n{"n":\n', "jsonl")
    assert lines.tables["table"].cells == ((1, 2),)
    assert surprises(lines) == ["standard input: 2 bad lines are left out (2, 5)"]
    for nothing in (b"a,b\n1\n", b"a,b\n"):
        with pytest.raises(InputError, match="has a header but no rows"):
            skipping(nothing)


def test_every_file_counts_its_own_bad_lines() -> None:
    write("s/a.csv", "n,m\n1,1\n2\n")
    write("s/b.csv", "n,m\n3\n4,4\n5\n")
    inputs = read_inputs([("", "s/*.csv")], options=FileOptions(skip_bad_lines=True))
    assert inputs.tables["table"].cells == ((1, 4), (1, 4))
    assert surprises(inputs) == ["a.csv: 1 bad line is left out (3)", "b.csv: 2 bad lines are left out (2, 4)"]


def test_a_column_that_turns_to_text_far_below_names_the_cell() -> None:
    write("o.csv", "region,sales\n" + "North,1\n" * 20_000 + "South,unknown\n" + "North,2\n" * 500)
    how = "--blank unknown reads such a cell as blank"
    said = f"column sales: Text, nearly all numbers, but not line 20002: unknown ({how})"
    assert surprises(read("o.csv")) == [said]
    write("many.csv", "code\n" + "123\n" * 50 + "A1\nB1\nC1\nD1\n")
    assert surprises(read("many.csv")) == [], "codes, of which some are numbers"
    assert "nearly all numbers, but not line 52: A1; line 53: B1; line 54: C1 and 1 more" in read("many.csv").notes[0]


# --- damaged files


def test_a_workbook_that_is_cut_short() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, whole = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["region", "sales"])
    book.save(whole)
    for end in (-25, len(whole.getvalue()) // 2):
        write("cut.xlsx", whole.getvalue()[:end])
        assert refusal("cut.xlsx") == f"no-workbook: cut.xlsx is no workbook that can be read: {CUT}"


def test_a_parquet_file_that_is_cut_short() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"n": list(range(1000))}), "a.parquet")
    whole = Path("a.parquet").read_bytes()
    write("cut.parquet", whole[:-1])
    write("cut.parquet.gz", gzip.compress(whole[:-1]))
    for name in ("cut.parquet", "cut.parquet.gz"):
        assert refusal(name).endswith("its end is missing (it was cut short, or someone is still writing it)")
    write("hole.parquet", whole[:100] + bytes(200) + whole[300:])
    assert refusal("hole.parquet").startswith("unreadable-file: hole.parquet is no Parquet")


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "xlsx", "parquet", "db", "duckdb"])
def test_a_file_without_a_byte_is_empty(ending: str) -> None:
    if ending in ("xlsx", "parquet"):
        pytest.importorskip({"xlsx": "python_calamine", "parquet": "pyarrow"}[ending])
    write(f"e.{ending}", b"")
    assert refusal(f"e.{ending}") == f"empty-table: e.{ending} is empty"


class Growing(io.FileIO):
    """A file to which someone adds a line while it is read."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(-1 if size is None else size) or b""
        with open(str(self.name), "ab") as other:
            other.write(b"West,Bonn,5\n")
        return data


def test_a_file_that_changes_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write("o.csv", ORDERS)
    opened = Path.open
    with monkeypatch.context() as patch:
        patch.setattr(
            Path, "open", lambda self, mode: Growing(str(self)) if self.name == "o.csv" else opened(self, mode)
        )
        said = "changed-file: 'o.csv' was changed while it was read; ask again once it is whole"
        assert refusal("o.csv") == said
    assert table("o.csv").length == TABLE.length + 1


def test_a_change_is_why_a_file_cannot_be_read() -> None:
    write("o.csv", ORDERS)
    for error in (ValueError("no such table"), None):
        with pytest.raises(InputError, match="was changed while it was read"), unchanged(Path("o.csv")):
            write("o.csv", Path("o.csv").read_bytes() + b"\n")
            if error:
                raise error
    with pytest.raises(KeyboardInterrupt), unchanged(Path("o.csv")):
        write("o.csv", ORDERS)
        raise KeyboardInterrupt
    with unchanged(Path("nowhere.csv")), unchanged(Path("o.csv")):
        Path("o.csv").read_bytes()


def test_a_temporary_folder_that_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    with duckdb.connect("d.duckdb") as database:
        database.execute("CREATE TABLE t AS SELECT 1 AS n")
    write("d.duckdb.gz", gzip.compress(Path("d.duckdb").read_bytes()))

    def full(*arguments: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert refusal("d.duckdb.gz") == (
        "no-space: d.duckdb.gz is unpacked to a temporary file, which cannot be written: No space left on device "
        "(TMPDIR may name another folder)"
    )


def test_lines_that_are_skipped_are_those_of_texts_alone() -> None:
    write("r.json", json.dumps([{"n": 1}]))
    assert read_inputs([("", "r.json")], options=FileOptions(skip_bad_lines=True)).tables["table"].cells == ((1,),)
