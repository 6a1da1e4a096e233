"""One content through every format is one table: CSV in its spellings, JSON, JSON Lines, Python and its data frames."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import from_python, read_inputs, read_table
from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.json_texts import read_json, read_json_lines
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Table

Rows = list[list[str]]
NUMBERS = ["5", "7.5", "09", "007", "$5", "1'200", "1,5", "(3)", "5 %", "0"]
WORDS = ["", " ", "n/a", "-", "Yes", "yes", "No", "TRUE", "x", "a, b", 'say "hi"', "two\nlines"]
TIMES = ["2024-01-31", "31/1/2024", "1/2/24", "20240131", "9:30", "0712", "1 h 30 min"]
CELLS = st.sampled_from([*NUMBERS, *WORDS, *TIMES])
HEADERS = ["Dep time", "amount", "amount", "", "2024", "rows.count()"]


def as_csv(headers: list[str], rows: Rows, separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([headers, *rows])
    return text.getvalue()


def without_places(note: str) -> str:
    return re.sub("(line|row) [0-9]+", "place", note)


def records(headers: list[str], rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(headers, row, strict=True)) for row in rows]


FORMATS: dict[str, Callable[[list[str], Rows], TypedValue]] = {
    "semicolons": lambda headers, rows: read_csv(as_csv(headers, rows, ";"), "t"),
    "tabs": lambda headers, rows: read_csv(as_csv(headers, rows, "\t"), "t"),
    "JSON": lambda headers, rows: read_json(json.dumps({"columns": headers, "rows": rows}), "t"),
    "Python": lambda headers, rows: read_table({"columns": headers, "rows": rows}),
    "Python, None for what is blank": lambda headers, rows: read_table(
        {"columns": headers, "rows": [[cell.strip() or None for cell in row] for row in rows]}
    ),
}
OF_RECORDS: dict[str, Callable[[list[str], Rows], TypedValue]] = {
    "records": lambda headers, rows: from_python(records(headers, rows)),
    "records in JSON": lambda headers, rows: read_json(json.dumps(records(headers, rows)), "t"),
    "JSON Lines": lambda headers, rows: read_json_lines("\n".join(map(json.dumps, records(headers, rows))), "t"),
    "columns": lambda headers, rows: read_table(dict(zip(headers, zip(*rows, strict=True), strict=True))),
}


@given(st.data())
def test_one_content_is_one_table(data: st.DataObject) -> None:
    width = data.draw(st.integers(2, len(HEADERS)))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    rows[-1][0] = "end"  # rows of blanks after the table are no rows of a CSV file
    headers = HEADERS[:width]
    plain = [f"{header} of {position}" for position, header in enumerate(headers)]
    for names, formats in ((headers, FORMATS), (plain, FORMATS | OF_RECORDS)):
        table, _, notes = read_csv(as_csv(names, rows), "t")
        for name, read in formats.items():
            found = read(names, rows)
            assert found.value == table, name
            assert found.value.percentages == table.percentages
            assert list(map(without_places, found.notes)) == list(map(without_places, notes))


@pytest.mark.parametrize("name", ["orders", "table"])
def test_records_that_are_given_under_a_name_are_a_table(name: str) -> None:
    given_records = [{"item": "pen", "price": "$2"}, {"item": "ink", "price": "$7.50"}]
    inputs = read_inputs(values={name: given_records})
    assert isinstance(inputs.tables["table"], Table)
    assert inputs.tables["table"] == read_csv("item,price\npen,$2\nink,$7.50\n", "t").value


def test_a_file_of_every_ending_holds_the_same_table(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"day": "31/1/2024", "paid": "$5"}, {"day": "1/2/2024", "paid": "n/a"}]
    files = {
        "a.csv": "day,paid\n31/1/2024,$5\n1/2/2024,n/a\n",
        "a.tsv": "day\tpaid\n31/1/2024\t$5\n1/2/2024\tn/a\n",
        "a.json": json.dumps(rows),
        "a.jsonl": "\n".join(map(json.dumps, rows)),
    }
    read = []
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        read.append(read_inputs(files=[("", tmp_path / name)]))
    assert all(each.tables == read[0].tables and each.notes == read[0].notes for each in read)


@pytest.mark.parametrize(
    ("other", "day", "note"),
    [
        ("13/4/2024", date(2024, 4, 3), "column due: Date, read with the day first, as in another column"),
        ("13/4/2024 09:30", date(2024, 4, 3), "column due: Date, read with the day first, as in another column"),
        ("4/13/2024", date(2024, 3, 4), "column due: Date, read with the month first (it could also be the day)"),
        ("13.4.2024", date(2024, 4, 3), "column due: Date, read with the day first, as in another column"),
        ("2024-04-13", date(2024, 3, 4), "column due: Date, read with the month first (it could also be the day)"),
    ],
)
def test_dates_of_either_order_are_read_as_those_of_another_column(other: str, day: date, note: str) -> None:
    read = read_csv(f"due,paid\n3/4/2024,{other}\n5/5/2024,\n", "t")
    assert read.value.cells[0][0] == day
    assert note in read.notes
