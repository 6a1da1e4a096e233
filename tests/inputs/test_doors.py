"""The two doors for values: what both take, and each difference, with the messages of both."""

from __future__ import annotations

import enum
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.inputs import InputError, from_python, read_table
from seglam_lang.inputs.guessing import GUESSING
from seglam_lang.language.python.converters import converter
from seglam_lang.language.python.inference import type_of
from seglam_lang.language.python.misfits import Unfit
from seglam_lang.language.python.policy import STRICT
from seglam_lang.language.python.results import to_python
from seglam_lang.language.python.tables import read_table as read_strictly
from seglam_lang.language.python.untyped import read_untyped
from seglam_lang.language.result_table import ResultTable
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TEXT, Con, list_of, optional, record
from seglam_lang.language.values import Record, Table
from tests.procedures import dates, numbers, tables, texts

DAY = date(2024, 1, 31)
MIDNIGHT = datetime(2024, 1, 31)
ABROAD = timezone(timedelta(hours=1))
COUNT = language.load("proc f(rows: Table) -> Number { return rows.count() }")["f"]


def refusal(read: Callable[[], Any]) -> str:
    """The message of whichever door is asked."""
    with pytest.raises((Unfit, InputError)) as caught:
        read()
    error = caught.value
    if isinstance(error, InputError):
        return error.message
    assert isinstance(error, Unfit)
    return f"{error.message} ({error.hint})" if error.hint else error.message


def column(cells: list[Any], header: Any = "a", **stated: Any) -> dict[str, Any]:
    return {"columns": [header], "rows": [[cell] for cell in cells], **stated}


# --- what both take, and take for the same


class Size(enum.IntEnum):
    SMALL = 1


def frame(columns: list[Any], rows: list[list[Any]]) -> Any:
    """A stand-in for a DataFrame of pandas, of which only this is used."""
    kind = type("DataFrame", (SimpleNamespace,), {"__module__": "pandas.core.frame"})
    return kind(columns=columns, to_dict=lambda form: {"columns": columns, "data": rows})


@pytest.mark.parametrize(
    "form",
    [
        [{"n": 1.5, "t": "x"}, {"n": None, "t": "y"}],
        ({"n": Decimal("1.50"), "t": "x"}, OrderedDict(t="y")),
        {"columns": ["n", "t"], "rows": [(1.5, "x"), [None, "y"]]},
        {"columns": ["n", "t"], "rows": [[1.5, "x"], [None, "y"]], "types": ["number", "text"]},
        {"n": [1.5, None], "t": ("x", "y")},
        {"n": (1.5, None), "t": ResultTable(Table(("t",), (TEXT,), (("x", "y"),), 2)).table.cells[0]},
        frame(["n", "t"], [[1.5, "x"], [float("nan"), "y"]]),
        Table(("n", "t"), (NUMBER, TEXT), ((Decimal("1.5"), None), ("x", "y")), 2),
        ResultTable(Table(("n", "t"), (NUMBER, TEXT), ((Decimal("1.5"), None), ("x", "y")), 2)),
    ],
)
def test_both_doors_take_the_same_forms_of_a_table(form: Any) -> None:
    expected = Table(("n", "t"), (NUMBER, TEXT), ((Decimal("1.5"), None), ("x", "y")), 2)
    assert read_strictly(form).table() == read_table(form).value == expected


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        (0.1, Decimal("0.1"), NUMBER),
        (Size.SMALL, 1, NUMBER),
        (numpy.int64(7), 7, NUMBER),
        (numpy.float64(0.1), Decimal("0.1"), NUMBER),
        (numpy.float32(0.1), Decimal("0.1"), NUMBER),
        (numpy.bool_(True), True, BOOL),
        (numpy.str_("a"), "a", TEXT),
        (range(3), (0, 1, 2), list_of(NUMBER)),
        ([1, None], (1, None), list_of(optional(NUMBER))),
        ([[DAY], [DAY]], ((DAY,), (DAY,)), list_of(list_of(DATE))),
        ({"a": [1], "b": True}, Record(("a", "b"), ((1,), True)), record({"a": list_of(NUMBER), "b": BOOL})),
    ],
)
def test_both_doors_take_the_same_values(value: Any, expected: Any, kind: Con) -> None:
    for policy in (STRICT, GUESSING):
        found, found_type, _ = read_untyped(value, policy)
        assert (found, found_type) == (expected, kind)
        assert repr(found) == repr(expected)  # one value has one representation
    assert converter(type_of(value) if kind == type_of(value) else kind)(value) == expected


cells = st.none() | numbers | dates | st.booleans()


@given(st.lists(st.tuples(st.none() | numbers, st.none() | dates, st.none() | st.booleans()), min_size=1))
def test_a_table_that_leaves_no_choice_is_the_same_by_both_doors(rows: list[tuple[Any, ...]]) -> None:
    given_table = {"columns": ["n", "d", "b"], "rows": rows}
    strict, guessed = read_strictly(given_table).table(), read_table(given_table).value
    typed = [place for place, kind in enumerate(read_strictly(given_table).types) if kind is not None]
    assert strict.cells == guessed.cells
    assert [strict.types[place] for place in typed] == [guessed.types[place] for place in typed]


