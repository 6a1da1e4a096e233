"""What the lines of a CSV file are proved to have is what the database reads in them and writes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs.stored.csv_lines import are_rows
from seglam_lang.inputs.stored.forms import Form, form_of
from seglam_lang.language.backends.database import database

HEADS = (["1", "-20"], ["0.5", "-12.3"], ["0.50", "12.25"], ["0.001"], ["1.5", "2", "0.25"], ["2024-01-31"])
STRAYS = (
    *(
        "-0",
        "007",
        "+4",
        "1e5",
        " 5",
        "5 ",
        "1_000",
        "0x1F",
        ".5",
        "3.",
        "1,5",
        "1.234567",
        "1234567890123456",
        "½",
        "x",
    ),
    *("-0.0", "-0.00", "00.5", "0000-01-01", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "10000-01-01"),
)


def form(head: list[str]) -> Form:
    found = form_of(head)
    assert found is not None and found.cell
    return found


@pytest.mark.parametrize("head", HEADS)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_each_cell_of_a_form_is_recognised_and_an_exact_one_is_written_again(
    head: list[str], data: st.DataObject
) -> None:
    known = form(head)
    cell = data.draw(st.from_regex(re.compile(known.cell, re.ASCII), fullmatch=True))
    row = f"SELECT {known.asked('c')}, any_value(CAST(CAST(c AS {known.sql_type}) AS VARCHAR)) FROM (SELECT ? AS c)"
    recognised, again = database().row(row, (cell,))
    assert recognised == 1
    assert again == cell or not known.is_exact


@pytest.mark.parametrize("head", HEADS)
def test_what_is_of_the_form_of_its_column_is_all_that_is_proved(head: list[str], tmp_path: Path) -> None:
    known, path = form(head), tmp_path / "some.csv"
    for cell in ("", *head, *STRAYS, "2024-02-29", "0004-02-29", "2000-02-29", "9999-12-31", "-0.5", "-1", "0"):
        path.write_text(f"a,b\n{head[0]},x\n{cell},y\n")
        is_one = not cell or re.fullmatch(known.cell, cell) is not None
        assert are_rows(path, 2, ",", "\n", [known, None]) == is_one, cell
        if cell in STRAYS and known.is_exact:
            assert not is_one


@pytest.mark.parametrize(
    ("text", "is_proved"),
    [
        ("a;b\n1;x\n2;", True),
        ('a;b\n1;"x;y"\n2;"say ""no"""\n', True),
        ("a;b\n1;é\n", True),
        ('a;b\n1;"x\ny"\n', False),
        ('a;b\n1;x"y\n', False),
        ("a;b\n1;x;\n", False),
        ("a;b\n1\n", False),
        ("a;b\n1;x\n\n2;y\n", False),
        ("a;b\n1;x\r\n2;y\n", False),
        ("a;b\n1;x\ry\n", False),
        ("a;b\n1;" + "x" * 2_000_000 + "\n", False),
    ],
)
def test_lines_that_are_no_rows(text: str, is_proved: bool, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(text.encode())
    assert are_rows(path, 2, ";", "\n", [form(["1"]), None]) is is_proved


def test_what_is_no_utf8_is_not_proved(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes("a,b\n1,é\n".encode("latin-1"))
    assert not are_rows(path, 2, ",", "\n", [form(["1"]), None])


def test_a_line_may_lie_in_two_blocks(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    rows = [f"{number},{'x' * (number % 97)}" for number in range(60_000)]
    path.write_text("a,b\n" + "\n".join(rows))
    assert are_rows(path, 2, ",", "\n", [form(["1"]), None])
    rows[55_555] = "soon,x"
    path.write_text("a,b\n" + "\n".join(rows))
    assert not are_rows(path, 2, ",", "\n", [form(["1"]), None])
