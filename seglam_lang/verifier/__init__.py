"""The verifier: decides which draft, if any, is believed, and writes down why.

    verdict = verify(candidates, signature, arguments, seed=1)
    verdict.winner, verdict.certificate     # or None, with verdict.reason and verdict.difference

A hit never imports this package. Only `strategies` and `audit` import Hypothesis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.values import Value
from seglam_lang.store.evidence import AGREED, VERIFIED, Agreement, Certificate, FoundFailure
from seglam_lang.verifier.agreement import (
    Candidate,
    Difference,
    Election,
    Group,
    Policy,
    Rejected,
    Required,
    elect,
)
from seglam_lang.verifier.certificate import Recheck, certify, recheck
from seglam_lang.verifier.outcome import Outcome
from seglam_lang.verifier.properties import examine

__all__ = [
    "AGREED",
    "VERIFIED",
    "Agreement",
    "Candidate",
    "Certificate",
    "Difference",
    "FoundFailure",
    "Group",
    "Outcome",
    "Policy",
    "Recheck",
    "Rejected",
    "Verdict",
    "recheck",
    "verify",
]

DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier decided: a winner with its certificate, or `reason`, why the request is refused.

    `groups` are the candidates that were not rejected, by what they compute; `difference` is an input on which the two
    largest of them differ.
    """

    winner: Candidate | None
    certificate: Certificate | None
    groups: tuple[Group, ...]
    reason: str
    rejected: tuple[Rejected, ...] = ()
    difference: Difference | None = None


def verify(
    candidates: Sequence[Candidate],
    signature: Signature,
    arguments: Mapping[str, Value],
    seed: int = 0,
    *,
    required: Required = (),
    policy: Policy = DEFAULT,
    model: str = "",
    examples: int = 0,
) -> Verdict:
    """Choose among candidates of one signature.

    `arguments` are the request's own values by the signature's names. Each of `required` is a name, or several of which
    one will do, that a candidate must use: what the request mentions is not to be ignored. `examples` is how many of
    the user's examples all candidates satisfy: they decide, and the drafts need not agree.
    """
    election = elect(candidates, signature, arguments, seed, required, policy, examples)
    if election.reason:
        return _refusal(election, election.reason)
    winner = election.groups[0].candidates[0]
    examination = examine(winner.checked.core, seed, policy.inputs)
    if examination.broken:
        return _refusal(election, f"the likeliest procedure does not stand: {examination.broken}")
    certificate = certify(
        winner.checked.core,
        examination,
        seed,
        policy.inputs,
        own_inputs=election.own_inputs,
        examples=examples,
        agreement=_agreement(election, len(candidates), model),
    )
    return Verdict(winner, certificate, election.groups, "", election.rejected, election.difference)


def _refusal(election: Election, reason: str) -> Verdict:
    return Verdict(None, None, election.groups, reason, election.rejected, election.difference)


def _agreement(election: Election, drafts: int, model: str) -> Agreement:
    first = election.groups[0]
    return Agreement(len(first.candidates), drafts, first.share, election.margin, model)
