"""Calibration: the regression learns what there is to learn, each set counts the same, and the bound is the lowest."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.drafts import Draft, Fate
from seglam_lang.translator import Translator
from seglam_lang.translator.nano.calibrate import fitting, report, sizes
from seglam_lang.translator.nano.calibrate.asking import SETS, Drafted, KeptDrafts, Written, rows_of, table_of
from seglam_lang.translator.nano.calibrate.judging import (
    Judged,
    Options,
    Sure,
    judged,
    kept,
    likeliest,
    scored,
    to_lines,
)
from seglam_lang.verifier import Evidence
from seglam_lang.verifier.confidence import Calibration, Coefficient
from tests.bench.commands import SHARED
from tests.translator.foreign_models import foreign_model

BY_SHARE = Calibration(0.5, 0.0, {"by_probability": Coefficient(0.5, 0.1, 1.0)})


def row(right: bool, name: str = "one", **evidence: float) -> Judged:
    return Judged(name, "id", 0, Evidence(**evidence), "1", right)  # type: ignore[arg-type]


def sure(rows: Sequence[Judged], calibration: Calibration) -> list[Sure]:
    return [likeliest(calibration, (each,)) for each in rows]


def rows_like(seed: int, count: int, name: str = "one") -> list[Judged]:
    """Rows that are right as often as their share says; the margin says nothing."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        share = chance.random()
        found.append(row(chance.random() < share, name, by_probability=share, margin=chance.random()))
    return found


def test_what_tells_is_learned_and_what_does_not_is_not() -> None:
    calibration = fitting.fit(rows_like(1, 800))
    assert calibration.coefficients["by_probability"].weight > 1
    assert abs(calibration.coefficients["margin"].weight) < 0.3
    for share in (0.2, 0.5, 0.8):
        assert calibration.confidence(Evidence(by_probability=share, margin=0.5)) == pytest.approx(share, abs=0.1)


def test_the_same_rows_give_the_same_coefficients() -> None:
    assert fitting.fit(rows_like(2, 100)) == fitting.fit(rows_like(2, 100))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=3, max_size=12))
def test_agreement_never_counts_against(answers: list[tuple[float, bool]]) -> None:
    fitted = fitting.fit([row(right, by_probability=share, nodes=3) for share, right in answers])
    assert all(each.weight >= 0 for each in fitted.coefficients.values())


def test_a_curve_learns_what_no_line_can() -> None:
    """What is neither long nor short is right: a line through that is flat."""
    rows = [row(12 <= nodes <= 24, nodes=nodes) for nodes in (*range(1, 40),) * 20]
    line, curve = fitting.fit(rows), fitting.fit_curves(rows)
    assert fitting.log_loss(sure(rows, line)) > 0.8 > 0.3 > fitting.log_loss(sure(rows, curve))
    assert curve.confidence(Evidence(nodes=18)) > 0.9 > 0.1 > curve.confidence(Evidence(nodes=39))
    assert fitting.fit_curves(rows) == curve


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=3, max_size=12))
def test_a_curve_of_agreement_never_falls(answers: list[tuple[float, bool]]) -> None:
    fitted = fitting.fit_curves([row(right, by_probability=share, nodes=3) for share, right in answers])
    assert all(list(each.worths) == sorted(each.worths) for each in fitted.curves.values())


def test_what_a_curve_does_not_know_counts_as_average() -> None:
    rows = [row(right, critic=critic) for critic, right in ((0.1, False), (0.9, True)) for _ in range(200)]
    assert fitting.fit_curves(rows).confidence(Evidence()) == pytest.approx(0.5, abs=0.02)


def test_what_a_few_rows_lack_is_learned_from_all_the_same() -> None:
    """Three of 35,598 programs had no chance of being meant: near was fitted without it, and answered half as often."""
    told = [row(right, critic=critic, nodes=3) for critic, right in ((0.1, False), (0.9, True)) for _ in range(200)]
    fitted = fitting.fit_curves([*told, row(True, nodes=3)])
    assert (
        fitted.confidence(Evidence(critic=0.9, nodes=3)) > 0.8 > 0.2 > fitted.confidence(Evidence(critic=0.1, nodes=3))
    )
    assert "critic" not in fitting.fit_curves([*told, *[row(True, nodes=3)] * 100]).curves


