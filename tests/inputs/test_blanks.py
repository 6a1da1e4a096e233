"""Cells that are blank as a person says so."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, read_inputs
from seglam_lang.inputs import file as files
from seglam_lang.inputs.blanks import how_to_say, without_marks
from seglam_lang.language.types import DURATION, NUMBER
from tests.inputs.given_files import columns, read, surprises, table, write
from tests.inputs.test_formats import as_parquet, as_sqlite
from tests.workbooks import as_ods, as_xlsx

RACE = "name,time,place\nAnn,1:42:31,2\nBob,DNF,-999\nCid, DNF ,1\nDan,2:10:47,3\n"
TIMES = (timedelta(hours=1, minutes=42, seconds=31), None, None, timedelta(hours=2, minutes=10, seconds=47))
MARKS = ("DNF", "-999")
ROWS: list[list[Any]] = [["name", "place"], ["Ann", 2], ["Bob", -999], ["Cid", "DNF"], ["Dan", 3]]


@pytest.fixture(params=[files.LARGE, 1], ids=["in memory", "in a database"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", request.param)


@pytest.mark.usefixtures("size")
def test_cells_with_a_text_are_blank() -> None:
    write("race.csv", RACE)
    found = table("race.csv", blank=MARKS)
    assert (found.types[1], found.column("time")) == (DURATION, TIMES)
    assert (found.types[2], found.column("place")) == (NUMBER, (2, None, 1, 3))
    assert columns("race.csv")["place"] == (2, -999, 1, 3)


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.json", json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]])),
        ("r.jsonl", "\n".join(json.dumps(dict(zip(ROWS[0], row, strict=True))) for row in ROWS[1:])),
        ("r.ods", as_ods(ROWS)),
        ("r.db", as_sqlite(["name", "place"], [["Ann", "Bob", "Cid", "Dan"], ["2", "-999", "DNF", "3"]])),
    ],
)
def test_every_format(name: str, content: str | bytes) -> None:
    write(name, content)
    assert [None if each is None else str(each) for each in columns(name, blank=MARKS)["place"]] == [
        *("2", None, None, "3")
    ]


@pytest.mark.usefixtures("size")
def test_formats_that_need_a_library() -> None:
    write("r.xlsx", as_xlsx(ROWS))
    assert columns("r.xlsx", blank=MARKS)["place"] == (2, None, None, 3)
    write("r.parquet", as_parquet(["name", "place"], [["Ann", "Bob"], [2, -999]]))
    assert columns("r.parquet", blank=MARKS)["place"] == (2, None)


def test_a_stray_cell_is_noted_with_how_it_is_read_as_blank() -> None:
    write("race.csv", "name,time\n" + "Ann,1:42:31\n" * 8 + "Bob,did not finish\n")
    said = "nearly all times of day, but not line 10: did not finish"
    assert surprises(read("race.csv")) == [
        f"column time: Text, {said} (--blank 'did not finish' reads such a cell as blank)"
    ]
    assert table("race.csv", blank=["did not finish"]).types[1] == DURATION


def test_strays_among_the_numbers_of_a_json_file() -> None:
    write("r.json", json.dumps([{"x": x} for x in (1, 2, 3, 4, "soon")]))
    (note,) = read("r.json").notes
    assert note == "column x: Text, holds values of several types (--blank soon reads such a cell as blank)"
    write("r.json", json.dumps([{"x": x} for x in (1, 2, 3, "a", "soon")]))
    assert read("r.json").notes == ("column x: Text, holds values of several types",)


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (["DNF", "DNF"], "--blank DNF reads such a cell"),
        (["DNF", "DNS"], "--blank DNF --blank DNS reads such cells"),
        (["it's free"], """--blank 'it'"'"'s free' reads such a cell"""),
        (["1O5"], ""),  # a number that is mistyped
        (["a", "b", "c", "d"], ""),
    ],
)
def test_how_it_is_said(texts: list[str], options: str) -> None:
    assert how_to_say(texts) == (f" ({options} as blank)" if options else "")


def test_tables_of_python() -> None:
    rows = [{"name": "Ann", "x": 1}, {"name": "Bob", "x": "DNF"}, {"name": "Cid", "x": -999}]
    options = FileOptions(blank=MARKS)
    for found in (read_inputs(values={"t": rows}, options=options), read_inputs(table=rows, options=options)):
        (read_as,) = found.tables.values()
        assert (read_as.types[1], read_as.column("x")) == (NUMBER, (1, None, None))


def test_a_cell_that_says_something_is_no_mark() -> None:
    assert how_to_say(["see the remark of 3 May"]) == how_to_say(["ask Ann about it, please"]) == ""
    assert how_to_say(["a\nb"]) == ""


CELLS = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["1", " 1", "x", "x ", "y", "", "1.0"]))


@given(st.lists(CELLS), st.lists(st.sampled_from(["1", "x", " y ", ""]), max_size=3))
def test_other_cells_stay_as_they_are(cells: list[Any], marks: list[str]) -> None:
    (column,) = without_marks([cells], marks)
    texts = {mark.strip() for mark in marks}
    for before, after in zip(cells, column, strict=True):
        is_mark = before.strip() in texts if isinstance(before, str) else before is not True and str(before) in texts
        assert after is (None if is_mark else before)


def test_what_is_said_of_blanks_holds_for_several_files(tmp_path: Path) -> None:
    write("a.csv", "name,x\nAnn,1\nBob,?!\n")
    write("b.csv", "name,x\nCid,?!\nDan,4\n")
    found = read("a.csv", "b.csv", blank=["?!"])
    assert [each.column("x") for each in found.tables.values()] == [(1, None), (None, 4)]
