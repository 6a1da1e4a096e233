"""Sheets of workbooks: cells by their formats, merged cells, which sheet, what is no workbook."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import pytest

from tests.inputs.given_files import CELLS, ORDERS, TABLE, columns, read, refusal, surprises, table, write
from tests.workbooks import as_ods, as_xls, as_xlsx, compound_file

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
def test_a_sheet_of_many_rows() -> None:
    rows = range(2_500)
    truth = (True, 1, 0.5, None)
    cells = [
        [row, f"no. {row}", "North", row % 7 / 2, row / 4, None if row % 3 else row, truth[row % 4]] for row in rows
    ]
    write("b.xlsx", as_xlsx([["id", "name", "region", "few", "many", "some", "mixed"], *cells]))
    assert columns("b.xlsx") == {
        "id": tuple(rows),
        "name": tuple(f"no. {row}" for row in rows),
        "region": ("North",) * 2_500,
        "few": tuple(Decimal(row % 7) / 2 for row in rows),
        "many": tuple(Decimal(row) / 4 for row in rows),
        "some": tuple(None if row % 3 else row for row in rows),
        "mixed": ("true", "1", "0.5", None) * 625,
    }


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


def write_formulas(*, as_excel_saves: bool) -> None:
    """Write a workbook with two formulas: without their values, or with those that Excel gives them, a text of none."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.Workbook()
    book.active.title = "R & D"
    for row in (["a", "b", "c"], [1, 2, '=IF(B2>9,"x","")'], [3, None, '=IF(B3>9,"x","")']):
        book.active.append(row)
    book.save("b.xlsx")
    with zipfile.ZipFile("b.xlsx") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile("b.xlsx", "w") as packed:
        for name, content in files.items():
            computed = re.sub(rb'(<c r="C.")(><f>.*?</f>)<v ?/>', rb'\1 t="str"\2<v></v>', content)
            packed.writestr(name, computed if as_excel_saves else content)


@calamine
def test_formulas_that_nobody_has_computed() -> None:
    write_formulas(as_excel_saves=False)
    assert surprises(read("b.xlsx")) == [
        "b.xlsx::R & D: 2 cells have formulas without a value (C2, C3), read as blank; "
        "a spreadsheet that opens and saves the workbook computes them"
    ]
    write_formulas(as_excel_saves=True)
    assert surprises(read("b.xlsx")) == []


@calamine
def test_subtotals_of_a_sheet() -> None:
    rows: list[list[Any]] = [["who", "h"], ["a", 3], ["b", 4], ["Subtotal", 7], ["c", 5], ["d", "soon"], ["Total", 12]]
    write("b.xlsx", as_xlsx(rows))
    assert columns("b.xlsx")["who"] == ("a", "b", "c", "d")
    assert "row 4 (Subtotal) is left out" in surprises(read("b.xlsx"))[0]
    assert "but not row 6: soon" in " ".join(read("b.xlsx").notes)
