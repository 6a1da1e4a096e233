"""`Seglam.wrong` and `right`: the same mistake never comes back, by whatever tier, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.inputs import InputError, read_inputs
from seglam_lang.layer import current_layer
from seglam_lang.matching import Hit, Miss
from seglam_lang.requests import read
from seglam_lang.store import StoreError
from tests.engine.conftest import Start
from tests.engine.scripted import Scripted

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}
SHOPS = {"columns": ["staff", "shop", "sales"], "rows": [[1, "a", 2.5], [2, "b", 5], [3, "a", 3]]}
TOTAL, GREATEST = "return rows.group_by(c1).total(c0)", "return rows.group_by(c1).maximum(c0)"
ASKED = "total revenue per city"
WORDS = ("total revenue per city", "what is the total revenue for each city?", "total revenue for each city")


def table(*headers: str) -> dict[str, list[Any]]:
    return {"columns": list(headers), "rows": [["x", 4], ["y", 2], ["x", 9]]}


def test_what_is_wrong_is_answered_anew_and_stays_so(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    wrong = seglam.exec(ASKED, table=CITIES)
    model.bodies = [TOTAL, *[GREATEST] * 4]
    anew = seglam.wrong(wrong)
    assert (anew.status, anew.value) == ("miss", [{"city": "Oslo", "revenue": 3}, {"city": "Rome", "revenue": 5}])
    assert anew.trace.drafts[0].why == "it computes what a person has called wrong"
    again = seglam.exec(ASKED, table=CITIES)
    assert (again.status, again.procedure) == ("hit", anew.procedure)
    assert len(model.calls) == 2


def test_without_another_answer_it_is_refused_and_never_comes_back(start: Start) -> None:
    seglam, _ = start([TOTAL] * 4)
    wrong = seglam.exec(ASKED, table=CITIES)
    assert seglam.wrong(ASKED, table=CITIES).status == "refused"
    for again in (seglam, start([TOTAL] * 4, name="other")[0]):  # another process, with another model too
        answer = again.exec(ASKED, table=CITIES)
        assert (answer.status, answer.why.count("a person has called wrong")) == ("refused", 1)
    assert seglam.store.identify(wrong.procedure)[1] is None  # it is in the history alone


@pytest.mark.parametrize(
    "rewritten",
    [
        "return rows.group_by(c1).each(g => g.total(c0))",
        "let groups = rows.group_by(c1)\nreturn groups.total(c0)",
    ],
)
def test_neither_does_what_computes_the_same(start: Start, rewritten: str) -> None:
    seglam, model = start([TOTAL] * 4)
    wrong = seglam.exec(ASKED, table=CITIES)
    model.bodies = [rewritten] * 4
    anew = seglam.wrong(wrong)
    assert anew.status == "refused", anew.trace.source


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("judged", WORDS)
def test_by_no_tier(start: Start, words: str, judged: str) -> None:
    """What was learnt of one wording is found by the others; once one is called wrong, none of them answers by it but
    that which it was learnt of.
    """
    seglam, model = start([TOTAL] * 4)
    seglam.exec(ASKED, table=CITIES)
    assert seglam.exec(words, table=CITIES).status == "hit"
    model.bodies = []
    assert seglam.wrong(judged, table=CITIES).status == "refused"
    expected = "hit" if words == ASKED != judged else "refused"
    assert seglam.exec(words, table=CITIES).status == expected
    assert seglam.exec(judged, table=CITIES).status == "refused"


def test_the_procedures_that_ship_are_no_exception(tmp_path: Path) -> None:
    request = "total revenue by city"
    with Seglam(tmp_path / "c.sqlite", translator=Scripted([TOTAL] * 4), layers=[current_layer()]) as seglam:
        wrong = seglam.exec(request, table=CITIES)
        assert (wrong.status, wrong.tier) == ("hit", "exact")
        assert seglam.wrong(wrong).status == "refused"
        assert seglam.exec(request, table=CITIES).status == "refused"
        assert seglam.exec("total revenue per city", table=CITIES).tier != "learned"
        seglam.store.restore(wrong.procedure)
        assert seglam.exec(request, table=CITIES).procedure == wrong.procedure


ONE_AND_ONE = "what is 1 plus 1"
ADDS = 'proc adds(a: Number, b: Number) -> Number {\n  ask "what is {a} plus {b}"\n  return (a * 2 + b * 2) / 2\n}\n'


def shipped(folder: Path) -> Seglam:
    return Seglam(folder / "c.sqlite", use_model=False, layers=[current_layer()])


def test_neither_does_another_procedure_that_ships(tmp_path: Path) -> None:
    with shipped(tmp_path) as seglam:
        wrong = seglam.exec(ONE_AND_ONE)
        assert (wrong.status, wrong.value) == ("hit", 2)
        assert seglam.wrong(wrong).status == "refused"
        found = seglam.known(read(ONE_AND_ONE, read_inputs()))[1]
        assert isinstance(found, Miss)
        assert "a person has called its answer to these words wrong" in found.why
    with shipped(tmp_path) as seglam:
        assert seglam.exec(ONE_AND_ONE).status == "refused"
        assert seglam.exec("what is 3 times 4").value == 12
        seglam.store.restore(wrong.procedure)
        assert seglam.exec(ONE_AND_ONE).procedure == wrong.procedure


BY = """proc {0}<G>(rows: Table, v: Column<Number>, g: Column<G>) -> Table {{
  ask "my total {{v}} {1} {{g}}"
  {2}
}}
"""


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ("let groups = rows.group_by(g)\n  return groups.total(v)", "refused"),
        ("return rows.group_by(g).maximum(v)", "hit"),
    ],
)
def test_nor_does_one_that_is_learnt_of_other_words(start: Start, other: str, status: str) -> None:
    seglam, _ = start([])
    seglam.add_source(BY.format("first", "per", "return rows.group_by(g).total(v)"))
    (second,) = seglam.add_source(BY.format("second", "for each", other))
    first = seglam.exec("my total revenue per city", table=CITIES)
    assert (first.tier, first.procedure == second) == ("exact", False)
    assert seglam.wrong(first).status == status
    again = seglam.exec("my total revenue per city", table=CITIES)
    assert (again.status, again.tier) == (status, "learned" if status == "hit" else "")


def test_what_was_wrong_of_other_words_has_a_hit_read_no_more(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    seglam.exec(ASKED, table=CITIES)
    model.bodies = [GREATEST] * 4
    other = "greatest revenue of each city"
    wrong = seglam.exec(other, table=CITIES)
    model.bodies = []
    seglam.wrong(wrong)
    reading, found = seglam.known(read(ASKED, read_inputs(table=CITIES)))
    assert isinstance(found, Hit)
    assert "loosely" not in vars(reading)


def test_what_a_person_writes_for_these_words_is_served_whatever_it_computes(tmp_path: Path) -> None:
    with shipped(tmp_path) as seglam:
        seglam.wrong(seglam.exec(ONE_AND_ONE))
        (written,) = seglam.add_source(ADDS)
        assert seglam.exec(ONE_AND_ONE).procedure == written


def test_what_was_right_since_is_served_where_it_happens_to_come_to_the_same(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    wrong = seglam.exec(ASKED, table=CITIES)
    model.bodies = [GREATEST] * 4
    anew = seglam.wrong(wrong)
    once = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5]]}
    again = seglam.exec(ASKED, table=once)
    assert (again.status, again.procedure) == ("hit", anew.procedure)


def test_other_columns_of_the_same_procedure_may_be_right(start: Start) -> None:
    """The mistake is not the procedure but what it was given."""
    rows = {"columns": ["city", "revenue", "cost"], "rows": [["Oslo", 2, 9], ["Rome", 5, 1], ["Oslo", 3, 4]]}
    seglam, model = start(["return rows.group_by(c0).total(c1)"] * 4)
    wrong = seglam.exec("what each city comes to", table=rows)
    assert wrong.answered, wrong.why
    model.bodies = ["return rows.group_by(c0).total(c2)"] * 4
    anew = seglam.wrong(wrong)
    assert (anew.status, anew.procedure == wrong.procedure, anew.value == wrong.value) == ("miss", True, False)
    assert seglam.exec("what each city comes to", table=rows).value == anew.value


def test_the_evidence_of_tables_that_agree_is_withdrawn(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    tables = [("depot", "fares"), ("team", "hours"), ("host", "plays")]
    answers = [seglam.exec(f"{value} by {group}", table=table(group, value)) for group, value in tables]
    crates = seglam.exec("crates by route", table=table("route", "crates"))
    assert crates.tier == "exact"  # as three tables agree
    model.bodies = []
    assert seglam.wrong(crates).status == "refused"
    assert seglam.exec("crates by route", table=table("route", "crates")).status == "refused"
    assert seglam.exec("goals by club", table=table("club", "goals")).status == "refused"
    for (group, value), answer in zip(tables, answers, strict=True):  # what was learnt of each table stands
        assert seglam.exec(f"{value} by {group}", table=table(group, value)).procedure == answer.procedure


def test_one_of_the_tables_that_agreed_takes_its_evidence_along(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    for group, value in [("depot", "fares"), ("team", "hours"), ("host", "plays"), ("den", "cubs")]:
        seglam.exec(f"{value} by {group}", table=table(group, value))
    assert seglam.exec("crates by route", table=table("route", "crates")).status == "hit"
    model.bodies = []
    seglam.wrong("cubs by den", table=table("den", "cubs"))
    assert (
        seglam.exec("crates by route", table=table("route", "crates")).status == "refused"
    )  # three agree, one does not


def test_an_example_says_what_is_right(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    wrong = seglam.exec(ASKED, table=CITIES)
    model.bodies = [TOTAL, GREATEST, "return rows.group_by(c1).minimum(c0)"]
    wanted = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5]]}
    anew = seglam.wrong(wrong, example=wanted)
    assert (anew.status, anew.trace.level) == ("miss", "verified")
    assert [event.action for event in seglam.store.history()] == ["rejected"]


def test_a_reading_that_was_shown_can_be_picked_instead(start: Start) -> None:
    bodies = [TOTAL] * 2 + [GREATEST] * 2
    seglam, model = start(bodies)
    refused = seglam.exec(ASKED, table=CITIES)
    assert [each.number for each in refused.choices] == [1, 2]
    first = seglam.exec(ASKED, table=CITIES, pick=1)
    second = seglam.wrong(ASKED, table=CITIES, pick=2)
    assert (second.trace.level, second.procedure == first.procedure) == ("picked", False)
    assert seglam.exec(ASKED, table=CITIES).procedure == second.procedure
    assert seglam.exec(ASKED, table=CITIES, pick=1).status == "error"  # it was called wrong
    assert len(model.calls) == 1


def test_readings_keep_their_numbers(start: Start) -> None:
    """What is picked is what was shown under that number, whatever was called wrong since."""
    bodies = [TOTAL, GREATEST, TOTAL.replace("total", "average"), GREATEST.replace("maximum", "minimum")]
    seglam, _ = start(bodies * 2)
    shown = {each.number: each.description for each in seglam.exec(ASKED, table=CITIES).choices}
    assert sorted(shown) == [1, 2, 3, 4]
    seglam.exec(ASKED, table=CITIES, pick=1)
    seglam.wrong(ASKED, table=CITIES)
    left = seglam.exec(ASKED, table=CITIES)
    assert {each.number: each.description for each in left.choices} == {n: shown[n] for n in (2, 3, 4)}
    picked = seglam.exec(ASKED, table=CITIES, pick=3)
    assert picked.description == shown[3]


def test_a_reading_that_is_not_there_takes_nothing_back(start: Start) -> None:
    seglam, _ = start([TOTAL] * 4)
    first = seglam.exec(ASKED, table=CITIES)
    assert seglam.wrong(ASKED, table=CITIES, pick=7).status == "error"
    assert seglam.exec(ASKED, table=CITIES).procedure == first.procedure
    assert seglam.store.judgements() == []


def test_it_comes_back_where_it_is_restored(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    wrong = seglam.exec(ASKED, table=CITIES)
    model.bodies = [GREATEST] * 4
    seglam.wrong(wrong)
    seglam.store.restore(wrong.procedure)
    assert seglam.exec(ASKED, table=CITIES).procedure == wrong.procedure
    assert [(each.verdict, each.is_lifted) for each in seglam.store.judgements()] == [("wrong", True)]


def test_what_answers_the_same_words_gives_way_to_what_is_restored(start: Start) -> None:
    """One wording is served at a time, in whatever order the two come back, and nothing is lost."""
    seglam, model = start([TOTAL] * 4)
    first = seglam.exec(ASKED, table=CITIES)
    model.bodies = [GREATEST] * 4
    second = seglam.wrong(first)
    seglam.store.remove(second.procedure)
    for restored in (second, first, second, first):
        seglam.store.restore(restored.procedure)
        assert [each.hash for each in seglam.store.procedures()] == [restored.procedure]
        assert seglam.exec(ASKED, table=CITIES).procedure == restored.procedure


def test_what_was_trusted_is_trusted_again_once_it_is_restored(start: Start) -> None:
    seglam, _ = start([TOTAL] * 4)
    asked = [(f"total {value} per {key}", table(key, value)) for key, value in (("a", "b"), ("c", "d"), ("e", "f"))]
    for request, rows in asked:
        seglam.right(seglam.exec(request, table=rows))
    request, rows = asked[0]
    assert seglam.exec(request, table=rows).trace.level == "trusted"
    wrong = seglam.exec("total hours per team, as a table", table=table("team", "hours"))
    seglam.wrong(wrong)
    assert seglam.exec(request, table=rows).trace.level == "verified"
    seglam.store.restore(wrong.procedure)
    assert seglam.exec(request, table=rows).trace.level == "trusted"


def test_an_answer_is_not_wrong_that_the_example_states(start: Start) -> None:
    seglam, _ = start([TOTAL] * 4)
    answer = seglam.exec(ASKED, table=CITIES)
    stated = {"columns": answer.value.columns, "rows": answer.value.rows}
    for judged in (answer, ASKED):
        with pytest.raises(InputError, match="was what the example says, so that it is not wrong"):
            seglam.wrong(judged, example=stated, **({} if judged is answer else {"table": CITIES}))
    assert seglam.store.judgements() == []
    assert seglam.exec(ASKED, table=CITIES).procedure == answer.procedure


def test_there_must_be_an_answer_to_judge(start: Start) -> None:
    seglam, _ = start([])
    refused = seglam.exec(ASKED, table=CITIES)
    for judge in (seglam.wrong, seglam.right):
        with pytest.raises(InputError, match="has no answer to judge: it was refused"):
            judge(refused)
        with pytest.raises(InputError, match=f'no stored procedure answers "{ASKED}"'):
            judge(ASKED, table=CITIES)


def test_an_answer_that_was_called_wrong_is_neither_wrong_nor_right_again(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    first = seglam.exec(ASKED, table=CITIES)
    seglam.exec("total revenue for each single city", table=CITIES)
    model.bodies = [GREATEST] * 4
    seglam.wrong(first)
    for judge in (seglam.wrong, seglam.right):
        with pytest.raises(StoreError, match="has been called wrong before"):
            judge(first)
    assert len(seglam.store.judgements()) == 1


def test_a_cache_that_cannot_be_written_says_so(start: Start) -> None:
    seglam, _ = start([TOTAL] * 4)
    answer = seglam.exec(ASKED, table=CITIES)
    seglam.store._files.unwritable = "permission denied"
    for judge in (seglam.wrong, seglam.right):
        with pytest.raises(StoreError, match="permission denied"):
            judge(answer)


# Right


def test_what_is_right_is_trusted_more(start: Start) -> None:
    seglam, _ = start([TOTAL] * 4)
    assert seglam.exec(ASKED, table=CITIES).trace.level == "agreed"
    levels = [
        seglam.right(f"total {value} per {key}", table=table(key, value)).level
        for key, value in (("city", "revenue"), ("team", "hours"), ("team", "hours"), ("depot", "fares"))
    ]
    assert levels == ["verified", "verified", "verified", "trusted"]
    seglam.right(ASKED, table=CITIES, run=False, retry=True)  # the options of `exec` are no inputs
    assert seglam.exec(ASKED, table=CITIES).trace.level == "trusted"


def test_other_words_that_are_right_are_known_from_then_on(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    first = seglam.exec(ASKED, table=CITIES)
    other = seglam.exec("what is the total revenue for each city?", table=CITIES)
    assert other.tier == "learned"
    assert seglam.right(other) == ("verified", 1)
    model.bodies = []
    seglam.wrong(first)
    again = seglam.exec("what is the total sales for each shop?", table=SHOPS)
    assert (again.tier, again.procedure, again.trace.level) == ("exact", first.procedure, "verified")


def test_what_ships_is_judged_in_a_cache_in_memory() -> None:
    with Seglam(":memory:", use_model=False) as seglam:
        answer = seglam.exec("total revenue by city", table=CITIES)
        assert seglam.right(answer).level == "verified"
        assert seglam.wrong(answer).status == "refused"
