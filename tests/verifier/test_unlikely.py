"""Programs that are well typed and hardly ever meant."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft
from seglam_lang.requests import read
from seglam_lang.requests.scope import ColumnOrigin, mention_in, scope_of
from seglam_lang.verifier.unlikely import why_unlikely

BUGS: dict[str, list[Any]] = {
    "columns": ["assignee", "component", "grade", "points", "opened"],
    "rows": [
        ["Ann", "Search", "B", 3, "2024-03-01"],
        ["Bob", "Checkout", "A", 5, "2024-03-02"],
        ["Ann", "Checkout", "C", 8, "2024-03-05"],
    ],
}


BLANK = {**BUGS, "rows": [[*row[:3], None if row[1] == "Checkout" else row[3], row[4]] for row in BUGS["rows"]]}


def objection(request: str, body: str, table: dict[str, list[Any]] = BUGS) -> str:
    """Return what is said of a body over {header} for columns and {s} for the value that the request mentions."""
    reading = read(request, read_inputs(values={"table": table})).loosely
    scope = scope_of(reading)
    names = {each.header: name for name, each in scope.origins.items() if isinstance(each, ColumnOrigin)}
    mentioned = [name for name, each in scope.origins.items() if mention_in(each) is not None]
    checked = check_draft(body.format(**names, s=mentioned[0] if mentioned else ""), scope.signature)
    origins = [scope.origins[name] for name in checked.params]
    return why_unlikely(checked.core, [scope.arguments[name] for name in checked.params], origins)


@pytest.mark.parametrize("column", ["points", "opened"])
def test_numbers_and_days_have_a_greatest(column: str) -> None:
    assert objection("the best", f"return rows.top(1, {{{column}}}).values({{assignee}})") == ""
    assert objection("the best", f"return rows.maximum({{{column}}})") == ""


@pytest.mark.parametrize(
    "body",
    [
        "return rows.top(1, {grade}).values({assignee})",
        "return rows.maximum({grade})",
        "return rows.group_by({assignee}).minimum({grade})",
    ],
)
def test_the_last_in_the_alphabet_is_not_the_best(body: str) -> None:
    assert "'grade'" in objection("the best", body)


def test_texts_are_sorted() -> None:
    assert objection("by grade", "return rows.sort_by({grade}).values({assignee})") == ""


def test_a_cell_is_looked_for_where_it_is() -> None:
    request = "how many bugs in checkout"
    assert objection(request, "return rows.where(row => row[{component}] == {s}).count()") == ""
    assert "'assignee'" in objection(request, "return rows.where(row => row[{assignee}] == {s}).count()")
    assert "'assignee'" in objection(request, "return rows.where(row => {s} != row[{assignee}]).count()")


@pytest.mark.parametrize(
    ("body", "is_objected"),
    [
        ("return rows.where(row => row[{component}] == {s}).total({points})", True),
        ("let checkout = rows.where(row => row[{component}] == {s})\nreturn checkout.total({points})", True),
        ("return rows.where(row => row[{component}] == {s}).count()", False),
        ("return rows.where(row => row[{points}] > 99).total({points})", False),  # there are no rows at all
        ("return rows.total({points})", False),
    ],
)
def test_a_total_of_blanks_is_that_of_another_column(body: str, is_objected: bool) -> None:
    assert ("adds up nothing" in objection("points in checkout", body, BLANK)) is is_objected


@pytest.mark.parametrize(
    ("body", "is_objected"),
    [
        ("return rows.where(row => row[{component}] == {s}).values({component})", True),
        (
            "return rows.where(row => row[{points}] > 3 and {s} == row[{component}]).values({component}).distinct()",
            True,
        ),
        ("return rows.where(row => row[{component}] == {s}).top(1, {points}).values({component}).first()", True),
        ("return rows.where(row => row[{component}] == {s}).values({assignee})", False),
        ("return rows.where(row => row[{component}] == {s}).values({component}).count()", False),
        ("return rows.where(row => row[{component}] == {s} or row[{points}] > 5).values({component})", False),
        ("return rows.where(row => row[{component}] != {s}).values({component})", False),
    ],
)
def test_what_is_looked_for_is_no_answer(body: str, is_objected: bool) -> None:
    assert ("gives back" in objection("who has checkout", body)) is is_objected
