"""What is written can be read again, and is the same: a property of each format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from seglam_lang.inputs import read_table
from seglam_lang.language.builtins.csv_text import read_csv
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.python.results import to_python
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con
from seglam_lang.language.values import Map, Record, Table, Value
from seglam_lang.output import OutputError, destination, pieces
from seglam_lang.output.texts import cell_text
from tests.procedures import numbers

CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\r\t")
TEXTS = st.one_of(
    st.sampled_from(["", " a ", "*a*", "a_b", "_a_", "a|b", "\\|", "<b>&amp;", "`a`", "[a](b)", '"', ",", "~~a~~"]),
    st.text(CHARACTERS, max_size=8),
)
DAYS = st.dates(date(1, 1, 1))
MOMENTS = st.datetimes().map(lambda moment: moment.replace(fold=0))
CLOCKS = st.times().map(lambda clock: clock.replace(fold=0))
SPANS = st.timedeltas(timedelta(-(10**6)), timedelta(10**6))
CELLS = {
    NUMBER: numbers,
    TEXT: TEXTS,
    BOOL: st.booleans(),
    DATE: DAYS,
    DATETIME: MOMENTS,
    TIME: CLOCKS,
    DURATION: SPANS,
}
FRIENDLY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@st.composite
def tables(draw: st.DrawFn, *, least: int = 0, cells: dict[Con, Any] = CELLS, headers: Any = TEXTS) -> Table:
    """Tables with columns of any types, all with blanks."""
    types = draw(st.lists(st.sampled_from(list(cells)), min_size=1, max_size=4))
    names = draw(st.lists(headers, min_size=len(types), max_size=len(types), unique=True))
    length = draw(st.integers(least, 4))
    columns = [draw(st.lists(st.one_of(st.none(), cells[kind]), min_size=length, max_size=length)) for kind in types]
    return Table(tuple(names), tuple(types), tuple(map(tuple, columns)), length)


def text_of(value: Any, format: str) -> str:
    return "".join(pieces(value, format))


def written(table: Table) -> list[list[str]]:
    """The cells as they are written, the headers first; blanks are empty."""
    return [list(table.headers), *(["" if cell is None else cell_text(cell) for cell in row] for row in table.rows())]


@given(tables(), st.sampled_from([("csv", ","), ("tsv", "\t")]))
def test_separated_texts(table: Table, format: tuple[str, str]) -> None:
    name, separator = format
    text = text_of(table, name)
    read = [[cell or "" for cell in row] for _, row in read_csv(text, separator)]
    assert read == written(table)
    by_python = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if not any("\0" in cell for row in read for cell in row):
        assert by_python == written(table)


@given(tables())
def test_json_and_its_lines(table: Table) -> None:
    rows = [dumps(dict(zip(table.headers, row, strict=True))) for row in table.rows()]
    expected = [json.loads(row, parse_float=Decimal) for row in rows]
    assert json.loads(text_of(table, "json"), parse_float=Decimal) == expected
    lines = text_of(table, "jsonl").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line, parse_float=Decimal) for line in lines] == expected


@given(tables())
def test_markdown(table: Table) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text_of(table, "md"))
    inlines = [token.children or [] for token in tokens if token.type == "inline"]
    cells = ["".join("\n" if each.type == "html_inline" else each.content for each in inline) for inline in inlines]
    width = len(table.headers)
    read = [cells[start : start + width] for start in range(0, len(cells), width)]
    assert read == [[cell.replace("\r\n", "\n") for cell in row] for row in written(table)]


class Cells(HTMLParser):
    """The cells of a page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        self._open = tag in ("td", "th")
        if self._open:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


@given(tables())
def test_html(table: Table) -> None:
    page = Cells()
    text = "".join(pieces(table, "html", "<b> & more"))
    page.feed(text)
    assert page.rows == written(table)
    assert text.count("&lt;b&gt; &amp; more") == 2


KEPT_BY_READERS = {NUMBER: numbers, BOOL: st.booleans(), TEXT: st.sampled_from(["Oslo", "São Paulo", "a, b", 'x "y"'])}


@FRIENDLY
@given(tables(least=1, cells=KEPT_BY_READERS, headers=st.sampled_from(["a", "b c", "d", "e"])))
def test_what_is_written_as_json_is_read_as_the_same_table(tmp_path: Path, table: Table) -> None:
    columns = [cells for cells in table.cells if any(cell is not None for cell in cells)]
    if len(columns) < len(table.cells):
        return  # a column of blanks has no type
    for ending in ("json", "jsonl"):
        path = tmp_path / f"answer.{ending}"
        destination(path).write(table)
        assert read_table(path).value == table


@FRIENDLY
@given(tables(least=1))
def test_parquet(tmp_path: Path, table: Table) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "answer.parquet"
    try:
        destination(path).write(table)
    except OutputError as error:
        assert error.code == "too-many-digits"
        return
    read = __import__("pyarrow.parquet", fromlist=["parquet"]).read_table(path)
    assert tuple(read.column_names) == table.headers
    for cells, column in zip(table.cells, read.columns, strict=True):
        assert tuple(column.to_pylist()) == cells


