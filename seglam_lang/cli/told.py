"""Certificates, provenance and history, told to people in lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.values import Table, Value
from seglam_lang.requests.template import Template
from seglam_lang.store import History, Provenance, StoreError

if TYPE_CHECKING:
    from seglam_lang.store.evidence import Certificate, FoundFailure

PROPERTIES = {
    "within-fuel": "every run stays within its fuel",
    "ensures-hold": "every `ensure` holds",
    "every-parameter-matters": "every parameter changes the result of some input",
    "order-is-irrelevant": "the order of rows and items does not change the result",
}


def certificate_of(plain: Mapping[str, Any]) -> Certificate:
    """The certificate that is stored as a dict; StoreError where it is none."""
    from seglam_lang.language.storing.value_codec import CodecError
    from seglam_lang.store.evidence import Certificate

    try:
        return Certificate.from_dict(plain)
    except (KeyError, TypeError, CodecError) as error:
        raise StoreError("corrupt", f"a certificate in the cache is damaged: {error}") from error


def certificate_lines(plain: Mapping[str, Any]) -> list[str]:
    """What speaks for a procedure, from the dict that a certificate is stored as."""
    certificate = certificate_of(plain)
    told = [certificate.level]
    if certificate.examples:
        told.append("1 example holds" if certificate.examples == 1 else f"{certificate.examples} examples hold")
    agreed = certificate.agreement
    if agreed:
        told.append(
            f"{agreed.agreeing} of {agreed.drafts} drafts of the model {agreed.model[:12]} compute this "
            f"({agreed.share:.0%} of the weight, {agreed.margin:.0%} more than the next)"
        )
    told.append(
        f"run on {certificate.inputs} generated inputs (seed {certificate.seed}): "
        f"{certificate.answered} results, at most {certificate.fuel} fuel"
    )
    if certificate.own_inputs:
        told.append(f"compared on {certificate.own_inputs} inputs like the request's own")
    told += [PROPERTIES.get(name, name) for name in certificate.properties]
    told += [failure_line(found) for found in certificate.failures]
    told.append(f"digests: inputs {certificate.inputs_digest[:12]}, results {certificate.outputs_digest[:12]}")
    return told


def failure_line(found: FoundFailure) -> str:
    """A way in which a procedure fails, with the smallest input that makes it."""
    arguments = ", ".join(_argument(value) for value in found.arguments)
    return f"fails with {found.code} for ({arguments}): {found.message}"


def evidence_lines(certificates: Sequence[Mapping[str, Any]]) -> list[str]:
    """All certificates of a procedure; wordings that have the same one share it."""
    templates: dict[tuple[str, ...], list[str]] = {}
    for certificate in certificates:
        template = Template.parse(certificate["template"])
        templates.setdefault(tuple(certificate_lines(certificate)), []).append(template.text)
    told = []
    for lines, words in templates.items():
        more = f" (and {len(words) - 1} other wordings)" if len(words) > 1 else ""
        told += ["", f"certificate for  {words[0]}{more}", *(f"  {line}" for line in lines)]
    return told


def _argument(value: Value) -> str:
    if isinstance(value, Table):
        return f"table of {value.length} rows {dumps(list(value.rows()))}"
    return dumps(value)


def provenance_lines(provenance: Provenance) -> list[str]:
    """One request that led to a procedure: the model, its drafts, and why each lost."""
    told = [f"request    {provenance.request}", f"added      {provenance.added}"]
    if provenance.model:
        told.append(f"model      {provenance.model}  {provenance.model_hash[:12]}  seed {provenance.seed}")
    for candidate in provenance.candidates:
        count = candidate.get("count", 1)
        told.append(f"  {'chosen' if not candidate['why'] else 'lost  '}   {candidate['text'] or '(nothing)'}")
        told.append(f"           {count}x, log p {candidate['log_probability']:.2f}  {candidate['why']}".rstrip())
    return told


def history_lines(history: Iterable[History]) -> list[str]:
    """What a procedure was before it was removed or replaced."""
    told = []
    for event in history:
        told.append(f"{event.action} {event.added}  {event.procedure}")
        source = event.rows.get("procedure", {}).get("source", "")
        told += [f"  {line}" for line in source.rstrip().split("\n")]
    return told
