"""Comparisons of two columns that go against the words of the request."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

STOCK: Rows = {
    "columns": ["item", "counted", "minimum", "due", "delivered"],
    "rows": [["rice", 3, 5, "2024-03-01", "2024-03-09"], ["salt", 8, 5, "2024-03-02", "2024-03-01"]],
}
ITEMS = "return rows.where(row => {0}).values({{item}})"


@pytest.mark.parametrize(
    ("request_", "right", "wrong"),
    [
        ("items below the minimum", "row[{counted}] < row[{minimum}]", "row[{counted}] > row[{minimum}]"),
        ("items over minimum", "row[{counted}] > row[{minimum}]", "row[{minimum}] > row[{counted}]"),
        ("items counted above their minimum", "row[{counted}] >= row[{minimum}]", "row[{counted}] <= row[{minimum}]"),
        (
            "items with less counted than the minimum",
            "row[{minimum}] > row[{counted}]",
            "row[{minimum}] < row[{counted}]",
        ),
        ("items delivered after they were due", "row[{delivered}] > row[{due}]", ""),  # "after" what they were
        ("items delivered before the due date", "row[{delivered}] < row[{due}]", "row[{due}] < row[{delivered}]"),
        ("items delivered later than due", "row[{delivered}] > row[{due}]", "row[{delivered}] < row[{due}]"),
    ],
)
def test_the_words_before_a_column_say_how_it_is_compared(request_: str, right: str, wrong: str) -> None:
    assert objection(request_, ITEMS.format(right), STOCK) == ""
    if wrong:
        assert "and the request says" in objection(request_, ITEMS.format(wrong), STOCK)


def test_it_says_what_is_the_other_way_round() -> None:
    said = objection("items below the minimum", ITEMS.format("row[{counted}] > row[{minimum}]"), STOCK)
    assert said == "it takes what is more than 'minimum', and the request says \"below\""


@pytest.mark.parametrize("request_", ["items not below the minimum", "items that aren't over the minimum"])
def test_where_something_is_negated_either_may_be_meant(request_: str) -> None:
    for sign in "<>":
        assert objection(request_, ITEMS.format(f"row[{{counted}}] {sign} row[{{minimum}}]"), STOCK) == ""


def test_a_number_that_is_stated_may_be_of_what_goes_down() -> None:
    """The deepest hole goes below three metres: it is deeper than that."""
    assert objection("items below 5", ITEMS.format("row[{counted}] > {s}"), STOCK) == ""


@pytest.mark.parametrize(
    ("request_", "right", "wrong"),
    [
        ("items with less than 5 counted", ("<", "<="), (">", ">=")),
        ("items with more than 5 counted", (">", ">="), ("<", "<=")),
        ("items with at least 5 counted", (">=",), (">", "<", "<=")),
        ("items with at most 5 counted", ("<=",), ("<", ">", ">=")),
        ("items with 5 counted or less than that", ("<", "<=", ">"), ()),
        ("items with less than 5 or more counted", ("<", ">="), ()),
        ("items not counted more than 5 times", ("<", "<=", ">"), ()),
    ],
)
def test_words_before_a_number_say_how_it_is_compared(
    request_: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    for operator in (*right, *wrong):
        said = objection(request_, ITEMS.format(f"row[{{counted}}] {operator} {{s}}"), STOCK)
        assert ("and the request says" in said) is (operator in wrong)


@pytest.mark.parametrize(
    ("request_", "right"),
    [
        ("items due after 1 March 2024", (">",)),
        ("items due before 1 March 2024", ("<",)),
        ("items due on or before 1 March 2024", ("<", "<=")),
        ("items due later than 1 March 2024", (">",)),
        ("items due 1 March 2024 or later", ("<", "<=", ">", ">=")),
        ("items due since 1 March 2024", ("<", "<=", ">", ">=")),
    ],
)
def test_before_a_day_is_without_it(request_: str, right: tuple[str, ...]) -> None:
    for operator in ("<", "<=", ">", ">="):
        said = objection(request_, ITEMS.format(f"row[{{due}}] {operator} {{s}}"), STOCK)
        assert ("and the request says" in said) is (operator not in right)


def test_words_that_compare_nothing_with_a_column_say_nothing() -> None:
    for request_ in ("items counted, minimum", "more items counted: minimum", "items by minimum over the year"):
        assert objection(request_, ITEMS.format("row[{counted}] > row[{minimum}]"), STOCK) == ""


@pytest.mark.parametrize(
    ("sign", "operator"), [("=", "=="), ("<>", "!="), ("!=", "!="), (">", ">"), ("<", "<"), (">=", ">="), ("<=", "<=")]
)
def test_a_sign_before_a_value_is_that_of_the_comparison(sign: str, operator: str) -> None:
    for other in ("==", "!=", ">", "<", ">=", "<="):
        for turned in (False, True):
            of = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(other, other)
            condition = f"{{s}} {of} row[{{counted}}]" if turned else f"row[{{counted}}] {other} {{s}}"
            said = objection(f"items where counted {sign} 5", ITEMS.format(condition), STOCK)
            assert (f'and the request says "{sign}"' in said) is (other != operator)


def test_a_sign_elsewhere_says_nothing_of_a_value() -> None:
    assert objection("items, counted from 3 -> 5", ITEMS.format("row[{counted}] == {other}"), STOCK) == ""
    assert objection("total = items counted over 5", ITEMS.format("row[{counted}] > {s}"), STOCK) == ""


@pytest.mark.parametrize("operator", ["<=", ">=", ">"])
def test_of_signs_on_both_sides_each_may_be_meant(operator: str) -> None:
    assert objection("items, counted <= 5 <= minimum", ITEMS.format(f"row[{{counted}}] {operator} {{s}}"), STOCK) == ""


@pytest.mark.parametrize(("operator", "is_objected"), [("==", False), ("!=", False), (">", True)])
def test_a_value_may_be_stated_twice(operator: str, is_objected: bool) -> None:
    request = "items where counted = 5, and those where counted <> 5"
    said = objection(request, ITEMS.format(f"row[{{counted}}] {operator} {{s}}"), STOCK)
    assert ("and the request says" in said) is is_objected


@pytest.mark.parametrize(("operator", "is_objected"), [("!=", False), ("==", True)])
def test_a_sign_before_a_cell_counts_as_well(operator: str, is_objected: bool) -> None:
    body = f"return rows.where(row => row[{{item}}] {operator} {{s}}).total({{counted}})"
    assert ('and the request says "<>"' in objection("counted, item <> rice", body, STOCK)) is is_objected


ROUTES: Rows = {
    "columns": ["route", "grade", "length", "kind"],
    "rows": [["Moonlight", 5, 20, "owl"], ["Thin Air", 6, 25, "fox"], ["Rusty Nail", 4, 30, "owl"]],
}


@pytest.mark.parametrize(
    ("request_", "body", "is_meant"),
    [
        (
            "which routes are longer than Moonlight",
            "return rows.where(row => row[{route}] != {s}).values({route})",
            False,
        ),
        ("routes longer than Moonlight", "return rows.where(row => row[{route}] == {s}).values({grade})", False),
        ("routes with a higher grade than Moonlight", "return rows.where(row => row[{route}] == {s}).count()", False),
        (
            "routes longer than Moonlight",
            'return rows.where(row => row[{length}] > rows.lookup({route}, {s}, {length}).require("none"))'
            ".values({route})",
            True,
        ),
        (
            "how many more owls than foxes",
            "return rows.where(row => row[{kind}] == {s}).count() - rows.where(row => row[{kind}] == {other}).count()",
            True,
        ),
        ("how many owls", "return rows.where(row => row[{kind}] == {s}).count()", True),
    ],
)
def test_more_than_a_cell_compares_by_which_is_more(request_: str, body: str, is_meant: bool) -> None:
    said = objection(request_, body, ROUTES)
    assert ("" if is_meant else " than") in said
    assert bool(said) is not is_meant


@pytest.mark.parametrize(
    ("request_", "operator", "is_meant"),
    [
        ("kinds with more than 1 route", ">", True),
        ("kinds with more than 1 route", "<", False),
        ("kinds with at least 2 routes", ">=", True),
        ("kinds with at least 2 routes", ">", False),
        ("kinds with routes > 1", "<=", False),
    ],
)
def test_what_is_made_of_cells_is_compared_as_they_are(request_: str, operator: str, is_meant: bool) -> None:
    body = f'return rows.group_by({{kind}}).count().where(row => row["count"] {operator} {{s}}).values({{kind}})'
    assert bool(objection(request_, body, ROUTES)) is not is_meant
