"""Of what other columns and values a wording may be asked that has been learnt of one request."""

from __future__ import annotations

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.language.values import Value
from seglam_lang.matching.arguments import find_arguments
from seglam_lang.requests import Wording, read
from seglam_lang.requests.alike.said import says_what_is_done
from seglam_lang.requests.families import AMOUNTS, family_of, includes, is_of
from seglam_lang.requests.model import ArgumentSource, FromCellColumn, FromColumn, FromSlot, FromValue
from seglam_lang.requests.narrowing import narrowed, of_any_header, widened

COLUMNS = {
    "Deal": ["a", "b", "c", "d", "e", "f"],
    "Job": [3, 4, 7, 9, 12, 40],
    "Invoice No.": [5, 4, 7, 9, 1, 2],
    "Value": [5, 4, 7, 9, 1, 2],
    "Commission %": [0.1, 0.1, 0.2, 0.1, 0.1, 0.1],
    "Rush": ["Yes", "No", None, "Yes", "Yes", "No"],
    "Status": ["open", "open", "urgent", "done", "done", "done"],
    "Day": ["2024-01-02"] * 6,
}


def table(columns: dict[str, list[Value]]) -> dict[str, object]:
    return {"columns": list(columns), "rows": [list(row) for row in zip(*columns.values(), strict=True)]}


INPUTS = read_inputs(values={"table": table(COLUMNS)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "family"),
    [
        ("Deal", "text"),
        ("Job", "code"),
        ("Invoice No.", "code"),
        ("Value", "number"),
        ("Commission %", "percent"),
        ("Rush", "flag"),
        ("Status", "text"),
        ("Day", "time"),
    ],
)
def test_the_family_of_a_column(header: str, family: str) -> None:
    assert family_of(header, INPUTS.tables["table"]) == family


@pytest.mark.parametrize(
    ("header", "adds_up"),
    [("Job", True), ("Invoice No.", True), ("Value", True), ("Commission %", False), ("Deal", False), ("Day", False)],
)
def test_amounts_are_numbers_that_are_no_percentages(header: str, adds_up: bool) -> None:
    """What looks like a code may be an amount that happens to stand in order."""
    assert is_of(AMOUNTS, header, INPUTS.tables["table"]) is adds_up
    assert includes(AMOUNTS, family_of(header, INPUTS.tables["table"])) is adds_up


def learnt(request: str, *sources: ArgumentSource) -> tuple[ArgumentSource, ...]:
    reading = read(request, INPUTS)
    return narrowed(sources, reading.matches[0], reading)


def test_a_column_is_asked_for_again_of_its_family() -> None:
    assert learnt("total value", FromColumn(0, "table")) == (FromColumn(0, "table", "number"),)


def test_where_the_words_do_not_say_what_is_done_the_header_counts() -> None:
    expected = FromColumn(0, "table", "number", "value"), FromColumn(1, "table", "text", "status")
    found = learnt("value by status", FromColumn(0, "table"), FromColumn(1, "table"))
    assert found == expected
    assert of_any_header(found) == (FromColumn(0, "table", "number"), FromColumn(1, "table", "text"))


def test_a_value_that_the_words_do_not_say_keeps_the_column_that_is_an_argument() -> None:
    column = FromColumn(0, "table")
    found = learnt("rush", column, FromValue(column, "Yes", ("No", "Yes")))
    assert isinstance(found[1], FromValue)
    assert found[1].column == found[0] == FromColumn(0, "table", "flag", "rush")


def test_a_cell_stays_one_of_a_column_that_is_an_argument() -> None:
    """ "Number of urgent calls" is the number of rows with "urgent" in that column, wherever that is."""
    assert learnt("number open status", FromColumn(1, "table"), FromSlot(0)) == (
        FromColumn(1, "table", "text"),
        FromSlot(0, held=True),
    )
    assert learnt("number open", FromCellColumn(0, "table"), FromSlot(0))[1] == FromSlot(0, held=True)


def test_a_cell_of_another_column_than_the_one_that_is_taken_is_no_argument() -> None:
    for words, is_of_one_type in (("number open deal", True), ("number open value", False)):
        reading = read(words, INPUTS)
        match = reading.matches[0]
        assert match.slots[0].value == "open"
        params = (match.slots[1].type, match.slots[0].type)
        free = Wording(match.template, "hash", (FromColumn(1, "table"), FromSlot(0)))
        held = Wording(match.template, "hash", (FromColumn(1, "table"), FromSlot(0, held=True)))
        # what takes a column of texts and a text takes the text for a cell of that column
        assert (find_arguments(free, reading, params) is None) is is_of_one_type
        assert find_arguments(held, reading, params) is None


def test_what_is_narrowed_is_widened_again() -> None:
    sources = FromColumn(0, "table"), FromColumn(1, "table")
    assert widened(learnt("value by status", *sources)) == sources


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("{column} by {column}", False),
        ("show the {column} in {cell}", False),
        ("{column} , {column} = {cell}", False),
        ("total {column} by {column}", True),
        ("{column} with the most {column}", True),
        ("which {column} closes on {date}", True),
        ("number of {column}", True),
        ("{column} before {date}", False),
    ],
)
def test_whether_words_say_what_is_done(words: str, is_said: bool) -> None:
    assert says_what_is_done(words.split()) == is_said
