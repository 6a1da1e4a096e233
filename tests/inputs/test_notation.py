"""Values on the command line: one notation, read to a type where one is expected, else guessed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seglam_lang.inputs import InputError, from_python
from seglam_lang.inputs.notation import read_setting, read_value, read_written
from seglam_lang.language import show_value
from seglam_lang.language.python.converters import converter
from seglam_lang.language.python.misfits import Unfit
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Con, Type, list_of, map_of, optional, parameter, record
from seglam_lang.language.values import Map
from tests.procedures import dates, numbers, texts

DAY = date(2024, 1, 31)
PERSON = record({"name": TEXT, "age": optional(NUMBER)})


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("12", NUMBER, 12),
        ("-1,299.50", NUMBER, Decimal("-1299.5")),
        ("18%", NUMBER, Decimal("0.18")),
        ("$42.50", NUMBER, Decimal("42.5")),
        ("3 €", NUMBER, 3),
        ("2024-01-31", DATE, DAY),
        ("@2024-01-31", DATE, DAY),
        ("31 Jan 2024", DATE, DAY),
        ("1/31/2024", DATE, DAY),
        ("true", BOOL, True),
        ("north", TEXT, "north"),
        ('"12"', TEXT, "12"),
        ("[1, 2.5]", list_of(NUMBER), [1, Decimal("2.5")]),
        ("[2024-01-31, @2024-01-31]", list_of(DATE), [DAY, DAY]),
        ('["a\\n\\u00fc\\u{fc}", ""]', list_of(TEXT), ["a\nüü", ""]),
        ("[18%, -1]", list_of(NUMBER), [Decimal("0.18"), -1]),
        ("[]", list_of(Con(TEXT.constructor)), []),
        ('{name: "Ann", "age": 30}', PERSON, {"name": "Ann", "age": 30}),
    ],
)
def test_a_text_is_the_same_value_with_a_type_and_without(text: str, kind: Type, value: Any) -> None:
    assert read_written(text, kind).value == value
    assert read_written(text, optional(kind)).value == value
    assert read_written(text, parameter("T")).value == value
    assert read_written(text).value == value
    assert read_setting(text, "x")[:2] == from_python(value)[:2]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("12", TEXT, "12"),
        ("2024-01-31", TEXT, "2024-01-31"),
        ("[draft]", TEXT, "[draft]"),
        ("none", optional(NUMBER), None),
        ("null", optional(TEXT), None),
        ("[1, none, null]", list_of(optional(NUMBER)), [1, None, None]),
        ('["a": 1, "b": 2]', map_of(TEXT, NUMBER), {"a": 1, "b": 2}),
        ('{"a": 1}', map_of(TEXT, NUMBER), {"a": 1}),
        ("[1: 2]", map_of(NUMBER, NUMBER), {1: 2}),
        ("[[1]: 2]", map_of(list_of(NUMBER), NUMBER), [{"key": [1], "value": 2}]),
    ],
)
def test_what_only_a_type_says(text: str, kind: Type, value: Any) -> None:
    assert read_written(text, kind).value == value


@pytest.mark.parametrize(
    "text", ["north", " two words ", "[draft]", '"half', "[1, x]", "{a}", "{", "[1,, 2]", "2 + 3", "1/2/24", "[1] x"]
)
def test_what_is_no_value_is_a_text_as_it_is(text: str) -> None:
    assert read_value(text)[:2] == (text, TEXT)
    assert read_written(text, parameter("T")).value == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[3, 8,", "the [ at character 1 is never closed"),
        ("[1,, 2]", "a value is expected before ','"),
        ("[1, x]", "inside a list or a record a text stands in quotes"),
        ('{name: "Ann"', "the { at character 1 is never closed"),
    ],
)
def test_a_text_that_begins_as_a_list_does_is_noted(text: str, why: str) -> None:
    assert read_setting(text, "n").notes == (f"{text!r} is read as a text: {why}",)
    assert read_written(text, parameter("T")).note == f"{text!r} is read as a text: {why}"


def test_other_texts_have_no_note() -> None:
    for text in ("north", '"half', "2 + 3", "say [x]"):
        assert read_setting(text, "n").notes == ()


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("ten", NUMBER, "expected Number, got 'ten' (a number is written 12, 0.5 or 18%)"),
        ("2 + 3", NUMBER, "expected Number, got '2 + 3' (a number is written 12, 0.5 or 18%)"),
        (
            "9" * 40,
            NUMBER,
            f"expected Number, got '{'9' * 40}' (a Number has at most 34 digits; in quotes it is a text)",
        ),
        ("2024-02-30", DATE, "expected Date, got '2024-02-30' (there is no such date)"),
        (
            "[north]",
            list_of(TEXT),
            'expected Text, got north (inside a list or a record a text stands in quotes: "north")',
        ),
        ("[1, [2]]", list_of(NUMBER), "expected Number, got [2] (a number is written 12, 0.5 or 18%)"),
        ("[1", list_of(NUMBER), "the [ at character 1 is never closed; a list is written [1, 2] or"),
        ("[1 2}", list_of(NUMBER), "a comma or ] is expected before '}'"),
        ("[1] 2", list_of(NUMBER), "nothing more is expected after '[1]'"),
        ("[1, ]", list_of(NUMBER), "a value is expected before ']'"),
        ('["a": 1, 2]', map_of(TEXT, NUMBER), "either all members have a key or none has"),
        ('["\\q"]', list_of(TEXT), "a text has no escape \\q"),
        ('["\\ud83d"]', list_of(TEXT), "holds half a character"),
        ("{a 1}", PERSON, "a field is written name: value"),
        ("{nmae: 1}", PERSON, "there is no field `nmae` (did you mean `name`?)"),
        ("{age: 1}", PERSON, "the field `name` is missing (expected {name: Text, age: Number?})"),
        ('{name: "a", name: "b"}', PERSON, 'two fields of {name: "a", name: "b"} have one name'),
        ('["a": 1, "a": 2]', map_of(TEXT, NUMBER), "two keys of"),
        ("[" * 100, list_of(NUMBER), "nested too deeply"),
        ("none", NUMBER, "expected Number, got 'none'"),
    ],
)
def test_what_is_wrong_is_said(text: str, kind: Type, message: str) -> None:
    with pytest.raises(Unfit) as caught:
        read_written(text, kind)
    error = caught.value
    assert message in (f"{error.message} ({error.hint})" if error.hint else error.message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("9" * 40, "n: expected a value, got '9999"),
        ("0." + "3" * 40, "a Number has at most 34 digits"),
        ("2024-02-30", "n: expected a value, got '2024-02-30' (there is no such date)"),
        ("none", "n: expected a value, got none (in quotes it is a text)"),
        ("{a: 1, a: 2}", "n: two fields of {a: 1, a: 2} have one name"),
        ("[1, [2]]", "n: the items of a list are of one type, not of several: Number, List<Number>"),
    ],
)
def test_settings_that_are_no_values(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_setting(text, "n")
    assert message in caught.value.message


def test_a_date_that_could_be_read_otherwise_is_noted() -> None:
    note = "5/6/2024 is read with the month first (it could also be the day): 2024-05-06"
    assert read_setting("5/6/2024", "due").notes == (note,)
    assert read_written("5/6/2024", DATE).note == note
    assert read_written("5/13/2024", DATE).note == ""


json_values = st.recursive(
    st.booleans() | st.integers(-(10**30), 10**30) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(st.lists(json_values, max_size=3) | st.dictionaries(st.text(max_size=3), json_values), st.booleans())
def test_json_is_a_notation_of_values(value: Any, escaped: bool) -> None:
    assert read_written(json.dumps(value, ensure_ascii=escaped)).value == value


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (NUMBER, numbers),
        (TEXT, texts),
        (DATE, dates),
        (list_of(optional(TEXT)), st.lists(st.none() | texts).map(tuple)),
        (map_of(TEXT, DATE), st.dictionaries(texts, dates).map(Map)),
    ],
)
@given(data=st.data())
def test_what_the_language_writes_is_read(kind: Con, values: Any, data: st.DataObject) -> None:
    value = data.draw(values)
    assert converter(kind)(read_written(show_value(value), kind).value) == value


@given(st.text(alphabet='[]{}",:1a-. \\nu@', max_size=12))
@example('"\\')
@example("[\\")
def test_any_text_is_a_value_or_an_input_error(text: str) -> None:
    for kind in (NUMBER, DATE, list_of(NUMBER), PERSON, map_of(TEXT, NUMBER), optional(BOOL)):
        try:
            read_written(text, kind)
        except Unfit as misfit:
            assert misfit.message
    try:
        read_value(text)
    except InputError as error:
        assert error.code
