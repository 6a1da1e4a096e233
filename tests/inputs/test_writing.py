"""What one column leaves open, others show: how a file writes decimals; and what stands above and below its table."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import file as files
from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.amounts import read_numbers
from seglam_lang.language.values import Table


def read(tmp_path: Path, text: str) -> tuple[Table, str]:
    path = tmp_path / "some.csv"
    path.write_text(text, encoding="utf-8")
    inputs = read_inputs(files=[("", path)])
    return inputs.values["table"], "\n".join(inputs.notes)


@pytest.fixture(params=["in memory", "in a database"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in a database":
        monkeypatch.setattr(files, "LARGE", 1)


@pytest.mark.parametrize(
    ("text", "header", "cells", "note"),
    [
        ("a;kg\nx;0,125\ny;1,500", "kg", ["0.125", "1.5"], "decimal commas"),
        ("lat;lon\n52,520;13,405\n48,137;11,575", "lon", ["13.405", "11.575"], "it could also be thousands"),
        ("a;n\nx;$1,200\ny;$700", "n", ["1200", "700"], ""),
        ('a,n,p\nx,"14,200","£4,312.00"\ny,"6,050","£3,050.50"', "n", ["14200", "6050"], ""),
        ("a;n;p\nx;1.234;1,50\ny;999;2,75", "n", ["1234", "999"], "points between thousands"),
        ("a;n;p\nx;1.234;1.50\ny;999;2.75", "n", ["1.234", "999"], ""),
        (
            "n;a\n1.234;x\n12.500;y",
            "n",
            ["1.234", "12.5"],
            "1.234 is read with a decimal point (it could also be thousands)",
        ),
        ("n;a;p\n1.234;x;$2.50\n12.500;y;$3", "n", ["1.234", "12.5"], ""),
        ("n;a\n0.125;x\n12.500;y", "n", ["0.125", "12.5"], ""),
        ("a;n\nx;1.200.000\ny;999", "n", ["1200000", "999"], ""),
        ("a;n\nx;1.200 €\ny;700 €", "n", ["1200", "700"], "1.200 is read as 1200 (it could also be 1.2)"),
        ('a,n\nx,"1,500"\ny,"2,300"', "n", ["1500", "2300"], ""),
        ('a,n,p\nx,"1,500","1,5"\ny,"2,300","2,75"', "n", ["1.5", "2.3"], "decimal commas"),
        ("a,n\nx,1.500\ny,2.300", "n", ["1.5", "2.3"], ""),
        ("a,n\nx,12.50\u00a0€\ny,3\u00a0€", "n", ["12.5", "3"], "amounts in EUR"),
        ("a,n\nx,15\u202f%\ny,0", "n", ["0.15", "0"], "percentages"),
    ],
)
def test_decimals(tmp_path: Path, text: str, header: str, cells: list[str], note: str) -> None:
    table, notes = read(tmp_path, text)
    assert table.column(header) == tuple(map(Decimal, cells))
    assert note in notes
    assert note or "thousands" not in notes


@pytest.mark.parametrize(
    ("text", "days", "note"),
    [
        ("d;n\n3/4/2024;a\n5/5/2024;b", [(4, 3), (5, 5)], "read with the day first (it could also be the month)"),
        ("d;n\n3/4/2024;4/13/2024\n5/5/2024;", [(3, 4), (5, 5)], "read with the month first, as in another column"),
        ("d,n\n3/4/2024,a\n5/5/2024,b", [(3, 4), (5, 5)], "read with the month first (it could also be the day)"),
        (
            "d,n\n3/4/2024,3/11/2024\n5/5/2024,4/11/2024\n,7/11/2024",
            [(4, 3), (5, 5), None],
            "read with the day first, as in another column",
        ),
    ],
)
def test_days_and_months(tmp_path: Path, text: str, days: list[tuple[int, int] | None], note: str) -> None:
    table, notes = read(tmp_path, text)
    assert [cell and (cell.month, cell.day) for cell in table.column("d")] == days
    assert note in notes


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("Datum;Betrag, EUR\n01.02.2024;1,50\n02.02.2024;2,75", ("Datum", "Betrag, EUR")),
        ("Shop\tSales, USD\nA\t1,200\nB\t900", ("Shop", "Sales, USD")),
        ("sep=;\nn;v\nA;1\nB;2", ("n", "v")),
        ("n,v\nA,1,\nB,2,", ("n", "v")),
        ('n,v\nA, "x, y"\nB,2', ("n", "v")),
    ],
)
def test_separators(tmp_path: Path, text: str, headers: tuple[str, ...]) -> None:
    table, _ = read(tmp_path, text)
    assert (table.headers, table.length) == (headers, 2)


@pytest.mark.parametrize(
    ("below", "rows", "note"),
    [
        ("Total,60,7\nSource: HR,,", 3, "the last 2 lines (5 to 6: Total, Source: HR) are left out"),
        (",60,7", 3, "the last line (5: no label) is left out"),
        (",60,8", 4, ""),
        (",,7\nD,5,1", 5, ""),
        ("Source: HR,,", 4, "the last line (5: Source: HR) is read as a row like the others"),
        ("D,,\nE,,", 5, ""),
    ],
)
def test_what_stands_below_a_table(tmp_path: Path, below: str, rows: int, note: str) -> None:
    table, notes = read(tmp_path, f"n,v,w\nA,10,1\nB,20,2\nC,30,4\n{below}\n")
    assert table.length == rows
    assert note in notes
    assert note or "the last" not in notes


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("TIME_PERIOD", ["2010", "2015"], "Number"),
        ("Response time (ms)", ["1200", "1350"], "Number"),
        ("Lifetime", ["1000", "1500"], "Number"),
        ("Dep time", ["1530", "1200"], "Time"),
        ("Time", ["0712", "1530"], "Time"),
        ("order no", ["20240115", "20240116"], "Number"),
        ("orderNo", ["20240115", "20240116"], "Number"),
        ("ordered", ["20240115", "20240116"], "Date"),
        ("sku", ["12E5", "13E7"], "Text"),
        ("size", ["12E5", "13E7"], "Number"),
        ("version", ["1.10", "1.9"], "Text"),
        ("version", ["1", "2"], "Number"),
        ("score", ["1.10", "1.9"], "Number"),
        ("zip", ["01234", "90210"], "Text"),
        ("id", ["07", "5"], "Text"),
        ("n", ["07", "5", "6", "12", "3"], "Number"),
        ("hours", ["7:30", "8:00"], "Duration"),
        ("hour", ["7:30", "8:00"], "Time"),
        ("opening hours", ["7:30", "8:00"], "Time"),
        ("Minutes", ["7:30", "8:00"], "Duration"),
    ],
)
def test_what_a_header_says_of_its_column(tmp_path: Path, header: str, cells: list[str], kind: str) -> None:
    table, _ = read(
        tmp_path, "".join(f"{name},{cell}\n" for name, cell in zip("abcdef", [header, *cells], strict=False))
    )
    assert table.types[1].name == kind
    if kind == "Text":
        assert table.column(header) == tuple(cells)


def test_hours_are_hours_where_the_header_says_so(tmp_path: Path) -> None:
    table, notes = read(tmp_path, "who,hours worked\na,7:30\nb,8:00\nc,40:15\n")
    assert table.column("hours worked")[2] == timedelta(hours=40, minutes=15)
    assert "hours and minutes" in notes


@pytest.mark.parametrize("rows", [2, 400])
def test_codes_are_no_mistakes_and_are_not_named_as_such(tmp_path: Path, rows: int) -> None:
    table, notes = read(tmp_path, "zip,n\n01234,1\n" + "90210,2\n" * rows)
    assert table.types[0].name == "Text"
    assert "column zip: Text, codes, as 01234 begins with 0" in notes
    assert "nearly all" not in notes


def test_what_a_spreadsheet_is_told_is_a_text(tmp_path: Path) -> None:
    table, _ = read(tmp_path, 'code,n,t\n="0012",1,"=""x"""\n="0013",2,y\n')
    assert table.cells == (("0012", "0013"), (1, 2), ("x", "y"))


