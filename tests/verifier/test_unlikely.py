"""Programs that are well typed and hardly ever meant."""

from __future__ import annotations

import pytest

from tests.verifier.objections import BUGS, Rows, objection

BLANK = {
    **BUGS,
    "rows": [[*row[:3], None if row[1] == "Checkout" else row[3], *row[4:]] for row in BUGS["rows"]],
}


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


TRIPS: Rows = {"columns": ["From", "To", "km"], "rows": [["Bonn", "Trier", 150], ["Trier", "Bonn", 151]]}


@pytest.mark.parametrize(
    ("request_", "header", "is_objected"),
    [
        ("km from Bonn", "From", False),
        ("km from Bonn", "To", True),
        ("km to Bonn", "To", False),
        ("km to Bonn", "From", True),
        ("km where Bonn is", "To", False),
    ],
)
def test_a_cell_is_of_the_column_that_is_named_before_it(request_: str, header: str, is_objected: bool) -> None:
    body = f"return rows.where(row => row[{{{header}}}] == {{s}}).total({{km}})"
    assert ("and the request says" in objection(request_, body, TRIPS)) is is_objected


def test_it_says_what_is_named() -> None:
    said = objection("km from Bonn", "return rows.where(row => row[{To}] == {s}).total({km})", TRIPS)
    assert said == 'it looks for "Bonn" in \'To\', and the request says "from Bonn"'


def test_texts_are_sorted() -> None:
    assert objection("by grade", "return rows.sort_by({grade}).values({assignee})") == ""


def test_a_cell_is_looked_for_where_it_is() -> None:
    request = "how many bugs in checkout"
    assert objection(request, "return rows.where(row => row[{component}] == {s}).count()") == ""
    assert objection(request, "return rows.where(row => row[{assignee}] == {s}).count()") == (
        "it looks for \"Checkout\" in 'assignee', where 'component' has it"
    )
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
    ("column", "values", "is_objected"),
    [("points", [5, 7], False), ("share %", [0.05, 0.07], True), ("share %", [0.05, None], False)],
)
def test_percentages_of_several_rows_are_not_added_up(column: str, values: list[float], is_objected: bool) -> None:
    table: Rows = {"columns": ["component", column], "rows": [["Checkout", value] for value in values]}
    found = objection("what is it", f"return rows.total({{{column}}})", table)
    assert ("it adds up percentages" in found) is is_objected


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


@pytest.mark.parametrize(
    ("body", "is_objected"),
    [
        ("return rows.top({s}, {points}).values({assignee})", True),
        ("return rows.sort_by({points}).take({s}).values({assignee})", True),
        ("return rows.group_by({assignee}).total({points}).top({s}, {points})", True),
        ("return rows.top({s}, {points}).values({assignee}).last()", False),
        ("return rows.values({points}).sort_descending().at({s})", False),
        ("return rows.sort_by_descending({points}).take({s}).drop({s} - 1)", False),
        ("return rows.top({s}, {points}).bottom(1, {points}).values({assignee})", False),
    ],
)
def test_the_second_is_not_two_of_them(body: str, is_objected: bool) -> None:
    assert ("it takes 2 where the 2nd is asked for" in objection("who has the second highest", body)) is is_objected


def test_the_first_is_one_of_them_and_two_are_two() -> None:
    body = "return rows.top({s}, {points}).values({assignee})"
    assert objection("the first by points", body) == ""
    assert objection("top 2 by points", body) == ""


LENGTHS: Rows = {"columns": ["who", "length", "pause"], "rows": [["Ann", "01:30:00", None], ["Bob", "00:20:00", None]]}


def test_lengths_of_time_are_added_up_as_numbers_are() -> None:
    table: Rows = {**LENGTHS, "rows": [*LENGTHS["rows"], ["Cy", "00:10:00", "00:05:00"]]}
    body = "return rows.where(row => row[{who}] == {s}).total({pause})"
    assert "adds up nothing" in objection("how long did Ann pause", body, table)
    assert objection("how long did Cy pause", body, table) == ""


@pytest.mark.parametrize(
    ("body", "is_objected"),
    [
        ("return rows.where(row => row[{component}] == {s}).group_by({component}).count()", True),
        ("return rows.where(row => row[{component}] == {s} and row[{points}] > 1).group_by({component}).count()", True),
        ("return rows.where(row => row[{component}] == {s}).group_by({assignee}).count()", False),
        ("return rows.where(row => row[{component}] == {s}).group_by({component}, {assignee}).count()", False),
        ("return rows.where(row => row[{component}] != {s}).group_by({component}).count()", False),
        ("return rows.group_by({component}).count().where(row => row[{component}] == {s})", False),
    ],
)
def test_rows_are_not_grouped_by_what_is_the_same_in_all(body: str, is_objected: bool) -> None:
    said = objection("bugs of checkout by component", body)
    assert said == ("it groups by 'component', which is the same in all the rows" if is_objected else "")


