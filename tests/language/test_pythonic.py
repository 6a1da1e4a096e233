"""Python values to values of the language and back: each type, what is refused, tables, results."""

from __future__ import annotations

import enum
from collections import OrderedDict, deque
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.computing.times import MAX_DURATION
from seglam_lang.language.python.converters import converter
from seglam_lang.language.python.inference import UNKNOWN, join, type_of
from seglam_lang.language.python.misfits import Unfit, short_repr
from seglam_lang.language.python.results import as_columns_and_rows, to_python
from seglam_lang.language.python.tables import read_table
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    TEXT,
    TIME,
    Con,
    Constructor,
    Type,
    Var,
    list_of,
    map_of,
    optional,
    record,
    show,
)
from seglam_lang.language.values import Map, Record, Table

POINT = record({"x": NUMBER, "label": optional(TEXT)})
DAY = date(2024, 1, 31)


def misfit(kind: Type, value: Any) -> Unfit:
    with pytest.raises(Unfit) as caught:
        converter(kind)(value)
    return caught.value


# --- scalars


class Colour(enum.StrEnum):
    RED = "red"


class Size(enum.IntEnum):
    SMALL = 1


class Day(date):
    """As libraries that fake the time make it."""


@pytest.mark.parametrize(
    ("kind", "given_value", "expected"),
    [
        (NUMBER, 3, 3),
        (NUMBER, Size.SMALL, 1),
        (NUMBER, Decimal("2.50"), Decimal("2.5")),
        (NUMBER, Decimal("4.00"), 4),
        (NUMBER, Decimal("-0"), 0),
        (NUMBER, 0.1, Decimal("0.1")),
        (NUMBER, -0.0, 0),
        (NUMBER, 3.0, 3),
        (NUMBER, 1e300, Decimal("1e300")),
        (NUMBER, 5e-324, Decimal("5e-324")),
        (NUMBER, 10**40, Decimal("1e40")),
        (NUMBER, 10**34 - 1, 10**34 - 1),
        (TEXT, "", ""),
        (TEXT, "naïve 🙂", "naïve 🙂"),
        (TEXT, Colour.RED, "red"),
        (BOOL, False, False),
        (DATE, DAY, DAY),
        (DATE, Day(2024, 1, 31), DAY),
    ],
)
def test_scalars(kind: Type, given_value: Any, expected: Any) -> None:
    found = converter(kind)(given_value)
    assert found == expected
    assert type(found) is type(expected)
    assert str(found) == str(expected)  # 2.50 == 2.5, but one value has one representation


@pytest.mark.parametrize(
    ("kind", "given_value", "hint"),
    [
        (NUMBER, True, "a bool is no Number"),
        (NUMBER, "12", "a text is no Number"),
        (NUMBER, float("nan"), "what is missing is None"),
        (NUMBER, Decimal("sNaN"), "what is missing is None"),
        (NUMBER, float("-inf"), ""),
        (NUMBER, Decimal("Infinity"), ""),
        (NUMBER, 10**34 + 1, "at most 34 digits"),
        (NUMBER, Decimal("0." + "3" * 35), "at most 34 digits"),
        (NUMBER, Decimal("1e7000"), "too large"),
        pytest.param(NUMBER, -(10**7000), "too large", id="an int that Python does not write"),
        (NUMBER, Decimal("1e-7000"), "too close to zero"),
        (NUMBER, Fraction(1, 3), "numerator"),
        (NUMBER, 1j, "complex"),
        (NUMBER, None, ""),
        (TEXT, 3, ""),
        (TEXT, b"text", "decode"),
        (TEXT, "half \ud83d", "lone surrogate"),
        (TEXT, None, ""),
        (BOOL, 1, ""),
        (BOOL, "true", ""),
        (DATE, datetime(2024, 1, 31), ".date()"),
        (DATE, datetime(2024, 1, 31), "it is a DateTime"),
        (DATE, "2024-01-31", "date.fromisoformat"),
        (DATETIME, DAY, "datetime.combine"),
        (DATETIME, datetime(2024, 1, 31, tzinfo=UTC), "there are no time zones"),
        (DATETIME, "2024-01-31T09:30", "datetime.fromisoformat"),
        (TIME, datetime(2024, 1, 31), ".time()"),
        (TIME, time(9, tzinfo=UTC), "there are no time zones"),
        (DURATION, 5, "timedelta"),
        (DURATION, timedelta.max, "999,999,999 days"),
        (list_of(NUMBER), {1, 2}, "a set has no order"),
        (list_of(NUMBER), iter([1]), "list(...)"),
        (list_of(TEXT), "abc", ""),
        (list_of(NUMBER), b"abc", "decode"),
        (list_of(NUMBER), 3, ""),
        (POINT, 3, ""),
        (POINT, [("x", 1)], ""),
        (map_of(TEXT, NUMBER), [("a", 1)], ""),
        (list_of(UNKNOWN), [1], ""),
    ],
)
def test_misfits(kind: Type, given_value: Any, hint: str) -> None:
    found = misfit(kind, given_value)
    assert found.message.startswith("expected ")
    assert hint in found.hint


