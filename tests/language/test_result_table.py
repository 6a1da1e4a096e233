"""The class that tables are given as, and the JSON of values that are given as ordinary Python ones."""

from __future__ import annotations

import json
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language import ResultTable
from seglam_lang.language.jsonvalue import dumps, same
from seglam_lang.language.python.converters import converter
from seglam_lang.language.python.results import to_python
from seglam_lang.language.python.tables import read_table
from seglam_lang.language.types import DATE, NUMBER, TEXT, Con, Type, list_of, map_of, optional, record
from seglam_lang.language.values import Map, Record, Table, Value
from tests.procedures import dates, numbers, tables, texts

CELLS = ((Decimal("1.5"), None), ("Ulm", "Bonn"), (date(2024, 1, 31), None))
SHOPS = Table(("n", "city", "day"), (NUMBER, TEXT, DATE), CELLS, 2)
ROWS = [{"n": Decimal("1.5"), "city": "Ulm", "day": date(2024, 1, 31)}, {"n": None, "city": "Bonn", "day": None}]
EMPTY = ResultTable(Table(("a", "b"), (NUMBER, TEXT), ((), ()), 0))


def test_it_is_a_sequence_of_rows() -> None:
    table = ResultTable(SHOPS)
    assert table == ROWS and table == ROWS and list(table) == ROWS
    assert table != ROWS[:1] and table != tuple(ROWS) and table != SHOPS
    assert len(table) == 2 and table[0] == ROWS[0] and table[-1] == ROWS[1] and table[1:] == ROWS[1:]
    assert ROWS[1] in table and table.index(ROWS[1]) == 1 and list(reversed(table)) == ROWS[::-1]
    assert table.columns == ("n", "city", "day")
    assert table.rows == ((Decimal("1.5"), "Ulm", date(2024, 1, 31)), (None, "Bonn", None))
    with pytest.raises(IndexError):
        table[2]
    with pytest.raises(TypeError):
        hash(table)


def test_it_does_not_change() -> None:
    table = ResultTable(SHOPS)
    table[0]["n"] = 7
    table.to_dict()["rows"][0][0] = 7
    assert table == ROWS
    with pytest.raises(AttributeError):
        table.rows = ()  # type: ignore[misc]


def test_headers_stay_where_there_are_no_rows() -> None:
    assert EMPTY == [] and not EMPTY
    assert EMPTY.columns == ("a", "b")
    assert EMPTY.to_dict() == {"columns": ["a", "b"], "rows": []}
    assert read_table(EMPTY).table() == EMPTY.table
    assert ResultTable(Table(("a",), (NUMBER,), ((),), 0)) != EMPTY


def test_how_it_is_shown() -> None:
    assert repr(ResultTable(SHOPS)).split("\n") == [
        "  n  city  day",
        "---  ----  ----------",
        "1.5  Ulm   2024-01-31",
        "     Bonn",
    ]
    assert repr(EMPTY) == "a  b\n-  -\nno rows"
    many = ResultTable(Table(("n",), (NUMBER,), (tuple(range(1000)),), 1000))
    assert repr(many).endswith("\n19\n... 980 more rows")
    hostile = ResultTable(Table(("\x1b[2J",), (TEXT,), (("a\nb" + "x" * 100,),), 1))
    assert "\x1b" not in repr(hostile) and "a\\nb" in repr(hostile) and len(repr(hostile)) < 300


def test_rich_shows_it() -> None:
    rich_console = pytest.importorskip("rich.console")
    console = rich_console.Console(width=60, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(ResultTable(Table(("n", "[bold]"), (NUMBER, TEXT), ((1, None), ("[red]x", "\x1b")), 2)))
    text = console.export_text()
    assert "[bold]" in text and "[red]x" in text and "\\x1b" in text


def test_it_leaves_a_worker_process() -> None:
    assert pickle.loads(pickle.dumps(ResultTable(SHOPS))) == ROWS


def test_pandas_takes_it() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    assert list(pandas.DataFrame(ResultTable(SHOPS)).columns) == ["n", "city", "day"]
    for table in (SHOPS, EMPTY.table):
        frame = ResultTable(table).to_pandas()
        assert list(frame.columns) == list(table.headers)
        assert read_table(frame).table().cells == table.cells


def test_polars_takes_it() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    assert polars.DataFrame(ResultTable(SHOPS)).columns == ["n", "city", "day"]


# --- one JSON form

scalars = st.one_of(numbers, texts, dates, st.booleans())
TYPES: list[tuple[Type, st.SearchStrategy[Value]]] = [
    (NUMBER, numbers),
    (optional(DATE), st.none() | dates),
    (list_of(optional(TEXT)), st.lists(st.none() | texts).map(tuple)),
    (list_of(list_of(NUMBER)), st.lists(st.lists(numbers).map(tuple)).map(tuple)),
    (
        record({"a": NUMBER, "b b": optional(TEXT)}),
        st.builds(lambda a, b: Record(("a", "b b"), (a, b)), numbers, st.none() | texts),
    ),
    (map_of(TEXT, NUMBER), st.dictionaries(texts, numbers).map(Map)),
    (map_of(NUMBER, TEXT), st.dictionaries(numbers, texts).map(Map)),
    (map_of(DATE, optional(NUMBER)), st.dictionaries(dates, st.none() | numbers).map(Map)),
    (map_of(optional(TEXT), NUMBER), st.dictionaries(st.none() | texts, numbers).map(Map)),
    (map_of(list_of(NUMBER), DATE), st.dictionaries(st.lists(numbers).map(tuple), dates).map(Map)),
]


@pytest.mark.parametrize(("kind", "values"), TYPES)
@given(data=st.data())
def test_a_result_is_the_same_value_when_it_comes_back(kind: Con, values: Any, data: st.DataObject) -> None:
    value = data.draw(values)
    ours = to_python(value)
    assert converter(kind)(ours) == value
    assert dumps(ours) == dumps(value)
    json.loads(dumps(ours))
    assert same(value, ours) and same(ours, ours)


@given(tables())
def test_a_table_is_the_same_when_it_comes_back(table: Table) -> None:
    ours = to_python(table)
    assert read_table(ours).table() == table
    assert dumps(ours) == dumps(table) == dumps(ours.to_dict())
    assert same(ours, table) and same(table, ours) and same(ours, ours.to_dict())


@given(st.lists(tables(), max_size=2).map(tuple))
def test_tables_inside_other_values(value: tuple[Table, ...]) -> None:
    inside = Record(("orders", "count"), (value, len(value)))
    assert dumps(to_python(inside)) == dumps(inside)
    assert to_python(inside, lambda table: table.length)["count"] == len(value)


@pytest.mark.parametrize(
    ("value", "stated", "equal"),
    [
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        (["Oslo"], "Oslo", True),
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({Decimal("0.5"): 1, True: 2}, {"0.5": 1, "true": 2}, True),
        (ResultTable(SHOPS), [[1.5, "Ulm", "2024-01-31"], [None, "Bonn", None]], True),
        (ResultTable(SHOPS), [[1.5, "Ulm", "2024-01-31"]], False),
    ],
)
def test_python_values_and_what_people_state(value: Any, stated: Any, equal: bool) -> None:
    assert same(value, stated) is equal
