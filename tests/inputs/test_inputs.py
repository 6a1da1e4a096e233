"""Inputs: files, command-line values and Python objects to typed values."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.inputs import FileOptions, InputError, Inputs, from_python, read_inputs
from seglam_lang.inputs.notation import read_value
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con, list_of, optional, show
from seglam_lang.language.values import Record, Table


def csv(tmp_path: Path, text: str | bytes, name: str = "data.csv") -> Inputs:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_inputs(files=[("", path)])


def only_column(inputs: Inputs) -> tuple[str, tuple[Any, ...]]:
    table = inputs.tables["table"]
    return show(table.types[0]), table.cells[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_byte_order_mark(tmp_path: Path, delimiter: str) -> None:
    text = "\ufeff" + "\n".join(delimiter.join(row) for row in [["city", "price"], ["Bonn", "1.5"], ["Ulm", "2"]])
    table = csv(tmp_path, text).tables["table"]
    assert table.headers == ("city", "price")
    assert table.types == (TEXT, NUMBER)
    assert table.cells == (("Bonn", "Ulm"), (Decimal("1.5"), 2))


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1,299.99", "-5"], "Number", (Decimal("1299.99"), -5)),
        (["$1,200", "$3.50"], "Number", (1200, Decimal("3.5"))),
        (["15%", "7.5%"], "Number", (Decimal("0.15"), Decimal("0.075"))),
        (["15%", "7"], "Text", ("15%", "7")),
        (["$5", "€5"], "Text", ("$5", "€5")),
        (["00123", "04711"], "Text", ("00123", "04711")),
        (["2024-01-31", "2024-02-01"], "Date", (date(2024, 1, 31), date(2024, 2, 1))),
        (["1/2/2024", "13/2/2024"], "Date", (date(2024, 2, 1), date(2024, 2, 13))),
        (["Jan 2, 2024", "3 Feb 2024"], "Date", (date(2024, 1, 2), date(2024, 2, 3))),
        (["TRUE", "false"], "Bool", (True, False)),
        (["12", " "], "Number", (12, None)),
        (["", "x"], "Text", (None, "x")),
        (["12", "n/a", "-", "NULL"], "Number", (12, None, None, None)),
        (["2024-01-31", "\u2013"], "Date", (date(2024, 1, 31), None)),
        (["n/a", "-"], "Text", ("n/a", "-")),
        (["12", "n/a", "x"], "Text", ("12", None, "x")),
        (["12", "(3.5)", "($1,200)"], "Text", ("12", "(3.5)", "($1,200)")),
        (["$12", "($1,200)"], "Number", (12, -1200)),
        (["(1)", "(2)"], "Text", ("(1)", "(2)")),
        (["1.299,99", "2,5", "1.234", "-7"], "Number", (Decimal("1299.99"), Decimal("2.5"), 1234, -7)),
        (["2,50 €", "3 €"], "Number", (Decimal("2.5"), 3)),
        (["12,5%", "7%"], "Number", (Decimal("0.125"), Decimal("0.07"))),
        (["1.299,99", "2.5"], "Text", ("1.299,99", "2.5")),
        (["1,234", "1.234"], "Number", (1234, Decimal("1.234"))),
        (["1" * 34, "2"], "Number", (int("1" * 34), 2)),
        (["1" * 35, "2"], "Text", ("1" * 35, "2")),
    ],
)
def test_column_types(tmp_path: Path, cells: list[str], kind: str, values: tuple[Any, ...]) -> None:
    lines = "\n".join(f'"{cell}",x' for cell in cells)
    assert only_column(csv(tmp_path, f"it,other\n{lines}\n")) == (kind, values)


def test_notes_say_how_columns_were_read(tmp_path: Path) -> None:
    rows = "\n".join(["1;$2;1/2/2024;1", "2;$3;;n/a", "3;$4;3/4/2024;1,5", "4;;3/4/2024;", "x;($4);3/4/2024;-"])
    assert csv(tmp_path, f"count;price;day;size\n{rows}").notes == (
        "column count: Text, nearly all numbers, but not line 6: x (--blank x reads such a cell as blank)",
        "column price: Number, 1 blank, (12) is -12, amounts in USD",
        "column day: Date, 1 blank, read with the day first (it could also be the month)",
        "column size: Number, 3 blank, decimal commas (1,5 is 1.5), 2 read as blank (n/a and -)",
    )


def test_headers_are_made_distinct(tmp_path: Path) -> None:
    inputs = csv(tmp_path, "a,a,,a\n1,2,3,4")
    assert inputs.tables["table"].headers == ("a 1", "a 2", "column 3", "a 3")
    assert [note for note in inputs.notes if "headed" in note] == [
        'column a 1: Number, headed "a"',
        'column a 2: Number, headed "a"',
        'column a 3: Number, headed "a"',
    ]


def test_rows_of_blanks_after_the_table_are_no_rows(tmp_path: Path) -> None:
    table = csv(tmp_path, "k,v\n,\nx,1\n,\n\n , \n").tables["table"]
    assert table.cells == ((None, "x"), (None, 1))


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty-table", "empty"),
        ("  \n\n", "empty-table", "empty"),
        ("a,b\n", "empty-table", "no rows"),
        ("a,b\n1,2\n3\n", "ragged-row", "line 3"),
        ("a,b\n1,2,3\n", "ragged-row", "line 2"),
        (b"a,b\n\xff\xfa,2\n", "not-utf-8", "UTF-8"),
    ],
)
def test_bad_csv(tmp_path: Path, text: str | bytes, code: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        csv(tmp_path, text)
    assert error.value.code == code


def test_quoted_cells_and_compressed_files(tmp_path: Path) -> None:
    packed = gzip.compress(b'name,note\n"Doe, Jo","two\nlines"\n')
    assert csv(tmp_path, packed, "data.csv.gz").tables["table"].cells == (("Doe, Jo",), ("two\nlines",))
    for damaged in (packed[:20], packed[:12] + b"?" + packed[13:]):
        with pytest.raises(InputError) as error:
            csv(tmp_path, damaged, "data.csv.gz")
        assert error.value.code == "unreadable-file"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_inputs(files=[("", tmp_path / "none.csv")])
    assert error.value.code == "unknown-file"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("[1, 2.5]", "d.json", "List<Number>"),
        ('[{"a": 1}, {"b": "x"}]', "d.json", "Table"),
        ('{"columns": ["a"], "rows": [[1]]}', "d.json", "Table"),
        ('{"a": 1, "b": "x"}', "d.json", "{a: Number, b: Text}"),
        ('{"a": 1}\n\n{"a": 2}\n', "d.jsonl", "Table"),
        ("some words\n", "d.txt", "Text"),
        ("# Words\n", "d.md", "Text"),
        ("started\n", "d.LOG", "Text"),
        ("a\n1\n", "d.CSV", "Table"),
    ],
)
def test_files_of_other_kinds(tmp_path: Path, text: str, name: str, kind: str) -> None:
    assert [show(found) for found in csv(tmp_path, text, name).types.values()] == [kind]


@pytest.mark.parametrize("name", ["orders.dat", "orders", "orders.csv.bak", "orders.gz", ".csv"])
def test_a_file_of_an_unknown_kind(tmp_path: Path, name: str) -> None:
    """Read as text, a table would be something else altogether."""
    with pytest.raises(InputError) as error:
        csv(tmp_path, "region,sales\nNorth,1\n", name)
    assert error.value.code == "unknown-kind"
    assert "--format: .csv, .tsv, .json" in error.value.message
    assert ", or one of these with .gz, .zst, .zip" in error.value.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad-json"),
        ("", "empty-table"),
        ("[" * 100_000, "bad-json"),
        ("[NaN]", "bad-number"),
        ("[1e99999]", "bad-number"),
        ("[1, [2]]", "mixed-list"),
        ('[{"a": 1, "a": 2}]', "repeated-key"),
        ('{"a": {"b": 1, "c": 2, "b": 1}}', "repeated-key"),
        ('{"columns": ["a", "b"], "rows": [[1]]}', "ragged-row"),
        ('{"columns": [], "rows": []}', "empty-table"),
        ('{"columns": ["a"], "rows": [[1]], "types": ["colour"]}', "bad-table"),
        ('{"columns": ["a"], "rows": [[1]], "types": []}', None),
    ],
)
def test_bad_json(tmp_path: Path, text: str, code: str | None) -> None:
    if code is None:
        csv(tmp_path, text, "d.json")
        return
    with pytest.raises(InputError) as error:
        csv(tmp_path, text, "d.json")
    assert error.value.code == code


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('{"a": 1.50, "a": "x"}', ': an object has the key "a" more than once (1.5 and "x"); leave one of them'),
        ("{", ": not JSON"),
        ('{"a": 1e99999}', " holds 1e99999, which is not a number that can be represented"),
    ],
)
def test_a_bad_line_of_json_lines_is_named(tmp_path: Path, bad: str, said: str) -> None:
    (tmp_path / "d.jsonl").write_text(f'{{"a": 1}}\n{bad}\n{{"a": 2}}\n')
    with pytest.raises(InputError) as error:
        read_inputs([("", tmp_path / "d.jsonl")])
    assert error.value.message.startswith(f"d.jsonl, line 2{said}")
    inputs = read_inputs([("", tmp_path / "d.jsonl")], options=FileOptions(skip_bad_lines=True))
    assert inputs.tables["table"].length == 2


@pytest.mark.parametrize(
    ("cells", "types", "kind", "values"),
    [
        ([1, 2.5, None], (), NUMBER, (1, Decimal("2.5"), None)),
        (["1", "2"], (), NUMBER, (1, 2)),  # all of the table are texts: as in a CSV file
        ([1, "2"], (), NUMBER, (1, 2)),
        ([1, "x"], (), TEXT, ("1", "x")),
        ([True, None], (), BOOL, (True, None)),
        ([True, 1], (), TEXT, ("true", "1")),
        (["2024-01-31", ""], (), DATE, (date(2024, 1, 31), None)),
        (["2024-01-31", "soon"], (), TEXT, ("2024-01-31", "soon")),
        (["1", ""], ("number",), NUMBER, (1, None)),
        ([1, 2], ("text",), TEXT, ("1", "2")),
        (["x", 2], ("number",), TEXT, ("x", "2")),
        ([None, None], (), TEXT, (None, None)),
        (["2024-01-31 09:30:00", None], ("date",), DATETIME, (datetime(2024, 1, 31, 9, 30), None)),  # many call both so
        (["1952-10-2", "1948-2-23"], ("date",), DATE, (date(1952, 10, 2), date(1948, 2, 23))),
        (["2024-01-31 09:30", "soon"], ("date",), TEXT, ("2024-01-31 09:30", "soon")),
    ],
)
def test_json_columns(cells: list[Any], types: tuple[str, ...], kind: Con, values: tuple[Any, ...]) -> None:
    table = from_python({"columns": ["c"], "rows": [[cell] for cell in cells], "types": types})[0]
    assert (table.types, table.cells) == ((kind,), (values,))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-01-31 09:30:00", DATETIME),  # as databases and Python write it
        ("2024-01-31T09:30", DATETIME),
        ("2024-01-31 09:30 ", TEXT),
        ("2024-01-31  09:30", TEXT),
        ("1952-10-2", TEXT),
    ],
)
def test_texts_beside_numbers_are_of_the_type_whose_iso_form_they_have(text: str, kind: Con) -> None:
    table = from_python({"columns": ["n", "t"], "rows": [[1, text], [2, text]]})[0]
    assert table.types == (NUMBER, kind)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("1,299.50", Decimal("1299.5")),
        ("18%", Decimal("0.18")),
        ("$42.50", Decimal("42.5")),
        ("true", True),
        ("2024-01-31", date(2024, 1, 31)),
        ('"5"', "5"),
        ("[1, 2]", (1, 2)),
        ("[draft]", "[draft]"),
        ("some words", "some words"),
    ],
)
def test_values_of_the_command_line(text: str, value: Any) -> None:
    assert read_value(text)[0] == value


def test_python_values() -> None:
    assert from_python(0.1)[:2] == (Decimal("0.1"), NUMBER)
    assert from_python(Decimal("1.50"))[0] == Decimal("1.5")
    assert isinstance(from_python(2.0)[0], int)
    assert from_python([1, None])[:2] == ((1, None), list_of(optional(NUMBER)))
    assert from_python([1, "a"])[:2] == (("1", "a"), list_of(TEXT))
    assert from_python([[1], [2]])[1] == list_of(list_of(NUMBER))
    assert from_python({"a": True})[0] == Record(("a",), (True,))
    assert isinstance(from_python([{"a": 1}])[0], Table)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("1e7000"), None, object(), b"x"])
def test_python_values_that_are_none_of_the_language(value: Any) -> None:
    with pytest.raises(InputError):
        from_python(value)


def test_the_only_table_is_called_table() -> None:
    rows = {"columns": ["a"], "rows": [[1]]}
    assert list(read_inputs(values={"orders": rows, "n": 5}).values) == ["table", "n"]
    assert list(read_inputs(values={"orders": rows, "shops": rows}).values) == ["orders", "shops"]


def test_two_inputs_of_one_name() -> None:
    with pytest.raises(InputError) as error:
        read_inputs(settings=[("n", "5")], values={"n": 6})
    assert error.value.code == "duplicate-input"


def test_a_date_that_could_be_read_otherwise_is_noted() -> None:
    assert read_inputs(settings=[("due", "5/6/2024"), ("paid", "2024-05-06"), ("sent", "5/13/2024")]).notes == (
        "5/6/2024 is read with the month first (it could also be the day): 2024-05-06",
    )


def test_quotes_as_they_are_found_in_files(tmp_path: Path) -> None:
    text = 'size,name\n6" pipe,"Ann" B\n5"",say "hi"\n"7","two\nlines, ""quoted"""\n'
    assert csv(tmp_path, text).tables["table"].cells == (
        ('6" pipe', '5""', "7"),
        ("Ann B", 'say "hi"', 'two\nlines, "quoted"'),
    )


