"""Wrong drafts are told apart, and equal ones are counted together."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from seglam_lang.requests.required import Required
from seglam_lang.verifier.agreement import Asked, elect
from seglam_lang.verifier.judging import DEFAULT
from seglam_lang.verifier.programs import programs_of, weights
from tests.verifier.drafts import SIGNATURE, SUM, decide, draft, drafts

IN_LIMA = "rows.where(row => row[c0] == s0)"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.average(c2)"),
        (f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.total(c3)"),
        (f"return {IN_LIMA}.total(c2)", "return rows.where(row => row[c1] == s0).total(c2)"),
        (f"return {IN_LIMA}.total(c2)", "return rows.where(row => row[c0] != s0).total(c2)"),
        ("return rows.where(row => row[c2] > s1).count()", "return rows.where(row => row[c2] >= s1).count()"),
        ("return rows.where(row => row[c2] > s1).count()", "return rows.where(row => row[c2] < s1).count()"),
        (
            "return rows.where(row => row[c0] == s0 and row[c1] == s2).count()",
            "return rows.where(row => row[c0] == s0 or row[c1] == s2).count()",
        ),
        ("return rows.group_by(c0).total(c2)", "return rows.group_by(c0).average(c2)"),
        ("return rows.group_by(c0).total(c2)", "return rows.group_by(c1).total(c2)"),
        ("return rows.top(s1, c2).values(c0)", "return rows.bottom(s1, c2).values(c0)"),
        (f"return {IN_LIMA}.values(c1)", f"return {IN_LIMA}.values(c1).distinct()"),
        (f"return {IN_LIMA}.count()", f"return {IN_LIMA}.values(c1).distinct().count()"),
        (f"return {IN_LIMA}.maximum(c2)", f"return {IN_LIMA}.values(c2).first()"),
    ],
)
def test_drafts_that_differ_are_told_apart(right: str, wrong: str) -> None:
    verdict = decide(drafts([right, wrong]))
    assert len(verdict.election.groups) == 2
    assert verdict.election.difference is not None
    assert verdict.election.difference.first.key != verdict.election.difference.second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.values(c2).sum()"),
        (f"return {IN_LIMA}.total(c2)", "return rows.where(row => s0 == row[c0]).total(c2)"),
        ("return rows.where(row => row[c2] > s1).count()", "return rows.where(row => not row[c2] <= s1).count()"),
        ("return rows.where(row => row[c2] > s1).count()", "return rows.where(row => s1 < row[c2]).count()"),
        (
            "return rows.where(row => row[c0] == s0 and row[c1] == s2).values(c2)",
            "return rows.where(row => row[c1] == s2).where(row => row[c0] == s0).values(c2)",
        ),
    ],
)
def test_drafts_that_mean_the_same_are_one_group(one: str, other: str) -> None:
    verdict = decide(drafts([one, other]))
    assert len(verdict.election.groups) == 1
    assert verdict.text
    assert verdict.certificate is not None and verdict.certificate.agreement is not None
    assert verdict.certificate.agreement.agreeing == 2


def test_the_last_digits_of_arithmetic_make_no_difference() -> None:
    arguments = {"s0": 10, "s1": 3, "s2": 7}
    verdict = decide(drafts(["return s0 / s1 * s2", "return s0 * s2 / s1"]), SUM, arguments)
    assert len(verdict.election.groups) == 1


def test_arithmetic_that_agrees_on_the_request_alone_is_told_apart() -> None:
    arguments = {"s0": 2, "s1": 2, "s2": 2}
    verdict = decide(drafts(["return s0 + s1", "return s0 * s1"]), SUM, arguments)
    assert verdict.election.difference is not None and not verdict.election.difference.own


def test_the_larger_group_wins() -> None:
    right, wrong = f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.average(c2)"
    verdict = decide(drafts([right] * 6 + [wrong] * 2))
    assert verdict.text == right
    assert [len(group.drafts) for group in verdict.election.groups] == [6, 2]
    assert verdict.election.groups[0].members[0].answer.value == 30


def test_the_models_probability_counts() -> None:
    right, wrong = f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.average(c2)"
    bodies = [draft(right, -0.1), draft(wrong, -6.0)]
    assert decide(bodies).text == right


def test_weights_are_how_probable_programs_are_however_often_they_were_drawn() -> None:
    one, two = draft("return rows.count()", -1.0), draft("return rows.total(c2)", -1.0 - math.log(3))
    assert list(weights(programs_of([one, two], SIGNATURE)).values()) == pytest.approx([0.75, 0.25])
    assert list(weights(programs_of([one, replace(two, count=7)], SIGNATURE)).values()) == pytest.approx([0.75, 0.25])
    assert weights(programs_of([], SIGNATURE)) == {}


def test_examples_that_all_drafts_satisfy_decide() -> None:
    one, other = f"return {IN_LIMA}.average(c2)", f"return {IN_LIMA}.total(c2)"
    verdict = decide(drafts([one] * 4 + [other] * 3), examples=1)
    assert verdict.text == one
    assert verdict.certificate is not None
    assert (verdict.certificate.level, verdict.certificate.examples) == ("verified", 1)


def test_nothing_is_an_answer_only_where_an_example_says_so() -> None:
    body = drafts(["return rows.where(row => row[c0] == s2).values(c2)"])  # no city is called tea
    refused = decide(body)
    assert not refused.text and "finds nothing" in refused.reason
    assert decide(body, examples=1).text
    counted = decide(drafts(["return rows.where(row => row[c0] == s2).values(c2).count_by(x => x)"]))  # an empty map
    assert not counted.text and "finds nothing" in counted.reason


def test_a_parameter_that_never_matters_rules_a_draft_out() -> None:
    idle = "return rows.where(row => row[c1] == s0 or row[c1] != s0).total(c2)"
    verdict = decide(drafts([idle]))
    assert not verdict.text
    assert '"Lima" makes no difference' in verdict.reason


def test_a_draft_that_ignores_what_the_request_mentions_is_ruled_out() -> None:
    bodies = drafts([f"return {IN_LIMA}.total(c2)"])
    city, day = Required("Lima", frozenset({"s0"})), Required("2024-03-01", frozenset({"s1"}))
    assert decide(bodies, required=[city]).text
    assert decide(bodies, required=[replace(day, names=frozenset({"s0", "s1"}))]).text
    refused = decide(bodies, required=[city, day])
    assert not refused.text
    assert '"2024-03-01", which the request mentions' in refused.reason


def test_a_draft_that_fails_on_the_request_is_ruled_out() -> None:
    verdict = decide(drafts(["return rows.where(row => row[c0] == s2).average(c2)", f"return {IN_LIMA}.average(c2)"]))
    assert verdict.text == f"return {IN_LIMA}.average(c2)"
    assert "fails on the request itself" in verdict.election.ballot.drafts[0].why


def test_no_candidates() -> None:
    verdict = decide([])
    assert not verdict.text and verdict.reason


def test_drafts_that_take_their_parameters_in_another_order_are_compared_by_name() -> None:
    verdict = decide(
        drafts(["return s0 - s1", "let other = s1\nreturn s0 - other", "return 0 - s1 + s0"]),
        SUM,
        {"s0": 5, "s1": 3, "s2": 1},
    )
    assert len(verdict.election.groups) == 1


def test_units_are_known_to_the_generator() -> None:
    assert decide(drafts(['return s0.convert("ft", "in") + s1']), SUM, {"s0": 5, "s1": 3}).text


def test_there_is_not_less_than_nothing_of_something() -> None:
    bodies = drafts(["return s1 - s0", "return s1 - s0", "return s0 - s1"])
    arguments = {"s0": 86, "s1": 74, "s2": 2, "d": date(2024, 3, 31)}
    asked = Asked(SUM, arguments)
    assert len(elect(programs_of(bodies, SUM), asked, DEFAULT).groups) == 2
    amount = elect(programs_of(bodies, SUM), replace(asked, of_amount=True), DEFAULT)
    assert [group.members[0].answer.value for group in amount.groups] == [12]
    owed = replace(asked, of_amount=True, arguments={**arguments, "s2": -2})
    assert len(elect(programs_of(bodies, SUM), owed, DEFAULT).groups) == 2
