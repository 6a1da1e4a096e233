"""Programs by headers, written over the names that the reader offers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import LanguageError, check_draft, compile_procedure
from seglam_lang.language.completion import lexemes
from seglam_lang.language.computing.numbers import number_value, show_number
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.requests import read
from seglam_lang.requests.scope import MAX_COLUMNS, scope_of
from seglam_lang.translator.nano.constants import NUMBERS, TEXTS
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.placing import Placed, Way, place

STAFF = {
    "columns": ["Name", "Dept", "Salary", "Hired"],
    "rows": [
        ["Ann", "Sales", 30, date(2020, 1, 5)],
        ["Bob", "IT", 20, date(2021, 3, 1)],
        ["Cy", "Sales", 20, date(2022, 7, 9)],
    ],
}


def staff() -> Inputs:
    return read_inputs(values={"table": STAFF})


def placed(request: str, program: str, inputs: Inputs | None = None) -> Placed:
    reading = read(request, inputs or staff()).loosely
    return place(Headed.of(program), reading, scope_of(reading))


def ways(request: str, program: str) -> list[tuple[Any, Way]]:
    return [(need.value, need.way) for need in placed(request, program).needs if need.what != "input"]


def test_what_the_words_state_is_found_in_them() -> None:
    found = ways("average salary in Sales", 'rows.where(row => row[`Dept`] == "Sales").average(`Salary`)')
    assert found == [("Dept", Way.VALUE), ("Sales", Way.WORDS), ("Salary", Way.WORDS)]


def test_a_column_that_the_words_do_not_mention_is_implicit() -> None:
    found = ways("who has the highest salary?", "rows.top(1, `Salary`).values(`Name`)")
    assert found == [(1, Way.OWN), ("Salary", Way.WORDS), ("Name", Way.IMPLICIT)]


def test_a_value_that_nothing_offers_is_missing() -> None:
    program = 'rows.where(row => row[`Name`].starts_with("Zo")).count()'
    found = placed("how many begin with Zo?", program)
    assert found.body is None
    assert [(need.value, need.place) for need in found.needs if need.way is Way.MISSING] == [("Zo", ".starts_with(")]


def test_a_negative_number_is_one_value() -> None:
    assert ways("-5 plus 300", "-5 + 300") == [(-5, Way.WORDS), (300, Way.WORDS)]


def test_each_number_of_the_words_is_taken_once() -> None:
    found = placed("3 plus 3", "3 + 3")
    assert found.body == "return s0 + s1"


def test_the_ends_of_a_period_are_in_the_words() -> None:
    program = "rows.where(row => row[`Hired`] >= @2021-03-01 and row[`Hired`] <= @2021-03-31).count()"
    found = ways("how many were hired in March 2021?", program)
    assert [way for value, way in found if value != "Hired"] == [Way.WORDS, Way.WORDS]


def test_a_value_of_a_column_with_few_is_implicit() -> None:
    table = {"columns": ["Task", "Done"], "rows": [["a", "Yes"], ["b", "No"], ["c", "Yes"], ["d", "No"]]}
    inputs = read_inputs(values={"table": {**table, "types": ["text", "text"]}})
    found = placed("which tasks are open?", 'rows.where(row => row[`Done`] == "No").values(`Task`)', inputs)
    assert [need.way for need in found.needs if need.value == "No"] == [Way.IMPLICIT]


def test_a_unit_may_be_written_in_any_of_its_ways() -> None:
    found = placed("convert 20 miles to km", '20.convert("mile", "km")')
    assert found.body == "return s0.convert(s1, s2)"


def test_fields_of_a_record_are_taken_apart() -> None:
    inputs = read_inputs(values={"trip": {"km": 30, "hours": 2}, "name": "Ann"})
    found = placed("how fast was it?", "trip.km / trip.hours", inputs)
    assert found.body == "return i0 / i1"


def test_columns_past_the_limit_are_missing() -> None:
    headers = [f"h{i}" for i in range(MAX_COLUMNS + 1)]
    inputs = read_inputs(values={"table": {"columns": headers, "rows": [list(range(MAX_COLUMNS + 1))]}})
    found = placed("add them", f"rows.total(`{headers[-1]}`)", inputs)
    assert [need.way for need in found.needs if need.what == "column"] == [Way.MISSING]


def test_several_steps_and_the_return_that_may_be_left_out() -> None:
    program = 'let sales = rows.where(row => row[`Dept`] == "Sales")\nsales.count()'
    assert Headed.of(program).run(staff()) == 2
    body = placed("how many are in Sales?", program).body
    assert body == "let sales = rows.where(row => row[c0] == s0)\nreturn sales.count()"


def test_a_column_that_the_table_does_not_have() -> None:
    with pytest.raises(UnknownColumn, match="no column 'Bonus'"):
        Headed.of("rows.total(`Bonus`)").run(staff())


def test_a_program_that_does_not_check() -> None:
    with pytest.raises(LanguageError, match=r"total"):
        Headed.of("rows.total(`Name`)").run(staff())


CONDITIONS = st.sampled_from(
    [
        ("in Sales", 'row[`Dept`] == "Sales"'),
        ("salary over 20", "row[`Salary`] > 20"),
        ("hired after 2021-01-01", "row[`Hired`] > @2021-01-01"),
        ("named Bob", 'row[`Name`] == "Bob"'),
    ]
)
RESULTS = st.sampled_from(
    [
        ("how many", ".count()"),
        ("total salary", ".total(`Salary`)"),
        ("names", ".values(`Name`)"),
        ("people for each dept", ".group_by(`Dept`).count()"),
    ]
)


@given(st.lists(CONDITIONS, min_size=1, max_size=3, unique=True), RESULTS)
def test_over_the_scope_a_program_computes_the_same(conditions: list[tuple[str, str]], result: tuple[str, str]) -> None:
    request = f"{result[0]}, {' and '.join(words for words, _ in conditions)}"
    program = Headed.of(f"rows.where(row => {' and '.join(each for _, each in conditions)}){result[1]}")
    reading = read(request, staff())
    scope = scope_of(reading)
    body = place(program, reading, scope).body
    assert body is not None
    checked = check_draft(body, scope.signature)
    value = compile_procedure(checked.core).run([scope.arguments[name] for name in checked.params])
    assert value == program.run(staff())


def test_a_program_brings_along_what_is_a_constant_and_nothing_else() -> None:
    reading = read("what share of the staff was hired on a Monday", staff())
    for factor, is_known in (("100", True), ("4321", False)):
        share = f'rows.where(row => row[`Hired`].weekday() == "Monday").count() * {factor} / rows.count()'
        assert (place(Headed.of(share), reading, scope_of(reading)).body is not None) is is_known


def test_every_constant_is_written_as_one_lexeme_of_the_language() -> None:
    written = [*NUMBERS, *map(show_value, TEXTS)]
    assert len(set(written)) == len(NUMBERS) + len(TEXTS)
    assert [lexemes(each) for each in written] == [[each] for each in written]
    assert all(show_number(number_value(each)) in NUMBERS for each in NUMBERS)


def test_a_unit_that_the_words_only_imply_is_a_constant() -> None:
    found = placed("2500 grams, please in the bigger unit", '2500.convert("g", "kilogram")')
    assert found.body == 'return s0.convert("gram", "kilogram")'


DAYS = {"columns": ["Day"], "rows": [[date(2024, 4, 30)], [date(2024, 5, 1)], [date(2024, 5, 2)]]}


@given(st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from([-1, 0, 1]))
def test_a_comparison_may_be_with_the_day_beside(operator: str, step: int) -> None:
    inputs = read_inputs(values={"table": DAYS})
    stated = date(2024, 5, 1)
    program = Headed.of(f"rows.where(row => row[`Day`] {operator} @{stated + timedelta(days=step)}).count()")
    reading = read("how many beside 2024-05-01", inputs)
    scope = scope_of(reading)
    body = place(program, reading, scope).body
    beside = {("<", 1), (">=", 1), ("<=", -1), (">", -1)}
    assert (body is not None) == (step == 0 or (operator, step) in beside)
    if body is not None:
        checked = check_draft(body, scope.signature)
        arguments = [scope.arguments[name] for name in checked.params]
        assert compile_procedure(checked.core).run(arguments) == program.run(inputs)


def test_a_text_without_quotes_is_taken_only_as_the_cells_spell_it() -> None:
    inputs = read_inputs(values={"table": {"columns": ["Isin"], "rows": [["LU01"], ["LU02"], ["DE03"]]}})
    for text, is_offered in (("LU", True), ("lu", False), ("XY", False)):
        program = f'rows.where(row => row[`Isin`].starts_with("{text}")).count()'
        assert (placed("how many begin with lu?", program, inputs).body is not None) == is_offered
