"""Headers as files have them: empty, equal, long, numbers, code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.call_arguments import notes_beyond_types
from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.headers import distinct_headers
from seglam_lang.language.python.untyped import TypedValue

CODE = ["rows.count()", "{0:column}", "`a`", "1 + 1", 'say "hi"', "a\nb", "=SUM(A1:A9)", "<b>x</b>", "\u202eabc"]


def table(*headers: str) -> TypedValue:
    quoted = ",".join('"' + header.replace('"', '""') + '"' for header in headers)
    return read_csv(f"{quoted}\n" + ",".join("x" for _ in headers) + "\n", "t.csv")


@pytest.mark.parametrize(
    ("given_headers", "expected"),
    [
        (["", "", "a"], ("column 1", "column 2", "a")),
        (["a", "a", "a 2"], ("a 1", "a 3", "a 2")),
        (["column 2", ""], ("column 2", "column 2 2")),
        (["", "column 1"], ("column 1 2", "column 1")),
        (["a", "a ", "b"], ("a 1", "a 2", "b")),
        (["  a ", "a\n b"], ("a", "a b")),
        (["2023", "2024"], ("2023", "2024")),
        (["Name", "name"], ("Name", "name")),
        (CODE, tuple(" ".join(header.split()) for header in CODE)),
    ],
)
def test_headers_are_kept_and_distinct(given_headers: list[str], expected: tuple[str, ...]) -> None:
    assert table(*given_headers).value.headers == expected


@given(st.lists(st.sampled_from(["", "a", "a 2", "column 1", "column 2", " "]) | st.text(max_size=3), max_size=6))
def test_no_two_headers_are_equal_and_none_is_empty(headers: list[str]) -> None:
    found = distinct_headers(headers)
    assert len(set(found)) == len(headers) and all(found)


def test_a_header_of_any_length_is_kept_and_notes_are_short() -> None:
    long = "x" * 1000
    read = table(long, long)
    assert read.value.headers == (f"{long} 1", f"{long} 2")
    assert max(map(len, read.notes)) < 200
    assert notes_beyond_types(read.value, read.notes) == list(read.notes)  # each says how it is headed


@pytest.mark.parametrize("line", ["1,2.5", "2024-01-31,7", "2023,2024", "$5,6"])
def test_a_first_line_of_numbers_is_noted(line: str) -> None:
    noted = [note for note in read_csv(f"{line}\n3,4\n", "t.csv").notes if "first line" in note]
    assert (
        noted == ["t.csv: its first line is read as the headers, though all of them are numbers or dates"]
        or "$" in line
    )
    assert not any("first line" in note for note in read_csv(f"{line},a\n3,4,5\n", "t.csv").notes)


def test_headers_are_the_same_from_a_file_and_from_json(tmp_path: Path) -> None:
    headers = ["", "a", "a", *CODE, "x" * 1000]
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"columns": headers, "rows": [["x"] * len(headers)]}), encoding="utf-8")
    assert read_inputs(files=[("", path)]).tables["table"] == table(*headers).value