def test_each_set_weighs_the_same() -> None:
    """A large set of wrong answers and a small one of right ones, which look alike: even odds."""
    rows = [row(False, "large", nodes=i % 3 + 1) for i in range(90)] + [
        row(True, "small", nodes=i % 3 + 1) for i in range(9)
    ]
    assert fitting.fit(rows).confidence(Evidence(nodes=2)) == pytest.approx(0.5, abs=0.02)


def test_who_is_sure_and_wrong_is_surprised() -> None:
    known, unknown = row(True, by_probability=1.0), row(False, by_probability=1.0)
    assert fitting.log_loss(sure([known], BY_SHARE)) < 0.1 < 5 < fitting.log_loss(sure([unknown], BY_SHARE))


def sorted_set(name: str, wrong_below: float, count: int = 40) -> list[Judged]:
    """A set whose answers are wrong where the share is below a bound."""
    return [row(i / count >= wrong_below, name, by_probability=i / count) for i in range(count)]


def test_the_bound_is_the_lowest_at_which_each_set_is_precise_enough() -> None:
    rows = sorted_set("easy", 0.1) + sorted_set("hard", 0.5)
    bound = report.chosen_bound(sure(rows, BY_SHARE))
    assert bound is not None
    assert not report.failing(report.shares(sure(rows, BY_SHARE), bound))
    assert report.failing(report.shares(sure(rows, BY_SHARE), bound - 0.01)) == ["hard"]


def test_answers_to_what_must_be_refused_raise_the_bound() -> None:
    rows = sorted_set("easy", 0.0)
    refusals = [row(False, report.REFUSALS, by_probability=0.5) for _ in range(20)]
    lenient, strict = report.chosen_bound(sure(rows, BY_SHARE)), report.chosen_bound(sure(rows + refusals, BY_SHARE))
    assert (lenient, strict) == (0.0, 0.51)


def test_a_few_answers_of_many_sets_are_looked_at_together() -> None:
    small = [row(False, f"small {i}", by_probability=0.9) for i in range(report.LEAST_ANSWERS)]
    assert report.failing(report.shares(sure(small, BY_SHARE), 0.5)) == ["the small ones together"]
    assert report.failing(report.shares(sure(small[1:], BY_SHARE), 0.5)) == []


def test_the_reports_are_whole() -> None:
    rows = rows_like(3, 200)
    calibration = fitting.fit_curves(rows, "hash", 0.7)
    found = sure(rows, calibration)
    bins = report.reliability(found)
    assert sum(each.answers for each in bins) == 200
    assert report.calibration_error(bins) < 0.1
    svg = ElementTree.fromstring(report.diagram(bins))
    assert len(svg.findall("{http://www.w3.org/2000/svg}circle")) == len(bins)
    lines = [*report.table_of_bounds(found, 0.7), *report.table_of_bins(bins), *report.table_of_worths(calibration)]
    assert any("**0.7**" in line for line in lines)


def test_drafts_are_judged_by_what_they_answer(tmp_path: Path) -> None:
    drafts = (Draft("return s0 + s1", -0.1, Fate.FINISHED, count=8),)
    asked = [
        Drafted({"id": str(i), "request": text, "inputs": {}, "answer": 5, "expect": "answer", "gold": None}, drafts)
        for i, text in enumerate(("what is 2 and 3", "what is 2 and 4", "what is 2"))
    ]
    found = list(scored(judged("set", asked), [each.row for each in asked]))
    assert [[(each.evidence is not None, each.right) for each in row] for row in found] == [
        [(True, True)],
        [(True, False)],
        [(False, False)],
    ]
    (tmp_path / "kept.jsonl").write_text(to_lines(found))
    assert kept(tmp_path / "kept.jsonl") == found


def test_each_program_that_may_answer_is_judged_and_the_likeliest_answers() -> None:
    drafts = (
        Draft("return s0 * s1", -0.5, Fate.FINISHED, count=5),
        Draft("return s0 + s1", -1.5, Fate.FINISHED, count=3),
    )
    asked = Drafted(
        {"id": "1", "request": "what is 2 and 3", "inputs": {}, "answer": 5, "expect": "answer", "gold": None}, drafts
    )
    (options,) = scored(judged("set", [asked]), [asked.row])
    assert sorted((each.answer, each.right) for each in options) == [("5", True), ("6", False)]
    assert likeliest(BY_SHARE, options).best.answer == "6"
    against = Calibration(0.5, 0.0, {"by_probability": Coefficient(0.5, 0.1, -1.0)})
    assert likeliest(against, options).best.answer == "5"