def test_the_context_of_the_thread_does_not_matter() -> None:
    with localcontext(prec=2):
        assert converter(NUMBER)(Decimal("123.456")) == Decimal("123.456")
        assert converter(NUMBER)(0.12345) == Decimal("0.12345")


# --- lists, records, maps


def test_lists() -> None:
    numbers = converter(list_of(NUMBER))
    assert numbers([1, 2]) == numbers((1, 2)) == numbers(range(1, 3)) == numbers(deque([1, 2])) == (1, 2)
    assert numbers([]) == ()
    assert numbers([1, 0.5, Decimal("2.0")]) == (1, Decimal("0.5"), 2)
    assert converter(list_of(optional(NUMBER)))([1, None]) == (1, None)
    assert converter(list_of(list_of(TEXT)))([["a"], []]) == (("a",), ())
    assert converter(list_of(DATE))([DAY]) == (DAY,)


def test_a_list_is_not_kept() -> None:
    items = [1, 2]
    found = converter(list_of(NUMBER))(items)
    items.append(3)
    assert found == (1, 2)


@pytest.mark.parametrize("wrong", [True, 10**34 + 1, -(10**40) - 1, None, "x", float("nan")])
def test_one_item_among_many_is_found(wrong: Any) -> None:
    assert misfit(list_of(NUMBER), [*range(500), wrong, *range(500)]).path == [500]


def test_records() -> None:
    point = converter(POINT)
    assert point({"label": "a", "x": 1}) == Record(("x", "label"), (1, "a"))
    assert point({"x": 1}) == point(OrderedDict(x=1, label=None)) == Record(("x", "label"), (1, None))
    assert misfit(POINT, {"label": "a"}).message == "the field `x` is missing"
    found = misfit(POINT, {"x": 1, "lable": "a"})
    assert (found.message, found.hint) == ("there is no field 'lable'", "did you mean `label`?")
    assert misfit(POINT, {"x": 1, 2: 3}).hint == "expected {x: Number, label: Text?}"
    assert misfit(list_of(POINT), [{"x": 1}, {"x": "1"}]).path == [1, "x"]


def test_maps() -> None:
    assert converter(map_of(TEXT, NUMBER))({"a": 1, "b": 2}) == Map({"a": 1, "b": 2})
    assert list(converter(map_of(NUMBER, TEXT))({2: "b", 0.5: "a"}).items) == [2, Decimal("0.5")]
    assert misfit(map_of(TEXT, NUMBER), {"a": "x"}).path == ["a"]
    assert misfit(map_of(TEXT, NUMBER), {1: 1}).path == [1]
    assert misfit(map_of(NUMBER, NUMBER), {0.1: 1, Decimal("0.1"): 2}).message == "two of the keys are the same value"