WRONG: list[tuple[Any, str]] = [
    (column([Decimal("0." + "3" * 40)]), "column 'a', row 1: expected Number, got Decimal('0.3"),
    (column([1, 10**40 + 1]), "(a Number has at most 34 digits; round it first, or give it as a text)"),
    (column([1, float("nan")]), "got nan (what is missing is None)"),
    (column([1, float("inf")]), "column 'a', row 2: expected Number"),
    (column([datetime(2024, 1, 31, tzinfo=ABROAD)]), "(there are no time zones: give the local time,"),
    (column(["half \ud83d"]), "character 6 is half a character (a lone surrogate)"),
    (
        column([[1]]),
        "column 'a', row 1: [1] is no cell (a cell is a Number, Text, Bool, Date, DateTime, Time or Duration, or None",
    ),
    (column([b"x"]), "column 'a', row 1: b'x' is no cell"),
    ({"columns": ["a"], "rows": [[1], [1, 2]]}, "row 2 has 2 cells, the table has 1 column"),
    ({"columns": ["a"], "rows": [[1], "x"]}, "row 2 is 'x', not a list of cells"),
    ({"columns": "a", "rows": [[1]]}, "expected a list of headers, got 'a'"),
    ({"columns": [], "rows": []}, "the table has no columns"),
    ({"a": [1], "b": [1, 2]}, "the columns are not equally long: 'a' has 1, 'b' has 2"),
    (column([1], types=["colour"]), "unknown column type 'colour' (text, number, date or bool)"),
    (column([1], types=["text", "date"]), "the table has 1 column, but 2 types"),
    ([{"a": 1}, 2], "row 2 is 2, not a dict (a table is a list of dicts"),
    (5, "expected Table, got 5 (a table is a list of dicts"),
    ({"columns": 1, "rows": 5, "x": 2}, "expected Table, got {"),
    (column([1], types=[[]]), "unknown column type []"),
]


@pytest.mark.parametrize(("given_table", "words"), WRONG)
def test_what_is_wrong_is_said_in_the_same_words_by_both_doors(given_table: Any, words: str) -> None:
    strict, guessing = refusal(lambda: read_strictly(given_table)), refusal(lambda: read_table(given_table))
    assert words in strict
    assert guessing == f"table: {strict.replace(' as in row 1', '')}"


# --- the differences: what the strict door refuses, or leaves as it is, and the guessing door takes

DIFFERENCES: list[tuple[Any, str | Con, Con, tuple[Any, ...], str]] = [
    # the table, the refusal of the strict door or the type that it finds; type, cells and note of the guessing one
    (column(["$1,200", "$3"]), TEXT, NUMBER, (1200, 3), "column a: Number, amounts in USD"),
    (column(["5%", "10%"]), TEXT, NUMBER, (Decimal("0.05"), Decimal("0.1")), "percentages (15% is 0.15)"),
    (column(["31.1.2024", "1.2.2024"]), TEXT, DATE, (DAY, date(2024, 2, 1)), "column a: Date"),
    (column(["1", "n/a", "-"]), TEXT, NUMBER, (1, None, None), "2 read as blank (n/a and -)"),
    (column(["true", "FALSE"]), TEXT, BOOL, (True, False), "column a: Bool"),
    (column([" ", "x"]), TEXT, TEXT, (None, "x"), "column a: Text, 1 blank"),
    (column([1, "2"]), "row 2: expected Number as in row 1, got '2'", NUMBER, (1, 2), "column a: Number"),
    (column([1, "x"]), "got 'x' (a text is no Number", TEXT, ("1", "x"), "holds values of several types"),
    (column([True, 1]), "row 2: expected Bool as in row 1, got 1", TEXT, ("true", "1"), "values of several types"),
    (column(["1"], types=["number"]), "row 1: expected Number, got '1'", NUMBER, (1,), "column a: Number"),
    (column(["x"], types=["number"]), "row 1: expected Number, got 'x'", TEXT, ("x",), "not all numbers (x)"),
    (column([1], header=3), "the header 3 is no text", NUMBER, (1,), "column 3: Number"),
]


@pytest.mark.parametrize(("given_table", "strict", "kind", "values", "note"), DIFFERENCES)
def test_what_only_the_guessing_door_takes(
    given_table: Any, strict: str | Con, kind: Con, values: tuple[Any, ...], note: str
) -> None:
    if isinstance(strict, str):
        assert strict in refusal(lambda: read_strictly(given_table))
    else:
        table = read_strictly(given_table).table()
        assert (table.types, table.cells) == ((strict,), (tuple(row[0] for row in given_table["rows"]),))
    guessed, _, notes = read_table(given_table)
    assert (guessed.types, guessed.cells) == ((kind,), (values,))
    assert note in notes[0]