def test_a_table_is_on_one_side() -> None:
    one = {"inputs": {"table": {"columns": ["a"], "rows": [[1]]}}, "request": "a"}
    assert table_of(one) == table_of({**one, "request": "b"}) != table_of({**one, "inputs": {}})


def test_each_set_has_rows() -> None:
    if not SHARED.exists():
        pytest.skip("the data are not here")
    for chosen in SETS:
        rows = rows_of(chosen, SHARED, 20)
        assert 15 < len(rows) <= 20
        assert all((row["expect"] == "abstain") == (chosen.name == report.REFUSALS) for row in rows)


def test_evidence_may_be_chosen() -> None:
    assert set(fitting.fit(rows_like(1, 50), among=("by_probability", "willing")).coefficients) == {"by_probability"}


def test_a_model_that_is_more_often_right_has_another_intercept_only() -> None:
    calibration = fitting.fit(rows_like(1, 400))
    often = [replace(each, right=each.right or i % 2 == 0) for i, each in enumerate(rows_like(2, 400))]
    shifted = fitting.shifted(calibration, often)
    assert shifted.coefficients == calibration.coefficients
    assert shifted.intercept > calibration.intercept + 0.5
    assert abs(fitting.shifted(calibration, rows_like(3, 400)).intercept - calibration.intercept) < 0.3


def test_the_calibration_by_size_is_fitted_to_drafts_that_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two halves of a set, drafted for by nobody: what is kept is all that is asked for."""
    (tmp_path / "data").mkdir()
    rows = [calc_row(number) for number in range(40)]
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    (tmp_path / "data" / "calc.dev.jsonl.gz").write_bytes(packed)
    model = foreign_model().write(tmp_path / "model.gguf")
    keep = KeptDrafts(tmp_path / Translator(model).model_hash[:12] / "calc.drafts.jsonl")
    for number, row in enumerate(rows[:36]):
        right = number % 3 != 0
        draft = Draft("return s0 * s1" if right else "return s0 + s1", -0.1 if right else -4.0, Fate.FINISHED)
        keep.keep(row, str(row["request"]), Written((replace(draft, meant=0.9 if right else 0.1),), 1.0))
    arguments = ["--shared", str(tmp_path), "--work", str(tmp_path), "--sets", "calc", "--kept"]
    assert sizes.main([str(model), *arguments]) == 0
    printed = capsys.readouterr().out
    assert "| 0.00 billion parameters | 36 |" in printed and "24 of 24" in printed
    assert "intercept" in printed and '"meant": Coefficient(' in printed


def calc_row(number: int) -> dict[str, object]:
    request = f"what is {number + 3} times {number + 4}"
    answer = (number + 3) * (number + 4)
    common = {"inputs": {}, "expect": "answer", "gold": "", "flags": [], "type": "t"}
    return {**common, "id": str(number), "request": request, "answer": answer}


def test_readings_that_a_person_may_pick_from_count_beside_the_likeliest() -> None:
    wrong, right = row(False, by_probability=0.9), row(True, by_probability=0.1)
    rows: list[Options] = [(wrong, right), (right,), (wrong,), (right, wrong)]
    lines = list(report.table_of_readings([likeliest(BY_SHARE, each) for each in rows], rows))
    assert lines[2:] == [f"| {wrong.set} | 4 | 25% | 75% |"]


def test_each_part_is_judged_by_what_the_others_teach() -> None:
    """In one part less is right the more agree: there the others are wrong."""
    rows = [replace(each, part=1) for each in rows_like(4, 300)]
    against = [replace(each, right=not each.right) for each in rows_like(5, 300)]
    found = fitting.crossfitted([(each,) for each in rows + against])
    assert [best.part for best, _ in found] == [0] * 300 + [1] * 300
    assert fitting.log_loss(found[:300]) > 1.2 and fitting.log_loss(found[300:]) > 1  # it never counts against