def test_maps_whose_keys_are_no_scalars() -> None:
    kind = map_of(list_of(NUMBER), TEXT)
    entries = [{"key": [1, 2], "value": "a"}, {"key": [], "value": "b"}]
    value = converter(kind)(entries)
    assert value == Map({(1, 2): "a", (): "b"})
    assert to_python(value) == entries
    assert "key" in misfit(kind, [{"key": [1]}]).hint


def test_keys_that_share_a_hash_are_refused() -> None:
    keys = [n * (2**61 - 1) for n in range(1, 300)]
    assert "share one hash" in misfit(map_of(NUMBER, NUMBER), dict.fromkeys(keys, 0)).hint


# --- the types of Python values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 0.5], "List<Number>"),
        ([], "List<?>"),
        ([[], ["a"]], "List<List<Text>>"),
        ([1, None], "List<Number?>"),
        ([None, DAY], "List<Date?>"),
        (None, "??"),
        ({"a": 1, "b": [True]}, "{a: Number, b: List<Bool>}"),
        ([{"a": None}, {"a": 1}], "List<{a: Number?}>"),
        ([{"a": 1}, {"b": "x"}], "List<{a: Number, b: Text}>"),
        ({1: "a"}, "Map<Number, Text>"),
        (object(), "?"),
        (Size.SMALL, "Number"),
        (Colour.RED, "Text"),
        (range(3), "List<Number>"),
    ],
)
def test_types_of_values(value: Any, expected: str) -> None:
    assert show(type_of(value)) == expected


def test_a_list_in_itself_has_a_type_all_the_same() -> None:
    endless: list[Any] = []
    endless.append(endless)
    kind = type_of(endless)
    assert show(kind).count("List") == 16
    misfit(kind, endless)


def test_join() -> None:
    assert join(NUMBER, optional(UNKNOWN)) == optional(NUMBER)
    assert join(list_of(UNKNOWN), list_of(TEXT)) == list_of(TEXT)
    assert join(NUMBER, TEXT) == NUMBER
    assert join(list_of(NUMBER), NUMBER) == list_of(NUMBER)


scalars = (
    st.integers(-(10**34) + 1, 10**34 - 1)
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas(-MAX_DURATION, MAX_DURATION)
)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3),
    max_leaves=12,
)


@given(plain)
def test_what_goes_in_comes_out(value: Any) -> None:
    """Values whose parts agree in type come back as they were; others are refused as misfits, never otherwise."""
    try:
        converted = converter(type_of(value))(value)
    except Unfit:
        return
    assert to_python(converted) == value


@given(st.decimals(allow_nan=True) | st.floats() | st.integers())
def test_every_number_is_exact_or_refused(value: Any) -> None:
    try:
        found = converter(NUMBER)(value)
    except Unfit:
        return
    assert found == (Decimal(repr(value)) if isinstance(value, float) else value)


# --- tables


def table(value: Any) -> Table:
    return read_table(value).table()


FORMS: list[Any] = [
    [{"a": 1, "b": "x"}, {"a": None, "b": "y"}],
    ({"a": 1, "b": "x"}, {"b": "y"}),
    [{"a": 1, "b": "x"}, OrderedDict(b="y", a=None)],
    {"columns": ["a", "b"], "rows": [[1, "x"], (None, "y")]},
    {"a": [1, None], "b": ("x", "y")},
]


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_a_table(form: Any) -> None:
    assert table(form) == Table(("a", "b"), (NUMBER, TEXT), ((1, None), ("x", "y")), 2)
    assert to_python(table(form)) == [{"a": 1, "b": "x"}, {"a": None, "b": "y"}]
    assert as_columns_and_rows(table(form)) == {"columns": ["a", "b"], "rows": [[1, "x"], [None, "y"]]}


def test_a_table_of_the_language_is_taken_as_it_is() -> None:
    value = table(FORMS[0])
    assert table(value) == value


