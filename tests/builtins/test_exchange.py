"""CSV and JSON: what is read, what is refused and where, and that what is written is read again."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language import check, jsonvalue
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins import exchange as e
from seglam_lang.language.builtins import table as t
from seglam_lang.language.builtins.csv_text import read_csv, write_csv
from seglam_lang.language.builtins.groups import group_by
from seglam_lang.language.builtins.records import records, to_table
from seglam_lang.language.computing import fuel
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Type,
    list_of,
    map_of,
    optional,
    record,
)
from seglam_lang.language.values import Map, Record, Row, Table
from tests.builtins.test_table import CITY, SHOPS, rows
from tests.procedures import dates, numbers, tables, texts

SALE = record({"city": TEXT, "sales": NUMBER})
ROW = record({"n": optional(NUMBER), "t": optional(TEXT), "d": optional(DATE)})


def sale(city: str, sales: Any) -> Record:
    return Record(("city", "sales"), (city, sales))


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "city,sales\nUlm,1.5\nBonn,20\n",
        "city,sales\r\nUlm,1.5\r\nBonn,20",
        "\ufeffcity,sales\rUlm,1.5\rBonn,20\r",
        '\n"city","sales"\n\n"Ulm","1.5"\nBonn, 20 \n\n',
        "id, sales ,city\n1,1.50,Ulm\n2,2e1,Bonn\n",
    ],
)
def test_csv(text: str) -> None:
    assert e.parse_csv(text, SALE) == (sale("Ulm", Decimal("1.5")), sale("Bonn", 20))


def test_csv_fields() -> None:
    kind = record({"a": TEXT, "b": optional(TEXT), "c": optional(BOOL), "d": optional(DATE), "e": optional(NUMBER)})
    text = 'a,b,c,d,e\n,,,,\n" x ","",TRUE,2024-02-29,"1,299.50"\n"a ""b""\n c",b,false, 0001-01-01,15%\n'
    assert [item.values for item in e.parse_csv(text, kind)] == [
        ("", None, None, None, None),
        (" x ", "", True, date(2024, 2, 29), Decimal("1299.5")),
        ('a "b"\n c', "b", False, date(1, 1, 1), Decimal("0.15")),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'the first line has no column "city"'),
        ("city\nUlm", 'the first line has no column "sales"'),
        ("city,sales,city\nUlm,1,x", 'the first line has several columns "city"'),
        ("city,sales\nUlm,1,2\n", "line 2 has 3 fields where the header has 2"),
        ("city,sales\n\n\nUlm\n", "line 4 has 1 field where the header has 2"),
        ('city,sales\n"U\nl\rm",1\nUlm,"5\r\n6"\n', 'line 5, column "sales": "5\\r\\n6" is not a number'),
        ("city,sales\nUlm,\n", 'line 2, column "sales": the field is blank; the type Number? allows it'),
        ('city,sales\nUlm,1\nBonn,"2', "line 3, character 6: the quote that begins here has no end"),
        ('city,sales\nUlm "x",1\n', "line 2, character 5: a quote stands inside a field that does not begin with one"),
        ('city,sales\n"Ulm" ,1\n', 'line 2, character 6: a quoted field ends with "," or with the line'),
    ],
)
def test_wrong_csv(text: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        e.parse_csv(text, SALE)
    assert (caught.value.code, caught.value.message) == ("bad-csv", message)


@pytest.mark.parametrize("cell", ["20240229", "2024-2-29", "2023-02-29", "2024-W09-4", "٢٠٢٤-٠٢-٢٩", "yes", "1"])
def test_cells_that_are_no_date_or_bool(cell: str) -> None:
    for kind in (DATE, BOOL):
        with pytest.raises(Failure, match="is not"):
            e.parse_csv(f"x\n{cell}\n", record({"x": kind}))


def test_separators() -> None:
    for sign in ";\t|^]\\-é":
        assert e.parse_csv(f'city{sign}sales\n"U{sign}m"{sign}1', SALE, sign) == (sale(f"U{sign}m", 1),)
        assert e.parse_csv(e.to_csv(to_table((sale(f"U{sign}m", 1),)), sign), SALE, sign) == (sale(f"U{sign}m", 1),)
    for sign in ("", ", ", '"', "\n", "\r"):
        for run in (lambda sign=sign: e.parse_csv("", SALE, sign), lambda sign=sign: e.to_csv(SHOPS, sign)):
            with pytest.raises(Failure) as caught:
                run()
            assert caught.value.code == "bad-separator"


def test_to_csv() -> None:
    assert e.to_csv(SHOPS.take([0, 2])) == "city,sales,day\nUlm,1.5,2024-01-02\n,3,\n"
    odd = Table(("a,b", "c"), (TEXT, NUMBER), (('x"y', "=1+2", "\ufeff", ""), (Decimal("1E+40"), -5, None, 0)), 4)
    assert e.to_csv(odd) == '"a,b",c\n"x""y",1e40\n=1+2,-5\n"\ufeff",\n"",0\n'
    assert e.to_csv(Table(("a",), (NUMBER,), ((None, 1),), 2)) == 'a\n""\n1\n'
    assert e.to_csv(Table((), (), (), 0)) == ""


@given(tables())
def test_a_table_survives_csv(table: Table) -> None:
    written = e.to_csv(table)
    assert to_table(e.parse_csv(written, ROW)).cells == (table.cells if table.length else ())
    theirs = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert theirs == [
        list(table.headers),
        *[["" if cell is None else t.cell_text(cell) for cell in row] for row in rows(table)],
    ]


fields = st.one_of(st.none(), st.text(max_size=4), st.sampled_from(['"', '""', ",", "\n", "\r", "\r\n", ";", "\ufeff"]))


@given(st.lists(st.lists(fields, min_size=2, max_size=4), max_size=4), st.sampled_from(",;"))
def test_records_of_any_texts_survive_csv(written: list[list[str | None]], separator: str) -> None:
    assert [record for _, record in read_csv(write_csv(written, separator), separator)] == written


@given(st.text(alphabet='ab,;"\n\r \ufeff', max_size=20))
def test_any_text_is_a_csv_or_a_failure(text: str) -> None:
    try:
        found = [[cell or "" for cell in record] for _, record in read_csv(text, ",")]
    except Failure as failure:
        assert failure.code == "bad-csv"
        return
    theirs = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert found == [record for record in theirs if record not in ([], [""])] or '"' in text


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json() -> None:
    kind = record({"city": TEXT, "sales": list_of(NUMBER), "open": optional(DATE), "by": map_of(TEXT, BOOL)})
    text = """ {"x": {"y": [[], {}, [1, {"z": "\\""}], null, true]}, "sales": [1.50, -0, 2E1, 1e-3],
        "city": "\\u00dclm \\ud83d\\ude00\\/\\n", "by": {"a": true, "b": false} } """
    assert e.parse_json(text, kind) == Record(
        ("city", "sales", "open", "by"),
        ("Ülm 😀/\n", (Decimal("1.5"), 0, 20, Decimal("0.001")), None, Map({"a": True, "b": False})),
    )
    assert e.parse_json('{"1.50": "2024-01-31"}', map_of(NUMBER, DATE)) == Map({Decimal("1.5"): date(2024, 1, 31)})
    assert e.parse_json("\ufeff[null, 1]", list_of(optional(NUMBER))) == (None, 1)
    assert e.parse_json("9" * 40, NUMBER) == Decimal("1E+40")  # rounded to 34 digits, as everywhere


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("", NUMBER, "line 1, character 1: a number is expected here"),
        ("[1,\n 2,]", list_of(NUMBER), "line 2, character 4: a number is expected here"),
        ("[1 2]", list_of(NUMBER), "line 1, character 4: a comma or ] is expected here"),
        ("[01]", list_of(NUMBER), "line 1, character 3: a comma or ] is expected here"),
        ("1.", NUMBER, "line 1, character 2: nothing more is expected here"),
        ("1e99999", NUMBER, 'line 1, character 1: "1e99999" cannot be read as a number'),
        ("NaN", NUMBER, "line 1, character 1: a number is expected here"),
        ('"1"', NUMBER, "line 1, character 1: a number is expected here"),
        ("null", TEXT, "line 1, character 1: a text is expected here"),
        ('"a\nb"', TEXT, "line 1, character 1: this text has no end, or a character that must be escaped"),
        ('"\\x"', TEXT, "line 1, character 1: this text has no end, or a character that must be escaped"),
        ('"\\ud800 "', TEXT, "line 1, character 1: half of a surrogate pair is not a character"),
        ('"2024-2-1"', DATE, 'line 1, character 1: "2024-2-1" cannot be read as a date, as "2024-03-31"'),
        ("truely", BOOL, "line 1, character 5: nothing more is expected here"),
        ("[]", SALE, "line 1, character 1: an object is expected here"),
        ('{"city": "x"}', SALE, 'line 1, character 1: this object has no "sales"'),
        ('{"sales": 1, "sales": 2}', SALE, 'line 1, character 14: "sales" is there twice'),
        ('{"a": 1, "a": 2}', map_of(TEXT, NUMBER), "line 1, character 1: this object has two members of one name"),
        ('{"1": 1, "1.0": 2}', map_of(NUMBER, NUMBER), "line 1, character 1: this object has two members of one name"),
        ('{"a": 1}', map_of(BOOL, NUMBER), 'line 1, character 2: "a" cannot be read as true or false'),
        ("{1: 2}", SALE, "line 1, character 2: the name of a member, in quotes, is expected here"),
        ('{"x" 2}', SALE, "line 1, character 6: a colon is expected here"),
        ('{"x": [1, }', SALE, "line 1, character 11: a value is expected here"),
        ('{"x": {"y": 1, 2}}', SALE, "line 1, character 16: the name of a member, in quotes, is expected here"),
        ('{"x": [1}', SALE, "line 1, character 9: a comma or ] is expected here"),
    ],
)
def test_wrong_json(text: str, kind: Con, message: str) -> None:
    with pytest.raises(Failure) as caught:
        e.parse_json(text, kind)
    assert (caught.value.code, caught.value.message) == ("bad-json", message)


@pytest.mark.parametrize(
    "kind", [TABLE, list_of(Con(Constructor.ROW)), map_of(list_of(TEXT), TEXT), map_of(optional(TEXT), TEXT)]
)
def test_types_that_json_has_not(kind: Con) -> None:
    with pytest.raises(Failure) as caught:
        e.parse_json("[]", kind)
    assert caught.value.code == "bad-type"


def _typed(value: Any) -> Type | None:
    """A type of what Python's reader of JSON gave, if there is one."""
    if value is None:
        return optional(NUMBER)
    if isinstance(value, list):
        kinds = [_typed(each) for each in value]
        first = kinds[0] if kinds else TEXT
        return list_of(first) if first and all(kind == first for kind in kinds) else None
    if isinstance(value, dict):
        parts = {name: _typed(each) for name, each in value.items()}
        return record({name: kind for name, kind in parts.items() if kind})  # the others are skipped
    return BOOL if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return dict(zip(value.names, map(_plain, value.values), strict=True))
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _pruned(each) for name, each in value.items() if _typed(each)}
    return list(map(_pruned, value)) if isinstance(value, list) else value


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(documents, st.sampled_from([None, 1]), st.booleans())
def test_json_is_read_as_python_reads_it(document: Any, indent: int | None, escaped: bool) -> None:
    kind = _typed(document)
    if kind is not None:
        assert isinstance(kind, Con)
        text = json.dumps(document, indent=indent, ensure_ascii=escaped)
        assert _plain(e.parse_json(text, kind)) == _pruned(document)


@given(st.text(alphabet='[]{}",:1-.eEtruefalsn \\u0', max_size=12))
def test_any_text_is_json_or_a_failure(text: str) -> None:
    everything = record({"a": optional(NUMBER)})
    try:
        e.parse_json('{"x": ' + text + "}", everything)
    except Failure as failure:
        assert failure.code == "bad-json"
        return
    json.loads('{"x": ' + text + "}")  # what is read is JSON


def _values(kind: Type) -> st.SearchStrategy[Any]:
    assert isinstance(kind, Con)
    if kind.constructor is Constructor.OPTIONAL:
        return st.none() | _values(kind.args[0])
    if kind.constructor is Constructor.LIST:
        return st.lists(_values(kind.args[0]), max_size=3).map(tuple)
    if kind.constructor is Constructor.MAP:
        return st.dictionaries(_values(kind.args[0]), _values(kind.args[1]), max_size=3).map(Map)
    if kind.constructor is Constructor.RECORD:
        labels = kind.labels
        return st.tuples(*map(_values, kind.args)).map(lambda values: Record(labels, values))
    scalars: dict[Con, st.SearchStrategy[Any]] = {NUMBER: numbers, TEXT: texts, BOOL: st.booleans(), DATE: dates}
    return scalars[kind].filter(lambda value: not isinstance(value, str) or max(value, default="") <= "\ud7ff")


@given(st.data())
def test_values_survive_json(data: st.DataObject) -> None:
    scalar = st.sampled_from([NUMBER, TEXT, BOOL, DATE])
    kinds = st.recursive(
        scalar | scalar.map(optional),
        lambda inner: (
            inner.map(list_of)
            | st.tuples(scalar, inner).map(lambda pair: map_of(*pair))
            | st.tuples(inner, inner).map(lambda pair: record({"a": pair[0], "b": pair[1]}))
        ),
    )
    kind = data.draw(kinds)
    value = data.draw(_values(kind))
    written = e.to_json(value)
    assert written == jsonvalue.dumps(value)
    assert e.parse_json(written, kind) == value


def test_to_json() -> None:
    assert e.to_json(SHOPS.take([0])) == '{"columns": ["city", "sales", "day"], "rows": [["Ulm", 1.5, "2024-01-02"]]}'
    assert e.to_json(sale("Ülm", None)) == '{"city": "Ülm", "sales": null}'
    for value in (Row(SHOPS, 0), (Row(SHOPS, 0),), group_by(SHOPS, CITY)):
        with pytest.raises(Failure) as caught:
            e.to_json(value)
        assert caught.value.code == "no-json"


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_what_would_be_too_long_is_not_made() -> None:
    long = "x" * (fuel.MAX_TEXT // 4)
    table = Table(("a",), (TEXT,), ((long,) * 100_000,), 100_000)
    runs: list[Callable[[], object]] = [
        lambda: e.to_csv(table, None),
        lambda: e.to_json(table),
        lambda: e.to_json((long,) * 5),
    ]
    for run in runs:
        started = time.perf_counter()
        with pytest.raises(Failure) as caught:
            run()
        assert caught.value.code == "too-large"
        assert time.perf_counter() - started < 1
    assert REGISTRY.by_id["table.to_csv@1"].cost(table, None) > fuel.MAX_TEXT
    with pytest.raises(Failure, match="would be too large"):
        e.to_json("\x00" * 2_000_000)


def test_absent_fields_are_paid_for() -> None:
    wide = record({f"f{number}": optional(NUMBER) for number in range(1_000)})
    text = "[" + "{}," * 999 + "{}]"
    assert REGISTRY.by_id["text.parse_json@1"].cost(text, list_of(wide)) >= 1_000 * 1_000
    with pytest.raises(Failure) as caught:
        e.parse_json("[" + "{}," * 2_999 + "{}]", list_of(wide))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    "text", ["[" * 200_000, '{"a":' * 100_000, '"' + "\\" * 199_999, '"' + '""' * 100_000 + "x", " " * 400_000 + "x"]
)
def test_long_wrong_texts_are_read_in_linear_time(text: str) -> None:
    started = time.perf_counter()
    for read, kind in ((e.parse_json, record({})), (e.parse_json, TEXT), (e.parse_csv, SALE)):
        with pytest.raises(Failure):
            read('{"x":' + text if kind == record({}) else text, kind)
    assert time.perf_counter() - started < 2


def test_in_a_procedure() -> None:
    source = """
    type Sale = {city: Text, sales: Number, day: Date?}

    proc totals(text: Text) -> Text {
      let sales = text.parse_csv(Sale)
      return sales.to_table().to_json()
    }
    """
    (checked,) = check(source)
    assert compile_procedure(checked.core).run(["city,sales,day\nUlm,1.50,\n"]) == (
        '{"columns": ["city", "sales", "day"], "rows": [["Ulm", 1.5, null]]}'
    )
    assert records(to_table(e.parse_csv("city,sales\nUlm,2\n", SALE)), SALE) == (sale("Ulm", 2),)
