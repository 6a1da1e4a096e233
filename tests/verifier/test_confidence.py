"""Confidence: a chance, the same for the same evidence, that rises with what speaks for a program."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.drafts import in_percent
from seglam_lang.translator import DEFAULT_MODEL
from seglam_lang.verifier import Calibration, CalibrationError, Evidence, nearness
from seglam_lang.verifier.confidence import FILE, SIZES, UNCALIBRATED, Coefficient, Curve, by_size

SHIPPED = DEFAULT_MODEL.with_name(FILE)
shares = st.floats(0, 1)
evidences = st.builds(
    Evidence,
    by_probability=shares,
    margin=st.floats(-1, 1),
    rejected=shares,
    log_probability=st.floats(-1e4, 0),
    willing=shares,
    critic=st.none() | shares,
    explained=shares,
    words=st.integers(0, 10_000),
    unread=st.integers(0, 100),
    unused=st.integers(0, 300),
    implicit_columns=st.integers(0, 32),
    implicit_values=st.integers(0, 32),
    programs=st.integers(1, 16),
    nodes=st.integers(1, 500),
    table=st.booleans(),
    inputs=st.booleans(),
)


def calibrations() -> list[Calibration]:
    """The rule, those by size, and what ships with the model: for what it writes, and for what it recognises."""
    files = [each for each in (SHIPPED, SHIPPED.with_name(nearness.FILE)) if each.exists()]
    shipped = [Calibration.from_json(each.read_text(encoding="utf-8")) for each in files]
    return [UNCALIBRATED, *(by_size(each.parameters) for each in SIZES), *shipped]


@given(evidences)
def test_a_confidence_is_a_chance(evidence: Evidence) -> None:
    for calibration in calibrations():
        confidence = calibration.confidence(evidence)
        assert 0 <= confidence <= 1
        assert confidence == calibration.confidence(replace(evidence))


@given(evidences, shares, shares)
def test_more_agreement_never_makes_less_sure(evidence: Evidence, one: float, other: float) -> None:
    few, many = sorted((one, other))
    for calibration in calibrations():
        less = replace(evidence, by_probability=few, margin=2 * few - 1)
        more = replace(evidence, by_probability=many, margin=2 * many - 1)
        assert calibration.confidence(less) <= calibration.confidence(more)


@given(evidences, shares, shares)
def test_words_that_are_explained_better_never_make_less_sure(evidence: Evidence, one: float, other: float) -> None:
    little, much = sorted((one, other))
    for calibration in calibrations():
        less, more = replace(evidence, explained=little), replace(evidence, explained=much)
        assert calibration.confidence(less) <= calibration.confidence(more)


def test_a_critic_that_a_model_has_not_counts_as_average() -> None:
    calibration = Calibration(0.5, 0.0, {"critic": Coefficient(1.0, 2.0, 3.0)})
    assert calibration.confidence(Evidence(critic=None)) == 0.5
    assert calibration.confidence(Evidence(critic=0.99)) > 0.5 > calibration.confidence(Evidence(critic=0.1))


def test_a_curve_goes_evenly_between_its_points_and_is_flat_beyond_them() -> None:
    curve = Curve((0.0, 1.0, 3.0), (-1.0, 1.0, 2.0))
    assert [curve.worth(each) for each in (-5, 0, 0.5, 1, 2, 3, 4)] == [-1, -1, 0, 1, 1.5, 2, 2]
    calibration = Calibration(0.5, 0.0, {}, curves={"margin": curve, "critic": curve})
    assert calibration.log_odds(Evidence(margin=0.75)) == 0.5  # a critic that a model has not counts as average
    assert Curve((2.0,), (1.5,)).worth(0) == Curve((2.0,), (1.5,)).worth(9) == 1.5


curves = st.lists(st.tuples(st.floats(-50, 50), st.floats(-9, 9)), min_size=1, unique_by=lambda point: point[0]).map(
    lambda points: Curve(*zip(*sorted(points), strict=True))
)


@given(curves, st.floats(-100, 100))
def test_a_curve_is_nowhere_beyond_its_worths(curve: Curve, value: float) -> None:
    assert min(curve.worths) - 1e-9 <= curve.worth(value) <= max(curve.worths) + 1e-9


@given(curves)
def test_curves_are_read_again(curve: Curve) -> None:
    calibration = Calibration(0.5, 0.0, {}, curves={"margin": curve})
    assert Calibration.from_json(calibration.to_json()) == calibration


def test_what_is_written_is_read_again() -> None:
    for calibration in calibrations():
        assert Calibration.from_json(calibration.to_json()) == calibration


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"accept": 1.5}, "from 0 to 1"),
        ({"accept": "much"}, "not what calibrating a model writes"),
        ({"intercept": "nan"}, "finite"),
        ({"coefficients": {"margin": [0, 0, 1]}}, "scales positive"),
        ({"coefficients": {"margin": [0, 1]}}, "not what calibrating a model writes"),
        ({"coefficients": {"stars": [0, 1, 1]}}, "no evidence called stars"),
        ({"coefficients": 3}, "not what calibrating a model writes"),
        ({"curves": {"margin": [[0, 1], [0, 2]]}}, "must rise"),
        ({"curves": {"margin": [[0, 1], [1, "nan"]]}}, "finite"),
        ({"curves": {"margin": [0, 1]}}, "not what calibrating a model writes"),
        ({"curves": {"margin": ["12", "34"]}}, "not what calibrating a model writes"),
        ({"curves": {"margin": {"12": 1}}}, "not what calibrating a model writes"),
        ({"curves": {"margin": []}}, "not what calibrating a model writes"),
        ({"curves": {"stars": [[0, 1], [1, 1]]}}, "no evidence called stars"),
        ({"model": None}, '"model" must be a text'),
    ],
)
def test_a_file_that_is_none_says_what_is_wrong(change: dict[str, object], why: str, tmp_path: Path) -> None:
    plain = {**json.loads(UNCALIBRATED.to_json()), **change}
    (tmp_path / FILE).write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(CalibrationError, match=why) as raised:
        Calibration.beside(tmp_path / "m.gguf", "hash")
    assert FILE in str(raised.value)


def test_the_calibration_of_another_model_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(replace(UNCALIBRATED, accept=0.5, model="one").to_json(), encoding="utf-8")
    assert Calibration.beside(tmp_path / "m.gguf", "one").accept == 0.5
    assert Calibration.beside(tmp_path / "m.gguf", "two") is UNCALIBRATED
    assert Calibration.beside(tmp_path / "elsewhere" / "m.gguf", "one") is UNCALIBRATED


@given(shares)
def test_a_chance_is_never_shown_as_more_than_it_is(chance: float) -> None:
    shown = in_percent(chance)
    percent = 0 if shown.startswith("less") else int(shown.removesuffix(" %"))
    assert percent / 100 <= chance + 1e-4
    assert chance < (percent + 1) / 100 + 1e-4


def test_a_size_belongs_to_one_class() -> None:
    small, large = by_size(0), by_size(7_000_000_000)
    assert by_size(999_999_999) == small and by_size(1_000_000_000) == large
    assert small != large and small.coefficients == large.coefficients