def test_keys_that_only_later_rows_have() -> None:
    assert table([{"a": 1}, {"a": 2, "b": 3}]).cells == ((1, 2), (None, 3))
    assert table([{"a": 1, "b": 2}, {"a": 3, "c": 4}]).headers == ("a", "b", "c")


def test_types_of_columns() -> None:
    value = table({"n": [0.5, 2], "d": [None, DAY], "t": ["", None], "b": [True, False], "none": [None, None]})
    assert value.types == (NUMBER, DATE, TEXT, BOOL, TEXT)
    assert value.cells[0] == (Decimal("0.5"), 2)
    assert value.cells[2] == ("", None)  # an empty text is no blank


def test_tables_without_rows() -> None:
    assert read_table([]).any_header
    assert table({"columns": ["a"], "rows": []}) == Table(("a",), (TEXT,), ((),), 0)
    assert not read_table({"columns": ["a"], "rows": []}).any_header
    assert table({"a": []}).headers == ("a",)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (5, "expected Table, got 5"),
        ("orders.csv", "expected Table, got 'orders.csv'"),
        ({}, "expected Table, got {}"),
        ({"a": 1}, "expected Table, got {'a': 1}"),
        ([1], "row 1 is 1, not a dict"),
        ([{"a": 1}, [2]], "row 2 is [2], not a dict"),
        ([{}], "the table has no columns"),
        ([{1: 2}], "the header 1 is no text"),
        ({"columns": ["a", "a"], "rows": []}, "two columns are named 'a'"),
        ({"columns": ["a"], "rows": [[1], [1, 2]]}, "row 2 has 2 cells, the table has 1 column"),
        ({"columns": ["a"], "rows": ["x"]}, "row 1 is 'x', not a list of cells"),
        ({"columns": "a", "rows": []}, "expected a list of headers, got 'a'"),
        ({"a": [1], "b": [1, 2]}, "the columns are not equally long: 'a' has 1, 'b' has 2"),
        ([{"a": None}, {"a": 1}, {"a": "x"}], "column 'a', row 3: expected Number as in row 2, got 'x'"),
        ([{"a": 1}, {"a": True}], "column 'a', row 2: expected Number as in row 1, got True"),
        ([{"a": [1]}], "column 'a', row 1: [1] is no cell"),
        (
            [{"a": datetime(2024, 1, 31, tzinfo=UTC)}],
            "column 'a', row 1: expected DateTime, got datetime.datetime(2024, 1, 3...tzinfo=datetime.timezone.utc)",
        ),
        ([{"a": float("nan")}], "column 'a', row 1: expected Number, got nan"),
    ],
)
def test_what_is_no_table(value: Any, message: str) -> None:
    with pytest.raises(Unfit) as caught:
        read_table(value)
    assert caught.value.message == message


class NaTType:
    """As pandas has it for a day that is missing."""


def test_a_data_frame() -> None:
    frame = type("DataFrame", (SimpleNamespace,), {"__module__": "pandas.core.frame"})
    split = {"index": [0, 1], "columns": ["n", "d"], "data": [[1.5, NaTType()], [float("nan"), DAY]]}
    value = frame(columns=["n", "d"], to_dict=lambda form: split)
    assert table(value) == Table(("n", "d"), (NUMBER, DATE), ((Decimal("1.5"), None), (None, DAY)), 2)


# --- how values are shown


def test_values_are_shown_shortened() -> None:
    assert short_repr("x" * 1000).count("x") < 60
    assert short_repr([1] * 1000) == "[1, 1, 1, 1, ...]"
    assert short_repr(10**5000) == "<an int of 16,610 bits>"
    assert short_repr([{"a": -(10**5000)}]) == "[{'a': <an int of 16,610 bits>}]"
    assert len(short_repr(list(range(10**6)))) < 100


def test_what_is_no_result_is_said() -> None:
    with pytest.raises(TypeError, match="object is no result"):
        to_python(object())
    with pytest.raises(TypeError, match="no argument is of type"):
        converter(Con(Constructor.ROW))
    assert Var("T") != UNKNOWN