@pytest.mark.parametrize("request_", ["fahrenheit in celsius", "celsius to kelvin"])
def test_a_temperature_is_of_so_many_degrees(request_: str) -> None:
    assert "does not say how many degrees" in objection(request_, "return 1.convert({s}, {other})")


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("kilometers to miles", "return 1.convert({s}, {other})"),  # what one is in the other
        ("70 in celsius, from fahrenheit", 'return {s}.convert("fahrenheit", {other})'),
        ("points of ann in celsius", 'return rows.maximum({points}).convert("fahrenheit", "celsius")'),
    ],
)
def test_what_is_stated_or_found_is_converted(request_: str, body: str) -> None:
    assert objection(request_, body) == ""


def test_what_no_cell_is_is_not_left_out() -> None:
    body = "return rows.where(row => row[{component}] != {s}).count()"
    said = objection('COUNTIF(component,"<>Search")', body)
    assert said == "it leaves out \"<>Search\" of 'component', which no cell is"
    assert objection("how many are not of Search, by component", body) == ""


def test_a_yes_that_is_offered_for_one_column_is_that_of_another_which_has_it() -> None:
    patients: Rows = {
        "columns": ["Patient", "Consent", "Pregnant"],
        "rows": [[at, *each] for at in range(4) for each in (("Yes", "No"), ("No", "Yes"), ("Yes", "Yes"))],
    }
    for name in ("v0", "v1", "v2", "v3"):  # No and Yes of Consent, No and Yes of Pregnant
        assert (
            objection("who has a baby", f"return rows.where(row => row[{{Pregnant}}] == {name}).count()", patients)
            == ""
        )


def test_prices_of_one_each_are_not_added_up() -> None:
    cellar: Rows = {
        "columns": ["Wine", "Bottles", "Paid each", "unit_price", "Sold each month"],
        "rows": [["Musar", 6, 28.5, 28.5, 4], ["Barolo", 3, 62, 62, 5]],
    }
    said = "it adds up 'Paid each', which is of one each"
    assert objection("what did I pay in total", "return rows.total({Paid each})", cellar) == said
    assert objection("paid by wine", "return rows.group_by({Wine}).total({Paid each})", cellar) == said
    assert "of one each" in objection("price in total", "return rows.total({unit_price})", cellar)
    assert objection("what did I pay", "return rows.total(row => row[{Bottles}] * row[{Paid each}])", cellar) == ""
    assert objection("total of unit price", "return rows.total({unit_price})", cellar) == ""
    assert objection("average paid", "return rows.average({Paid each})", cellar) == ""
    assert objection("sold in total", "return rows.total({Sold each month})", cellar) == ""


def test_a_number_right_behind_a_column_is_one_of_that() -> None:
    events: Rows = {"columns": ["event", "volunteers", "bags"], "rows": [[1, 3, 1], [2, 5, 4]]}
    request, body = (
        "events with more volunteers than event 1",
        "return rows.where(row => row[{volunteers}] > {s}).count()",
    )
    said = "it compares 1 with 'volunteers', and the request says \"event 1\""
    assert objection(request, body, events) == said
    assert objection("events with more than 1 of volunteers", body, events) == ""
    both = "return rows.where(row => row[{volunteers}] > {s} or row[{bags}] > {s}).count()"
    assert objection("more volunteers or bags 1", both, events) == ""


@pytest.mark.parametrize(
    ("request_", "body", "is_objected"),
    [
        ("how many assignees", "return rows.count()", True),
        ("number of components", "return rows.count()", True),
        (
            "number of assignees per component",
            "return rows.group_by({component}).count()",
            False,
        ),  # no two are the same
        ("how many grades", "return rows.count()", False),  # each row has its own
        ("how many bugs", "return rows.count()", False),
        ("how many component bugs are there", "return rows.count()", False),
        ("how many assignees", "return rows.values({assignee}).distinct().count()", False),
        ("bugs and their components", "return rows.count()", False),
    ],
)
def test_all_rows_are_not_counted_for_what_some_have_in_common(request_: str, body: str, is_objected: bool) -> None:
    assert objection(request_, body).startswith("it counts rows, and several") is is_objected


@pytest.mark.parametrize(
    ("request_", "body", "is_objected"),
    [
        ("number of judges per court", "return rows.group_by({court}).count()", True),
        ("number of judges per court", "return rows.group_by({court}).count_distinct({judge})", False),
        ("how many judges does North have", "return rows.where(row => row[{court}] == {s}).count()", True),
        ("how many judges does South have", "return rows.where(row => row[{court}] == {s}).count()", False),  # one each
        ("hearings and judges per court", "return rows.group_by({court}).count()", False),
    ],
)
def test_rows_of_a_group_are_not_counted_for_what_some_of_them_have_in_common(
    request_: str, body: str, is_objected: bool
) -> None:
    rows = [["North", "Okafor"], ["North", "Silva"], ["North", "Okafor"], ["South", "Silva"]]
    for header in ("judge", "judgeNo"):
        table: Rows = {"columns": ["court", header], "rows": [list(row) for row in rows]}
        objected = objection(request_, body.replace("{judge}", f"{{{header}}}"), table)
        # numbers may begin anew elsewhere: "how many episodes" of several seasons
        is_counted = is_objected and (header == "judge" or "per" in request_)
        assert objected.startswith("it counts rows, and several") is is_counted
