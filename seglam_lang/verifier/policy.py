"""How much is tried before a program is believed, and how sure one must be."""

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.verifier.confidence import UNCALIBRATED, Calibration


@dataclass(frozen=True, slots=True)
class EvidencePolicy:
    """How evidence is gathered, and how much is enough.

    Programs are compared on `inputs` generated samples and `own_inputs` that are like the request's own. `accept` is
    the least confidence that is answered with, None for that of the `calibration`.
    """

    inputs: int = 64
    own_inputs: int = 32
    calibration: Calibration = UNCALIBRATED
    accept: float | None = None

    @property
    def bound(self) -> float:
        """Return the least confidence that is answered with."""
        return self.calibration.accept if self.accept is None else self.accept
