"""The certificate: what was checked of a procedure, in a form that anyone can check again.

It holds no row and no value of the user's: the inputs of its digests come from its seed and the procedure's own
signature. What rests on the user's data (agreement, examples) is counted, not repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from seglam_lang.language.core import Procedure
from seglam_lang.language.outcome import run
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.store.evidence import AGREED, PICKED, VERIFIED, WRITTEN, Agreement, Certificate
from seglam_lang.verifier.properties import ENSURES_HOLD, Examination, examination_of
from seglam_lang.verifier.trials import own_trials


def certify(
    hash: str,
    examination: Examination,
    seed: int,
    inputs: int,
    *,
    own_inputs: int = 0,
    examples: int = 0,
    agreement: Agreement | None = None,
    picked_from: int = 0,
) -> Certificate:
    """Put an examination and what else speaks for the procedure of a content hash into a certificate."""
    return Certificate(
        level=_level(examination, examples, agreement, picked_from),
        procedure=hash,
        seed=seed,
        inputs=inputs,
        own_inputs=own_inputs,
        inputs_digest=examination.inputs_digest,
        outputs_digest=examination.outputs_digest,
        fuel=examination.fuel,
        answered=examination.answered,
        properties=examination.properties,
        failures=examination.failures,
        examples=examples,
        agreement=agreement,
        picked_from=picked_from,
    )


def _level(examination: Examination, examples: int, agreement: Agreement | None, picked_from: int) -> str:
    if examples or ENSURES_HOLD in examination.properties:
        return VERIFIED
    if picked_from:
        return PICKED
    return AGREED if agreement else WRITTEN


@dataclass(frozen=True, slots=True)
class Recheck:
    """Whether a certificate still holds, and if not, why not. True and false as `holds` is.

    `same_inputs` is False where a newer generator makes other inputs of the seed: then the procedure has been examined
    afresh, and the digests could not be compared.
    """

    holds: bool
    reason: str = ""
    same_inputs: bool = True
    examination: Examination | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return self.holds


def recheck(certificate: Certificate, core: Procedure) -> Recheck:
    """Do again what a certificate says was done, and return whether it still holds."""
    if content_hash(core) != certificate.procedure:
        return Recheck(False, "the certificate is of another procedure")
    compiled = compile_procedure(core)
    for found in certificate.failures:
        outcome = run(compiled, found.arguments)
        if outcome.failure != found.code:
            return Recheck(False, f"an input that failed with {found.code} now gives {outcome.failure or 'a value'}")
    again = examination_of(core, own_trials(core, compiled, certificate.seed, certificate.inputs))
    if again.broken:
        return Recheck(False, again.broken, examination=again)
    if again.inputs_digest != certificate.inputs_digest:
        return Recheck(True, "", same_inputs=False, examination=again)
    for what, was, now in (
        ("results", certificate.outputs_digest, again.outputs_digest),
        ("the fuel used", certificate.fuel, again.fuel),
        ("the properties", certificate.properties, again.properties),
        ("the failures", certificate.failures, again.failures),
    ):
        if was != now:
            return Recheck(False, f"{what} differ from the certificate's", examination=again)
    return Recheck(True, examination=again)
