"""A CSV file says the same below and above the size from which it is stored: table, notes and errors, bad lines too."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import file as files
from seglam_lang.inputs.files import FileOptions, read_file
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.stored import csv_files
from seglam_lang.language.backends.engines import listening

LARGE = 1 << 62
KINDS = (
    ("North", "a b", '"x,y"', '"q""q"', '"two\nlines"', '"two\r\nlines"', "é", ""),
    ("1", "2", "-3", "1.5", "", " 5", "n/a"),
    ("2024-01-31", "2024-03-01", "2024-1-5", ""),
    ("x", " ", "\t", 'in"side', '"end" ', '"a"b', '="007"'),
)
ODD = (
    *("North", "a,b,c,d,e", "x,1,", "x,1,,,", "x,1, ,", 'x,1,"",""', ",", "", "  ", "  ,  ", "Total,3", "#c"),
    *('"open,1', 'a"b,1', '"a" ,1', '"a"x,1', 'x,"1', '""""', '"",""', "\\,1", 'a\\"b,1', '"a\\"b",1'),
    *("a\rb,1", "\ufeffa,1", "\u2028,1", "é,\u00a0", "a;b,c", "a\tb"),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A CSV file with lines that are odd or bad, in some encoding, with some byte too many."""
    sign, end = draw(st.sampled_from([",", ",", ";", "\t"])), draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=3))
    plain = st.tuples(*map(st.sampled_from, kinds)).map(sign.join)
    odd = st.sampled_from(ODD).map(lambda line: line.replace(",", sign))
    lines = draw(st.lists(st.one_of(plain, plain, plain, odd), min_size=1, max_size=8))
    text = end.join([sign.join(f"h{place}" for place in range(len(kinds))), *lines])
    text += draw(st.sampled_from(["", end, end * 2]))
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"])), "replace")
    at, byte = draw(st.integers(0, len(data))), draw(st.sampled_from([b"", b"", b"", b"\xff", b"\xc3"]))
    return data[:at] + byte + data[at:]


def said(path: Path, options: FileOptions, large: int) -> tuple[Any, ...]:
    """What comes of a file where files of that many bytes are large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "LARGE", large)
        try:
            read = read_file(path, options)
        except InputError as error:
            return (error.code, str(error))
    found = read.value
    cells = [list(map(repr, column)) for column in found.cells]
    return read.notes, found.headers, found.types, cells, found.percentages, found.notations


@given(
    damaged(),
    st.sampled_from(
        [
            FileOptions(),
            FileOptions(skip_bad_lines=True),
            FileOptions(header=1),
            FileOptions(header=0),
            FileOptions(keep_totals=True),
            FileOptions(skip_bad_lines=True, keep_totals=True),
            FileOptions(blank=("1", "x ")),
        ]
    ),
    st.sampled_from([20, 60, 1 << 18]),
)
@settings(max_examples=300)
def test_a_large_file_says_what_a_small_one_says(data: bytes, options: FileOptions, head: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_files, "_HEAD", head)
        patch.setattr(csv_files, "_LINES", 0)  # so that no head is longer
        path = Path(folder, "t.csv")
        path.write_bytes(data)
        assert said(path, options, 0) == said(path, options, LARGE)


ROWS = [f'{number},"no. {number}",{number % 7}' for number in range(90)]


def test_headers_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("Länge,amount\n".encode("cp1252") + b"1,2\n" * 50_000)
    assert said(path, FileOptions(), 0) == said(path, FileOptions(), LARGE)
    assert read_file(path).value.headers == ("Länge", "amount")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (3, '3,"two\r\nlines",3'),  # a cell that was typed into a web page, in a file whose lines end with a feed
        (89, "  "),
        (89, "1\r2,x,3"),
        (40, "40,x,5,,,"),
        (40, "40,x"),
    ],
)
def test_lines_that_a_database_takes_otherwise(tmp_path: Path, place: int, line: str) -> None:
    path = tmp_path / "t.csv"
    rows = [*ROWS[:place], line, *ROWS[place + 1 :]]
    path.write_bytes("\n".join(["id,comment,amount", *rows, ""]).encode())
    for options in (FileOptions(), FileOptions(skip_bad_lines=True)):
        assert said(path, options, 0) == said(path, options, LARGE)


def test_blanks_behind_the_last_column_are_not_too_many_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,2,,,\n3,4, ,""\n5,6\n')
    assert read_file(path).value.cells == ((1, 3, 5), (2, 4, 6))
    path.write_text("a,b\n1,2,,x\n")
    with pytest.raises(InputError, match="line 2: 4 cells where the header has 2"):
        read_file(path)


@pytest.mark.parametrize(
    ("rows", "is_asked"),
    [
        (["1,North,3", "2,South,4", "3,,7"], False),  # numbers say what no total is called
        (["1,Total,3", "2,South,4", "3,,7"], False),
        (["1,North,3", ",Total,3", "2,South,4", "3,West,1"], True),
        (["North,1,3", "South,2,4", "North,3,7"], False),
        (["North,1,3", "Subtotal,,3", "South,2,4", "West,3,7"], True),
        (["South,2,4", "Hotel Total,1,3", "North,3,7"], True),
        (["North,1,3", " ,Total,3", "South,2,4", "West,3,7"], True),
    ],
)
def test_labels_of_totals_are_looked_for_where_there_may_be_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str], is_asked: bool
) -> None:
    monkeypatch.setattr(csv_files, "_HEAD", 20)  # so that it has no labels
    monkeypatch.setattr(csv_files, "_LINES", 0)
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["a,b,c", *rows, ""]))
    with listening() as queries:
        assert said(path, FileOptions(), 0) == said(path, FileOptions(), LARGE)
    assert any("zwischensumme" in query for query in queries) is is_asked


def test_a_header_that_is_longer_than_the_head_of_most_files(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    headers = [f"{'x' * 90} {number}" for number in range(1_000)]
    path.write_text("\n".join([",".join(headers), *[",".join(["1"] * 1_000)] * 5, ""]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "LARGE", 0)
        assert read_file(path).value.is_stored
    assert said(path, FileOptions(), 0) == said(path, FileOptions(), LARGE)
