"""What a procedure must use of a request."""

from __future__ import annotations

from datetime import date

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.required import required
from seglam_lang.requests.scope import scope_of

VISITS = {
    "columns": ["country", "2022 visits (k)", "2023 visits (k)", "hours", "day"],
    "rows": [["Peru", 5, 6, 2.5, "2024-03-01"], ["Chile", 7, 9, 3, "2024-04-05"]],
}


def required_in(request: str) -> dict[str, set[str]]:
    """Return what must be used, with what each way to use it stands for: a header, or the words of a value."""
    reading = read(request, read_inputs(values={"table": VISITS})).loosely
    scope = scope_of(reading)
    arguments = {name: str(getattr(scope.arguments[name], "header", scope.arguments[name])) for name in scope.arguments}
    return {each.words: {arguments[name] for name in each.names} for each in required(reading, scope)}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("how many countries are there", {}),
        ("the country with more than 4 hours", {"4": {"4"}}),
        ("one of the countries", {}),
    ],
)
def test_what_is_in_digits_must_be_used(request_: str, expected: dict[str, set[str]]) -> None:
    found = required_in(request_)
    assert set(found) == set(expected)
    assert all(expected[words] <= found[words] for words in expected)


def test_a_range_is_used_where_its_two_ends_are() -> None:
    found = required_in("countries with hours between 2 and 9")
    assert set(found) == {"2", "9"}


def test_a_quantity_is_used_where_its_number_is() -> None:
    assert set(required_in("countries with more than 3 hours")) == {"3"}


def test_a_number_is_used_by_the_column_that_it_heads() -> None:
    assert "2023 visits (k)" in required_in("most visited country of 2023")["2023"]
    assert "2022 visits (k)" not in required_in("most visited country of 2023")["2023"]


def test_a_month_is_used_by_the_column_that_may_be_called_so() -> None:
    table = {"columns": ["name", "Jan att.", "Mar att."], "rows": [["Ann", 3, 4], ["Bob", 4, 3]]}
    reading = read("mean attendance in march", read_inputs(values={"table": table}), date(2024, 5, 4)).loosely
    scope = scope_of(reading)
    (needed,) = required(reading, scope)
    columns = {str(getattr(scope.arguments[name], "header", "")) for name in needed.names}
    assert (needed.words, columns) == ("march", {"", "Mar att."})  # or an end of the period


def test_an_input_that_is_named_must_be_used() -> None:
    reading = read("total of the prices plus shipping", read_inputs(values={"prices": [1, 2], "shipping": 3, "tax": 1}))
    scope = scope_of(reading.loosely)
    assert [each.words for each in required(reading.loosely, scope)] == ["prices", "shipping"]
