"""What one column leaves open, others show: how a file writes decimals; and what stands above and below its table."""

from __future__ import annotations

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
    ],
)
def test_four_digits_below_a_header_of_times(tmp_path: Path, header: str, cells: list[str], kind: str) -> None:
    table, _ = read(tmp_path, f"a,{header}\nx,{cells[0]}\ny,{cells[1]}\n")
    assert table.types[1].name == kind


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
