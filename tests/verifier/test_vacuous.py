"""Parts of a program that say nothing, whatever is in the table."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

TOTAL = "rows.where({0} => {0}[{{component}}] == {{s}}).total({{points}})"


@pytest.mark.parametrize("sign", ["/", "-"])
def test_two_sides_that_are_the_same_are_no_share_and_no_difference(sign: str) -> None:
    same = f"return {TOTAL.format('row')} {sign} {TOTAL.format('each')}"  # other names are no other value
    assert "itself" in objection("points in checkout", same)
    step = f"let points = {TOTAL.format('row')}\nreturn points {sign} {TOTAL.format('row')}"
    assert "itself" in objection("points in checkout", step)
    assert objection("points in checkout", f"return {TOTAL.format('row')} {sign} rows.total({{points}})") == ""


@pytest.mark.parametrize("sign", ["+", "*"])
def test_twice_and_squared_are_something(sign: str) -> None:
    assert objection("points", f"return rows.total({{points}}) {sign} rows.total({{points}})") == ""


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_a_cell_is_not_compared_with_itself(operator: str) -> None:
    said = objection("the same points", f"return rows.where(row => row[{{points}}] {operator} row[{{points}}]).count()")
    assert said == "it compares a value with itself"


def test_two_columns_are_compared() -> None:
    assert objection("same", "return rows.where(row => row[{assignee}] == row[{component}]).count()") == ""


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("row[{component}] == {s} and row[{component}] == {other}", "never holds"),
        ("row[{component}] != {s} or row[{component}] != {other}", "always holds"),
        ("not (row[{component}] == {s} and row[{component}] == {other})", "always holds"),
        ("row[{component}] == {s} and {s} != row[{component}]", "never holds"),
        ("row[{component}] == {s} or row[{component}] != {s}", "always holds"),
        ("row[{component}] == {s} or row[{component}] == {other}", ""),
        ("row[{component}] != {s} and row[{component}] != {other}", ""),
        ("row[{component}] == {s} and row[{assignee}] == {other}", ""),
        ("(row[{component}] == {s} and row[{component}] == {other}) or row[{points}] > 3", "never holds"),
    ],
)
def test_one_cell_is_one_thing(condition: str, said: str) -> None:
    """Whatever "search and checkout" means, no bug is in both, and every bug is not in one of them."""
    table: Rows = {
        "columns": ["component", "assignee", "points"],
        "rows": [["Search", "Ann", 3], ["Checkout", "Checkout", 5], ["Search", "Bob", 8]],
    }
    found = objection("search and checkout", f"return rows.where(row => {condition}).count()", table)
    assert said in found if said else found == ""


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("row[{points}] > {other} and row[{points}] < {s}", "never holds"),
        ("row[{points}].is_between({other}, {s})", "never holds"),
        ("row[{points}] >= {s} or row[{points}] <= {other}", "always holds"),
        ("row[{points}] > {s} and row[{points}] < {s}", "never holds"),
        ("row[{points}] == {s} and row[{points}] > {other}", "never holds"),
        ("row[{points}] >= {s} and row[{points}] <= {s}", ""),
        ("row[{points}] >= {s} and row[{points}] <= {other}", ""),
        ("row[{points}] < {s} or row[{points}] > {other}", ""),
        ("row[{points}].is_between({s}, {other})", ""),
    ],
)
def test_an_interval_has_something_in_it(condition: str, said: str) -> None:
    found = objection("points 4, 7", f"return rows.where(row => {condition}).count()")
    assert said in found if said else found == ""


def test_steps_are_conditions_together() -> None:
    body = "return rows.where(row => row[{points}] > {other}).where(row => row[{points}] < {s}).count()"
    assert "never holds" in objection("points 4, 7", body)


def test_a_share_in_percent_is_of_something_else() -> None:
    total = TOTAL.format("row")
    assert objection("points in checkout", f"return {total} * 100 / {total}") == "it divides a value by itself"
    assert objection("points in checkout", f"return 100 * {total} / {total}") == "it divides a value by itself"
    assert objection("points in checkout", f"return {total} * 100 / rows.total({{points}})") == ""
    assert objection("2 points at half of 45", "return {s} * {other} / {s}") == ""
    by_group = "return rows.group_by({component}).summary(g => {{share: g.total({points}) * 100 / %s.total({points})}})"
    assert "itself" in objection("share of the points by component", by_group % "g")
    assert objection("share of the points by component", by_group % "rows") == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("row[{points}] * row[{points}]", "it multiplies a column by itself"),
        ("row[{points}] + row[{points}]", "it adds a column to itself"),
        ("row[{points}] * {s} + row[{points}]", ""),
    ],
)
def test_two_cells_of_a_row_are_of_two_columns(value: str, said: str) -> None:
    assert objection("points times grade 2", f"return rows.map(row => {value}).sum()") == said