def test_a_quote_without_an_end_does_not_swallow_the_rest_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        csv(tmp_path, 'name,note\nAnn,x\nBob,"hello\nCid,y\n')
    assert error.value.code == "bad-csv"
    assert error.value.message == (
        "data.csv, line 3, character 5: the quote that begins here has no end; --skip-bad-lines leaves such lines out"
    )


def test_lines_are_counted_as_they_stand_in_the_file(tmp_path: Path) -> None:
    text = 'name,size\r\n"a\r\nb",1\r\n\r\n' + "x,2\r\n" * 8 + "y,?!\r\n"
    notes = " ".join(csv(tmp_path, text).notes)
    assert "column size: Text, nearly all numbers, but not line 13: ?! (--blank '?!' reads" in notes
    with pytest.raises(InputError, match="line 5: 1 cell"):
        csv(tmp_path, 'name,size\n"a\nb",1\n\nx\n')


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    """Python's csv module refuses it, by a limit that is one for the whole process."""
    assert csv(tmp_path, f"a,b\n{'x' * 200_000},1\n").tables["table"].cells[1] == (1,)


def test_a_number_that_would_be_rounded_is_no_number(tmp_path: Path) -> None:
    long = "0." + "3" * 40
    assert only_column(csv(tmp_path, f"a,b\n{long},1\n1,2\n")) == ("Text", (long, "1"))
    for text in (f'[{{"a": {long}}}]', f"[{'9' * 40}]"):
        with pytest.raises(InputError, match="numbers keep 34") as error:
            csv(tmp_path, text, "d.json")
        assert error.value.code == "too-many-digits"


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["$1,200.00", None, "$20"], NUMBER, (1200, None, 20)),
        (["12.50", "3", "n/a"], NUMBER, (Decimal("12.5"), 3, None)),
        (["61 %", "5 %", ""], NUMBER, (Decimal("0.61"), Decimal("0.05"), None)),
        (["31/01/2024", "01/02/2024", None], DATE, (date(2024, 1, 31), date(2024, 2, 1), None)),
        (["2024-01-31T09:30:00Z", None, None], DATETIME, (datetime(2024, 1, 31, 9, 30), None, None)),
        (["2024-01-31T00:00", None, None], DATETIME, (datetime(2024, 1, 31), None, None)),
        (["09:30", "10:00", None], TIME, (time(9, 30), time(10), None)),
        (["1001", "1002", None], TEXT, ("1001", "1002", None)),  # a number would have no quotes
        (["00412", "00413", None], TEXT, ("00412", "00413", None)),
        (["$1,200.00", "soon", None], TEXT, ("$1,200.00", "soon", None)),
        (["yes", "Yes", "no"], TEXT, ("yes", "Yes", "no")),
    ],
)
def test_texts_of_json_beside_numbers(
    tmp_path: Path, cells: list[str | None], kind: Con, values: tuple[Any, ...]
) -> None:
    rows = [{"n": place, "c": cell} for place, cell in enumerate(cells)]
    (tmp_path / "d.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for name in ("d.json", "d.jsonl"):
        table = read_inputs([("", tmp_path / name)]).tables["table"]
        assert (table.types[1], table.cells[1]) == (kind, values)


def test_a_length_in_json_is_one_under_its_header(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('[{"n": 1, "call duration": "00:42:10"}]', encoding="utf-8")
    assert read_inputs([("", tmp_path / "d.json")]).tables["table"].types == (NUMBER, DURATION)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"orders": [{"n": 1, "c": "x"}]}', "orders"),
        ('{"data": {"orders": [{"n": 1, "c": "x"}]}}', "data.orders"),
        ('{"all": {"columns": ["n", "c"], "rows": [[1, "x"]]}}', "all"),
    ],
)
def test_an_object_with_a_table_alone_is_that_table(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "d.json").write_text(text, encoding="utf-8")
    inputs = read_inputs([("", tmp_path / "d.json")])
    assert inputs.tables["table"].headers == ("n", "c")
    assert inputs.notes[0] == f"d.json: the table is what stands under {name}"


@pytest.mark.parametrize("text", ['{"orders": [{"n": 1}], "page": 1}', '{"orders": [1, 2]}', '{"orders": []}', "{}"])
def test_any_other_object_is_a_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "d.json").write_text(text, encoding="utf-8")
    assert read_inputs([("", tmp_path / "d.json")]).tables == {}
