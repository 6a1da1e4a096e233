"""What is asked, said otherwise; and what must be refused, made of what can be answered."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.types import show
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.sources.asked import Asked
from seglam_lang.translator.nano.sources.refusals import (
    absent_column,
    absent_value,
    other_table,
    refusals,
    unanswerable,
)
from seglam_lang.translator.nano.sources.variations import exchanged, rearranged, renamed, reworded, vary
from tests.bench.commands import SHARED

STAFF: dict[str, Any] = {
    "columns": ["Name", "Department", "Salary", "Hire Date", "Score"],
    "rows": [
        ["Ann Berg", "Sales", 30, "2020-01-05", 1],
        ["Bob Cole", "IT", 20, "2021-03-01", 2],
        ["Cy Dahl", "Sales", 20, "2022-07-09", 3],
        ["Di Ek", "Law", 25, "2022-08-09", 4],
    ],
}
PROGRAMS = (
    ("What is the average salary in Sales?", 'rows.where(row => row[`Department`] == "Sales").average(`Salary`)'),
    ("who was hired after 2021-01-01?", "rows.where(row => row[`Hire Date`] > @2021-01-01).values(`Name`)"),
    ("salary by department", "rows.group_by(`Department`).total(`Salary`).sort_by(`Salary`)"),
    ("add a rank by salary", 'rows.with_rank("rank", `Salary`).select(`Name`, "rank")'),
    ("show all of it", "rows"),
    ("who earns the most", "rows.top(1, `Salary`).values(`Name`)"),
    ("earns Bob Cole more than 22", 'let found = rows.value(`Name`, "Bob Cole", `Salary`)\nreturn found > 22'),
)
DATA = SHARED / "data"


def asked(request: str, program: str | None, table: dict[str, Any] = STAFF, group: str = "g") -> Asked:
    return Asked("s", group, request, {"table": table}, program)


def result_of(given: Asked) -> str:
    assert given.program is not None
    return show(Headed.of(given.program).check(given.read()).core.result)


@given(st.sampled_from(PROGRAMS), st.integers(0, 10_000))
def test_what_is_varied_type_checks_and_gives_the_same_type(pair: tuple[str, str], seed: int) -> None:
    given = asked(*pair)
    found = vary(given, random.Random(seed))
    assert result_of(found) == result_of(given)
    assert found == vary(given, random.Random(seed))
    assert (found.source, found.group, found.block) == (given.source, given.group, given.block)


@given(st.sampled_from(PROGRAMS), st.integers(0, 10_000))
def test_a_number_is_the_same_where_only_headers_and_columns_change(pair: tuple[str, str], seed: int) -> None:
    given = asked(*pair)
    found = renamed(given, random.Random(seed))
    before, after = (Headed.of(each.program or "").run(each.read()) for each in (given, found))
    assert isinstance(before, type(after))
    if result_of(given) in ("Number", "List<Text>", "Bool"):
        assert before == after


@given(st.integers(0, 10_000))
def test_a_value_is_exchanged_in_the_words_and_in_the_program(seed: int) -> None:
    found = exchanged(asked(*PROGRAMS[0]), random.Random(seed))
    assert (found.request, found.program) in [
        (
            f"What is the average salary in {other}?",
            f'rows.where(row => row[`Department`] == "{other}").average(`Salary`)',
        )
        for other in ("IT", "Law")
    ]


def test_a_value_that_two_columns_have_is_not_exchanged() -> None:
    table = {"columns": ["Home", "Guest"], "rows": [["Ajax", "Como"], ["Como", "Ajax"], ["Roma", "Como"]]}
    given = asked("games of Ajax at home", 'rows.where(row => row[`Home`] == "Ajax").count()', table)
    assert exchanged(given, random.Random(0)) == given


@given(st.integers(0, 10_000))
def test_rows_with_what_the_words_name_stay(seed: int) -> None:
    found = rearranged(asked(*PROGRAMS[6]), random.Random(seed))
    assert "Bob Cole" in [cell for row in found.inputs["table"]["rows"] for cell in row]
    assert "Salary" in found.inputs["table"]["columns"]


@given(st.integers(0, 10_000))
def test_texts_that_are_part_of_the_words_are_left_alone(seed: int) -> None:
    given = Asked("s", "g", "How many words has All of the Above?", {}, '"All of the Above".words().count()')
    assert vary(given, random.Random(seed)) == given


@given(st.integers(0, 10_000))
def test_headers_and_texts_that_the_words_state_stay_readable(seed: int) -> None:
    request = "What is the average salary in the department Out of the Box?"
    given = asked(request, 'rows.where(row => row[`Department`] == "Out of the Box").average(`Salary`)')
    words = reworded(given, random.Random(seed)).casefold()
    assert all(name in words for name in ("salary", "department", "out of the box"))


# Refusals


def test_the_rows_with_the_named_value_are_taken_away() -> None:
    found = absent_value(asked(*PROGRAMS[0]))
    assert found is not None and found.program is None and found.source == "absent-value"
    assert [row[1] for row in found.inputs["table"]["rows"]] == ["IT", "Law"]
    assert absent_value(asked(*PROGRAMS[2])) is None


def test_the_named_column_is_taken_away() -> None:
    table = {"columns": STAFF["columns"][:4], "rows": [row[:4] for row in STAFF["rows"]]}
    found = absent_column(asked("salary by department", "rows.group_by(`Department`).total(`Salary`)", table))
    assert found is not None and found.inputs["table"]["columns"] == ["Name", "Salary", "Hire Date"]
    assert {len(row) for row in found.inputs["table"]["rows"]} == {3}


def test_a_column_stays_where_another_could_be_meant() -> None:
    table = {"columns": ["Name", "Salary", "Old salary"], "rows": [["Ann", 3, 2], ["Bob", 4, 3]]}
    assert absent_column(asked("total salary", "rows.total(`Salary`)", table)) is None


def test_another_table_is_one_of_which_the_words_name_nothing() -> None:
    films = {"columns": ["Film", "Year"], "rows": [["Solaris", 1972]]}
    other = asked("how many films", "rows.count()", films, "films")
    given = asked(*PROGRAMS[0])
    found = other_table(given, other)
    assert found is not None and found.inputs["table"] == films and found.request == given.request
    assert other_table(asked("salary by year", "rows.count()"), other) is None
    assert other_table(given, asked("x", "rows.count()", films)) is None  # of the same group


def test_refusals_are_a_share_of_what_is_asked_of_tables() -> None:
    given = [asked(*PROGRAMS[0]), asked("hello", None), Asked("s", "g", "1 + 1", {}, "1 + 1")] * 200
    found = list(refusals(given, 0.5))
    assert 70 < len(found) < 130 and all(each.program is None for each in found)
    assert found == list(refusals(given, 0.5))


def test_what_no_procedure_answers_is_asked_alone_and_over_tables() -> None:
    found = list(unanswerable([asked(*PROGRAMS[0])]))
    assert len(found) > 600 and all(each.program is None for each in found)
    assert [each.inputs for each in found[:2]] == [{}, {"table": STAFF}]


@pytest.mark.skipif(not DATA.exists(), reason="the data are not here")
def test_what_was_made_up_is_not_what_is_measured() -> None:
    def plain(words: str) -> str:
        return words.casefold().strip(" ?!.")

    def measured() -> Iterator[str]:
        with gzip.open(DATA / "abstain.dev.jsonl.gz", "rt", encoding="utf-8") as rows:
            yield from (plain(json.loads(row)["request"]) for row in rows)

    assert set(measured()).isdisjoint(plain(each.request) for each in unanswerable([]))
