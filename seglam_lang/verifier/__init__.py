"""The verifier: decides which draft, if any, is believed, and writes down why.

    verdict = judge(drafts, Question(reading, scope))
    verdict.winner      # with its program, wording and certificate; or None, with verdict.reason and verdict.difference

A hit never imports this package. Only `strategies` and `audit` import Hypothesis.
"""

from __future__ import annotations

from seglam_lang.language.outcome import Outcome
from seglam_lang.verifier.agreement import Difference, Group
from seglam_lang.verifier.certificate import Recheck, certify, recheck
from seglam_lang.verifier.confidence import Calibration, CalibrationError, Evidence
from seglam_lang.verifier.examples import Case
from seglam_lang.verifier.judging import Candidate, Question, Verdict, Winner, any_fits, judge, pick, refused_anyway
from seglam_lang.verifier.nearness import Nearness
from seglam_lang.verifier.opinions import Opinion
from seglam_lang.verifier.policy import EvidencePolicy
from seglam_lang.verifier.programs import Program
from seglam_lang.verifier.properties import examine
from seglam_lang.verifier.withdrawn import Withdrawn

__all__ = [
    "Calibration",
    "CalibrationError",
    "Candidate",
    "Case",
    "Difference",
    "Evidence",
    "EvidencePolicy",
    "Group",
    "Nearness",
    "Opinion",
    "Outcome",
    "Program",
    "Question",
    "Recheck",
    "Verdict",
    "Winner",
    "Withdrawn",
    "any_fits",
    "certify",
    "examine",
    "judge",
    "pick",
    "recheck",
    "refused_anyway",
]
