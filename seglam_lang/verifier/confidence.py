"""Confidence: one number, the chance that an answer is right.

    Calibration.beside(model, hash).confidence(evidence)

The evidence is what is known about the likeliest program when its drafts have been run. What it is worth is measured:
`python -m seglam_lang.translator.nano.calibrate` asks a model requests whose right answers are known, and fits a
logistic regression, whose coefficients stand beside the model as `confidence.json`. Without such a file a model is
believed by a rule (`UNCALIBRATED`), which is cautious; one that was not made for SEGLAM, by its size (`SIZES`, or
`SECOND` behind another).
A piece of evidence is worth a line, or, where enough is known to tell, a curve (an additive model: Hastie and
Tibshirani 1986).

Everything is computed in one order with plain floats and rounded, so that the same evidence gives the same number.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import exp, isfinite, log
from pathlib import Path
from typing import Any, NamedTuple

FILE = "confidence.json"
DIGITS = 4  # of a confidence: beyond these it says nothing, and machines may differ
LEAST_CHANCE = 1e-3  # of words and critics: below it all are alike
MOST_LOG_ODDS = 30.0  # exp of more says nothing either


class CalibrationError(ValueError):
    """The file beside a model is no calibration. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the likeliest program of a request, and against it.

    `by_probability` is the share of those drafts that compute the same, among all that were not rejected, and `margin`
    how far they are ahead of the next; `rejected` is the share of all drafts that were, and `refused` that of those in
    which the model says that there is nothing to compute. All shares are by the model's probability.
    `log_probability`, `willing`, `critic` and `meant` are those of its likeliest draft (see `Draft`); `meant_margin` is
    how far it is ahead of what else is likeliest to be meant. `alike` and `alike_margin` are the same of the words that
    have asked for it before, where it was recognised. `seconded` is how sure one was of what a model before this one
    has written, and computes the same.
    `explained` is how likely the words are that the program explains least (1 where it explains all). Of the request,
    `words` is its length, `unread` how many of them are known from no other request, and `unused` how many of its
    mentions the program does not take; `unused_hints` counts words that are like the name of a column ("sell", of Sold)
    which it does not take.
    """

    by_probability: float = 1.0
    margin: float = 1.0
    rejected: float = 0.0
    refused: float = 0.0
    log_probability: float = 0.0
    willing: float = 1.0
    critic: float | None = None
    meant: float | None = None
    meant_margin: float | None = None
    alike: float | None = None
    alike_margin: float | None = None
    seconded: float | None = None
    explained: float = 1.0
    words: int = 1
    unread: int = 0
    unused: int = 0
    unused_hints: int = 0
    implicit_columns: int = 0
    implicit_values: int = 0
    programs: int = 1  # that compute something, the same or not
    nodes: int = 1  # of the program's core
    table: bool = False  # whether the request is about one
    inputs: bool = False  # whether it is about other inputs

    def features(self) -> dict[str, float]:
        """Return the evidence as the regression takes it: probabilities as logarithms, counts up to where they matter.

        The critic is missing where a model has none, what is meant or alike where nobody has compared the drafts, and
        what is seconded where no model was asked before.
        """
        found = {
            "by_probability": self.by_probability,
            "margin": self.margin,
            "rejected": self.rejected,
            "refused": self.refused,
            "log_probability": max(self.log_probability, -20.0),
            "log_probability_of_node": max(self.log_probability / self.nodes, -2.0),
            "willing": self.willing,
            "explained": log(max(self.explained, LEAST_CHANCE)),
            "words": log(max(self.words, 1)),
            "unread": float(min(self.unread, 4)),
            "unused": float(min(self.unused, 4)),
            "unused_hints": float(min(self.unused_hints, 4)),
            "implicit_columns": float(min(self.implicit_columns, 3)),
            "implicit_values": float(min(self.implicit_values, 3)),
            "programs": log(self.programs),
            "nodes": log(self.nodes),
            "table": float(self.table),
            "inputs": float(self.inputs),
        }
        for name, judged in (("critic", self.critic), ("meant", self.meant), ("alike", self.alike)):
            if judged is not None:
                chance = min(max(judged, LEAST_CHANCE), 1 - LEAST_CHANCE)
                found[name] = log(chance / (1 - chance))
        given = ("meant_margin", self.meant_margin), ("alike_margin", self.alike_margin), ("seconded", self.seconded)
        for name, ahead in given:
            if ahead is not None:
                found[name] = ahead
        return found


class Coefficient(NamedTuple):
    """What a feature is worth along a line: it is brought to a common scale, on which it has a weight."""

    mean: float
    scale: float
    weight: float

    def worth(self, value: float) -> float:
        """Return what a value adds to the logarithm of the odds."""
        return self.weight * (value - self.mean) / self.scale


class Curve(NamedTuple):
    """What a feature is worth along a curve: at rising `places`, and evenly between two; beyond the ends as at them."""

    places: tuple[float, ...]
    worths: tuple[float, ...]

    def worth(self, value: float) -> float:
        """Return what a value adds to the logarithm of the odds."""
        after = bisect(self.places, value)
        if after in (0, len(self.places)):
            return self.worths[min(after, len(self.places) - 1)]
        low, high = self.places[after - 1], self.places[after]
        share = (value - low) / (high - low)
        return self.worths[after - 1] + share * (self.worths[after] - self.worths[after - 1])


@dataclass(frozen=True, slots=True)
class Calibration:
    """What evidence is worth: `accept` is the least confidence that is answered with by default."""

    accept: float
    intercept: float
    coefficients: Mapping[str, Coefficient]
    model: str = ""  # hash of the one that it was fitted to, "" where it was fitted to none
    about: Mapping[str, Any] = field(default_factory=dict, compare=False)  # what it was fitted on, for people
    curves: Mapping[str, Curve] = field(default_factory=dict)

    def confidence(self, evidence: Evidence) -> float:
        """Return the chance that a program with this evidence is right. What is not known counts as average."""
        log_odds = min(max(self.log_odds(evidence), -MOST_LOG_ODDS), MOST_LOG_ODDS)
        return round(1 / (1 + exp(-log_odds)), DIGITS)

    def log_odds(self, evidence: Evidence) -> float:
        """Return the logarithm of the odds that a program with this evidence is right."""
        features = evidence.features()
        log_odds = self.intercept
        for name, line in self.coefficients.items():
            log_odds += line.worth(features[name]) if name in features else 0.0
        for name, curve in self.curves.items():
            log_odds += curve.worth(features[name]) if name in features else 0.0
        return log_odds

    @classmethod
    def beside(cls, model: Path, hash: str, file: str = FILE) -> Calibration:
        """Return what stands beside a model file; the cautious rule where nothing does, or only that of another model.

        Raise CalibrationError where the file cannot be read.
        """
        return _beside(model.with_name(file), hash)

    def to_json(self) -> str:
        """Return the text of the file: a line for each piece of evidence."""
        parts = {
            "model": json.dumps(self.model),
            "accept": json.dumps(self.accept),
            "intercept": json.dumps(self.intercept),
            "coefficients": _by_line({name: list(each) for name, each in self.coefficients.items()}),
            "curves": _by_line({name: list(zip(*each, strict=True)) for name, each in self.curves.items()}),
            "about": json.dumps(dict(self.about)),
        }
        return "\n".join(["{", ",\n".join(f'  "{name}": {text}' for name, text in parts.items()), "}\n"])

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Return the calibration of a file's text. Raise CalibrationError where it is none."""
        try:
            plain = json.loads(text)
            model, about = plain["model"], plain.get("about", {})
            accept, intercept = float(plain["accept"]), float(plain["intercept"])
            coefficients = {name: Coefficient(*map(float, each)) for name, each in plain["coefficients"].items()}
            curves = {name: Curve(*_columns(each)) for name, each in plain.get("curves", {}).items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CalibrationError(
                f"it is not what calibrating a model writes ({type(error).__name__}: {error})"
            ) from None
        known = Evidence(critic=0.5, meant=0.5, meant_margin=0, alike=0.5, alike_margin=0, seconded=0).features().keys()
        unknown = (coefficients.keys() | curves.keys()) - known
        if unknown:
            raise CalibrationError(f"this version knows no evidence called {', '.join(sorted(unknown))}")
        of_curves = [number for each in curves.values() for numbers in each for number in numbers]
        numbers = [accept, intercept, *(number for each in coefficients.values() for number in each), *of_curves]
        if not all(map(isfinite, numbers)) or not all(each.scale > 0 for each in coefficients.values()):
            raise CalibrationError("its numbers must be finite, and its scales positive")
        if any(low >= high for each in curves.values() for low, high in pairwise(each.places)):
            raise CalibrationError("the places of its curves must rise")
        if not isinstance(model, str) or not isinstance(about, dict) or not 0 <= accept <= 1:
            raise CalibrationError('"model" must be a text, "about" an object, and "accept" from 0 to 1')
        return cls(accept, intercept, coefficients, model, about, curves)


def _by_line(worth: Mapping[str, Any]) -> str:
    """Return an object as JSON with a line for each of its names."""
    lines = [f"    {json.dumps(name)}: {json.dumps(each)}" for name, each in worth.items()]
    return "\n".join(["{", ",\n".join(lines), "  }"]) if lines else "{}"


def _columns(points: Sequence[Any]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the places and the worths of points. Raise ValueError or TypeError where they are none."""
    if not isinstance(points, list) or not all(isinstance(each, list) and len(each) == 2 for each in points):
        raise TypeError("a curve is a list of pairs")
    places, worths = zip(*points, strict=True)
    return tuple(map(float, places)), tuple(map(float, worths))


@lru_cache(maxsize=8)  # a process asks few models, and their calibrations do not change under it
def _beside(path: Path, hash: str) -> Calibration:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return UNCALIBRATED
    except (OSError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{path} cannot be read: {error}") from None
    try:
        found = Calibration.from_json(text)
    except CalibrationError as error:
        raise CalibrationError(f"{path} cannot be used: {error}") from None
    return found if found.model == hash else UNCALIBRATED


# A rule, not a measurement, for a model that was made for SEGLAM and never calibrated. Drafts that all agree, leave no
# word unexplained and mostly stand come to some 90 %; where they are 80 % of the drafts, where two of three are
# rejected, or words are left unexplained, it is below the bound. What the cross-encoder says counts in full, as it has
# not learned with the model.
UNCALIBRATED = Calibration(
    accept=0.7,
    intercept=2.2,
    coefficients={
        "by_probability": Coefficient(1.0, 1.0, 8.0),
        "rejected": Coefficient(0.0, 1.0, -1.8),
        "refused": Coefficient(0.0, 1.0, -4.0),
        "explained": Coefficient(0.0, 1.0, 2.0),
        "willing": Coefficient(1.0, 1.0, 4.0),
        "meant": Coefficient(2.0, 1.0, 1.0),
    },
)


class SizeClass(NamedTuple):
    """Models that were not made for SEGLAM, by their size: what tells one class from the other is two numbers."""

    parameters: int  # that they have at least
    intercept: float
    accept: float


# Fitted to a model of each class by `python -m seglam_lang.translator.nano.calibrate.sizes`, which prints these. At
# the bounds 84 and 88 of 100 answers are right (docs/confidence.md).
SIZES = (SizeClass(0, -1.27, 0.7), SizeClass(1_000_000_000, -1.01, 0.65))
OF_PIECES = {
    "log_probability": Coefficient(-3.42, 1.0, 0.42),
    "unused": Coefficient(0.38, 1.0, -0.77),
    "implicit_columns": Coefficient(0.65, 1.0, -0.56),
    "nodes": Coefficient(2.20, 1.0, -0.10),
    "meant": Coefficient(0.19, 1.0, 0.24),
}
# The same of models that are asked where the one that ships was not believed, and had come to something: each size by
# itself, as they differ in how likely they find what others write. At 0.6 35 of 39 answers are right, of the half of
# the tables that was not fitted to (docs/confidence.md). What only the second has come to hardly ever reaches it.
SECOND = (
    (
        0,
        Calibration(
            0.62, -1.32, {"log_probability": Coefficient(-10.67, 1.0, 0.079), "seconded": Coefficient(0.23, 1.0, 4.438)}
        ),
    ),
    (
        1_000_000_000,
        Calibration(
            0.62, -1.29, {"log_probability": Coefficient(-9.34, 1.0, 0.116), "seconded": Coefficient(0.23, 1.0, 4.337)}
        ),
    ),
)


def by_size(parameters: int, is_second: bool = False) -> Calibration:
    """Return what is taken for the calibration of a model that was not made for SEGLAM, with so many parameters; asked
    second, where another one was not believed.
    """
    if is_second:
        return next(calibration for least, calibration in reversed(SECOND) if parameters >= least)
    found = next(each for each in reversed(SIZES) if parameters >= each.parameters)
    return Calibration(found.accept, found.intercept, OF_PIECES)
