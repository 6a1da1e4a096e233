"""Certificates, provenance, history and judgements, as lines for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from seglam_lang.cli.amounts import format_count
from seglam_lang.drafts import in_percent, under_grammar
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.values import Table, Value

if TYPE_CHECKING:
    from seglam_lang.drafts import Draft
    from seglam_lang.store import Provenance
    from seglam_lang.store.events import Event
    from seglam_lang.store.evidence import Agreement, Certificate, Evidence, FoundFailure
    from seglam_lang.store.judging import Judgement

PROPERTIES = {
    "within-fuel": "every run stays within its fuel",
    "ensures-hold": "every `ensure` holds",
    "every-parameter-matters": "every parameter changes the result of some input",
    "order-is-irrelevant": "the order of rows and items does not change the result",
}


def report_certificate(certificate: Certificate) -> list[str]:
    """Return the evidence of a certificate, as lines."""
    lines = [certificate.level]
    if certificate.examples:
        lines.append("1 example holds" if certificate.examples == 1 else f"{certificate.examples} examples hold")
    agreed = certificate.agreement
    if agreed:
        lines.append(_report_agreement(agreed))
        if agreed.confidence is not None:
            lines.append(f"right with a chance of {in_percent(agreed.confidence)}, by all that was known then")
    if certificate.picked_from:
        lines.append(f"a person picked it from {format_count(certificate.picked_from, 'reading')} of the request")
    if certificate.confirmed:
        lines.append(f"a person called it right for {format_count(certificate.confirmed, 'request')}")
    lines.append(
        f"run on {certificate.inputs} generated inputs (seed {certificate.seed}): "
        f"{certificate.answered} results, at most {certificate.fuel} fuel"
    )
    if certificate.own_inputs:
        lines.append(f"compared on {certificate.own_inputs} inputs like the request's own")
    lines += [PROPERTIES.get(name, name) for name in certificate.properties]
    lines += [report_failure(found) for found in certificate.failures]
    lines.append(f"digests: inputs {certificate.inputs_digest[:12]}, results {certificate.outputs_digest[:12]}")
    return lines


def _report_agreement(agreed: Agreement) -> str:
    """Return what a model's drafts say, or its choice among stored procedures."""
    model, is_all = f"the model {agreed.model[:12]}", agreed.share == 1
    share = "all" if is_all else in_percent(agreed.share)
    following = "" if is_all else f"next: {in_percent(agreed.share - agreed.margin)}"
    if agreed.of_known and is_all:
        return f"{model} wrote nothing: all stored procedures that answer compute this"
    if agreed.of_known:
        answers = f"{agreed.drafts} answers by stored procedures"
        return f"{model} wrote nothing: of {answers} it gives this {share} of the weight ({following})"
    drafts = f"{agreed.agreeing} of {format_count(agreed.drafts, 'draft')}"
    return f"{share} of what {model} would write computes this ({'; '.join(filter(None, (following, drafts)))})"


def report_failure(found: FoundFailure) -> str:
    """Return how a procedure fails, with the smallest input on which it does."""
    arguments = ", ".join(map(_argument, found.arguments))
    return f"fails with {found.code} for ({arguments}): {found.message}"


def report_evidence(certificates: Iterable[Evidence]) -> list[str]:
    """Return all certificates of a procedure; those with the same evidence are reported once."""
    templates: dict[tuple[str, ...], list[str]] = {}
    for each in certificates:
        phrase = each.template.text if each.template is not None else "a procedure that no words ask for"
        templates.setdefault(tuple(report_certificate(each.certificate)), []).append(phrase)
    lines = []
    for report, words in templates.items():
        more = f" (and {len(words) - 1} other wordings)" if len(words) > 1 else ""
        lines += ["", f"certificate for  {words[0]}{more}", *(f"  {line}" for line in report)]
    return lines


def report_date(added: str) -> str:
    """Return when something was stored; what ships has no date."""
    return added or "with seglam"


def report_provenance(provenance: Provenance) -> list[str]:
    """Return how one request led to a procedure: the model, its drafts, and why each lost."""
    lines = [f"request    {provenance.request}", f"added      {report_date(provenance.added)}"]
    if provenance.model:
        lines.append(f"model      {provenance.model}  {provenance.model_hash[:12]}  seed {provenance.seed}")
    if provenance.recognised:
        lines.append("recognised by it, and not written: the words are others than before")
    if provenance.picked:
        lines.append(f"picked     by a person, as reading {provenance.picked} of the request")
    lines += [line for draft in provenance.drafts for line in _draft(draft)]
    return lines + [f"drafts     {said}" for said in under_grammar(provenance.drafts)]


def report_history(events: Iterable[Event]) -> list[str]:
    """Return the events of a procedure, with its source where it was removed, replaced or rejected."""
    lines = []
    for event in events:
        lines.append(f"{event.action} {event.added}  {event.procedure.hash}")
        if event.action != "restored":
            lines += [f"  {line}" for line in event.procedure.source.rstrip().split("\n")]
    return lines


def report_judgements(judgements: Iterable[Judgement]) -> list[str]:
    """Return what people said of a procedure's answers, each with the request."""
    lines = []
    for each in judgements:
        lifted = ", and restored since" if each.is_lifted else ""
        lines.append(f"called {each.verdict} {each.added}  {each.request}  (tier {each.tier}{lifted})")
    return ["", *lines] if lines else []


def _argument(value: Value) -> str:
    if isinstance(value, Table):
        return f"table of {value.length} rows {dumps(list(value.rows()))}"
    return dumps(value)


def _draft(draft: Draft) -> list[str]:
    fate = "lost  " if draft.why else "chosen"
    return [f"  {fate}   {draft.text or '(no program)'}", f"           {draft.weight}  {draft.why}".rstrip()]
