"""Descriptions are true and can be read in one way only: what differs has other words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.language import Param, Signature, check_draft
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.core import Call, Const, Core, Let, Local, Procedure
from seglam_lang.language.describing import MOST_CHARACTERS, Argument, brief, describe
from seglam_lang.language.describing.names import name
from seglam_lang.language.describing.phrases import Level, Phrase
from seglam_lang.language.describing.templates import Optional, Part, Slot, template
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, column_of, list_of
from seglam_lang.language.types import table as table_type
from seglam_lang.language.values import Column
from tests import procedures
from tests.language.small_programs import normal, procedure_of, small_programs
from tests.totality.programs import Program

PLAIN = ["rows", "Salary", "Age", "Name", "n", "t", "day", "xs"]
NASTY = ["rows", "total amount", "number of rows", "where", "first", "is", "last", "the item"]

COLUMNS = {"salary": NUMBER, "age": NUMBER, "dept": TEXT, "hired": DATE}
PARAMS = (
    Param("rows", table_type(tuple(COLUMNS))),
    *(Param(label, column_of(kind), "rows") for label, kind in COLUMNS.items()),
    Param("limit", NUMBER),
    Param("laps", list_of(NUMBER)),
    Param("title", TEXT),
    Param("begun", DATETIME),
    Param("clock", TIME),
    Param("length", DURATION),
)
HEADERS = {"salary": "Salary", "age": "Age", "dept": "Dept", "hired": "Hired on"}
BOUND = {label: Argument(Column(HEADERS[label], kind)) for label, kind in COLUMNS.items()}


def described(text: str) -> str:
    """The description of a body over PARAMS."""
    made = check_draft(text, Signature(PARAMS))
    return describe(made.core, [BOUND.get(each, each) for each in made.params])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'rows.where(row => row[dept] == "Sales").average(salary)',
            'the average Salary of the rows where Dept is "Sales"',
        ),
        ("rows.group_by(dept).total(salary)", "the total Salary by Dept"),
        ("rows.top(1, salary).values(dept)", "the Dept of the row with the largest Salary"),
        ("rows.bottom(3, hired).values(dept)", "the Dept of each of the 3 rows with the earliest `Hired on`"),
        ("rows.count()", "the number of rows"),
        ("rows.where(row => row[age] > limit).count()", "the number of rows where Age is more than limit"),
        ("rows.where(row => row[hired] >= @2024-01-01)", "the rows where `Hired on` is on or after 2024-01-01"),
        ("rows.where(row => not row.get(age).has_value()).count()", "the number of rows where Age is blank"),
        ("rows.map(row => row.get(age) ?? 0).sum()", "the sum of (Age, or 0 if blank) for each row"),
        ("rows.values(dept).distinct().count()", "the number of distinct Dept values"),
        ("rows.sort_by_descending(salary).take(2)", "the first 2 rows of the rows, sorted by Salary, largest first"),
        (
            "rows.group_by(dept).count().top(1, dept)",
            "the number of rows by Dept, only the row with the alphabetically last Dept",
        ),
        (
            "(rows.total(salary) / rows.count()).round()",
            "the total Salary ÷ the number of rows, rounded to a whole number",
        ),
        (
            "laps.filter(lap => lap > 3).map(lap => lap * 2)",
            "the items of laps where it is more than 3, each as it × 2",
        ),
        ("laps.maximum() - laps.minimum()", "(the largest of laps) - (the smallest of laps)"),
        ("[80, 95, limit].average()", "the average of 80, 95 and limit"),
        ('if limit > 3 then "high" else "low"', '"high" if limit is more than 3, otherwise "low"'),
        ("limit > 3 and limit.is_even()", "whether limit is more than 3 and limit is even"),
        ('not title.contains("a")', 'whether title does not contain "a"'),
        ("let best = laps.minimum()\nreturn best * 2", "(the smallest of laps) × 2"),
        ("let best = laps.minimum()\nreturn best * best", "x × x; with x being the smallest of laps"),
        (
            "laps.fold(0, (sum, lap) => sum + lap)",
            "the result of going through laps from 0, each time taking the result so far + the item",
        ),
        ("title.to_number() ?? 0", "the number in title, or 0 if there is none"),
        ("begun + @PT1H30M", "begun + 1 h 30 min"),
        ("begun >= @2024-01-31T09:30", "whether begun is at or after 2024-01-31 09:30"),
        ("clock < @09:30:15.5", "whether clock is before 09:30:15.5"),
        ("length > @P1DT0.25S", "whether length is longer than 1 d 0.25 s"),
        ("clock.add_minutes(45)", "the time 45 minutes after clock"),
        ("begun.add_days(1)", "the moment 1 day after begun"),
        ("[length, @PT1M].maximum()", "the longest of length and 1 min"),
        ("length.round_to(@PT15M)", "length, rounded to a multiple of 15 min"),
        ("limit.hours()", "the duration of limit hours"),
        ("begun - @2024-01-31T09:30:20", "the time from 2024-01-31 09:30:20 to begun"),
        ('begun.truncate("month")', 'the beginning of the "month" of begun'),
    ],
)
def test_in_plain_words(text: str, words: str) -> None:
    assert described(text if "return" in text else f"return {text}") == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("limit - (1 - 2)", "(limit - 1) - 2"),
        ("limit / (1 / 2)", "limit / 1 / 2"),
        ("not (limit > 1 and limit > 2)", "not (limit > 1) and limit > 2"),
        ("limit > 1 and (limit > 2 or limit > 3)", "limit > 1 and limit > 2 or limit > 3"),
        ("not (limit == 1)", "limit != 1"),
        ("rows.where(row => row[age] > 1).top(2, salary)", "rows.top(2, salary).where(row => row[age] > 1)"),
        ("rows.where(row => row[age] > 1).sort_by(age)", "rows.sort_by(age).where(row => row[age] > 1)"),
        ("rows.sort_by(age).sort_by(salary)", "rows.sort_by(salary).sort_by(age)"),
        ("rows.sort_by(age)", "rows.sort_by_descending(age)"),
        ("rows.sort_by(age).group_by(dept).total(age)", "rows.group_by(dept).total(age).sort_by(age)"),
        ("rows.top(1, age)", "rows.where(row => row[age] == rows.maximum(age))"),
        ("rows.values(dept)", "rows.map(row => row[dept])"),
        ("rows.values(dept).count()", "rows.count()"),
        ("rows.where(row => row.get(age) == none)", "rows.where(row => not row.get(age).has_value())"),
        ('rows.where(row => row[dept] == "title")', "rows.where(row => row[dept] == title)"),
        ("laps.take(1)", "laps.first()"),
        ("laps.sum().round()", "laps.sum().round(0)"),
        ("limit.round()", "limit.round_half_even()"),
        ("clock - @09:30", "@09:30.time_until(clock)"),
        ("length / 2", "length * 2"),
        ("length.total_hours()", "length.total_minutes()"),
        ("begun.add_days(1)", "begun.add_hours(24)"),
        ('limit.convert("Mb", "kb")', 'limit.convert("kb", "Mb")'),
    ],
)
def test_what_differs_in_one_place(one: str, other: str) -> None:
    assert described(f"return {one}") != described(f"return {other}")


def test_a_let_that_is_used_once_stands_where_it_is_used() -> None:
    assert described("let best = laps.minimum()\nreturn best + 1") == described("return laps.minimum() + 1")


# --- small programs: as many as there are ---------------------------------------------------------------------------


def collisions(seed: int, names: list[str]) -> list[tuple[str, Core, Core]]:
    """Descriptions that two small programs share."""
    first: dict[str, Core] = {}
    found = []
    for term, kind in small_programs(random.Random(seed), (12, 30, 60)):
        text, meaning = describe(procedure_of(term, kind), names), normal(term)
        known = first.setdefault(text, meaning)
        if known != meaning:
            found.append((text, known, meaning))
    return found


@pytest.mark.parametrize("names", [PLAIN, NASTY], ids=["plain", "nasty"])
@pytest.mark.parametrize("seed", range(3))
def test_no_two_small_programs_have_one_description(seed: int, names: list[str]) -> None:
    assert collisions(seed, names) == []


def without_brackets(self: Phrase, loosest: Level, last: bool = False) -> str:
    return self.text


def test_an_ambiguity_would_be_found() -> None:
    with patch.object(Phrase, "within", without_brackets):
        assert any(collisions(seed, PLAIN) for seed in range(3))
    with patch("seglam_lang.language.describing.names.name", str):
        assert any(collisions(seed, ["rows", "a", "b", "c", "1", "t", "day", "xs"]) for seed in range(3))


# --- any program ----------------------------------------------------------------------------------------------------


@given(procedures.programs())
@settings(max_examples=60)
def test_every_program_has_a_description(program: Program) -> None:
    procedure = program.procedure
    names = [f"p{place}" for place in range(len(procedure.params))]
    text = describe(procedure, names)
    assert text == describe(procedure, names)
    assert "\n" not in text
    outside = re.sub(r'"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`', "", text)
    assert outside.count("(") == outside.count(")")


def test_deep_and_long_programs() -> None:
    body: Core = Local(90)
    for slot in range(90, 1, -1):
        body = Let(slot, Const(1) if slot == 2 else Call("number.negate@1", (Local(slot - 1),)), body)
    assert describe(Procedure((), (), NUMBER, (), body, (), 91), []).startswith("minus minus minus ")
    long = described(f"return [{', '.join(['limit'] * 200)}].sum()")
    assert len(brief(long)) <= MOST_CHARACTERS + 4
    assert brief(long).endswith(" ...")
    assert brief("the total Salary") == "the total Salary"


def test_checks_and_ensures() -> None:
    core = check_draft("return limit", Signature(PARAMS)).core
    condition = check_draft("return limit > 1", Signature(PARAMS)).core.body
    checked = Procedure(core.params, core.tables, core.result, ((condition, "too small"),), core.body, (), core.frame)
    assert describe(checked, ["limit"]) == 'limit; only if limit is more than 1, else fails with "too small"'
    assert describe(checked, ["limit"], conditions=False) == "limit"


def test_arguments() -> None:
    core = check_draft("return laps.sum() * limit", Signature(PARAMS)).core
    assert describe(core, [Argument((1, 2)), Argument(5)]) == "(the sum of [1, 2]) × 5"
    span = check_draft("return length", Signature(PARAMS)).core
    assert describe(span, [Argument(timedelta(minutes=-90))]) == "-(1 h 30 min)"


def test_an_input_may_have_the_name_of_a_column() -> None:
    made = check_draft("return rows.where(row => row[age] > limit).count()", Signature(PARAMS))
    names: dict[str, str | Argument] = {"rows": "rows", "age": Argument(Column("limit", NUMBER)), "limit": "limit"}
    text = describe(made.core, [names[each] for each in made.params])
    assert text == "the number of rows where limit is more than the given limit"


def test_two_tables() -> None:
    tables = (
        Param("orders", table_type(("customer",))),
        Param("customer", column_of(TEXT), "orders"),
        Param("people", table_type(("person",))),
        Param("person", column_of(TEXT), "people"),
    )
    made = check_draft("return orders.join_on(customer, people, person).count()", Signature(tables))
    names = {"customer": "Id", "person": "Id"}
    assert describe(made.core, [names.get(each, each) for each in made.params]) == (
        "the number of rows of (the rows of orders, joined with (the rows of people) where orders.Id is people.Id)"
    )


@given(st.text(max_size=8), st.text(max_size=8))
def test_names_differ_where_their_texts_do(one: str, other: str) -> None:
    assert "\n" not in name(one)
    assert (name(one) == name(other)) == (one == other) or "\\" in one + other


# --- the registry ---------------------------------------------------------------------------------------------------


def slots(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Slot):
            yield part.name
        elif isinstance(part, Optional):
            yield from (*slots(part.parts), *slots(part.instead))


@pytest.mark.parametrize("builtin", REGISTRY.by_id.values(), ids=lambda builtin: builtin.id)
def test_each_builtin_has_a_phrase_with_all_its_arguments(builtin: Builtin) -> None:
    words = template(builtin.phrase)
    every = set(builtin.names)
    assert {"self", *slots(words.parts)} == every if words.step == words.parts else set(slots(words.parts)) == every
    assert not words.plural or set(slots(words.plural)) == every
    assert not words.step or {"self", *slots(words.step)} == every


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("rows.where(row => row[flag]).count()", "the number of rows where Gift Aid is true"),
        ("rows.where(row => not row[flag]).count()", "the number of rows where Gift Aid is not true"),
        ("rows.where(row => row[flag] and row[n] > 2).count()", "where Gift Aid is true and n is more than 2"),
        ("rows.where(row => row[flag] or row[n] > 2).count()", "where Gift Aid is true or n is more than 2"),
        ('rows.with_column("worth", row => if row[flag] then 1 else 2)', "1 if Gift Aid is true, otherwise 2"),
    ],
)
def test_a_cell_that_is_a_condition_says_what_it_is(body: str, words: str) -> None:
    params = (
        Param("rows", table_type(("flag", "n"))),
        Param("flag", column_of(BOOL), "rows"),
        Param("n", column_of(NUMBER), "rows"),
    )
    checked = check_draft(f"return {body}", Signature(params))
    named = {"rows": "rows", "flag": "Gift Aid", "n": "n"}
    assert words in describe(checked.core, [named[each] for each in checked.params])
