"""How sure an answer must be, and the readings of a refused request that a person may pick."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seglam_lang import Seglam
from tests.engine.conftest import Start
from tests.engine.scripted import OUT_OF_TIME, Scripted

SUM, PRODUCT = "return s0 + s1", "return s0 * s1"
ASKED = "what of 7 and 8"


def test_a_miss_says_how_sure_it_is_and_a_hit_what_speaks_for_it(start: Start) -> None:
    seglam, _ = start([SUM] * 4)
    first = seglam.exec(ASKED)
    assert first.status == "miss" and first.confidence is not None and first.confidence > 0.7
    assert first.to_dict()["confidence"] == first.confidence
    assert any(" % sure" in line for line in first.trace.lines())
    again = seglam.exec(ASKED)
    assert (again.status, again.confidence, again.trace.level) == ("hit", None, "agreed")
    agreement = seglam.store.certificates(first.procedure)[-1].certificate.agreement
    assert agreement is not None and agreement.confidence == first.confidence


def test_two_readings_are_shown_with_what_tells_them_apart(start: Start) -> None:
    seglam, _ = start([SUM, SUM, PRODUCT])
    refused = seglam.exec(ASKED)
    assert refused.status == "refused"
    assert refused.why.startswith("I am only ")
    assert "on this very request number 1 gives 15, number 2 gives 56" in refused.why
    assert [(each.number, each.description) for each in refused.choices] == [(1, "7 + 8"), (2, "7 × 8")]
    assert [each["pick"] for each in refused.to_dict()["choices"]] == [1, 2]


def test_where_the_request_does_not_tell_them_apart_an_input_does(start: Start) -> None:
    seglam, _ = start([SUM, SUM, PRODUCT])
    why = seglam.exec("what of 2 and 2").why
    case, outcomes = r"for (\S+) in place of 2 and (\S+) in place of 2", r"number 1 gives (\S+), number 2 gives (\S+)"
    shown = re.search(f"; {case} {outcomes}$", why)
    assert shown, why
    one, other, first, second = map(int, shown.groups())
    assert (first, second) == (one + other, one * other)
    assert first != second


def test_of_a_long_fraction_the_first_digits_are_shown_if_they_tell_it_apart(start: Start) -> None:
    seglam, _ = start(["return s0 / s1", SUM])
    assert "number 1 gives 0.7777777778, number 2 gives 16" in seglam.exec("what of 7 and 9").why
    seglam, _ = start(["return s0 / s1", "return s0 / s1 + 0.000000000000001"])
    assert re.search(r"gives 0\.7{33}8, number 2 gives 0\.7{14}8", seglam.exec("what if 7 and 9").why)


def test_readings_that_read_the_same_are_offered_once(start: Start) -> None:
    """Both columns have a Yes: which of the two a program takes makes no difference that could be said."""
    rows = [["A", "Yes", "No"], ["B", "No", "Yes"], ["C", "Yes", "Yes"], ["D", "No", "No"]]
    paid = {"columns": ["Name", "Pd", "Lift"], "rows": rows}
    conditions = ("row[c0] == s0", "row[c0] == v0", "row[c0] == v1", "row[c0] != s0")
    seglam, _ = start([f"return rows.where(row => {each}).count()" for each in conditions])
    refused = seglam.exec("how many have Pd No", table=paid)
    assert "4 different procedures" in refused.why
    assert [(each.number, each.description) for each in refused.choices] == [
        (1, 'the number of rows where Pd is "No"'),
        (2, 'the number of rows where Pd is "Yes"'),
        (3, 'the number of rows where Pd is not "No"'),
    ]
    assert seglam.exec("how many have Pd No", table=paid, pick=3).value == 2


@pytest.mark.parametrize(("number", "value"), [(1, 15), (2, 56)])
def test_a_pick_answers_from_then_on(start: Start, number: int, value: int) -> None:
    seglam, model = start([SUM, SUM, PRODUCT])
    seglam.exec(ASKED)
    picked = seglam.exec(ASKED, pick=number)
    assert (picked.status, picked.value, picked.trace.level, picked.confidence) == ("miss", value, "picked", None)
    assert picked.trace.found == "a person picked it from 2 readings"
    assert seglam.exec("what of 9 and 1").value == (10 if number == 1 else 9)
    assert model.calls == [ASKED]
    certificate = seglam.store.certificates(picked.procedure)[-1].certificate
    assert (certificate.level, certificate.picked_from) == ("picked", 2)
    assert seglam.store.provenance(picked.procedure)[-1].picked == number


def test_a_pick_may_be_changed(start: Start) -> None:
    seglam, model = start([SUM, SUM, PRODUCT])
    for number, value in ((1, 15), (2, 56), (2, 56), (1, 15)):
        assert seglam.exec(ASKED, pick=number).value == value
        assert seglam.exec(ASKED).value == value
    assert model.calls == [ASKED]


def test_a_pick_is_for_all_requests_of_the_type(start: Start) -> None:
    """The drafts are remembered by template: another request of it is judged, and picked from, by its own values."""
    seglam, model = start([SUM, SUM, PRODUCT])
    seglam.exec(ASKED)
    other = seglam.exec("what of 3 and 4")
    assert [each.description for each in other.choices] == ["3 + 4", "3 × 4"]
    assert "remembered from" in other.why
    assert seglam.exec("what of 3 and 4", pick=2).value == 12
    assert seglam.exec(ASKED).value == 56
    assert model.calls == [ASKED]


def test_what_cannot_be_judged_for_another_request_is_said_to_be_of_another(start: Start) -> None:
    """5 is a cell here and 6 is none, so that the names of the drafts stand for something else."""
    sales = {"columns": ["region", "sales"], "rows": [["North", 10], ["South", 4.5], ["North", 5]]}
    over = "return rows.where(row => row[c0] > s0)"
    seglam, model = start([f"{over}.count()"] * 2 + [f"{over}.total(c0)"])
    assert seglam.exec("sales beyond 6", table=sales).choices
    other = seglam.exec("sales beyond 5", table=sales)
    assert other.status == "refused" and not other.choices
    assert "of a request of this type with other values" in other.why
    assert len(model.calls) == 1


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_number_that_no_reading_has_is_an_error(start: Start, number: int) -> None:
    seglam, model = start([SUM, SUM, PRODUCT])
    wrong = seglam.exec(ASKED, pick=number)
    assert wrong.status == "error" and "from 1 to 2" in wrong.why
    assert seglam.exec(ASKED).status == "refused"
    assert model.calls == [ASKED]  # what it wrote is remembered all the same


def test_there_is_nothing_to_pick_where_a_procedure_answers_or_no_draft_stands(start: Start) -> None:
    seglam, _ = start({ASKED: [SUM] * 3, "which of 7 or 8": ["return s0 / (s1 * 0)"]})
    seglam.exec(ASKED)
    assert "a stored procedure answers" in seglam.exec(ASKED, pick=1).why
    wrong = seglam.exec("which of 7 or 8", pick=1)
    assert wrong.status == "error" and "no reading to pick: all drafts were rejected" in wrong.why


def test_what_may_be_meant_by_words_that_are_left_over_can_be_picked(start: Start) -> None:
    pings = {"columns": ["Hour", "ms"], "rows": [[9, 10], [10, 30], [9, 20], [11, 40]]}
    seglam, _ = start(["return rows.average(c0)"])
    refused = seglam.exec("average ms by hour", table=pings)
    assert [each.description for each in refused.choices] == ["the average ms"]
    assert seglam.exec("average ms by hour", table=pings, pick=1).value == 25


def test_a_figure_in_another_unit_is_refused_and_can_be_picked(start: Start) -> None:
    loads = {"columns": ["Material", "Gross kg"], "rows": [["Glass", 22500], ["Wood", 3050]]}
    seglam, _ = start(["return rows.total(c1)"] * 4)
    refused = seglam.exec("how many tonnes came in", table=loads)
    assert refused.status == "refused" and refused.why.startswith(
        "the request says \"tonnes\", and 'Gross kg' is in another"
    )
    assert seglam.exec("how many tonnes came in", table=loads, pick=1).value == 25550


def test_a_number_of_no_rows_is_refused_and_can_be_picked(start: Start) -> None:
    """As with an empty list, nothing shows that the conditions are right: a person who knows that picks it."""
    counting = "return rows.where(row => row.is_blank(c0)).count()"
    seglam, _ = start([counting] * 4)
    rows: list[list[str | None]] = [["2024-03-01", "Net"], ["2024-03-02", "Net"]]
    tickets = {"columns": ["Opened", "Team"], "rows": rows}
    refused = seglam.exec("how many are not opened", table=tickets)
    assert refused.status == "refused" and refused.why.startswith("no row meets the conditions")
    assert [each.description for each in refused.choices] == ["the number of rows where Opened has no value"]
    assert seglam.exec("how many are not opened", table=tickets, pick=1).value == 0
    rows.append([None, "Net"])
    assert seglam.exec("how many are not opened", table=tickets).value == 1


@pytest.mark.parametrize("body", ["return s0.filter(x => x > s1).count()", "return s0.filter(x => x > s1).sum()"])
def test_so_is_a_number_of_no_items(start: Start, body: str) -> None:
    seglam, _ = start([body] * 4)
    request = "expenses that take the sum above 1500"
    refused = seglam.exec(request, expenses=[300, 250, 400])
    assert refused.status == "refused" and refused.why.startswith("no item meets the conditions")
    assert seglam.exec(request, expenses=[300, 250, 400], pick=1).value == 0
    assert seglam.exec(request, expenses=[300, 2000]).value in (1, 2000)


def test_a_sum_of_items_that_are_zero_is_one(start: Start) -> None:
    seglam, _ = start(["return s0.filter(x => x < s1).sum()"] * 4)
    assert seglam.exec("expenses below 1500", expenses=[0, 0, 2000]).value == 0


def test_a_number_of_no_items_that_the_words_state_is_one(start: Start) -> None:
    seglam, _ = start(["return [s0, s1].filter(each => each > s2).count()"] * 4)
    answer = seglam.exec("how many of 7 and 8 are over 9")
    assert (answer.status, answer.value) == ("miss", 0)


def test_another_bound_judges_what_is_remembered_again(start: Start, tmp_path: Path) -> None:
    seglam, model = start([SUM] * 4 + [PRODUCT])
    refused = seglam.exec(ASKED)
    assert refused.status == "refused" and refused.confidence is not None
    with Seglam(tmp_path / "cache.sqlite", translator=model, layers=(), accept=refused.confidence) as bolder:
        answer = bolder.exec(ASKED)
    assert (answer.status, answer.value, answer.confidence) == ("miss", 15, refused.confidence)
    assert model.calls == [ASKED]


def test_nothing_is_sure_enough_for_the_strictest(tmp_path: Path) -> None:
    with Seglam(tmp_path / "cache.sqlite", translator=Scripted([SUM] * 4), layers=(), accept=1) as strict:
        assert strict.exec(ASKED).status == "refused"


@pytest.mark.parametrize("accept", [-0.1, 1.1, float("nan")])
def test_a_bound_is_a_chance(accept: float) -> None:
    with pytest.raises(ValueError, match="accept is a chance from 0 to 1"):
        Seglam(":memory:", accept=accept)


def test_a_reading_of_drafts_that_ran_out_of_time_can_be_picked(start: Start) -> None:
    seglam, model = start([SUM, PRODUCT, OUT_OF_TIME])
    assert seglam.exec(ASKED).status == "refused"
    assert seglam.exec(ASKED, pick=2).value == 56
    assert model.calls == [ASKED]


def test_a_damaged_calibration_is_a_sentence(tmp_path: Path) -> None:
    model = Scripted([SUM])
    model.model = tmp_path / "scripted.gguf"
    (tmp_path / "confidence.json").write_text("{}", encoding="utf-8")
    with Seglam(":memory:", translator=model, layers=()) as seglam:
        answer = seglam.exec(ASKED)
    assert answer.status == "error" and "confidence.json cannot be used" in answer.why
