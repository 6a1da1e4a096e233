"""From which chance on a recognised procedure answers: by what was measured, and by what people said since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.intervals import wilson
from seglam_lang.verifier import Calibration, CalibrationError, Nearness
from seglam_lang.verifier.nearness import FILE, STEPS, Step

STEPS_OF = (Step(0.5, 1000, 40), Step(0.9, 600, 3), Step(0.99, 300, 0))


def nearness(*steps: Step) -> Nearness:
    return Nearness(Calibration(0.5, 0.0, {}), steps or STEPS_OF)


@pytest.mark.parametrize(
    ("most", "least"), [(0.001, None), (0.01, None), (0.013, 0.99), (0.015, 0.9), (0.06, 0.5), (1.0, 0.5), (0.0, None)]
)
def test_the_least_chance_is_that_from_which_on_errors_are_borne(most: float, least: float | None) -> None:
    assert nearness().least_chance(most) == least


def test_each_error_asks_for_more_and_closes_it_in_the_end() -> None:
    measured = nearness(Step(0.5, 1000, 2), Step(0.9, 1000, 0))
    bounds = [measured.least_chance(0.01, wrong) for wrong in range(12)]
    assert bounds[0] == 0.5
    assert 0.9 in bounds
    assert bounds[-1] is None
    assert [bound is None for bound in bounds] == sorted(bound is None for bound in bounds)


def test_few_answers_say_little_and_what_is_good_below_something_bad_is_luck() -> None:
    assert nearness(Step(0.9, 1000, 0), Step(0.99, 20, 0)).least_chance(0.01) == 0.9
    assert nearness(Step(0.9, 300, 0)).least_chance(0.01) is None
    assert nearness(Step(0.5, 8000, 31), Step(0.7, 2000, 30), Step(0.9, 1000, 0)).least_chance(0.01) == 0.9
    assert nearness(Step(0.5, 8000, 31), Step(0.7, 2000, 19), Step(0.9, 1000, 0)).least_chance(0.01) == 0.5


COUNTS = st.tuples(st.integers(0, 2000), st.integers(0, 2000)).map(lambda pair: (max(pair), min(pair)))


@given(st.lists(st.tuples(st.floats(0, 1), COUNTS), max_size=8), st.floats(0, 1), st.integers(0, 50))
def test_no_more_errors_than_are_borne_with_95_percent_confidence(
    rows: list[tuple[float, tuple[int, int]]], most: float, wrong: int
) -> None:
    steps = [Step(chance, *counts) for chance, counts in rows]
    least = Nearness(Calibration(0.5, 0.0, {}), steps).least_chance(most, wrong)
    if least is not None:
        assert any(
            step.chance == least and wilson(step.wrong + wrong, step.answered + wrong)[1] <= most for step in steps
        )


def test_it_stands_beside_the_model_that_it_was_measured_of(tmp_path: Path) -> None:
    assert Nearness.beside(tmp_path / "elsewhere" / "model.gguf", "hash") is None
    calibration = Calibration(0.9, 0.5, {}, "hash", {STEPS: [list(each) for each in STEPS_OF]})
    (tmp_path / FILE).write_text(calibration.to_json(), encoding="utf-8")
    found = Nearness.beside(tmp_path / "other.gguf", "hash")
    assert found is not None
    assert (found.calibration, tuple(found.steps)) == (calibration, STEPS_OF)
    assert Nearness.beside(tmp_path / "model.gguf", "of another model") is None


STEPS_OF_NONE = ("3", "[[0.5, 1]]", '[["a", 1, 2]]', "[[0.5, 1, 2]]", "[[NaN, 1, 1]]")


@pytest.mark.parametrize("about", ["{}", *(f'{{"steps": {each}}}' for each in STEPS_OF_NONE)])
def test_a_damaged_file_is_named(tmp_path: Path, about: str) -> None:
    path = tmp_path / FILE
    path.write_text(f'{{"model": "hash", "accept": 0.5, "intercept": 0, "coefficients": {{}}, "about": {about}}}')
    with pytest.raises(CalibrationError, match=f'{FILE} cannot be used: it has no "steps"'):
        Nearness.beside(tmp_path / "model.gguf", "hash")
