"""A logistic regression, in plain Python: the same coefficients everywhere, to the last digit that counts.

Each set weighs the same, however many of its rows have an answer. Coordinates are improved one after the other by a
Newton step (the loss is convex), and those that must not make an answer likelier, or less likely, stay on their side of
zero: more agreement is never a reason to doubt, whatever chance says in a small sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from math import exp, log, sqrt

from seglam_lang.translator.nano.calibrate.judging import Judged
from seglam_lang.verifier.confidence import Calibration, Coefficient

SIGNS = {
    **dict.fromkeys(("by_count", "by_probability", "margin", "log_probability", "log_probability_of_node"), 1),
    **dict.fromkeys(("willing", "critic", "meant", "explained"), 1),
    **dict.fromkeys(("rejected", "refused", "unread", "unused", "unused_hints"), -1),
}
PENALTY = 2.0  # on the squares of the weights, in rows
SWEEPS = 60
LONGEST_STEP = 1.0
DIGITS = 6  # of a coefficient in the file
LEAST_SCALE = 1e-4  # of what varies less nothing can be learned


def fit(
    rows: Sequence[Judged], model: str = "", accept: float = 0.5, among: Container[str] | None = None
) -> Calibration:
    """Return the calibration that makes what came of the rows likeliest, by the evidence that is `among` some (None: by
    all). Rows without evidence do not count.
    """
    known = [row for row in rows if row.evidence is not None]
    features = [row.evidence.features() for row in known if row.evidence is not None]
    scales = {name: scale for name, scale in _scales(features).items() if among is None or name in among}
    names = list(scales)
    matrix = [[1.0] * len(known)]
    matrix += [[(each[name] - scales[name][0]) / scales[name][1] for each in features] for name in names]
    signs = [0, *(SIGNS.get(name, 0) for name in names)]
    weights = _newton(matrix, [row.right for row in known], _importance(known), signs)
    intercept, *slopes = (round(weight, DIGITS) for weight in weights)
    coefficients = {
        name: Coefficient(round(scales[name][0], DIGITS), round(scales[name][1], DIGITS), slope)
        for name, slope in zip(names, slopes, strict=True)
    }
    return Calibration(accept, intercept, coefficients, model)


def _scales(features: Sequence[dict[str, float]]) -> dict[str, tuple[float, float]]:
    """Return mean and deviation of each feature that all rows have, and that is not about the same in all of them."""
    found: dict[str, tuple[float, float]] = {}
    for name in features[0]:
        values = [each[name] for each in features if name in each]
        mean = sum(values) / len(values)
        scale = sqrt(sum((value - mean) ** 2 for value in values) / len(values))
        if len(values) == len(features) and scale >= LEAST_SCALE:
            found[name] = mean, scale
    return found


def _importance(rows: Sequence[Judged]) -> list[float]:
    """Return the weight of each row: each set has the same in all, and the mean is 1."""
    counts = Counter(row.set for row in rows)
    return [len(rows) / (len(counts) * counts[row.set]) for row in rows]


def _newton(
    matrix: Sequence[Sequence[float]],
    right: Sequence[bool],
    importance: Sequence[float],
    signs: Sequence[int],
    odds: Sequence[float] = (),
) -> list[float]:
    """Return a weight for each line of the matrix (a feature), of which the first is the intercept. The logarithms of
    the odds may be known up to these.
    """
    weights = [0.0] * len(matrix)
    odds = odds or [0.0] * len(right)
    for _ in range(SWEEPS):
        for place, line in enumerate(matrix):
            penalty = PENALTY if place else 0.0
            slope, curve = -penalty * weights[place], penalty + 1e-9
            for value, odd, is_right, weight in zip(line, odds, right, importance, strict=True):
                chance = 1 / (1 + exp(-max(min(odd, 30.0), -30.0)))
                slope += weight * (is_right - chance) * value
                curve += weight * chance * (1 - chance) * value * value
            step = max(min(slope / curve, LONGEST_STEP), -LONGEST_STEP)
            target = weights[place] + step
            if signs[place] and target * signs[place] < 0:
                target = 0.0
            change, weights[place] = target - weights[place], target
            if change:
                odds = [odd + change * value for odd, value in zip(odds, line, strict=True)]
    return weights


def shifted(calibration: Calibration, rows: Sequence[Judged]) -> Calibration:
    """Return a calibration with the intercept that makes what came of the rows likeliest, all else as it is."""
    known = [row for row in rows if row.evidence is not None]
    odds = [calibration.log_odds(row.evidence) for row in known if row.evidence is not None]
    (shift,) = _newton([[1.0] * len(known)], [row.right for row in known], _importance(known), [0], odds)
    return replace(calibration, intercept=round(calibration.intercept + shift, DIGITS))


def log_loss(calibration: Calibration, rows: Sequence[Judged]) -> float:
    """Return the mean surprise at what came of the rows, in bits; 1 for who knows nothing."""
    found = []
    for row in rows:
        if row.evidence is not None:
            chance = min(max(calibration.confidence(row.evidence), 1e-3), 1 - 1e-3)
            found.append(-log(chance if row.right else 1 - chance, 2))
    return sum(found) / len(found) if found else 0.0