def test_texts_among_columns_of_other_types_stay_texts_but_for_iso_dates() -> None:
    """Whoever gives one column as numbers has typed the table; dates have no other form in JSON."""
    given_table = {"columns": ["n", "code", "day"], "rows": [[1, "007", "2024-01-31"]]}
    assert read_table(given_table).value.types == (NUMBER, TEXT, DATE)
    assert read_strictly(given_table).table().types == (NUMBER, TEXT, TEXT)


def test_headers() -> None:
    twice = {"columns": ["a", "a", ""], "rows": [[1, 2, 3]]}
    assert refusal(lambda: read_strictly(twice)) == "two columns are named 'a' (rename one)"
    assert read_table(twice).value.headers == ("a 1", "a 2", "column 3")
    assert read_table(twice).notes[1] == 'column a 2: Number, headed "a"'
    assert read_strictly({"columns": [""], "rows": [[1]]}).table().headers == ("",)
    assert read_table([{1: "x", None: 2}]).value == Table(("1", "column 2"), (TEXT, NUMBER), (("x",), (2,)), 1)
    assert refusal(lambda: read_strictly([{1: "x"}])) == "the header 1 is no text"


def test_lists_and_records() -> None:
    assert from_python([1, "a", None])[:2] == (("1", "a", None), list_of(optional(TEXT)))
    assert "expected Number, got 'a'" in refusal(lambda: read_untyped([1, "a", None], STRICT))
    assert from_python({1: 2}).value == Record(("1",), (2,))
    assert refusal(lambda: read_untyped({1: 2}, STRICT)) == "the name 1 of a field is no text"
    assert refusal(lambda: from_python({1: 2, "1": 3})) == "the input: two fields are named '1' (rename one)"
    several = "of one type, not of several: Number, List<Number>"
    assert several in refusal(lambda: read_untyped([1, [2]], STRICT))
    assert several in refusal(lambda: from_python([1, [2]]))


def test_datetimes_at_midnight_are_days_if_all_of_a_column_are() -> None:
    assert read_table(column([MIDNIGHT, None])).value.types == (DATE,)
    noon = datetime(2024, 1, 31, 12)
    assert read_table(column([MIDNIGHT, noon])).value == Table(("a",), (DATETIME,), ((MIDNIGHT, noon),), 2)
    assert read_strictly(column([MIDNIGHT])).types == [DATETIME]
    with pytest.raises(InputError, match="there are no time zones"):
        read_table(column([MIDNIGHT, datetime(2024, 1, 31, tzinfo=ABROAD)]))


def test_a_column_of_days_and_datetimes_is_of_texts() -> None:
    mixed = read_table(column([DAY, datetime(2024, 1, 31, 12)]))
    assert mixed.value.types == (TEXT,)
    assert "several types" in " ".join(mixed.notes)


def test_a_place_deep_inside_is_named() -> None:
    given_value = {"shops": [[1], [2, float("nan")]]}
    assert refusal(lambda: from_python(given_value, "data")) == (
        "data['shops'][1][1]: expected Number, got nan (what is missing is None)"
    )


@pytest.mark.parametrize("value", [None, {"a": None}, object(), {1, 2}, b"x", 1j, [b"x"], iter([1])])
def test_no_values(value: Any) -> None:
    assert refusal(lambda: from_python(value)).removeprefix("the input").partition(": ")[2] == refusal(
        lambda: read_untyped(value, STRICT)
    )


def test_what_is_nested_too_deeply_is_refused() -> None:
    value: Any = [1]
    for _ in range(5000):
        value = [value]
    assert "nested too deeply" in refusal(lambda: from_python(value))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=3) | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", 1, None, ""]), inner, max_size=3)
        | st.fixed_dictionaries({"columns": inner, "rows": inner})
        | st.builds(column, st.lists(inner, max_size=3), types=st.sampled_from([[], ["number"], ["bool"], 3]))
    ),
    max_leaves=8,
)


@given(anything)
def test_whatever_is_given_is_a_value_or_an_input_error(value: Any) -> None:
    for read in (from_python, read_table):
        try:
            found = read(value)
        except InputError as error:
            assert error.code and error.message
        else:
            assert isinstance(found.type, Con)


# --- an answer that is the next request's input


@given(st.one_of(numbers, texts, dates, st.booleans(), tables()))
def test_an_answer_comes_back_as_the_same_value(value: Any) -> None:
    assert from_python(to_python(value)).value == value


@given(st.one_of(*(st.lists(st.none() | each).map(tuple) for each in (numbers, texts, dates, st.booleans()))))
def test_a_list_comes_back_as_the_same_value(value: tuple[Any, ...]) -> None:
    assert from_python(to_python(value)).value == value


def test_a_percent_column_comes_back_as_one() -> None:
    rates = read_table(column(["5%", "10%"])).value
    assert rates.percentages == ("a",)
    assert from_python(to_python(rates)).value.percentages == ("a",)
    assert read_strictly(to_python(rates)).table().percentages == ("a",)
    assert COUNT(to_python(rates)) == 2