@pytest.mark.parametrize(
    ("first", "is_noted"),
    [
        ("North,30,2024-01-01", True),
        ("North,30,day", False),
        ("North,amount,2024-01-01", False),
        ("region,2023,2024", False),
        ("region,1,2", False),
        ("2023,30,2024-01-01", True),
    ],
)
def test_a_first_line_that_may_be_a_row(tmp_path: Path, first: str, is_noted: bool) -> None:
    third = "2024-02-01" if "-" in first or "day" in first else "7"
    _, notes = read(tmp_path, f"{first}\nSouth,40,{third}\nEast,12,{third}\n")
    assert ("its first line is read as the headers" in notes) is is_noted


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["5 kg", "7 kg"], "numbers with a unit (5 kg)"),
        (["5kg", "7"], "numbers with a unit (5kg)"),
        (["5 kg", "7 lb"], ""),
        (["1st", "2nd"], ""),
        (["1st", "21st"], ""),
        (["15%", "0.2"], "percentages and numbers without a sign (15% and 0.2)"),
        (["$5", "7"], "amounts in USD and in no currency"),
    ],
)
def test_why_numbers_are_texts(tmp_path: Path, cells: list[str], why: str) -> None:
    table, notes = read(tmp_path, "a,n\n" + "".join(f"x,{cell}\n" for cell in cells))
    assert table.types[1].name == "Text"
    assert notes.endswith(f"column n: Text, {why}" if why else "column n: Text")


def test_null_in_a_large_column_of_numbers_is_a_blank(tmp_path: Path) -> None:
    rows = "".join(f"{n},{'NULL' if n == 7 else n * 3}\n" for n in range(1500))
    table, notes = read(tmp_path, f"id,v\n{rows}")
    assert table.types[1].name == "Number"
    assert "1 read as blank (NULL)" in notes


@pytest.mark.parametrize(
    ("cells", "kind"),
    [(["02134", 10001], "Text"), (["15%", 15], "Text"), (["15", 16], "Number"), (["1.5", 2], "Number")],
)
def test_texts_beside_numbers(cells: list[Any], kind: str) -> None:
    table = read_inputs(values={"t": [{"z": cell} for cell in cells]}).values["table"]
    assert table.types[0].name == kind


@given(st.lists(st.integers(1000, 999_999), min_size=2, max_size=6), st.integers(0, 3))
def test_thousands_are_read_as_they_are_written(numbers: list[int], places: int) -> None:
    """Whatever separates thousands and decimals, as soon as one column shows which is which."""
    german = [f"{number:,}".replace(",", ".") for number in numbers]
    found = read_numbers(list(dict.fromkeys(german)), decimal_comma=True)
    assert found is not None
    assert list(found.cells) == list(dict.fromkeys(numbers))
    decimals = [f"{number},{'5' * (places + 1)}" for number in dict.fromkeys(numbers)]
    read_back = read_numbers(decimals, decimal_comma=True)
    assert read_back is not None
    assert [str(cell).replace(".", ",") for cell in read_back.cells] == decimals
