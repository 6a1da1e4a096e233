"""Wrong drafts are told apart, equal ones are counted together, and doubt refuses."""

from __future__ import annotations

import pytest

from seglam_lang.verifier import Policy, verify
from seglam_lang.verifier.agreement import weights
from tests.verifier.drafts import ARGUMENTS, SIGNATURE, SUM, draft, drafts

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
    verdict = verify(drafts([right, wrong]), SIGNATURE, ARGUMENTS, seed=1)
    assert len(verdict.groups) == 2
    assert verdict.winner is None
    assert "do not agree" in verdict.reason
    assert verdict.difference is not None
    assert verdict.difference.first.key != verdict.difference.second.key


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
    verdict = verify(drafts([one, other]), SIGNATURE, ARGUMENTS, seed=1)
    assert len(verdict.groups) == 1
    assert verdict.winner is not None
    assert verdict.certificate is not None and verdict.certificate.agreement is not None
    assert verdict.certificate.agreement.agreeing == 2


def test_the_last_digits_of_arithmetic_make_no_difference() -> None:
    arguments = {"s0": 10, "s1": 3, "s2": 7}
    verdict = verify(drafts(["return s0 / s1 * s2", "return s0 * s2 / s1"], SUM), SUM, arguments, seed=1)
    assert len(verdict.groups) == 1


def test_arithmetic_that_agrees_on_the_request_alone_is_told_apart() -> None:
    arguments = {"s0": 2, "s1": 2, "s2": 2}
    verdict = verify(drafts(["return s0 + s1", "return s0 * s1"], SUM), SUM, arguments, seed=1)
    assert verdict.winner is None
    assert verdict.difference is not None and not verdict.difference.own


def test_the_larger_group_wins() -> None:
    right, wrong = f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.average(c2)"
    verdict = verify(drafts([right] * 6 + [wrong] * 2), SIGNATURE, ARGUMENTS, seed=1, policy=Policy(min_share=0.6))
    assert verdict.winner is not None and verdict.winner.text == right
    assert [len(group.candidates) for group in verdict.groups] == [6, 2]
    assert verdict.groups[0].answer.value == 30


def test_the_models_probability_counts() -> None:
    right, wrong = f"return {IN_LIMA}.total(c2)", f"return {IN_LIMA}.average(c2)"
    bodies = [draft(right, -0.1), draft(wrong, -6.0)]
    verdict = verify(bodies, SIGNATURE, ARGUMENTS, seed=1, policy=Policy(min_share=0.6))
    assert verdict.winner is not None and verdict.winner.text == right


def test_weights_add_up_and_do_not_reward_repetition_twice() -> None:
    one, two = draft("return rows.count()", -1.0), draft("return rows.total(c2)", -1.0)
    assert sum(weights([one, one, two], 0.5)) == pytest.approx(1)
    assert weights([one, one, two], 0.0) == pytest.approx([0.25, 0.25, 0.5])
    assert weights([], 0.5) == []


def test_examples_that_all_drafts_satisfy_decide() -> None:
    one, other = f"return {IN_LIMA}.average(c2)", f"return {IN_LIMA}.total(c2)"
    verdict = verify(drafts([one] * 4 + [other] * 3), SIGNATURE, ARGUMENTS, seed=1, examples=1)
    assert verdict.winner is not None and verdict.winner.text == one
    assert verdict.certificate is not None
    assert (verdict.certificate.level, verdict.certificate.examples) == ("verified", 1)


def test_nothing_is_an_answer_only_where_an_example_says_so() -> None:
    body = drafts(["return rows.where(row => row[c0] == s2).values(c2)"])  # no city is called tea
    refused = verify(body, SIGNATURE, ARGUMENTS, seed=1)
    assert refused.winner is None and "finds nothing" in refused.reason
    assert verify(body, SIGNATURE, ARGUMENTS, seed=1, examples=1).winner is not None


def test_a_parameter_that_never_matters_rules_a_draft_out() -> None:
    idle = "return rows.where(row => row[c0] == row[c0] or row[c1] == s0).total(c2)"
    verdict = verify(drafts([idle]), SIGNATURE, ARGUMENTS, seed=1)
    assert verdict.winner is None
    assert "never" in verdict.reason and "s0" in verdict.reason


def test_a_draft_that_ignores_what_the_request_mentions_is_ruled_out() -> None:
    bodies = drafts([f"return {IN_LIMA}.total(c2)"])
    assert verify(bodies, SIGNATURE, ARGUMENTS, seed=1, required=["s0"]).winner is not None
    assert verify(bodies, SIGNATURE, ARGUMENTS, seed=1, required=[{"s0", "s1"}]).winner is not None
    refused = verify(bodies, SIGNATURE, ARGUMENTS, seed=1, required=["s0", "s1"])
    assert refused.winner is None
    assert "s1, which the request mentions" in refused.reason


def test_a_draft_that_fails_on_the_request_is_ruled_out() -> None:
    verdict = verify(
        drafts(["return rows.where(row => row[c0] == s2).average(c2)", f"return {IN_LIMA}.average(c2)"]),
        SIGNATURE,
        ARGUMENTS,
        seed=1,
    )
    assert verdict.winner is not None
    assert verdict.winner.text == f"return {IN_LIMA}.average(c2)"
    assert "fails on the request itself" in verdict.rejected[0].reason


def test_no_candidates() -> None:
    verdict = verify([], SIGNATURE, ARGUMENTS, seed=1)
    assert verdict.winner is None and verdict.reason


def test_the_policy_sets_how_much_agreement_is_enough() -> None:
    bodies = drafts(["return rows.total(c2)"] * 3 + ["return rows.total(c3)"] * 2)
    assert verify(bodies, SIGNATURE, ARGUMENTS, seed=1, policy=Policy(min_share=0.5)).winner
    assert not verify(bodies, SIGNATURE, ARGUMENTS, seed=1, policy=Policy(min_share=0.9)).winner


def test_drafts_that_take_their_parameters_in_another_order_are_compared_by_name() -> None:
    verdict = verify(
        drafts(["return s0 - s1", "let other = s1\nreturn s0 - other", "return 0 - s1 + s0"], SUM),
        SUM,
        {"s0": 5, "s1": 3, "s2": 1},
        seed=1,
    )
    assert len(verdict.groups) == 1


def test_units_are_known_to_the_generator() -> None:
    bodies = drafts(['return s0.convert("ft", "in") + s1'], SUM)
    assert verify(bodies, SUM, {"s0": 5, "s1": 3}, seed=1).winner is not None