EXACT_IN_EXCEL = {
    NUMBER: st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from([Decimal("0.1"), Decimal("-2.25")])),
    TEXT: st.sampled_from(["Oslo", "=1+1", "http://a.b", "{=1}", "00012", "São Paulo"]),
    BOOL: st.booleans(),
    DATE: st.dates(date(1900, 3, 1)),
    DATETIME: st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    TIME: CLOCKS.map(lambda clock: clock.replace(microsecond=0)),
}


@FRIENDLY
@given(tables(least=1, cells=EXACT_IN_EXCEL, headers=st.sampled_from(["a", "b", "c", "d"])))
def test_workbooks(tmp_path: Path, table: Table) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "answer.xlsx"
    destination(path).write(table)
    first, *rows = openpyxl.load_workbook(path).active.iter_rows()
    assert tuple(cell.value for cell in first) == table.headers
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in rows for cell in row)
    read = [[_as_typed(cell.value, kind) for cell, kind in zip(row, table.types, strict=True)] for row in rows]
    assert read == [list(row) for row in table.rows()][: len(read)]
    assert all(cell is None for row in list(table.rows())[len(read) :] for cell in row)


def _as_typed(value: Any, kind: Con) -> Value:
    if kind == DATE and isinstance(value, datetime):
        return value.date()
    return Decimal(str(value)) if kind == NUMBER and value is not None else value


def test_a_workbook_keeps_what_excel_would_round(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    values = (1234567890123456789, date(1812, 9, 7), timedelta(hours=-1), datetime(2024, 1, 31, 9, 30, 0, 1))
    types = (NUMBER, DATE, DURATION, DATETIME)
    table = Table(("n", "d", "s", "m"), types, tuple((each,) for each in values), 1)
    destination(tmp_path / "a.xlsx").write(table, "title")
    (_, row) = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    assert row == ("1234567890123456789", "1812-09-07", "-PT1H", "2024-01-31T09:30:00.000001")


@pytest.mark.parametrize("ending", ["csv", "json", "md", "html", "parquet", "xlsx"])
def test_the_same_answer_is_the_same_bytes(tmp_path: Path, ending: str) -> None:
    if library := {"parquet": "pyarrow", "xlsx": "xlsxwriter"}.get(ending):
        pytest.importorskip(library)
    table = Table(("a", "b"), (TEXT, NUMBER), (("x", "y"), (1, Decimal("2.5"))), 2)
    for name in ("one", "two"):
        destination(tmp_path / f"{name}.{ending}").write(table, "the title")
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


OTHERS: list[tuple[Value, str, str]] = [
    (42, "value\n42\n", "42\n"),
    ("a,b", 'value\n"a,b"\n', '"a,b"\n'),
    (None, 'value\n""\n', "null\n"),
    ((1, Decimal("2.5")), "value\n1\n2.5\n", "[1, 2.5]\n"),
    ((), "value\n", "[]\n"),
    (Record(("name", "n"), ("Ann", 3)), "name,n\nAnn,3\n", '{"name": "Ann", "n": 3}\n'),
    (Map({"North": 3, "South": 4}), "key,value\nNorth,3\nSouth,4\n", '{"North": 3, "South": 4}\n'),
    ((Record(("a",), (1,)), Record(("a",), (2,))), "a\n1\n2\n", '[{"a": 1}, {"a": 2}]\n'),
]


@pytest.mark.parametrize(("value", "as_csv", "as_json"), OTHERS)
def test_what_is_no_table(value: Value, as_csv: str, as_json: str) -> None:
    for each in (value, to_python(value)):  # as the language has it, and as Python
        assert text_of(each, "csv") == as_csv
        assert text_of(each, "json") == as_json


def test_what_no_cell_can_hold() -> None:
    for value, why in (((1, "a"), "mixes types"), (((1,), (2,)), "values inside of values")):
        with pytest.raises(OutputError, match=why):
            text_of(value, "csv")
        assert json.loads(text_of(value, "json")) == json.loads(dumps(value))


def test_a_large_table_comes_in_pieces() -> None:
    table = Table(("n",), (NUMBER,), (tuple(range(100_000)),), 100_000)
    for format in ("csv", "tsv", "json", "jsonl", "md", "html"):
        assert max(map(len, pieces(table, format))) < 1_000


def test_numbers_too_far_apart_for_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    table = Table(("n",), (NUMBER,), ((Decimal("1E+60"), Decimal("1E-30")),), 2)
    with pytest.raises(OutputError, match=r"the numbers in 'n' are too far apart .* \.csv"):
        destination(tmp_path / "a.parquet").write(table)
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_is_too_small(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    large = Table(("n",), (NUMBER,), ((1,) * 1_048_576,), 1_048_576)
    with pytest.raises(OutputError, match="1,048,575 below the headers"):
        destination(tmp_path / "a.xlsx").write(large)
    long = Table(("t",), (TEXT,), (("x" * 40_000,),), 1)
    with pytest.raises(OutputError, match="row 1 has a text of 40,000 characters"):
        destination(tmp_path / "a.xlsx").write(long)
    assert list(tmp_path.iterdir()) == []


def test_times_are_written_as_iso_texts() -> None:
    row = (date(2024, 1, 31), datetime(2024, 1, 31, 9, 30), time(9, 30), timedelta(hours=26))
    table = Table(("a", "b", "c", "d"), (DATE, DATETIME, TIME, DURATION), tuple((each,) for each in row), 1)
    assert text_of(table, "csv").split("\n")[1] == "2024-01-31,2024-01-31T09:30:00,09:30:00,P1DT2H"
