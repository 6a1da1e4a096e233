"""A logistic regression.

Each set weighs the same, however many of its rows have an answer. Coordinates are improved one after the other by a
Newton step (the loss is convex), and those that must not make an answer likelier, or less likely, stay on their side of
zero: more agreement is never a reason to doubt, whatever chance says in a small sample.

A curve is the sum of ramps, each from nothing to its weight between two neighbouring quantiles of what was seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seglam_lang.translator.nano.calibrate.judging import PARTS, Judged, Options, Sure, likeliest
from seglam_lang.verifier.confidence import Calibration, Coefficient, Curve

SIGNS = {
    **dict.fromkeys(("by_probability", "margin", "log_probability", "log_probability_of_node"), 1),
    **dict.fromkeys(("willing", "critic", "meant", "meant_margin", "alike", "alike_margin", "explained"), 1),
    **dict.fromkeys(("rejected", "refused", "unread", "unused", "unused_hints"), -1),
}
QUANTILES = (0, 0.02, 0.05, *(tenth / 10 for tenth in range(1, 10)), 0.95, 0.98, 1)  # between which ramps rise
PENALTY = 2.0  # on the squares of the weights, in rows
SWEEPS = 60
LONGEST_STEP = 1.0
DIGITS = 6  # of a coefficient in the file
LEAST_SCALE = 1e-4  # of what varies less nothing can be learned
MOST_UNKNOWN = 0.01  # of the rows may lack a feature that is learned from
MOST_ODDS = 30.0  # their logarithm: of more the chance is 1

Numbers: TypeAlias = npt.NDArray[np.float64]


def fit(
    rows: Sequence[Judged], model: str = "", accept: float = 0.5, among: Container[str] | None = None
) -> Calibration:
    """Return the calibration that makes what came of the rows likeliest, by the evidence that is `among` some (None: by
    all). Rows without evidence do not count.
    """
    known = _known(rows)
    values = {name: each for name, each in _features(known).items() if among is None or name in among}
    scales = {name: (float(each.mean()), float(each.std())) for name, each in values.items()}
    matrix = [(values[name] - mean) / scale for name, (mean, scale) in scales.items()]
    intercept, *slopes = _newton(matrix, [SIGNS.get(name, 0) for name in scales], known)
    coefficients = {
        name: Coefficient(round(mean, DIGITS), round(scale, DIGITS), round(slope, DIGITS))
        for (name, (mean, scale)), slope in zip(scales.items(), slopes, strict=True)
    }
    return Calibration(accept, round(intercept, DIGITS), coefficients, model)


def fit_curves(rows: Sequence[Judged], model: str = "", accept: float = 0.5) -> Calibration:
    """Return the calibration with a curve for each piece of evidence that makes what came of the rows likeliest."""
    known = _known(rows)
    values = _features(known)
    places = {name: _rounded(np.unique(np.quantile(each, QUANTILES).round(DIGITS))) for name, each in values.items()}
    ramps = [
        (name, np.clip((values[name] - low) / (high - low), 0, 1))
        for name in values
        for low, high in pairwise(places[name])
    ]
    intercept, *weights = _newton([ramp for _, ramp in ramps], [SIGNS.get(name, 0) for name, _ in ramps], known)
    curves: dict[str, Curve] = {}
    for name in values:
        own = [(weight, ramp) for (of, ramp), weight in zip(ramps, weights, strict=True) if of == name]
        average = sum(weight * float(ramp.mean()) for weight, ramp in own)  # what is not known counts as average
        worths = np.cumsum([-average, *(weight for weight, _ in own)])
        intercept += average
        curves[name] = Curve(places[name], _rounded(worths))
    return Calibration(accept, round(intercept, DIGITS), {}, model, curves=curves)


def crossfitted(rows: Sequence[Options]) -> list[Sure]:
    """Return what would answer each request, in the order of their parts, and how sure that is by what the other parts
    teach.
    """
    found: list[Sure] = []
    for part in range(PARTS):
        calibration = fit_curves([each for row in rows for each in row if each.part != part])
        found += [likeliest(calibration, row) for row in rows if row[0].part == part]
    return found


def _rounded(numbers: Sequence[float] | Numbers) -> tuple[float, ...]:
    return tuple(round(float(each), DIGITS) for each in numbers)


def _known(rows: Sequence[Judged]) -> list[Judged]:
    return [row for row in rows if row.evidence is not None]


def _features(rows: Sequence[Judged]) -> dict[str, Numbers]:
    """Return the values of each feature that nearly all rows have, and that is not about the same in all of them. What
    is not known counts as average, as it does in use.
    """
    found = [row.evidence.features() for row in rows if row.evidence is not None]
    names = {name: None for each in found for name in each}
    columns = {name: np.array([each.get(name, np.nan) for each in found]) for name in names}
    known = {name: each for name, each in columns.items() if np.isnan(each).mean() <= MOST_UNKNOWN}
    values = {name: np.where(np.isnan(each), np.nanmean(each), each) for name, each in known.items()}
    return {name: each for name, each in values.items() if each.std() >= LEAST_SCALE}


def _importance(rows: Sequence[Judged]) -> Numbers:
    """Return the weight of each row: each set has the same in all, and the mean is 1."""
    counts = Counter(row.set for row in rows)
    return np.array([len(rows) / (len(counts) * counts[row.set]) for row in rows])


def _newton(
    lines: Sequence[Numbers], signs: Sequence[int], rows: Sequence[Judged], odds: Sequence[float] = ()
) -> list[float]:
    """Return the intercept, and a weight for each line (the values of a feature). The logarithms of the odds may be
    known up to these.
    """
    right = np.array([row.right for row in rows], dtype=np.float64)
    importance = _importance(rows)
    known = np.array(odds) if odds else np.zeros(len(rows))
    lines, signs = [np.ones(len(rows)), *lines], [0, *signs]
    weights = [0.0] * len(lines)
    for _ in range(SWEEPS):
        for place, line in enumerate(lines):
            penalty = PENALTY if place else 0.0
            chances = 1 / (1 + np.exp(-np.clip(known, -MOST_ODDS, MOST_ODDS)))
            slope = float((importance * (right - chances) * line).sum()) - penalty * weights[place]
            curve = float((importance * chances * (1 - chances) * line * line).sum()) + penalty + 1e-9
            target = weights[place] + max(min(slope / curve, LONGEST_STEP), -LONGEST_STEP)
            if signs[place] and target * signs[place] < 0:
                target = 0.0
            if target != weights[place]:
                known = known + (target - weights[place]) * line
                weights[place] = target
    return weights


def shifted(calibration: Calibration, rows: Sequence[Judged]) -> Calibration:
    """Return a calibration with the intercept that makes what came of the rows likeliest, all else as it is."""
    known = _known(rows)
    odds = [calibration.log_odds(row.evidence) for row in known if row.evidence is not None]
    (shift,) = _newton([], [], known, odds)
    return replace(calibration, intercept=round(calibration.intercept + shift, DIGITS))


def log_loss(found: Sequence[Sure]) -> float:
    """Return the mean surprise at what came of answers, in bits; 1 for who knows nothing."""
    chances = [(min(max(chance, 1e-3), 1 - 1e-3), best.right) for best, chance in found if best.evidence is not None]
    surprises = [-log(chance if right else 1 - chance, 2) for chance, right in chances]
    return sum(surprises) / len(surprises) if surprises else 0.0
