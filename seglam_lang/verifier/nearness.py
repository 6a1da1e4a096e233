"""How sure one must be that other words ask for a stored procedure: so sure that hardly any such answer is wrong.

What the evidence for a recognised procedure is worth is fitted as that for a written one is (see `confidence`), on
requests about tables for which some procedures are known, that of the request itself among them or not. Beside it
stands how many requests would have been answered from each chance on, and how many of these wrongly. The least chance
is served from which on errors are, with 95 % confidence, no more than the user bears. Each error that has been found
since counts as well, and so raises it; what has been called right does not lower it, as only what is served is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from seglam_lang.intervals import wilson
from seglam_lang.verifier.confidence import UNCALIBRATED, Calibration, CalibrationError

FILE = "near.json"
STEPS = "steps"  # in `Calibration.about`
MOST_ERRORS = 0.01  # of what is answered so, unless the user says otherwise


class Step(NamedTuple):
    """What was measured from a chance on: how many requests are answered, and how many of these wrongly."""

    chance: float
    answered: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Nearness:
    """What evidence for a recognised procedure is worth, and what came of answers from each chance on."""

    calibration: Calibration
    steps: Sequence[Step]

    @classmethod
    def beside(cls, model: Path, hash: str) -> Nearness | None:
        """Return what stands beside a model file; None where nothing does, or only that of another model.

        Raise CalibrationError where the file cannot be read.
        """
        found = Calibration.beside(model, hash, FILE)
        if found is UNCALIBRATED:
            return None
        try:
            steps = tuple(
                Step(float(chance), int(answered), int(wrong)) for chance, answered, wrong in found.about[STEPS]
            )
            if not all(isfinite(each.chance) and 0 <= each.wrong <= each.answered for each in steps):
                raise ValueError("more are wrong than there are")
        except (KeyError, TypeError, ValueError):
            raise CalibrationError(f'{model.with_name(FILE)} cannot be used: it has no "{STEPS}"') from None
        return cls(found, steps)

    def least_chance(self, most_errors: float, wrong: int = 0) -> float | None:
        """Return from which chance on at most this share of answers is wrong, with 95 % confidence; None where there is
        no such chance. So many answers have been found to be wrong since it was measured. Below a step of which more
        than that share was wrong none is taken: what is good there is luck.
        """
        known = takewhile(lambda step: step.wrong <= most_errors * step.answered, sorted(self.steps, reverse=True))
        bearable = (step for step in known if wilson(step.wrong + wrong, step.answered + wrong)[1] <= most_errors)
        return min((step.chance for step in bearable), default=None)
